"""How a moment is written: the same moment on the clock of each city, every time with its zone."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date
from flask_babel import gettext

from . import clock

Cities = tuple[tuple[str, str], ...]
USUAL_HOURS_APART = 6


@dataclass(frozen=True)
class ClockFace:
    """One city's view of an event."""

    city: str
    hours: str
    """08:30–09:45, always in figures and left to right."""
    date: str
    """Tue 31 Jan 2023"""
    end_date: str | None
    """When the end falls on another day there."""
    zone: str
    """EST, UTC−5: as on that date, not as today."""
    is_yours: bool = False


def city_times(
    starts_at: datetime,
    ends_at: datetime,
    cities: Cities,
    language: str,
    own_zone: str | None = None,
) -> list[ClockFace]:
    """A face for each city, and one for `own_zone` if its clock differs from all of them."""
    faces = [face(city_name(name), zone, starts_at, ends_at, language) for name, zone in cities]
    if own_zone and own_zone not in {zone for _, zone in cities}:
        place = own_zone.rsplit("/", 1)[-1].replace("_", " ")
        name = gettext("Your time (%(place)s)", place=place)
        faces.append(face(name, own_zone, starts_at, ends_at, language, is_yours=True))
    return faces


def city_name(name: str) -> str:
    """The home cities have names in every language; others stay as they are."""
    return {"New York": gettext("New York"), "Geneva": gettext("Geneva")}.get(name, name)


@lru_cache(1024)
def face(
    city: str,
    zone: str,
    starts_at: datetime,
    ends_at: datetime,
    language: str,
    *,
    is_yours: bool = False,
) -> ClockFace:
    starts, ends = clock.to_wall_time(starts_at, zone), clock.to_wall_time(ends_at, zone)
    zones = _zone(starts)
    if starts.utcoffset() != ends.utcoffset():
        zones = f"{zones} → {_zone(ends)}"
    return ClockFace(
        city=city,
        hours=f"{starts:%H:%M}–{ends:%H:%M}",
        date=short_date(starts.date(), language),
        end_date=None if starts.date() == ends.date() else short_date(ends.date(), language),
        zone=zones,
        is_yours=is_yours,
    )


def _zone(local: datetime) -> str:
    return ", ".join(filter(None, (clock.abbreviation(local), clock.utc_offset(local))))


@lru_cache(1024)  # a thousand invitations show the same days
def short_date(day: date, language: str) -> str:
    """Tue 31 Jan 2023, in the order and words of the language."""
    pattern = {"en": "EEE d MMM y", "zh": "y年M月d日 EEE"}.get(language, "EEE d MMM y")
    return format_date(day, pattern, locale=language)


def one_line_times(starts_at: datetime, ends_at: datetime, cities: Cities, language: str) -> str:
    """Tue 31 Jan 2023 · New York 08:30–09:45 EST · Geneva 14:30–15:45 CET; dates apart repeat."""
    faces = city_times(starts_at, ends_at, cities, language)
    first_date = faces[0].date
    parts = [first_date]
    for each in faces:
        day = f" {each.date}" if each.date != first_date else ""
        end = f" ({gettext('until %(date)s', date=each.end_date)})" if each.end_date else ""
        parts.append(f"{each.city}{day} {each.hours}{end} {each.zone.split(',')[0]}")
    return " · ".join(parts)


def moment(at: datetime, cities: Cities, language: str) -> str:
    """New York Sun 22 Nov 2026, 08:30 (EST) · Geneva Sun 22 Nov 2026, 14:30 (CET)."""
    return " · ".join(
        _in_city(name, clock.to_wall_time(at, zone), language) for name, zone in cities
    )


def _in_city(name: str, local: datetime, language: str) -> str:
    zone = _zone(local).split(",")[0]
    text = f"{city_name(name)} {short_date(local.date(), language)}, {local:%H:%M} ({zone})"
    # Isolated, or hours and names of several cities change places in a line of Arabic.
    return f"\u2068{text}\u2069" if language == "ar" else text


def short_moment(at: datetime, cities: Cities, language: str) -> str:
    """Sun 22 Nov 2026, 02:49 EST / 08:49 CET: for tables. A date apart stands with its hour."""
    parts: list[str] = []
    shown = None
    for _, zone in cities:
        local = clock.to_wall_time(at, zone)
        day = f"{short_date(local.date(), language)}, " if local.date() != shown else ""
        shown = local.date()
        parts.append(f"{day}{local:%H:%M} {_zone(local).split(',')[0]}")
    return " / ".join(parts)


def gap_note(at: datetime, cities: Cities) -> str | None:
    """A sentence in the weeks when New York and Geneva are five hours apart, not six."""
    zones = dict(cities)
    if not {"New York", "Geneva"} <= zones.keys():
        return None
    hours = clock.hours_apart(at, zones["New York"], zones["Geneva"])
    if hours == USUAL_HOURS_APART:
        return None
    return gettext(
        "On this date Geneva is %(hours)g hours ahead of New York, not the usual six: "
        "the clocks of the two cities change on different Sundays.",
        hours=hours,
    )
