"""Where the parts of a programme begin: lines led by an hour, or by how long they take."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time

from ungis_events.announcements.reading.draft import Schedule
from ungis_events.announcements.reading.findings import Span
from ungis_events.announcements.reading.layout import Layout
from ungis_events.announcements.reading.lines import Line
from ungis_events.announcements.reading.marks import (
    ClockMark,
    DateMark,
    LabelMark,
    Subject,
    ZoneMark,
)
from ungis_events.speakers.reading import ReadSpeaker

MOST_PARTS = 120
LONGEST_HEADING = 90
NEAR_HOURS = 25
MOST_CLOCKS_ON_A_LINE = 20

_LEAD = re.compile(r"[\s|:•*(\[–—-]{0,8}(?:(?:from|de|at|a las|à|entre)\s)?", re.IGNORECASE)
_BEHIND_CLOCK = " \t|:;,.–—-)]*"
_AROUND_TOPIC = " \t|:;,.–—-*("
_EACH = re.compile(r"\W*(?:per|each|par|chacun|por|cada|total)\b", re.IGNORECASE)
"""`3 mins per president`: the topic is on the next line."""
_ROOM_AHEAD = re.compile(r"[\s:;,.–—-]{0,6}\([^()]{1,40}\)\s*(?:[:–—-]|$)")
"""`9:15–9:20 (Lake Hall) – Debate`."""
_MINUTES = (
    r"(?P<length>(?P<minutes>\d{1,3})(?: ?[–-] ?\d{1,3})? ?(?:minut(?:e|o)?s?|mins?|mn)\b\.?)"
)
_LENGTH_ALONE = re.compile(rf"^[(\[]?{_MINUTES}[)\]]?(?: [^\W\d_]|:| [–-] |$)", re.IGNORECASE)
_LENGTH_BEHIND = re.compile(rf"(?:[(\[]| [–—-] |, ){_MINUTES}[)\]]?\s*:?$", re.IGNORECASE)
_ANNOUNCED = (Subject.DATE, Subject.TIME, Subject.DATE_AND_TIME, Subject.DEADLINE)
_NO_TOPIC = re.compile(
    r"[\W\d_]*(?:(?:[ap]\.?m|h|hrs?|hours?|heures?|horas?)\b[\W\d_]*)?$", re.IGNORECASE
)


@dataclass(frozen=True)
class Row:
    """The beginning of a part."""

    line: int
    """Its index among Notice.lines."""
    place: Span | None = None
    """Of the hour or length."""
    begins: time | None = None
    ends: time | None = None
    minutes: int | None = None
    title: Span | None = None
    """None: it stands on the next line."""


def find_rows(layout: Layout, schedule: Schedule, label: int | None) -> list[Row]:
    """All rows of hours; if there are none, those of lengths (`Welcome (3 minutes)`).

    `label` is the line that announces the programme: hours above it are the event's own.
    """
    announced = {span.start for stated in schedule.times for span in stated.spans}
    rows = [
        row
        for line in layout.lines
        if label is None or line.index >= label
        for row in _rows_on(layout, line, announced, is_below=label is not None)
    ]
    if len(rows) == 1 and rows[0].place and rows[0].place.start in announced:
        return []
    if not rows:
        rows = [row for line in layout.lines[label or 0 :] for row in _length_on(line)]
    return rows[:MOST_PARTS]


def rows_without_hours(
    layout: Layout, first: int, stop: int, speakers: Sequence[ReadSpeaker]
) -> list[Row]:
    """Under `Draft agenda`: short lines with people below, `Welcome remarks` / `Ms A. Diop, …`."""
    spoken = {number for speaker in speakers for number in speaker.lines}
    return [
        Row(line.index, title=line.span)
        for line, below in zip(
            layout.lines[first + 1 : stop], layout.lines[first + 2 : stop + 1], strict=False
        )
        if line.number not in spoken and len(line.text) <= LONGEST_HEADING
        if below.number in spoken and not line.text.endswith(".")
        if not layout.on(line.index, LabelMark)
    ]


def _rows_on(layout: Layout, line: Line, announced: set[int], is_below: bool) -> Iterator[Row]:
    clocks = layout.on(line.index, ClockMark)[:MOST_CLOCKS_ON_A_LINE]
    if not clocks or not _may_be_row(layout, line, clocks, announced, is_below):
        return
    first = clocks[0]
    if _is_leading(layout, line, first):
        # Several parts on one line: 10:00 Welcome; 10:10 Keynote; 10:40 Questions.
        is_strung = len(clocks) > 2 or bool(layout.on(line.index, LabelMark))
        own = clocks if is_strung else clocks[:1]
        ends = [clock.start for clock in own[1:]] + [line.span.end]
        for clock, end in zip(own, ends, strict=True):
            yield _row(line, clock, _without_signs(line, Span(clock.end, end)))
    elif len(clocks) == 1 and not layout.notice.text[first.end : line.span.end].strip(
        _BEHIND_CLOCK
    ):
        yield _row(line, first, _without_signs(line, Span(line.start, first.start)))


def _may_be_row(
    layout: Layout, line: Line, clocks: list[ClockMark], announced: set[int], is_below: bool
) -> bool:
    """Not the event's own date and hours, a deadline, or a list of hours by city."""
    labels = layout.on(line.index, LabelMark)
    if any(label.subject in _ANNOUNCED for label in labels):
        return False
    if any(_is_beside(date, clocks[0], is_below) for date in layout.on(line.index, DateMark)):
        return False
    heading = layout.label_of(clocks[0])
    if heading and heading.subject in _ANNOUNCED:
        return False
    if _is_of_cities(layout, line, clocks):
        return False
    return is_below or not (
        any(clock.start in announced for clock in clocks) or layout.on(line.index, ZoneMark)
    )


def _is_beside(date: DateMark, clock: ClockMark, is_below: bool) -> bool:
    """The date of these hours; in a programme another one can be told further on."""
    return not is_below or date.start - clock.end < NEAR_HOURS


def _is_of_cities(layout: Layout, line: Line, clocks: list[ClockMark]) -> bool:
    """`7:00 am – Los Angeles, Vancouver`: nothing but hours and the places they hold in."""
    words = layout.notice.text
    end = line.start
    rest = []
    for mark in sorted([*clocks, *layout.on(line.index, ZoneMark)], key=lambda mark: mark.start):
        rest.append(words[end : max(end, mark.start)])
        end = max(end, mark.end)
    rest.append(words[end : line.span.end])
    has_zone = bool(layout.on(line.index, ZoneMark))
    return has_zone and all(_NO_TOPIC.match(each) for each in rest)


def _is_leading(layout: Layout, line: Line, clock: ClockMark) -> bool:
    """Only signs, or the programme's own label, stand before it."""
    labels = layout.on(line.index, LabelMark)
    start = labels[0].end if labels and labels[0].subject is Subject.AGENDA else line.start
    return bool(_LEAD.fullmatch(layout.notice.text, start, clock.start))


def _row(line: Line, clock: ClockMark, title: Span | None) -> Row:
    return Row(line.index, clock.span, clock.begins, clock.ends, None, title)


def _without_signs(line: Line, span: Span) -> Span | None:
    words = line.text[span.start - line.start : span.end - line.start]
    room = _ROOM_AHEAD.match(words)
    kept = words[room.end() if room else 0 :].strip(_AROUND_TOPIC)
    if not any(letter.isalpha() for letter in kept):
        return None
    start = span.start + words.index(kept)
    return Span(start, start + len(kept))


def _length_on(line: Line) -> Iterator[Row]:
    """`10 min` above its topic, `5 min: Welcome`, `Welcome (3 minutes)`."""
    found = _LENGTH_ALONE.search(line.text) or _LENGTH_BEHIND.search(line.text)
    if found is None or len(line.text) > LONGEST_HEADING:
        return
    place = Span(line.start + found.start("length"), line.start + found.end("length"))
    title = Span(line.start, place.start) if found.start() else Span(place.end, line.span.end)
    topic = None if _EACH.match(line.text, found.end("length")) else _without_signs(line, title)
    yield Row(line.index, place, None, None, int(found["minutes"]), topic)
