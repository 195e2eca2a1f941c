"""When reminders are due, which of them still make sense, and what becomes of them. Pure."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from ungis_events.events.models import Event, EventStatus

from .errors import ReminderActNotPossible
from .models import Audience, Reason, Reminder, ReminderState, minutes_before

W, S, M, D, OFF = (
    ReminderState.WAITING,
    ReminderState.SENT,
    ReminderState.MISSED,
    ReminderState.DROPPED,
    ReminderState.OFF,
)
TRANSITIONS: dict[tuple[ReminderState, str], ReminderState] = {
    (W, "wait"): W,
    (S, "wait"): W,  # the event was moved: it is sent for the new start too
    (M, "wait"): W,
    (D, "wait"): W,
    (OFF, "wait"): W,
    (W, "send"): S,
    (S, "send"): S,  # the event was moved back to a start it had been sent for
    (M, "send"): S,
    (D, "send"): S,
    (OFF, "send"): S,
    (W, "miss"): M,
    (S, "miss"): M,
    (D, "miss"): M,
    (M, "miss"): M,
    (OFF, "miss"): M,
    (W, "drop"): D,
    (S, "drop"): D,
    (M, "drop"): D,
    (D, "drop"): D,
    (OFF, "drop"): D,
    (W, "switch off"): OFF,
    (S, "switch off"): OFF,
    (M, "switch off"): OFF,
    (D, "switch off"): OFF,
}

RECORDING = "recording"
DEFAULT_KINDS = ("before-1440", "before-60", "before-10", RECORDING)
RECORDING_AFTER = timedelta(minutes=30)
LOOK_AGAIN = timedelta(minutes=5)
RECORDING_WITHIN = timedelta(days=30)

# What the outbox noted (messages.py), where the event and not the person was the reason.
_DROPPED_FOR = {
    "the event was cancelled": Reason.WAS_CANCELLED,
    "the event was moved": Reason.MOVED,
    "the recording was taken away": Reason.NO_RECORDING,
    "a later reminder was due by then": Reason.OVERTAKEN,
    "the event has begun": Reason.STARTED,
}

MINUTES_OF = {"minutes": 1, "hours": 60, "days": 24 * 60}
LEAST_MINUTES, MOST_MINUTES = 5, 60 * MINUTES_OF["days"]


class Plan(NamedTuple):
    """The act that brings a reminder to where it belongs."""

    act: str
    due_at: datetime | None = None
    reason: Reason | None = None


def state_after(state: ReminderState, act: str) -> ReminderState:
    """Raises ReminderActNotPossible."""
    if (state, act) not in TRANSITIONS:
        raise ReminderActNotPossible
    return TRANSITIONS[state, act]


def due_at(kind: str, starts_at: datetime, ends_at: datetime) -> datetime:
    minutes = minutes_before(kind)
    return ends_at + RECORDING_AFTER if minutes is None else starts_at - timedelta(minutes=minutes)


def occasion(kind: str, starts_at: datetime) -> str:
    """What a person may get only once."""
    return f"{kind}@{starts_at:%Y%m%dT%H%M%SZ}"


def plan_afresh(
    kind: str,
    event: Event,
    now: datetime,
    *,
    was_sent: bool = False,
    if_passed: Reason = Reason.PASSED,
) -> Plan:
    """What a reminder does whose past does not matter: a new one, one of a moved event.

    `was_sent`: it went out for this very start.
    """
    if was_sent:
        return Plan("send")
    if event.status is EventStatus.CANCELLED:
        return Plan("drop", reason=Reason.CANCELLED)
    if now < _waits_until(kind, event):
        return Plan("wait", due_at(kind, event.starts_at, event.ends_at))
    return Plan("miss", reason=if_passed)


def plan_again(
    reminder: Reminder,
    event: Event,
    now: datetime,
    *,
    was_sent: bool,
    dropped_for: Reason | None = None,
) -> Plan | None:
    """What the event's start and status mean for a reminder; None: it stays as it is.

    `was_sent`: to somebody, for this very start. `dropped_for`: why others, who may have a seat,
    did not get it; they still do where it is not too late.
    """
    kind, state = reminder.kind, reminder.state
    is_moved = reminder.starts_at != event.starts_at
    is_late = now >= _waits_until(kind, event)
    if dropped_for and not is_late:
        was_sent = False  # not to everybody, and who has it is skipped
    if state is OFF:
        return None
    if state is S and not is_moved:
        if was_sent or dropped_for is None:
            return None
        return plan_afresh(kind, event, now, if_passed=dropped_for)
    if state is S and now >= (event.ends_at if kind == RECORDING else event.starts_at):
        return None  # correcting the record of a past event disturbs nobody
    if is_moved:
        return plan_afresh(kind, event, now, was_sent=was_sent, if_passed=Reason.MOVED)
    if event.status is EventStatus.CANCELLED:
        return plan_afresh(kind, event, now) if state is W else None
    if state is D:
        return plan_afresh(kind, event, now, was_sent=was_sent, if_passed=Reason.WAS_CANCELLED)
    if state is M:
        return None if is_late else plan_afresh(kind, event, now)
    # What is due or overdue is the worker's to decide, who may hold it already.
    due = due_at(kind, event.starts_at, event.ends_at)
    return Plan("wait", due) if now < due != reminder.due_at else None


def why_dropped(notes: Collection[str | None]) -> Reason | None:
    """What kept mails from leaving, as the outbox noted it; None: only that people had left."""
    return next((reason for note, reason in _DROPPED_FOR.items() if note in notes), None)


def _waits_until(kind: str, event: Event) -> datetime:
    """From when on planning it is too late."""
    if kind == RECORDING:
        return event.ends_at + RECORDING_WITHIN
    return due_at(kind, event.starts_at, event.ends_at)


def reason_to_miss(
    kind: str, event: Event, other_kinds: Collection[str], now: datetime
) -> Reason | None:
    """Why a reminder that is due makes no sense (any more); None: it does.

    `other_kinds` wait or were sent for the same start.
    """
    if event.status is not EventStatus.PUBLISHED:
        return Reason.NOT_PUBLISHED
    if kind == RECORDING:
        return Reason.NO_RECORDING if now >= _waits_until(kind, event) else None
    if now >= event.starts_at:
        return Reason.STARTED
    return Reason.OVERTAKEN if is_overtaken(kind, event, other_kinds, now) else None


def is_overtaken(kind: str, event: Event, other_kinds: Collection[str], now: datetime) -> bool:
    """Whether a later reminder is due already: nobody wants two at once."""
    due = due_at(kind, event.starts_at, event.ends_at)
    return any(
        due < due_at(other, event.starts_at, event.ends_at) <= now
        for other in other_kinds
        if other != RECORDING
    )


def is_for(audience: Audience, attended: bool) -> bool:
    """Whether a mail to `audience` is for somebody who was there, or was not."""
    return audience is Audience.EVERYBODY or attended is (audience is Audience.ATTENDED)


def is_own(kind: str) -> bool:
    """Added by an organizer, who may remove it; the usual ones are switched off."""
    return kind not in DEFAULT_KINDS


def in_units(minutes: int) -> tuple[int, str]:
    """The largest unit that needs no fraction: (90, minutes), (2, hours), (1, days)."""
    unit = max((unit for unit, n in MINUTES_OF.items() if minutes % n == 0), key=MINUTES_OF.get)  # type: ignore[arg-type] # its own keys
    return minutes // MINUTES_OF[unit], unit


def time_left(kind: str, starts_at: datetime, now: datetime) -> tuple[int, str]:
    """How long until the start, as one says it: (number, unit).

    A mail that leaves some seconds late still says "1 hour".
    """
    minutes = max(round((starts_at - now).total_seconds() / 60), 1)
    planned = minutes_before(kind) or minutes
    if abs(planned - minutes) <= max(planned // 20, 1):
        minutes = planned
    number, unit = in_units(minutes)
    if unit == "minutes" and minutes > 180:
        number, unit = round(minutes / 60), "hours"
    if unit == "hours" and number > 48:
        number, unit = round(number / 24), "days"
    return number, unit
