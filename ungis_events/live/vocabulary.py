"""What the states of an event that runs are called, and the hours beside its chart."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from flask_babel import LazyString, lazy_gettext

from ungis_events.core import clock
from ungis_events.core.clock_faces import Cities, city_name, face, short_date

from .rules import Chart, State

STATES: Mapping[State, LazyString] = {
    State.NO_ROOM: lazy_gettext("No online room yet"),
    State.IN_PERSON: lazy_gettext("In person only"),
    State.CANCELLED: lazy_gettext("Cancelled"),
    State.WANTED: lazy_gettext("Being made"),
    State.SCHEDULED: lazy_gettext("Scheduled"),
    State.LATE: lazy_gettext("Not begun yet"),
    State.PRACTICE: lazy_gettext("Practice session"),
    State.LIVE: lazy_gettext("Live"),
    State.ENDED: lazy_gettext("Ended"),
    State.GONE: lazy_gettext("No longer there"),
}
TONES: Mapping[State, str] = {
    State.NO_ROOM: "cancelled",
    State.CANCELLED: "cancelled",
    State.GONE: "cancelled",
    State.WANTED: "invited",
    State.LATE: "invited",
    State.PRACTICE: "invited",
    State.LIVE: "confirmed",
}


class CityHours(NamedTuple):
    """The same moments on the clock of one city."""

    city: str
    zone: str
    """EST"""
    hours: Sequence[str]


class ChartWords(NamedTuple):
    ticks: Sequence[CityHours]
    cities: Sequence[CityHours]
    """The headings of the table."""
    rows: Sequence[tuple[Sequence[str], int]]
    """(hours in each city, people)"""
    dates: str
    """One where the chart is within a day of all cities."""


def words_of(chart: Chart, cities: Cities, language: str) -> ChartWords:
    moments = [moment for moment, _count in chart.points]
    columns = city_hours(moments, cities, language)
    hours = zip(*(column.hours for column in columns), strict=True)
    rows = [(of_row, count) for of_row, (_, count) in zip(hours, chart.points, strict=True)]
    dates = {
        short_date(clock.to_wall_time(moment, zone).date(), language): None
        for moment in (moments[0], moments[-1])
        for _name, zone in cities
    }
    return ChartWords(city_hours(chart.ticks, cities, language), columns, rows, " – ".join(dates))


def city_hours(moments: Sequence[datetime], cities: Cities, language: str) -> list[CityHours]:
    found = []
    for name, zone in cities:
        shown = face(city_name(name), zone, moments[0], moments[-1], language)
        hours = [f"{clock.to_wall_time(moment, zone):%H:%M}" for moment in moments]
        found.append(CityHours(shown.city, shown.zone.split(",")[0], hours))
    return found
