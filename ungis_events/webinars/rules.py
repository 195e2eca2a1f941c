"""When the doors of an online room are open, and what to know before. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from typing import Literal

from ungis_events.events.models import Event, EventStatus
from ungis_events.events.rules import DOORS_OPEN_BEFORE

Unit = Literal["day", "hour", "minute"]

DOORS_CLOSE_AFTER = timedelta(minutes=30)  # a discussion may run over
_MINUTES: tuple[tuple[Unit, int], ...] = (("day", 24 * 60), ("hour", 60), ("minute", 1))
_TEST_PAGES = {"zoom": "https://zoom.us/test"}


class Doors(StrEnum):
    EARLY = "early"
    OPEN = "open"
    OVER = "over"
    CANCELLED = "cancelled"
    NO_LINK = "no_link"
    IN_PERSON = "in_person"
    """It was online once, and its links were mailed; now there is only the room."""


def doors_open_at(event: Event) -> datetime:
    return event.starts_at - DOORS_OPEN_BEFORE


def doors_at(event: Event, now: datetime) -> Doors:
    if event.status is not EventStatus.PUBLISHED:
        return Doors.CANCELLED
    if now >= event.ends_at + DOORS_CLOSE_AFTER:
        return Doors.OVER
    if not event.is_online:
        return Doors.IN_PERSON
    if now < doors_open_at(event):
        return Doors.EARLY
    return Doors.OPEN if event.join_url else Doors.NO_LINK


def time_left(left: timedelta) -> list[tuple[Unit, int]]:
    """In its two largest units, whole minutes rounded up: [("hour", 2), ("minute", 5)].

    countdown.js counts in the same way.
    """
    minutes = max(ceil(left / timedelta(minutes=1)), 1)
    counted: list[tuple[Unit, int]] = []
    for unit, length in _MINUTES:
        number, minutes = divmod(minutes, length)
        if number or counted:
            counted.append((unit, number))
    return [(unit, number) for unit, number in counted[:2] if number]


def sound_test_page(event: Event) -> str | None:
    """Where the webinar's own maker lets people try sound and picture."""
    platform = (event.platform or "").casefold()
    return next((page for name, page in _TEST_PAGES.items() if name in platform), None)
