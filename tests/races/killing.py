"""A worker that dies on command.

`python -m tests.races.killing` reads the number of a step from each line it is given. For each a
worker of its own does what is due at the providers, and kills itself with SIGKILL at that step,
counted from 1: before and after each HTTP request and each commit. How it ended is printed: -9,
or 0 where there were fewer steps. `die_everywhere` is the loop over all of them.
"""

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from flask import Flask
from requests.adapters import HTTPAdapter
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session, configure_mappers

from tests.races.programs import SECRET_KEY, environment, start
from tests.zoom.standin import ZoomStandIn
from ungis_events import create_app, provider_jobs
from ungis_events.core.database import db
from ungis_events.core.leases import LEASE

_MANY = 200
"""More steps than any of our calls has."""


def main() -> None:
    app = create_app()  # it opens no connection before it is asked something
    with app.app_context():
        _ = db.engine  # with its driver, once for all workers
    configure_mappers()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _work_until(int(line), app)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _work_until(step: int, app: Flask) -> None:
    """Never returns."""
    fuse = _Fuse(step)
    HTTPAdapter.send = fuse.around(HTTPAdapter.send)  # type: ignore[method-assign]
    Session.commit = fuse.around(Session.commit)  # type: ignore[method-assign]
    try:
        with app.app_context():
            provider_jobs.work_all_due()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


class _Fuse:
    def __init__(self, steps: int) -> None:
        self._left = steps
        self._lock = threading.Lock()

    def around(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def burning(*arguments: Any, **named: Any) -> Any:
            self._burn()
            answer = act(*arguments, **named)
            self._burn()
            return answer

        return burning

    def _burn(self) -> None:
        with self._lock:
            self._left -= 1
            if not self._left:
                os.kill(os.getpid(), signal.SIGKILL)


def die_everywhere(
    database_url: str,
    zoom: ZoomStandIn,
    prepare: Callable[[int], None],
    check: Callable[[int], None],
) -> int:
    """For each step: prepare something to be done (by its number), let a worker die there, let
    its lease end and another worker do the rest, and check what came of it.

    `prepare` and `check` have the site's database. Returns how many steps there are.
    """
    mortal = start("-m", "tests.races.killing", settings=environment(database_url, **zoom.settings))
    try:
        with connected(database_url, zoom):
            for step in range(1, _MANY):
                prepare(step)
                db.session.remove()
                has_died = _ask(mortal, step) == -signal.SIGKILL
                let_the_leases_end(database_url)
                provider_jobs.work_all_due()
                db.session.remove()
                check(step)
                db.session.remove()
                if not has_died:
                    return step - 1
    finally:
        mortal.communicate(timeout=60)
    raise AssertionError("the worker never came to an end")


def _ask(mortal: Any, step: int) -> int:
    mortal.stdin.write(f"{step}\n")
    mortal.stdin.flush()
    told = mortal.stdout.readline()
    assert told in ("0\n", f"{-signal.SIGKILL}\n"), told + mortal.communicate(timeout=60)[0]
    return int(told)


@contextmanager
def connected(database_url: str, zoom: ZoomStandIn) -> Iterator[Flask]:
    """This process as one of the site's."""
    app = create_app(
        {"SQLALCHEMY_DATABASE_URI": database_url, "SECRET_KEY": SECRET_KEY} | zoom.settings
    )
    with app.test_request_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def let_the_leases_end(database_url: str) -> None:
    """Some minutes pass for all that is to be asked of a provider."""
    engine = create_engine(database_url)
    minutes = LEASE / timedelta(minutes=1) + 1
    earlier = {
        "sqlite": f"strftime('%Y-%m-%d %H:%M:%f000', due_at, '-{minutes} minutes')",
        "postgresql": f"due_at - interval '{minutes} minutes'",
    }[engine.dialect.name]
    with engine.begin() as connection:
        for table in ("webinar_calls", "admissions"):
            moved = f"UPDATE {table} SET due_at = {earlier} WHERE due_at > '1971-01-01'"
            connection.execute(text(moved))
    engine.dispose()


if __name__ == "__main__":
    main()
