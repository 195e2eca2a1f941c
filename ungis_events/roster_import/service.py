"""People read from a list join the roster, all of them or none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ungis_events.events.models import Event
from ungis_events.events.queries import lock_event
from ungis_events.speakers.details import SpeakerProfile
from ungis_events.speakers.errors import RosterChanged
from ungis_events.speakers.models import Speaker
from ungis_events.speakers.queries import list_roster
from ungis_events.speakers.service import add_speaker

from .rules import roster_mark


@dataclass(frozen=True)
class Newcomer:
    details: SpeakerProfile
    known: Speaker | None = None
    """What they were at another event; what the list does not give is taken from there."""
    is_theirs: bool = False
    """That event is one of whoever adds them."""


def add_from_list(
    event: Event, people: Iterable[Newcomer], roster: str, *, actor: str, now: datetime
) -> list[Speaker]:
    """At the end of the roster, in the order of the list.

    `roster`: the mark of the roster that the people were compared with. Raises RosterChanged
    when it is another one by now, so that a page sent twice adds nobody twice; InvalidInput.
    """
    lock_event(event)
    if roster_mark(list_roster(event)) != roster:
        raise RosterChanged
    return [
        add_speaker(
            event,
            person.details,
            known=person.known,
            is_theirs=person.is_theirs,
            actor=actor,
            now=now,
        )
        for person in people
    ]
