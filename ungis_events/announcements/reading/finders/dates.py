"""Dates as announcements write them, in English, French, Spanish and more, and lone years.

An hour with its date in ISO form, 2026-03-10T18:30:00+01:00, is a clock's mark (`clocks.py`),
which carries the date; it gives no mark here.
"""

import re
from datetime import date

from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import DateMark, ImpossibleDateMark

from .calendar_days import is_day
from .date_rules import NUMERIC, RULES
from .month_names import is_word_too, month_of, weekday_of, with_signs
from .wrapping import unwrapped

MOST_DATES = 2_000
"""Dates that we look at: no notice has more."""


def find_dates(notice: Notice) -> tuple[DateMark | ImpossibleDateMark, ...]:
    """Dates, and days that no calendar has. A place belongs to the first rule that reads it."""
    text = with_signs(unwrapped(notice.text))
    taken = bytearray(len(text))
    marks: list[DateMark | ImpossibleDateMark] = []
    for rule, pattern in RULES.items():
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            mark = _numeric(rule, match) if rule in NUMERIC else _named(rule, match, notice.text)
            if mark:
                taken[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
                marks.append(mark)
            if len(marks) >= MOST_DATES:
                return tuple(marks)
    return tuple(marks)


def _named(rule: str, match: re.Match[str], text: str) -> DateMark | ImpossibleDateMark | None:
    parts = _words_of(match)
    month, day, year = _month(parts.get("month")), _number(parts.get("day")), _year(parts)
    weekday = _weekday(parts)
    is_settled = weekday is not None or year is not None
    if month is None or (not is_settled and _is_word(match, text)):
        return None
    last = _last(parts, month)
    if rule == "date.lost-dash" and (year is None or (month, day or 0) >= last):
        return None
    first_year = _first_year(parts, (month, day or 0), last, year)
    if not is_day(first_year, month, day) or (last and not is_day(year, *last)):
        return ImpossibleDateMark(*match.span(), "date.impossible", month, day, first_year)
    return DateMark(
        *match.span(),
        rule=rule,
        month=month,
        day=day,
        year=first_year,
        weekday=weekday,
        last=date(year, *last) if year and last else None,
        last_month=last[0] if last else None,
        last_day=last[1] if last else None,
    )


def _is_word(match: re.Match[str], text: str) -> bool:
    start, end = match.span("month" if match["month"] else "month2")
    leads = match["month"] is not None and start == match.start()
    return is_word_too(text[start:end].rstrip("."), leads=leads)


MonthAndDay = tuple[int, int]


def _last(parts: dict[str, str], month: int) -> MonthAndDay | tuple[()]:
    day = _number(parts.get("last"))
    return (_month(parts.get("last_month")) or month, day) if day else ()


def _first_year(
    parts: dict[str, str], first: MonthAndDay, last: MonthAndDay | tuple[()], year: int | None
) -> int | None:
    """30 December – 2 January 2023 begins in 2022."""
    if year is None or not last or first <= last:
        return year
    return _number(parts.get("first_year")) or year - 1


def _numeric(rule: str, match: re.Match[str]) -> DateMark | None:
    parts = _words_of(match)
    year, day, month = _year(parts), int(parts["day"]), int(parts["month"])
    is_open = parts.get("separator", ".") != "." and max(day, month) <= 12 and day != month
    if month > 12 and rule == "date.numbers":  # 07/31/2023
        day, month = month, day
    if not is_day(year, month, day):
        return None
    return DateMark(
        *match.span(),
        rule=rule,
        month=month,
        day=day,
        year=year,
        weekday=_weekday(parts),
        is_order_open=is_open,
    )


def _words_of(match: re.Match[str]) -> dict[str, str]:
    """Its groups; a pattern that has one at two places calls the second month2."""
    return {name.rstrip("2"): words for name, words in match.groupdict().items() if words}


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _year(parts: dict[str, str]) -> int | None:
    """31.01.23 is of this century."""
    year = _number(parts.get("year"))
    return year + 2000 if year is not None and year < 100 else year


def _month(sign: str | None) -> int | None:
    return month_of(sign) if sign else None


def _weekday(parts: dict[str, str]) -> int | None:
    sign = parts.get("weekday") or parts.get("after")
    return weekday_of(sign) if sign else None
