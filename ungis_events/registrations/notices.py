"""What people are told: rows in the outbox, saved with the change they announce.

And what history keeps of what no organizer did: people themselves, or the waiting list.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, update

from ungis_events.core.database import db, is_rehearsing
from ungis_events.core.languages import gettext_noop
from ungis_events.events.models import Event
from ungis_events.history.service import record_history
from ungis_events.mailing.queries import (
    find_unsent_facts,
    list_last_sent,
    list_missed,
    list_registrations_told,
)
from ungis_events.mailing.service import (
    NewEmail,
    count_recent_emails,
    drop_waiting,
    queue_email,
    queue_emails,
)

from .models import Registration, RegistrationStatus
from .queries import Addressee, list_addressees, list_specimens
from .rules import HEARING

MAILS_AN_HOUR = 3
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


def tell_outcome(registration: Registration, now: datetime, *, with_news: bool = False) -> None:
    kind = {
        RegistrationStatus.CONFIRMED: "registration_confirmed",
        RegistrationStatus.WAITLISTED: "registration_waitlisted",
        RegistrationStatus.PENDING: "registration_pending",
    }[registration.status]
    tell(registration, kind, now, with_news=with_news)


def mail_own_link(registration: Registration, kind: str, now: datetime) -> None:
    """At most MAILS_AN_HOUR to one address about one event, whoever asks for them."""
    recent = count_recent_emails(
        registration.event_id, registration.email, since=now - timedelta(hours=1)
    )
    if recent < MAILS_AN_HOUR:
        tell(registration, kind, now)


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
    among = list_specimens(event) if is_rehearsing() else None
    _raise_sequences(event, among)
    known = _list_known(event, among)
    drop_waiting(event.id, _NEWS, _OVERTAKEN)
    emails = []
    for person in list_addressees(event, Registration.status.in_(HEARING), *_only(among)):
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


def _list_known(event: Event, among: Collection[int] | None) -> dict[int, _Known]:
    """{registration: …} of everybody who knows something else than what was so until now."""
    known = {
        told.registration_id: _Known(told.facts.get("at_cancel"), is_cancelled=True)
        for told in list_last_sent(event.id, "event_cancelled", _INFORMING, among)
    }
    informed = list_registrations_told(event.id, _INFORMING, among)
    for told in list_missed(event.id, _PERSONAL, _INFORMING, among):
        if told.registration_id not in informed:
            known[told.registration_id] = _Known(None)
    for told in list_missed(event.id, _NEWS, _INFORMING, among):
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


def _only(among: Collection[int] | None) -> tuple[ColumnElement[bool], ...]:
    return () if among is None else (Registration.id.in_(among),)


def _raise_sequences(event: Event, among: Collection[int] | None) -> None:
    """`events.rules.next_sequence` for everybody with a seat, in one statement."""
    own = Registration.calendar_sequence
    db.session.execute(
        update(Registration)
        .where(
            Registration.event_id == event.id,
            Registration.status == RegistrationStatus.CONFIRMED,
            *_only(among),
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


def write_down_move(
    registration: Registration,
    act: str,
    before: RegistrationStatus,
    now: datetime,
    *,
    actor: str = "registrant",
) -> None:
    changes = {"status": [before.value, registration.status.value]}
    write_down(registration, act, changes, actor, now)


def write_down(
    registration: Registration, act: str, changes: dict[str, Any], actor: str, now: datetime
) -> None:
    """What no organizer did. The number and names of fields only: history outlives the data."""
    record_history(
        registration.event_id,
        act=f"registration {registration.id}: {act}",
        changes=changes,
        actor=actor,
        now=now,
        registration_id=registration.id,
    )
