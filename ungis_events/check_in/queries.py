from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from ungis_events.core.database import db
from ungis_events.events.models import Event, EventMode, Mode
from ungis_events.events.rules import search_text
from ungis_events.registrations.models import (
    Registration,
    RegistrationCount,
    RegistrationStatus,
)

from .rules import RoomCount

PAGE_SIZE = 50


class AtDoor(NamedTuple):
    """All that a helper sees of a person: no address, no answers."""

    id: int
    given_name: str
    family_name: str
    honorific: str | None
    organization: str
    status: RegistrationStatus
    mode: Mode
    checked_in_at: datetime | None

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.honorific, self.given_name, self.family_name)))


class DoorWanted(NamedTuple):
    q: str = ""
    show: str = ""
    """out: still to come; in: checked in."""
    page: int = 1


def list_at_door(event: Event, wanted: DoorWanted) -> tuple[Sequence[AtDoor], bool]:
    """One page by name, and whether there are more.

    Who has a seat in the room, or is in it; a search finds everybody, since whoever stands at
    the door must be told something.
    """
    query = (
        select(
            Registration.id,
            Registration.given_name,
            Registration.family_name,
            Registration.honorific,
            Registration.organization,
            Registration.status,
            EventMode.mode,
            Registration.checked_in_at,
        )
        .join(EventMode, EventMode.id == Registration.mode_id)
        .where(Registration.event_id == event.id, Registration.merged_into_id.is_(None))
        .order_by(Registration.sort_name, Registration.id)
        .limit(PAGE_SIZE + 1)
        .offset((max(wanted.page, 1) - 1) * PAGE_SIZE)
    )
    words = wanted.q.split()[:10]
    query = query.where(*(_has(word) for word in words))
    if wanted.show == "in":
        query = query.where(Registration.checked_in_at.is_not(None))
    elif wanted.show == "out":
        query = query.where(Registration.checked_in_at.is_(None), *_in_room(event))
    elif not words:
        query = query.where(*_in_room(event))
    rows = [AtDoor(*row) for row in db.session.execute(query)]
    return rows[:PAGE_SIZE], len(rows) > PAGE_SIZE


def _in_room(event: Event) -> list[ColumnElement[bool]]:
    """By the seats' row: an event with a hundred thousand people online has few in the room."""
    seats = _seats_of_room(event)
    if seats is None:
        return [false()]
    return [
        Registration.mode_id == seats.id,
        Registration.status == RegistrationStatus.CONFIRMED,
    ]


def count_room(event: Event) -> RoomCount:
    """From the numbers the database keeps and an index of those who are in: nobody else is read."""
    seats = _seats_of_room(event)
    expected = db.session.scalar(
        select(func.sum(RegistrationCount.number)).where(
            RegistrationCount.event_id == event.id,
            RegistrationCount.mode_id == (seats.id if seats else 0),
            RegistrationCount.status == RegistrationStatus.CONFIRMED,
        )
    )
    inside, expected_in = db.session.execute(
        select(func.count(), func.count().filter(and_(*_in_room(event)))).where(
            Registration.event_id == event.id, Registration.checked_in_at.is_not(None)
        )
    ).one()
    return RoomCount(
        capacity=seats.capacity if seats else None,
        expected=expected or 0,
        expected_in=expected_in,
        online_in=inside - expected_in,
    )


def _seats_of_room(event: Event) -> EventMode | None:
    return next((mode for mode in event.modes if mode.mode is Mode.ROOM), None)


def _has(word: str) -> ColumnElement[bool]:
    """Somewhere in name or organization; never in the address, which helpers do not see."""
    folded = search_text(word)
    return or_(
        Registration.sort_name.contains(folded, autoescape=True),
        Registration.sort_organization.contains(folded, autoescape=True),
    )
