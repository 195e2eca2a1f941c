"""Inviting people, and what becomes of it: each act goes through the table of transitions."""

from dataclasses import replace
from datetime import datetime

from flask_babel import lazy_gettext

from ungis_events.core.errors import InvalidInput
from ungis_events.events.models import Event
from ungis_events.events.queries import lock_event
from ungis_events.history.service import record_history

from . import notices, rules
from .details import SpeakerProfile
from .errors import EventOver, NoAddress
from .models import Speaker, SpeakerStatus
from .queries import SEEN, list_speakers, lock_speaker
from .service import add_speaker, note_version, record

_ASKING = {"invite", "ask_again"}
_TENDING = {
    "freeze": "speaker entry closed",
    "unfreeze": "speaker entry opened",
    "renew": "speaker link renewed",
    "seen": SEEN,
}
"""What stands in history for an act that no page shows."""
_NEEDING_TIME = _ASKING | {"accept", "replace"}


def act_on(
    event: Event,
    speaker: Speaker,
    act: str,
    *,
    actor: str,
    now: datetime,
    word: str | None = None,
    is_own: bool = False,
) -> None:
    """An act of the table; `word` is what the speaker says with it, `is_own` that it is theirs.

    The word stands in the row, which can forget it, and not in history, which cannot.

    Raises SpeakerActNotPossible, NoAddress, EventOver.
    """
    lock_event(event)  # or they get a mail with the time it had until this moment
    lock_speaker(speaker)
    before = speaker.status
    after = rules.status_after(before, act)
    if act in _NEEDING_TIME and not notices.is_told(event, now):
        raise EventOver
    if act in _ASKING and speaker.email is None:
        raise NoAddress
    speaker.status = after
    if act in _ASKING:
        speaker.invited_at, speaker.answered_at = now, None
    elif after is not SpeakerStatus.PROPOSED:
        speaker.answered_at = now
    if act == "take_back":
        speaker.link_version += 1  # the link that was mailed no longer answers
    note_version(speaker, now, is_own=is_own)
    if act != "replace":  # who declined may still name a substitute: why stays
        speaker.answer_words = word
    changes = {"speaker": speaker.display_name, "state": [before.value, after.value]}
    record(event, speaker, f"speaker: {act}", changes, actor, now)
    if notices.is_told(event, now):
        _tell(speaker, act, before, now, is_own=is_own)


def _tell(
    speaker: Speaker, act: str, before: SpeakerStatus, now: datetime, *, is_own: bool
) -> None:
    if act in _ASKING:
        notices.tell(speaker, "speaker_invited", now)
    elif speaker.status is SpeakerStatus.CONFIRMED:
        notices.put_into_calendar(speaker, now, "speaker_confirmed")
    elif before is SpeakerStatus.CONFIRMED or (
        before is SpeakerStatus.INVITED
        # Who declines, or names a substitute, before accepting knows it themselves.
        and (act == "take_back" or (act == "replace" and not is_own))
    ):
        notices.take_out_of_calendar(speaker, act, now)


def invite_all(event: Event, *, actor: str, now: datetime) -> tuple[int, int]:
    """Everybody proposed; returns how many were asked, and how many have no address."""
    proposed = [each for each in list_speakers(event) if each.status is SpeakerStatus.PROPOSED]
    able = [speaker for speaker in proposed if speaker.email]
    for speaker in able:
        act_on(event, speaker, "invite", actor=actor, now=now)
    return len(able), len(proposed) - len(able)


def add_substitute(
    event: Event,
    speaker: Speaker,
    details: SpeakerProfile,
    *,
    actor: str,
    now: datetime,
    is_own: bool = False,
) -> Speaker:
    """Somebody who speaks in their place, invited at once where there is an address.

    Raises InvalidInput, and what `act_on` raises.
    """
    details = replace(details, part=speaker.part, language=speaker.language)
    details.check()
    if is_own and not details.email:
        raise InvalidInput({"email": lazy_gettext("Enter the e-mail address of the substitute")})
    act_on(event, speaker, "replace", actor=actor, now=now, is_own=is_own)
    substitute = add_speaker(event, details, actor=actor, now=now)
    substitute.replaces_id, substitute.position = speaker.id, speaker.position
    if is_own:
        substitute.changed_at, substitute.seen_version = now, 0
    if substitute.email:
        act_on(event, substitute, "invite", actor=actor, now=now, is_own=is_own)
    return substitute


def tend(
    event: Event, speaker: Speaker, act: str, *, version: int, actor: str, now: datetime
) -> None:
    """freeze, unfreeze, renew or seen: what changes nothing on a public page.

    `version` is the one that was looked at: what came meanwhile stays marked.
    """
    lock_event(event)
    lock_speaker(speaker)
    note = _TENDING[act]
    if act == "renew":
        _renew_link(event, speaker, now)
    elif act == "seen":
        if not speaker.seen_version < version <= speaker.version:
            return
        speaker.seen_version = version
    else:
        speaker.frozen_at = now if act == "freeze" else None
    changes = {"speaker": speaker.display_name}
    record_history(event.id, act=note, changes=changes, actor=actor, now=now, speaker_id=speaker.id)


def _renew_link(event: Event, speaker: Speaker, now: datetime) -> None:
    """The links given out no longer work; a mail brings the new one."""
    speaker.link_version += 1
    if speaker.email is None or not notices.is_told(event, now):
        return
    if speaker.status is SpeakerStatus.INVITED:
        notices.tell(speaker, "speaker_invited", now, is_new_link=True)
    if speaker.status is SpeakerStatus.CONFIRMED:  # the calendar holds the old way in
        notices.put_into_calendar(speaker, now, "speaker_confirmed", is_new_link=True)
