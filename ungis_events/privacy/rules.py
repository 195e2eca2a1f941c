"""How long personal data stay, and what is counted before they go. Pure."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from ungis_events.events.models import Event

SHORTEST, LONGEST = 1, 3650
"""Days of retention."""
ACCESS_NEEDS_STAY = timedelta(days=1)
"""After the end of the event they were told for."""
PATIENCE = timedelta(days=1)
"""How long a removal waits for the cancellation that takes the event out of a calendar."""
SMALL_CELL = 5
"""Below it a number is not shown by itself: one person from a small country is that person."""


class Counted(NamedTuple):
    """One registration as it is counted."""

    status: str
    group: str
    country: str
    mode: str
    attended: bool


class Cell(NamedTuple):
    code: str
    number: int


class Cells(NamedTuple):
    """`others`: what stands in cells too small to be shown, together."""

    shown: list[Cell]
    others: int


def removed_at(event: Event, default_days: int) -> datetime:
    """When the personal data of the event go."""
    days = default_days if event.retention_days is None else event.retention_days
    return event.ends_at + timedelta(days=days)


def add_up(totals: dict[str, Any] | None, rows: Iterable[Counted]) -> dict[str, Any]:
    """The totals with these rows; the old ones stay as they are."""
    rows, before = list(rows), totals or {}
    after: dict[str, Any] = {
        "people": before.get("people", 0) + len(rows),
        "attended": before.get("attended", 0) + sum(row.attended for row in rows),
    }
    for name in ("status", "group", "country", "mode"):
        cells = Counter(before.get(name, {})) + Counter(getattr(row, name) for row in rows)
        after[name] = dict(sorted(cells.items()))
    return after


def without_small_cells(cells: dict[str, int]) -> Cells:
    """The largest first."""
    shown = [Cell(code, number) for code, number in cells.items() if number >= SMALL_CELL]
    shown.sort(key=lambda cell: (-cell.number, cell.code))
    return Cells(shown, sum(cells.values()) - sum(cell.number for cell in shown))
