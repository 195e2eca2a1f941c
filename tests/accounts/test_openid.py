"""Signing in with a provider: the whole way, the provider on loopback."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import NOON, make_account
from tests.openid_provider import CLIENT_ID, CLIENT_SECRET, Provider, serving_provider
from ungis_events.accounts.models import Account, Role, SignIn
from ungis_events.config import WrongSetting, from_environment
from ungis_events.core.database import db, transaction


@pytest.fixture
def provider(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    with serving_provider(NOON) as provider:
        settings = {
            "OIDC_ISSUER": provider.issuer,
            "OIDC_CLIENT_ID": CLIENT_ID,
            "OIDC_CLIENT_SECRET": CLIENT_SECRET,
            "OIDC_NAME": "Unite Identity",
        }
        for name, value in settings.items():
            monkeypatch.setitem(app.config, name, value)
        yield provider
    app.extensions.pop("openid", None)


@pytest.fixture
def amina() -> Account:
    return make_account(email="amina@example.org")


def sign_in(client: FlaskClient, provider: Provider, next_page: str = "") -> TestResponse:
    led_to = client.get("/sign-in/openid", query_string={"next": next_page}).location
    brought = provider.authorize(led_to)
    return client.get("/sign-in/openid/callback", query_string=brought)


def test_whom_the_provider_vouches_for_is_signed_in(
    client: FlaskClient, provider: Provider, amina: Account
) -> None:
    answer = sign_in(client, provider, "/manage/mail")

    assert (answer.status_code, answer.location) == (303, "/manage/mail")
    assert client.get("/manage/mail").status_code == 200


def test_address_is_compared_without_its_case(
    client: FlaskClient, provider: Provider, amina: Account
) -> None:
    provider.claims = {"email": "Amina@Example.org"}

    assert sign_in(client, provider).location == "/manage/"


def test_our_second_factor_is_not_asked_for_on_top(
    client: FlaskClient, provider: Provider, amina: Account
) -> None:
    with transaction():
        db.session.get_one(Account, amina.id).totp_secret = "A" * 32

    assert sign_in(client, provider).location == "/manage/"


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({"email": "nobody@example.org"}, id="nobody here"),
        pytest.param({"email_verified": False}, id="an address nobody verified"),
        pytest.param({"email": "off@example.org"}, id="switched off"),
    ],
)
def test_unknown_person_reads_why(
    client: FlaskClient, provider: Provider, amina: Account, claims: dict[str, object]
) -> None:
    off = make_account(email="off@example.org")
    with transaction():
        db.session.get_one(Account, off.id).is_active = False
    provider.claims = claims

    answer = sign_in(client, provider)

    assert answer.status_code == 403
    assert "Unite Identity knows you, but no account here" in answer.text
    assert client.get("/manage/").status_code == 302


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"exp": int(NOON.timestamp()) - 600},
    ],
)
def test_token_that_does_not_fit_signs_nobody_in(
    client: FlaskClient, provider: Provider, amina: Account, claims: dict[str, object]
) -> None:
    provider.claims = claims

    answer = sign_in(client, provider)

    assert answer.status_code == 403
    assert "did not answer as it should" in answer.text
    assert db.session.scalars(db.select(SignIn)).all() == []


def test_answer_to_another_browser_signs_nobody_in(
    app: Flask, client: FlaskClient, provider: Provider, amina: Account
) -> None:
    """Or somebody could be signed in to a stranger's account with a link."""
    brought = provider.authorize(client.get("/sign-in/openid").location)

    answer = app.test_client().get("/sign-in/openid/callback", query_string=brought)

    assert answer.status_code == 403


def test_answer_counts_once(
    app: Flask, client: FlaskClient, provider: Provider, amina: Account
) -> None:
    led_to = client.get("/sign-in/openid").location
    brought = provider.authorize(led_to)
    client.get("/sign-in/openid/callback", query_string=brought)
    client.post("/sign-out")

    again = client.get("/sign-in/openid/callback", query_string=provider.authorize(led_to))

    assert again.status_code == 403


def test_signing_in_with_a_provider_leads_nowhere_else(
    client: FlaskClient, provider: Provider, amina: Account
) -> None:
    assert sign_in(client, provider, "https://evil.example").location == "/manage/"


def test_focal_point_may_sign_in_with_a_provider_too(
    client: FlaskClient, provider: Provider
) -> None:
    make_account(Role.MEMBER, email="amina@example.org")

    assert sign_in(client, provider).location == "/members/files"


def test_sign_in_page_offers_the_provider(client: FlaskClient, provider: Provider) -> None:
    assert "Sign in with Unite Identity" in client.get("/sign-in").text


def test_without_a_provider_there_is_no_such_page(client: FlaskClient) -> None:
    answers = [client.get("/sign-in/openid"), client.get("/sign-in/openid/callback?code=x")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "/sign-in/openid" not in client.get("/sign-in").text


OPENID = {
    "OIDC_ISSUER": "https://login.example.int",
    "OIDC_CLIENT_ID": "ungis-events",
    "OIDC_CLIENT_SECRET": "secret",
    "OIDC_NAME": "Unite Identity",
}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"OIDC_NAME": ""}, "OIDC_NAME='' cannot be used: give all of OIDC_ISSUER"),
        ({"OIDC_CLIENT_SECRET": ""}, "OIDC_CLIENT_SECRET='' cannot be used: give all of"),
        ({"OIDC_ISSUER": "http://login.example.int"}, "OIDC_ISSUER='http://login.example.int'"),
        ({"OIDC_ISSUER": "https://login.example.int?x=1"}, "cannot be used: give https://"),
    ],
)
def test_half_a_provider_stops_the_start(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(WrongSetting) as stopped:
        from_environment({"SECRET_KEY": "x" * 32} | OPENID | given)

    assert sentence in str(stopped.value)
    assert "\n" not in str(stopped.value)


def test_provider_is_set_or_not_at_all() -> None:
    whole = from_environment({"SECRET_KEY": "x" * 32} | OPENID)
    none = from_environment({"SECRET_KEY": "x" * 32})

    assert {name: whole[name] for name in OPENID} == OPENID
    assert {name: none[name] for name in OPENID} == dict.fromkeys(OPENID)
