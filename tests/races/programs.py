"""Start our own programs as people do, on a database of the test's choice."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def environment(database_url: str, **more: str) -> dict[str, str]:
    """The settings of one test; nothing of the developer's own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "DATABASE_URL": database_url,
        "SECRET_KEY": "a key for tests, long enough",
        "RATE_LIMITS": "off",
        "PYTHONPATH": str(ROOT),
        **more,
    }


def run(*arguments: str, settings: dict[str, str]) -> str:
    """Run `python …` to its end. Returns what it printed."""
    result = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=settings, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def start(*arguments: str, settings: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def migrate(settings: dict[str, str]) -> None:
    run("-m", "flask", "--app", "app", "db", "upgrade", settings=settings)


def publish_event(settings: dict[str, str], folder: Path, slug: str, capacity: int) -> None:
    """By an event file, as operators do."""
    event = {
        "slug": slug,
        "title": "A race for seats",
        "status": "published",
        "zone": "America/New_York",
        "starts": "2040-01-31T08:30",
        "ends": "2040-01-31T09:45",
        "capacity": capacity,
        "waitlist": True,
    }
    path = folder / f"{slug}.json"
    path.write_text(json.dumps(event))
    run("-m", "flask", "--app", "app", "events", "import", str(path), settings=settings)
