"""On which day the event is: labelled, beside the hours, near the top, with weekday and year."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from ungis_events.announcements.reading.findings import Found, Span, Sureness
from ungis_events.announcements.reading.layout import Layout
from ungis_events.announcements.reading.marks import (
    ClockMark,
    DateMark,
    ImpossibleDateMark,
    Subject,
)

from .years import FIRST_YEAR, date_in, falls_on, find_year, is_copyright

_MOST_DATES = 200
"""As many as we weigh: a text with more is a calendar, not a notice."""

_OF_THE_EVENT = {Subject.DATE, Subject.TIME, Subject.DATE_AND_TIME}
_OF_SOMETHING_ELSE = {
    Subject.DEADLINE, Subject.REGISTRATION, Subject.CONTACT, Subject.MATERIAL, Subject.SPEAKERS,
}  # fmt: skip
_NOT_THE_EVENT = re.compile(
    # by 5 March · posted on 5 March · avant le 5 mars · hasta el 5 de marzo
    r"\b(?:by|before|until|till|no later than|deadline|posted|published|distributed|updated|since"
    r"|adopted|born|founded|established|proclaimed|closes?"
    r"|avant|jusqu['’]au|plus tard|publié|adopté|depuis|née?|fondée?|clôture"
    r"|antes|hasta|tardar|publicado|adoptad[ao]|desde|nació|fundad[ao]|cierre)"
    r"\b[^.;\d]{0,40}$",
    re.IGNORECASE,
)
_OF_ANOTHER_MEETING = re.compile(
    r"\b(?:occasion|ocasión|margins|marge|margen)\b[^.;\d]{0,60}$", re.IGNORECASE
)
"""On the occasion of the Special Meeting (23 May): perhaps the same day, more likely not."""
_STAMP = re.compile(
    # 11/05/2024 | Press release | Distributed by Public on 11/05/2024 13:06
    r"\b(?:distributed by|(?:posted|published|updated|created|added) (?:on|by|at|in|:)"
    r"|last modified|press release ?[|•·]|publiée? (?:le|par)|mise? (?:en ligne|à jour)"
    r"|publicad[ao] (?:el|en|por)"
    r"|actualizad[ao] el)",
    re.IGNORECASE,
)
"""A line that tells when the notice was published."""
_LONGEST_STAMP = 120
_LONG_LINE = 250
_ALONE = 12
_MOST_MENTIONS = 3
_NEVER = -10
"""So little speaks for no date of the text that it names none of the event."""


@dataclass(frozen=True)
class EventDay:
    """The date of the event as far as the text tells it."""

    mark: DateMark
    """As it stands with the event."""
    day: Found[date] | None
    """None: its year is nowhere in the text, or there is no such day."""
    last: date | None = None
    """Of an event over several days."""
    other: date | None = None
    """10/07/2023 read the other way round, if both are possible."""


def read_day(layout: Layout) -> EventDay | None:
    """The day of the event; of two sessions the first. None: no date in the text."""
    marks = [mark for mark in layout.of(DateMark) if mark.day][:_MOST_DATES]
    marks += [_as_date(mark) for mark in layout.of(ImpossibleDateMark)[:_MOST_DATES]]
    if not marks:
        return _of_clocks(layout)
    weights = {mark: weight_of(layout, mark) for mark in marks}
    mentions = Counter((mark.month, mark.day) for mark in marks)
    best = max(
        marks,
        key=lambda mark: (
            weights[mark] + min(_MOST_MENTIONS, mentions[mark.month, mark.day]),
            -mark.start,
        ),
    )
    return date_with_year(layout, best) if weights[best] > _NEVER else None


def is_impossible(day: EventDay) -> bool:
    """Whether it is a day that the calendar does not have: 31 June."""
    return day.mark.rule == "date.impossible"


def _as_date(mark: ImpossibleDateMark) -> DateMark:
    """To be weighed like another one: 31 June 2023 beside the hours is meant for the event."""
    return DateMark(mark.start, mark.end, mark.rule, mark.month, mark.day, mark.year)


def _of_clocks(layout: Layout) -> EventDay | None:
    """2026-03-10T18:30+01:00 has its date in it."""
    for hours in layout.of(ClockMark):
        if hours.day:
            mark = DateMark(
                hours.start, hours.end, hours.rule, hours.day.month, hours.day.day, hours.day.year
            )
            return date_with_year(layout, mark)
    return None


def weight_of(layout: Layout, mark: DateMark) -> float:
    """How much speaks for its being the day of the event."""
    line = layout.line_of(mark)
    subject = layout.subject_of(mark)
    clocks = _clocks_near(layout, mark)
    weight = clocks + (2 if mark.weekday is not None else 0) + (1 if mark.year else 0)
    weight += max(0.0, 2 - line.index / 6)
    if subject in _OF_THE_EVENT:
        weight += 8
    elif subject in _OF_SOMETHING_ELSE:
        weight -= 8
    near = layout.before(mark) + layout.after(mark)
    is_past = mark.year is not None and mark.year < FIRST_YEAR
    is_other = _NOT_THE_EVENT.search(layout.before(mark)) or is_stamp(line.text)
    if is_past or is_other or is_copyright(near):
        weight -= 20
    if _OF_ANOTHER_MEETING.search(layout.before(mark, 80)):
        weight -= 5
    if not clocks and subject is None and len(line.text) - (mark.end - mark.start) < _ALONE:
        weight -= 2  # when the notice was posted
    if len(line.text) > _LONG_LINE and not clocks:
        weight -= 3
    if layout.before(mark, 1) == "(":
        weight -= 2
    return weight - (1 if mark.last else 0)


def is_of_something_else(layout: Layout, mark: DateMark) -> bool:
    """Whether a label or words say that it is a deadline's day, or of a posting."""
    is_labelled = layout.subject_of(mark) in _OF_SOMETHING_ELSE
    return is_labelled or bool(_NOT_THE_EVENT.search(layout.before(mark)))


def is_stamp(words: str) -> bool:
    """Whether a line tells when the notice was published: its dates and hours are not ours."""
    return len(words) <= _LONGEST_STAMP and bool(_STAMP.search(words))


def _clocks_near(layout: Layout, mark: DateMark) -> float:
    index = layout.index_of(mark.start)
    end_index = layout.index_of(max(mark.start, mark.end - 1))
    beside = [
        clock
        for clock in layout.on(index, ClockMark)
        if -60 < clock.start - mark.end < 120 or 0 <= mark.start - clock.end < 60
    ]
    if beside:
        return 6
    if layout.on(end_index + 1, ClockMark) or layout.on(index - 1, ClockMark):
        return 4
    return 2 if layout.on(end_index + 2, ClockMark) else 0


def date_with_year(layout: Layout, mark: DateMark) -> EventDay:
    """The date with its year, from elsewhere in the text if it does not say it."""
    if is_impossible(EventDay(mark, None)):
        return EventDay(mark, None)
    year, rule, sureness = mark.year, "starts.date", Sureness.SURE
    spans: tuple[Span, ...] = (mark.span,)
    if not year:
        found = find_year(layout, mark)
        if not found:
            return EventDay(mark, None)
        year, rule, spans = found.year, found.rule, (mark.span, found.span)
        sureness = Sureness.LIKELY
    day = date_in(year, mark.month, mark.day or 1)
    other = _turned_round(mark, year)
    if other and _is_written_out(layout, other):  # 11/05/2024 beside 5 November 2024
        day, other = other, None
    if other and (day is None or not falls_on(mark, year)) and _fits(mark, other):
        day, other, sureness = other, None, Sureness.LIKELY
    if other and mark.weekday is not None:
        other = None
    if day is None:
        return EventDay(mark, None)
    return EventDay(mark, Found(day, rule, spans, sureness), mark.last, other)


def _turned_round(mark: DateMark, year: int) -> date | None:
    """10/07/2023 as 7 October; None where the order is plain or nothing changes."""
    if not mark.is_order_open or mark.day is None or mark.day == mark.month:
        return None
    return date_in(year, mark.day, mark.month)


def _is_written_out(layout: Layout, day: date) -> bool:
    return any(
        (mark.year, mark.month, mark.day) == (day.year, day.month, day.day)
        for mark in layout.of(DateMark)
        if not mark.is_order_open
    )


def _fits(mark: DateMark, day: date) -> bool:
    return mark.weekday is None or day.weekday() == mark.weekday
