"""Start our own programs as people do, on a database of the test's choice."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import flask_migrate

from tests.races.people import details_of
from ungis_events import create_app, event_files, workflows
from ungis_events.config import MIGRATIONS_FOLDER
from ungis_events.core.database import db, transaction
from ungis_events.events.queries import get_public_event
from ungis_events.registrations.service import register_attendee

ROOT = Path(__file__).parents[2]
SECRET_KEY = "a key for tests, long enough"
SLUG = "race-for-seats"
_EVENT = {
    "slug": SLUG,
    "title": "A race for seats",
    "status": "published",
    "zone": "America/New_York",
    "starts": "2040-01-31T08:30",
    "ends": "2040-01-31T09:45",
    "waitlist": True,
}


def prepare(database_url: str, *, seats: int, registered: int = 0) -> None:
    """Tables, one event, and people who are registered already."""
    app = create_app({"SQLALCHEMY_DATABASE_URI": database_url, "SECRET_KEY": SECRET_KEY})
    now = datetime.now(UTC)
    with app.test_request_context():
        flask_migrate.upgrade(str(MIGRATIONS_FOLDER))
        file = event_files.read(json.dumps(_EVENT | {"capacity": seats}))
        with transaction():
            workflows.save_event_file(file, actor="test", now=now)
        for number in range(registered):
            with transaction():
                register_attendee(get_public_event(SLUG), details_of(number), now=now)
        db.session.remove()
        db.engine.dispose()


def environment(database_url: str, **more: str) -> dict[str, str]:
    """The settings of one test; nothing of the developer's own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "DATABASE_URL": database_url,
        "SECRET_KEY": SECRET_KEY,
        "RATE_LIMITS": "off",
        **more,
    }


def start(*arguments: str, settings: dict[str, str]) -> subprocess.Popen[str]:
    """`python …`; what it prints can be read with communicate()."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=settings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(*arguments: str, settings: dict[str, str]) -> str:
    """The same to its end. Returns what it printed."""
    program = start(*arguments, settings=settings)
    output, _ = program.communicate(timeout=180)
    assert program.returncode == 0, output
    return output
