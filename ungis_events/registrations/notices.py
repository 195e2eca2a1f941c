"""What people are told: rows in the outbox, saved with the change they announce."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, update

from ungis_events.core.database import db
from ungis_events.core.languages import gettext_noop
from ungis_events.events.models import Event
from ungis_events.mailing.queries import (
    find_unsent_facts,
    list_last_sent,
    list_missed,
    list_registrations_told,
)
from ungis_events.mailing.service import NewEmail, drop_waiting, queue_email, queue_emails

from .models import Registration, RegistrationStatus
from .queries import Addressee, list_addressees
from .rules import HEARING

_NEWS = ("event_changed", "event_cancelled")
_PERSONAL = (
    "registration_confirmed",
    "registration_waitlisted",
    "registration_pending",
    "promoted",
)
_INFORMING = (*_NEWS, *_PERSONAL)
"""Mails that say when and where: whoever got one knows it."""
_OVERTAKEN = gettext_noop("a newer message about the event follows")


def tell(
    registration: Registration, kind: str, now: datetime, *, with_news: bool = False, **more: Any
) -> None:
    """`more` are facts the mail must not look up when it leaves.

    `with_news`: it overtakes the news of a change that have not reached the person yet, and so
    brings them along.
    """
    if registration.id is None:
        db.session.flush()
    news = find_unsent_facts(registration.id, "event_changed") if with_news else None
    carried = {name: (news or {}).get(name) for name in ("was", "note", "is_revival", "zone_rules")}
    queue_email(_email_to(registration.event, registration, kind, **carried | more), now=now)


def tell_everyone(
    event: Event,
    kind: str,
    *,
    now: datetime,
    was: dict[str, str],
    note: str | None = None,
    zone_rules: str | None = None,
) -> int:
    """One mail to each person concerned; returns how many.

    A calendar message goes to who has a seat, words to who waits, nothing to who left. News
    that have not left are dropped: who missed them hears, besides these, what they knew last
    and the organizers' words in between.
    """
    _raise_sequences(event)
    known = _list_known(event)
    drop_waiting(event.id, _NEWS, _OVERTAKEN)
    emails = []
    for person in list_addressees(event, Registration.status.in_(HEARING)):
        knows = known.get(person.id, _Known(was))
        facts = {
            "had_seat": person.status is RegistrationStatus.CONFIRMED,
            "was": knows.was,
            "note": _joined(knows.words, note),
            "zone_rules": zone_rules or knows.zone_rules,
        }
        if kind == "event_cancelled":
            facts |= {"at_cancel": was, "words_before": knows.words}
        else:
            facts |= {
                "is_revival": knows.is_cancelled or None,
                "is_first": knows.is_nothing or None,
            }
        emails.append(_email_to(event, person, kind, **facts))
    return queue_emails(emails, now=now)


@dataclass
class _Known:
    """What a person was told last, and what they have missed since."""

    was: dict[str, str] | None
    """Times and place; None: nothing yet."""
    is_cancelled: bool = False
    """It was cancelled, whether they heard of it or saw it on the page."""
    words: str | None = None
    """The organizers', in mails that have not reached them."""
    zone_rules: str | None = None

    @property
    def is_nothing(self) -> bool:
        return self.was is None


def _list_known(event: Event) -> dict[int, _Known]:
    """{registration: …} of everybody who knows something else than what was so until now."""
    known = {
        told.registration_id: _Known(told.facts.get("at_cancel"), is_cancelled=True)
        for told in list_last_sent(event.id, "event_cancelled", _INFORMING)
    }
    informed = list_registrations_told(event.id, _INFORMING)
    for told in list_missed(event.id, _PERSONAL, _INFORMING):
        if told.registration_id not in informed:
            known[told.registration_id] = _Known(None)
    for told in list_missed(event.id, _NEWS, _INFORMING):
        facts = told.facts
        knows = known.setdefault(told.registration_id, _Known(facts.get("was")))
        knows.is_cancelled |= told.kind == "event_cancelled"
        # Where a cancellation that they did not hear of is taken back its word would mislead.
        words = facts.get("words_before" if told.kind == "event_cancelled" else "note")
        knows.words = _joined(knows.words, words)
        knows.zone_rules = facts.get("zone_rules") or knows.zone_rules
    return known


def _joined(earlier: str | None, later: str | None) -> str | None:
    """Each paragraph once: what was carried along stands in the later one too."""
    paragraphs = "\n\n".join(text for text in (earlier, later) if text).split("\n\n")
    return "\n\n".join(dict.fromkeys(paragraphs)) or None


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
