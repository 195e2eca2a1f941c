"""What does not fit in an agenda, and how its items move. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import LazyString, lazy_gettext

from ungis_events.events.models import Event

from .models import AgendaItem


@dataclass(frozen=True)
class Stretch:
    """An item as minutes after the event's start: `start` up to, not with, `end`."""

    start: int
    end: int

    @classmethod
    def of(cls, item: AgendaItem) -> "Stretch":
        return cls(item.starts_after, item.starts_after + item.minutes)


def minutes_of(event: Event) -> int:
    return (event.ends_at - event.starts_at) // timedelta(minutes=1)


def is_outside(item: AgendaItem, event: Event) -> bool:
    """Since the event became shorter, or the items were shifted past its end."""
    return Stretch.of(item).end > minutes_of(event)


def warnings(items: Sequence[AgendaItem], event: Event) -> dict[int, list[LazyString]]:
    """{item: what is odd about it}; `items` in the order of the agenda.

    Nothing of it keeps an agenda from being saved: two rooms overlap on purpose.
    """
    found: dict[int, list[LazyString]] = {item.id: [] for item in items}
    latest: AgendaItem | None = None
    for item in items:
        notes = found[item.id]
        if is_outside(item, event):
            notes.append(lazy_gettext("Goes on after the event has ended."))
        if latest is not None and item.starts_after < Stretch.of(latest).end:
            notes.append(lazy_gettext("Begins before “%(title)s” has ended.", title=latest.title))
        spoken = sum(slot.minutes or 0 for slot in item.slots if slot.speaker.is_coming)
        if spoken > item.minutes:
            notes.append(
                lazy_gettext(
                    "The speakers have %(spoken)s minutes, the item %(minutes)s.",
                    spoken=spoken,
                    minutes=item.minutes,
                )
            )
        if latest is None or Stretch.of(item).end > Stretch.of(latest).end:
            latest = item
    return {number: notes for number, notes in found.items() if notes}


def without_gaps(items: Sequence[AgendaItem]) -> list[int]:
    """New starts: each item begins when the one before it ends, the first where it stands."""
    starts: list[int] = []
    end: int | None = None
    for item in items:
        start = item.starts_after if end is None else end
        starts.append(start)
        end = start + item.minutes
    return starts


def next_start(items: Sequence[AgendaItem], event: Event) -> int:
    """Where another item fits: after the last one, while there is time."""
    end = max((Stretch.of(item).end for item in items), default=0)
    return end if end < minutes_of(event) else 0
