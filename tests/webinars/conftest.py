import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Hands
from tests.webinars.steps import RunningClock
from ungis_events.core import clock


@pytest.fixture
def running(clock_hands: Hands, monkeypatch: pytest.MonkeyPatch) -> RunningClock:
    running = RunningClock()
    monkeypatch.setattr(clock, "now", running.now)
    return running


@pytest.fixture
def desk(zoom_app: Flask, organizer_client: FlaskClient) -> FlaskClient:
    """An organizer's, of a site that is set up for Zoom."""
    return organizer_client
