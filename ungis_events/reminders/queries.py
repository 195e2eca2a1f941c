from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select

from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.mailing.models import EmailStatus, OutgoingEmail
from ungis_events.registrations.models import Registration

from .errors import ReminderNotFound
from .models import Reminder, ReminderState
from .rules import RECORDING, occasion

REMINDER = "reminder"
"""The kind of e-mail of all but the recording's."""
_AFTER_ALL = 10**9


class MailCount(NamedTuple):
    """How many of one reminder's mails are in one state, and why."""

    status: EmailStatus
    note: str | None
    number: int


def list_reminders(event: Event) -> Sequence[Reminder]:
    """In the order in which they are due."""
    rows = db.session.scalars(select(Reminder).where(Reminder.event_id == event.id)).all()
    return sorted(rows, key=lambda row: -(row.minutes_before or -_AFTER_ALL))


def lock_reminders(event: Event) -> Sequence[Reminder]:
    """All of the event, locked until the transaction ends and read afresh."""
    query = select(Reminder).where(Reminder.event_id == event.id).order_by(Reminder.id)
    return db.session.scalars(
        query.with_for_update().execution_options(populate_existing=True)
    ).all()


def find_locked(reminder_id: int) -> Reminder | None:
    """Locked until the transaction ends and read afresh; None: it was removed."""
    return db.session.get(Reminder, reminder_id, with_for_update=True, populate_existing=True)


def get_reminder(event: Event, reminder_id: int, *, lock: bool = False) -> Reminder:
    """Raises ReminderNotFound, also for one of another event."""
    reminder = find_locked(reminder_id) if lock else db.session.get(Reminder, reminder_id)
    if reminder is None or reminder.event_id != event.id:
        raise ReminderNotFound
    return reminder


def find_reminder(event: Event, kind: str) -> Reminder | None:
    query = select(Reminder).where(Reminder.event_id == event.id, Reminder.kind == kind)
    return db.session.scalar(query)


def list_live_kinds(event: Event) -> list[str]:
    """Of those that wait or were sent for the start as it is now."""
    query = select(Reminder.kind).where(
        Reminder.event_id == event.id,
        Reminder.starts_at == event.starts_at,
        Reminder.state.in_([ReminderState.WAITING, ReminderState.SENT]),
    )
    return list(db.session.scalars(query))


def get_event_by_id(event_id: int) -> Event:
    """Read afresh: what a mail says must be true now."""
    return db.session.get_one(Event, event_id, populate_existing=True)


def is_without(event: Event, kind: str) -> ColumnElement[bool]:
    """The condition that a registration has no mail of this reminder and start yet."""
    has_it = select(OutgoingEmail.registration_id).where(
        *_of_occasion(event, kind, event.starts_at), OutgoingEmail.registration_id.is_not(None)
    )
    return Registration.id.not_in(has_it)


def find_sent_at(event: Event, kind: str, starts_at: datetime) -> datetime | None:
    """When the mails for this start, of those that left or will, were last queued; None: never."""
    return db.session.scalar(
        select(func.max(OutgoingEmail.queued_at)).where(
            *_of_occasion(event, kind, starts_at), OutgoingEmail.status != EmailStatus.DROPPED
        )
    )


def list_drop_notes(event: Event, kind: str, starts_at: datetime) -> Sequence[str | None]:
    """Why mails for this start were dropped, each reason once."""
    return db.session.scalars(
        select(OutgoingEmail.note)
        .where(*_of_occasion(event, kind, starts_at), OutgoingEmail.status == EmailStatus.DROPPED)
        .distinct()
    ).all()


def mails_by_reminder(event: Event) -> dict[int, list[MailCount]]:
    """What became of the mails of each reminder's present start; tests to oneself left out."""
    ids = {occasion(each.kind, each.starts_at): each.id for each in list_reminders(event)}
    rows = db.session.execute(
        select(OutgoingEmail.occasion, OutgoingEmail.status, OutgoingEmail.note, func.count())
        .where(
            OutgoingEmail.event_id == event.id,
            OutgoingEmail.kind.in_([REMINDER, RECORDING]),
            OutgoingEmail.occasion.in_(ids),
        )
        .group_by(OutgoingEmail.occasion, OutgoingEmail.status, OutgoingEmail.note)
        .order_by(OutgoingEmail.status, OutgoingEmail.note)
    )
    counts = defaultdict(list)
    for about, *count in rows:
        counts[ids[about]].append(MailCount(*count))
    return counts


def email_kind(kind: str) -> str:
    return RECORDING if kind == RECORDING else REMINDER


def _of_occasion(event: Event, kind: str, starts_at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        OutgoingEmail.event_id == event.id,
        OutgoingEmail.kind == email_kind(kind),
        OutgoingEmail.occasion == occasion(kind, starts_at),
    )
