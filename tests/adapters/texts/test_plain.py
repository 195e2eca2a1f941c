import pytest

from ungis_events.adapters.texts import LONGEST_TEXT, take_text

TEXT = "Réunion à Genève\nJornada sobre la niñez – 3 May"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TEXT.encode(), id="UTF-8"),
        pytest.param(TEXT.encode("utf-8-sig"), id="UTF-8 with a mark"),
        pytest.param(TEXT.encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), id="UTF-16, the other way round"),
        pytest.param(TEXT.encode("cp1252"), id="Windows"),
    ],
)
@pytest.mark.parametrize("name", ["notice.txt", "notice.md", "notice"])
def test_text_in_every_usual_encoding_is_the_same(content: bytes, name: str) -> None:
    assert take_text(content, name) == TEXT


def test_other_scripts_are_read() -> None:
    assert take_text("مرحبا\n数字合作".encode(), "notice.txt") == "مرحبا\n数字合作"


def test_file_cut_within_a_letter_is_still_utf_8() -> None:
    assert take_text("Réunion à Genève, été".encode()[:-1], "n.txt") == "Réunion à Genève, ét\ufffd"


def test_page_breaks_that_came_along_are_no_harm() -> None:
    assert take_text(b"Programme\x0c\nOpening\x02", "n.txt") == "Programme\x0c\nOpening\x02"


def test_long_text_is_cut() -> None:
    assert take_text(b"words " * 100_000, "n.txt") == ("words " * 100_000)[:LONGEST_TEXT]
