"""Which half of the day an hour is in, as a careful reader takes it."""

from dataclasses import dataclass
from datetime import time

from .hours import Form, Hour

EVENING = 17
LONGEST_NIGHT = 8 * 60
"""Minutes, of what begins in the evening and ends after midnight."""
LONGEST_DAY = 12 * 60
"""Minutes; beyond it, a.m. and p.m. were likelier mixed up."""


@dataclass(frozen=True)
class Stretch:
    begins: time
    ends: time
    is_unlike: bool
    """The two ends cannot both be right."""
    is_over_midnight: bool


def between(first: Hour, last: Hour) -> Stretch:
    begins, ends = _ends(first, last)
    minutes = (_minutes(ends) - _minutes(begins)) % (24 * 60)
    is_over = ends < begins
    if ends == time(0) and last.hour in (0, 24):  # 22:00–24:00, 8 p.m. to midnight
        is_believable = True
    elif is_over:
        is_believable = begins.hour >= EVENING and minutes <= LONGEST_NIGHT
    else:
        is_believable = begins != ends and not (last.meridiem and minutes > LONGEST_DAY)
    is_unlike = first.is_slip or last.is_slip or not is_believable
    return Stretch(begins, ends, is_unlike, is_over and is_believable)


def _ends(first: Hour, last: Hour) -> tuple[time, time]:
    if last.meridiem and first.can_be_either:
        return _first_by_last(first, last, last.meridiem), last.literal
    if first.meridiem and last.can_be_either:
        same, other = last.in_half(first.meridiem), last.in_half(_other(first.meridiem))
        return first.literal, same if same > first.literal else other
    if last.form is Form.WORD and last.hour == 12 and first.can_be_either:
        return first.in_half("a"), last.literal
    if last.literal < first.literal and first.can_be_either and last.can_be_either:
        # 11:00–1:00 on a clock of twelve hours
        return first.literal, last.in_half("p")
    return first.literal, last.literal


def _first_by_last(first: Hour, last: Hour, meridiem: str) -> time:
    """2:00–3:00 pm takes the p.m.; 11:00–1:00 pm does not, or it would run backwards."""
    same = first.in_half(meridiem)
    return same if same < last.literal else first.in_half(_other(meridiem))


def _other(meridiem: str) -> str:
    return "p" if meridiem == "a" else "a"


def _minutes(hour: time) -> int:
    return hour.hour * 60 + hour.minute


def is_half_open(hour: Hour, uses_halves: bool) -> bool:
    """8:30 without a.m. or p.m. in a text that uses them elsewhere."""
    return uses_halves and hour.can_be_either and not hour.is_padded and hour.hour < 12
