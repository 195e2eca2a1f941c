import pytest
from hypothesis import given
from hypothesis import strategies as st

from ungis_events.announcements.reading.lines import (
    LONGEST_LINE,
    MOST_CHARACTERS,
    MOST_LINES,
    read_lines,
)


def test_lines_know_where_they_stand() -> None:
    notice = read_lines("Opening\r\n\r\n\r\n  • Ms. Awa Fall, ITU  \r\nZoom")

    assert [
        (line.number, line.text, line.is_item, line.blanks_before) for line in notice.lines
    ] == [
        (1, "Opening", False, 0),
        (4, "Ms. Awa Fall, ITU", True, 2),
        (5, "Zoom", False, 0),
    ]
    assert [notice.words(line.span) for line in notice.lines] == [
        line.text for line in notice.lines
    ]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("– Ms. Awa Fall", "Ms. Awa Fall"),
        ("1. Opening", "Opening"),
        ("(a) Opening", "Opening"),
        ("- 7:00 am, Lima", "7:00 am, Lima"),
        ("-5 degrees", "-5 degrees"),
        ("2.30 pm", "2.30 pm"),
        ("13\u00a0h\u202f30", "13 h 30"),
        ("Gene\u0300ve\u200b", "Genève"),
        ("Zoom\tWebex", "Zoom Webex"),
    ],
)
def test_bullets_and_odd_characters_are_left_out(raw: str, words: str) -> None:
    assert [line.text for line in read_lines(raw).lines] == [words]


def test_line_of_rubble_has_no_words() -> None:
    assert read_lines("|\n\u00c2\n \u00a0\nOpening").lines[0].text == "Opening"


def test_a_place_leads_to_its_line() -> None:
    notice = read_lines("Opening\n\nClosing")

    assert notice.line_at(0).number == 1
    assert notice.line_at(9).number == 3


@pytest.mark.parametrize(
    ("text", "is_cut"),
    [
        ("a" * LONGEST_LINE, False),
        ("a" * (LONGEST_LINE + 1), True),
        ("a\n" * (MOST_LINES - 1), False),
        ("a\n" * (MOST_LINES + 1), True),
        ("a\n" * MOST_CHARACTERS, True),
    ],
)
def test_far_too_much_is_cut_and_said(text: str, is_cut: bool) -> None:
    assert read_lines(text).is_cut is is_cut


@given(st.text())
def test_any_text_has_lines(text: str) -> None:
    notice = read_lines(text)

    assert [notice.words(line.span) for line in notice.lines] == [
        line.text for line in notice.lines
    ]
