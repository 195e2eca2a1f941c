"""A nameplate stands on the table folded: it reads right from both sides, and from afar."""

from dataclasses import asdict

import pytest
from PIL import Image, ImageChops, ImageStat

from ungis_events.adapters.documents import nameplates
from ungis_events.adapters.documents.paper import Nameplate, Nameplates, TooMuch
from ungis_events.adapters.documents.typesetting import typeset_png

from .examples import nameplates_of
from .reading import bookmarks_of, ink_in, pages_in, picture_of, text_of

PIXELS_A_MM = 4
LONG = "H.R.H. Prince Maximilian-Alexander von Sachsen-Coburg-Gotha-Altenburg und Hohenlohe"
NAMES = [
    pytest.param("Bo Li", id="short"),
    pytest.param(LONG, id="long"),
    pytest.param("Dr. " + "Wolfeschlegelsteinhausen" * 3, id="one long word"),
    pytest.param("Mr. X " * 43, id="260 letters"),
    pytest.param("欧阳喆先生", id="Chinese"),
    pytest.param("سعادة السيدة فاطمة الزهراء المنصوري", id="Arabic"),
    pytest.param("Екатерина Александровна Щербакова", id="Cyrillic"),
]


def picture(document: Nameplates) -> Image.Image:
    return picture_of(typeset_png("nameplates", asdict(document), PIXELS_A_MM * 25.4))


def front(document: Nameplates) -> Image.Image:
    """The lower half, without the marks of the fold."""
    sheet = picture(document)
    return sheet.crop((0, sheet.height // 2 + PIXELS_A_MM, sheet.width, sheet.height))


def person(name: str) -> Nameplate:
    return Nameplate(name, "Permanent Representative " * 10, "Organization for Progress " * 10)


@pytest.mark.parametrize("name", NAMES)
def test_both_sides_read_the_same(name: str) -> None:
    sheet = picture(nameplates_of(person(name)))
    middle = sheet.height // 2

    lower = sheet.crop((0, middle, sheet.width, 2 * middle))
    upper = sheet.crop((0, 0, sheet.width, middle)).rotate(180)

    difference = ImageStat.Stat(ImageChops.difference(lower, upper)).mean[0]
    ink = 255 - ImageStat.Stat(lower).mean[0]
    assert difference < ink / 10


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_cut(name: str) -> None:
    pdf = nameplates(nameplates_of(person(name)))
    sheet = front(nameplates_of(person(name)))

    left, top, right, bottom = ink_in(sheet)
    margin = 12 * PIXELS_A_MM
    assert pages_in(pdf) == 1
    assert (left > margin, right < sheet.width - margin) == (True, True)
    assert (top > PIXELS_A_MM, bottom < sheet.height - 5 * PIXELS_A_MM) == (True, True)
    assert bookmarks_of(pdf) == [" ".join(name.split())]


def test_a_short_name_is_as_large_as_the_card_allows() -> None:
    sheet = front(nameplates_of(Nameplate("HILDE")))
    without_foot = sheet.crop((0, 0, sheet.width, sheet.height - 15 * PIXELS_A_MM))

    _, top, _, bottom = ink_in(without_foot)

    assert (bottom - top) / PIXELS_A_MM == pytest.approx(21, abs=2)


def test_each_person_has_a_card_in_the_order_given() -> None:
    people = [Nameplate("Amina Diallo", "Director", "ECA"), Nameplate("Bo Li")]

    pdf = nameplates(nameplates_of(*people))

    assert bookmarks_of(pdf) == ["Amina Diallo", "Bo Li"]
    assert text_of(pdf, 0).startswith("Amina Diallo Director ECA UNGIS")


def test_more_than_five_hundred_are_refused() -> None:
    with pytest.raises(TooMuch):
        nameplates_of(*[Nameplate("Amina Diallo")] * 501)
