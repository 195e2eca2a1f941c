"""Whether people meet online, in a room or both: only as the text says."""

import re

from ungis_events.announcements.reading.findings import Found, Span, Sureness
from ungis_events.announcements.reading.folding import fold
from ungis_events.announcements.reading.lines import Line, Notice
from ungis_events.announcements.reading.marks import LabelMark, Marks, Subject
from ungis_events.events.models import EventFormat

from .format_words import (
    HINTS,
    HYBRID_WORD,
    IN_ROOM_WORD,
    IS_BROADCAST,
    OF_ANOTHER,
    ONLINE_WORD,
    SAYS_ALSO_ONLINE,
    SAYS_HYBRID,
    SAYS_IN_ROOM,
    SAYS_ONLINE,
)

LONGEST_VALUE = 90
"""A longer value is a sentence: `Format: a discussion with questions from online participants`."""
HEAD_LINES = 12
"""So many lines are the announcement proper; background and programme follow."""

_LABELS = (Subject.FORMAT, Subject.VENUE, Subject.PLATFORM)


def read_format(
    notice: Notice, marks: Marks, venue: Found[str] | None, named: Found[str] | None
) -> Found[EventFormat] | None:
    """Said in a label, else in words, else what the venue and the way in come to.

    `named` is the platform.

    None: not said; the word `event` alone says nothing.
    """
    telling = _telling_lines(notice)
    platform = _live_platform(named)
    labelled = _labelled(notice, marks, venue, platform)
    if labelled:
        return labelled
    hybrid = _said(telling, SAYS_HYBRID)
    if hybrid:
        return Found(EventFormat.HYBRID, "format.says-hybrid", (hybrid,))
    online = _said(telling, SAYS_ONLINE)
    if venue:
        return _at_a_venue(notice, telling, venue, online, platform)
    room = _said(telling, SAYS_IN_ROOM)
    if room and (online or platform):
        return Found(EventFormat.HYBRID, "format.says-both", (room, online or platform or room))
    if room:
        return Found(EventFormat.IN_PERSON, "format.says-in-person", (room,))
    if online:
        return Found(EventFormat.VIRTUAL, "format.says-online", (online,))
    if named:
        return Found(EventFormat.VIRTUAL, "format.platform", named.spans, Sureness.LIKELY)
    shown = _said([each for each in telling if each[0].index < HEAD_LINES], IS_BROADCAST)
    if shown:  # No place is named, and anybody can watch.
        return Found(EventFormat.VIRTUAL, "format.says-online", (shown,), Sureness.UNSURE)
    return None


def _live_platform(named: Found[str] | None) -> Span | None:
    """Where the text names the platform people meet on; a broadcast is only watched."""
    if named is None or named.rule == "platform.broadcast":
        return None
    return named.spans[0]


def _labelled(
    notice: Notice, marks: Marks, venue: Found[str] | None, platform: Span | None
) -> Found[EventFormat] | None:
    """`Format: Hybrid`, `Location: Physical`, `Virtual Platform: Zoom`."""
    online, room = None, None
    for label in marks.of(LabelMark):
        if label.subject not in _LABELS or len(notice.words(label.value)) > LONGEST_VALUE:
            continue
        words = fold(f"{notice.words(Span(label.start, label.end))}: {notice.words(label.value)}")
        if HYBRID_WORD.search(words):
            return Found(EventFormat.HYBRID, "format.label", (label.value,))
        if ONLINE_WORD.search(words) or (platform and _covers(label, platform)):
            online = label.value
        if IN_ROOM_WORD.search(words):
            room = label.value
    if venue and venue.sureness is Sureness.UNSURE:
        venue = None  # `Location: New York` beside `Format: Virtual` is where the organizer sits
    if online and (room or venue):
        spans = (online, room or venue.spans[0] if venue else online)
        return Found(EventFormat.HYBRID, "format.label-and-venue", spans)
    if online:
        return Found(EventFormat.VIRTUAL, "format.label", (online,))
    if room:
        return Found(EventFormat.IN_PERSON, "format.label", (room,))
    return None


def _covers(label: LabelMark, platform: Span) -> bool:
    return label.start <= platform.start < max(label.end, label.value.end)


def _at_a_venue(
    notice: Notice,
    telling: list[tuple[Line, str]],
    venue: Found[str],
    online: Span | None,
    platform: Span | None,
) -> Found[EventFormat]:
    """A venue alone: in person. With a way in from outside: hybrid."""
    if venue.sureness is Sureness.UNSURE and online:
        return Found(EventFormat.VIRTUAL, "format.says-online", (online,))
    also = _said(telling, SAYS_ALSO_ONLINE)
    is_in_head = bool(online) and notice.line_at((online or Span(0, 0)).start).index < HEAD_LINES
    other = platform or also or (online if is_in_head else None)
    if other:
        return Found(EventFormat.HYBRID, "format.venue-and-online", (*venue.spans[:1], other))
    return Found(EventFormat.IN_PERSON, "format.venue", venue.spans[:1], Sureness.LIKELY)


def _telling_lines(notice: Notice) -> list[tuple[Line, str]]:
    """Those that could say how people meet, with their folded words."""
    folded = ((line, fold(line.text)) for line in notice.lines)
    return [(line, words) for line, words in folded if any(hint in words for hint in HINTS)]


def _said(telling: list[tuple[Line, str]], pattern: re.Pattern[str]) -> Span | None:
    """The first place that says so of this event."""
    for line, words in telling:
        for said in pattern.finditer(words):
            if not OF_ANOTHER.search(words[max(0, said.start() - 80) : said.start()]):
                return Span(line.start + said.start(), line.start + said.end())
    return None
