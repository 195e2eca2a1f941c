"""The programme: its parts with their hours or lengths, and who speaks in each."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ungis_events.announcements.reading.draft import AgendaPart, Schedule
from ungis_events.announcements.reading.folding import fold
from ungis_events.announcements.reading.layout import Layout
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import LabelMark, Marks, Subject
from ungis_events.speakers.reading import ReadSpeaker

from .agenda_rows import Row, find_rows, rows_without_hours
from .agenda_titles import titled

FEWEST_PARTS = 2
"""A single hour is no programme, unless a label says that it is one."""
MOST_LINES_OF_PART = 30

_OF_ALL = re.compile(
    r"(?:list of |liste des |lista de )?(?:speakers|intervenants|orateurs|ponentes|oradores)\s*:?$"
)
_AFTER_PROGRAMME = (
    Subject.REGISTRATION,
    Subject.JOIN,
    Subject.CONTACT,
    Subject.DESCRIPTION,
    Subject.OBJECTIVES,
    Subject.AUDIENCE,
    Subject.MATERIAL,
    Subject.VENUE,
    Subject.LANGUAGES,
)
"""Labels that end a programme; those of speakers stand inside one."""


def read_agenda(
    notice: Notice, marks: Marks, schedule: Schedule, speakers: Sequence[ReadSpeaker]
) -> tuple[AgendaPart, ...]:
    """Its parts in the order of the text; empty: there is no programme.

    Hours are as written, in the zone of the event. A part ends where the text says, or where
    the next one begins.
    """
    layout = Layout(notice, marks)
    labels = [mark for mark in layout.of(LabelMark) if mark.subject is Subject.AGENDA]
    first = layout.line_of(labels[0]).index if labels else None
    rows = find_rows(layout, schedule, first)
    if not rows and first is not None:
        rows = rows_without_hours(layout, first, _last_line(layout, first), speakers)
    if len(rows) < FEWEST_PARTS and not (labels and rows and rows[0].place):
        return ()
    stops = [row.line for row in rows[1:]] + [_last_line(layout, rows[-1].line)]
    named = {number for speaker in speakers for number in speaker.lines}
    if named.isdisjoint(line.number for line in layout.lines[rows[0].line : rows[-1].line]):
        stops[-1] = _list_of_all(layout, rows[-1].line, stops[-1])
    parts = [
        _part(layout, row, max(stop, row.line + 1), speakers)
        for row, stop in zip(rows, stops, strict=True)
    ]
    return tuple(_with_ends([part for part in parts if part.title]))


def _last_line(layout: Layout, first: int) -> int:
    """The line (its index) that the part beginning on `first` does not reach any more."""
    most = min(len(layout.lines), first + 1 + MOST_LINES_OF_PART)
    for index in range(first + 1, most):
        if any(label.subject in _AFTER_PROGRAMME for label in layout.on(index, LabelMark)):
            return index
    return most


def _list_of_all(layout: Layout, first: int, stop: int) -> int:
    """Where `Speakers`, below an empty line, begins the list of all, and not of the last part."""
    for line in layout.lines[first + 1 : stop]:
        if line.blanks_before and _OF_ALL.match(fold(line.text)):
            return line.index
    return stop


def _part(layout: Layout, row: Row, stop: int, speakers: Sequence[ReadSpeaker]) -> AgendaPart:
    """The words behind the hour are its title, or those on the lines below."""
    first = layout.lines[row.line].number
    last = layout.lines[stop - 1].number
    speaking = [
        speaker for speaker in speakers if any(first <= number <= last for number in speaker.lines)
    ]
    span = row.title
    if span is None and row.line + 1 < stop:
        span = layout.lines[row.line + 1].span
    title, title_span = titled(layout.notice, span, speaking)
    spans = tuple(each for each in (row.place, title_span) if each)
    names = tuple(dict.fromkeys(speaker.name for speaker in speaking))
    return AgendaPart(title, row.begins, row.ends, row.minutes, spans, names)


def _with_ends(parts: list[AgendaPart]) -> list[AgendaPart]:
    """2:00 pm, 2:15 pm: the first part ends when the second begins."""
    for index, (part, following) in enumerate(pairwise(parts)):
        begins, next_begins = part.begins, following.begins
        if part.ends is None and begins and next_begins and next_begins > begins:
            parts[index] = replace(part, ends=following.begins)
    return parts
