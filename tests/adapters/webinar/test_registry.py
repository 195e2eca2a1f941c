"""The makers of rooms are the files in providers/: one more maker is one more file."""

from pathlib import Path

import pytest

from tests.adapters.webinar.scripted import MemoryTokens, Wall, settings_of
from tests.factories import NOON
from ungis_events import config
from ungis_events.adapters.webinar import RoomWanted, WebinarProvider, providers
from ungis_events.adapters.webinar.registry import load_providers

WANTED = RoomWanted("UNGIS-1", "Oceans", "", NOON.replace(tzinfo=None), "UTC", 60, "")
A_THIRD_MAKER = '''
"""Rooms of a house's own Jitsi."""

from ungis_events.adapters.webinar import Room
from ungis_events.adapters.webinar.providers.manual import ManualProvider


def from_settings(settings, tokens, clock):
    address = settings.get("WEBINAR_JITSI_URL")
    return JitsiProvider(address) if address else None


class JitsiProvider(ManualProvider):
    name, label, is_remote = "jitsi", "Jitsi", True

    def __init__(self, address):
        self._address = address

    def create_room(self, wanted):
        link = f"{self._address}/{wanted.reference}"
        return Room(wanted.reference, link, wanted.topic, wanted.reference)
'''


def load(settings: dict[str, object]) -> dict[str, WebinarProvider]:
    return load_providers(settings, MemoryTokens(), Wall(NOON))


def test_without_settings_links_are_pasted() -> None:
    found = load({})

    assert {name: each.is_remote for name, each in found.items()} == {"manual": False}


def test_zoom_is_there_when_it_is_set_up() -> None:
    found = load(settings_of("http://127.0.0.1:9"))

    assert {name: (each.name, each.is_remote) for name, each in found.items()} == {
        "manual": ("manual", False),
        "zoom": ("zoom", True),
    }


def test_a_third_maker_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "jitsi_of_the_house.py").write_text(A_THIRD_MAKER)
    monkeypatch.setattr(providers, "__path__", [*providers.__path__, str(tmp_path)])
    environment = {
        "SECRET_KEY": "sixteen characters",
        "WEBINAR_JITSI_URL": "https://meet.example.org",
    }

    without = load(config.from_environment({"SECRET_KEY": "sixteen characters"}))
    found = load(config.from_environment(environment))

    assert (sorted(without), sorted(found)) == (["manual"], ["jitsi", "manual"])
    room = found["jitsi"].create_room(WANTED)
    assert room.join_url == "https://meet.example.org/UNGIS-1"
