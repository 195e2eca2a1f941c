"""Everything that is shown of an event while it runs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ungis_events.attendance.queries import list_stays
from ungis_events.attendance.rules import (
    Interval,
    Presence,
    by_person,
    count_over_time,
    merged,
    peak_of,
    stays_of,
)
from ungis_events.events.models import Event
from ungis_events.webinars.models import Webinar

from . import queries, rules
from .queries import GroupCount
from .rules import Chart, State

_POINTS = 48
"""As many rows has the table that says the same."""


@dataclass(frozen=True)
class Live:
    state: State
    since: datetime | None
    """When what the state says began, where it has been told."""
    is_moving: bool
    inside: int | None
    """People in the room now; None: not known, or nobody can be."""
    peak: int | None
    """Most at once; None where only who came is known."""
    groups: Sequence[GroupCount]
    chart: Chart | None
    is_by_arrivals: bool
    """The chart counts who went through our join page: of a room that tells us nothing."""

    @property
    def registered(self) -> int:
        return sum(group.registered for group in self.groups)

    @property
    def came(self) -> int:
        return sum(group.came for group in self.groups)


def read_live(event: Event, webinar: Webinar | None, now: datetime) -> Live:
    since = _window(event, webinar)
    has_guests = webinar is not None and queries.has_guests(event, since=since)
    state = rules.state_of(event, webinar, now, has_guests=has_guests)
    is_open = rules.is_open(webinar)
    stays = by_person(_list_stays(event, webinar, since, now))
    people = [merged(of_one) for of_one in stays.values()]
    points = _points(people, now if is_open else None)
    is_by_arrivals = not people
    if is_by_arrivals:
        points = _arrivals(event, now)
    return Live(
        state=state,
        since=_told_at(webinar, state),
        is_moving=rules.is_moving(state, event, now),
        inside=(points[-1][1] if people else 0) if is_open else None,
        peak=peak_of(people) if people else None,
        groups=queries.count_groups(event),
        chart=rules.draw(points, event.starts_at, event.ends_at),
        is_by_arrivals=is_by_arrivals,
    )


def _window(event: Event, webinar: Webinar | None) -> datetime:
    """Since when who was in the room belongs to the event, or to the rehearsal that is on."""
    usual = event.starts_at - rules.BEFORE_START
    if webinar is not None and rules.is_open(webinar):
        return min(usual, webinar.status_at - rules.BEFORE_START)
    return usual


def _told_at(webinar: Webinar | None, state: State) -> datetime | None:
    if webinar is None or state.value != webinar.status.value:
        return None
    return webinar.status_at


def _list_stays(
    event: Event, webinar: Webinar | None, since: datetime, now: datetime
) -> list[Presence]:
    if rules.is_open(webinar):
        return stays_of(queries.list_marks(event, since=since), now)
    end = webinar.status_at if webinar is not None else None
    return [stay for stay in list_stays(event, end) if stay.left_at >= since]


def _points(
    people: Sequence[Sequence[Interval]], now: datetime | None
) -> list[tuple[datetime, int]]:
    """`now`: they are still in the room; None: until the last of them left."""
    if not people:
        return []
    start = rules.rounded_start(min(stays[0].joined_at for stays in people))
    end = now or max(stays[-1].left_at for stays in people)
    return count_over_time(people, start, end, _POINTS)


def _arrivals(event: Event, now: datetime) -> list[tuple[datetime, int]]:
    arrived = queries.list_arrivals(event)
    if not arrived:
        return []
    start, last = rules.rounded_start(min(arrived)), max(arrived)
    end = max(last, min(now, event.ends_at))
    moments: Iterable[datetime] = (
        moment for moment, _nobody in count_over_time([], start, end, _POINTS)
    )
    return rules.arrivals_over_time(arrived, moments)
