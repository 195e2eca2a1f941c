"""In which state the event's room is, and how its people over time are drawn. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from math import ceil

from ungis_events.events.models import Event, EventStatus
from ungis_events.webinars.models import Webinar, WebinarStatus
from ungis_events.webinars.rules import DOORS_CLOSE_AFTER

BEFORE_START = timedelta(hours=2)
"""Who was in the room earlier came to rehearse."""
WIDTH, HEIGHT = 1000, 300
_MOST_TICKS = 5
_TICK_MINUTES = (1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440, 2880, 10080)
_NEAR = timedelta(hours=1)


class State(StrEnum):
    NO_ROOM = "no_room"
    """Neither made nor pasted."""
    IN_PERSON = "in_person"
    CANCELLED = "cancelled"
    WANTED = "wanted"
    SCHEDULED = "scheduled"
    LATE = "late"
    """It should have begun, and nobody told that it has."""
    PRACTICE = "practice"
    LIVE = "live"
    ENDED = "ended"
    GONE = "gone"


def state_of(event: Event, webinar: Webinar | None, now: datetime, *, has_guests: bool) -> State:
    """By what the provider told, or by the clock for a room that no provider made.

    `has_guests`: somebody who registered has come. While the host and the speakers practise
    nobody else can, and of practice and the event itself Zoom tells alike.
    """
    if event.status is EventStatus.CANCELLED:
        return State.CANCELLED
    if not event.is_online:
        return State.IN_PERSON
    if webinar is None:
        return _by_the_clock(event, now)
    state = State(webinar.status.value)
    if state is State.SCHEDULED and now >= event.starts_at:
        return State.LATE if now < event.ends_at + DOORS_CLOSE_AFTER else State.ENDED
    is_early = now < event.starts_at and not has_guests
    if state is State.LIVE and webinar.practice_session and is_early:
        return State.PRACTICE
    return state


def _by_the_clock(event: Event, now: datetime) -> State:
    if now >= event.ends_at:
        return State.ENDED
    if not event.join_url:
        return State.NO_ROOM
    return State.LIVE if now >= event.starts_at else State.SCHEDULED


def is_moving(state: State, event: Event, now: datetime) -> bool:
    """Whether what is shown may change from one minute to the next."""
    if state in (State.PRACTICE, State.LIVE, State.LATE):
        return True
    return event.starts_at - _NEAR <= now <= event.ends_at + _NEAR and state in (
        State.SCHEDULED,
        State.ENDED,
    )


def is_open(webinar: Webinar | None) -> bool:
    """Whether people are in the room as far as we know: its list is not drawn up yet."""
    return webinar is not None and webinar.status in (WebinarStatus.PRACTICE, WebinarStatus.LIVE)


@dataclass(frozen=True)
class Chart:
    """People over time, drawn in a box of WIDTH by HEIGHT whose origin is the upper left corner."""

    points: Sequence[tuple[datetime, int]]
    ticks: Sequence[datetime]
    """On the axis of time, evenly apart; the first and the last are its ends."""
    most: int
    """The upper end of the other axis."""
    line: str
    """Points of an SVG polyline."""
    area: str
    marks: Sequence[float]
    """Where the event's start and end stand, from the left."""

    @property
    def tick_places(self) -> list[float]:
        return [round(WIDTH * place / (len(self.ticks) - 1), 1) for place in range(len(self.ticks))]

    @property
    def levels(self) -> list[int]:
        """On the other axis, from above."""
        return [self.most, self.most // 2, 0] if self.most > 1 else [self.most, 0]


def draw(
    points: Sequence[tuple[datetime, int]], starts_at: datetime, ends_at: datetime
) -> Chart | None:
    """None: less than two moments make no line."""
    if len(points) < 2:
        return None
    ticks = ticks_between(points[0][0], points[-1][0])
    first, length = ticks[0], ticks[-1] - ticks[0]
    most = level_above(max(count for _moment, count in points))

    def across(moment: datetime) -> float:
        return round(WIDTH * ((moment - first) / length), 1)

    def down(count: int) -> float:
        return round(HEIGHT * (1 - count / most), 1)

    line = " ".join(f"{across(moment):g},{down(count):g}" for moment, count in points)
    left, right = across(points[0][0]), across(points[-1][0])
    return Chart(
        points=points,
        ticks=ticks,
        most=most,
        line=line,
        area=f"{left:g},{HEIGHT} {line} {right:g},{HEIGHT}",
        marks=[across(each) for each in (starts_at, ends_at) if first < each < ticks[-1]],
    )


def ticks_between(start: datetime, end: datetime) -> list[datetime]:
    """Round moments evenly apart, the first not after `start` and the last not before `end`."""
    for minutes in _TICK_MINUTES:
        step = timedelta(minutes=minutes)
        first = _rounded_down(start, step)
        steps = max(ceil((end - first) / step), 1)
        if steps <= _MOST_TICKS:
            break
    return [first + number * step for number in range(steps + 1)]


def rounded_start(moment: datetime) -> datetime:
    """The last five minutes before it, so that what is read from a table are round times."""
    return _rounded_down(moment, timedelta(minutes=5))


def _rounded_down(moment: datetime, step: timedelta) -> datetime:
    midnight = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + (moment - midnight) // step * step


def level_above(count: int) -> int:
    """The next of 2, 4, 10, 20, 40, 100 …: halves of it are whole numbers too."""
    size = 1
    while True:
        for each in (2 * size, 4 * size, 6 * size, 8 * size, 10 * size):
            if each >= count:
                return each
        size *= 10


def arrivals_over_time(
    arrived: Iterable[datetime], moments: Iterable[datetime]
) -> list[tuple[datetime, int]]:
    """[(moment, how many had come by then)]; `moments` by time."""
    ordered, found, place = sorted(arrived), [], 0
    for moment in moments:
        while place < len(ordered) and ordered[place] <= moment:
            place += 1
        found.append((moment, place))
    return found
