"""Which days the calendar has."""

from calendar import isleap

_DAYS_OF_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_day(year: int | None, month: int, day: int | None) -> bool:
    """Whether the calendar has it; without a year, it has 29 February."""
    if not 1 <= month <= 12:
        return False
    if day is None:
        return True
    is_short = month == 2 and year is not None and not isleap(year)
    return 1 <= day <= _DAYS_OF_MONTHS[month - 1] - is_short
