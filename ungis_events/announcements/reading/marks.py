"""What stage 2 finds in the text: each mark says what it is, where it stands and by which rule."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Any, TypeVar, cast

from .findings import Span
from .lines import Line


@dataclass(frozen=True)
class Mark:
    start: int
    end: int
    rule: str
    """Its name, for example `date.day-month-year`."""

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True)
class DateMark(Mark):
    """A date as written; what it does not say is None."""

    month: int
    day: int | None = None
    """None: a month alone, as over a list of events."""
    year: int | None = None
    weekday: int | None = None
    """0: Monday."""
    last: date | None = None
    """The last day of a range: 13–20 July 2023."""
    is_order_open: bool = False
    """10/07/2023: day and month can be meant the other way round."""
    last_month: int | None = None
    last_day: int | None = None
    """Of a range as written; `last` has them with the year, where there is one."""


@dataclass(frozen=True)
class ImpossibleDateMark(Mark):
    """A day that the calendar does not have: 31 June, 29 February 2023."""

    month: int = 1
    day: int | None = None
    year: int | None = None


@dataclass(frozen=True)
class YearMark(Mark):
    """A year that belongs to no date: 2018 ECOSOC Special Meeting; not one of a span 2021-2030."""

    year: int


@dataclass(frozen=True)
class ClockMark(Mark):
    """An hour, or from one to another, in some place's clocks."""

    begins: time
    ends: time | None = None
    is_over_midnight: bool = False
    is_half_open: bool = False
    """8:30 without a.m. or p.m. in a text that uses them elsewhere."""
    is_unlike: bool = False
    """Its two ends cannot both be right as written: 11:00 a.m. – 1:00 a.m., 14:00 am."""
    offset: timedelta | None = None
    """Of an ISO time that carries one, ahead of UTC."""
    day: date | None = None
    """Of an ISO time, whose date stands in it."""


class ZoneKind(StrEnum):
    PLACE = "place"
    """A city or country: New York, Brasilia time."""
    ABBREVIATION = "abbreviation"
    """EST, CET, BST …"""
    OFFSET = "offset"
    """UTC, GMT+2, UTC−5."""
    IANA = "iana"
    """America/New_York."""


@dataclass(frozen=True)
class ZoneMark(Mark):
    kind: ZoneKind
    zones: tuple[str, ...]
    """IANA names it can mean, the likeliest first; empty for an offset that names no place."""
    offset: timedelta | None = None
    """What it says taken literally (EST: -5 h even in July); None: depends on the date."""
    is_summer: bool | None = None
    """An abbreviation of summer time (True) or of standard time (False); None: of neither."""


@dataclass(frozen=True)
class VenueMark(Mark):
    """A place that we know: Palais des Nations, UN Headquarters."""

    name: str
    """As the tables have it."""
    zone: str


class Subject(StrEnum):
    """What a label announces."""

    DATE = "date"
    TIME = "time"
    DATE_AND_TIME = "date and time"
    VENUE = "venue"
    PLATFORM = "platform"
    FORMAT = "format"
    LANGUAGES = "languages"
    REGISTRATION = "registration"
    JOIN = "join"
    TITLE = "title"
    THEME = "theme"
    ORGANIZERS = "organizers"
    CONTACT = "contact"
    SPEAKERS = "speakers"
    AGENDA = "agenda"
    DESCRIPTION = "description"
    OBJECTIVES = "objectives"
    AUDIENCE = "audience"
    MATERIAL = "material"
    """Recording, flyer, documents, more information."""
    DEADLINE = "deadline"
    """Registration closes, proposals due: dates here are not the event's."""


@dataclass(frozen=True)
class LabelMark(Mark):
    """`Date and time:`, `Lieu`, `Cuándo`: what follows is of that subject."""

    subject: Subject
    value: Span
    """What stands behind it on the line; empty at a heading of its own."""


@dataclass(frozen=True)
class LinkMark(Mark):
    url: str
    """As written; https:// put before www.…, nothing else changed."""
    words: str = ""
    """What it is hung on or announced by: REGISTER HERE."""


AnyMark = TypeVar("AnyMark", bound=Mark)


class Marks:
    """All marks of a notice, in the order of the text."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._all = sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.rule))
        self._by_kind: dict[type[Mark], tuple[list[Any], list[int]]] = {}

    def __iter__(self) -> Iterator[Mark]:
        return iter(self._all)

    def of(self, kind: type[AnyMark]) -> list[AnyMark]:
        return list(self._of(kind)[0])

    def on(self, line: Line, kind: type[AnyMark]) -> list[AnyMark]:
        return self.within(line.span, kind)

    def within(self, span: Span, kind: type[AnyMark]) -> list[AnyMark]:
        marks, starts = self._of(kind)
        return marks[bisect_left(starts, span.start) : bisect_left(starts, span.end)]

    def _of(self, kind: type[AnyMark]) -> tuple[list[AnyMark], list[int]]:
        """(all of a kind, where each begins), gathered once: a long text is asked often."""
        if kind not in self._by_kind:
            marks = [mark for mark in self._all if isinstance(mark, kind)]
            self._by_kind[kind] = marks, [mark.start for mark in marks]
        return cast(tuple[list[AnyMark], list[int]], self._by_kind[kind])
