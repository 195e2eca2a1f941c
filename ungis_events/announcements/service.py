"""What a notice says besides the event itself joins the event: its speakers and its programme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ungis_events.agenda.details import ItemDetails, Turn
from ungis_events.agenda.service import add_item
from ungis_events.events.models import Event
from ungis_events.speakers.details import SpeakerProfile
from ungis_events.speakers.service import add_speaker

from .rules import PlannedPart, place_parts


@dataclass(frozen=True)
class Added:
    speakers: int
    parts: int
    left_out: tuple[str, ...]
    """Titles of the parts that lie outside the event's hours."""


def add_to_event(
    event: Event,
    speakers: Mapping[int, SpeakerProfile],
    parts: Sequence[PlannedPart],
    *,
    actor: str,
    now: datetime,
) -> Added:
    """`speakers`: by their numbers in the notice. Raises InvalidInput, with nothing to be kept."""
    rows = {
        number: add_speaker(event, details, actor=actor, now=now)
        for number, details in speakers.items()
    }
    placed, outside = place_parts(parts, event.starts, event.ends, event.zone)
    for each in placed:
        turns = tuple(Turn(rows[number].id) for number in each.part.speakers if number in rows)
        details = ItemDetails(each.part.title, each.starts_after, each.minutes, turns=turns)
        add_item(event, details, actor=actor, now=now)
    return Added(len(rows), len(placed), tuple(part.title for part in outside))
