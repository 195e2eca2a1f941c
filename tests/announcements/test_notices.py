"""Whole notices, written for this project, and what a careful reader takes from each.

One pair of files in `notices/` for each form and each mistake; a label holds the fields that the
notice is there for, as `flask announcements read` prints them.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from ungis_events.announcements.composing import as_json
from ungis_events.announcements.reading import read_announcement

FOLDER = Path(__file__).parent / "notices"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
OF_2023 = Path(__file__).parent.parent / "data" / "ungis-side-event-2023.txt"


def read_file(path: Path) -> dict[str, Any]:
    return as_json(read_announcement(path.read_text(encoding="utf-8")))


def asked_of(read: dict[str, Any], *, contradictions: bool) -> list[str]:
    return [
        each["kind"] for each in read["questions"] if each["is_contradiction"] == contradictions
    ]


@pytest.mark.parametrize("name", NAMES)
def test_notice_is_read_as_a_careful_reader_would(name: str) -> None:
    expected = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    mistakes, asked = expected.pop("mistakes", []), expected.pop("asked", None)

    read = read_file(FOLDER / f"{name}.txt")

    assert {field: read[field] for field in expected} == expected
    assert asked_of(read, contradictions=True) == mistakes
    if asked is not None:
        assert asked_of(read, contradictions=False) == asked


def test_every_notice_has_its_label() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == NAMES


def test_side_event_of_2023_is_read_without_a_question() -> None:
    read = read_file(OF_2023)

    assert (read["title"], read["subtitle"]) == (
        "UNGIS side event at the 2023 ECOSOC Partnership Forum",
        "WSIS cooperation for accelerating progress on the SDGs",
    )
    assert (read["forum"], read["kind"]) == ("2023 ECOSOC Partnership Forum", "side event")
    assert read["organizers"] == [
        "United Nations Group on the Information Society (UNGIS)",
        "World Summit on the Information Society (WSIS)",
    ]
    assert read["times"] == [
        {
            "start": "2023-01-31T08:30",
            "end": "2023-01-31T09:45",
            "zone_text": "EST, New York time",
            "iana": "America/New_York",
            "literal_offset": "-05:00",
            "utc_start": "2023-01-31T13:30Z",
            "utc_end": "2023-01-31T14:45Z",
        },
        {
            "start": "2023-01-31T14:30",
            "end": "2023-01-31T15:45",
            "zone_text": "CET, Geneva time",
            "iana": "Europe/Zurich",
            "literal_offset": "+01:00",
            "utc_start": "2023-01-31T13:30Z",
            "utc_end": "2023-01-31T14:45Z",
        },
    ]
    assert (read["zone"], read["utc_start"], read["utc_end"]) == (
        "America/New_York",
        "2023-01-31T13:30Z",
        "2023-01-31T14:45Z",
    )
    assert (read["format"], read["platform"], read["venue"]) == ("virtual", "Zoom", None)
    assert [speaker["organization"] for speaker in read["speakers"]] == [
        "ITU",
        "UNESCO",
        "United Nations Economic Commission for Africa (ECA)",
        "Conference of Non-Governmental Organizations in Consultative Relationship with the "
        "United Nations (CoNGO)",
        "People Centered Internet and Impact Network",
        "The Boston Consulting Group",
    ]
    assert (read["consistent"], read["questions"]) == (True, [])
