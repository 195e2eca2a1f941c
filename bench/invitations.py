"""How long one worker takes to build a thousand invitations and hand them to an SMTP server."""

import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from .servers import ROOT, free_port

INVITATIONS = 1000


class Counter:
    """An SMTP server's inbox that keeps who got an invitation, and how large it was."""

    def __init__(self) -> None:
        self.invited: set[str] = set()
        self.octets = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        content = envelope.original_content or b""
        if b"method=" in content and b"REQUEST" in content:
            self.invited.update(envelope.rcpt_tos)
        self.octets += len(content)
        return "250 OK"


def measure_invitations(folder: Path) -> dict[str, Any]:
    """Wall seconds of `flask worker --once`, its start included."""
    port = free_port()
    settings = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder / 'invitations.db'}",
        "MAIL_URL": f"smtp://127.0.0.1:{port}",
        "SECRET_KEY": "only for this benchmark",
        "BASE_URL": "http://127.0.0.1:5000",
    }
    flask = ["-m", "flask", "--app", "app"]
    _run(settings, *flask, "db", "upgrade")
    _run(settings, "-m", "bench.registered", str(INVITATIONS))
    counter = Counter()
    server = Controller(counter, hostname="127.0.0.1", port=port)
    server.start()
    try:
        start, cpu = time.perf_counter(), _cpu_of_children()
        _run(settings, *flask, "worker", "--once")
        seconds, cpu = time.perf_counter() - start, _cpu_of_children() - cpu
    finally:
        server.stop()
    if len(counter.invited) != INVITATIONS:
        raise SystemExit(f"{len(counter.invited)} of {INVITATIONS} invitations arrived")
    return {
        "invitations": INVITATIONS,
        "seconds": seconds,
        "cpu_seconds": cpu,
        "kilobytes_each": counter.octets / INVITATIONS / 1000,
    }


def _cpu_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _run(settings: dict[str, str], *arguments: str) -> None:
    subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=settings,
        check=True,
        stdout=subprocess.DEVNULL,
    )
