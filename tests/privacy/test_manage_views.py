"""The desk's pages of an event's personal data."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Hands
from tests.factories import NOON, PASSWORD, make_account, make_event, make_registration
from tests.privacy.steps import (
    SOON,
    count,
    make_full_event,
    registrations_of,
    send_all_mail,
    work_all,
)
from ungis_events import workflows
from ungis_events.accounts.models import Role, TeamMember
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.history.queries import list_history
from ungis_events.privacy.models import Removal
from ungis_events.privacy.service import purge_due
from ungis_events.registrations.models import Registration


def desk(event: Event, page: str = "privacy") -> str:
    return f"/manage/events/{event.slug}/{page}"


def form_of(client: FlaskClient, event: Event, **values: str) -> dict[str, str]:
    """As the browser sends it, read a moment ago."""
    page = client.get(desk(event)).text
    version = page.split('name="version"')[1].split('value="')[1].split('"')[0]
    return {"version": version, "notice": "", "retention_days": ""} | values


def named_client(app: Flask, event: Event, *, role: Role = Role.ORGANIZER) -> FlaskClient:
    account = make_account(role)
    with transaction():
        db.session.add(TeamMember(event_id=event.id, account_id=account.id, sees_access_needs=True))
    client = app.test_client()
    client.post("/sign-in", data={"email": account.email, "password": PASSWORD})
    return client


def test_notice_and_retention_are_set_and_the_public_page_is_new(
    organizer_client: FlaskClient,
) -> None:
    event = make_event(**SOON)
    before = event.version

    form = form_of(organizer_client, event, notice="For the *report*.", retention_days="30")
    answer = organizer_client.post(desk(event), data=form)

    saved = get_event(event.slug)
    assert answer.status_code == 303
    assert (saved.notice, saved.retention_days) == ("For the *report*.", 30)
    assert saved.version > before
    assert list_history(event.id)[0].changes == {
        "notice": [None, "For the *report*."],
        "retention_days": [None, 30],
    }
    assert "Geneva Thu 24 Dec 2026, 15:45 (CET)" in organizer_client.get(desk(event)).text


def test_saving_what_is_there_changes_nothing(organizer_client: FlaskClient) -> None:
    event = make_event(**SOON)
    before = event.version

    organizer_client.post(desk(event), data=form_of(organizer_client, event))

    assert get_event(event.slug).version == before


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ("0", "Enter a number of days between 1 and 3650"),
        ("3651", "Enter a number of days between 1 and 3650"),
        ("-5", "Enter a number of days between 1 and 3650"),
        ("soon", "Enter a whole number, or leave it empty"),
    ],
)
def test_a_number_of_days_that_makes_no_sense_is_asked_again(
    organizer_client: FlaskClient, days: str, sentence: str
) -> None:
    event = make_event(**SOON)

    form = form_of(organizer_client, event, retention_days=days, notice="Kept words")
    answer = organizer_client.post(desk(event), data=form)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{days}"' in answer.text
    assert "Kept words" in answer.text
    assert get_event(event.slug).notice is None


def test_what_somebody_else_saved_meanwhile_is_shown_and_not_lost(
    organizer_client: FlaskClient,
) -> None:
    event = make_event(**SOON)
    form = form_of(organizer_client, event, notice="Mine")
    with transaction():
        get_event(event.slug).notice = "Theirs"

    answer = organizer_client.post(desk(event), data=form)

    assert answer.status_code == 422
    assert "Mine" in answer.text
    assert "Theirs" in answer.text
    assert get_event(event.slug).notice == "Theirs"


@pytest.fixture
def over(organizer_client: FlaskClient, clock_hands: Hands) -> Event:
    event = make_full_event()
    clock_hands.set_to(event.ends_at)
    return event


@pytest.mark.parametrize("word", ["", "yes", "event"])
def test_nothing_goes_without_the_word(
    organizer_client: FlaskClient, over: Event, word: str
) -> None:
    answer = organizer_client.post(desk(over, "privacy/remove"), data={"remove-word": word})

    assert answer.status_code == 422
    assert "Nothing was removed" in answer.text
    assert count(Removal) == 0


def test_the_data_go_when_the_word_was_typed_and_the_totals_are_shown(
    organizer_client: FlaskClient, over: Event
) -> None:
    word = {"remove-word": f" {over.slug.upper()} "}

    page = organizer_client.post(
        desk(over, "privacy/remove"), data=word, follow_redirects=True
    ).text
    organizer_client.post(desk(over, "privacy/remove"), data=word)
    assert "The personal data are being removed" in page
    assert count(Removal) == 1

    work_all(over.ends_at)
    page = organizer_client.get(desk(over)).text

    assert count(Registration) == 0
    assert "0 registrations" in page
    assert "fewer than five each, together <b>3</b>" in page
    assert "<b>3</b><span>registered</span>" in page
    assert list_history(over.id)[0].actor.startswith("Account")
    for address in ("", "registrations/", "history", "mail", "certificates/"):
        assert organizer_client.get(desk(over, address)).status_code == 200


def test_before_the_end_nobodys_data_can_be_removed(organizer_client: FlaskClient) -> None:
    event = make_full_event()

    page = organizer_client.post(
        desk(event, "privacy/remove"), data={"remove-word": event.slug}, follow_redirects=True
    ).text

    assert "The event is not over" in page
    assert count(Removal) == 0


def test_after_a_cancellation_the_mails_leave_first(organizer_client: FlaskClient) -> None:
    event = make_event(**SOON)
    make_registration(event)
    with transaction():
        workflows.cancel_event(get_event(event.slug), actor="Bo Li", now=NOON)
    word = {"remove-word": event.slug}

    early = organizer_client.post(desk(event, "privacy/remove"), data=word, follow_redirects=True)
    send_all_mail(event)
    late = organizer_client.post(desk(event, "privacy/remove"), data=word, follow_redirects=True)

    assert "Mails of this event wait to leave." in early.text
    assert "being removed" in late.text
    assert count(Removal) == 1


def test_those_named_see_what_people_need_and_history_says_that_they_looked(app: Flask) -> None:
    event = make_full_event()
    client = named_client(app, event)

    before = client.get(desk(event, "access-needs"))
    opened = client.post(desk(event, "access-needs"))

    assert "A ramp" not in before.text
    assert opened.text.count("A ramp") == 3
    assert "Captions" in opened.text
    assert registrations_of(event)[0].full_name in opened.text
    entry = list_history(event.id)[0]
    assert (entry.act, entry.changes) == ("access needs opened", {"rows": [None, 4]})


@pytest.mark.parametrize("role", [Role.ORGANIZER, Role.ADMINISTRATOR])
def test_no_role_gives_the_sight_of_access_needs(app: Flask, role: Role) -> None:
    event, other = make_full_event(), make_event()
    client = named_client(app, other, role=role)

    answers = [
        client.get(desk(event, "access-needs")),
        client.post(desk(event, "access-needs")),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert "A ramp" not in answers[1].text
    assert "access needs opened" not in [entry.act for entry in list_history(event.id)]


def test_the_page_takes_the_same_number_of_queries_whatever_the_event_holds(
    organizer_client: FlaskClient,
) -> None:
    small, large = make_full_event(people=1), make_full_event(people=20)
    organizer_client.get(desk(small))  # what a process reads once is read

    assert queries_of(organizer_client, desk(small)) == queries_of(organizer_client, desk(large))


def queries_of(client: FlaskClient, address: str) -> int:
    statements: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    db.event.listen(db.engine, "before_cursor_execute", listen)
    try:
        assert client.get(address).status_code == 200
    finally:
        db.event.remove(db.engine, "before_cursor_execute", listen)
    return len(statements)


def test_after_the_removal_no_tab_counts_whom_the_list_no_longer_holds(
    organizer_client: FlaskClient, over: Event
) -> None:
    before = organizer_client.get(desk(over)).text
    with transaction():
        purge_due(over.ends_at + timedelta(days=91), default_days=90)
    work_all(over.ends_at + timedelta(days=91))

    after = organizer_client.get(desk(over)).text

    assert ["Registrations <small>" in page for page in (before, after)] == [True, False]


def test_a_certificate_outlives_its_persons_data(
    client: FlaskClient, over: Event, clock_hands: Hands
) -> None:
    (code, *_) = (f"{one.id:06}{number:06}" for number, one in enumerate(registrations_of(over)))
    clock_hands.set_to(over.ends_at + timedelta(days=91))
    with transaction():
        purge_due(over.ends_at + timedelta(days=91), default_days=90)
    work_all(over.ends_at + timedelta(days=91))

    page = client.get(f"/certificates/{code}").text

    assert "A certificate with this code was issued." in page
