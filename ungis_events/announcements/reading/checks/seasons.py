"""EST in summer, CET in summer, CEST in winter: what the clocks of the place do not show then."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from flask_babel import lazy_gettext

from ungis_events.announcements.reading.draft import AgendaPart, Schedule, StatedTime
from ungis_events.announcements.reading.findings import Answer, Question
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import Marks, ZoneKind, ZoneMark
from ungis_events.announcements.reading.wording import (
    answer_at,
    city_words,
    day_words,
    form_values,
    wall_time_at,
    zone_words,
)
from ungis_events.core import clock

_SIGNS = (ZoneKind.ABBREVIATION, ZoneKind.OFFSET)


def check_seasons(
    notice: Notice, marks: Marks, schedule: Schedule, agenda: Sequence[AgendaPart]
) -> Iterator[Question]:
    """An abbreviation or offset beside a date on which its place's clocks are elsewhere."""
    asked = set()
    signs = [mark for mark in marks.of(ZoneMark) if mark.kind in _SIGNS]
    for stated in schedule.times:
        if stated.starts_at is None or stated.zone is None:
            continue
        shown = clock.to_wall_time(stated.starts_at, stated.zone).utcoffset()
        for sign in signs:
            words = notice.words(sign.span)
            is_slip = sign.offset not in (None, shown) and sign.span in stated.spans
            if is_slip and words not in asked:
                asked.add(words)
                question = _question(stated, sign, words, stated.starts_at, stated.zone)
                yield replace(question, answers=_best_first(question.answers, schedule))


def _question(
    stated: StatedTime, sign: ZoneMark, words: str, starts_at: datetime, zone: str
) -> Question:
    return Question(
        "season",
        lazy_gettext(
            "“%(words)s” stands beside %(date)s, when the clocks of %(city)s show %(shown)s.",
            words=words,
            date=day_words(wall_time_at(starts_at, zone).date()),
            city=city_words(zone),
            shown=zone_words(starts_at, zone),
        ),
        (sign.span, stated.spans[0]),
        tuple(_answers(stated, sign, zone, starts_at)),
        is_contradiction=True,
    )


def _best_first(answers: Sequence[Answer], schedule: Schedule) -> tuple[Answer, ...]:
    """The one that the draft takes, where another zone bears it out: 9:00 EST / 15:00 CET."""
    if not schedule.starts:
        return tuple(answers)
    zone = schedule.zone.value if schedule.zone else None
    taken = form_values(schedule.starts.value, None, zone).items()
    return tuple(sorted(answers, key=lambda answer: not taken <= answer.values.items()))


def _answers(
    stated: StatedTime, sign: ZoneMark, zone: str, starts_at: datetime
) -> Iterator[Answer]:
    """The hours as that city's clocks show them; then the abbreviation taken at its word."""
    starts = wall_time_at(starts_at, zone)
    length = stated.ends_at - starts_at if stated.ends_at else None
    shown = clock.to_wall_time(starts_at, zone).utcoffset() or timedelta()
    for begins in (starts, starts + shown - (sign.offset or timedelta())):
        yield answer_at(begins, begins + length if length else None, zone)
