"""Which of the people read from a list are proposed for the roster. Pure."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import LazyString, lazy_gettext

from ungis_events.speakers.models import Speaker
from ungis_events.speakers.reading import ReadSpeaker
from ungis_events.speakers.rules import name_key

MOST_AT_ONCE = 200
"""People on one page; more are told to come in a second list."""
ON_THE_ROSTER = lazy_gettext("Stands on the roster already.")


@dataclass(frozen=True)
class Proposal:
    """Somebody to look at before they are put on the roster."""

    read: ReadSpeaker
    doubts: tuple[LazyString, ...]
    known: Speaker | None
    """What somebody of that name was at another event."""
    is_taken: bool
    """As it is proposed; the person at the desk decides."""
    is_same: bool
    """Whether `known` is proposed as the same person."""


def propose(
    people: Iterable[ReadSpeaker], on_roster: Collection[str], known: Mapping[str, Speaker]
) -> list[Proposal]:
    """`on_roster` and `known`: by name_key. Nobody is proposed twice, nor without a name."""
    proposals = []
    seen = set(on_roster)
    for person in people:
        key = name_key(person.name)
        doubts = person.doubts
        if key in on_roster:
            doubts = (*doubts, ON_THE_ROSTER)
        proposals.append(
            Proposal(
                read=person,
                doubts=doubts,
                known=known.get(key),
                is_taken=bool(key) and person.is_sure and key not in seen,
                is_same=_is_same(person, known.get(key)),
            )
        )
        seen.add(key)
    return proposals


def _is_same(person: ReadSpeaker, known: Speaker | None) -> bool:
    """A name alone is not enough: two people can have it, and one of them a photo."""
    if known is None:
        return False
    return bool(person.email and person.email.lower() == known.email_key) or bool(
        person.organization
        and known.organization
        and name_key(person.organization) == name_key(known.organization)
    )


def roster_mark(speakers: Sequence[Speaker]) -> str:
    """Another one as soon as somebody joins or leaves the roster."""
    ids = " ".join(str(speaker.id) for speaker in sorted(speakers, key=lambda each: each.id))
    return hashlib.sha256(ids.encode()).hexdigest()[:16]
