"""Hours and stretches from one to another: 8:30–9:45, de 14h30 à 16h, 1300-1430, noon.

An hour in ISO form with its date, 2026-03-10T18:30:00+01:00, is one mark with day and offset.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from ungis_events.announcements.reading.findings import Span
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import ClockMark, Mark

from . import clock_signs as signs
from .halves import between, is_half_open
from .hours import Form, Hour, find_hours
from .iso_hours import find_iso_hours
from .wrapping import covered, unwrapped

MOST_HOURS = 3_000
"""Numbers that we look at: no notice has more."""
MOST_APART = 20
"""Characters between the two ends of a stretch."""


def find_clocks(notice: Notice, dates: Iterable[Mark]) -> tuple[ClockMark, ...]:
    """All hours but those that lie in the dates: 10.07.2023."""
    text = unwrapped(notice.text)
    iso_hours = list(find_iso_hours(text))
    taken = [Span(*match.span()) for match in signs.ADDRESS.finditer(text)]
    taken += [Span(*match.span()) for match in signs.OFFSET.finditer(text)]
    taken += [mark.span for mark in (*dates, *iso_hours)]
    elsewhere = covered(len(text), taken)
    hours = [
        hour
        for hour in islice(find_hours(text), MOST_HOURS)
        if not any(elsewhere[hour.start : hour.end])
    ]
    uses_halves = any(hour.meridiem for hour in hours)
    return (*iso_hours, *_without_twins(text, _marks(text, hours, uses_halves)))


def _marks(text: str, hours: list[Hour], uses_halves: bool) -> Iterator[ClockMark]:
    joined = -1
    for place, first in enumerate(hours):
        last = hours[place + 1] if place + 1 < len(hours) else None
        if place == joined:
            continue
        if last is not None and _is_range(text, first, last):
            joined = place + 1
            yield _range(text, first, last, uses_halves)
        elif _is_hour(text, first):
            yield _single(first, uses_halves)


def _is_range(text: str, first: Hour, last: Hour) -> bool:
    forms = {first.form, last.form}
    if Form.BARE in forms and not (_is_named_range(first, last) or _is_led(text, first)):
        return False  # pages 9–10, but 9–10:30, 1 to 2.30pm, 18-20h
    if last.start - first.end > MOST_APART or not _is_joined(text, first, last):
        return False
    if forms == {Form.DIGITS} and (_is_like_year(first) or _is_like_year(last)):
        is_labelled = bool(signs.LABEL.search(text, *_before(first)))
        return last.is_named or is_labelled or _has_zone(text, last)
    return not signs.is_other_range(text, first.start, last.end)


def _is_named_range(first: Hour, last: Hour) -> bool:
    return first.is_named or last.is_named or Form.COLON in (first.form, last.form)


def _is_led(text: str, first: Hour) -> bool:
    """From 12.15 to 14"""
    return first.form is Form.DOT and bool(signs.FROM.search(text, *_before(first)))


def _is_joined(text: str, first: Hour, last: Hour) -> bool:
    if signs.JOIN.fullmatch(text, first.end, last.start):
        return True
    is_and = signs.AND.fullmatch(text, first.end, last.start)
    return bool(is_and and signs.BETWEEN.search(text, *_before(first)))


def _before(hour: Hour) -> tuple[int, int]:
    return max(0, hour.start - 30), hour.start


def _is_like_year(hour: Hour) -> bool:
    return 1900 <= hour.hour * 100 + hour.minute < 2100


def _is_hour(text: str, hour: Hour) -> bool:
    """Whether a number that stands alone is an hour."""
    if hour.form is Form.WORD or hour.meridiem:
        return True
    if hour.form is Form.BARE:
        return False
    if signs.LENGTH.search(text, *_before(hour)):  # "Duration: 1:30", "ratio of 1:10"
        return False
    if hour.form is Form.COLON:
        return True
    if hour.form is Form.AITCH:  # "8h" opens a programme, "2h" is how long it lasts
        is_length = not 6 < hour.hour < 24 or signs.LENGTH_BEHIND.match(text, hour.end)
        return not is_length or bool(signs.CUE.search(text, *_before(hour)))
    if hour.form is Form.DOT:
        return (hour.is_named or _has_cue(text, hour, hour)) and not signs.AMOUNT.match(
            text, hour.end
        )
    is_year = _is_like_year(hour) and not hour.is_named
    return not is_year and (hour.is_named or _has_zone(text, hour))


def _has_cue(text: str, first: Hour, last: Hour) -> bool:
    """A word for an hour stands before it, or a zone behind it."""
    return bool(signs.CUE.search(text, *_before(first))) or _has_zone(text, last)


def _has_zone(text: str, hour: Hour) -> bool:
    return bool(signs.ZONE.match(text, hour.end))


def _single(hour: Hour, uses_halves: bool) -> ClockMark:
    return ClockMark(
        hour.start,
        hour.end,
        f"clock.{hour.form}",
        hour.literal,
        is_half_open=is_half_open(hour, uses_halves),
        is_unlike=hour.is_slip,
    )


def _range(text: str, first: Hour, last: Hour, uses_halves: bool) -> ClockMark:
    stretch = between(first, last)
    next_day = signs.NEXT_DAY.match(text, last.end)
    return ClockMark(
        first.start,
        next_day.end() if next_day else last.end,
        f"clock.{last.form}-range",
        stretch.begins,
        stretch.ends,
        is_over_midnight=bool(next_day) or stretch.is_over_midnight,
        is_half_open=is_half_open(first, uses_halves) and is_half_open(last, uses_halves),
        is_unlike=stretch.is_unlike and not next_day,
    )


def _without_twins(text: str, marks: Iterator[ClockMark]) -> Iterator[ClockMark]:
    """1:15 PM13:15 and 1:15 PM (13:15): one hour, said twice."""
    held: ClockMark | None = None
    for mark in marks:
        if held and _is_twin(text, held, mark):
            held = ClockMark(held.start, mark.end, "clock.twice", held.begins, held.ends)
            continue
        if held:
            yield held
        held = mark
    if held:
        yield held


def _is_twin(text: str, one: ClockMark, other: ClockMark) -> bool:
    gap = text[one.end : other.start]
    is_same = (one.begins, one.ends) == (other.begins, other.ends)
    return is_same and len(gap) < 4 and not gap.strip(" (/|")
