"""The process that takes a file apart, and how it ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from .apart.outcomes import Outcome

# Of wall time. A machine with much else to do gives the process's own second more slowly.
_LONGEST_SECONDS = 5.0
# `apart` is imported by itself: ungis_events and its Flask would take a second to start.
_START = "import sys; sys.path.append(sys.argv[1]); from apart.main import main; main(sys.argv[2])"
# Nothing of ours goes along: no key of the site is there to be read.
_NEEDED_TO_START = ("LD_LIBRARY_PATH", "SYSTEMROOT")
_TOO_SLOW = {
    -int(getattr(signal, name)) for name in ("SIGPROF", "SIGXCPU") if hasattr(signal, name)
}


def take_apart(data: bytes, module: str) -> tuple[Outcome, str]:
    """The text by one of the modules of `apart`; whatever the file does to it, an outcome."""
    command = [sys.executable, "-I", "-c", _START, str(Path(__file__).parent), module]
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the file comes by stdin
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _NEEDED_TO_START if name in os.environ},
            timeout=_LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Outcome.TOO_SLOW, ""
    if done.returncode in _TOO_SLOW:
        return Outcome.TOO_SLOW, ""
    try:
        return Outcome(done.returncode), done.stdout.decode("utf-8", "replace")
    except ValueError:
        return Outcome.DAMAGED, ""
