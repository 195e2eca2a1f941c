"""Our app as people run it: gunicorn, a database file of its own, mails as files."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import flask_migrate
from flask import Flask

from tests.services.ports import free_port, wait_for_port
from ungis_events import create_app
from ungis_events.config import MIGRATIONS_FOLDER
from ungis_events.core import clock
from ungis_events.core.database import db
from ungis_events.sample.loading import load_sample

ROOT = Path(__file__).parents[2]
SECRET_KEY = "a key for tests, long enough"


class Site:
    """One served site; `settings` are the environment all its programs share."""

    def __init__(self, folder: Path, *, url: str | None = None, **settings: str) -> None:
        self.port = free_port()
        self.url = url or f"http://127.0.0.1:{self.port}"
        self.database_url = f"sqlite:///{folder / 'site.db'}"
        self._folder = folder
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self._settings = kept | {
            "DATABASE_URL": self.database_url,
            "SECRET_KEY": SECRET_KEY,
            "MAIL_URL": f"folder://{folder / 'outbox'}",
            "BASE_URL": self.url,
            "RATE_LIMITS": "off",
            **settings,
        }

    def flask(self, *arguments: str, typed: str = "") -> str:
        """`flask --app app …` to its end. Returns what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *arguments],
            cwd=ROOT,
            env=self._settings,
            input=typed,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def send_mail(self) -> None:
        """What the worker does when it looks."""
        self.flask("worker", "--once")

    def mails_to(self, address: str) -> list[EmailMessage]:
        """Those that have left, oldest first."""
        files = sorted((self._folder / "outbox").glob("*.eml"))
        mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
        return [mail for mail in mails if mail["To"].addresses[0].addr_spec == address]

    @contextmanager
    def inside(self) -> Iterator[Flask]:
        """The same database from this process, to put things there and to look."""
        app = _app_on(self.database_url, self.url)
        with app.test_request_context():
            yield app
            db.session.remove()
            db.engine.dispose()

    @contextmanager
    def serving(self, application: str = "app:app") -> Iterator["Site"]:
        log = self._folder / f"web-{self.port}.log"
        with log.open("w") as output:
            server = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"),
                    *("--bind", f"127.0.0.1:{self.port}", "--threads", "4", application),
                ],
                cwd=ROOT,
                env=self._settings,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            try:
                wait_for_port(self.port)
                yield self
            finally:
                server.terminate()
                server.wait(20)
        assert "Traceback" not in log.read_text(), log.read_text()


def make_database(path: Path) -> None:
    """Tables and the sample."""
    app = _app_on(f"sqlite:///{path}", "http://127.0.0.1")
    with app.test_request_context():
        flask_migrate.upgrade(str(MIGRATIONS_FOLDER))
        load_sample(clock.now())
        db.session.remove()
        db.engine.dispose()


def _app_on(database_url: str, base_url: str) -> Flask:
    return create_app(
        {
            "SQLALCHEMY_DATABASE_URI": database_url,
            "SECRET_KEY": SECRET_KEY,
            "BASE_URL": base_url,
        }
    )
