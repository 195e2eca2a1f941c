"""What the tests of this folder do again and again: plan, let time pass, look."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from tests.conftest import Hands
from tests.factories import NOON, make_event
from ungis_events import jobs, workflows
from ungis_events.core.database import db, transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event, lock_event
from ungis_events.files.models import LinkKind, Visibility
from ungis_events.files.service import LinkDetails, add_link
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.reminders.models import Reminder
from ungis_events.reminders.queries import get_reminder, list_reminders
from ungis_events.reminders.service import ReminderDetails, add_reminder, follow

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
START = datetime(2027, 1, 31, 13, 30, tzinfo=UTC)
END = datetime(2027, 1, 31, 14, 45, tzinfo=UTC)
"""Of the event that factories make: 08:30 to 09:45 in New York."""


def make_reminded_event(*, now: datetime = NOON, **overrides: object) -> Event:
    event = make_event(now=now, **overrides)  # type: ignore[arg-type] # as it is
    follow_now(event, now)
    return event


def follow_now(event: Event, now: datetime = NOON) -> None:
    with transaction():
        follow(get_event(event.slug), now=now)


def move(event: Event, starts: datetime, *, now: datetime = NOON) -> None:
    """To another wall time in New York; as long as before."""
    with transaction():
        event = get_event(event.slug)
        details = EventDetails.of(event)
        ends = starts + (details.ends - details.starts)
        details = replace(details, starts=starts, ends=ends)
        workflows.save_event(event, details, actor="test", now=now)
        follow(event, now=now)


def cancel(event: Event, *, now: datetime = NOON) -> None:
    _act(workflows.cancel_event, event, now)


def publish(event: Event, *, now: datetime = NOON) -> None:
    _act(workflows.publish_event, event, now)


def _act(act: Callable[..., None], event: Event, now: datetime) -> None:
    with transaction():
        event = get_event(event.slug)
        act(event, actor="test", now=now)
        follow(event, now=now)


def add(event: Event, number: int, unit: str, *, words: str | None = None) -> Reminder:
    with transaction():
        event = get_event(event.slug)
        details = ReminderDetails(number, unit, words)
        return add_reminder(event, details, actor="test", now=NOON)


def add_recording(event: Event, visibility: Visibility = Visibility.REGISTRANTS) -> None:
    with transaction():
        url = "https://example.org/recording?a=1&b=2"
        link = LinkDetails("Recording", url, LinkKind.RECORDING, visibility)
        add_link(get_event(event.slug), link, actor="test", now=END)


def let_it_be(hands: Hands, moment: datetime) -> None:
    """The worker comes round at that moment; nothing leaves yet."""
    hands.set_to(moment)
    jobs.queue_due()
    db.session.expire_all()


def states(event: Event) -> dict[str, tuple[str, str | None]]:
    """{kind: (state, reason)}"""
    db.session.rollback()
    db.session.expire_all()
    return {
        each.kind: (each.state.value, each.reason.value if each.reason else None)
        for each in list_reminders(get_event(event.slug))
    }


def reminder_of(event: Event, kind: str) -> Reminder:
    db.session.rollback()
    db.session.expire_all()
    (reminder,) = [each for each in list_reminders(get_event(event.slug)) if each.kind == kind]
    return reminder


def locked(event: Event, kind: str) -> tuple[Event, Reminder]:
    """As the desk takes them, inside a transaction."""
    event = get_event(event.slug)
    lock_event(event)
    (reminder,) = [each for each in list_reminders(event) if each.kind == kind]
    return event, get_reminder(event, reminder.id, lock=True)


def outcomes(event: Event) -> list[tuple[str, str | None]]:
    """(status, note) of every reminder in the outbox, in order."""
    return [(row.status.value, row.note) for row in _rows(event)]


def queued(event: Event) -> list[tuple[str, str | None]]:
    """(e-mail, occasion) of every reminder in the outbox, sent or not, in order."""
    return [(row.to_address, row.occasion) for row in _rows(event)]


def _rows(event: Event) -> Sequence[OutgoingEmail]:
    db.session.rollback()
    db.session.expire_all()
    query = select(OutgoingEmail).where(
        OutgoingEmail.event_id == event.id, OutgoingEmail.kind.in_(["reminder", "recording"])
    )
    return db.session.scalars(query.order_by(OutgoingEmail.id)).all()
