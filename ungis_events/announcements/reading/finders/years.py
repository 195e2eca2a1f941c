"""Years that belong to no date: 2018 ECOSOC Special Meeting."""

import re
from collections.abc import Iterable, Iterator

from ungis_events.announcements.reading.findings import Span
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import Mark, YearMark

from .clock_signs import ADDRESS
from .wrapping import covered

_YEAR = re.compile(
    r"(?<![\w./:-])(?<!\d,)(?<!\d )(?P<year>(?:19[5-9]|20[0-9])\d)(?![\d/]|[.,:]\d|[-–]\w)"
)
_SPAN = re.compile(r"\d{4}[ ]?(?:[-–—/]|to|à|al|and|y|et)[ ]?\d{2,4}")
_RIGHTS = re.compile(r"©|\(c\)|copyright|rights? reserved|tous droits|derechos", re.IGNORECASE)
_GOAL_BEFORE = re.compile(
    r"\b(?:by|before|until|till|beyond|to|post|d[’']ici(?: à)?|hasta|para|agenda|horizont?e?"
    r"|programme|res)[ -]?\Z",
    re.IGNORECASE,
)
_GOAL_BEHIND = re.compile(r"[ ]?(?:agenda|goals?|targets?|development)\b", re.IGNORECASE)


def find_years(notice: Notice, dates: Iterable[Mark]) -> Iterator[YearMark]:
    """Not those of a span 2021-2030, an address, a copyright, a goal ("by 2030", "2030 Agenda")."""
    text = notice.text
    spans = [Span(*match.span()) for match in (*_SPAN.finditer(text), *ADDRESS.finditer(text))]
    elsewhere = covered(len(text), [*(mark.span for mark in dates), *spans])
    for match in _YEAR.finditer(text):
        before = max(0, match.start() - 40), match.start()
        is_other = (
            elsewhere[match.start()]
            or _GOAL_BEFORE.search(text, *before)
            or _GOAL_BEHIND.match(text, match.end())
            or _RIGHTS.search(text, *before)
        )
        if not is_other:
            yield YearMark(*match.span(), "year.alone", int(match["year"]))
