"""How dates, hours and cities stand in questions and answers, in the reader's language."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from flask_babel import LazyString, get_locale

from ungis_events.announcements.reading.findings import Answer
from ungis_events.core import clock, clock_faces

_NAMES = {"Europe/Zurich": "Geneva", "Etc/UTC": "UTC"}
"""Where the zone is not called as we call the place."""


def day_words(day: date) -> LazyString:
    """Tue 31 Jan 2023, when it is shown."""
    return LazyString(_short_date, day)


def _short_date(day: date) -> str:
    return clock_faces.short_date(day, str(get_locale() or "en"))


def hour_words(hour: time | datetime) -> str:
    """08:30"""
    return f"{hour:%H:%M}"


def hour_at_words(hour: time, zone: str) -> LazyString:
    """08:30 New York"""
    return LazyString(lambda: f"{hour_words(hour)} {_city(zone)}")


def stretch_words(starts: datetime, ends: datetime, zone: str | None) -> LazyString:
    """Tue 31 Jan 2023, 08:30–09:45 New York"""
    return LazyString(_stretch, starts, ends, zone)


def _stretch(starts: datetime, ends: datetime, zone: str | None) -> str:
    words = f"{_short_date(starts.date())}, {starts:%H:%M}–{ends:%H:%M}"
    return f"{words} {_city(zone)}" if zone else words


def city_words(zone: str) -> LazyString:
    """New York, of America/New_York."""
    return LazyString(_city, zone)


def _city(zone: str) -> str:
    name = _NAMES.get(zone) or zone.rsplit("/", 1)[-1].replace("_", " ")
    return clock_faces.city_name(name)


def zone_words(moment: datetime, zone: str) -> str:
    """EDT (UTC−4), as the clocks there show it at that moment."""
    local = clock.to_wall_time(moment, zone)
    name = clock.abbreviation(local)
    offset = clock.utc_offset(local)
    return f"{name} ({offset})" if name and name != "UTC" else offset


def when_words(wall_time: datetime, zone: str | None = None) -> LazyString:
    """Tue 31 Jan 2023, 08:30 New York"""
    return LazyString(_when, wall_time, zone)


def _when(wall_time: datetime, zone: str | None) -> str:
    words = f"{_short_date(wall_time.date())}, {wall_time:%H:%M}"
    return f"{words} {_city(zone)}" if zone else words


def answer_at(starts: datetime, ends: datetime | None = None, zone: str | None = None) -> Answer:
    """The event at that wall time: what the event form would hold."""
    return Answer(when_words(starts, zone), form_values(starts, ends, zone))


def form_values(
    starts: datetime | None = None, ends: datetime | None = None, zone: str | None = None
) -> Mapping[str, str]:
    """As the fields of the event form have them: 2023-01-31T08:30."""
    values: dict[str, str] = {}
    if starts:
        values["starts"] = f"{starts:%Y-%m-%dT%H:%M}"
    if ends:
        values["ends"] = f"{ends:%Y-%m-%dT%H:%M}"
    if zone:
        values["zone"] = zone
    return values


def wall_time_at(moment: datetime, zone: str) -> datetime:
    """What a clock there shows, naive."""
    return clock.to_wall_time(moment.astimezone(UTC), zone).replace(tzinfo=None)


def moved_to(
    day: date, starts: datetime, ends: datetime | None
) -> tuple[datetime, datetime | None]:
    """The same hours on another day."""
    moved = datetime.combine(day, starts.time())
    length: timedelta | None = ends - starts if ends else None
    return moved, moved + length if length is not None else None
