from collections.abc import Iterator

import pytest

from tests.adapters.webinar.scripted import MemoryTokens, Scripted, Wall, make_zoom, scripted_server
from tests.factories import NOON
from ungis_events.adapters.webinar.providers.zoom import ZoomProvider


@pytest.fixture
def script() -> Iterator[Scripted]:
    with scripted_server() as script:
        yield script


@pytest.fixture
def tokens() -> MemoryTokens:
    return MemoryTokens()


@pytest.fixture
def wall() -> Wall:
    return Wall(NOON)


@pytest.fixture
def provider(script: Scripted, tokens: MemoryTokens, wall: Wall) -> ZoomProvider:
    return make_zoom(script.url, tokens, wall)
