"""E-mails to speakers, built by the worker from what is true when they leave.

agenda/messages.py calls this with their turns: a speaker's minutes stand in the agenda.
"""

from datetime import datetime
from typing import Any

from flask_babel import force_locale

from ungis_events.adapters.mail import Email
from ungis_events.core.database import db
from ungis_events.core.languages import gettext_noop
from ungis_events.events.models import Event, EventStatus
from ungis_events.mailing.composing import CalendarPart, MailShown, compose_email, show_email
from ungis_events.mailing.errors import Overtaken
from ungis_events.mailing.models import OutgoingEmail

from . import links
from .calendar import cancellation, invitation
from .composing import NEWER, Addressee, context_for, of_event
from .models import Speaker, SpeakerStatus
from .queries import find_speaker

_INVITING = {"speaker_confirmed", "speaker_changed"}


def build(row: OutgoingEmail, now: datetime, more: dict[str, Any] | None = None) -> Email:
    """The complete e-mail; `more` goes to the templates.

    Raises Overtaken when it must not leave any more.
    """
    speaker = find_speaker(row.speaker_id)
    if row.kind == "speaker_cancelled":
        return _build_end(row, speaker, now)
    if speaker is None:
        raise Overtaken(gettext_noop("the speaker was removed"))
    _check_still_true(row, speaker, now)
    with force_locale(row.language):  # links and the calendar speak it too
        context = context_for(row, speaker) | (more or {})
        part = _invitation(row, speaker, now)
    return compose_email(
        row,
        context,
        to_name=speaker.display_name,
        calendar=part,
        reply_to=speaker.event.contact,
    )


def show(row: OutgoingEmail, speaker: Speaker, more: dict[str, Any]) -> MailShown:
    """What `build` would make of it, for the desk. `row` need not be saved."""
    with force_locale(row.language):
        if row.kind == "speaker_cancelled":
            context = _context_of_end(row, speaker.event)
        else:
            context = context_for(row, speaker) | more
    return show_email(row, context)


def _build_end(row: OutgoingEmail, speaker: Speaker | None, now: datetime) -> Email:
    """They are not expected any more: told from the facts, for the row may be gone."""
    event, facts = db.session.get_one(Event, row.event_id), row.facts
    _check_end(row, event, speaker)
    name, sequence = facts["name"], facts["sequence"]
    part = None
    with force_locale(row.language):
        context = _context_of_end(row, event)
        if sequence is not None:
            part = cancellation(
                event, facts["number"], sequence, email=row.to_address, name=name, now=now
            )
    return compose_email(
        row,
        context,
        to_name=name,
        calendar=part,
        reply_to=event.contact,
    )


def _context_of_end(row: OutgoingEmail, event: Event) -> dict[str, Any]:
    return of_event(row, event, Addressee(row.facts["name"], row.facts["zone"]))


def _check_end(row: OutgoingEmail, event: Event, speaker: Speaker | None) -> None:
    is_cancelled = event.status is EventStatus.CANCELLED
    if row.facts["reason"] == "event" and not is_cancelled:
        raise Overtaken(gettext_noop("the event takes place after all"))
    if speaker is None or speaker.email != row.to_address:
        return
    if speaker.calendar_sequence != row.facts["sequence"]:
        raise Overtaken(NEWER)
    if speaker.status.value != row.facts["status"]:
        raise Overtaken(gettext_noop("the speaker's answer has changed since"))


def _check_still_true(row: OutgoingEmail, speaker: Speaker, now: datetime) -> None:
    event = speaker.event
    if event.status is EventStatus.CANCELLED:
        raise Overtaken(gettext_noop("the event was cancelled"))
    if event.ends_at <= now:
        raise Overtaken(gettext_noop("the event is over"))
    if speaker.email != row.to_address:
        raise Overtaken(gettext_noop("the speaker's address has changed since"))
    if speaker.status.value != row.facts["status"]:
        raise Overtaken(gettext_noop("the speaker's answer has changed since"))
    if row.kind == "speaker_briefing":
        return
    if row.facts["sequence"] != speaker.calendar_sequence:
        raise Overtaken(NEWER)
    is_news = row.kind == "speaker_changed"
    if is_news and row.facts["event_sequence"] < event.sequence:
        raise Overtaken(gettext_noop("a newer message about the event follows"))


def _invitation(row: OutgoingEmail, speaker: Speaker, now: datetime) -> CalendarPart | None:
    if row.kind not in _INVITING or speaker.status is not SpeakerStatus.CONFIRMED:
        return None
    return invitation(speaker, links.join_url(speaker), now)
