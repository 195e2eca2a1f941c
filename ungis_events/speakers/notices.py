"""What speakers are told: rows in the outbox, saved with the change they announce."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from ungis_events.core.database import db
from ungis_events.events.models import Event, EventStatus
from ungis_events.events.rules import next_sequence
from ungis_events.mailing.models import EmailStatus, OutgoingEmail
from ungis_events.mailing.service import NewEmail, queue_email

from .composing import NEWER
from .models import Speaker, SpeakerStatus
from .queries import list_roster

_INFORMING = ("speaker_invited", "speaker_confirmed", "speaker_changed", "speaker_cancelled")
"""Mails that say when and where: whoever got one knows it."""


def tell(speaker: Speaker, kind: str, now: datetime, **more: Any) -> None:
    """`more` are facts the mail must not look up when it leaves."""
    db.session.flush()
    facts = {
        "status": speaker.status.value,
        "sequence": speaker.calendar_sequence,
        "event_sequence": speaker.event.sequence,
    }
    _drop_waiting(speaker, kind)
    _queue(speaker, kind, facts | more, now, speaker.email or "")


def put_into_calendar(speaker: Speaker, now: datetime, kind: str, **more: Any) -> None:
    """A REQUEST newer than all they were sent; nothing for who has no address."""
    if speaker.email is None:
        return
    last = speaker.calendar_sequence
    speaker.calendar_sequence = next_sequence(speaker.event.sequence, last)
    tell(speaker, kind, now, **more)


def take_out_of_calendar(
    speaker: Speaker, reason: str, now: datetime, *, to: str | None = None, **more: Any
) -> None:
    """A CANCEL, or words where they never had it in their calendar; `reason` as in the mail.

    The facts say it all: the row may be gone before the mail leaves.
    """
    address = to or speaker.email
    if address is None:
        return
    if speaker.calendar_sequence is not None:
        event = speaker.event
        speaker.calendar_sequence = next_sequence(event.sequence, speaker.calendar_sequence)
    facts = {
        "reason": reason,
        "name": speaker.display_name,
        "number": speaker.id,
        "zone": speaker.zone,
        "status": speaker.status.value,
        "sequence": speaker.calendar_sequence,
    }
    _queue(speaker, "speaker_cancelled", facts | more, now, address)


def tell_speakers(
    event: Event,
    kind: str,
    now: datetime,
    was: dict[str, str],
    note: str | None = None,
    zone_rules: str | None = None,
) -> int:
    """One mail to each who was asked and may come, about what changed; returns how many.

    `kind` is event_changed or event_cancelled. A calendar message goes to who has accepted,
    words to who has not answered yet. Who missed the news before hears them with these.
    """
    known = _list_known(event)
    told = 0
    for speaker in list_roster(event):
        is_coming = speaker.status is SpeakerStatus.CONFIRMED
        if speaker.email is None or not (is_coming or speaker.status is SpeakerStatus.INVITED):
            continue
        knows = known.get(speaker.id, _Known())
        if knows.is_nothing and not is_coming:
            continue  # the invitation that is on its way says what is true when it leaves
        facts = knows.facts(was, note, zone_rules)
        if kind == "event_cancelled":
            take_out_of_calendar(speaker, "event", now, **facts)
        elif is_coming:
            first = knows.is_nothing
            put_into_calendar(
                speaker, now, "speaker_confirmed" if first else "speaker_changed", **facts
            )
        else:
            tell(speaker, "speaker_changed", now, **facts)
        told += 1
    return told


@dataclass
class _Known:
    """What a speaker was told last, and what they have missed since."""

    is_nothing: bool = True
    is_cancelled: bool = False
    was: dict[str, str] | None = None
    """What they know instead of what was so until now."""
    words: str | None = None
    """The organizers', in mails that have not reached them."""
    zone_rules: str | None = None

    def hear(self, kind: str, facts: dict[str, Any], *, is_sent: bool) -> None:
        """One more mail of theirs, in order."""
        is_end = kind == "speaker_cancelled" and facts.get("reason") == "event"
        if is_sent:
            self.is_nothing, self.was, self.words, self.zone_rules = False, None, None, None
            self.is_cancelled = is_end
            return
        if is_end or kind == "speaker_changed":
            self.was = self.was or facts.get("was")
            self.zone_rules = facts.get("zone_rules") or self.zone_rules
            if not is_end:  # the word of a cancellation that is taken back would mislead
                self.words = _joined(self.words, facts.get("note"))

    def facts(
        self, was: dict[str, str], note: str | None, zone_rules: str | None
    ) -> dict[str, Any]:
        found = {
            "was": self.was or was,
            "note": _joined(self.words, note),
            "is_revival": self.is_cancelled or None,
            "zone_rules": zone_rules or self.zone_rules,
        }
        return {name: value for name, value in found.items() if value is not None}


def _list_known(event: Event) -> dict[int, _Known]:
    query = (
        select(
            OutgoingEmail.speaker_id,
            OutgoingEmail.kind,
            OutgoingEmail.facts,
            OutgoingEmail.status,
        )
        .where(
            OutgoingEmail.event_id == event.id,
            OutgoingEmail.speaker_id.is_not(None),
            OutgoingEmail.kind.in_(_INFORMING),
            OutgoingEmail.status != EmailStatus.DROPPED,
        )
        .order_by(OutgoingEmail.id)
    )
    known: dict[int, _Known] = {}
    for speaker_id, kind, facts, status in db.session.execute(query):
        if speaker_id is not None:
            person = known.setdefault(speaker_id, _Known())
            person.hear(kind, facts, is_sent=status is EmailStatus.SENT)
    return known


def _joined(earlier: str | None, later: str | None) -> str | None:
    """Each paragraph once: what was carried along stands in the later one too."""
    paragraphs = "\n\n".join(text for text in (earlier, later) if text).split("\n\n")
    return "\n\n".join(dict.fromkeys(paragraphs)) or None


def _drop_waiting(speaker: Speaker, kind: str) -> None:
    """Asked twice before the first mail has left they get one."""
    db.session.execute(
        update(OutgoingEmail)
        .where(
            OutgoingEmail.speaker_id == speaker.id,
            OutgoingEmail.kind == kind,
            OutgoingEmail.status == EmailStatus.WAITING,
        )
        .values(status=EmailStatus.DROPPED, due_at=None, note=NEWER)
    )


def _queue(speaker: Speaker, kind: str, facts: dict[str, Any], now: datetime, to: str) -> None:
    queue_email(
        NewEmail(
            kind=kind,
            to_address=to,
            event_id=speaker.event_id,
            registration_id=None,
            speaker_id=speaker.id,
            facts=facts,
            language=speaker.language,
        ),
        now=now,
    )


def is_told(event: Event, now: datetime) -> bool:
    """Correcting the record of what is over or cancelled disturbs nobody."""
    return event.status is not EventStatus.CANCELLED and event.ends_at > now
