"""Reminders go with the event: made, moved, dropped and back."""

from datetime import datetime

import pytest

from tests.conftest import Hands
from tests.factories import NOON, make_event, make_registration
from ungis_events.core.database import transaction
from ungis_events.events.models import EventStatus
from ungis_events.reminders.service import switch_off, switch_on

from .steps import (
    DAY,
    END,
    HOUR,
    MINUTE,
    START,
    cancel,
    follow_now,
    let_it_be,
    locked,
    make_reminded_event,
    move,
    publish,
    queued,
    reminder_of,
    states,
)

ALL_WAIT = {
    "before-1440": ("waiting", None),
    "before-60": ("waiting", None),
    "before-10": ("waiting", None),
    "recording": ("waiting", None),
}


def test_a_new_event_has_the_usual_reminders() -> None:
    event = make_reminded_event()

    assert states(event) == ALL_WAIT
    assert [reminder_of(event, kind).due_at for kind in ALL_WAIT] == [
        START - DAY,
        START - HOUR,
        START - 10 * MINUTE,
        END + 30 * MINUTE,
    ]


@pytest.mark.parametrize("status", list(EventStatus))
def test_following_twice_changes_nothing_more(status: EventStatus) -> None:
    event = make_reminded_event(status=status)
    before = [(each, states(event)[each], reminder_of(event, each).due_at) for each in ALL_WAIT]

    follow_now(event, NOON + DAY)

    after = [(each, states(event)[each], reminder_of(event, each).due_at) for each in ALL_WAIT]
    assert after == before


def test_an_event_made_shortly_before_it_starts_has_missed_some() -> None:
    event = make_reminded_event(now=START - 30 * MINUTE)

    assert states(event) == ALL_WAIT | {
        "before-1440": ("missed", "passed"),
        "before-60": ("missed", "passed"),
    }


def test_an_event_of_the_past_waits_for_nothing() -> None:
    event = make_reminded_event(
        starts=datetime(2023, 1, 31, 8, 30), ends=datetime(2023, 1, 31, 9, 45)
    )

    assert set(states(event).values()) == {("missed", "passed")}


def test_a_moved_event_takes_along_what_waits() -> None:
    event = make_reminded_event()

    move(event, datetime(2027, 2, 3, 8, 30))

    assert states(event) == ALL_WAIT
    assert reminder_of(event, "before-60").due_at == START + 3 * DAY - HOUR
    assert reminder_of(event, "recording").due_at == END + 3 * DAY + 30 * MINUTE


def test_what_was_sent_for_the_old_time_is_sent_for_the_new_one_too(clock_hands: Hands) -> None:
    event = make_reminded_event()
    person = make_registration(event)
    let_it_be(clock_hands, START - DAY)

    move(event, datetime(2027, 2, 3, 8, 30), now=START - HOUR * 2)
    let_it_be(clock_hands, START + 2 * DAY)

    assert queued(event) == [
        (person.email, "before-1440@20270131T133000Z"),
        (person.email, "before-1440@20270203T133000Z"),
    ]


def test_an_event_moved_nearer_misses_what_its_new_time_has_passed() -> None:
    event = make_reminded_event()

    move(event, datetime(2027, 1, 31, 6, 30), now=START - 3 * HOUR + 15 * MINUTE)

    assert states(event) == {
        "before-1440": ("missed", "moved"),
        "before-60": ("missed", "moved"),
        "before-10": ("waiting", None),
        "recording": ("waiting", None),
    }


def test_moved_there_and_back_is_sent_once_for_the_first_time(clock_hands: Hands) -> None:
    event = make_reminded_event()
    person = make_registration(event)
    let_it_be(clock_hands, START - DAY)

    move(event, datetime(2027, 2, 3, 8, 30), now=START - 5 * HOUR)
    move(event, datetime(2027, 1, 31, 8, 30), now=START - 4 * HOUR)
    let_it_be(clock_hands, START - 3 * HOUR)

    assert states(event)["before-1440"] == ("sent", None)
    assert reminder_of(event, "before-1440").sent_at == START - DAY
    assert queued(event) == [(person.email, "before-1440@20270131T133000Z")]


def test_correcting_the_record_of_a_past_event_disturbs_nobody(clock_hands: Hands) -> None:
    event = make_reminded_event()
    make_registration(event)
    let_it_be(clock_hands, START - 10 * MINUTE)

    move(event, datetime(2027, 1, 31, 8, 35), now=END + DAY)
    let_it_be(clock_hands, END + DAY)

    assert states(event)["before-10"] == ("sent", None)
    assert len(queued(event)) == 1


def test_a_cancelled_event_drops_what_waits_and_takes_it_up_again() -> None:
    event = make_reminded_event()

    cancel(event)
    while_cancelled = set(states(event).values())
    due_while_cancelled = reminder_of(event, "before-60").due_at
    publish(event)

    assert while_cancelled == {("dropped", "cancelled")}
    assert due_while_cancelled is None
    assert states(event) == ALL_WAIT
    assert reminder_of(event, "before-60").due_at == START - HOUR


def test_what_passed_while_it_was_cancelled_stays_unsent(clock_hands: Hands) -> None:
    event = make_reminded_event()
    make_registration(event)
    cancel(event)
    let_it_be(clock_hands, START - 2 * HOUR)

    publish(event, now=START - 2 * HOUR)
    let_it_be(clock_hands, START - 2 * HOUR)

    assert states(event) == ALL_WAIT | {"before-1440": ("missed", "was cancelled")}
    assert queued(event) == []


def test_what_was_switched_off_stays_off_when_the_event_moves(clock_hands: Hands) -> None:
    event = make_reminded_event()
    make_registration(event)
    with transaction():
        switch_off(*locked(event, "before-60"), actor="test", now=NOON)

    move(event, datetime(2027, 2, 3, 8, 30))
    let_it_be(clock_hands, START + 3 * DAY - HOUR)

    assert states(event)["before-60"] == ("off", None)
    # only the day's, late, as the hour's is off
    assert [about for _, about in queued(event)] == ["before-1440@20270203T133000Z"]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param(START - 2 * HOUR, ("waiting", None), id="in time"),
        pytest.param(START - HOUR, ("missed", "passed"), id="too late"),
    ],
)
def test_switched_on_again_it_waits_if_it_still_can(
    now: datetime, expected: tuple[str, str | None]
) -> None:
    event = make_reminded_event()
    with transaction():
        switch_off(*locked(event, "before-60"), actor="test", now=NOON)

    with transaction():
        switch_on(*locked(event, "before-60"), actor="test", now=now)

    assert states(event)["before-60"] == expected


def test_switched_on_again_after_it_was_sent_it_is_sent(clock_hands: Hands) -> None:
    event = make_reminded_event()
    make_registration(event)
    let_it_be(clock_hands, START - HOUR)
    with transaction():
        switch_off(*locked(event, "before-60"), actor="test", now=START - HOUR)

    with transaction():
        switch_on(*locked(event, "before-60"), actor="test", now=START - HOUR)

    assert states(event)["before-60"] == ("sent", None)


def test_a_reminder_planned_for_an_old_time_corrects_itself(clock_hands: Hands) -> None:
    """A row whose event changed behind its back, as in an import into the database."""
    event = make_reminded_event()
    make_registration(event)
    with transaction():
        reminder = locked(event, "before-60")[1]
        reminder.starts_at, reminder.due_at = START - 2 * DAY, START - 2 * DAY - HOUR

    let_it_be(clock_hands, START - 2 * DAY)

    assert states(event) == ALL_WAIT
    reminder = reminder_of(event, "before-60")
    assert (reminder.starts_at, reminder.due_at) == (START, START - HOUR)
    assert queued(event) == []


def test_a_draft_waits_and_misses_its_moment(clock_hands: Hands) -> None:
    event = make_event(status=EventStatus.DRAFT)
    follow_now(event)

    let_it_be(clock_hands, START - HOUR)

    assert states(event) == ALL_WAIT | {
        "before-1440": ("missed", "not published"),
        "before-60": ("missed", "not published"),
    }
