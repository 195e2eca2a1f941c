"""Which files an event takes, and who may open what. Pure."""

from collections.abc import Sequence
from enum import StrEnum

from ungis_events.uploads.rules import DOCUMENTS, EXTENSIONS, NAMES, PICTURES, RECORDINGS

from .errors import LinkNotFound, OnlyForMembers, OnlyForRegistrants, SignInNeeded
from .models import Visibility

ALLOWED = (*DOCUMENTS, *PICTURES, *RECORDINGS)
LONGEST_FILE = 50 * 2**20
MEGABYTES = LONGEST_FILE // 2**20
KINDS_TAKEN = ", ".join(NAMES[kind] for kind in ALLOWED)
ACCEPTED = ",".join(f".{EXTENSIONS[kind]}" for kind in ALLOWED)
"""For the browser's own dialogue, which then shows these first."""


class Reader(StrEnum):
    """Somebody at a file's address, as far as that file goes."""

    STRANGER = "stranger"
    HELPER = "helper"
    """Signed in for other work: to check people in, or to organize other events."""
    MEMBER = "member"
    """A focal point."""
    ORGANIZER = "organizer"
    """Of this event."""


def is_for_everybody(visibility: Visibility, *, is_draft: bool) -> bool:
    return visibility is Visibility.PUBLIC and not is_draft


def is_for_registrants(visibility: Visibility) -> bool:
    return visibility in (Visibility.PUBLIC, Visibility.REGISTRANTS)


def check_may_open(visibility: Visibility, reader: Reader, *, is_draft: bool) -> None:
    """Raises LinkNotFound where even its being there is not theirs to know; else OnlyFor… or
    SignInNeeded."""
    if reader is Reader.ORGANIZER or is_for_everybody(visibility, is_draft=is_draft):
        return
    if is_draft or visibility is Visibility.ORGANIZERS:
        raise LinkNotFound
    if visibility is Visibility.REGISTRANTS:
        raise OnlyForRegistrants
    if reader is Reader.STRANGER:
        raise SignInNeeded
    if reader is Reader.HELPER:
        raise OnlyForMembers


def slots_filled(kept: Sequence[int | None], news: int) -> list[int | None]:
    """Where `news` new ones stand among those that are kept.

    `kept` is the order until now, with None for each that is replaced. The new ones take those
    places, and what is left over comes last. In the answer None stands for the next new one.
    """
    free = kept.count(None)
    places = list(kept)
    for _ in range(free - news):
        places.reverse()
        places.remove(None)
        places.reverse()
    return places + [None] * (news - free)
