"""The year of a date that does not say it: only from the text, never from an address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ungis_events.announcements.reading.finders.places import place_from
from ungis_events.announcements.reading.findings import Span
from ungis_events.announcements.reading.layout import YEARS, Layout
from ungis_events.announcements.reading.marks import ClockMark, DateMark, Subject, YearMark

_COPYRIGHT = re.compile(r"©|\bcopyright\b|\(c\)\s{0,2}\d{4}|all rights reserved", re.IGNORECASE)
_OF_A_REPORT = re.compile(
    r"\b(?:reports?|reviews?|edition|resolution|rapports?|résolution|édition|informes?"
    r"|resolución|edición|strategy|plan)\b",
    re.IGNORECASE,
)
_DATELINE_ENDS = re.compile(r"[ ]?(?:\([^()\n]{1,30}\))?[ ]?(?:[-–—:.]|$)")
_LINES_AT_THE_TOP = 12
_LONGEST_TITLE = 250
FIRST_YEAR = 1990
"""What was before is history: nobody pasted announcements then."""
_LONGEST_AHEAD = timedelta(days=92)
"""An event is announced so long before at most."""


@dataclass(frozen=True)
class YearFound:
    year: int
    rule: str
    span: Span


def find_year(layout: Layout, day: DateMark) -> YearFound | None:
    """Where else the text tells the year of this date; None: nowhere, or it tells two.

    A year that comes from beside the date must fit its weekday, or it is another event's.
    """
    same = list(_of_the_same_date(layout, day))
    fitting = [each for each in same if falls_on(day, each.year)]
    for found in (
        fitting or same,
        [each for each in _of_ranges_and_months(layout, day) if falls_on(day, each.year)],
        [each for each in _of_titles(layout) if falls_on(day, each.year)],
        [each for each in _of_posting(layout, day) if falls_on(day, each.year)],
    ):
        if found:
            return found[0] if len({each.year for each in found}) == 1 else None
    return None


def date_in(year: int, month: int, day: int) -> date | None:
    """None: there is no such day, as 29 February 2023, or nobody meets then."""
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def falls_on(mark: DateMark, year: int) -> bool:
    """Whether the date exists in that year, on its weekday if it names one."""
    day = date_in(year, mark.month, mark.day or 1)
    return bool(day) and (mark.weekday is None or (day and day.weekday()) == mark.weekday)


def is_copyright(words: str) -> bool:
    return bool(_COPYRIGHT.search(words))


def years_in_text(layout: Layout) -> list[int]:
    """All that are named with a date or alone, without those of copyright lines, in order."""
    years = {mark.year for mark in layout.of(DateMark) if mark.year} | {
        mark.year for mark in layout.of(YearMark) if not is_copyright(layout.line_of(mark).text)
    }
    return sorted(years)


def _of_the_same_date(layout: Layout, day: DateMark) -> Iterator[YearFound]:
    for mark in layout.of(DateMark):
        if mark.year and (mark.month, mark.day) == (day.month, day.day):
            yield YearFound(mark.year, "starts.year-of-same-date", mark.span)
    for hours in layout.of(ClockMark):  # 2026-03-10T18:30 beside "10 March"
        if hours.day and (hours.day.month, hours.day.day) == (day.month, day.day):
            yield YearFound(hours.day.year, "starts.year-of-same-date", hours.span)


def _of_ranges_and_months(layout: Layout, day: DateMark) -> Iterator[YearFound]:
    """13 July under `10–20 July 2023`, or under the heading `July 2023`."""
    for mark in layout.of(DateMark):
        if not mark.year:
            continue
        this = date_in(mark.year, day.month, day.day or 1)
        first = date_in(mark.year, mark.month, mark.day or 1)
        if this and first and mark.last and first <= this <= mark.last:
            yield YearFound(mark.year, "starts.year-of-range", mark.span)
        elif mark.day is None and mark.month == day.month:
            yield YearFound(mark.year, "starts.year-of-month", mark.span)


def _of_posting(layout: Layout, day: DateMark) -> Iterator[YearFound]:
    """`2 June 2025` alone on a line, or a deadline, shortly before a 16 June."""
    for mark in layout.of(DateMark):
        if not mark.year or not mark.day or not _is_of_the_notice(layout, mark):
            continue
        this = date_in(mark.year, day.month, day.day or 1)
        posted = date_in(mark.year, mark.month, mark.day)
        if this and posted and timedelta() <= this - posted <= _LONGEST_AHEAD:
            yield YearFound(mark.year, "starts.year-of-posting", mark.span)


def _is_of_the_notice(layout: Layout, mark: DateMark) -> bool:
    if _is_dateline(layout, mark):
        return True
    rest = len(layout.line_of(mark).text) - (mark.end - mark.start)
    return rest <= len("Published on: ") or layout.subject_of(mark) is Subject.DEADLINE


def _is_dateline(layout: Layout, mark: DateMark) -> bool:
    """Lyon, 2 June 2025 (ABC) – The Forum will ..."""
    before = layout.notice.text[layout.line_of(mark).start : mark.start].rstrip(" ,")
    place = place_from(before, 0)
    behind = _DATELINE_ENDS.match(layout.after(mark, 40))
    return bool(place and place[0] >= len(before.rstrip(".")) and behind)


def _of_titles(layout: Layout) -> Iterator[YearFound]:
    """`Side event at the 2023 Forum`: near the top and short, not a report's year.

    Of a long line only the first words: `The 2021 Youth Day invites …`.
    """
    for mark in layout.of(YearMark):
        line = layout.line_of(mark)
        leads = line.index == 0 and mark.start - line.start < len("The Annual 2021")
        is_title = line.index < _LINES_AT_THE_TOP and len(line.text) <= _LONGEST_TITLE
        if not leads and not is_title:
            continue
        near = layout.before(mark, 30) + layout.after(mark, 30)
        is_named = layout.after(mark, 1) != ":" and not _OF_A_REPORT.search(near)
        is_named = is_named and mark.year >= FIRST_YEAR
        if is_named and not is_copyright(line.text):
            yield YearFound(mark.year, "starts.year-of-title", mark.span)
