import time
from datetime import datetime, timedelta

import pytest
from flask import Flask

from tests.conftest import Hands
from tests.factories import NOON
from ungis_events.core import clock


class RunningClock:
    """From NOON on: what is to be asked in a while comes due without being told."""

    def __init__(self) -> None:
        self._began, self._ahead = time.monotonic(), timedelta()

    def now(self) -> datetime:
        return NOON + timedelta(seconds=time.monotonic() - self._began) + self._ahead

    def let_pass(self, **time_of: float) -> None:
        """`minutes=6` and the like."""
        self._ahead += timedelta(**time_of)


@pytest.fixture(autouse=True)
def running(clock_hands: Hands, monkeypatch: pytest.MonkeyPatch) -> RunningClock:
    running = RunningClock()
    monkeypatch.setattr(clock, "now", running.now)
    return running


@pytest.fixture(autouse=True)
def _providers_that_ask_the_stand_in(zoom_app: Flask) -> None:
    """Of everything in this folder."""
