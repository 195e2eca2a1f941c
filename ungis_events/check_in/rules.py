"""Who may come in at the door of the room. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ungis_events.events.models import Event, EventFormat, EventStatus, Mode
from ungis_events.registrations.models import Registration, RegistrationStatus

OPENS_BEFORE = timedelta(hours=12)
"""The start: early enough for whoever sets up, too late for somebody trying out their phone."""


class Verdict(StrEnum):
    """What the door says of one person at one moment."""

    WELCOME = "welcome"
    IN_ALREADY = "in already"
    ONLINE = "online"
    """They have a seat online and stand at the door of the room."""
    WRONG_EVENT = "wrong event"
    EARLY = "early"
    EVENT_CANCELLED = "event cancelled"
    NO_ROOM = "no room"
    """The event is online only."""
    WAITLISTED = "waitlisted"
    PENDING = "pending"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


ADMITTING = frozenset({Verdict.WELCOME, Verdict.ONLINE})
_BY_STATUS = {
    RegistrationStatus.WAITLISTED: Verdict.WAITLISTED,
    RegistrationStatus.PENDING: Verdict.PENDING,
    RegistrationStatus.REJECTED: Verdict.REJECTED,
    RegistrationStatus.WITHDRAWN: Verdict.WITHDRAWN,
}


def has_room(event: Event) -> bool:
    return event.format is not EventFormat.VIRTUAL


def opens_at(event: Event) -> datetime:
    """It stays open after the end: a list kept on paper is entered the day after."""
    return event.starts_at - OPENS_BEFORE


def verdict(registration: Registration, event: Event, now: datetime) -> Verdict:
    """`event`: at whose door they stand."""
    if registration.event_id != event.id:
        return Verdict.WRONG_EVENT
    if registration.checked_in_at is not None:
        return Verdict.IN_ALREADY
    if event.status is not EventStatus.PUBLISHED:
        return Verdict.EVENT_CANCELLED
    if not has_room(event):
        return Verdict.NO_ROOM
    if registration.status is not RegistrationStatus.CONFIRMED:
        return _BY_STATUS[registration.status]
    if now < opens_at(event):
        return Verdict.EARLY
    return Verdict.WELCOME if registration.mode.mode is Mode.ROOM else Verdict.ONLINE


@dataclass(frozen=True)
class RoomCount:
    """Heads and chairs. `capacity` None: no limit."""

    capacity: int | None
    expected: int
    """With a seat in the room, in or not."""
    expected_in: int
    online_in: int
    """Registered online, and let in all the same."""

    @property
    def inside(self) -> int:
        return self.expected_in + self.online_in

    @property
    def to_come(self) -> int:
        return self.expected - self.expected_in

    @property
    def free(self) -> int | None:
        """Chairs that nobody sits on or is expected to; None: no limit."""
        if self.capacity is None:
            return None
        return max(self.capacity - self.inside - self.to_come, 0)
