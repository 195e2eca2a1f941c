"""What our fonts can set is known; the rest never breaks a document."""

from pathlib import Path

import pytest

from ungis_events.adapters import documents
from ungis_events.adapters.documents import certificate, missing_letters, speaker_list
from ungis_events.adapters.documents.letters import _ranges, printable
from ungis_events.adapters.documents.paper import ListedSpeaker
from ungis_events.adapters.documents.typesetting import _fonts

from .examples import a_certificate, a_speaker_list
from .reading import text_of

OUR_FONTS = Path(documents.__file__).parent / "fonts"


def test_every_letter_on_the_list_can_be_set() -> None:
    """PDF/UA refuses a letter without a shape: each would raise."""
    starts, ends = _ranges()
    letters = [
        chr(code) for start, end in zip(starts, ends, strict=True) for code in range(start, end + 1)
    ]
    lines = [" ".join(letters[at : at + 500]) for at in range(0, len(letters), 500)]

    pdf = speaker_list(a_speaker_list(*(ListedSpeaker("A", role=line) for line in lines)))

    assert len(letters) > 13_000
    assert pdf.startswith(b"%PDF")


def test_fonts_of_the_machine_are_out_of_reach() -> None:
    files = {Path(font.path or "embedded").relative_to(OUR_FONTS).name for font in _fonts().fonts()}

    assert files == {
        f"{family}-{weight}.ttf"
        for family in ("NotoSans", "NotoSansArabic", "NotoSansSC")
        for weight in ("Bold", "Regular")
    }


@pytest.mark.parametrize(
    ("name", "printed", "missing"),
    [
        pytest.param("Amina Diallo", "Amina Diallo", "", id="Latin"),
        pytest.param("Nguyễn Thị Ánh", "Nguyễn Thị Ánh", "", id="Vietnamese"),
        pytest.param("李昇 龔鈺", "李昇 龔鈺", "", id="simplified and traditional"),
        pytest.param("山田 はるか", "山田 はるか", "", id="Japanese"),
        pytest.param("पूजा", "पूजा", "", id="Devanagari"),
        pytest.param("Kim 김민지", "Kim □□□", "김민지", id="Korean"),
        pytest.param("Party 🎉 Time", "Party  Time", "", id="emoji are left out"),
        pytest.param("e\u0301cole", "école", "", id="composed"),
        pytest.param(" two\tparts \n\n line ", "two parts\nline", "", id="blanks"),
    ],
)
def test_what_cannot_be_set_is_boxed_and_named(name: str, printed: str, missing: str) -> None:
    assert (printable(name), missing_letters(name)) == (printed, missing)


def test_boxed_names_make_a_document() -> None:
    pdf = certificate(a_certificate(name="Ms. 김민지 \x07\ufeff\u200f 👩🏽‍💻"))

    assert "Ms. □□□" in text_of(pdf)


@pytest.mark.parametrize(
    "name", ['#panic("no") [x] $y$ *z*', "\\u{41} <a> @b `c` // d /* e", '"; #read("/etc/passwd")']
)
def test_nothing_people_write_is_read_as_markup(name: str) -> None:
    assert name in text_of(certificate(a_certificate(name=name)))
