"""Workers that race: `python -m tests.reminders.workers PROCESSES ACT`.

ACT is `round`, what a worker does again and again, or `send`, where each believes to hold every
reminder, as after a lease that ran out.
"""

import multiprocessing
import sys
from multiprocessing.synchronize import Barrier

from sqlalchemy import select

from ungis_events import create_app, jobs
from ungis_events.core import clock
from ungis_events.core.database import db, transaction
from ungis_events.reminders.models import Reminder
from ungis_events.reminders.service import send_reminder


def main(processes: int, act: str) -> int:
    """How many of the processes failed."""
    # Forked before any app exists: what they share is the code.
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(processes)
    workers = [context.Process(target=work, args=(act, gate)) for _ in range(processes)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(worker.exitcode != 0 for worker in workers)


def work(act: str, gate: Barrier) -> None:
    with create_app().test_request_context():
        ids = db.session.scalars(select(Reminder.id)).all()  # connected before the start
        db.session.remove()
        gate.wait(60)
        if act == "round":
            jobs.queue_due()
            return
        for reminder_id in ids:
            with transaction():
                send_reminder(reminder_id, clock.now())


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2]))
