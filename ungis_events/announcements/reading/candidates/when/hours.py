"""Which of the hours in a text are the event's: not a programme's, a deadline's or an office's."""

import re
from dataclasses import dataclass

from ungis_events.announcements.reading.layout import Layout
from ungis_events.announcements.reading.marks import (
    ClockMark,
    DateMark,
    Subject,
    ZoneMark,
)

from .days import EventDay, is_of_something_else, is_stamp
from .years import date_in

_MOST_HOURS = 200
_SLOTS_OF_A_PROGRAMME = 3
"""So many lines that begin with hours, one after the other, are a programme."""
_NEVER = 20
"""Weighs so much against some hours that they count only where there are no others."""
_MOST_LINES_APART = 3
"""Hours of other cities stand at most so far below."""

_OF_THE_EVENT = {Subject.TIME, Subject.DATE_AND_TIME, Subject.DATE}
_OF_SOMETHING_ELSE = {Subject.DEADLINE, Subject.CONTACT, Subject.AGENDA, Subject.SPEAKERS,
                      Subject.MATERIAL}  # fmt: skip
_NOT_THE_EVENT = re.compile(
    # Registration from 8:30 · doors open at 18:00 · followed by a reception, 14:30–15:30
    r"\b(?:doors?|registration|check-?in|security|badges?|arriv\w{0,6}|coffee|lunch|reception"
    r"|cocktail|deadline|by|before|office hours|opening hours|followed by|accueil|inscriptions?"
    r"|portes|café|déjeuner|réception|avant|suivie? d|puertas|inscripci\w{0,4}|acreditaci\w{0,4}"
    r"|almuerzo|recepción|antes|seguid[oa] d)\b[^.;|/\d]{0,40}$",
    re.IGNORECASE,
)
_LINE_BEGINS = re.compile(r"[\s(\[|]{0,6}(?:at |from |à |a las |de )?$", re.IGNORECASE)


@dataclass(frozen=True)
class EventHours:
    clocks: tuple[ClockMark, ...]
    """Of the event, by all zones around them, in the order of the text; the announced one too."""
    elsewhere: tuple[ClockMark, ...]
    """Others of the day, which may say the same again or speak of a part of it."""
    slots: tuple[ClockMark, ...]
    """Of its programme."""
    announced: ClockMark | None = None
    """The one among them for which most speaks."""
    is_of_programme: bool = False
    """Nothing announces hours: the programme's first and last tell them."""


def read_hours(layout: Layout, day: EventDay | None) -> EventHours:
    """The hours of the event on its day, those of other zones with them."""
    marks = layout.of(ClockMark)[:_MOST_HOURS]
    slots = find_slots(layout, marks)
    is_slot = set(slots)
    weights = {
        mark: weight_of(layout, mark, day)
        for mark in marks
        if mark not in is_slot and not is_of_another_day(layout, mark, day)
    }
    likely = [mark for mark in weights if weights[mark] > 0] or [
        mark for mark in weights if weights[mark] > -_NEVER
    ]
    if not likely:
        return EventHours((), (), slots, is_of_programme=bool(slots))
    best = max(likely, key=lambda mark: (weights[mark], -mark.start))
    beside = _with_other_zones(layout, best, likely)
    elsewhere = tuple(mark for mark in likely if mark not in beside)
    return EventHours(beside, elsewhere, slots, best)


def weight_of(layout: Layout, mark: ClockMark, day: EventDay | None) -> float:
    """How much speaks for its being when the event is."""
    line = layout.line_of(mark)
    subject = layout.subject_of(mark)
    weight = 1.0 + (1 if mark.ends else 0) + max(0.0, 1 - line.index / 20)
    if mark.day:
        weight += 5
    if subject in _OF_THE_EVENT:
        weight += 8
    elif subject in _OF_SOMETHING_ELSE:
        weight -= 8
    if is_beside_the_event(layout, mark) or is_stamp(line.text):
        weight -= _NEVER
    weight += _nearness(layout, mark, day)
    if layout.on(line.index, ZoneMark):
        weight += 2
    return weight


def is_beside_the_event(layout: Layout, mark: ClockMark) -> bool:
    """Whether words say that these hours are a registration's, a lunch's, a deadline's."""
    return bool(_NOT_THE_EVENT.search(layout.before(mark)))


def _nearness(layout: Layout, mark: ClockMark, day: EventDay | None) -> float:
    """6 on the line of the event's date, 4 next to one, less farther down."""
    if not day:
        return 0
    index = layout.index_of(mark.start)
    for distance, weight in ((0, 6), (1, 4), (2, 3), (3, 2)):
        near = [*layout.on(index - distance, DateMark), *layout.on(index + distance, DateMark)]
        if any(_is_same(date_mark, day.mark) for date_mark in near):
            return weight
    return 0


def _is_same(mark: DateMark, other: DateMark) -> bool:
    return (mark.month, mark.day) == (other.month, other.day)


def find_slots(layout: Layout, marks: list[ClockMark]) -> tuple[ClockMark, ...]:
    """The hours of a programme: lines that begin with them, three or more, going forward.

    Hours that hold the next ones are the event's own, over its programme.
    """
    first = [mark for mark in marks if _begins_line(layout, mark)]
    runs: list[list[ClockMark]] = []
    for mark in first:
        if runs and runs[-1][-1].begins <= mark.begins and not _holds(runs[-1][-1], mark):
            runs[-1].append(mark)
        else:
            runs.append([mark])
    return tuple(
        mark
        for run in runs
        if len({mark.begins for mark in run}) >= _SLOTS_OF_A_PROGRAMME
        and not _is_list_of_zones(layout, run)
        for mark in run
        if layout.subject_of(mark) not in _OF_THE_EVENT
    )


def _begins_line(layout: Layout, mark: ClockMark) -> bool:
    return bool(_LINE_BEGINS.fullmatch(layout.before(mark, 20))) and not mark.day


def _holds(mark: ClockMark, later: ClockMark) -> bool:
    return (
        bool(mark.ends)
        and mark.begins <= later.begins
        and ((mark.ends or mark.begins) > (later.ends or later.begins))
    )


def _is_list_of_zones(layout: Layout, run: list[ClockMark]) -> bool:
    """9:00 New York, 10:00 Santiago, 15:00 Geneva: each hour with a zone of its own."""
    behind = [layout.on(layout.index_of(mark.start), ZoneMark) for mark in run]
    zones = {zones[0].zones[:1] for zones in behind if zones}
    return all(behind) and len(zones) >= len(run) - 1


def is_of_another_day(layout: Layout, mark: ClockMark, day: EventDay | None) -> bool:
    """Whether the date it belongs to is another one than the event's."""
    own = date_of(layout, mark)
    if own is None or day is None or _is_same(own, day.mark):
        return False
    return not _is_next_day(own, day)


def date_of(layout: Layout, mark: ClockMark) -> DateMark | None:
    """The date beside these hours: before them on the line, behind them, or above.

    Not that of a deadline: `5 July`, `Register until 1 July`, `15:00–16:00`.
    """
    index = layout.index_of(mark.start)
    dates = _days_on(layout, index)
    before = [each for each in dates if each.start < mark.start]
    if before:
        return before[-1]
    behind = [each for each in dates if each.start - mark.end < 60]
    if behind:
        return behind[0]
    for above in range(index - 1, max(-1, index - 1 - 2 * _MOST_LINES_APART), -1):
        dates = [each for each in _days_on(layout, above) if not is_of_something_else(layout, each)]
        if dates:
            return dates[-1]
    return None


def _days_on(layout: Layout, index: int) -> list[DateMark]:
    return [each for each in layout.on(index, DateMark) if each.day]


def _is_next_day(mark: DateMark, day: EventDay) -> bool:
    """Tokyo, 14 July, 00:30 beside New York, 13 July, 11:30."""
    if day.day is None:
        return False
    there = day.day.value
    own = date_in(mark.year or there.year, mark.month, mark.day or 1)
    return own is not None and abs((own - there).days) == 1


def _with_other_zones(
    layout: Layout, best: ClockMark, likely: list[ClockMark]
) -> tuple[ClockMark, ...]:
    """With those around it that can say the same in other zones."""
    here = layout.index_of(best.start)
    kept = {best}
    for step in (1, -1):
        edge = here
        for mark in likely[::step]:
            index = layout.index_of(mark.start)
            if 0 <= (index - edge) * step <= _MOST_LINES_APART and (
                index == here or layout.on(index, ZoneMark)
            ):
                kept.add(mark)
                edge = index
    return tuple(mark for mark in likely if mark in kept)
