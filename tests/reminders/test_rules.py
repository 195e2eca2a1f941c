from datetime import datetime, timedelta

import pytest

from ungis_events.events.models import Event, EventStatus
from ungis_events.reminders.errors import ReminderActNotPossible
from ungis_events.reminders.models import Reason, Reminder, ReminderState
from ungis_events.reminders.rules import (
    Plan,
    due_at,
    in_units,
    is_own,
    occasion,
    plan_afresh,
    plan_again,
    reason_to_miss,
    state_after,
    time_left,
    why_dropped,
)

from .steps import DAY, END, HOUR, MINUTE, START

WAITING, SENT, MISSED, DROPPED, OFF = (
    ReminderState.WAITING,
    ReminderState.SENT,
    ReminderState.MISSED,
    ReminderState.DROPPED,
    ReminderState.OFF,
)
LIVE = ("before-1440", "before-60", "before-10", "recording")


def an_event(status: EventStatus = EventStatus.PUBLISHED) -> Event:
    return Event(starts_at=START, ends_at=END, status=status)


def a_reminder(
    state: ReminderState, *, kind: str = "before-60", planned_for: datetime = START
) -> Reminder:
    due = due_at(kind, planned_for, END) if state is WAITING else None
    return Reminder(kind=kind, state=state, starts_at=planned_for, due_at=due)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("before-1440", START - DAY),
        ("before-60", START - HOUR),
        ("before-10", START - 10 * MINUTE),
        ("recording", END + 30 * MINUTE),
    ],
)
def test_due_before_the_start_or_after_the_end(kind: str, expected: datetime) -> None:
    assert due_at(kind, START, END) == expected


def test_occasion_names_reminder_and_start() -> None:
    assert occasion("before-60", START) == "before-60@20270131T133000Z"


def test_a_switched_off_reminder_cannot_be_switched_off() -> None:
    with pytest.raises(ReminderActNotPossible):
        state_after(OFF, "switch off")


PUBLISHED, CANCELLED, DRAFT = EventStatus.PUBLISHED, EventStatus.CANCELLED, EventStatus.DRAFT
WAIT_HOUR = Plan("wait", START - HOUR)
WAIT_RECORDING = Plan("wait", END + 30 * MINUTE)


@pytest.mark.parametrize(
    ("status", "now", "was_sent", "expected"),
    [
        pytest.param(PUBLISHED, START - DAY, False, WAIT_HOUR, id="still to come"),
        pytest.param(DRAFT, START - DAY, False, WAIT_HOUR, id="drafts wait too"),
        pytest.param(
            PUBLISHED, START - HOUR, False, Plan("miss", reason=Reason.PASSED), id="its very moment"
        ),
        pytest.param(CANCELLED, START - DAY, False, Plan("drop", reason=Reason.CANCELLED)),
        pytest.param(PUBLISHED, START - MINUTE, True, Plan("send"), id="sent for this start"),
    ],
)
def test_what_a_reminder_without_a_past_does(
    status: EventStatus, now: datetime, was_sent: bool, expected: Plan
) -> None:
    assert plan_afresh("before-60", an_event(status), now, was_sent=was_sent) == expected


EARLIER, LATER = START - DAY, START + DAY
MISS_MOVED = Plan("miss", reason=Reason.MOVED)
MISS_CANCELLED = Plan("miss", reason=Reason.WAS_CANCELLED)
DROP = Plan("drop", reason=Reason.CANCELLED)


@pytest.mark.parametrize(
    ("state", "planned_for", "status", "before_start", "expected"),
    [
        pytest.param(WAITING, START, PUBLISHED, DAY, None, id="nothing changed"),
        pytest.param(WAITING, START, PUBLISHED, MINUTE, None, id="overdue: the worker's"),
        pytest.param(WAITING, LATER, PUBLISHED, DAY, WAIT_HOUR, id="moved"),
        pytest.param(WAITING, LATER, PUBLISHED, MINUTE, MISS_MOVED, id="moved too near"),
        pytest.param(WAITING, START, CANCELLED, DAY, DROP, id="cancelled"),
        pytest.param(SENT, START, PUBLISHED, MINUTE, None, id="sent stays sent"),
        pytest.param(SENT, START, CANCELLED, MINUTE, None, id="sent and cancelled"),
        pytest.param(SENT, EARLIER, PUBLISHED, DAY, WAIT_HOUR, id="sent, then moved away"),
        pytest.param(SENT, EARLIER, CANCELLED, DAY, DROP, id="sent, moved and cancelled"),
        pytest.param(SENT, LATER, PUBLISHED, MINUTE, MISS_MOVED, id="sent, then moved near"),
        pytest.param(SENT, LATER, PUBLISHED, -DAY, None, id="the record of the past"),
        pytest.param(MISSED, START, PUBLISHED, MINUTE, None, id="missed stays missed"),
        pytest.param(MISSED, EARLIER, PUBLISHED, DAY, WAIT_HOUR, id="missed, then moved away"),
        pytest.param(DROPPED, START, PUBLISHED, DAY, WAIT_HOUR, id="takes place after all"),
        pytest.param(DROPPED, START, PUBLISHED, MINUTE, MISS_CANCELLED, id="after all, too late"),
        pytest.param(DROPPED, START, CANCELLED, DAY, None, id="still cancelled"),
        pytest.param(OFF, LATER, PUBLISHED, DAY, None, id="off stays off"),
    ],
)
def test_reminders_follow_the_event(
    state: ReminderState,
    planned_for: datetime,
    status: EventStatus,
    before_start: timedelta,
    expected: Plan | None,
) -> None:
    reminder = a_reminder(state, planned_for=planned_for)

    plan = plan_again(reminder, an_event(status), START - before_start, was_sent=False)

    assert plan == expected


@pytest.mark.parametrize(
    ("kind", "was_sent", "now", "expected"),
    [
        pytest.param("before-60", False, START - MINUTE, MISS_CANCELLED, id="to nobody"),
        pytest.param("before-60", True, START - MINUTE, None, id="to some, too late for others"),
        pytest.param("recording", False, END + DAY, WAIT_RECORDING, id="to nobody, still wanted"),
        pytest.param("recording", True, END + DAY, WAIT_RECORDING, id="to some, still wanted"),
    ],
)
def test_what_was_dropped_is_planned_again_where_somebody_lacks_it(
    kind: str, was_sent: bool, now: datetime, expected: Plan | None
) -> None:
    reminder = a_reminder(SENT, kind=kind)

    plan = plan_again(
        reminder, an_event(), now, was_sent=was_sent, dropped_for=Reason.WAS_CANCELLED
    )

    assert plan == expected


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        ([], None),
        (["the person has no seat any more", None], None),
        (["the person has no seat any more", "the event was moved"], Reason.MOVED),
    ],
)
def test_only_what_happened_to_the_event_is_why_mails_were_dropped(
    notes: list[str | None], expected: Reason | None
) -> None:
    assert why_dropped(notes) == expected


@pytest.mark.parametrize(
    ("kind", "status", "now", "expected"),
    [
        pytest.param("before-60", PUBLISHED, START - HOUR, None, id="in time"),
        pytest.param("before-60", PUBLISHED, START - 11 * MINUTE, None, id="late, the last due"),
        pytest.param("before-60", PUBLISHED, START - 10 * MINUTE, Reason.OVERTAKEN),
        pytest.param("before-1440", PUBLISHED, START - HOUR, Reason.OVERTAKEN),
        pytest.param("before-10", PUBLISHED, START - MINUTE, None, id="the last of all"),
        pytest.param("before-10", PUBLISHED, START, Reason.STARTED),
        pytest.param("before-60", DRAFT, START - HOUR, Reason.NOT_PUBLISHED),
        pytest.param("recording", PUBLISHED, END + HOUR, None, id="long after the others"),
        pytest.param("recording", PUBLISHED, END + 30 * DAY, Reason.NO_RECORDING),
    ],
)
def test_which_overdue_reminders_make_sense(
    kind: str, status: EventStatus, now: datetime, expected: Reason | None
) -> None:
    assert reason_to_miss(kind, an_event(status), LIVE, now) == expected


def test_a_later_one_that_is_switched_off_overtakes_nothing() -> None:
    live = ("before-1440", "before-60")

    assert reason_to_miss("before-60", an_event(), live, START - MINUTE) is None


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(1440, (1, "days")), (90, (90, "minutes")), (120, (2, "hours")), (2160, (36, "hours"))],
)
def test_minutes_in_the_largest_fitting_unit(minutes: int, expected: tuple[int, str]) -> None:
    assert in_units(minutes) == expected


@pytest.mark.parametrize(
    ("kind", "left", "expected"),
    [
        pytest.param("before-60", HOUR - timedelta(seconds=40), (1, "hours"), id="seconds late"),
        pytest.param("before-60", 35 * MINUTE, (35, "minutes"), id="much later"),
        pytest.param("before-10", 9 * MINUTE, (10, "minutes"), id="a minute late"),
        pytest.param("before-10", MINUTE / 4, (1, "minutes"), id="never none"),
        pytest.param("before-90", 90 * MINUTE, (90, "minutes"), id="not rounded to hours"),
        pytest.param("before-1440", DAY - HOUR, (1, "days"), id="nearly a day"),
        pytest.param("before-1440", 20 * HOUR + 12 * MINUTE, (20, "hours"), id="hours late"),
        pytest.param("before-10080", 5 * DAY + 7 * MINUTE, (5, "days"), id="days late"),
    ],
)
def test_the_time_left_as_one_says_it(
    kind: str, left: timedelta, expected: tuple[int, str]
) -> None:
    assert time_left(kind, START, START - left) == expected


def test_the_usual_ones_are_not_somebodys_own() -> None:
    assert [is_own(kind) for kind in (*LIVE, "before-120")] == [False] * 4 + [True]
