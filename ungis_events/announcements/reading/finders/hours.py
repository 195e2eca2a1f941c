"""Single hours: 8:30, 13h30, 8.30 am, 1300, noon; `clocks.py` joins and judges them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

_WORDS = {
    "noon": 12,
    "midday": 12,
    "midi": 12,
    "mediodía": 12,
    "mediodia": 12,
    "midnight": 0,
    "minuit": 0,
    "medianoche": 0,
}
_MERIDIEM = (
    r"(?P<meridiem>[ap](?:\.[ ]?m\b\.?|[ ]?m\b|m(?=\d))"
    r"|de[ ]la[ ](?:mañana|tarde|noche)|du[ ](?:matin|soir)|de[ ]l[’']après-midi"
    r"|in[ ]the[ ](?:morning|afternoon|evening))"
)
_HOURS = r"h(?:rs?|oras?|eures|ours)?\b\.?"
_HOUR = re.compile(
    rf"""
    (?=[\dmn])
    (?: (?<!\w)(?<![^\W\d]-)(?:12[ ](?=noon|mid))?(?P<word>{"|".join(_WORDS)})(?![\w-])
      | (?=\d)(?<!\d)(?<!\d[.,:/'’])(?<![#$€£+])(?:(?<=[ap]m)|(?<![^\W_]))
        (?:
            (?P<hour>\d{{1,2}})
            (?: (?::|:[ ](?=\d\d[ ]?[ap]\.?m))(?P<colon>[0-5]\d)(?::00)?(?:[ ]?{_HOURS})?
              | [ ]?(?P<aitch>h(?:rs?\b\.?|oras?\b|eures?\b|\b|(?=[0-5]\d)))
                (?:[ ]?(?P<minute>[0-5]\d)(?!\d|[:.]\d)(?:[ ]?min\b)?)?
              | [.](?P<dot>[0-5]\d)(?:[ ]?(?P<dot_hours>{_HOURS}))?
            )?
          | (?P<first>[01]\d|2[0-4])(?P<digits>[0-5]\d)(?:[ ]?(?P<digits_hours>{_HOURS}))?
        )
        (?:[ ]?{_MERIDIEM})?
        (?:(?<=[ap]m)(?=\d)|(?!\d|(?-i:[a-zà-ÿ])|[:.,'’]\d|[ ]?%))
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)


class Form(StrEnum):
    """How an hour is written."""

    COLON = "colon"
    """8:30"""
    AITCH = "h"
    """13h30, 18 h"""
    DOT = "dot"
    """13.00"""
    DIGITS = "four-digits"
    """1300"""
    WORD = "word"
    """noon"""
    BARE = "bare"
    """10"""


@dataclass(frozen=True)
class Hour:
    start: int
    end: int
    hour: int
    minute: int
    form: Form
    meridiem: str | None
    """a or p"""
    is_padded: bool
    """08:30, which nobody writes with p.m. in mind."""
    is_named: bool
    """It says of itself that it is an hour: 18h, 1300 hrs, 3 p.m., noon."""

    @property
    def can_be_either(self) -> bool:
        """It does not say which half of the day it is in: 8:30, but not 08h30 or 13:00."""
        return (
            not self.meridiem and self.form not in (Form.WORD, Form.AITCH) and 1 <= self.hour < 13
        )

    @property
    def is_slip(self) -> bool:
        """14:00 a.m.; 13:30 p.m. only says the same thing twice."""
        return self.meridiem == "a" and self.hour > 12

    @property
    def literal(self) -> time:
        """By its own meridiem, or as a clock of 24 hours; 13:30 pm and 24:00 are tolerated."""
        hour = self.hour % 24
        if self.meridiem and hour <= 12:
            hour = hour % 12 + (12 if self.meridiem == "p" else 0)
        return time(hour, self.minute)

    def in_half(self, meridiem: str) -> time:
        return time(self.hour % 12 + (12 if meridiem == "p" else 0), self.minute)


def find_hours(text: str) -> Iterator[Hour]:
    for match in _HOUR.finditer(text):
        hour = _hour(match)
        if hour.hour < 24 or (hour.hour == 24 and hour.minute == 0 and hour.form != Form.BARE):
            yield hour


def _hour(match: re.Match[str]) -> Hour:
    start, end = match.span()
    if word := match["word"]:
        return Hour(start, end, _WORDS[word.casefold()], 0, Form.WORD, None, True, True)
    hour, form = match["hour"] or match["first"], _form(match)
    minute = match["colon"] or match["minute"] or match["dot"] or match["digits"] or "0"
    meridiem = _half(match["meridiem"])
    is_named = bool(meridiem or match["aitch"] or match["dot_hours"] or match["digits_hours"])
    is_padded = len(hour) == 2 and hour[0] == "0"
    return Hour(start, end, int(hour), int(minute), form, meridiem, is_padded, is_named)


def _form(match: re.Match[str]) -> Form:
    if match["colon"]:
        return Form.COLON
    if match["aitch"]:
        return Form.AITCH
    if match["dot"]:
        return Form.DOT
    return Form.DIGITS if match["digits"] else Form.BARE


def _half(words: str | None) -> str | None:
    if not words:
        return None
    words = words.casefold()
    if words.startswith(("a.", "a ", "am")) or words.endswith(("mañana", "matin", "morning")):
        return "a"
    return "p"
