"""Workers who all want to ask: `python -m tests.races.pacers PROCESSES REQUESTS`.

As soon as all are ready each takes a turn REQUESTS times, and prints the moments at which its
requests may leave, in seconds since 1970.
"""

import multiprocessing
import sys
from multiprocessing.synchronize import Barrier

from ungis_events import create_app
from ungis_events.adapters.webinar import Act, Limits
from ungis_events.core import clock
from ungis_events.core.database import db, transaction
from ungis_events.webinars.pacing import NEAR, reserve

A_SECOND = 40


class Maker:
    name = "maker"

    def limits_of(self, _act: Act) -> tuple[Limits, ...]:
        return (Limits("light", a_second=A_SECOND),)


def main(processes: int, requests: int) -> int:
    """How many of the processes failed."""
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(processes)
    workers = [context.Process(target=race, args=(requests, gate)) for _ in range(processes)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(worker.exitcode != 0 for worker in workers)


def race(requests: int, gate: Barrier) -> None:
    lines = []
    with create_app().app_context():
        db.session.connection()
        db.session.remove()
        gate.wait(60)
        while len(lines) < requests:
            with transaction():
                now = clock.now()
                slot = reserve(Maker(), Act.CREATE, now=now)  # type: ignore[arg-type] # no more of it is asked
            if slot <= now + NEAR:
                lines.append(f"{slot.timestamp():.6f}\n")
    sys.stdout.write("".join(lines))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
