"""When the doors of an online room are open. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

from ungis_events.events.models import Event, EventStatus
from ungis_events.events.rules import DOORS_OPEN_BEFORE

DOORS_CLOSE_AFTER = timedelta(minutes=30)  # a discussion may run over


class Doors(StrEnum):
    EARLY = "early"
    OPEN = "open"
    OVER = "over"
    CANCELLED = "cancelled"
    NO_LINK = "no_link"


def doors_at(event: Event, now: datetime) -> Doors:
    if event.status is not EventStatus.PUBLISHED:
        return Doors.CANCELLED
    if now < event.starts_at - DOORS_OPEN_BEFORE:
        return Doors.EARLY
    if now >= event.ends_at + DOORS_CLOSE_AFTER:
        return Doors.OVER
    return Doors.OPEN if event.join_url else Doors.NO_LINK
