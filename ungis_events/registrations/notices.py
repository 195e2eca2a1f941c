"""What people are told: rows in the outbox, saved with the change they announce."""

from datetime import datetime
from typing import Any

from sqlalchemy import case, update

from ungis_events.core.database import db
from ungis_events.core.languages import gettext_noop
from ungis_events.events.models import Event
from ungis_events.mailing.queries import list_unsent_facts
from ungis_events.mailing.service import NewEmail, drop_waiting, queue_email, queue_emails

from .models import Registration, RegistrationStatus
from .queries import Addressee, list_addressees
from .rules import HEARING

_NEWS = ("event_changed", "event_cancelled")
_OVERTAKEN = gettext_noop("a newer message about the event follows")


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

    A calendar message goes to who has a seat, words to who waits, nothing to who left. What was
    said before and has not left is dropped: who missed it hears what was so before both, and
    the organizers' words of both.
    """
    _raise_sequences(event)
    missed = _missed(event) if kind == "event_changed" else {}
    drop_waiting(event.id, _NEWS, _OVERTAKEN)
    emails = []
    for person in list_addressees(event, Registration.status.in_(HEARING)):
        before = missed.get(person.id, {})
        facts = {
            "had_seat": person.status is RegistrationStatus.CONFIRMED,
            "was": before.get("was") or was,
            "note": _joined(before.get("note"), note),
        }
        emails.append(_email_to(event, person, kind, **facts, **more))
    return queue_emails(emails, now=now)


def _missed(event: Event) -> dict[int, dict[str, Any]]:
    """{registration: the facts of the first change they were not told of}."""
    facts: dict[int, dict[str, Any]] = {}
    for registration_id, each in list_unsent_facts(event.id, "event_changed"):
        facts.setdefault(registration_id, each)
    return facts


def _joined(missed: str | None, note: str | None) -> str | None:
    return "\n\n".join(dict.fromkeys(text for text in (missed, note) if text)) or None


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
