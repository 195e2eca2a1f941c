"""Looking for what was done, and for what was mailed to whom."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event as sqlalchemy_event

from tests.factories import NOON, PASSWORD, make_account, make_event, make_registration
from ungis_events import workflows
from ungis_events.accounts.models import Role
from ungis_events.core.database import db, transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.history.models import HistoryEntry
from ungis_events.history.queries import PAGE_SIZE
from ungis_events.history.service import record_history
from ungis_events.mailing.models import EmailStatus, OutgoingEmail


def note(event: Event | None, act: str, changes: dict[str, Any] | None = None, **more: Any) -> None:
    given = {"actor": "Bo Li", "now": NOON} | more
    with transaction():
        record_history(event.id if event else None, act=act, changes=changes or {}, **given)


def acts_on(client: FlaskClient, address: str) -> list[str]:
    """What the page lists, as its bold words."""
    page = client.get(address).text
    return [part.partition("</b>")[0] for part in page.split("<li>\n        <p><b>")[1:]]


@pytest.fixture
def busy_event() -> Event:
    event = make_event()
    note(event, "link added", {"title": [None, "Concept NOTE"]}, actor="Ana Núñez")
    note(event, "link removed", {"url": ["https://example.org/old", None]})
    note(event, "reminder changed", {"words": [None, "Élan"]}, registration_id=7)
    note(event, "message 12: sent", {"mails": [None, 3]}, now=NOON + timedelta(days=3))
    return event


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=concept+note", ["link added"]),
        ("q=ÉLAN", ["reminder changed"]),
        ("q=100%25", []),
        ("actor=ana", ["link added"]),
        ("actor=núñez", ["link added"]),
        ("act=link+removed", ["link removed"]),
        ("act=message+%25(number)s:+sent", ["message 12: sent"]),
        ("field=url", ["link removed"]),
        ("registration=7", ["reminder changed"]),
        ("since=2026-11-24", ["message 12: sent"]),
        ("since=2026-11-25&until=2026-11-25", ["message 12: sent"]),
        ("until=2026-11-24&q=bo+li", ["reminder changed", "link removed"]),
        ("since=soon&before=x&registration=-1&q=message", ["message 12: sent"]),
        ("act=nothing+like+it", []),
    ],
)
def test_history_is_searched(
    organizer_client: FlaskClient, busy_event: Event, asked: str, found: list[str]
) -> None:
    address = f"/manage/events/{busy_event.slug}/history?{asked}"

    assert acts_on(organizer_client, address) == found


def test_what_was_asked_for_stays_in_the_form(
    organizer_client: FlaskClient, busy_event: Event
) -> None:
    page = organizer_client.get(
        f"/manage/events/{busy_event.slug}/history?q=a%22b&actor=Bo&act=link+added&since=2026-11-01"
    ).text

    assert 'value="a&#34;b"' in page
    assert 'value="Bo"' in page
    assert '<option value="link added" selected>' in page
    assert 'value="2026-11-01"' in page


def test_pages_follow_each_other_and_keep_the_search(
    organizer_client: FlaskClient, busy_event: Event
) -> None:
    for number in range(PAGE_SIZE + 5):
        note(busy_event, "link changed", {"title": [None, f"Number {number}"]})
    address = f"/manage/events/{busy_event.slug}/history?act=link+changed"

    first = organizer_client.get(address).text
    onward = first.split('rel="next"')[0].rsplit('href="', 1)[1].rstrip('" ').replace("&amp;", "&")
    second = organizer_client.get(onward).text

    assert "act=link+changed" in onward or "act=link%20changed" in onward
    assert (first.count("<li>\n"), second.count("<li>\n")) == (PAGE_SIZE, 5)
    assert "Number 4<" in second
    assert 'rel="next"' not in second


def test_another_events_history_is_not_mixed_in(
    organizer_client: FlaskClient, busy_event: Event
) -> None:
    other = make_event()

    assert acts_on(organizer_client, f"/manage/events/{other.slug}/history") == [
        "published",
        "created",
    ]


def test_a_wall_time_on_an_earlier_page_keeps_the_zone_it_was_meant_in(
    organizer_client: FlaskClient,
) -> None:
    event = make_event(registration_opens=datetime(2027, 1, 1, 8, 0))
    for changes in ({"registration_opens": datetime(2027, 1, 2, 8, 0)}, {"zone": "Asia/Tokyo"}):
        with transaction():
            saved = get_event(event.slug)
            details = vars(EventDetails.of(saved)) | changes
            workflows.save_event(saved, EventDetails(**details), actor="Bo Li", now=NOON)
    address = f"/manage/events/{event.slug}/history?field=registration_opens&act=changed"

    assert "Sat 2 Jan 2027, 08:00 America/New_York" in organizer_client.get(address).text


def test_any_size_of_history_takes_the_same_number_of_queries(
    organizer_client: FlaskClient, busy_event: Event
) -> None:
    address = f"/manage/events/{busy_event.slug}/history"
    before = queries_of(organizer_client, address)
    for number in range(60):
        note(busy_event, "link changed", {"title": [None, f"Number {number}"]})

    assert queries_of(organizer_client, address) == before


def queries_of(client: FlaskClient, address: str) -> int:
    statements: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        statements.append(statement)

    sqlalchemy_event.listen(db.engine, "before_cursor_execute", listen)
    try:
        assert client.get(address).status_code == 200
    finally:
        sqlalchemy_event.remove(db.engine, "before_cursor_execute", listen)
    return len(statements)


def test_an_administrator_sees_all_of_it_accounts_too(app: Flask, busy_event: Event) -> None:
    note(None, "account invited", account_id=3)
    client = app.test_client()
    account = make_account(Role.ADMINISTRATOR)
    client.post("/sign-in", data={"email": account.email, "password": PASSWORD})

    page = client.get("/manage/history").text

    assert "account invited" in page
    assert f'/manage/events/{busy_event.slug}/history"><bdi>{busy_event.title}</bdi>' in page
    assert acts_on(client, "/manage/history?account=3") == ["account invited"]


def test_an_organizer_does_not_see_the_history_of_the_desk(organizer_client: FlaskClient) -> None:
    assert organizer_client.get("/manage/history").status_code == 403


def test_old_entries_whose_act_has_no_words_are_found_as_they_are(
    organizer_client: FlaskClient, busy_event: Event
) -> None:
    with transaction():
        entry = HistoryEntry(
            event_id=busy_event.id, actor="", act="folded", changes={}, happened_at=NOON
        )
        db.session.add(entry)

    address = f"/manage/events/{busy_event.slug}/history?act=folded"
    assert acts_on(organizer_client, address) == ["folded"]


@pytest.fixture
def mailed_event() -> Event:
    event = make_event(title="A mailed event")
    make_registration(event, email="ada@example.org")
    make_registration(event, email="bo@example.org")
    make_registration(make_event(), email="elsewhere@example.org")
    with transaction():
        mail = db.session.scalars(
            db.select(OutgoingEmail).where(OutgoingEmail.to_address == "bo@example.org")
        ).one()
        mail.status, mail.sent_at = EmailStatus.SENT, datetime(2026, 11, 22, 13, tzinfo=UTC)
    return event


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["bo@example.org", "ada@example.org"]),
        ("q=ADA", ["ada@example.org"]),
        ("q=_da", []),
        ("status=sent", ["bo@example.org"]),
        ("kind=registration_confirmed&status=waiting", ["ada@example.org"]),
        ("kind=reminder", []),
        ("before=1", []),
    ],
)
def test_what_was_mailed_to_whom_is_searched(
    organizer_client: FlaskClient, mailed_event: Event, asked: str, found: list[str]
) -> None:
    page = organizer_client.get(f"/manage/events/{mailed_event.slug}/mail?{asked}").text

    rows = page.split("<tbody>")[1].split("<tr>")[1:] if "<tbody>" in page else []
    assert [row.split('<bdi dir="ltr">')[1].split("<")[0] for row in rows] == found


def test_one_mail_says_when_it_left_and_only_on_its_own_event(
    organizer_client: FlaskClient, mailed_event: Event
) -> None:
    mail = db.session.scalars(
        db.select(OutgoingEmail).where(OutgoingEmail.to_address == "bo@example.org")
    ).one()
    other = make_event()

    page = organizer_client.get(f"/manage/events/{mailed_event.slug}/mail/{mail.id}").text

    assert "Sun 22 Nov 2026, 08:00 EST / 14:00 CET" in page
    assert mail.message_id in page
    elsewhere = organizer_client.get(f"/manage/events/{other.slug}/mail/{mail.id}")
    assert elsewhere.status_code == 404
