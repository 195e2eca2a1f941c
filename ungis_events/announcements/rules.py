"""Where the parts of a programme lie in an event. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from ungis_events.core import clock


@dataclass(frozen=True)
class PlannedPart:
    """As the notice has it, or whoever mended it."""

    title: str
    begins: time | None = None
    """On the clock of the event's zone; None: when the one before it has ended."""
    minutes: int | None = None
    """None: until the next one begins, or the event ends."""
    speakers: tuple[int, ...] = ()
    """Their numbers in the notice."""


@dataclass(frozen=True)
class PlacedPart:
    part: PlannedPart
    starts_after: int
    """Minutes after the event's start."""
    minutes: int


def place_parts(
    parts: Sequence[PlannedPart], starts: datetime, ends: datetime, zone: str
) -> tuple[list[PlacedPart], list[PlannedPart]]:
    """(those within the event, those that are not all within it).

    `starts` and `ends` are the event's wall times in `zone`. An hour before its start is one of
    the next day: 00:30 in an event from 22:00 to 01:00.
    """
    begin, end = clock.from_wall_time(starts, zone), clock.from_wall_time(ends, zone)
    length = _minutes(end - begin)
    own = [_minutes_after(part, starts, begin, zone) for part in parts]
    placed, outside = [], []
    free_from = 0
    for number, part in enumerate(parts):
        given = own[number]
        start = free_from if given is None else given
        later = (each for each in own[number + 1 :] if each is not None and each > start)
        minutes = part.minutes or next(later, length) - start
        if start >= 0 and minutes >= 1 and start + minutes <= length:
            placed.append(PlacedPart(part, start, minutes))
            free_from = start + minutes
        else:
            outside.append(part)
    return placed, outside


def _minutes_after(part: PlannedPart, starts: datetime, begin: datetime, zone: str) -> int | None:
    """None: the part names no hour. Below zero: one that clocks do not show that day."""
    if part.begins is None:
        return None
    wall_time = datetime.combine(starts.date(), part.begins)
    if wall_time < starts:
        wall_time += timedelta(days=1)
    try:
        return _minutes(clock.from_wall_time(wall_time, zone) - begin)
    except clock.NotOnTheClock:
        return -1


def _minutes(length: timedelta) -> int:
    return length // timedelta(minutes=1)
