"""Now, and the way between a wall clock somewhere and UTC. The only user of pytz."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytz
from flask_babel import lazy_gettext

from .errors import DomainError

_EDITION_FILES = (("+VERSION", ""), ("tzdata.zi", "# version "))
"""Where folders of zone data tell their edition: those of BSD and macOS, those of Debian."""


PACKAGED_EDITION = str(pytz.OLSON_VERSION)
"""Of the zone data that pytz brings along."""


def edition_in_use() -> str:
    """Of the folder that PYTZ_TZDATADIR names, else the one pytz brings along.

    Editions are a year and letters, a to z, then za to zz, so that they sort as text.
    """
    for name, start in _EDITION_FILES:
        try:
            with pytz.open_resource(name) as file:
                line = file.readline(100).decode("ascii", "replace")
        except OSError:  # pytz's own folder has no +VERSION
            continue
        if match := re.match(rf"{start}(\d{{4}}[a-z]{{1,8}})\b", line):
            return match[1]
    return PACKAGED_EDITION


ZONE_DATA_EDITION = edition_in_use()
"""The edition of the IANA zone data every moment here is derived with, for example 2026f.

The same as long as the process lives: pytz keeps each zone it has read.
"""

_LAST_YEAR_OF_PYTZ = 2037
"""Beyond it pytz knows no summer time: July 2038 in New York would be an hour off. zoneinfo
does, from the same file."""


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
    that comes twice in autumn: there the two readings are different moments.
    """
    earlier, later = _readings(wall_time, zone_name)
    if earlier == later:
        return earlier
    names = {
        "time": f"{wall_time:%H:%M}",
        "date": f"{wall_time:%d %B %Y}",
        "zone": zone_name,
        "first": _with_zone(to_wall_time(earlier, zone_name)),
        "second": _with_zone(to_wall_time(later, zone_name)),
    }
    if to_wall_time(earlier, zone_name).replace(tzinfo=None) != wall_time:
        raise NotOnTheClock(
            lazy_gettext(
                "%(time)s does not exist on %(date)s in %(zone)s: the clocks go forward over it. "
                "Choose another time; it could be read as %(first)s or as %(second)s.",
                **names,
            )
        )
    raise NotOnTheClock(
        lazy_gettext(
            "%(time)s comes twice on %(date)s in %(zone)s: the clocks go back over it. "
            "Choose another time; it could be read as %(first)s or as %(second)s.",
            **names,
        )
    )


def _readings(wall_time: datetime, zone_name: str) -> tuple[datetime, datetime]:
    """The moments the wall time can mean, the earlier first; mostly twice the same one."""
    if wall_time.year > _LAST_YEAR_OF_PYTZ:
        zone = _far_zone(zone_name)
        one, other = (wall_time.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
        first, second = one.astimezone(UTC), other.astimezone(UTC)
        return min(first, second), max(first, second)
    pytz_zone = pytz.timezone(zone_name)
    try:
        # is_dst=None makes pytz refuse the missing and the repeated hour (its README).
        moment = pytz_zone.localize(wall_time, is_dst=None).astimezone(UTC)
    except pytz.InvalidTimeError:
        day = timedelta(days=1)
        offsets = [
            pytz_zone.localize(near).utcoffset() for near in (wall_time - day, wall_time + day)
        ]
        earlier, later = sorted(wall_time.replace(tzinfo=UTC) - offset for offset in offsets)
        return earlier, later
    return moment, moment


@lru_cache
def _far_zone(name: str) -> ZoneInfo:
    """By the file that pytz reads, and not by another edition that zoneinfo would find."""
    with pytz.open_resource(name) as file:
        return ZoneInfo.from_file(file, key=name)


def _with_zone(local: datetime) -> str:
    return f"{local:%H:%M %Z} ({utc_offset(local)})"


def to_wall_time(moment: datetime, zone_name: str) -> datetime:
    """What a clock in `zone_name` shows at the aware `moment`; the result is aware."""
    if moment.year > _LAST_YEAR_OF_PYTZ:
        return moment.astimezone(_far_zone(zone_name))
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


@lru_cache
def zones_by_country() -> dict[str, tuple[str, ...]]:
    """{ISO 3166 code: its zones in use, the first one that of most people as pytz has it}"""
    return {code: tuple(zones) for code, zones in pytz.country_timezones.items()}
