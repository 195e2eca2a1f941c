"""The sample: the UNGIS side event of 31 January 2023, and the same session still to come."""

from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

from ungis_events.core import clock
from ungis_events.event_files import EventFile, read
from ungis_events.events.rules import SAMPLE_SLUG

_FOLDER = Path(__file__).parent
REAL_EVENT = "2023-ecosoc-partnership-forum-wsis"
SAMPLE_EVENT = SAMPLE_SLUG


def sample_files(now: datetime) -> list[EventFile]:
    """Both events; the one to come is set on the next 31 January at 08:30 New York."""
    real = read((_FOLDER / f"{REAL_EVENT}.json").read_text(encoding="utf-8"))
    to_come = read((_FOLDER / f"{SAMPLE_EVENT}.json").read_text(encoding="utf-8"))
    zone = to_come.details.zone
    day = clock.next_occurrence(now, zone, month=1, day=31)
    details = replace(
        to_come.details,
        starts=datetime.combine(day, time(8, 30)),
        ends=datetime.combine(day, time(9, 45)),
    )
    return [real, replace(to_come, details=details)]
