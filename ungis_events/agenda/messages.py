"""E-mails to speakers, with their turns: speakers/messages.py knows no agenda."""

from datetime import datetime
from typing import Any

from ungis_events.adapters.mail import Email
from ungis_events.mailing.composing import MailShown
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.speakers import messages
from ungis_events.speakers.models import Speaker
from ungis_events.speakers.queries import find_speaker

from .queries import agenda_of, turns_of


def build(row: OutgoingEmail, now: datetime) -> Email:
    """The complete e-mail. Raises Overtaken when it must not leave any more."""
    speaker = find_speaker(row.speaker_id)
    return messages.build(row, now, _turns(speaker) if speaker else None)


def show_briefing(speaker: Speaker) -> MailShown:
    """As they will get it, for the desk."""
    row = OutgoingEmail(
        kind="speaker_briefing",
        to_address=speaker.email or "",
        event_id=speaker.event_id,
        facts={"status": speaker.status.value},
        language=speaker.language,
    )
    return messages.show(row, speaker, _turns(speaker))


def _turns(speaker: Speaker) -> dict[str, Any]:
    return {"turns": turns_of(speaker), "agenda": agenda_of(speaker.event)}
