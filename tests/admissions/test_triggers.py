"""Every way of getting or losing a seat online makes or moves the wish to be let in."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.admissions.steps import COMING, IN, LEAVING, Row, make_webinar, row_of, withdraw, work
from tests.factories import NOON, make_event, make_registration, registration_details
from ungis_events import workflows
from ungis_events.bulk_acts.service import start_bulk_act
from ungis_events.bulk_acts.service import work_some as work_bulk_act
from ungis_events.core.database import db, rehearsal, transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event, EventFormat, Mode
from ungis_events.events.queries import get_event
from ungis_events.registration_import.rules import ImportOptions, fingerprint
from ungis_events.registration_import.service import confirm_import, keep_file, read_file
from ungis_events.registration_import.service import work_some as work_import
from ungis_events.registrations.desk_service import (
    add_registration,
    approve_registration,
    promote_registration,
    reject_registration,
    waitlist_registration,
)
from ungis_events.registrations.merging import merge_registrations
from ungis_events.registrations.models import Registration, RegistrationStatus

CONFIRMED, WAITLISTED = RegistrationStatus.CONFIRMED, RegistrationStatus.WAITLISTED
Act = Callable[[Registration], None]


def event_of(registration: Registration) -> Event:
    return db.session.get_one(Event, registration.event_id)


def change(registration: Registration, **details: object) -> None:
    event = event_of(registration)
    changed = replace(EventDetails.of(event), **details)  # type: ignore[arg-type] # fields of it
    workflows.save_event(event, changed, actor="test", now=NOON)


def in_bulk(act: str) -> Act:
    def act_on(registration: Registration) -> None:
        event, ids = event_of(registration), [registration.id]
        started = start_bulk_act(event, act, ids, form_key="f", actor="test", now=NOON)
        work_bulk_act(started.id, NOON)

    return act_on


def merge_into_another(registration: Registration) -> None:
    details = registration_details(email="other@example.org")
    stays = add_registration(event_of(registration), details, status=CONFIRMED, now=NOON)
    merge_registrations(stays, registration, actor="test", now=NOON)


def take_over_from_another(registration: Registration) -> None:
    """The one who has a seat leaves it to the same person's other registration, which waits."""
    first = db.session.scalar(select(Registration).order_by(Registration.id).limit(1))
    assert first is not None
    merge_registrations(registration, first, actor="test", now=NOON)


GETTING: list[tuple[str, dict[str, object], RegistrationStatus | None, Act]] = [
    ("approved", {"approval": True}, None, lambda one: approve_registration(one, now=NOON)),
    ("approved in bulk", {"approval": True}, None, in_bulk("approve")),
    ("a larger room", {"capacity": 1}, None, lambda one: change(one, capacity=5)),
    (
        "promoted beyond",
        {"capacity": 1},
        None,
        lambda one: promote_registration(one, now=NOON, beyond=True),
    ),
    ("taking over a seat", {"capacity": 1}, None, take_over_from_another),
]


@pytest.mark.parametrize(
    ("event_is", "act"), [pytest.param(row[1], row[3], id=row[0]) for row in GETTING]
)
def test_whoever_gets_a_seat_is_asked_for(event_is: dict[str, object], act: Act) -> None:
    event = make_event(**event_is)
    make_registration(event)
    person = make_registration(event)
    make_webinar(event)
    before = row_of(person)

    with transaction():
        act(db.session.get_one(Registration, person.id))

    assert not before
    assert row_of(person) == COMING


def test_a_seat_that_becomes_free_lets_the_next_in() -> None:
    event = make_event(capacity=1)
    first, second = make_registration(event), make_registration(event)
    make_webinar(event)
    work()

    withdraw(first)

    assert (row_of(first), row_of(second)) == (LEAVING, COMING)


def test_whom_an_organizer_adds() -> None:
    event = make_event()
    make_webinar(event)

    with transaction():
        added = add_registration(
            get_event(event.slug), registration_details(), status=CONFIRMED, now=NOON
        )

    assert row_of(added) == COMING


def test_whom_an_import_takes_in() -> None:
    event = make_event()
    make_webinar(event)
    text = io.StringIO()
    headings = ["First name", "Surname", "E-mail", "Organisation", "Group", "Country"]
    amina = ["Amina", "Diallo", "amina@example.org", "ECA", "UN", "Senegal"]
    csv.writer(text).writerows([headings, amina])

    with transaction():
        table = read_file(text.getvalue().encode(), "list.csv")
        saved = get_event(event.slug)
        kept = keep_file(
            saved, table, "list.csv", ImportOptions(status="confirmed"), actor="test", now=NOON
        )
        seen = fingerprint(kept.columns, kept.options)
        confirm_import(kept, seen, actor="test", now=NOON)
    with transaction():
        work_import(kept.id, NOON)

    (person,) = db.session.scalars(select(Registration)).all()
    assert row_of(person) == COMING


LOSING: list[tuple[str, dict[str, object], Act]] = [
    ("rejected", {}, lambda one: reject_registration(one, note=None, now=NOON)),
    ("rejected in bulk", {}, in_bulk("reject")),
    ("merged", {}, merge_into_another),
    (
        "back in line",
        {"capacity": 1},
        lambda one: waitlist_registration(one, now=NOON),
    ),
    (
        "the event in a room only",
        {"format": EventFormat.HYBRID, "capacity": 5},
        lambda one: change(one, format=EventFormat.IN_PERSON),
    ),
]


@pytest.mark.parametrize(
    ("event_is", "act"), [pytest.param(row[1], row[2], id=row[0]) for row in LOSING]
)
def test_whoever_loses_their_seat_is_to_be_cancelled(event_is: dict[str, object], act: Act) -> None:
    event = make_event(**event_is)
    person = make_registration(event, attendance=Mode.ONLINE)
    make_registration(event, attendance=Mode.ONLINE)
    make_webinar(event)
    work()
    before = row_of(person)

    with transaction():
        act(db.session.get_one(Registration, person.id))

    assert (before, row_of(person)) == (IN, LEAVING)


def test_people_in_the_room_have_no_place_there_until_they_move_online() -> None:
    event = make_event(format=EventFormat.HYBRID)
    person = make_registration(event, attendance=Mode.ROOM)
    make_webinar(event)
    before = row_of(person)

    with transaction():
        change(person, format=EventFormat.VIRTUAL)

    assert before is None
    assert row_of(person) == COMING


def test_a_rehearsal_asks_for_nobody() -> None:
    event = make_event(capacity=1)
    make_registration(event)
    waits = make_registration(event)
    make_webinar(event)

    with rehearsal():
        promote_registration(db.session.get_one(Registration, waits.id), now=NOON, beyond=True)

    assert row_of(waits) is None


@pytest.mark.parametrize("status", list(RegistrationStatus))
def test_only_the_confirmed_are_wanted(status: RegistrationStatus) -> None:
    event = make_event()
    make_webinar(event)

    person = make_registration(event, status=status)

    expected = {
        True: COMING,
        False: Row(is_wanted=False, has_link=False, is_due=True, problem=None),
    }
    assert row_of(person) == expected[status is CONFIRMED]


def test_an_event_without_a_provider_has_no_list() -> None:
    assert row_of(make_registration(make_event())) is None
