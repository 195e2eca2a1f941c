from collections.abc import Iterator

import pytest
from flask import Flask

from ungis_events.webinars import providers

from .told import SETTINGS


@pytest.fixture(autouse=True)
def zoom_of_ours(app: Flask) -> Iterator[None]:
    """The site is set up for Zoom; nothing is asked of it here."""
    kept = {name: app.config.get(name) for name in SETTINGS}
    before = app.extensions["webinar_providers"]
    app.config.update(SETTINGS)
    providers.init_app(app)
    yield
    app.config.update(kept)
    app.extensions["webinar_providers"] = before
