"""What the overview reports of an event that is over."""

import pytest
from flask.testing import FlaskClient

from tests.attendance.known import make_known
from tests.conftest import Hands
from tests.factories import make_event, make_past_event, make_registration, make_speaker
from tests.privacy.steps import LATER, SOON, work_all
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event, EventFormat, EventStatus, Mode
from ungis_events.privacy.service import purge_due
from ungis_events.registrations.models import Registration


def overview(client: FlaskClient, event: Event) -> str:
    return client.get(f"/manage/events/{event.slug}/").text


def figure(number: int, words: str) -> str:
    return f'<div class="figure"><b>{number}</b><span>{words}</span></div>'


@pytest.fixture
def over(clock_hands: Hands) -> Event:
    """Ana and Ben clicked Join, Cem and Dia have seats in the room; Dia was checked in."""
    event = make_event(
        format=EventFormat.HYBRID, venue="Room 7", capacity=9, room_capacity=9, **SOON
    )
    people = [
        make_registration(event, email=f"{name}@example.org", attendance=mode)
        for name, mode in (
            ("ana", Mode.ONLINE), ("ben", Mode.ONLINE), ("cem", Mode.ROOM), ("dia", Mode.ROOM),
        )
    ]  # fmt: skip
    with transaction():
        for one in people[:2]:
            db.session.get_one(Registration, one.id).joined_at = event.starts_at
        db.session.get_one(Registration, people[3].id).checked_in_at = event.starts_at
    clock_hands.set_to(event.ends_at)
    return event


def people_of(event: Event) -> list[Registration]:
    return db.session.query(Registration).filter_by(event_id=event.id).order_by("id").all()


def test_until_attendance_is_known_the_clicks_count(
    organizer_client: FlaskClient, over: Event
) -> None:
    page = overview(organizer_client, over)

    for words in (figure(3, "were there"), figure(1, "in the room"), figure(2, "online")):
        assert words in page
    assert "on average" not in page
    assert "who went through the join page counts as having been there" in page


def test_once_it_is_known_the_room_counts(organizer_client: FlaskClient, over: Event) -> None:
    ana, *_ = people_of(over)
    make_known(over, (ana, 70), ("Somebody", 20))

    page = overview(organizer_client, over)

    for words in (
        figure(2, "were there"),
        figure(1, "in the room"),
        figure(1, "online"),
        figure(45, "minutes online on average"),
        figure(2, "at most at once"),
        figure(1, "in the webinar that we do not know"),
    ):
        assert words in page
    assert f'href="/manage/events/{over.slug}/attendance/"' in page


def test_the_numbers_stay_when_the_people_are_removed(
    organizer_client: FlaskClient, over: Event, clock_hands: Hands
) -> None:
    ana, *_ = people_of(over)
    make_known(over, (ana, 70))
    now = over.ends_at + LATER
    with transaction():
        purge_due(now, default_days=90)
    work_all(now)

    page = overview(organizer_client, over)
    privacy = organizer_client.get(f"/manage/events/{over.slug}/privacy").text

    for shown in (page, privacy):
        assert figure(2, "were there") in shown
        assert figure(70, "minutes online on average") in shown


@pytest.mark.parametrize("status", [EventStatus.CANCELLED, EventStatus.DRAFT])
def test_of_what_did_not_take_place_there_is_no_report(
    organizer_client: FlaskClient, status: EventStatus
) -> None:
    event = make_past_event(status=status)

    assert "Who came" not in overview(organizer_client, event)
    assert "Who came" not in overview(organizer_client, make_event())


def test_a_draft_shows_the_balance_of_its_panel(organizer_client: FlaskClient) -> None:
    draft, published = make_event(status=EventStatus.DRAFT), make_event()
    for event in (draft, published):
        make_speaker(event)

    assert "Balance of the panel" in overview(organizer_client, draft)
    assert "Balance of the panel" not in overview(organizer_client, published)
