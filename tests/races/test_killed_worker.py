"""kill -9 of a worker in mid-send: every mail arrives, and a repeated one is the same mail."""

import asyncio
import os
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import create_engine, text

from tests.services.ports import free_port
from ungis_events.core.leases import LEASE

from .programs import environment, prepare, run, start

PEOPLE = 10
WORKER = ("-m", "flask", "--app", "app", "worker", "--once")


class Mailbox:
    """An SMTP server's memory; on its third message it falls silent until `go_on` is set."""

    def __init__(self) -> None:
        self.received: list[str] = []
        self.third_is_here = threading.Event()
        self.go_on = threading.Event()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.received.append(str(message_from_bytes(envelope.content)["Message-ID"]))
        if len(self.received) == 3 and not self.go_on.is_set():
            # The message is ours, but the worker will die before it hears so.
            self.third_is_here.set()
            await _until(self.go_on)
        return "250 OK"


async def _until(event: threading.Event) -> None:
    while not event.is_set():
        await asyncio.sleep(0.02)


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    mailbox, port = Mailbox(), free_port()
    server = Controller(mailbox, hostname="127.0.0.1", port=port)
    server.start()
    yield mailbox, port
    mailbox.go_on.set()
    server.stop()


def test_killing_the_worker_loses_no_mail(database_url: str, mailbox: tuple[Mailbox, int]) -> None:
    box, port = mailbox
    settings = environment(database_url, MAIL_URL=f"smtp://127.0.0.1:{port}")
    prepare(database_url, seats=PEOPLE, registered=PEOPLE)

    worker = start(*WORKER, settings=settings)
    assert box.third_is_here.wait(60), worker.communicate(timeout=5)[0]
    os.kill(worker.pid, signal.SIGKILL)
    worker.communicate()
    box.go_on.set()
    unsent = count_unsent(database_url)
    let_the_lease_end(database_url)
    run(*WORKER, settings=settings)

    arrived = Counter(box.received)
    assert unsent == PEOPLE - 2
    assert set(arrived) == wanted_message_ids(database_url)
    # The third was taken by the server and never recorded: it comes twice, as the same mail.
    assert sorted(arrived.values()) == [1] * (PEOPLE - 1) + [2]
    assert count_unsent(database_url) == 0


def count_unsent(database_url: str) -> int:
    return len(query(database_url, "SELECT id FROM outgoing_emails WHERE status <> 'sent'"))


def wanted_message_ids(database_url: str) -> set[str]:
    rows = query(database_url, "SELECT message_id FROM outgoing_emails")
    return {message_id_of(row[0]) for row in rows}


def query(database_url: str, sql: str) -> list[Any]:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        rows = list(connection.execute(text(sql)).all())
    engine.dispose()
    return rows


def let_the_lease_end(database_url: str) -> None:
    """Five minutes pass."""
    engine = create_engine(database_url)
    minutes = LEASE / timedelta(minutes=1) + 1
    earlier = {
        "sqlite": f"datetime(due_at, '-{minutes} minutes')",
        "postgresql": f"due_at - interval '{minutes} minutes'",
    }[engine.dialect.name]
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE outgoing_emails SET due_at = {earlier}"))
    engine.dispose()


def message_id_of(stored: str) -> str:
    """As the mail's header writes what the row keeps."""
    return f"<{stored}@example.org>"
