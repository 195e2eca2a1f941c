"""`python -m bench.zoom [--write]`: five thousand people register in a minute, and each gets their
own link to the room from a stand-in of Zoom that enforces a plan's limits and takes its time.

Prints JSON; `--write` puts the section into results.md.
"""

import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.zoom.control import ZoomControl
from tests.zoom.limits import PLANS

from .report import write_section, zoom_section
from .servers import ROOT, free_port

PEOPLE = {"storm-soon": 500, "storm-later": 4_500}
SECONDS = 60
PLAN = "pro"
LATENCY = {"light": 0.15, "medium": 0.2, "heavy": 0.6}
"""Seconds until an answer: guesses at what Zoom takes for one person and for thirty."""
SINGLES = 5
_LONGEST = 600
_FLASK = ("-m", "flask", "--app", "app")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="ungis-bench-") as folder:
        run = measure(Path(folder))
    if "--write" in sys.argv:
        write_section(zoom_section(run), ROOT / "bench" / "results.md")
    print(json.dumps(run, indent=2))


def measure(folder: Path) -> dict[str, Any]:
    url = f"http://127.0.0.1:{free_port()}"
    with running("-m", "tests.zoom.serve", "--port", url.rpartition(":")[2], "--plan", PLAN):
        zoom = ZoomControl(url)
        zoom.wait_until_ready()
        zoom.set_latency(**LATENCY)
        zoom.set_capacity(10_000)
        settings = dict(zoom.settings) | {
            "DATABASE_URL": f"sqlite:///{folder / 'storm.db'}",
            "MAIL_URL": f"folder://{folder / 'outbox'}",
            "SECRET_KEY": "only for this benchmark",
            "BASE_URL": "http://127.0.0.1:5000",
        }
        run_program(*_FLASK, "db", "upgrade", settings=settings)
        run_program("-m", "bench.storm", "--rooms", settings=settings)
        with running(*_FLASK, "worker", settings=settings):
            Watch(folder / "storm.db").wait_for_rooms()
            storm = measure_storm(folder / "storm.db", settings)
            limits = {
                label: {"worst": zoom.worst_second(label), "allowed": allowed}
                for label, allowed in PLANS[PLAN].items()
            }
            asked = [each for each in zoom.requests if "registrants" in each[1]]
            refused = [each for each in zoom.requests if each[2] == 429]
            singles = [measure_single(folder / "storm.db", settings) for _ in range(SINGLES)]
        assert zoom.violations == [], zoom.violations[:3]
        twice = count_registrants(zoom) - sum(PEOPLE.values()) - SINGLES
    return storm | {
        "people": PEOPLE,
        "spread": SECONDS,
        "plan": PLAN,
        "latency": LATENCY,
        "limits": limits,
        "requests": len(asked),
        "refused": len(refused),
        "twice": twice,
        "single": {"median": statistics.median(singles), "longest": max(singles)},
    }


def measure_storm(database: Path, settings: dict[str, str]) -> dict[str, Any]:
    """Seconds since the first registration: the last registration, and each event's last link."""
    watch = Watch(database)
    done: dict[str, float] = {}
    waits: list[int] = []
    counts = [str(count) for count in PEOPLE.values()]
    with running("-m", "bench.storm", *counts, str(SECONDS), settings=settings) as crowd:
        while not watch.count_registered():
            time.sleep(0.02)
        start, registered = time.monotonic(), None
        while len(done) < len(PEOPLE):
            time.sleep(0.25)
            seconds = time.monotonic() - start
            if seconds > _LONGEST:
                raise SystemExit(f"after {_LONGEST} s: {watch.admitted()} of {PEOPLE}")
            if registered is None and crowd.poll() is not None:
                registered = seconds
            admitted = watch.admitted()
            come = watch.count_registered()
            waits.append(come - sum(admitted.values()))
            if len(waits) % 40 == 0:
                print(f"{seconds:.0f} s: {come} registered, {admitted}", file=sys.stderr)
            for slug, people in PEOPLE.items():
                if slug not in done and admitted.get(slug, 0) == people:
                    done[slug] = seconds
        registered = registered or time.monotonic() - start
    return {"registered": registered, "links": done, "most_waiting": max(waits)}


def measure_single(database: Path, settings: dict[str, str]) -> float:
    """Seconds from one registration to its own link, when nobody else comes."""
    watch = Watch(database)
    before = sum(watch.admitted().values())
    run_program("-m", "bench.storm", "1", "0", "0", settings=settings)
    registered = watch.last_registration()
    while sum(watch.admitted().values()) == before:
        time.sleep(0.05)
    return time.time() - registered


class Watch:
    """Reads the database beside the worker."""

    def __init__(self, database: Path) -> None:
        self._connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)

    def admitted(self) -> dict[str, int]:
        return dict(
            self._connection.execute(
                "SELECT slug, count(*) FROM admissions JOIN webinars ON webinars.id = webinar_id"
                " JOIN events ON events.id = webinars.event_id"
                " WHERE admissions.join_url IS NOT NULL GROUP BY slug"
            )
        )

    def count_registered(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM registrations").fetchone()[0])

    def last_registration(self) -> float:
        """Unix time."""
        statement = "SELECT (julianday(max(registered_at)) - 2440587.5) * 86400 FROM registrations"
        return float(self._connection.execute(statement).fetchone()[0])

    def wait_for_rooms(self) -> None:
        statement = "SELECT count(*) FROM webinars WHERE number IS NOT NULL"
        deadline = time.monotonic() + 60
        while self._connection.execute(statement).fetchone()[0] < len(PEOPLE):
            if time.monotonic() > deadline:
                raise SystemExit("the rooms were not made")
            time.sleep(0.1)


def count_registrants(zoom: ZoomControl) -> int:
    return sum(len(each["registrants"]) for each in zoom.webinars.values())


@contextmanager
def running(
    *arguments: str, settings: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    program = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | (settings or {}),
        stdout=subprocess.DEVNULL,
    )
    try:
        yield program
    finally:
        program.terminate()
        program.wait()


def run_program(*arguments: str, settings: dict[str, str]) -> None:
    subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | settings,
        check=True,
        stdout=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    main()
