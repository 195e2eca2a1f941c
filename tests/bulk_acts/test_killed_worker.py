"""kill -9 of a worker in the middle of many: every row is worked once, every mail is one mail."""

import os
import signal
from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from tests.races.programs import SECRET_KEY, SLUG, environment, prepare, run, start
from ungis_events import create_app
from ungis_events.bulk_acts.service import start_bulk_act
from ungis_events.core import clock
from ungis_events.core.database import db, transaction
from ungis_events.events.queries import get_event
from ungis_events.registrations.desk_filters import RegistrationsWanted
from ungis_events.registrations.desk_queries import list_ids

PEOPLE = 200
WORKER = """
from app import app
from ungis_events.bulk_acts.models import BulkAct
from ungis_events.bulk_acts.service import work_bulk_act
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.leases import claim_due

with app.test_request_context():
    leased = [True]
    while leased:
        with transaction():
            leased = [row.id for row in claim_due(BulkAct, now=clock.now())]
        for row_id in leased:
            with transaction():
                work_bulk_act(row_id, clock.now())
            print("a few are done", flush=True)
"""


def test_killing_the_worker_loses_no_row_and_repeats_none(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'many.db'}"
    settings = environment(url, MAIL_URL=f"folder://{tmp_path / 'outbox'}")
    prepare(url, seats=PEOPLE, registered=PEOPLE)
    withdraw_everybody(url)

    worker = start("-c", WORKER, settings=settings)
    assert worker.stdout
    said = worker.stdout.readline()
    os.kill(worker.pid, signal.SIGKILL)
    worker.communicate()
    assert said == "a few are done\n"
    done, mails = count_done(url), len(withdrawn_mails(url))
    query(url, "UPDATE bulk_acts SET due_at = asked_at")  # the lease has run out
    run("-c", WORKER, settings=settings)

    assert 0 < done < PEOPLE
    assert mails == done
    assert count_done(url) == PEOPLE
    assert set(Counter(withdrawn_mails(url)).values()) == {1}
    assert len(withdrawn_mails(url)) == PEOPLE


def withdraw_everybody(url: str) -> None:
    app = create_app({"SQLALCHEMY_DATABASE_URI": url, "SECRET_KEY": SECRET_KEY})
    with app.test_request_context():
        with transaction():
            event = get_event(SLUG)
            start_bulk_act(
                event,
                "withdraw",
                list_ids(event, RegistrationsWanted()),
                form_key="one",
                actor="test",
                now=clock.now(),
            )
        db.session.remove()
        db.engine.dispose()


def count_done(url: str) -> int:
    return int(query(url, "SELECT count(*) FROM bulk_outcomes WHERE done_at IS NOT NULL")[0][0])


def withdrawn_mails(url: str) -> list[str]:
    rows = query(url, "SELECT to_address FROM outgoing_emails WHERE kind = 'withdrawn'")
    return [row[0] for row in rows]


def query(url: str, sql: str) -> list[Any]:
    engine = create_engine(url)
    with engine.begin() as connection:
        answer = connection.execute(text(sql))
        rows = list(answer.all()) if answer.returns_rows else []
    engine.dispose()
    return rows
