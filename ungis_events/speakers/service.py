"""Who speaks at an event, and in which order. Each change is one of the event's history."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from flask_babel import LazyString, lazy_gettext

from ungis_events.core.database import db
from ungis_events.core.errors import InvalidInput
from ungis_events.core.form_filters import has_control_characters
from ungis_events.events.models import Event
from ungis_events.events.service import record_change, refresh_search_text

from . import rules
from .errors import RosterChanged
from .models import Part, Speaker
from .queries import list_speakers

_LENGTHS = {"honorific": 60, "name": 200, "role": 300, "organization": 300}


@dataclass(frozen=True)
class SpeakerDetails:
    """Everything an organizer writes about a speaker; names are kept as written."""

    name: str
    honorific: str | None = None
    role: str | None = None
    organization: str | None = None
    part: Part = Part.SPEAKER

    @classmethod
    def of(cls, speaker: Speaker) -> "SpeakerDetails":
        return cls(**{field.name: getattr(speaker, field.name) for field in fields(cls)})

    def check(self) -> None:
        """Raises InvalidInput."""
        problems: dict[str, str | LazyString] = {}
        for name, longest in _LENGTHS.items():
            text = getattr(self, name) or ""
            if len(text) > longest:
                problems[name] = lazy_gettext("Use at most %(n)s characters", n=longest)
            if has_control_characters(text) or "\n" in text:
                problems[name] = lazy_gettext("Remove the control characters from this text")
        if not self.name.strip():
            problems["name"] = lazy_gettext("Enter the speaker's name")
        if problems:
            raise InvalidInput(problems)


def add_speaker(event: Event, details: SpeakerDetails, *, actor: str, now: datetime) -> Speaker:
    """At the end of the roster. Raises InvalidInput."""
    details.check()
    speaker = Speaker(event_id=event.id, position=_next_position(event))
    _write(speaker, details)
    db.session.add(speaker)
    _record(event, "speaker added", {"speaker": [None, speaker.display_name]}, actor, now)
    return speaker


def change_speaker(
    event: Event, speaker: Speaker, details: SpeakerDetails, *, actor: str, now: datetime
) -> None:
    """Raises InvalidInput."""
    details.check()
    before = SpeakerDetails.of(speaker)
    changes = {
        field.name: [getattr(before, field.name), getattr(details, field.name)]
        for field in fields(details)
        if getattr(before, field.name) != getattr(details, field.name)
    }
    if changes:
        who = {"speaker": [before.name, details.name]}
        _write(speaker, details)
        _record(event, "speaker changed", who | changes, actor, now)


def remove_speaker(event: Event, speaker: Speaker, *, actor: str, now: datetime) -> None:
    name = speaker.display_name
    db.session.delete(speaker)
    _record(event, "speaker removed", {"speaker": [name, None]}, actor, now)


def speakers_of(event: Event) -> list[SpeakerDetails]:
    """The roster as it is written in an event file."""
    return [SpeakerDetails.of(speaker) for speaker in list_speakers(event)]


def replace_speakers(
    event: Event, roster: Sequence[SpeakerDetails], *, actor: str, now: datetime
) -> None:
    """The whole roster at once; nothing happens where it is the same."""
    before = speakers_of(event)
    if before == list(roster):
        return
    for speaker in list_speakers(event):
        db.session.delete(speaker)
    for position, details in enumerate(roster):
        speaker = Speaker(event_id=event.id, position=position)
        _write(speaker, details)
        db.session.add(speaker)
    names = [[each.name for each in before], [each.name for each in roster]]
    _record(event, "changed", {"speakers": names}, actor, now)


def order_speakers(event: Event, ids: Sequence[int], *, actor: str, now: datetime) -> None:
    """The order made by hand. Raises RosterChanged unless `ids` are those on the roster."""
    speakers = {speaker.id: speaker for speaker in list_speakers(event)}
    if sorted(ids) != sorted(speakers):
        raise RosterChanged
    _set_order(event, [speakers[each] for each in ids], "speakers ordered", actor, now)


def order_by_protocol(event: Event, *, actor: str, now: datetime) -> None:
    """A proposal: whoever knows better moves people by hand afterwards."""
    order = rules.in_protocol_order(list_speakers(event))
    _set_order(event, order, "speakers ordered by protocol", actor, now)


def _set_order(event: Event, order: Sequence[Speaker], act: str, actor: str, now: datetime) -> None:
    before = [speaker.display_name for speaker in list_speakers(event)]
    for position, speaker in enumerate(order):
        speaker.position = position
    after = [speaker.display_name for speaker in order]
    if before != after:
        _record(event, act, {"speakers": [before, after]}, actor, now)


def _next_position(event: Event) -> int:
    return max((speaker.position for speaker in list_speakers(event)), default=-1) + 1


def _write(speaker: Speaker, details: SpeakerDetails) -> None:
    for field in fields(details):
        setattr(speaker, field.name, getattr(details, field.name))


def _record(
    event: Event, act: str, changes: dict[str, list[Any]], actor: str, now: datetime
) -> None:
    db.session.flush()
    record_change(event, act=act, changes=changes, actor=actor, now=now)
    # A search for a speaker finds the event; the empty text says so when nobody is left.
    names = [f"{each.name} {each.organization or ''}" for each in list_speakers(event)]
    refresh_search_text(event, "", *names)
