"""Who is chosen: the database's answer for thousands and the rule for one agree."""

from itertools import product

import pytest
from sqlalchemy import select

from tests.attendance.known import make_known
from tests.factories import NOON, make_event, make_registration
from ungis_events.circulars.details import CircularDetails
from ungis_events.circulars.models import Attendance, Purpose
from ungis_events.circulars.queries import chosen, count_recipients
from ungis_events.circulars.rules import reason_left_out
from ungis_events.core.database import db
from ungis_events.events.models import Event, EventFormat, Mode
from ungis_events.registrations.models import Registration, RegistrationStatus

from .steps import set_columns

ALL = [status.value for status in RegistrationStatus]


def audience(**overrides: object) -> CircularDetails:
    return CircularDetails(subject="Hello", body="Words", **overrides)  # type: ignore[arg-type]


def fitting(event: Event, wanted: CircularDetails) -> set[str]:
    query = select(Registration.email).where(Registration.event_id == event.id, *chosen(wanted))
    return {email.partition("@")[0] for email in db.session.scalars(query)}


@pytest.fixture
def event() -> Event:
    event = make_event(format=EventFormat.HYBRID, venue="Room 7", capacity=10, room_capacity=10)
    for name, mode, group in (
        ("ann", Mode.ROOM, "UN"),
        ("ben", Mode.ONLINE, "UN"),
        ("cem", Mode.ONLINE, "GOV"),
        ("dia", Mode.ONLINE, "CSO"),
        ("eva", Mode.ONLINE, "CSO"),
    ):
        make_registration(
            event, email=f"{name}@example.org", attendance=mode, stakeholder_group=group
        )
    people = {
        person.email.partition("@")[0]: person
        for person in db.session.scalars(select(Registration))
    }
    set_columns(people["ben"], joined_at=NOON, later_news=True)
    set_columns(people["cem"], status=RegistrationStatus.WAITLISTED)
    set_columns(people["dia"], status=RegistrationStatus.WITHDRAWN, later_news=True)
    return event


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        pytest.param({}, "ann ben eva", id="confirmed unless said otherwise"),
        pytest.param({"statuses": ALL}, "ann ben cem dia eva", id="every state"),
        pytest.param({"statuses": ["waitlisted", "withdrawn"]}, "cem dia", id="two states"),
        pytest.param({"statuses": ["pending"]}, "", id="nobody"),
        pytest.param({"statuses": ALL, "groups": ["UN", "GOV"]}, "ann ben cem", id="groups"),
        pytest.param({"attendance": Attendance.JOINED}, "ben", id="joined"),
        pytest.param({"attendance": Attendance.ABSENT}, "ann eva", id="did not join"),
        pytest.param({"mode": "room"}, "ann", id="in the room"),
        pytest.param({"mode": "online"}, "ben eva", id="online"),
        pytest.param({"purpose": Purpose.NEWS, "statuses": ALL}, "ben dia", id="news"),
    ],
)
def test_only_those_chosen_get_it(event: Event, wanted: dict[str, object], names: str) -> None:
    assert fitting(event, audience(**wanted)) == set(names.split())
    assert count_recipients(event, audience(**wanted)) == len(names.split())


def test_somebody_of_another_event_never_fits(event: Event) -> None:
    make_registration(make_event(), email="other@example.org")

    assert "other" not in fitting(event, audience(statuses=ALL))


def test_the_rule_for_one_agrees_with_the_query_for_all(event: Event) -> None:
    everybody = db.session.scalars(select(Registration)).all()

    for statuses, groups, attendance, mode, purpose in product(
        (["confirmed"], ["waitlisted", "withdrawn"], ALL),
        ([], ["UN"], ["CSO", "GOV"]),
        Attendance,
        (None, "room", "online"),
        Purpose,
    ):
        wanted = audience(
            statuses=statuses, groups=groups, attendance=attendance, mode=mode, purpose=purpose
        )
        by_rule = {
            person.email.partition("@")[0]
            for person in everybody
            if reason_left_out(wanted, person) is None
        }
        assert fitting(event, wanted) == by_rule


@pytest.mark.parametrize(
    ("attendance", "names"), [(Attendance.JOINED, "eva"), (Attendance.ABSENT, "ann ben")]
)
def test_once_attendance_is_known_the_room_decides_and_not_the_click(
    event: Event, attendance: Attendance, names: str
) -> None:
    everybody = db.session.scalars(select(Registration)).all()
    (eva,) = [person for person in everybody if person.email.startswith("eva")]
    make_known(event, (eva, 20))
    db.session.expire_all()

    wanted = audience(attendance=attendance)

    assert fitting(event, wanted) == set(names.split())
    assert {
        person.email.partition("@")[0]
        for person in everybody
        if reason_left_out(wanted, person) is None
    } == set(names.split())
