"""`make run`: everything set up, then a web server and a worker side by side until Ctrl-C."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

import click
import flask_migrate
from flask import current_app
from sqlalchemy import func, select

from . import config
from .accounts.models import Account, Role
from .accounts.service import create_account
from .core import clock
from .core.database import db, transaction
from .sample import REAL_EVENT, SAMPLE_EVENT
from .sample.loading import load_sample

ROOT = Path(__file__).parent.parent
FIRST_SIGN_IN = "first-sign-in.txt"
ORGANIZER = "organizer@example.org"
_SECONDS_TO_START = 60
_SECONDS_TO_END = 20
_LONGEST_PAUSE = 30


def start(port: int) -> int:
    """The exit status: 0 when told to stop, the web server's own when that ends by itself."""
    check_port(port)
    flask_migrate.upgrade()
    load_sample(clock.now())
    password = make_first_account(config.INSTANCE_FOLDER)
    db.session.remove()
    db.engine.dispose()  # the children open their own connections

    return Children(port).run_until_stopped(
        lambda: announce(port, [REAL_EVENT, SAMPLE_EVENT], password)
    )


def check_port(port: int) -> None:
    """Raises SystemExit with the sentence to read when something else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise SystemExit(
                f"Port {port} is in use: end what listens there, or choose another, "
                f"as in: make run PORT={port + 1}"
            ) from None


def make_first_account(folder: Path) -> str | None:
    """An administrator with a random password, where nobody could sign in yet.

    Returns the password, or None when there are accounts already.
    """
    if db.session.scalar(select(func.count()).select_from(Account)):
        return None
    password = secrets.token_urlsafe(12)
    # Kept before the account exists: a password that only a killed process knew helps nobody.
    path = folder / FIRST_SIGN_IN
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(f"E-mail: {ORGANIZER}\nPassword: {password}\n")
    with transaction():
        create_account(
            email=ORGANIZER,
            name="Organizer",
            role=Role.ADMINISTRATOR,
            password=password,
            now=clock.now(),
        )
    return password


def announce(port: int, slugs: list[str], password: str | None) -> None:
    """The last thing on the screen: where to go."""
    base_url = str(current_app.config["BASE_URL"])
    click.echo(f"\nUNGIS events is running. Open\n\n  {base_url}/")
    for slug in slugs:
        click.echo(f"  {base_url}/events/{slug}")
    click.echo(f"  {base_url}/sign-in  (organizers)")
    folder = config.INSTANCE_FOLDER
    shown = folder.relative_to(ROOT) if folder.is_relative_to(ROOT) else folder
    if password:
        click.echo(f"\n  E-mail {ORGANIZER}  password {password}")
        click.echo(f"  (shown this once; kept in {shown}/{FIRST_SIGN_IN})")
    elif (folder / FIRST_SIGN_IN).exists():
        click.echo(f"\n  E-mail and password are kept in {shown}/{FIRST_SIGN_IN}")
    if str(current_app.config["MAIL_URL"]) == "folder://":
        click.echo(f"\nMails are written to {shown}/outbox/.")
    if not base_url.endswith(f":{port}"):
        click.echo(f"This server itself listens on http://127.0.0.1:{port}")
    click.echo("Ctrl-C ends it.")


class Children:
    """The web server and the worker, as processes of their own."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._is_stopping = False
        self._worker_fails = 0
        self._worker_since = 0.0

    def run_until_stopped(self, when_ready: Callable[[], None]) -> int:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        self._web = _start_process(*web_command(self._port))
        self._start_worker()
        try:
            if self._wait_until_ready():
                when_ready()
            while not self._is_stopping and self._web.poll() is None:
                self._keep_worker()
                time.sleep(0.3)
        finally:
            web_code = self._web.poll()
            _end([self._web, self._worker])
        if self._is_stopping:
            return 0
        click.echo(f"The web server ended by itself with code {web_code}.", err=True)
        return web_code or 1

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._is_stopping = True

    def _wait_until_ready(self) -> bool:
        deadline = time.monotonic() + _SECONDS_TO_START
        while not self._is_stopping and self._web.poll() is None:
            if _is_ready(self._port):
                return True
            if time.monotonic() > deadline:
                address = f"http://127.0.0.1:{self._port}/health/ready"
                click.echo(f"Not ready after {_SECONDS_TO_START} s: see {address}", err=True)
                return False
            time.sleep(0.1)
        return False

    def _start_worker(self) -> None:
        self._worker = _start_process("-m", "flask", "--app", "app", "worker")
        self._worker_since = time.monotonic()

    def _keep_worker(self) -> None:
        """Start the worker again when it died, less often when it keeps dying."""
        if self._worker.poll() is None:
            return
        age = time.monotonic() - self._worker_since
        pause = min(2**self._worker_fails, _LONGEST_PAUSE)
        if age < pause:
            return
        self._worker_fails = 0 if age > _LONGEST_PAUSE else self._worker_fails + 1
        click.echo(f"The worker ended with code {self._worker.returncode}: restarting it", err=True)
        self._start_worker()


def web_command(port: int) -> list[str]:
    """One process suits SQLite and shares its cached pages among four threads."""
    return [
        *("-m", "gunicorn", "--config", "gunicorn.conf.py"),
        *("--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "4"),
        *("--log-level", "warning", "app:app"),
    ]


def _start_process(*arguments: str) -> subprocess.Popen[bytes]:
    # In a group of its own: Ctrl-C reaches us alone, and we end both in good order.
    return subprocess.Popen(  # noqa: S603 - our own programs
        [sys.executable, *arguments], cwd=ROOT, env=os.environ, process_group=0
    )


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    """Let requests and the mail in hand finish, then insist."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + _SECONDS_TO_END
    for process in processes:
        try:
            process.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _is_ready(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=2):
            return True
    except (URLError, OSError):
        return False
