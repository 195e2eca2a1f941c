"""The racers: `python -m tests.races.visitors SLUG PROCESSES PEOPLE [INVITATION]`.

PROCESSES processes, each with an app and connections of its own, register their share of PEOPLE
as soon as all are ready. With NAIVE_SEATS set, the guarded write is swapped for what most
programs do: look whether there is a seat, then take it. With GROUP_OF set, every so manieth comes
by INVITATION, a group's link; with LEAVING set, each of the group leaves again.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable
from functools import partial
from multiprocessing.synchronize import Barrier

from sqlalchemy import text

from tests.races.people import details_of
from ungis_events import create_app
from ungis_events.core import clock
from ungis_events.core.database import db, transaction
from ungis_events.events.queries import get_public_event
from ungis_events.invitations.queries import get_invitation
from ungis_events.registrations import seats
from ungis_events.registrations.queries import find_registration
from ungis_events.registrations.service import register_attendee, withdraw_registration

GUARDED_CLAIM = seats.claim


def main(slug: str, processes: int, people: int, invitation_id: int = 0) -> int:
    """How many of the processes failed."""
    # Forked before any app exists: what they share is the code.
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(processes)
    share = people // processes
    racers = [
        context.Process(target=race, args=(slug, range(first, first + share), gate, invitation_id))
        for first in range(0, people, share)
    ]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    return sum(racer.exitcode != 0 for racer in racers)


def race(slug: str, numbers: range, gate: Barrier, invitation_id: int) -> None:
    with create_app().test_request_context():
        get_public_event(slug)  # connected before the start
        db.session.remove()
        gate.wait(60)
        for number in numbers:
            is_of_group = bool(invitation_id) and number % int(os.environ["GROUP_OF"]) == 0
            register(slug, number, invitation_id if is_of_group else None)
            if is_of_group and os.environ.get("LEAVING"):
                leave(slug, number)
            db.session.remove()


def register(slug: str, number: int, invitation_id: int | None) -> None:
    seats.claim = naive_claim(slug) if os.environ.get("NAIVE_SEATS") else GUARDED_CLAIM
    with transaction():
        event = get_public_event(slug)
        group = get_invitation(event, invitation_id) if invitation_id else None
        register_attendee(event, details_of(number), now=clock.now(), invitation=group)


def leave(slug: str, number: int) -> None:
    with transaction():
        registration = find_registration(get_public_event(slug), details_of(number).email)
        assert registration is not None
        withdraw_registration(registration, now=clock.now())


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
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:])))
