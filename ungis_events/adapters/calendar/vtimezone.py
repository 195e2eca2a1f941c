"""The VTIMEZONE of a zone, made from the rule at the end of its tzdata file.

A TZif file ends with a POSIX TZ line such as "EST5EDT,M3.2.0,M11.1.0" (RFC 9636 3.3). That line
*is* a pair of yearly rules, the only VTIMEZONE shape that Outlook keeps (MS-STANOICAL 2.2.47).
icalendar's own VTIMEZONE lists dates instead, which several readers get wrong by an hour.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_RULE = re.compile(
    r"(<[^>]+>|[A-Za-z]+)([-+\d:]+)"  # standard time: name, offset
    r"(?:(<[^>]+>|[A-Za-z]+)([-+\d:]+)?"  # daylight time: name, offset
    r",M(\d+)\.(\d)\.(\d)(?:/([-+\d:]+))?"  # begins: month, week, weekday, hour
    r",M(\d+)\.(\d)\.(\d)(?:/([-+\d:]+))?)?"  # ends
)
_WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
# Readers that keep times in 32 bits (pytz, dateutil, node-ical) know no changes after 2037.
_FIRST_YEAR, _LAST_YEAR = 1970, 2037
_LAST_WEEK = 5
# How long phones, mail programs and servers go without new zone data.
_YEARS_UNTIL_KNOWN = 3
_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class YearlyChange:
    """One change of the clocks, on the same weekday of the same month every year."""

    name: str
    month: int
    week: int  # 1 to 4, or 5 for the last
    weekday: int  # 0 is Sunday
    clock: timedelta  # wall time of the change, before it
    before: timedelta  # UTC offsets
    after: timedelta

    def wall_time(self, year: int) -> datetime:
        """The naive wall time of the change, as clocks stand before it."""
        first = datetime(year, self.month, 1)  # noqa: DTZ001 - a wall time
        days = (self.weekday - first.isoweekday()) % 7
        day = first + timedelta(days=days, weeks=self.week - 1)
        while day.month != self.month:  # "the fifth" means the last
            day -= _WEEK
        return day + self.clock

    def moment(self, year: int) -> datetime:
        """The naive UTC time of the change."""
        return self.wall_time(year) - self.before

    @property
    def rrule(self) -> str:
        """The yearly rule, with exactly one ordinal (MS-OXCICAL 2.1.3.1.1.19.2.2)."""
        ordinal = -1 if self.week == _LAST_WEEK else self.week
        return f"FREQ=YEARLY;BYMONTH={self.month};BYDAY={ordinal}{_WEEKDAYS[self.weekday]}"


@dataclass(frozen=True)
class ZoneRule:
    """A zone that has one fixed offset, or changes its clocks by one yearly pair of rules.

    `first_year` is the earliest year since which that has been true without a break.
    """

    zone: str
    name: str
    offset: timedelta
    changes: tuple[YearlyChange, ...] = ()
    first_year: int = _LAST_YEAR + 1

    @classmethod
    def from_posix(cls, zone: str, text: str) -> Self | None:
        """Read a POSIX TZ line; None where it is no plain pair of yearly rules."""
        match = _RULE.fullmatch(text)
        if match is None:
            return None
        name, offset = match[1].strip("<>"), -_duration(match[2])
        if match[3] is None:
            return cls(zone, name, offset)
        other = -_duration(match[4]) if match[4] else offset + timedelta(hours=1)
        month, week, weekday = (int(part) for part in match.group(5, 6, 7))
        begins = YearlyChange(
            match[3].strip("<>"), month, week, weekday, _duration(match[8] or "2"), offset, other
        )
        month, week, weekday = (int(part) for part in match.group(9, 10, 11))
        ends = YearlyChange(name, month, week, weekday, _duration(match[12] or "2"), other, offset)
        # Hours such as -1 or 24 fall on a day no "second Sunday" can name: Nuuk, Cairo, Santiago.
        if not all(timedelta(0) <= change.clock < _DAY for change in (begins, ends)):
            return None
        return cls(zone, name, offset, (begins, ends))

    def offset_at(self, moment: datetime) -> timedelta:
        """The offset from UTC that the rule gives at a naive UTC time."""
        return _in_force(self.timeline(moment.year), moment)

    def timeline(self, year: int) -> list[tuple[datetime, timedelta]]:
        """The naive UTC times around one year at which an offset begins, earliest first."""
        if not self.changes:
            return [(datetime(year - 1, 1, 1), self.offset)]  # noqa: DTZ001 - naive UTC throughout
        return sorted(
            (change.moment(near), change.after)
            for near in (year - 1, year, year + 1)
            for change in self.changes
        )

    def covers(self, wall_time: datetime) -> bool:
        """Is this naive wall time inside the years for which the rule may be written?

        A rule pair needs a year's start before the event, for the change that is still in force.
        """
        lead = 1 if self.changes else 0
        return self.first_year + lead <= wall_time.year <= _LAST_YEAR

    def is_widely_known(self, today: datetime) -> bool:
        """Is the rule old enough that a client which looks up the zone's name agrees with us?"""
        return self.first_year + _YEARS_UNTIL_KNOWN <= today.year

    def lines(self) -> list[str]:
        """The content lines of the VTIMEZONE, unfolded (RFC 5545 3.6.5)."""
        if not self.changes:
            onset = datetime(self.first_year, 1, 1)  # noqa: DTZ001 - a wall time
            parts = _observance("STANDARD", self.name, onset, self.offset, self.offset)
        else:
            # By offset, not by the order in the file: Dublin's data call its winter the exception.
            summer, winter = sorted(self.changes, key=lambda change: change.after, reverse=True)
            parts = [*self._yearly("DAYLIGHT", summer), *self._yearly("STANDARD", winter)]
        return ["BEGIN:VTIMEZONE", f"TZID:{self.zone}", *parts, "END:VTIMEZONE"]

    def _yearly(self, kind: str, change: YearlyChange) -> list[str]:
        onset = change.wall_time(self.first_year)
        return _observance(kind, change.name, onset, change.before, change.after, change.rrule)


@cache
def find_zone_rule(zone: str) -> ZoneRule | None:
    """The yearly rule of an IANA zone, or None: its times must then be written in UTC.

    None also for UTC itself and for names without a region ("EST", "Singapore"), which clients
    take for other zones, and for names the installed tzdata does not know.
    """
    if "/" not in zone or zone.startswith("Etc/"):
        return None
    try:
        real = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder such as "America/"
        return None
    file = resources.files("tzdata").joinpath("zoneinfo", *zone.split("/"))
    rule = ZoneRule.from_posix(zone, file.read_bytes().rstrip(b"\n").rpartition(b"\n")[2].decode())
    if rule is None:
        return None
    first_year = _LAST_YEAR + 1
    while first_year > _FIRST_YEAR and _holds(rule, real, first_year - 1):
        first_year -= 1
    return ZoneRule(zone, rule.name, rule.offset, rule.changes, first_year)


def is_unambiguous(zone: str, wall_time: datetime) -> bool:
    """Does this naive wall time exist in the zone, exactly once?

    In a gap and in a repeated hour the two folds have different offsets (PEP 495).
    """
    real = ZoneInfo(zone)
    first, second = (wall_time.replace(tzinfo=real, fold=fold) for fold in (0, 1))
    return first.utcoffset() == second.utcoffset()


def _holds(rule: ZoneRule, real: ZoneInfo, year: int) -> bool:
    """Does the zone really follow the rule all through this year?"""
    timeline = rule.timeline(year)
    new_year = datetime(year, 1, 1)  # noqa: DTZ001 - naive UTC throughout
    probes = [new_year + week * _WEEK for week in range(53)]
    for change in rule.changes:
        moment = change.moment(year)
        probes += [moment - _SECOND, moment]
    return all(
        probe.replace(tzinfo=UTC).astimezone(real).utcoffset() == _in_force(timeline, probe)
        for probe in probes
        if probe.year == year
    )


def _in_force(timeline: list[tuple[datetime, timedelta]], moment: datetime) -> timedelta:
    return next(offset for begins, offset in reversed(timeline) if begins <= moment)


def _observance(  # one argument for each line it writes
    kind: str,
    name: str,
    onset: datetime,
    before: timedelta,
    after: timedelta,
    rrule: str | None = None,
) -> list[str]:
    # The onset is local time as clocks stood before it, without Z (RFC 5545 3.6.5).
    lines = [f"BEGIN:{kind}", f"DTSTART:{onset:%Y%m%dT%H%M%S}"]
    if rrule:
        lines.append(f"RRULE:{rrule}")
    lines += [f"TZOFFSETFROM:{_offset(before)}", f"TZOFFSETTO:{_offset(after)}"]
    return [*lines, f"TZNAME:{name}", f"END:{kind}"]


def _offset(delta: timedelta) -> str:
    minutes = delta // timedelta(minutes=1)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"


def _duration(text: str) -> timedelta:
    hours, minutes, seconds = (*(int(part) for part in text.lstrip("+-").split(":")), 0, 0)[:3]
    delta = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -delta if text.startswith("-") else delta
