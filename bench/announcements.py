"""`python -m bench.announcements [--write]`: how long it takes to read a notice, and a megabyte
of what was written to be slow.

Prints JSON; `--write` puts the section into results.md.
"""

import json
import statistics
import sys
import time
from typing import Any

from tests.announcements.test_reading_anything import HOSTILE, NOTICES
from ungis_events.announcements.composing import as_json
from ungis_events.announcements.reading import read_announcement

from .report import announcements_section, write_section
from .servers import ROOT

NOTICE = ROOT / "tests" / "data" / "ungis-side-event-2023.txt"
MEGABYTE = 1_000_000
TIMES = 5


def main() -> None:
    run = measure()
    if "--write" in sys.argv:
        write_section(announcements_section(run), ROOT / "bench" / "results.md")
    print(json.dumps(run, indent=2))


def measure() -> dict[str, Any]:
    first = _seconds(NOTICE.read_text(encoding="utf-8"))
    notices = sorted(statistics.median(_times(text)) for text in NOTICES)
    hostile = {piece: max(_times(_megabyte(piece), 2)) for piece in HOSTILE}
    slowest = max(hostile, key=lambda piece: hostile[piece])
    return {
        "first": first,
        "notice_of_2023": statistics.median(_times(NOTICE.read_text(encoding="utf-8"))),
        "notices": len(notices),
        "median": statistics.median(notices),
        "longest": notices[-1],
        "hostile": len(hostile),
        "hostile_median": statistics.median(hostile.values()),
        "hostile_longest": hostile[slowest],
        "slowest": slowest,
    }


def _megabyte(piece: str) -> str:
    return (piece * (MEGABYTE // len(piece) + 1))[:MEGABYTE]


def _times(text: str, times: int = TIMES) -> list[float]:
    return [_seconds(text) for _ in range(times)]


def _seconds(text: str) -> float:
    began = time.perf_counter()
    as_json(read_announcement(text))
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
