"""The forms of a date, one pattern each, with an example beside it."""

import re

from .month_names import MONTH, WEEKDAY

_MONTH, _WEEKDAY = rf"(?:{MONTH}\.?)", rf"(?:{WEEKDAY}\.?)"
_ORDINAL = r"(?:st|nd|rd|th|ers?|ère|\.?[ºª°]|\.(?!\d))?"
_NO_HOUR = r"(?![:h.]?\d|[ ]?(?:[ap]\.?m\b|h\b|heures?\b|%))"
_LEAD = (
    rf"(?:(?P<weekday>{_WEEKDAY})(?:[ ,]{{1,3}}|,?\n)(?:the |le |el )?"
    r"|(?<![\w/])(?<!\d[.,:-]))"
)
_NOT_IN = r"(?<!\bin )(?<!\ben )(?<!\bsince )"
"""In March 12 states met."""
_JOIN = r"(?:[ ]?[-–—−/&][ ]?|[ ](?:to|until|till|through|and|al|a|au|à|et|y|hasta|bis)[ ])"
_OF = r"(?:[ ,/-]{0,3}|[ ]of[ ]|[ ]de[ ]|[ ]d[’'])"
_YEAR = (
    r"(?:(?:[ ]?,?[ ]{0,3}|[/-]|[ ]del?(?: año)?[ ]|[ ]of[ ])"
    r"(?P<year>(?:19|20)\d\d)(?!\d(?!\d:\d\d))(?![ ]?[-–][ ]?\d{4}(?!\d))"
    r"|,?[ ]?[’'‘](?P<year2>[0-4]\d)(?![\w’'‘]))?"
)
_AFTER = (
    rf"(?:,?[ ]?\((?P<after>{_WEEKDAY})\)"
    rf"|,[ ](?P<after2>{_WEEKDAY})(?!\w)(?![ ,]{{1,2}}\d{{1,2}}[ ]{_MONTH}))?"
)


def _day(name: str) -> str:
    return rf"(?P<{name}>0?[1-9]|[12]\d|3[01])(?!\d){_ORDINAL}"


def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(form, re.IGNORECASE)


_MORE_DAYS = rf"(?:,[ ](?:[12]\d|3[01]|0?[1-9])(?!\d){_ORDINAL}){{0,5}},?"

NUMERIC = frozenset({"date.iso", "date.numbers", "date.weekday-numbers", "date.year-month-day"})

RULES: dict[str, re.Pattern[str]] = {
    # 2026-03-10, but not the date of 2026-03-10T18:30
    "date.iso": _pattern(
        r"(?<![\w/.-])(?P<year>(?:19|20)\d\d)([-/.])(?P<month>\d\d?)\2(?P<day>\d\d?)(?![\d/-]|T\d)"
    ),
    # 31.01.2023, 31/01/2023, 10/07/2023 (either order), 31/01/23
    "date.numbers": _pattern(
        rf"{_LEAD}(?P<day>\d\d?)(?P<separator>[./-])(?P<month>\d\d?)(?P=separator)"
        r"(?P<year>(?:19|20)\d\d|(?<=\d\d[./]\d\d[./])\d\d)(?!\d|[./-]\d)"
    ),
    # mardi 10/03
    "date.weekday-numbers": _pattern(
        rf"(?P<weekday>{_WEEKDAY})[ ,]{{1,3}}(?P<day>\d\d?)/(?P<month>\d\d?)(?![\d/])"
    ),
    # 2026年3月10日
    "date.year-month-day": _pattern(
        r"(?P<year>(?:19|20)\d\d)[ ]?年[ ]?(?P<month>\d\d?)[ ]?月[ ]?(?P<day>\d\d?)[ ]?日"
    ),
    # 30 June – 2 July 2023
    "date.day-month-to-day-month": _pattern(
        rf"{_LEAD}{_day('day')}{_OF}(?P<month>{_MONTH})(?:,?[ ](?P<first_year>20\d\d))?{_JOIN}"
        rf"(?:{_WEEKDAY},?[ ])?(?:the |le |el )?{_day('last')}{_OF}(?P<last_month>{_MONTH}){_YEAR}"
    ),
    # 13–20 July 2023, del 6 al 10 de julio, Monday 6 to Friday 10 July
    "date.day-to-day-month": _pattern(
        rf"{_LEAD}{_day('day')}{_MORE_DAYS}{_JOIN}(?:{_WEEKDAY},?[ ])?(?:the |le |el )?"
        rf"{_day('last')}{_OF}(?P<month>{_MONTH}){_YEAR}"
    ),
    # 1320 July 2023, 810 July, 69 July: the dash was lost
    "date.lost-dash": _pattern(
        r"(?<![\w/.,-])(?:(?P<day>[0-2]\d|3[01]|[1-9])(?P<last>[12]\d|3[01])"
        rf"|(?P<day2>[3-9])(?P<last2>[4-9]))[ ](?P<month>{_MONTH}){_YEAR}"
    ),
    # June 30 – July 2, 2023
    "date.month-day-to-month-day": _pattern(
        rf"{_LEAD}(?P<month>{_MONTH})[ ]{_day('day')}{_JOIN}(?:{_WEEKDAY},?[ ])?"
        rf"(?P<last_month>{_MONTH})[ ]{_day('last')}{_NO_HOUR}{_YEAR}"
    ),
    # July 13–20, 2023
    "date.month-day-to-day": _pattern(
        rf"{_LEAD}(?P<month>{_MONTH})[ ]{_day('day')}{_MORE_DAYS}{_JOIN}(?:{_WEEKDAY},?[ ])?"
        rf"{_day('last')}{_NO_HOUR}{_YEAR}{_AFTER}"
    ),
    # Tuesday, 31 January 2023; 31 Jan ’23
    # le mardi 1er juin; 10 de marzo del 2026; 30 June 2022 (Thursday)
    "date.day-month": _pattern(rf"{_LEAD}{_day('day')}{_OF}(?P<month>{_MONTH}){_YEAR}{_AFTER}"),
    # January 31st, 2023; Mar 16 2021; Tuesday, September 7, 2021
    "date.month-day": _pattern(
        rf"{_NOT_IN}{_LEAD}(?P<month>{_MONTH})[ ](?:the )?{_day('day')}{_NO_HOUR}{_YEAR}{_AFTER}"
    ),
    # A leaf of a calendar: "May" above "22", or "22" above "May", the year below or not
    "date.leaf": re.compile(
        rf"^[ ]*(?:(?P<weekday>{_WEEKDAY}),?[ ]*\n{{0,2}}[ ]*)?(?:(?P<month>{_MONTH})[ ]*\n{{1,2}}"
        rf"[ ]*{_day('day')}|{_day('day2')}[ ]*\n{{1,2}}[ ]*(?P<month2>{_MONTH}))[ ]*$"
        r"(?:\n{1,2}[ ]*(?P<year>(?:19|20)\d\d)[ ]*$)?",
        re.IGNORECASE | re.MULTILINE,
    ),
    # October 2018, over a list of events
    "date.month-year": _pattern(
        rf"(?P<month>{_MONTH})(?:,?[ ]|[ ]del?[ ]|[ ]of[ ])(?P<year>(?:19|20)\d\d)(?!\d)"
    ),
}
