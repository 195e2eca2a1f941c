"""`python -m bench.desk`: every page of the desk at 100 and at 100,000 registrations, at 100 and
at 5,000 events; medians in milliseconds, printed as JSON.

In one process through the app's own client, each size in a database of its own; the two take
turns, so that a busy machine disturbs both alike.
"""

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.routing import Rule

from ungis_events import create_app
from ungis_events.accounts.models import Role
from ungis_events.accounts.service import create_account
from ungis_events.core import clock
from ungis_events.core.database import Model, db, transaction
from ungis_events.registrations.desk_filters import SORTS

from .crowd import SLUG, fill

SMALL, LARGE = (100, 100), (5_000, 100_000)
"""Events, and people at one of them."""
REPEATS = 15
WANTED = 1.5
_PASSWORD = "correct horse battery staple"
_LIST = f"/manage/events/{SLUG}/registrations/"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="ungis-bench-") as folder:
        print(json.dumps(measure(Path(folder)), indent=2))


def measure(folder: Path) -> dict[str, Any]:
    small, large = (_signed_in(folder / f"{size[1]}.db", *size) for size in (SMALL, LARGE))
    pages = {}
    for path in _paths(small):
        runs: tuple[list[float], list[float]] = ([], [])
        for _ in range(REPEATS):
            for client, times in zip((small, large), runs, strict=True):
                times.append(_milliseconds(client, path))
        few, many = (statistics.median(times[3:]) for times in runs)
        pages[path] = {"small": round(few, 2), "large": round(many, 2), "ratio": many / few}
        print(f"{many / few:5.2f}  {few:7.1f} {many:7.1f} ms  {path}", file=sys.stderr)
    slow = {path: page["ratio"] for path, page in pages.items() if page["ratio"] > WANTED}
    return {"sizes": [SMALL, LARGE], "wanted": WANTED, "pages": pages, "slower": slow}


def _signed_in(path: Path, events: int, people: int) -> FlaskClient:
    app = create_app(
        {
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{path}",
            "SECRET_KEY": "only for this benchmark",
            "MAIL_URL": f"folder://{path.parent / 'outbox'}",
            "BASE_URL": "http://127.0.0.1:5000",
            "WTF_CSRF_ENABLED": False,
            "RATE_LIMITS": False,
        }
    )
    with app.test_request_context():
        Model.metadata.create_all(db.engine)
        fill(events, people)
        with transaction():
            create_account(
                email="bench@example.org",
                name="Bench",
                role=Role.ADMINISTRATOR,
                password=_PASSWORD,
                now=clock.now(),
            )
        db.session.remove()
        with db.engine.connect() as connection:
            connection.execute(text("ANALYZE"))
    client = app.test_client()
    form = {"email": "bench@example.org", "password": _PASSWORD}
    assert client.post("/sign-in", data=form).status_code == 303
    return client


def _paths(client: FlaskClient) -> list[str]:
    """Every page of the desk whose address holds no more than the event, and the list's orders."""
    app: Flask = client.application
    paths = [
        rule.rule.replace("<slug>", SLUG) for rule in app.url_map.iter_rules() if _is_desk(rule)
    ]
    paths += [f"{_LIST}?sort={turn}{sort}" for sort in SORTS for turn in ("", "-")]
    paths += [f"{_LIST}?status=confirmed", f"{_LIST}?page=2", f"{_LIST}1", f"{_LIST}?q=amina7"]
    return [path for path in sorted(paths) if _is_page(client, path)]


def _is_desk(rule: Rule) -> bool:
    is_get = "GET" in (rule.methods or ())
    return is_get and rule.rule.startswith("/manage") and rule.arguments <= {"slug"}


def _is_page(client: FlaskClient, path: str) -> bool:
    answer = client.get(path)
    return answer.status_code == 200 and answer.mimetype == "text/html"


def _milliseconds(client: FlaskClient, path: str) -> float:
    start = time.perf_counter()
    answer = client.get(path)
    took = time.perf_counter() - start
    assert answer.status_code == 200, path
    return took * 1000


if __name__ == "__main__":
    main()
