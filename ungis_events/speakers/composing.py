"""How an e-mail to a speaker is put together."""

from datetime import datetime
from typing import Any, NamedTuple

from ungis_events.core.languages import gettext_noop
from ungis_events.core.site_links import site_url
from ungis_events.events.models import Event, EventStatus
from ungis_events.mailing.models import OutgoingEmail

from . import links
from .models import Speaker, SpeakerStatus
from .queries import find_speaker
from .vocabulary import meeting_time

NEWER = gettext_noop("a newer message about the same appearance follows")


class Addressee(NamedTuple):
    """Whom a mail is for when nobody stands on the roster any more."""

    display_name: str
    zone: str | None


def context_for(row: OutgoingEmail, speaker: Speaker) -> dict[str, Any]:
    """What the templates of emails/speaker_… use."""
    event = speaker.event
    is_coming = speaker.status is SpeakerStatus.CONFIRMED
    replaced = find_speaker(speaker.replaces_id)
    return of_event(row, event, Addressee(speaker.display_name, speaker.zone)) | {
        "speaker": speaker,
        "own_url": links.own_url(speaker),
        "join_url": links.join_url(speaker),
        # In the briefing only: the link of their own stays right when this one changes.
        "green_room_url": event.green_room_url if row.kind == "speaker_briefing" else None,
        "in_place_of": replaced.display_name if replaced else None,
        "is_coming": is_coming,
    }


def of_event(row: OutgoingEmail, event: Event, addressee: Addressee) -> dict[str, Any]:
    """All that hangs on the event and on what was frozen with the mail."""
    is_public = event.status is not EventStatus.DRAFT
    return {
        "event": event,
        # The pieces of mails ask one thing of whom they are for: the zone.
        "registration": addressee,
        "name": addressee.display_name,
        "event_url": site_url("events.show", slug=event.slug) if is_public else None,
        "own_url": None,
        "join_url": None,
        "meeting_time": meeting_time(event, addressee.zone),
        "green_room_url": None,
        "was": _was(row.facts.get("was") or {}),
        "note": row.facts.get("note"),
        "reason": row.facts.get("reason"),
        "had_entry": row.facts.get("sequence") is not None,
        "is_revival": row.facts.get("is_revival", False),
        "is_again": row.facts.get("is_again", False),
        "is_new_link": row.facts.get("is_new_link", False),
        "zone_rules": row.facts.get("zone_rules"),
        "turns": (),
        "agenda": (),
    }


def _was(frozen: dict[str, str]) -> dict[str, Any]:
    """Old times and place, as they were when the event was changed."""
    return {
        name: datetime.fromisoformat(value) if name.endswith("_at") else value
        for name, value in frozen.items()
    }
