"""An end that is not after the start, and a.m. for p.m."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from flask_babel import lazy_gettext

from ungis_events.announcements.reading.candidates.when.stated_times import (
    HALF_A_DAY,
    LONGEST_MEETING,
)
from ungis_events.announcements.reading.draft import AgendaPart, Schedule, StatedTime
from ungis_events.announcements.reading.findings import Answer, Question, Span
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import ClockMark, Marks
from ungis_events.announcements.reading.wording import answer_at, hour_words


def check_ends(
    notice: Notice, marks: Marks, schedule: Schedule, agenda: Sequence[AgendaPart]
) -> Iterator[Question]:
    """1:00 p.m. – 2:30 a.m.; 15:00–14:00; 14:00 a.m."""
    asked: set[tuple[time, time | None]] = set()
    for stated in schedule.times:
        mark = _mark(marks, stated)
        hours = (stated.begins, stated.ends)
        if mark is None or hours in asked or not _is_wrong(mark):
            continue
        asked.add(hours)
        yield _question(notice, stated, mark.span)


def _mark(marks: Marks, stated: StatedTime) -> ClockMark | None:
    span = stated.spans[0]
    return next((mark for mark in marks.within(span, ClockMark) if mark.start == span.start), None)


def _is_wrong(mark: ClockMark) -> bool:
    is_backwards = mark.ends is not None and mark.ends <= mark.begins
    return mark.is_unlike or (is_backwards and not mark.is_over_midnight)


def _question(notice: Notice, stated: StatedTime, span: Span) -> Question:
    words = " ".join(notice.words(span).split())
    answers = tuple(_answers(stated))
    is_backwards = stated.ends is not None and stated.ends <= stated.begins
    kind = "half-of-day" if answers or not is_backwards else "order"
    if stated.ends is not None and is_backwards:
        sentence = lazy_gettext(
            "“%(words)s” ends at %(end)s, before it starts at %(start)s.",
            words=words,
            start=hour_words(stated.begins),
            end=hour_words(stated.ends),
        )
    else:
        sentence = lazy_gettext("“%(words)s”: a.m. or p.m.? Both cannot be right.", words=words)
    answers = answers or tuple(_the_other_way_round(stated))
    return Question(kind, sentence, (span,), answers, is_contradiction=True)


def _answers(stated: StatedTime) -> Iterator[Answer]:
    """The end half a day later, or the start half a day earlier, if a meeting is that long."""
    if stated.day is None or stated.ends is None:
        return
    starts = datetime.combine(stated.day, stated.begins)
    ends = datetime.combine(stated.day, stated.ends)
    for begin, end in ((starts, ends + HALF_A_DAY), (starts - HALF_A_DAY, ends)):
        is_one_day = begin.date() == end.date() == stated.day
        if is_one_day and timedelta() < end - begin <= LONGEST_MEETING:
            yield answer_at(begin, end, stated.zone)


def _the_other_way_round(stated: StatedTime) -> Iterator[Answer]:
    """15:00 to 14:00: from 14:00 to 15:00."""
    if stated.day and stated.ends and stated.ends < stated.begins:
        starts = datetime.combine(stated.day, stated.ends)
        ends = datetime.combine(stated.day, stated.begins)
        if ends - starts <= LONGEST_MEETING:
            yield answer_at(starts, ends, stated.zone)
