"""What can be done with reminders. The worker sends them; the event's times and status lead."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import LazyString, lazy_gettext

from ungis_events.core.database import db
from ungis_events.core.errors import InvalidInput
from ungis_events.core.form_filters import has_control_characters
from ungis_events.events.models import Event
from ungis_events.files.queries import find_recording
from ungis_events.history.service import record_history
from ungis_events.mailing.service import NewEmail, forget_dropped, queue_email, queue_emails
from ungis_events.registrations.models import Registration, RegistrationStatus
from ungis_events.registrations.queries import attended_is, list_addressees

from . import queries, rules
from .errors import ReminderActNotPossible
from .models import Audience, Reason, Reminder, ReminderState
from .rules import RECORDING, Plan

LONGEST_WORDS = 1000
_WAS_OFF = "the reminder was switched off"
"""What the outbox noted (messages.py) where a mail did not leave for that reason."""


@dataclass(frozen=True)
class ReminderDetails:
    """What an organizer decides; `number` and `unit` None: the recording's."""

    number: int | None
    unit: str | None
    words: str | None = None
    audience: Audience = Audience.EVERYBODY

    @classmethod
    def of(cls, reminder: Reminder) -> "ReminderDetails":
        minutes = reminder.minutes_before
        number, unit = (None, None) if minutes is None else rules.in_units(minutes)
        return cls(number, unit, reminder.words, reminder.audience)

    @property
    def kind(self) -> str:
        if self.number is None or self.unit is None:
            return RECORDING
        return f"before-{self.number * rules.MINUTES_OF[self.unit]}"

    def check(self) -> None:
        """Raises InvalidInput."""
        problems: dict[str, str | LazyString] = {}
        if self.number is not None and self.unit is not None:
            minutes = self.number * rules.MINUTES_OF[self.unit]
            if not rules.LEAST_MINUTES <= minutes <= rules.MOST_MINUTES:
                problems["number"] = lazy_gettext("Choose between 5 minutes and 60 days")
        words = self.words or ""
        if len(words) > LONGEST_WORDS:
            problems["words"] = lazy_gettext("Use at most %(n)s characters", n=LONGEST_WORDS)
        elif has_control_characters(words):
            problems["words"] = lazy_gettext("Remove the control characters from this text")
        if problems:
            raise InvalidInput(problems)


def follow(event: Event, *, now: datetime) -> None:
    """Bring the reminders to where the event's start and status want them.

    An event without any gets the usual ones. Doing it twice changes nothing more.
    """
    reminders = queries.lock_reminders(event)
    for reminder in reminders:
        _follow(reminder, event, now)
    for kind in () if reminders else rules.DEFAULT_KINDS:
        _plan(_new(event, kind), rules.plan_afresh(kind, event, now), event)
    db.session.flush()


def _follow(reminder: Reminder, event: Event, now: datetime) -> None:
    sent_at = queries.find_sent_at(event, reminder.kind, event.starts_at)
    notes = queries.list_drop_notes(event, reminder.kind, event.starts_at)
    plan = rules.plan_again(
        reminder,
        event,
        now,
        was_sent=sent_at is not None,
        dropped_for=rules.why_dropped(notes),
    )
    if plan is not None:
        _plan(reminder, plan, event, sent_at)


def _plan(reminder: Reminder, plan: Plan, event: Event, sent_at: datetime | None = None) -> None:
    reminder.state = rules.state_after(reminder.state, plan.act)
    reminder.due_at, reminder.reason, reminder.attempts = plan.due_at, plan.reason, 0
    reminder.starts_at, reminder.sent_at = event.starts_at, sent_at


def _new(event: Event, kind: str) -> Reminder:
    reminder = Reminder(
        event_id=event.id, kind=kind, state=ReminderState.WAITING, starts_at=event.starts_at
    )
    db.session.add(reminder)
    return reminder


def send_reminder(reminder_id: int, now: datetime) -> None:
    """Hand a due reminder to the outbox, a mail for each person with a seat, or say why not."""
    reminder = queries.find_locked(reminder_id)  # or two workers send it
    if reminder is None:
        return
    event = queries.get_event_by_id(reminder.event_id)
    _follow(reminder, event, now)
    due = rules.due_at(reminder.kind, event.starts_at, event.ends_at)
    if reminder.state is not ReminderState.WAITING:
        reminder.due_at = None
    elif now < due:
        reminder.due_at = due  # moved since it was leased
    elif reason := _reason_to_miss(reminder, event, now):
        _plan(reminder, Plan("miss", reason=reason), event)
    elif reminder.kind == RECORDING and find_recording(event) is None:
        reminder.due_at = now + rules.LOOK_AGAIN
    else:
        about = rules.occasion(reminder.kind, event.starts_at)
        forget_dropped(event.id, queries.email_kind(reminder.kind), about)
        number = queue_emails(new_mails(reminder, event, due), now=now)
        _plan(reminder, Plan("send"), event, now)
        reminder.recipients = number


def _reason_to_miss(reminder: Reminder, event: Event, now: datetime) -> Reason | None:
    others = queries.list_live_kinds(event)
    return rules.reason_to_miss(reminder.kind, event, others, now)


def new_mails(reminder: Reminder, event: Event, due: datetime) -> list[NewEmail]:
    """For everybody with a seat who has none yet; not for who came after it was due.

    A recording is for latecomers too, and may be for those alone who were there, or were not.
    """
    conditions = [
        Registration.status == RegistrationStatus.CONFIRMED,
        queries.is_without(event, reminder.kind),
    ]
    if reminder.kind != RECORDING:
        conditions.append(Registration.confirmed_at <= due)
    if reminder.audience is not Audience.EVERYBODY:
        conditions.append(attended_is(reminder.audience is Audience.ATTENDED))
    return [
        NewEmail(
            kind=queries.email_kind(reminder.kind),
            to_address=person.email,
            event_id=event.id,
            registration_id=person.id,
            facts=facts(reminder, event),
            language=person.language,
            occasion=rules.occasion(reminder.kind, event.starts_at),
        )
        for person in list_addressees(event, *conditions)
    ]


def facts(reminder: Reminder, event: Event) -> dict[str, Any]:
    return {
        "reminder": reminder.kind,
        "starts_at": event.starts_at.isoformat(),
        "words": reminder.words,
        "audience": reminder.audience.value,
    }


def send_test(
    reminder: Reminder, event: Event, *, to_address: str, name: str, language: str, now: datetime
) -> None:
    """The mail as it will look, to an organizer; as often as they like."""
    email = NewEmail(
        kind=queries.email_kind(reminder.kind),
        to_address=to_address,
        event_id=event.id,
        registration_id=None,
        facts=facts(reminder, event) | {"is_test": True, "name": name},
        language=language,
    )
    queue_email(email, now=now)


def add_reminder(event: Event, details: ReminderDetails, *, actor: str, now: datetime) -> Reminder:
    """Raises InvalidInput."""
    details.check()
    _check_moment(event, details, now)
    reminder = _new(event, details.kind)
    reminder.words = details.words
    _plan(reminder, rules.plan_afresh(details.kind, event, now), event)
    _record(event, "reminder added", reminder, {"words": [None, details.words]}, actor, now)
    return reminder


def change_reminder(
    event: Event, reminder: Reminder, details: ReminderDetails, *, actor: str, now: datetime
) -> None:
    """Its words; its moment, or of the recording's to whom. Raises InvalidInput."""
    details.check()
    before = ReminderDetails.of(reminder)
    if details.kind != reminder.kind:
        _check_moment(event, details, now)
        reminder.kind = details.kind
        if reminder.state is not ReminderState.OFF:
            _plan(reminder, rules.plan_afresh(details.kind, event, now), event)
    reminder.words, reminder.audience = details.words, details.audience
    pairs: dict[str, list[Any]] = {
        "when": [in_words(before.kind), in_words(details.kind)],
        "words": [before.words, details.words],
        "audience": [before.audience.value, details.audience.value],
    }
    changes = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    if changes:
        _record(event, "reminder changed", reminder, changes, actor, now)


def switch_off(event: Event, reminder: Reminder, *, actor: str, now: datetime) -> None:
    """Raises ReminderActNotPossible."""
    before = reminder.state.value
    reminder.state = rules.state_after(reminder.state, "switch off")
    reminder.due_at = reminder.reason = None
    _record(event, "reminder switched off", reminder, {"state": [before, "off"]}, actor, now)


def switch_on(event: Event, reminder: Reminder, *, actor: str, now: datetime) -> None:
    """It waits again, also for those who did not get it because it was off; sent or missed by
    now, it says so.
    """
    if reminder.state is not ReminderState.OFF:
        return  # as asked for
    sent_at = queries.find_sent_at(event, reminder.kind, event.starts_at)
    plan = rules.plan_afresh(reminder.kind, event, now)
    was_stopped = _WAS_OFF in queries.list_drop_notes(event, reminder.kind, event.starts_at)
    if sent_at is not None and not (was_stopped and plan.act == "wait"):
        plan = rules.plan_afresh(reminder.kind, event, now, was_sent=True)
    _plan(reminder, plan, event, sent_at)
    changes = {"state": ["off", reminder.state.value]}
    _record(event, "reminder switched on", reminder, changes, actor, now)


def remove_reminder(event: Event, reminder: Reminder, *, actor: str, now: datetime) -> None:
    """One of the organizers' own. Raises ReminderActNotPossible for the usual ones."""
    if not rules.is_own(reminder.kind):
        raise ReminderActNotPossible
    db.session.delete(reminder)
    _record(event, "reminder removed", reminder, {}, actor, now)


def _check_moment(event: Event, details: ReminderDetails, now: datetime) -> None:
    """Raises InvalidInput where there is one already, or where it is too late for it."""
    problem = None
    if queries.find_reminder(event, details.kind) is not None:
        problem = lazy_gettext("There is a reminder at that moment already")
    elif rules.due_at(details.kind, event.starts_at, event.ends_at) <= now:
        problem = lazy_gettext("That moment has passed: choose one that is still to come")
    if problem:
        raise InvalidInput({"number": problem})


def _record(
    event: Event,
    act: str,
    reminder: Reminder,
    changes: dict[str, list[Any]],
    actor: str,
    now: datetime,
) -> None:
    db.session.flush()
    named: dict[str, Any] = {"reminder": in_words(reminder.kind)}
    record_history(event.id, act=act, changes=named | changes, actor=actor, now=now)


def in_words(kind: str) -> str:
    """For the event's history."""
    if kind == RECORDING:
        return RECORDING
    number, unit = rules.in_units(int(kind.removeprefix("before-")))
    return f"{number} {unit.removesuffix('s') if number == 1 else unit} before"
