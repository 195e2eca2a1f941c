import pytest
from hypothesis import given
from hypothesis import strategies as st

from ungis_events.core.form_filters import (
    has_control_characters,
    has_web_address,
    lower,
    tidy,
    tidy_lines,
)

BIDI_MARKS = "\u200e\u200f\u061c\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    ("given_text", "clean"),
    [("  Amina \t  Diallo\n", "Amina Diallo"), ("\u00a0\u2003", ""), ("", ""), (None, None)],
)
def test_tidy_leaves_single_spaces_and_none_at_the_ends(
    given_text: str | None, clean: str | None
) -> None:
    assert tidy(given_text) == clean


@given(st.text())
def test_tidy_twice_is_tidy_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_lines_keep_one_kind_of_end_and_no_trailing_blanks() -> None:
    assert tidy_lines(" one  \r\n\r\n two\rthree \n\n") == "one\n\n two\nthree"


@given(st.text())
def test_tidy_lines_twice_is_tidy_lines_once(text: str) -> None:
    assert tidy_lines(tidy_lines(text)) == tidy_lines(text)


def test_lower_leaves_nothing_as_it_is() -> None:
    assert (lower("A@Example.ORG"), lower(""), lower(None)) == ("a@example.org", "", None)


@pytest.mark.parametrize("text", ["\0", "a\x07b", "\x1b[31m", "\x7f", "\x85", "\ud800", "\ue000"])
def test_control_characters_are_found(text: str) -> None:
    assert has_control_characters(text)


@pytest.mark.parametrize(
    "text",
    ["", "two\nlines\tand a tab", f"قمة {BIDI_MARKS} WSIS", "👩\u200d💻", "Télécom – “x” 信息"],
)
def test_marks_of_direction_emoji_and_every_script_are_no_control_characters(text: str) -> None:
    assert not has_control_characters(text)


@pytest.mark.parametrize(
    "name",
    ["see https://x.example", "www.casino", "Bit.ly/casino.com", "BUY at CHEAP.XYZ now", "ftp://x"],
)
def test_web_addresses_in_names_are_found(name: str) -> None:
    assert has_web_address(name)


@pytest.mark.parametrize(
    "name",
    ["Liberato C. Bautista", "St. John", "J.R.R. Tolkien", "O’Brien", "Dr. Com", "Ms. Information"],
)
def test_names_with_full_stops_are_no_web_addresses(name: str) -> None:
    assert not has_web_address(name)
