"""The counts that the database keeps, and the columns that lists are sorted and searched by."""

from datetime import timedelta

from sqlalchemy import func, select

from tests.factories import NOON, make_event, make_registration
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event, EventFormat, Mode
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.registrations import desk_queries
from ungis_events.registrations.desk_filters import RegistrationsWanted
from ungis_events.registrations.models import Registration, RegistrationCount, RegistrationStatus
from ungis_events.registrations.service import withdraw_registration


def kept(event: Event) -> dict[tuple[int, str, str], int]:
    db.session.rollback()
    rows = db.session.scalars(
        select(RegistrationCount).where(
            RegistrationCount.event_id == event.id, RegistrationCount.number != 0
        )
    )
    return {(row.mode_id, row.status.value, row.stakeholder_group): row.number for row in rows}


def counted(event: Event) -> dict[tuple[int, str, str], int]:
    key = (Registration.mode_id, Registration.status, Registration.stakeholder_group)
    rows = db.session.execute(
        select(*key, func.count()).where(Registration.event_id == event.id).group_by(*key)
    )
    return {(mode, status.value, group): number for mode, status, group, number in rows}


def test_counts_follow_every_change_whoever_makes_it() -> None:
    event = make_event(format=EventFormat.HYBRID, capacity=2, room_capacity=1)
    people = [
        make_registration(event, attendance=mode, stakeholder_group=group)
        for mode, group in (
            (Mode.ONLINE, "UN"), (Mode.ONLINE, "GOV"), (Mode.ROOM, "UN"), (Mode.ROOM, "CSO"),
            (Mode.ONLINE, "UN"),
        )
    ]  # fmt: skip
    steps = [kept(event) == counted(event)]

    with transaction():
        withdraw_registration(db.session.get_one(Registration, people[0].id), now=NOON)
    steps.append(kept(event) == counted(event))
    with transaction():  # many at once, past the service
        db.session.execute(db.update(Registration).values(stakeholder_group="ACAD"))
    steps.append(kept(event) == counted(event))
    with transaction():
        db.session.execute(db.delete(OutgoingEmail))
        db.session.execute(db.delete(Registration).where(Registration.id == people[1].id))
    steps.append(kept(event) == counted(event))

    assert steps == [True] * 4
    assert sum(kept(event).values()) == 4


def test_refused_registration_is_not_counted() -> None:
    """The count goes back with the transaction."""
    event = make_event()
    with transaction():
        make = Registration(**_columns(event))
        db.session.add(make)
        db.session.flush()
        db.session.rollback()

    assert kept(event) == {}


def _columns(event: Event) -> dict[str, object]:
    return {
        "event_id": event.id, "mode_id": event.modes[0].id,
        "status": RegistrationStatus.PENDING, "email": "a@example.org",
        "email_key": "a@example.org", "given_name": "A", "family_name": "B",
        "organization": "C", "stakeholder_group": "UN", "country": "SN", "language": "en",
        "registered_at": NOON,
    }  # fmt: skip


def test_number_found_is_the_same_by_the_counts_and_by_the_rows() -> None:
    event = make_event()
    for group, status in (("UN", None), ("GOV", None), ("UN", RegistrationStatus.WITHDRAWN)):
        make_registration(event, stakeholder_group=group)
        with transaction():
            newest = db.session.scalars(select(Registration).order_by(Registration.id.desc()))
            one = newest.first()
            assert one
            one.status = status or one.status

    for wanted in (
        RegistrationsWanted(),
        RegistrationsWanted(status=("confirmed",)),
        RegistrationsWanted(group=("UN",), mode="online"),
        RegistrationsWanted(group=("UN",), status=("withdrawn",)),
    ):
        by_rows = db.session.scalar(
            select(func.count()).where(*desk_queries.conditions(event, wanted))
        )
        assert desk_queries.count_registrations(event, wanted) == by_rows


def test_corrected_name_is_found_under_the_new_one() -> None:
    event = make_event()
    registration = make_registration(event, given_name="Zoë", family_name="Älter")
    with transaction():
        db.session.get_one(Registration, registration.id).family_name = "Jünger"

    found = [
        desk_queries.count_registrations(event, RegistrationsWanted(q=q))
        for q in ("alter", "junger zoe", "JÜNGER")
    ]

    assert found == [0, 1, 1]


def test_stream_gives_all_that_fit_in_their_order() -> None:
    event = make_event()
    for number in range(3):
        make_registration(event, given_name=f"P{number}", now=NOON + timedelta(minutes=number))
    make_registration(event, country="CN")

    batches = desk_queries.stream_registrations(
        event, RegistrationsWanted(country=("SN",), sort="-registered")
    )

    assert [each.given_name for batch in batches for each in batch] == ["P2", "P1", "P0"]


def test_a_day_begins_where_the_event_is() -> None:
    """03:00 UTC on the 22nd is still the 21st in New York."""
    event = make_event(zone="America/New_York")
    make_registration(event, now=NOON - timedelta(hours=9))

    found = [
        desk_queries.count_registrations(event, RegistrationsWanted(registered_from=day))
        for day in ("2026-11-21", "2026-11-22")
    ]

    assert found == [1, 0]
