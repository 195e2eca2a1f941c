"""The slide that brings people to the form."""

from io import BytesIO

import segno
from PIL import Image
from pypdf import PdfReader

from ungis_events.adapters.documents import slide_pdf, slide_png, slide_svg

from .examples import ADDRESS, a_slide
from .reading import picture_of, text_of

WHITE_AROUND = 4
"""Modules, beside the code."""


def code_on(slide: Image.Image) -> list[list[int]]:
    """1 for each dark module of the code on the right."""
    modules = len(segno.make_qr(ADDRESS, error="m").matrix)
    left, top, side = 2 * (960 - 52 - 384), 2 * (540 - 384) // 2, 2 * 384
    step = side / (modules + 2 * WHITE_AROUND)
    return [
        [
            int(slide.getpixel((int(left + step * (x + 0.5)), int(top + step * (y + 0.5)))) < 128)  # type: ignore[operator]
            for x in range(WHITE_AROUND, modules + WHITE_AROUND)
        ]
        for y in range(WHITE_AROUND, modules + WHITE_AROUND)
    ]


def test_the_slide_says_what_when_and_where_to_register() -> None:
    assert text_of(slide_pdf(a_slide())) == (
        "UNGIS Register Science, technology and innovation for the SDGs "
        "New York Tue 31 Jan 2023 08:30–09:45 EST, UTC−5 "
        "Geneva Tue 31 Jan 2023 14:30–15:45 CET, UTC+1 "
        "Scan, or type the address events.example.int/events/wsis/register"
    )


def test_the_code_leads_to_the_form() -> None:
    slide = picture_of(slide_png(a_slide()))

    assert code_on(slide) == [list(row) for row in segno.make_qr(ADDRESS, error="m").matrix]


def test_it_fills_a_screen() -> None:
    page = PdfReader(BytesIO(slide_pdf(a_slide()))).pages[0].mediabox

    assert picture_of(slide_png(a_slide())).size == (1920, 1080)
    assert (float(page.width), float(page.height)) == (960, 540)


def test_the_drawing_needs_no_font_and_runs_nothing() -> None:
    svg = slide_svg(a_slide()).decode()

    assert svg.startswith("<svg ")
    assert [
        word for word in ("<script", "<text", "font-family", "http://127", "onload") if word in svg
    ] == []
