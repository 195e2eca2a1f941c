"""Removing personal data: one person's when they ask, everybody's when the time is over.

A removal is a row in a queue and is worked in pieces, each a transaction of its own: what is
counted and what is deleted go together, so that it can be killed at any point and goes on.
Lock order as everywhere: the event with its seats first, registrations after it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from ungis_events.admissions.queries import is_anyone_being_asked, is_being_asked
from ungis_events.core.database import db
from ungis_events.core.languages import gettext_noop
from ungis_events.events.models import Event, EventStatus
from ungis_events.events.queries import lock_event
from ungis_events.events.service import record_change
from ungis_events.history.rules import Actor
from ungis_events.history.service import record_history
from ungis_events.mailing.models import EmailStatus, OutgoingEmail
from ungis_events.registrations.models import Registration
from ungis_events.registrations.queries import lock_registration
from ungis_events.registrations.rules import ACTIVE
from ungis_events.registrations.service import withdraw_registration
from ungis_events.speakers.models import Speaker

from . import erasing
from .errors import MailsOnTheWay, NotOverYet
from .models import Removal
from .queries import (
    find_removal_of_event,
    find_totals,
    has_mails_waiting,
    list_due_events,
    list_events_with_old_needs,
)
from .rules import PATIENCE

BATCH = 500
MAILS = 2000
_AGAIN = timedelta(minutes=1)
_LETTING_GO = ("withdrawn", "registration_rejected", "event_cancelled")
"""Mails that take the event out of a calendar: they still leave."""
_FREE_TEXT = (
    "honorific", "job_title", "captions_language", "access_needs", "question", "zone", "form_key",
)  # fmt: skip
RETENTION = "retention period"
THEMSELF = gettext_noop("the person themself")


@dataclass(frozen=True)
class PrivacyDetails:
    """What organizers say of an event's data; `retention_days` None: as the setting says."""

    notice: str | None
    retention_days: int | None

    @classmethod
    def of(cls, event: Event) -> "PrivacyDetails":
        return cls(event.notice, event.retention_days)


def change_privacy(event: Event, details: PrivacyDetails, *, actor: str, now: datetime) -> None:
    """The notice stands on the form, so its page changes with it."""
    changes = {
        name: [getattr(event, name), value]
        for name, value in vars(details).items()
        if getattr(event, name) != value
    }
    if changes:
        event.notice, event.retention_days = details.notice, details.retention_days
        record_change(event, act="privacy changed", changes=changes, actor=actor, now=now)


def remove_person(registration: Registration, *, now: datetime) -> None:
    """At the person's own wish: free what they hold, forget what they told, erase the row.

    Whoever is still expected withdraws first, so that the seat goes on and the calendar lets
    go. Until that mail has left (a day at most) their name and address stay for it, and what is
    counted of them; nothing else, and no link opens them any more.
    """
    event = registration.event
    lock_event(event)
    lock_registration(registration)
    if registration.status in ACTIVE and event.ends_at > now:
        withdraw_registration(registration, now=now)
    for name in _FREE_TEXT:
        setattr(registration, name, None)
    registration.organization, registration.later_news = "", False
    registration.link_version += 1
    db.session.flush()
    db.session.execute(
        delete(OutgoingEmail).where(
            OutgoingEmail.registration_id == registration.id,
            (OutgoingEmail.status != EmailStatus.WAITING) | OutgoingEmail.kind.not_in(_LETTING_GO),
        )
    )
    erasing.erase_answers([registration.id])
    record_history(
        event.id,
        act="data removed",
        changes={},
        actor=THEMSELF,
        now=now,
        registration_id=registration.id,
    )
    if _waits(registration):
        _ask(event.id, registration.id, THEMSELF, now)
    else:
        _erase_person(registration, now)


def _waits(registration: Registration) -> bool:
    """For the mail that lets go, and for the answer that tells what to have forgotten."""
    has_mail = has_mails_waiting(registration.event_id, registration.id, _LETTING_GO)
    return has_mail or is_being_asked(registration.id)


def _erase_person(registration: Registration, now: datetime) -> None:
    """With what was merged into them: it is the same person."""
    merged = select(Registration.id).where(Registration.merged_into_id == registration.id)
    ids = [*db.session.scalars(merged), registration.id]
    event_id = registration.event_id
    db.session.flush()
    db.session.expunge(registration)
    erasing.erase_registrations(event_id, ids, now)


def _ask(event_id: int, registration_id: int | None, actor: str, now: datetime) -> None:
    known = select(Removal).where(
        Removal.event_id == event_id,
        Removal.registration_id.is_(None)
        if registration_id is None
        else Removal.registration_id == registration_id,
    )
    if db.session.scalars(known.limit(1)).first() is None:
        db.session.add(
            Removal(
                event_id=event_id,
                registration_id=registration_id,
                asked_by=actor,
                asked_by_id=actor.account_id if isinstance(actor, Actor) else None,
                asked_at=now,
                due_at=now,
            )
        )


def ask_purge(event: Event, *, actor: str, now: datetime) -> None:
    """An organizer's "remove now". Raises NotOverYet, MailsOnTheWay."""
    lock_event(event)
    is_off = event.status is EventStatus.CANCELLED
    if event.ends_at > now and not is_off:
        raise NotOverYet
    if has_mails_waiting(event.id):
        raise MailsOnTheWay
    if find_removal_of_event(event.id) is None:
        _ask(event.id, None, actor, now)
        record_history(
            event.id, act="removal of personal data asked for", changes={}, actor=actor, now=now
        )


def purge_due(now: datetime, *, default_days: int) -> list[str]:
    """Begin the removal where the retention is over; returns the slugs. Again: nothing new.

    The queue does the rest, a piece at a time.
    """
    events = list_due_events(now, default_days)
    for event in events:
        lock_event(event)  # two workers may look at the same moment
        _ask(event.id, None, RETENTION, now)
    return [event.slug for event in events]


def work_removal(removal_id: int, now: datetime) -> None:
    """The next piece of one removal, in the caller's transaction."""
    removal = db.session.get(Removal, removal_id)
    if removal is None:
        return
    event = db.session.get_one(Event, removal.event_id)
    lock_event(event)
    # Read again under the lock: another worker may have ended it meanwhile.
    removal = db.session.get(Removal, removal_id, populate_existing=True)
    if removal is None:
        return
    if removal.registration_id is None:
        _purge_some(event, removal, now)
    else:
        _finish_person(event, removal, removal.registration_id, now)


def _finish_person(event: Event, removal: Removal, registration_id: int, now: datetime) -> None:
    registration = db.session.get_one(Registration, registration_id)
    lock_registration(registration)
    if registration.registered_at > removal.asked_at:
        db.session.delete(removal)  # they came back: these are other data, given anew
        return
    if registration.status in ACTIVE and event.ends_at > now:
        withdraw_registration(registration, now=now)  # somebody else brought them back
        db.session.flush()
    if _waits(registration) and now < removal.asked_at + PATIENCE:
        removal.due_at = now + _AGAIN
    else:
        _erase_person(registration, now)


def _purge_some(event: Event, removal: Removal, now: datetime) -> None:
    if erasing.erase_presences(event.id, MAILS):
        removal.due_at = now
        return
    if is_anyone_being_asked(event.id) and now < removal.asked_at + PATIENCE:
        removal.due_at = now + _AGAIN  # the answer tells what to have forgotten
        return
    ids = erasing.some_registrations(event.id, BATCH)
    if ids:
        erasing.erase_registrations(event.id, ids, now)
    elif erasing.erase_mails(event.id, MAILS) < MAILS:
        _finish_purge(event, removal, now)
        return
    removal.due_at = now  # and at once the next piece


def _finish_purge(event: Event, removal: Removal, now: datetime) -> None:
    speakers = erasing.forget_speakers(event.id)
    erasing.forget_room(event.id, now)
    erasing.forget_imports(event.id)
    erasing.forget_searches(event.id)
    erasing.forget_names(event.id)
    totals = find_totals(event.id)
    event.purged_at = now
    by = removal.asked_by
    record_history(
        event.id,
        act="personal data removed",
        changes={
            "people": [totals.totals.get("people", 0) if totals else 0, 0],
            "speakers": [None, speakers],
        },
        actor=Actor.of(by, removal.asked_by_id) if removal.asked_by_id else by,
        now=now,
    )
    db.session.delete(removal)


def forget_access_needs(now: datetime) -> int:
    """Of events that are over since a day; returns of how many events."""
    events = list_events_with_old_needs(now)
    for event_id in events:
        numbers = {
            name: db.session.execute(
                update(table)
                .where(table.event_id == event_id, table.access_needs.is_not(None))
                .values(access_needs=None)
            ).rowcount  # type: ignore[attr-defined] # of a CursorResult
            for name, table in (("registrations", Registration), ("speakers", Speaker))
        }
        record_history(
            event_id,
            act="access needs removed",
            changes={name: [number, 0] for name, number in numbers.items() if number},
            actor=RETENTION,
            now=now,
        )
    return len(events)


def record_opening(event: Event, number: int, *, actor: str, now: datetime) -> None:
    """Who looked at what people need to take part."""
    changes = {"rows": [None, number]}
    record_history(event.id, act="access needs opened", changes=changes, actor=actor, now=now)
