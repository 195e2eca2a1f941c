"""Now, and the way between a wall clock somewhere and UTC. The only user of pytz."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import pytz
from flask_babel import LazyString, lazy_gettext

from .errors import DomainError

ZONE_DATA_EDITION: str = pytz.OLSON_VERSION
"""The edition of the IANA zone data every moment here is derived with, for example 2026f."""


LAST_YEAR = 2037
"""Beyond it pytz knows no summer time: July 2038 in New York would be an hour off."""


class NotOnTheClock(DomainError):
    """The wall time does not exist, or exists twice, in its zone."""

    status_code = 422


def now() -> datetime:
    return datetime.now(UTC)


def is_zone(name: str) -> bool:
    return name in pytz.all_timezones_set


@lru_cache
def list_zones() -> tuple[str, ...]:
    return tuple(pytz.common_timezones)


def from_wall_time(wall_time: datetime, zone_name: str) -> datetime:
    """The UTC moment at which a clock in `zone_name` shows the naive `wall_time`.

    Raises NotOnTheClock, naming both readings, for the hour that is skipped in spring or
    that comes twice in autumn: pytz refuses it only with is_dst=None (its README).
    """
    zone = pytz.timezone(zone_name)
    try:
        return zone.localize(wall_time, is_dst=None).astimezone(UTC)
    except pytz.InvalidTimeError as error:
        raise NotOnTheClock(_both_readings(wall_time, zone, error)) from error


def _both_readings(
    wall_time: datetime, zone: pytz.BaseTzInfo, error: pytz.InvalidTimeError
) -> LazyString:
    summer, winter = (
        zone.normalize(zone.localize(wall_time, is_dst=is_dst)) for is_dst in (True, False)
    )
    names = {
        "time": f"{wall_time:%H:%M}",
        "date": f"{wall_time:%d %B %Y}",
        "zone": str(zone),
        "first": f"{summer:%H:%M %Z} ({utc_offset(summer)})",
        "second": f"{winter:%H:%M %Z} ({utc_offset(winter)})",
    }
    if isinstance(error, pytz.NonExistentTimeError):
        return lazy_gettext(
            "%(time)s does not exist on %(date)s in %(zone)s: the clocks go forward over it. "
            "Choose another time; it could be read as %(first)s or as %(second)s.",
            **names,
        )
    return lazy_gettext(
        "%(time)s comes twice on %(date)s in %(zone)s: the clocks go back over it. "
        "Choose another time; it could be read as %(first)s or as %(second)s.",
        **names,
    )


def to_wall_time(moment: datetime, zone_name: str) -> datetime:
    """What a clock in `zone_name` shows at the aware `moment`; the result is aware."""
    return moment.astimezone(pytz.timezone(zone_name))


def abbreviation(local: datetime) -> str | None:
    """EST, CEST …; None where the zone has only a number for a name (Kathmandu: +0545)."""
    name = local.tzname() or ""
    return name if name.isalpha() else None


def utc_offset(local: datetime) -> str:
    """UTC−5, UTC+5:45; U+2212 for the minus, as typographers and screen readers want it."""
    minutes = round((local.utcoffset() or timedelta()).total_seconds() / 60)
    sign = "−" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}:{rest:02}" if rest else f"UTC{sign}{hours}"


def hours_apart(moment: datetime, zone: str, other_zone: str) -> float:
    """How many hours the clocks of `other_zone` are ahead of those of `zone` at `moment`."""
    ahead = to_wall_time(moment, other_zone).utcoffset()
    behind = to_wall_time(moment, zone).utcoffset()
    return ((ahead or timedelta()) - (behind or timedelta())).total_seconds() / 3600


def next_occurrence(now: datetime, zone_name: str, month: int, day: int) -> date:
    """The next `day` of `month` that is still to come in `zone_name`, at least a day away."""
    today = to_wall_time(now, zone_name).date()
    this_year = date(today.year, month, day)
    return this_year if this_year > today else date(today.year + 1, month, day)
