from datetime import datetime, timedelta

import pytest

from tests.factories import NOON, make_event, make_registration
from ungis_events.core.errors import Conflict
from ungis_events.events.models import Event, EventStatus
from ungis_events.webinars.rules import Doors, doors_at
from ungis_events.webinars.service import enter

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def test_the_doors_open_a_quarter_of_an_hour_before_and_close_half_an_hour_after() -> None:
    event = make_event()
    opening, closing = event.starts_at - 15 * MINUTE, event.ends_at + 30 * MINUTE

    moments = (NOON, opening - SECOND, opening, event.ends_at, closing - SECOND, closing)

    assert [doors_at(event, moment) for moment in moments] == [
        Doors.EARLY, Doors.EARLY, Doors.OPEN, Doors.OPEN, Doors.OPEN, Doors.OVER,
    ]  # fmt: skip


def test_doors_without_a_room_behind_them_stay_shut() -> None:
    event = make_event(join_url=None)

    moments = (NOON, event.starts_at, event.ends_at + timedelta(hours=1))

    assert [doors_at(event, moment) for moment in moments] == [
        Doors.EARLY,
        Doors.NO_LINK,
        Doors.OVER,
    ]


@pytest.mark.parametrize("status", [EventStatus.CANCELLED, EventStatus.DRAFT])
def test_nobody_enters_an_event_that_does_not_take_place(status: EventStatus) -> None:
    event = make_event(status=status)

    assert doors_at(event, event.starts_at) is Doors.CANCELLED


@pytest.mark.parametrize("minutes", [-16, 200])
def test_entering_while_the_doors_are_closed_is_refused_and_not_recorded(minutes: int) -> None:
    event = make_event()
    registration = make_registration(event)

    with pytest.raises(Conflict):
        enter(registration, now=event.starts_at + minutes * MINUTE)

    assert registration.joined_at is None


def test_the_first_time_through_the_door_is_kept() -> None:
    event = make_event()
    registration = make_registration(event)

    addresses = {enter(registration, now=event.starts_at + n * MINUTE) for n in (0, 5)}

    assert addresses == {"https://example.org/room"}
    assert registration.joined_at == event.starts_at


def test_the_room_may_move_while_people_enter() -> None:
    event: Event = make_event(join_url="https://first.example/1")
    registration = make_registration(event)
    first = enter(registration, now=event.starts_at)

    event.join_url = "https://second.example/2"

    assert first == "https://first.example/1"
    assert enter(registration, now=event.starts_at) == "https://second.example/2"


def test_doors_follow_the_clock_of_the_events_own_zone() -> None:
    event = make_event(
        zone="Asia/Kathmandu",
        starts=datetime(2027, 1, 31, 19, 15),
        ends=datetime(2027, 1, 31, 20, 30),
    )

    assert doors_at(event, datetime(2027, 1, 31, 13, 15, tzinfo=NOON.tzinfo)) is Doors.OPEN
    assert doors_at(event, datetime(2027, 1, 31, 13, 14, tzinfo=NOON.tzinfo)) is Doors.EARLY
