"""`python -m bench.feeds`: milliseconds for the feed of 500 events, printed as JSON.

In one process through the app's own client, medians. `plain` is what making it costs; `br` and
`gzip` compress it too, once for each state of the feed. `cold` is the first request of a process.
"""

import json
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from ungis_events import create_app, workflows
from ungis_events.core.database import Model, db, transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.queries import get_event

EVENTS, REPEATS, WARM_REPEATS = 500, 15, 200
FEED = "/calendar.ics"
ENCODINGS = {"plain": "identity", "br": "br", "gzip": "gzip"}
ZONES = ("America/New_York", "Europe/Zurich", "Africa/Nairobi", "Asia/Kathmandu", "Africa/Cairo")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
_FIRST = datetime(2026, 1, 5, 8, 30)  # noqa: DTZ001 - a wall time
_TEXT = (
    "UNGIS members present how their work on **information and communication technologies** "
    "advances the Sustainable Development Goals, and what Member States, civil society and the "
    "private sector can do together within the WSIS Action Lines. Part {number}.\n\n"
)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="ungis-bench-") as folder:
        print(json.dumps(measure(Path(folder)), indent=2))


def measure(folder: Path) -> dict[str, Any]:
    app = create_app(
        {
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'bench.db'}",
            "SECRET_KEY": "only for this benchmark",
            "MAIL_URL": f"folder://{folder / 'outbox'}",
            "BASE_URL": "http://127.0.0.1:5000",
        }
    )
    with app.test_request_context():
        Model.metadata.create_all(db.engine)
        fill()
        db.session.remove()
    app.test_client().get("/privacy")  # what every first request pays
    cold, size = fetch(app, "identity")
    results: dict[str, Any] = {"events": EVENTS, "bytes": {"plain": size}, "cold": {"plain": cold}}
    results["one event changed"] = {name: after_a_change(app, name) for name in ENCODINGS}
    results["warm"] = {}
    for name, encoding in ENCODINGS.items():
        runs = [fetch(app, encoding) for _ in range(WARM_REPEATS)]
        results["warm"][name] = round(statistics.median(run[0] for run in runs), 3)
        results["bytes"][name] = runs[-1][1]
    return results


def fill() -> None:
    for number in range(EVENTS):
        starts = _FIRST + timedelta(days=number)
        details = EventDetails(
            slug=f"bench-{number:03}",
            title=f"WSIS cooperation for accelerating progress on the SDGs, part {number}",
            zone=ZONES[number % len(ZONES)],
            starts=starts,
            ends=starts + timedelta(minutes=75),
            forum="2027 ECOSOC Partnership Forum",
            platform="Zoom",
            description=_TEXT.format(number=number) * 6,
            organizers=["UNGIS", "WSIS"],
            topics=["SDG9", "SDG17", "C1", "C11"],
        )
        with transaction():
            event = workflows.save_event(None, details, actor="bench", now=NOW)
            workflows.publish_event(event, actor="bench", now=NOW)


def after_a_change(app: Flask, name: str) -> float:
    times = []
    for repeat in range(REPEATS):
        with app.test_request_context(), transaction():
            event = get_event(f"bench-{repeat:03}")
            details = replace(EventDetails.of(event), theme=f"{name} {time.perf_counter()}")
            workflows.save_event(event, details, actor="bench", now=NOW)
        times.append(fetch(app, ENCODINGS[name])[0])
    return round(statistics.median(times), 2)


def fetch(app: Flask, encoding: str) -> tuple[float, int]:
    """Milliseconds and bytes of one answer."""
    client = app.test_client()
    begins = time.perf_counter()
    answer = client.get(FEED, headers={"Accept-Encoding": encoding})
    took = (time.perf_counter() - begins) * 1000
    assert answer.status_code == 200
    return round(took, 2), len(answer.get_data())


if __name__ == "__main__":
    main()
