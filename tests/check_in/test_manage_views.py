"""The door of the room, as a phone in the hand of a helper sees it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Hands
from tests.factories import PASSWORD, make_account, make_event, make_registration
from ungis_events.accounts.models import Role
from ungis_events.check_in.links import check_in_token, check_in_url
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event, EventFormat, Mode
from ungis_events.history.models import HistoryEntry
from ungis_events.history.queries import list_person_history
from ungis_events.registrations.links import manage_token
from ungis_events.registrations.models import Registration, RegistrationStatus
from ungis_events.registrations.queries import get_registration_by_id


@pytest.fixture
def event(helper: FlaskClient, clock_hands: Hands) -> Event:
    """In a room and online, half an hour before its start."""
    event = make_event(
        format=EventFormat.HYBRID,
        venue="Room XX",
        title="At the Palais",
        room_capacity=2,
        capacity=50,
        starts=datetime(2026, 11, 24, 8, 30),
        ends=datetime(2026, 11, 24, 9, 45),
    )
    clock_hands.set_to(event.starts_at - timedelta(minutes=30))
    return event


@pytest.fixture
def helper(app: Flask) -> FlaskClient:
    account = make_account(Role.HELPER, name="Helper at the door")
    client = app.test_client()
    client.post("/sign-in", data={"email": account.email, "password": PASSWORD})
    return client


def expect(event: Event, mode: Mode = Mode.ROOM, **overrides: Any) -> Registration:
    return make_registration(event, attendance=mode, **overrides)


def door_of(event: Event, registration: Registration, act: str = "") -> str:
    return f"/manage/events/{event.slug}/check-in/people/{registration.id}{act}"


def scan(client: FlaskClient, event: Event, registration: Registration) -> str:
    address = f"/manage/events/{event.slug}/check-in/{check_in_token(registration)}"
    return client.get(address).text


def is_in(registration: Registration) -> bool:
    db.session.rollback()
    db.session.expire_all()
    return get_registration_by_id(registration.id).checked_in_at is not None


def acts_on(registration: Registration) -> list[tuple[str, str]]:
    entries = reversed(list_person_history(registration_id=registration.id))
    return [(entry.act, entry.actor) for entry in entries]


def test_a_scanned_code_shows_the_person_and_one_button(helper: FlaskClient, event: Event) -> None:
    registration = expect(event, given_name="Amina", family_name="Diallo", honorific="Ms.")

    page = scan(helper, event, registration)

    assert "Ms. Amina Diallo" in page
    assert page.count("<form") == 1
    assert f'action="{door_of(event, registration, "/in")}"' in page
    assert not is_in(registration)


def test_one_tap_lets_them_in_and_history_says_who_did(helper: FlaskClient, event: Event) -> None:
    registration = expect(event)

    page = helper.post(door_of(event, registration, "/in"), follow_redirects=True).text

    assert "Checked in." in page
    assert "08:00 EST / 14:00 CET" in page
    assert is_in(registration)
    assert acts_on(registration) == [("checked in", "Helper at the door")]


def test_a_second_scan_says_since_when_they_are_in(
    helper: FlaskClient, event: Event, clock_hands: Hands
) -> None:
    registration = expect(event)
    helper.post(door_of(event, registration, "/in"))
    clock_hands.set_to(event.starts_at)

    pages = [
        scan(helper, event, registration),
        helper.post(door_of(event, registration, "/in"), follow_redirects=True).text,
    ]

    for page in pages:
        assert "Already in." in page
        assert "08:00 EST / 14:00 CET" in page
    assert acts_on(registration) == [("checked in", "Helper at the door")]


def test_a_check_in_can_be_taken_back(helper: FlaskClient, event: Event) -> None:
    registration = expect(event)
    helper.post(door_of(event, registration, "/in"))

    for _ in range(2):
        page = helper.post(door_of(event, registration, "/out"), follow_redirects=True).text

    assert "A place in the room is confirmed." in page
    assert not is_in(registration)
    assert [act for act, _ in acts_on(registration)] == ["checked in", "check-in undone"]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (RegistrationStatus.WAITLISTED, "On the waiting list: no seat yet."),
        (RegistrationStatus.PENDING, "Not approved yet."),
        (RegistrationStatus.REJECTED, "The organizers did not admit this registration."),
        (RegistrationStatus.WITHDRAWN, "This registration was withdrawn."),
    ],
)
def test_who_has_no_seat_is_refused_in_clear_words(
    helper: FlaskClient, event: Event, status: RegistrationStatus, words: str
) -> None:
    registration = expect(event, status=status)

    page = scan(helper, event, registration)
    after = helper.post(door_of(event, registration, "/in"), follow_redirects=True).text

    assert words in page
    assert "<form" not in page
    assert words in after
    assert not is_in(registration)


def test_the_code_of_another_event_says_so_and_nothing_of_the_person(
    helper: FlaskClient, event: Event
) -> None:
    elsewhere = make_registration(make_event(), family_name="Secretive")

    page = scan(helper, event, elsewhere)
    by_number = helper.get(door_of(event, elsewhere))
    forced = helper.post(door_of(event, elsewhere, "/in"))

    assert "This code is for another event." in page
    assert "Secretive" not in page
    assert (by_number.status_code, forced.status_code) == (404, 404)
    assert not is_in(elsewhere)


def test_somebody_registered_online_is_let_in_after_a_question(
    helper: FlaskClient, event: Event
) -> None:
    registration = expect(event, Mode.ONLINE)

    page = scan(helper, event, registration)
    helper.post(door_of(event, registration, "/in"))
    overview = helper.get(f"/manage/events/{event.slug}/check-in/").text

    assert "Registered to take part online, not in the room." in page
    assert "2 seats in the room are nobody's." in page
    assert is_in(registration)
    assert get_registration_by_id(registration.id).mode.mode is Mode.ONLINE
    assert "1 of those in had registered online" in overview
    entry = db.session.scalars(
        db.select(HistoryEntry).where(HistoryEntry.act == "checked in")
    ).one()
    assert entry.changes == {"how": [None, "registered online"]}


def test_in_a_full_room_those_with_seats_go_first(helper: FlaskClient, event: Event) -> None:
    for _ in range(2):
        expect(event)
    registration = expect(event, Mode.ONLINE)

    page = scan(helper, event, registration)

    assert "No seat is free: 2 people with seats are still to come." in page
    assert "Let them in all the same" in page


def test_check_in_opens_twelve_hours_before_the_start(
    helper: FlaskClient, event: Event, clock_hands: Hands
) -> None:
    registration = expect(event)
    clock_hands.set_to(event.starts_at - timedelta(hours=12, seconds=1))

    page = helper.post(door_of(event, registration, "/in"), follow_redirects=True).text

    assert "Check-in is not open yet." in page
    assert not is_in(registration)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Diallo", "Núñez"]),
        ("q=amina", ["Diallo"]),
        ("q=NÚÑEZ", ["Núñez"]),
        ("q=undp", ["Núñez"]),
        ("q=online", ["Online"]),
        ("q=gone", ["Gone"]),
        ("q=example.org", []),
        ("q=%25", []),
        ("show=in", ["Diallo"]),
        ("show=out", ["Núñez"]),
        ("page=2", []),
    ],
)
def test_people_are_found_by_name_and_organization_only(
    helper: FlaskClient, event: Event, asked: str, found: list[str]
) -> None:
    inside = expect(event, given_name="Amina", family_name="Diallo", organization="ECA")
    expect(event, given_name="Ana", family_name="Núñez", organization="UNDP")
    expect(event, Mode.ONLINE, given_name="Olga", family_name="Online")
    gone = {"given_name": "Gia", "family_name": "Gone", "status": RegistrationStatus.WITHDRAWN}
    expect(event, **gone)
    helper.post(door_of(event, inside, "/in"))

    page = helper.get(f"/manage/events/{event.slug}/check-in/?{asked}").text

    names = [row.split("</bdi>")[0].split()[-1] for row in page.split("<b><bdi>")[1:]]
    assert names == found
    assert "@" not in page.split("<main")[1]


def test_helpers_see_no_address_and_no_answers(helper: FlaskClient, event: Event) -> None:
    registration = expect(
        event, email="private@example.org", access_needs="A ramp", question="Why?"
    )

    pages = scan(helper, event, registration) + helper.get(door_of(event, registration)).text

    assert "private@example.org" not in pages
    assert "A ramp" not in pages
    assert "Why?" not in pages


@pytest.mark.parametrize("role", [None, Role.MEMBER])
def test_the_door_is_for_helpers_and_organizers(
    app: Flask, client: FlaskClient, event: Event, role: Role | None
) -> None:
    registration = expect(event)
    if role:
        account = make_account(role)
        client.post("/sign-in", data={"email": account.email, "password": PASSWORD})

    answers = [
        client.get(f"/manage/events/{event.slug}/check-in/"),
        client.get(f"/manage/events/{event.slug}/check-in/{check_in_token(registration)}"),
        client.post(door_of(event, registration, "/in")),
    ]

    assert {answer.status_code for answer in answers} <= {302, 303, 403}
    assert not is_in(registration)


def test_the_code_is_a_picture_of_an_address_of_its_own(client: FlaskClient, event: Event) -> None:
    registration = expect(event)

    answer = client.get(f"/registrations/{manage_token(registration)}/check-in.svg")

    assert answer.status_code == 200
    assert answer.mimetype == "image/svg+xml"
    assert b"<svg" in answer.data
    assert answer.headers["Cache-Control"] == "no-store"
    assert check_in_url(registration).startswith(
        f"http://localhost/manage/events/{event.slug}/check-in/{registration.id}-"
    )
    assert check_in_token(registration) != manage_token(registration)


def test_a_code_no_longer_opens_anything_after_new_links(helper: FlaskClient, event: Event) -> None:
    registration = expect(event)
    address = f"/manage/events/{event.slug}/check-in/{check_in_token(registration)}"
    with transaction():
        get_registration_by_id(registration.id).link_version += 1

    assert helper.get(address).status_code == 404
    manage = f"/manage/events/{event.slug}/check-in/{manage_token(registration)}"
    assert helper.get(manage).status_code == 404


def test_who_needs_no_code_gets_none(client: FlaskClient, event: Event) -> None:
    online_only = make_registration(make_event())
    waiting = expect(event, status=RegistrationStatus.WAITLISTED)

    for registration in (online_only, waiting):
        answer = client.get(f"/registrations/{manage_token(registration)}/check-in.svg")
        assert answer.status_code == 404


def test_pages_of_the_door_are_tiny(helper: FlaskClient, event: Event) -> None:
    registration = expect(event)

    assert len(scan(helper, event, registration)) < 6_000
