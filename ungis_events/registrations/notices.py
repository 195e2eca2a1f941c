"""What people are told: rows in the outbox, saved with the change they announce."""

from datetime import datetime
from typing import Any

from sqlalchemy import case, update

from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.mailing.queries import list_waiting_emails
from ungis_events.mailing.service import NewEmail, queue_email, queue_emails

from .models import Registration, RegistrationStatus
from .queries import Addressee, list_addressees
from .rules import HEARING


def tell(registration: Registration, kind: str, now: datetime, **more: Any) -> None:
    """`more` are facts the mail must not look up when it leaves: old times, a note."""
    if registration.id is None:
        db.session.flush()
    queue_email(_email_to(registration.event, registration, kind, **more), now=now)


def tell_everyone(
    event: Event,
    kind: str,
    *,
    now: datetime,
    was: dict[str, str] | None = None,
    note: str | None = None,
    **more: Any,
) -> int:
    """One mail to each person concerned; returns how many.

    A calendar message goes to who has a seat, words to who waits, nothing to who left. Who has
    not been told of the change before this one hears what was so before both.
    """
    _raise_sequences(event)
    untold = _untold(event)
    emails = (
        _email_to(
            event,
            person,
            kind,
            had_seat=person.status is RegistrationStatus.CONFIRMED,
            was=None if was is None else untold.get(person.id, was),
            note=note,
            **more,
        )
        for person in list_addressees(event, Registration.status.in_(HEARING))
    )
    return queue_emails(emails, now=now)


def _raise_sequences(event: Event) -> None:
    """`rules.next_sequence` for everybody with a seat, in one statement."""
    own = Registration.calendar_sequence
    db.session.execute(
        update(Registration)
        .where(
            Registration.event_id == event.id, Registration.status == RegistrationStatus.CONFIRMED
        )
        .values(
            calendar_sequence=case(
                (own >= event.sequence, own + 1),
                else_=event.sequence,
            )
        )
    )


def _untold(event: Event) -> dict[int, dict[str, str]]:
    """{registration: what was so before the changes they have not been told of yet}."""
    waiting = list_waiting_emails(event.id, "event_changed")
    return {
        email.registration_id: email.facts["was"]
        for email in reversed(waiting)
        if email.registration_id is not None and email.facts.get("was")
    }


def _email_to(event: Event, person: Registration | Addressee, kind: str, **more: Any) -> NewEmail:
    facts = {
        "sequence": person.calendar_sequence,
        "event_sequence": event.sequence,
        "status": person.status.value,
    }
    return NewEmail(
        kind=kind,
        to_address=person.email,
        event_id=event.id,
        registration_id=person.id,
        facts=facts | {name: value for name, value in more.items() if value is not None},
        language=person.language,
    )
