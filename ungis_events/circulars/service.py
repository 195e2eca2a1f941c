"""What can be done with circulars, by organizers and by the worker; readers can stop news."""

from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import LazyString, force_locale, lazy_gettext
from sqlalchemy import exists, select, update

from ungis_events.bulk_acts.models import BulkAct, BulkOutcome
from ungis_events.core.database import db
from ungis_events.core.errors import DomainError, InvalidInput
from ungis_events.events.models import Event
from ungis_events.history.service import record_history
from ungis_events.mailing.service import NewEmail, queue_email, queue_emails
from ungis_events.registrations.models import Registration, RegistrationStatus
from ungis_events.registrations.queries import list_addressees

from .details import CircularDetails
from .errors import CircularActNotPossible, CircularChangedMeanwhile
from .models import KIND, Circular, CircularState
from .queries import chosen, count_recipients, has_it_not_yet, lock_scheduled
from .rules import is_called_off, state_after

WORKER = "worker"


class Writer(NamedTuple):
    """The organizer at the desk."""

    name: str
    email: str


def write_circular(
    event: Event, details: CircularDetails, *, writer: Writer, now: datetime
) -> Circular:
    """A draft. Raises InvalidInput."""
    details.check(event, now)
    return _draft(event, details, writer, now)


def _draft(event: Event, details: CircularDetails, writer: Writer, now: datetime) -> Circular:
    circular = Circular(
        event_id=event.id,
        event=event,
        author=writer.name,
        reply_to=event.contact or writer.email,
        state=CircularState.DRAFT,
        version=1,
        created_at=now,
        changed_at=now,
        **vars(details),
    )
    db.session.add(circular)
    db.session.flush()
    _note(circular, "written", {"subject": [None, circular.subject]}, writer.name, now)
    return circular


def write_to_chosen(event: Event, bulk_act: BulkAct, *, writer: Writer, now: datetime) -> Circular:
    """A draft to exactly the people of `bulk_act`, whatever their states are; its words are
    written next.
    """
    people = exists().where(
        BulkOutcome.bulk_act_id == bulk_act.id, BulkOutcome.registration_id == Registration.id
    )
    statuses = db.session.scalars(select(Registration.status).where(people).distinct()).all()
    details = CircularDetails(
        subject=event.title[:200],
        body="",
        statuses=[each.value for each in RegistrationStatus if each in statuses],
        bulk_act_id=bulk_act.id,
    )
    return _draft(event, details, writer, now)


def change_circular(
    circular: Circular,
    details: CircularDetails,
    *,
    expected_version: int,
    writer: Writer,
    now: datetime,
) -> None:
    """Only a draft. Raises InvalidInput, CircularChangedMeanwhile, CircularActNotPossible."""
    _lock(circular)
    if circular.state is not CircularState.DRAFT:
        raise CircularActNotPossible
    _check_read(circular, expected_version)
    details.check(circular.event, now)
    before = CircularDetails.of(circular)
    if details == before:
        return
    for name, value in vars(details).items():
        setattr(circular, name, value)
    circular.reply_to = circular.event.contact or writer.email
    circular.author = writer.name
    _touch(circular, now)
    # Words may be about people, and history outlives them: the subject says which message.
    _note(circular, "changed", {"subject": [before.subject, details.subject]}, writer.name, now)


def delete_circular(circular: Circular, *, actor: str, now: datetime) -> None:
    """Only a draft: what was sent stays. Raises CircularActNotPossible."""
    _lock(circular)
    if circular.state is not CircularState.DRAFT:
        raise CircularActNotPossible
    _note(circular, "deleted", {"subject": [circular.subject, None]}, actor, now)
    db.session.delete(circular)


def schedule_circular(
    circular: Circular, *, expected_version: int, actor: str, now: datetime
) -> None:
    """Let it leave at its moment, or at once.

    Raises InvalidInput, CircularChangedMeanwhile, CircularActNotPossible.
    """
    _lock(circular)
    state = state_after(circular.state, "schedule")
    _check_read(circular, expected_version)
    details = CircularDetails.of(circular)
    details.check(circular.event, now)
    if details.send is None and not count_recipients(circular.event, details):
        raise InvalidInput({"statuses": lazy_gettext("Nobody fits: choose other people")})
    circular.state, circular.note, circular.attempts = state, None, 0
    circular.due_at = details.leaves_at(circular.event, now)
    circular.reply_to = circular.event.contact or circular.reply_to
    _touch(circular, now)
    _note(circular, "scheduled", {"due": [None, circular.due_at.isoformat()]}, actor, now)


def call_back(circular: Circular, *, actor: str, now: datetime) -> None:
    """A draft again, while none of its mails exists. Raises CircularActNotPossible."""
    _lock(circular)
    _return_to_draft(circular, None, actor, now)


def send_circular(circular_id: int, now: datetime) -> None:
    """A mail for each person who fits, at the moment that was chosen: the worker's part."""
    circular = db.session.get(Circular, circular_id, with_for_update=True, populate_existing=True)
    if circular is None or circular.state is not CircularState.SCHEDULED:
        return  # called back while the worker was on its way
    reason = _reason_not_to_send(circular, now)
    if reason is not None:
        _return_to_draft(circular, reason, WORKER, now)
        return
    due_at = CircularDetails.of(circular).leaves_at(circular.event, now)
    if due_at > now:
        circular.due_at = due_at  # called back and scheduled anew meanwhile
        return
    people = list_addressees(circular.event, *chosen(circular), has_it_not_yet(circular))
    emails = (
        NewEmail(
            kind=KIND,
            to_address=person.email,
            event_id=circular.event_id,
            registration_id=person.id,
            facts={"circular_id": circular.id},
            language=person.language,
            occasion=circular.occasion,
        )
        for person in people
    )
    circular.recipients = queue_emails(emails, now=now)
    circular.state = state_after(circular.state, "send")
    circular.sent_at, circular.due_at = now, None
    _note(circular, "sent", {"mails": [None, circular.recipients]}, WORKER, now)


def _reason_not_to_send(circular: Circular, now: datetime) -> str | LazyString | None:
    event = circular.event
    if is_called_off(event, circular.changed_at):
        return lazy_gettext("The event was cancelled.")
    details = CircularDetails.of(circular)
    try:
        details.leaves_at(event, now)
    except DomainError as error:
        return error.message
    return details.join_link_problem(event, now)


def follow(event: Event, *, now: datetime) -> None:
    """After any change of the event: its wall times mean other moments in another zone.

    What no longer makes sense comes back as a draft with a note; nothing leaves by surprise.
    """
    for circular in lock_scheduled(event):
        reason = _reason_not_to_send(circular, now)
        if reason is not None:
            _return_to_draft(circular, reason, WORKER, now)
        elif circular.send is not None and circular.attempts == 0:  # no worker has it yet
            due_at = CircularDetails.of(circular).leaves_at(event, now)
            if due_at != circular.due_at and due_at <= now:
                reason = lazy_gettext("In the event's new time zone its moment has passed.")
                _return_to_draft(circular, reason, WORKER, now)
            else:
                circular.due_at = due_at


def queue_test(circular: Circular, *, writer: Writer, language: str, now: datetime) -> None:
    """A mail to the organizer alone, as somebody with a seat would get it."""
    email = NewEmail(
        kind=KIND,
        to_address=writer.email,
        event_id=circular.event_id,
        registration_id=None,
        facts={"is_test": True, "name": writer.name, "circular_id": circular.id},
        language=language,
    )
    queue_email(email, now=now)


def stop_news(registration: Registration) -> None:
    """No news to this address any more, whichever of its registrations the link was for."""
    db.session.execute(
        update(Registration)
        .where(Registration.email_key == registration.email_key, Registration.later_news.is_(True))
        .values(later_news=False)
    )


def _lock(circular: Circular) -> None:
    db.session.refresh(circular, with_for_update=True)


def _check_read(circular: Circular, expected_version: int) -> None:
    if circular.version != expected_version:
        raise CircularChangedMeanwhile


def _return_to_draft(
    circular: Circular, reason: str | LazyString | None, actor: str, now: datetime
) -> None:
    circular.state = state_after(circular.state, "call back")
    with force_locale("en"):  # whoever's language it is now: each reader has it translated
        note = None if reason is None else str(reason)
    circular.due_at, circular.note = None, note
    _touch(circular, now)
    _note(circular, "called back", {"reason": [None, note]} if note else {}, actor, now)


def _touch(circular: Circular, now: datetime) -> None:
    circular.version += 1
    circular.changed_at = now


def _note(
    circular: Circular, act: str, changes: dict[str, list[Any]], actor: str, now: datetime
) -> None:
    record_history(
        circular.event_id,
        act=f"message {circular.id}: {act}",
        changes=changes,
        actor=actor,
        now=now,
    )
