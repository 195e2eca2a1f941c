"""The worker's second thread: all that is asked of the makers of online rooms.

Beside the mails, as a provider that hangs must not hold them up.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app

from ungis_events.admission_jobs import work_admissions
from ungis_events.webinar_jobs import work_calls
from ungis_events.webinars.providers import all_providers

log = logging.getLogger(__name__)

_PAUSE_SECONDS = 1.0
_PAUSE_AFTER_ERROR_SECONDS = 10.0


def work_due(stop: threading.Event | None = None) -> int:
    """Some of what is due; returns how many calls and people were looked at, 0 when none."""
    providers = all_providers()
    return work_calls(providers, stop) + work_admissions(providers, stop)


def work_all_due() -> None:
    while work_due():
        pass


@contextmanager
def working_beside() -> Iterator[None]:
    """Do what is due, again and again, until the block ends."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # the app behind
    stop = threading.Event()
    thread = threading.Thread(target=_work, args=(app, stop), name="providers")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _work(app: Flask, stop: threading.Event) -> None:
    while not stop.is_set():
        pause = _PAUSE_SECONDS
        try:
            with app.app_context():
                if work_due(stop):
                    continue
        except Exception:
            log.exception("what is due at providers could not be worked")
            pause = _PAUSE_AFTER_ERROR_SECONDS
        stop.wait(pause)
