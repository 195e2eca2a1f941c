"""The programme: parts with hours or lengths, and who speaks in each."""

from datetime import time

import pytest

from ungis_events.announcements.reading import read_announcement
from ungis_events.announcements.reading.draft import AgendaPart


def agenda_of(text: str) -> tuple[AgendaPart, ...]:
    return read_announcement(text).agenda


def parts_of(text: str) -> list[tuple[str, time | None, time | None]]:
    return [(part.title, part.begins, part.ends) for part in agenda_of(text)]


ANNOUNCED = "Seeds of the future\n4 May 2021, 13:00–14:30 (Geneva time)\n\n"


@pytest.mark.parametrize(
    "programme",
    [
        "13:00–13:10 Opening remarks\n13:10–14:30 Discussion",
        "13.00 – 13.10 Opening remarks\n13.10 – 14.30 Discussion",
        "• 13h00-13h10 : Opening remarks\n• 13h10-14h30 : Discussion",
        "13:00–13:10\nOpening remarks\n13:10–14:30\nDiscussion",
        "Opening remarks (13:00–13:10)\nDiscussion (13:10–14:30)",
        "Opening remarks: 13:00–13:10\nDiscussion: 13:10–14:30",
        "Programme\n1:00 pm | Opening remarks | Ana Diop\n1:10 pm – 2:30 pm | Discussion | all",
        "Programme: 13:00 Opening remarks; 13:10–14:30 Discussion",
        "13:00–13:10 (Lake Hall) –\nOpening remarks\n13:10–14:30 (Lake Hall) – Discussion",
    ],
)
def test_a_part_begins_with_its_hour(programme: str) -> None:
    assert parts_of(ANNOUNCED + programme) == [
        ("Opening remarks", time(13), time(13, 10)),
        ("Discussion", time(13, 10), time(14, 30)),
    ]


@pytest.mark.parametrize(
    ("programme", "titles"),
    [
        ("Programme\n13h00 Mot de bienvenue\n13h10 Débat", ["Mot de bienvenue", "Débat"]),
        ("Agenda\n13:00 h Apertura\n13:10 h Diálogo", ["Apertura", "Diálogo"]),
    ],
)  # fmt: skip
def test_programmes_are_read_in_french_and_spanish(programme: str, titles: list[str]) -> None:
    parts = parts_of(ANNOUNCED + programme)

    assert parts == [(titles[0], time(13), time(13, 10)), (titles[1], time(13, 10), None)]


@pytest.mark.parametrize(
    "programme",
    [
        "Welcome (3 minutes)\nDiscussion (15 minutes)",
        "3 min\nWelcome\n15 min\nDiscussion",
        "3 min: Welcome\n15 min: Discussion",
    ],
)
def test_a_part_can_have_a_length_only(programme: str) -> None:
    parts = [(part.title, part.begins, part.minutes) for part in agenda_of(programme)]

    assert parts == [("Welcome", None, 3), ("Discussion", None, 15)]


def test_speakers_belong_to_the_part_they_stand_in() -> None:
    parts = agenda_of(
        ANNOUNCED
        + "13:00–13:10 Opening remarks\n"
        + "• Ms. Ana Diop, Director, Seed House\n"
        + "13:10–14:30 Discussion\n"
        + "• Mr. Luis Paz, Chair, Soil Council\n"
        + "• Ms. Mei Rossi, Researcher, Lake University\n"
    )

    assert [part.names for part in parts] == [("Ana Diop",), ("Luis Paz", "Mei Rossi")]


def test_headings_over_people_are_parts_under_the_word_agenda() -> None:
    parts = agenda_of(
        "Draft Agenda\n"
        "Welcome remarks\n"
        "H.E. Ms Ana Diop, Ambassador of Senegal\n"
        "Introduction of the report\n"
        "Mr. Luis Paz, Chair, Soil Council\n"
    )

    assert [(part.title, part.names) for part in parts] == [
        ("Welcome remarks", ("Ana Diop",)),
        ("Introduction of the report", ("Luis Paz",)),
    ]


def test_a_title_ends_where_the_speaker_begins() -> None:
    parts = agenda_of(
        "10 min\nOpening remarks Hon. Dr. Ana Diop, Minister for Food, Senegal\n"
        "10 min\nKeynote Mr. Luis Paz, Chair, Soil Council\n"
    )

    assert [part.title for part in parts] == ["Opening remarks", "Keynote"]


@pytest.mark.parametrize(
    "text",
    [
        ANNOUNCED + "Everybody is welcome.",
        "Time:\n- 7:00 am – Los Angeles, Vancouver\n- 10:00 am – La Paz\n- 4:00 pm – Madrid",
        "Date: 4 May 2021\nTime: 10:00 New York time\nTime: 16:00 Geneva time",
        "9:00 am New York\n3:00 pm Geneva\n4:00 pm Nairobi",
        "Registration closes on 3 May at 17:00.",
        "The talk takes 10 minutes.",
        "Programme\nTuesday 4 May 2021\n13:00–14:30\nLake Hall, room 4",
    ],
)  # fmt: skip
def test_hours_of_the_event_are_no_programme(text: str) -> None:
    assert agenda_of(text) == ()
