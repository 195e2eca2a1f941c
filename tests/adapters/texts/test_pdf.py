import pytest

from tests.adapters.texts.made import pdf
from ungis_events.adapters.texts import take_text

PAGE = '#set page(width: 300pt, height: 400pt, margin: 30pt)\n#set text(lang: "en")\n'


def read(source: str) -> str:
    return take_text(pdf(PAGE + source), "notice.pdf")


def test_lines_are_lines_and_paragraphs_stand_apart() -> None:
    assert read("First line \\\nSecond line\n\nAnother one\n\nWith a list:\n- one\n- two") == (
        "First line\nSecond line\n\nAnother one\n\nWith a list:\n• one\n• two"
    )


@pytest.mark.parametrize(
    "words",
    ["La coopération numérique à Genève, « ensemble »", "¿Cómo será la niñez en 2030?"],
)
def test_letters_with_accents_are_kept(words: str) -> None:
    assert read(words) == words


def test_word_parted_at_the_end_of_a_line_is_whole_again() -> None:
    source = "#set par(justify: true)\n#set text(hyphenate: true)\n" + "telecommunications " * 20

    assert set(read(source).split()) == {"telecommunications"}


def test_dash_of_a_range_at_the_end_of_a_line_stays() -> None:
    assert "09:00-" in read("#box(width: 60pt)[Hours 09:00-10:30 Geneva time]")


def test_link_is_followed_by_its_address() -> None:
    assert read('Please #link("https://example.org/r")[register here] soon.') == (
        "Please register here <https://example.org/r> soon."
    )


def test_link_over_two_lines_has_its_address_once() -> None:
    words = "register for the whole of the three days of the meeting in Geneva with this form"

    assert read(f'#link("https://example.org/r")[{words}] now.').replace("\n", " ") == (
        f"{words} <https://example.org/r> now."
    )


def test_link_that_shows_its_address_stays_as_it_is() -> None:
    assert read("See https://example.org/r now.") == "See https://example.org/r now."


def test_pages_follow_one_another() -> None:
    assert read("One #pagebreak() Two") == "One\n\nTwo"
