"""A programme that runs outside the announced hours."""

import re
from collections.abc import Iterator, Sequence
from datetime import time

from flask_babel import lazy_gettext

from ungis_events.announcements.reading.draft import AgendaPart, Schedule, StatedTime
from ungis_events.announcements.reading.findings import Answer, Question
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import Marks
from ungis_events.announcements.reading.wording import (
    form_values,
    hour_words,
    stretch_words,
)

_OVERRUN = 5
"""Minutes that nobody minds."""
_AROUND_THE_EVENT = re.compile(
    # Registration and coffee before, a reception or lunch behind: not part of the event's hours.
    r"\b(?:registration|arrival|check-?in|doors|coffee|tea|breakfast|lunch|refreshments?|reception"
    r"|cocktails?|drinks|networking|dinner|photos?|press|accueil|café|déjeuner|cocktail|réception"
    r"|inscripci\w{0,4}|acreditaci\w{0,4}|almuerzo|recepción|desayuno|vino)\b",
    re.IGNORECASE,
)


def check_programmes(
    notice: Notice, marks: Marks, schedule: Schedule, agenda: Sequence[AgendaPart]
) -> Iterator[Question]:
    """Parts before the start or after the end, by every zone that the text states."""
    parts = [part for part in agenda if part.begins and not _AROUND_THE_EVENT.search(part.title)]
    times = [each for each in schedule.times if each.ends and each.ends > each.begins]
    if not times or len(parts) < 2 or _is_over_days(parts, schedule):
        return
    if any(not _outside(parts, stated) for stated in times):
        return
    outside = _outside(parts, times[0])
    begins, ends = _from(parts), _to(parts)
    yield Question(
        "programme",
        lazy_gettext(
            "The programme runs from %(begins)s to %(ends)s, but the event is announced for "
            "%(start)s to %(end)s.",
            begins=hour_words(begins),
            ends=hour_words(ends),
            start=hour_words(times[0].begins),
            end=hour_words(times[0].ends or times[0].begins),
        ),
        (times[0].spans[0], *(span for part in outside for span in part.spans)),
        tuple(_answers(schedule, begins, ends)),
        # Wholly elsewhere, it is told in the hours of another city, which the text does not name.
        is_contradiction=len(outside) < len(parts),
    )


def _is_over_days(parts: Sequence[AgendaPart], schedule: Schedule) -> bool:
    """A programme that goes back in time is one of several days."""
    begins = [part.begins for part in parts if part.begins]
    starts, ends = schedule.starts, schedule.ends
    is_long = bool(starts and ends and starts.value.date() != ends.value.date())
    return is_long or begins != sorted(begins)


def _outside(parts: Sequence[AgendaPart], stated: StatedTime) -> list[AgendaPart]:
    first, last = _minutes(stated.begins), _minutes(stated.ends or stated.begins)
    return [
        part
        for part in parts
        if part.begins
        and (
            _minutes(part.begins) < first - _OVERRUN
            or _minutes(part.ends or part.begins) > last + _OVERRUN
        )
    ]


def _minutes(hour: time) -> int:
    return hour.hour * 60 + hour.minute


def _from(parts: Sequence[AgendaPart]) -> time:
    return min(part.begins for part in parts if part.begins)


def _to(parts: Sequence[AgendaPart]) -> time:
    return max(part.ends or part.begins for part in parts if part.begins)


def _answers(schedule: Schedule, begins: time, ends: time) -> Iterator[Answer]:
    """The announced hours, then the programme's."""
    if not schedule.starts or not schedule.ends:
        return
    starts_at, ends_at = schedule.starts.value, schedule.ends.value
    zone = schedule.zone.value if schedule.zone else None
    yield Answer(stretch_words(starts_at, ends_at, zone), form_values(starts_at, ends_at, zone))
    longer = (
        starts_at.replace(hour=begins.hour, minute=begins.minute),
        starts_at.replace(hour=ends.hour, minute=ends.minute),
    )
    yield Answer(stretch_words(*longer, zone), form_values(*longer, zone))
