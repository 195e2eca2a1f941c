"""Newer zone data: as a folder for other processes, and swapped under this one."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import pytz

from ungis_events.core import clock

from .zone_files import make_zone_folder


@pytest.fixture(scope="session")
def zone_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_zone_folder(tmp_path_factory.mktemp("zones") / "zoneinfo")


@pytest.fixture
def swap(zone_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """From its call on, this process is one that was started with the newer zone data."""

    def start_anew() -> None:
        monkeypatch.setenv("PYTZ_TZDATADIR", str(zone_folder))
        monkeypatch.setattr(pytz, "_tzinfo_cache", {})
        monkeypatch.setattr(clock, "ZONE_DATA_EDITION", clock.edition_in_use())
        clock._far_zone.cache_clear()

    yield start_anew
    clock._far_zone.cache_clear()
