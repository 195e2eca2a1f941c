"""Set limits, read, write, end."""

import importlib
import os
import signal
import sys

from .outcomes import NoText, Outcome

# Of the processor's time, everything counted; then the system ends the process.
_LONGEST_SECONDS = 0.8
_MOST_MEMORY = 300_000_000
_LONGEST_TEXT = 200_000


def main(module: str) -> None:
    """Take apart what comes by stdin. `module`: of this folder, with `text_of(bytes) -> str`."""
    outcome = Outcome.DAMAGED
    try:
        _limit()
        reader = importlib.import_module(f".{module}", __package__)
        text = reader.text_of(sys.stdin.buffer.read()).strip()
        outcome = Outcome.TEXT if text else Outcome.WITHOUT_TEXT
        sys.stdout.buffer.write(text[:_LONGEST_TEXT].encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
    except NoText as error:
        outcome = error.outcome
    except Exception:  # noqa: S110 - a damaged file fails in any way; the outcome says so
        pass
    # Without tidying up: what a damaged file left in a library could hang there.
    os._exit(outcome)


def _limit() -> None:
    """So that no file takes the machine. Systems without these calls go without."""
    try:
        import resource
    except ImportError:
        return
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, _LONGEST_SECONDS)
    for limit, most in (
        (resource.RLIMIT_AS, _MOST_MEMORY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        try:
            resource.setrlimit(limit, (most, most))
        except (OSError, ValueError):  # macOS knows no limit of memory
            continue
