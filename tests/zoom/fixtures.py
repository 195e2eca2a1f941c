"""Fixtures of the stand-in; tests/conftest.py imports them for all tests.

    def test_something(zoom, zoom_app):
        provider = zoom_app.extensions["webinar_providers"]["zoom"]

`zoom`: the stand-in in this process, on the clock that `clock_hands` turns. `zoom_app`: the app
whose providers ask it.
"""

from collections.abc import Iterator

import pytest
from flask import Flask

from ungis_events.core import clock

from .server import serving_zoom
from .standin import ZoomStandIn


@pytest.fixture(scope="session")
def zoom_server() -> Iterator[ZoomStandIn]:
    with serving_zoom(clock=lambda: clock.now()) as zoom:
        yield zoom


@pytest.fixture
def zoom(zoom_server: ZoomStandIn, clock_hands: object) -> Iterator[ZoomStandIn]:
    """Empty; at the end nothing may have been asked that Zoom would not understand."""
    zoom_server.reset()
    yield zoom_server
    violations = list(zoom_server.violations)
    zoom_server.reset()
    assert violations == []


@pytest.fixture
def zoom_app(app: Flask, zoom: ZoomStandIn) -> Iterator[Flask]:
    """The app with ZOOM_* settings and providers that lead to the stand-in."""
    from ungis_events.webinars import providers

    kept = {name: app.config.get(name) for name in zoom.settings}
    before = app.extensions.get("webinar_providers")
    app.config.update(zoom.settings)
    providers.init_app(app)
    yield app
    app.config.update(kept)
    app.extensions["webinar_providers"] = before
