"""An uploaded report becomes stays: what its rows say, and in which zone its times make sense."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from flask_babel import LazyString, lazy_gettext

from ungis_events.adapters.tables import Row, read_rows
from ungis_events.core import clock

from .columns import find_about, find_people, is_no, is_yes
from .errors import ReportNotRead
from .rules import NEAR, Presence, clean
from .written_times import Written, is_day_first, read_time

LONGEST_BYTES = 20_000_000
MOST_ROWS = 50_000
_CLOSE = timedelta(minutes=30)
_LONGEST_STAY = timedelta(hours=36)
_LOOKED_AT = 500
"""So many stays tell in which zone a file was written."""
_NOTHING = frozenset({"", "-", "--", "—", "–", "n/a"})
_NO_TIMES = lazy_gettext("When they joined cannot be read")
_NO_LEAVE = lazy_gettext("When they left cannot be read")


class ReadRow(NamedTuple):
    """One stay as the file has it."""

    number: int
    name: str
    email: str | None
    joined: Written | None
    """None: the file does not say when, only how long."""
    left: Written | None
    minutes: int | None


Problems = tuple[tuple[int, LazyString], ...]


@dataclass(frozen=True)
class Report:
    rows: tuple[ReadRow, ...]
    absent: int
    """Rows of people who were registered and did not come."""
    problems: Problems
    """(row, why it cannot be used)"""
    doubts: tuple[LazyString, ...]
    number: str | None
    """Of the room, as it says of itself: figures only."""
    raw: tuple[Row, ...]
    """All that stood in the file."""


@dataclass(frozen=True)
class Understood:
    """A report whose times were taken to be of one zone."""

    stays: tuple[Presence, ...]
    problems: Problems
    zone: str
    fits: bool
    """Whether anybody was in the room at about the time of the event."""
    better_zone: str | None
    """In which the times fit the event, and in `zone` they do not."""
    is_approximate: bool
    """It says only how long people were there: they are taken to have come at the start."""


def read_report(content: bytes, name: str, longest_bytes: int = LONGEST_BYTES) -> Report:
    """Raises TableNotRead, ReportNotRead."""
    rows, doubts = read_rows(
        content,
        name,
        longest_bytes=longest_bytes,
        most_rows=MOST_ROWS,
        is_heading=lambda cells: find_people(cells) is not None,
    )
    walk = _Walk()
    for row in rows:
        walk.take(row)
    if not walk.has_people:
        raise ReportNotRead(
            lazy_gettext(
                "“%(name)s” has no row of headings with a name and the times of joining and "
                "leaving. Take the attendee report of the webinar, as CSV.",
                name=name,
            )
        )
    if not walk.found and not walk.problems:
        raise ReportNotRead(lazy_gettext("Nobody was in the room, says “%(name)s”.", name=name))
    number = "".join(filter(str.isdecimal, walk.number))[:40]
    found, problems = tuple(walk.found), tuple(walk.problems)
    return Report(found, walk.absent, problems, doubts, number or None, tuple(rows))


class _Walk:
    """From the first row to the last, past several tables with headings of their own."""

    def __init__(self) -> None:
        self.found: list[ReadRow] = []
        self.problems: list[tuple[int, LazyString]] = []
        self.absent = 0
        self.has_people = False
        self.number = ""
        self._columns: Mapping[str, int] | None = None
        self._about: Mapping[str, int] | None = None

    def take(self, row: Row) -> None:
        if columns := find_people(row.cells):
            self._columns, self._about, self.has_people = columns, None, True
        elif about := find_about(row.cells):
            self._columns, self._about = None, about
        elif self._about is not None:
            self.number = self.number or _cell(row, self._about, "number")
            self._about = None
        elif sum(map(bool, row.cells)) == 1 and row.cells[0]:
            self._columns = None  # a title: the next table has its own headings
        elif self._columns is not None:
            self._take_person(row, self._columns)

    def _take_person(self, row: Row, columns: Mapping[str, int]) -> None:
        if is_no(_cell(row, columns, "attended")) or is_yes(_cell(row, columns, "waits")):
            self.absent += 1
            return
        has_times = "joined" in columns
        joined, left = _cell(row, columns, "joined"), _cell(row, columns, "left")
        minutes = _minutes(_cell(row, columns, "minutes" if has_times else "total_minutes"))
        if not has_times and minutes is None:
            minutes = _minutes(_cell(row, columns, "minutes"))
        if joined in _NOTHING and left in _NOTHING and not minutes:
            self.absent += 1
            return
        came, went = read_time(joined), read_time(left)
        if has_times and came is None:
            self.problems.append((row.number, _NO_TIMES))
        elif has_times and went is None and minutes is None:
            self.problems.append((row.number, _NO_LEAVE))
        else:
            name, email = _name(row, columns), _email(_cell(row, columns, "email"))
            self.found.append(ReadRow(row.number, name, email, came, went, minutes))


def _cell(row: Row, columns: Mapping[str, int], name: str) -> str:
    place = columns.get(name)
    return row.cells[place] if place is not None and place < len(row.cells) else ""


def _name(row: Row, columns: Mapping[str, int]) -> str:
    """As they registered, where the file says so; else as they were called in the room."""
    own = " ".join(_cell(row, columns, each) for each in ("given_name", "family_name"))
    called = _cell(row, columns, "name")
    return clean(own, 300) or clean(called, 300)


def _email(text: str) -> str | None:
    email = clean(text, 254).lower()
    return email if "@" in email else None


def _minutes(text: str) -> int | None:
    try:
        minutes = round(float(text.replace(",", ".")))
    except (ValueError, OverflowError):
        return None
    return minutes if 0 <= minutes <= _LONGEST_STAY // timedelta(minutes=1) else None


def understand(
    report: Report, zone: str, starts_at: datetime, ends_at: datetime, zones: Sequence[str]
) -> Understood:
    """`zones`: what else the times may be meant in. Raises ReportNotRead.

    A report never says of which zone its times are: they are those of whoever downloaded it.
    """
    times = [each for row in report.rows for each in (row.joined, row.left) if each is not None]
    day = clock.to_wall_time(starts_at, zone).date()
    order = is_day_first(times, day)
    if order is None:
        raise ReportNotRead(
            lazy_gettext(
                "Dates such as %(one)s/%(other)s can be read in two ways, and neither is told by "
                "the others or by the day of the event. Write them as 2026-11-22 and send the "
                "file again.",
                one=f"{_first_open(times).one:02}",
                other=f"{_first_open(times).other:02}",
            )
        )
    stays, problems = [], []
    for row in report.rows:
        stay = _stay(row, order, zone, starts_at)
        if isinstance(stay, Presence):
            stays.append(stay)
        else:
            problems.append((row.number, stay))
    is_timed = bool(times)
    fits = not is_timed or any(_overlaps(each, starts_at - NEAR, ends_at + NEAR) for each in stays)
    better = _better_zone(report, order, zone, starts_at, ends_at, zones) if is_timed else None
    all_problems = tuple(sorted((*report.problems, *problems), key=lambda each: each[0]))
    return Understood(tuple(stays), all_problems, zone, fits, better, not is_timed)


def _first_open(times: Iterable[Written]) -> Written:
    return next(each for each in times if each.is_open)


def _stay(row: ReadRow, order: bool, zone: str, starts_at: datetime) -> Presence | LazyString:
    length = timedelta(minutes=row.minutes or 0)
    if row.joined is None:
        return Presence(row.name, row.email, starts_at, starts_at + length, None, f"{row.number}")
    joined = _moment(row.joined.wall_time(is_day_first=order), zone)
    if joined is None:
        return _NO_TIMES
    left = joined + length
    if row.left is not None:
        told = _moment(row.left.wall_time(is_day_first=order), zone)
        if told is None:
            return _NO_LEAVE
        left = told
    if left < joined:
        return lazy_gettext("They left before they joined")
    if left - joined > _LONGEST_STAY:
        return lazy_gettext("They were there longer than a day and a half")
    return Presence(row.name, row.email, joined, left, None, f"{row.number}")


def _moment(wall_time: datetime | None, zone: str) -> datetime | None:
    if wall_time is None:
        return None
    try:
        return clock.from_wall_time(wall_time, zone)
    except clock.NotOnTheClock:
        # In the hour that comes twice, or not at all, it is the earlier reading.
        earlier = timedelta(hours=3)
        return clock.from_wall_time(wall_time - earlier, zone) + earlier


def _overlaps(stay: Presence, start: datetime, end: datetime) -> bool:
    return stay.joined_at <= end and stay.left_at >= start


def _better_zone(
    report: Report,
    order: bool,
    zone: str,
    starts_at: datetime,
    ends_at: datetime,
    zones: Sequence[str],
) -> str | None:
    """Where in `zone` fewer than half of the stays touch the event, and in another most do."""

    def fit(name: str) -> float:
        stays = list(_some(report.rows, order, name, starts_at))
        near = sum(_overlaps(each, starts_at - _CLOSE, ends_at + _CLOSE) for each in stays)
        return near / max(len(stays), 1)

    if fit(zone) >= 0.5:
        return None
    best = max(zones, key=fit, default=zone)
    return best if best != zone and fit(best) >= 0.75 else None


def _some(
    rows: Sequence[ReadRow], order: bool, zone: str, starts_at: datetime
) -> Iterator[Presence]:
    for row in rows[:: max(1, len(rows) // _LOOKED_AT)]:
        stay = _stay(row, order, zone, starts_at)
        if isinstance(stay, Presence):
            yield stay
