"""One of the racing processes: `python -m tests.races.visitors SLUG FIRST LAST GATE`.

Registers persons FIRST to LAST (without LAST) for the event as soon as the file GATE exists.
With NAIVE_SEATS set, the guarded write is swapped for what most programs do: look whether there
is a seat, then take it.
"""

import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqlalchemy import text

from tests.races.people import details_of
from ungis_events import create_app
from ungis_events.core import clock
from ungis_events.core.database import db, transaction
from ungis_events.events.queries import get_public_event
from ungis_events.registrations import seats
from ungis_events.registrations.service import register_attendee

GUARDED_CLAIM = seats.claim


def main(slug: str, first: int, last: int, gate: Path) -> None:
    app = create_app()
    with app.test_request_context():
        (gate.parent / f"{gate.name}.{first}.waits").touch()
        while not gate.exists():
            time.sleep(0.005)
        for number in range(first, last):
            register(slug, number)
            db.session.remove()


def register(slug: str, number: int) -> None:
    seats.claim = naive_claim(slug) if os.environ.get("NAIVE_SEATS") else GUARDED_CLAIM
    with transaction():
        event = get_public_event(slug)
        register_attendee(event, details_of(number), now=clock.now())


def naive_claim(slug: str) -> Callable[[int], int]:
    """Look first, in a transaction of its own, as a page does that shows "1 seat left"."""
    with db.engine.connect() as connection:
        taken, capacity = connection.execute(
            text(
                "SELECT taken, capacity FROM event_modes JOIN events"
                " ON events.id = event_modes.event_id WHERE slug = :slug"
            ),
            {"slug": slug},
        ).one()
    return partial(_take, taken < capacity)


def _take(has_seat: bool, mode_id: int) -> int:
    column = "taken" if has_seat else "waiting"
    db.session.execute(
        text(f"UPDATE event_modes SET {column} = {column} + 1 WHERE id = :id"), {"id": mode_id}
    )
    return 0 if has_seat else 1


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
