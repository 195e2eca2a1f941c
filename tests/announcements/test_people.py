"""Who takes part in a whole notice: everybody once, and nobody who only stands in it."""

import pytest

from ungis_events.announcements.reading.candidates.programme.people import is_same, read_speakers
from ungis_events.announcements.reading.finders import find_marks
from ungis_events.announcements.reading.lines import read_lines
from ungis_events.announcements.reading.marks import Marks
from ungis_events.speakers.reading import ReadSpeaker

NO_MARKS = Marks([])


def read(text: str) -> tuple[ReadSpeaker, ...]:
    return read_speakers(read_lines(text), NO_MARKS)


def names(text: str) -> list[str]:
    return [each.name for each in read(text)]


def test_same_person_twice_is_one_with_the_fuller_words_and_the_stronger_part() -> None:
    text = """Join the conversation with H.E. Vera Lind.

Speakers
H.E. Ms. Vera A. Lind, Minister of ICT, Ghana
Tom Berg, Director, ITU

Moderator: Tom Berg
Closing remarks: Vera Lind
"""

    assert [
        (each.honorific, each.name, each.role, each.organization, each.part.value)
        for each in read(text)
    ] == [
        ("H.E. Ms.", "Vera A. Lind", "Minister of ICT", "Ghana", "closing"),
        (None, "Tom Berg", "Director", "ITU", "moderator"),
    ]


def test_organ_of_the_united_nations_is_the_one_that_is_named() -> None:
    text = """Vera Lind, Director of the United Nations, will speak.
Speakers
Vera Lind, Director, UNIDO
"""

    assert [each.organization for each in read(text)] == ["UNIDO"]


def test_line_that_says_when_and_nothing_else_names_nobody() -> None:
    notice = read_lines("Speakers:\n10:00 New York / 16:00 Geneva\n16:00 Vera Lind, ITU")

    assert [each.name for each in read_speakers(notice, find_marks(notice))] == ["Vera Lind"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Vera Lind", "Vera A. Lind", True),
        ("Vera Lind", "LIND Vera", True),
        ("Vera Lind", "Vera Lind Ek", True),
        ("Vera Lind", "Lind", True),
        ("Vera Lind", "Ann Lind", False),
        ("Vera Lind Ek", "Vera Ott Ek", False),
    ],
)
def test_two_names_can_be_of_one_person(one: str, other: str, expected: bool) -> None:
    assert is_same(one, other) is expected


@pytest.mark.parametrize(
    "text",
    [
        "Contact\nMs. Vera Lind, Programme Officer, ITU",
        "Organizing committee\nVera Lind, Director, ITU",
        "About the author\nVera Lind, Editor, Fjord Times",
        "Ms. Vera Lind, Programme Officer, ITU, vera@example.org",
        "Ms. Vera Lind, Programme Officer, ITU, +41 22 000 00 00",
        "Venue: Palais des Nations, Room XVII",
        "Green Hope\nBlue Path\nOpen Doors",
        "• What role for Artificial Intelligence?\n• How can Member States help?",
        "Sustainable Development Goals\nSDG 9 Industry, Innovation and Infrastructure",
        "Time:\n- 7:00 am – Los Angeles, Vancouver\n- 11:00 am – Buenos Aires, Brasilia",
        "“One Ocean, One Future” webinar of the ITU",
    ],
)
def test_what_has_no_part_in_the_programme_is_left(text: str) -> None:
    assert names(text) == []


def test_bare_names_count_below_a_heading_of_speakers_only() -> None:
    assert names("Vera Lind\nTom Berg") == []
    assert names("Speakers\nVera Lind\nTom Berg") == ["Vera Lind", "Tom Berg"]


def test_names_in_capitals_are_parted_where_the_text_has_one_of_them_elsewhere() -> None:
    text = "VERA LIND TOM BERG\n\nThe session is moderated by Vera Lind of ITU."

    assert names(text) == ["Vera Lind", "Tom Berg"]
    assert names("OPEN ROOM\nGREEN FUTURE NOW HERE") == []


def test_table_and_agenda_slots_are_read() -> None:
    text = """Time | Session | Speaker
09:00 - 09:10 | Opening remarks | Ms. Vera Lind, Director, ITU
10 min | Keynote | Tom Berg, Dean, University of Delft
10:05–10:15 Keynote: H.E. Ms. Awa Fall, Minister of ICT, Senegal
"""

    assert [(each.name, each.organization, each.part.value) for each in read(text)] == [
        ("Vera Lind", "ITU", "opening"),
        ("Tom Berg", "University of Delft", "keynote"),
        ("Awa Fall", "Senegal", "keynote"),
    ]


def test_degrees_are_no_part_of_the_name() -> None:
    assert names("Moderator: Vera Lind, MD, PhD, Director, ITU") == ["Vera Lind"]
