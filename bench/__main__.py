"""`python -m bench [--seconds 6]`: prepares its own database, measures, writes results.md."""

import argparse
import json
import os
import platform
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .events import write_event_files
from .invitations import measure_invitations
from .report import write_report
from .servers import ROOT, cpu_seconds, free_port, memory_mb, serving

REPEATS, CLIENTS = 3, 16
REGISTRATIONS, SEATS, VISITORS = 400, 50, 120
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=6, help="of each run of wrk")
    seconds = arguments.parse_args().seconds
    if not shutil.which("wrk"):
        install_wrk()
    with tempfile.TemporaryDirectory(prefix="ungis-bench-") as folder:
        results = measure(Path(folder), seconds)
    results["invitations"] = measure_thrice(measure_invitations, "invitations", "seconds")
    results["feeds"] = measure_alone("bench.feeds")
    results["desk"] = measure_alone("bench.desk")
    results["zoom"] = measure_alone("bench.zoom")
    results["announcements"] = measure_alone("bench.announcements")
    write_report(results, ROOT / "bench" / "results.md")


def measure_thrice(
    measure: Callable[[Path], dict[str, Any]], name: str, shown: str
) -> list[dict[str, Any]]:
    runs = []
    for repeat in range(REPEATS):
        with tempfile.TemporaryDirectory(prefix="ungis-bench-") as folder:
            runs.append(measure(Path(folder)))
        say(f"run {repeat + 1}: {name} {runs[-1][shown]:.1f} {shown}")
    return runs


def measure_alone(module: str) -> dict[str, Any]:
    """In a process of its own: the first answer of a process is one of the figures."""
    say(f"{module} …")
    command = [sys.executable, "-m", module]
    output = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    results: dict[str, Any] = json.loads(output)
    return results


def install_wrk() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        for command in (["update", "-qq"], ["install", "-y", "-qq", "wrk"]):
            subprocess.run(["apt-get", *command], stdout=subprocess.DEVNULL, check=False)
    if not shutil.which("wrk"):
        raise SystemExit("wrk is needed (Debian: apt-get install wrk)")


def measure(folder: Path, seconds: int) -> dict[str, Any]:
    port, hello_port = free_port(), free_port()
    settings = prepare(folder, port)
    base = f"http://127.0.0.1:{port}"
    urls = {
        "hello": f"http://127.0.0.1:{hello_port}/",
        "event page": f"{base}/events/bench-000",
        "list of 100 events": f"{base}/",
        "calendar file": f"{base}/events/bench-000/calendar.ics",
    }
    with (
        serving("bench.hello:app", hello_port, settings) as hello,
        serving("app:app", port, settings) as ours,
    ):
        pids = {name: hello if name == "hello" else ours for name in urls}
        memory_at_start = memory_mb(ours)
        pages = measure_pages(urls, pids, seconds)
        registrations = measure_registrations(base, ours)
        sold = count_sold(base, folder / "bench.db")
        return {
            "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
            "seconds": seconds,
            "clients": CLIENTS,
            "pages": pages,
            "registrations": registrations,
            "registrations_each": REGISTRATIONS,
            "sold": sold,
            "seats": SEATS,
            "visitors": VISITORS,
            "memory": {
                "hello": memory_mb(hello),
                "ungis_events, started": memory_at_start,
                "ungis_events, after all runs": memory_mb(ours),
            },
        }


def prepare(folder: Path, port: int) -> dict[str, str]:
    """A database of our own with 102 events. Returns the settings of the servers."""
    settings = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder / 'bench.db'}",
        "MAIL_URL": f"folder://{folder / 'outbox'}",
        "SECRET_KEY": "only for this benchmark",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "REDIS_URL": "",
        # Every visitor comes from one address here.
        "RATE_LIMITS": "off",
    }
    files = write_event_files(folder, seats=SEATS, races=REPEATS)
    flask = [sys.executable, "-m", "flask", "--app", "app"]
    for command in (["db", "upgrade"], ["events", "import", *map(str, files)]):
        subprocess.run(
            [*flask, *command], cwd=ROOT, env=settings, check=True, stdout=subprocess.DEVNULL
        )
    return settings


def measure_pages(
    urls: dict[str, str], pids: dict[str, int], seconds: int
) -> dict[str, dict[str, Any]]:
    """Medians. The runs take turns, so that a busy machine disturbs all alike."""
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in urls}
    for name, url in urls.items():
        say(f"warming up: {name}")
        run_wrk(url, pids[name], 2)
    for repeat in range(REPEATS):
        for name, url in urls.items():
            runs[name].append(run_wrk(url, pids[name], seconds))
            say(f"run {repeat + 1}: {name} {runs[name][-1]['rate']:.0f} requests/s")
    return {
        name: {"runs": [run["rate"] for run in each]}
        | {key: statistics.median(run[key] for run in each) for key in each[0]}
        for name, each in runs.items()
    }


def run_wrk(url: str, pid: int, seconds: int) -> dict[str, float]:
    before = cpu_seconds(pid)
    command = ["wrk", "-t2", f"-c{CLIENTS}", f"-d{seconds}s", "--latency"]
    output = subprocess.run(
        [*command, "-H", "Accept-Encoding: br", url], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in output:
        raise SystemExit(f"{url} answered with errors:\n{output}")
    requests, transferred, unit = _found(r"(\d+) requests in [^,]*, ([\d.]+)(\w+) read", output)
    scale = {"B": 1, "KB": 2**10, "MB": 2**20, "GB": 2**30}[unit]
    return {
        "rate": float(_found(r"Requests/sec:\s+([\d.]+)", output)[0]),
        "p50_ms": _percentile(50, output),
        "p99_ms": _percentile(99, output),
        "cpu_ms": 1000 * (cpu_seconds(pid) - before) / int(requests),
        "bytes": float(transferred) * scale / int(requests),
    }


def _percentile(percent: int, output: str) -> float:
    number, unit = _found(rf"\s{percent}%\s+([\d.]+)(us|ms|s|m)\b", output)
    return float(number) * _UNITS[unit]


def _found(pattern: str, output: str) -> tuple[str, ...]:
    match = re.search(pattern, output)
    if match is None:
        raise SystemExit(f"wrk said:\n{output}")
    return match.groups()


def measure_registrations(base: str, pid: int) -> dict[str, Any]:
    """Form, POST and the page after it, by new visitors."""
    visit(f"{base}/events/bench-001/register", 50)
    runs = []
    for repeat in range(REPEATS):
        before = cpu_seconds(pid)
        run = visit(f"{base}/events/bench-001/register", REGISTRATIONS)
        run["cpu_ms"] = 1000 * (cpu_seconds(pid) - before) / REGISTRATIONS
        say(f"run {repeat + 1}: {run['rate']:.0f} registrations/s")
        runs.append(run)
    keys = ("rate", "p50_ms", "p99_ms", "cpu_ms", "client_cpu_s")
    return {"runs": [run["rate"] for run in runs]} | {
        key: statistics.median(run[key] for run in runs) for key in keys
    }


def visit(url: str, count: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.visitors", url, str(count), str(CLIENTS)]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if output.returncode:
        raise SystemExit(output.stderr)
    run: dict[str, Any] = json.loads(output.stdout)
    if run["outcomes"] != {"done": count}:
        raise SystemExit(f"not every registration succeeded: {run['outcomes']}")
    return run


def count_sold(base: str, database: Path) -> list[tuple[int, int]]:
    """(confirmed, waiting) of each event with few seats, after everybody came at once."""
    for number in range(REPEATS):
        visit(f"{base}/events/bench-race-{number}/register", VISITORS)
    connection = sqlite3.connect(database)
    rows = connection.execute(
        "SELECT sum(registrations.status = 'confirmed'),"
        " sum(registrations.status = 'waitlisted') FROM registrations"
        " JOIN events ON events.id = event_id WHERE slug LIKE 'bench-race-%' GROUP BY slug"
    ).fetchall()
    connection.close()
    say(f"sold of {SEATS}: {[confirmed for confirmed, _ in rows]}")
    return rows


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
