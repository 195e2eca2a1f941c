"""The servers under test, their processor time and memory."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent
_TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(module: str, port: int, settings: dict[str, str]) -> Iterator[int]:
    """gunicorn gthread, one process of four threads. Gives the process's id."""
    command = [
        *(sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"),
        *("--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "4"),
        *("--log-level", "warning", module),
    ]
    server = subprocess.Popen(command, cwd=ROOT, env=settings)
    try:
        _wait_for(f"http://127.0.0.1:{port}/")
        yield server.pid
    finally:
        server.terminate()
        server.wait()


def _wait_for(url: str) -> None:
    for _ in range(200):
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise SystemExit(f"{url} does not answer")


def cpu_seconds(pid: int) -> float:
    """Of the process and its children, user and system."""
    return sum(sum(map(int, _stat(each)[11:15])) for each in _tree(pid)) / _TICKS


def memory_mb(pid: int) -> float:
    """Resident memory of the process and its children."""
    pages = sum(int(_stat(each)[21]) for each in _tree(pid))
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _tree(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in _tree(int(child)))]


def _stat(pid: int) -> list[str]:
    # From the third field on: the second, the name, may hold blanks.
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
