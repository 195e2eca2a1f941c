"""What may happen to an event, and what the public sees of it. Pure: no database, no Flask."""

import re
import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from .errors import ActNotPossible
from .models import Event, EventStatus

TRANSITIONS = {
    (EventStatus.DRAFT, "publish"): EventStatus.PUBLISHED,
    (EventStatus.PUBLISHED, "cancel"): EventStatus.CANCELLED,
    (EventStatus.CANCELLED, "publish"): EventStatus.PUBLISHED,
}
SAMPLE_SLUG = "sample-edition-wsis-cooperation"
DOORS_OPEN_BEFORE = timedelta(minutes=15)

# What people's calendars must hear about: RFC 5545 3.8.7.4, RFC 5546 2.1.4.
CALENDAR_FIELDS = frozenset({"zone", "starts", "ends", "format", "platform", "venue"})


class SeatsShown(NamedTuple):
    """The seats in one mode as the public sees them."""

    mode: str
    capacity: int | None
    taken: int
    waiting: int
    is_open: bool
    kept: int = 0
    """For groups: out of everybody else's reach."""

    @property
    def left(self) -> int | None:
        """None: no limit. Never below zero, even after a move to a smaller room."""
        return None if self.capacity is None else max(self.capacity - self.taken - self.kept, 0)

    @property
    def is_full(self) -> bool:
        """Nobody passes those who wait: a freed seat is theirs."""
        return self.capacity is not None and (self.left == 0 or self.waiting > 0)


class Phase(StrEnum):
    """What the event's page says about taking part, at one moment."""

    NOT_YET_OPEN = "not_yet_open"
    OPEN = "open"
    CLOSED = "closed"
    LIVE = "live"
    OVER = "over"
    CANCELLED = "cancelled"


def status_after(status: EventStatus, act: str) -> EventStatus:
    """Raises ActNotPossible."""
    if (status, act) not in TRANSITIONS:
        raise ActNotPossible
    return TRANSITIONS[status, act]


def possible_acts(status: EventStatus) -> set[str]:
    return {act for from_status, act in TRANSITIONS if from_status is status} | {"duplicate"}


def closes_at(event: Event) -> datetime:
    """When registration ends: as set, else when the event does, so that latecomers can join."""
    return min(event.registration_closes_at or event.ends_at, event.ends_at)


def phase_at(event: Event, now: datetime) -> Phase:
    """Registering stays possible while the event runs, unless a closing time was set."""
    if event.status is EventStatus.CANCELLED:
        return Phase.CANCELLED
    if now >= event.ends_at:
        return Phase.OVER
    if event.registration_opens_at and now < event.registration_opens_at:
        return Phase.NOT_YET_OPEN
    if now < closes_at(event):
        return Phase.OPEN
    return Phase.LIVE if now >= event.starts_at else Phase.CLOSED


def next_change(event: Event, now: datetime) -> datetime | None:
    """The next moment at which the public answers about the event change by themselves."""
    moments = (
        event.registration_opens_at,
        event.registration_closes_at,
        event.starts_at,
        event.ends_at,
    )
    return min((moment for moment in moments if moment and moment > now), default=None)


def slug_from(text: str) -> str:
    """Letters, digits and hyphens: `2023 ECOSOC Partnership Forum` → `2023-ecosoc-…`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:80].strip("-") or "event"


LETTERS_WITHOUT_ACCENT = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "\u0131": "i", "æ": "ae", "œ": "oe"}
)
"""Letters of their own in Unicode, which people type without the stroke; after casefolding."""


def search_text(*texts: str | None) -> str:
    """What a search looks through: without capitals and accents, so that `telecom` finds
    `Télécom`, and `lukasz` finds `Łukasz`."""
    joined = " ".join(text for text in texts if text).replace("\0", "")  # PostgreSQL has none
    plain = "".join(
        character
        for character in unicodedata.normalize("NFKD", joined)
        if not unicodedata.combining(character)
    )
    return " ".join(plain.casefold().translate(LETTERS_WITHOUT_ACCENT).split())


def next_sequence(event_sequence: int, last_own: int | None) -> int:
    """A person's SEQUENCE when what their calendar should show changes.

    Larger than the last one they were sent, or a calendar that saw a CANCEL would ignore the
    REQUEST of someone who comes back (RFC 5546 2.1.4).
    """
    return event_sequence if last_own is None else max(event_sequence, last_own + 1)
