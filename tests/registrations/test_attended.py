"""Who was there: one definition, for the database's thousands and for one person."""

import csv
import io

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.attendance.known import make_known
from tests.circulars.steps import set_columns
from tests.factories import NOON, make_event, make_registration
from ungis_events.attendance.models import AttendanceSummary, Source
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.registrations.merging import merge_registrations
from ungis_events.registrations.models import Registration
from ungis_events.registrations.queries import attended_is, get_registration_by_id

JOINED, CHECKED_IN, MINUTES = {"joined_at": NOON}, {"checked_in_at": NOON}, {"attended_minutes": 7}


@pytest.mark.parametrize(
    ("facts", "until_known", "when_known"),
    [
        pytest.param({}, False, False, id="nothing is known of them"),
        pytest.param(JOINED, True, False, id="clicked, and was never in the room"),
        pytest.param(JOINED | MINUTES, True, True, id="clicked and was in the room"),
        pytest.param(MINUTES, False, True, id="came another way"),
        pytest.param(CHECKED_IN, True, True, id="at the door"),
        pytest.param(JOINED | CHECKED_IN, True, True, id="clicked, and came to the door"),
        pytest.param(CHECKED_IN | MINUTES, True, True, id="in both rooms"),
    ],
)
@pytest.mark.parametrize("is_known", [False, True])
def test_who_was_there(
    facts: dict[str, object], until_known: bool, when_known: bool, is_known: bool
) -> None:
    event, other = make_event(), make_event()
    person = make_registration(event)
    set_columns(person, **facts)
    known = event if is_known else other
    with transaction():
        db.session.add(AttendanceSummary(event_id=known.id, source=Source.REPORT, gathered_at=NOON))

    was_there = when_known if is_known else until_known

    for wanted in (True, False):
        query = select(Registration.id).where(
            Registration.event_id == event.id, attended_is(wanted)
        )
        assert db.session.scalars(query).all() == ([person.id] if wanted is was_there else [])
    assert get_registration_by_id(person.id).attended is was_there


def test_for_one_person_it_is_read_afresh_with_them() -> None:
    person = make_registration(make_event())
    before = get_registration_by_id(person.id).attended
    set_columns(person, checked_in_at=NOON)

    assert (before, get_registration_by_id(person.id).attended) == (False, True)


@pytest.fixture
def event() -> Event:
    """Ana was there for 40 minutes, Ben clicked Join."""
    event = make_event()
    ana = make_registration(event, given_name="Ana", family_name="Alba")
    ben = make_registration(event, given_name="Ben", family_name="Baum")
    set_columns(ben, joined_at=NOON)
    make_known(event, (ana, 40))
    return event


def desk(event: Event, page: str = "") -> str:
    return f"/manage/events/{event.slug}/registrations/{page}"


@pytest.mark.parametrize(
    ("value", "name", "chip"),
    [("yes", "Ana Alba", "Was there"), ("no", "Ben Baum", "Was not there")],
)
def test_the_desk_finds_who_came_and_who_did_not(
    organizer_client: FlaskClient, event: Event, value: str, name: str, chip: str
) -> None:
    page = organizer_client.get(desk(event, f"?attended={value}")).text

    listed = [each for each in ("Ana Alba", "Ben Baum") if f"<bdi>{each}" in page]
    assert (listed, f"<bdi>{chip}</bdi>" in page) == ([name], True)


def test_the_minutes_stand_on_the_persons_page(organizer_client: FlaskClient, event: Event) -> None:
    ana, ben = db.session.query(Registration).filter_by(event_id=event.id).order_by("id")

    pages = [organizer_client.get(desk(event, str(one.id))).text for one in (ana, ben)]

    assert "<dt>Minutes online</dt><dd><bdi>40</bdi></dd>" in pages[0]
    assert "Minutes online" not in pages[1]


def test_the_minutes_stand_in_the_export(organizer_client: FlaskClient, event: Event) -> None:
    content = organizer_client.post(desk(event, "export.csv?sort=name")).data.decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(content)))
    assert [(row["Given name"], row["Minutes online"]) for row in rows] == [
        ("Ana", "40"),
        ("Ben", ""),
    ]


def test_who_is_merged_into_somebody_gives_them_their_minutes(event: Event) -> None:
    with transaction():
        ana, ben = db.session.query(Registration).filter_by(event_id=event.id).order_by("id")
        merge_registrations(ben, ana, actor="Bo Li", now=NOON)

    assert get_registration_by_id(ben.id).attended_minutes == 40
    assert get_registration_by_id(ben.id).attended is True
