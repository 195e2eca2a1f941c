import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import PASSWORD, make_account
from ungis_events.accounts.models import SignIn
from ungis_events.core.database import db


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, next_page: str = "") -> int:
    form = {"email": email, "password": password, "next": next_page}
    return client.post("/sign-in", data=form).status_code


def test_signing_in_leads_to_the_page_asked_for(client: FlaskClient) -> None:
    account = make_account()

    asked = client.get("/manage/mail?x=1")
    answer = client.post(
        asked.location,
        data={"email": account.email, "password": PASSWORD, "next": "/manage/mail?x=1"},
    )

    assert asked.location == "/sign-in?next=/manage/mail?x%3D1"
    assert (answer.status_code, answer.location) == (303, "/manage/mail?x=1")


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_signing_in_never_leads_elsewhere(client: FlaskClient, target: str) -> None:
    account = make_account()

    form = {"email": account.email, "password": PASSWORD, "next": target}
    answer = client.post("/sign-in", data=form)

    assert answer.location == "/manage/"


@pytest.mark.parametrize("email", ["known@example.org", "nobody@example.org"])
def test_wrong_password_and_unknown_address_look_the_same(client: FlaskClient, email: str) -> None:
    make_account(email="known@example.org")

    answer = client.post("/sign-in", data={"email": email, "password": "not the password"})

    assert answer.status_code == 422
    assert "The e-mail address or the password is not right." in answer.text
    assert db.session.scalar(db.select(db.func.count(SignIn.id))) == 0


def test_signing_in_begins_a_new_session(client: FlaskClient) -> None:
    account = make_account()
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"

    sign_in(client, account.email)

    with client.session_transaction() as session:
        assert "planted" not in session


def test_signing_out_ends_the_session_for_copies_of_the_cookie_too(
    app: Flask, client: FlaskClient
) -> None:
    sign_in(client, make_account().email)
    cookie = client.get_cookie("session")
    assert cookie is not None
    thief = app.test_client()
    thief.set_cookie("session", cookie.value)

    before = thief.get("/manage/").status_code
    client.post("/sign-out")
    after = thief.get("/manage/").status_code

    assert (before, after) == (200, 302)


def test_signing_in_is_limited(app: Flask, client: FlaskClient) -> None:
    app.config["RATE_LIMITS"] = True
    app.extensions["rate_limiter"].storage.reset()

    codes = [sign_in(client, "amina@example.org", "wrong") for _ in range(11)]

    app.config["RATE_LIMITS"] = False
    assert codes == [422] * 10 + [429]
