import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.steps import make_limited, reload, signed_in
from tests.factories import NOON, PASSWORD, make_account, make_event, make_past_event
from ungis_events.accounts.models import Account, Role, SignIn
from ungis_events.accounts.rules import SIGN_IN_LASTS
from ungis_events.core.database import db, transaction
from ungis_events.events.models import EventStatus

NEW_PASSWORD = "another long password"


def codes_of_desk(*clients: FlaskClient) -> list[int]:
    return [client.get("/manage/").status_code for client in clients]


def sign_in_ids() -> list[int]:
    return list(db.session.scalars(db.select(SignIn.id).order_by(SignIn.id)))


def test_ended_session_is_out_with_its_next_request(app: Flask) -> None:
    account = make_account()
    here, elsewhere = signed_in(app, account), signed_in(app, account)

    before = codes_of_desk(here, elsewhere)
    answer = here.post(f"/manage/account/sign-ins/{sign_in_ids()[1]}/end")

    assert (before, answer.status_code) == ([200, 200], 303)
    assert codes_of_desk(here, elsewhere) == [200, 302]


def test_nobody_ends_another_persons_session(app: Flask) -> None:
    theirs = signed_in(app, make_account())
    mine = signed_in(app, make_account())

    answer = mine.post(f"/manage/account/sign-ins/{sign_in_ids()[0]}/end")

    assert answer.status_code == 404
    assert codes_of_desk(theirs) == [200]


def test_new_password_ends_the_other_sessions(app: Flask) -> None:
    account = make_account()
    here, elsewhere = signed_in(app, account), signed_in(app, account)

    form = {"current": PASSWORD, "new": NEW_PASSWORD}
    answer = here.post("/manage/account/password", data=form)

    assert answer.status_code == 303
    assert codes_of_desk(here, elsewhere) == [200, 302]
    again = app.test_client()
    codes = [
        again.post("/sign-in", data={"email": account.email, "password": each}).status_code
        for each in (PASSWORD, NEW_PASSWORD)
    ]
    assert codes == [422, 303]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"current": "not mine at all", "new": NEW_PASSWORD}, "This is not your password"),
        ({"current": PASSWORD, "new": "short"}, "Use at least 12 characters"),
    ],
)
def test_password_is_not_changed(
    organizer_client: FlaskClient, form: dict[str, str], sentence: str
) -> None:
    answer = organizer_client.post("/manage/account/password", data=form)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_session_does_not_last_for_ever(organizer_client: FlaskClient, clock_hands: object) -> None:
    before = codes_of_desk(organizer_client)
    clock_hands.set_to(NOON + SIGN_IN_LASTS)  # type: ignore[attr-defined]

    assert (before, codes_of_desk(organizer_client)) == ([200], [302])


def test_account_switched_off_is_out_at_once(app: Flask) -> None:
    account = make_account()
    client = signed_in(app, account)
    before = codes_of_desk(client)

    with transaction():
        db.session.get_one(Account, account.id).is_active = False

    assert (before, codes_of_desk(client)) == ([200], [302])


def test_account_page_lists_own_sessions_only(app: Flask) -> None:
    signed_in(app, make_account())
    client = signed_in(app, make_account())

    page = client.get("/manage/account").text

    assert page.count("End this session") == 1


def titles_on_account_page(client: FlaskClient) -> list[str]:
    page = client.get("/manage/account").text
    return re.findall(r"<bdi>(Event .*?)</bdi>", page)


def test_helper_finds_the_events_to_help_with(app: Flask) -> None:
    here = make_event(title="Event here")
    make_event(title="Event elsewhere")
    make_past_event(title="Event of long ago")
    make_event(title="Event in the making", status=EventStatus.DRAFT)
    helpers = [make_limited(Role.HELPER, here.id), make_account(Role.HELPER)]

    found = [titles_on_account_page(signed_in(app, helper)) for helper in helpers]

    assert found == [["Event here"], ["Event here", "Event elsewhere"]]


def test_helper_is_led_from_signing_in_to_the_door(app: Flask) -> None:
    helper = make_limited(Role.HELPER, make_event(slug="here").id)
    client = app.test_client()

    answer = client.post("/sign-in", data={"email": helper.email, "password": PASSWORD})
    page = client.get(answer.location).text

    assert answer.location == "/manage/account"
    assert 'href="/manage/events/here/check-in/"' in page
    assert client.get("/manage/events/here/check-in/").status_code == 200
    assert "/manage/mail" not in page


def test_all_other_sessions_end_at_once(app: Flask) -> None:
    account = make_account()
    here, *others = (signed_in(app, account) for _ in range(3))

    here.post("/manage/account/sign-ins/end")

    assert codes_of_desk(here, *others) == [200, 302, 302]


def test_signing_in_is_noted_with_the_account(app: Flask) -> None:
    account = make_account()

    signed_in(app, account)

    assert reload(account).last_signed_in_at == NOON
