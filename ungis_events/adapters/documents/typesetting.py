"""Templates and data to PDF, PNG and SVG. The only user of typst.

What people wrote reaches typst as data, never as source: `#` and `[` in a name are letters. Only
the fonts and templates beside this file are read; nothing is fetched and no time is looked at, so
that the same data are the same bytes on every machine.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Literal

import typst

from .letters import printable

_HERE = Path(__file__).parent
_TEMPLATES = _HERE / "templates"

Data = dict[str, object]


@lru_cache(1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(_HERE / "fonts")],
    )


def typeset_pdf(template: str, data: Data) -> bytes:
    """Tagged (PDF/UA-1), so that a screen reader reads it in order."""
    return _compile(template, data, "pdf", pdf_standards=["ua-1"])


def typeset_svg(template: str, data: Data) -> bytes:
    """Its first page; letters are shapes, so that it needs no font."""
    return _compile(template, data, "svg")


def typeset_png(template: str, data: Data, ppi: float) -> bytes:
    """Its first page, `ppi` pixels an inch of paper."""
    return _compile(template, data, "png", ppi=ppi)


def _compile(
    template: str,
    data: Data,
    form: Literal["pdf", "svg", "png"],
    *,
    ppi: float | None = None,
    pdf_standards: list[Literal["ua-1"]] | None = None,
) -> bytes:
    compiler = typst.Compiler(
        str(_TEMPLATES / f"{template}.typ"),
        root=str(_TEMPLATES),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(_with_printable(data), ensure_ascii=False)},
    )
    made = compiler.compile(format=form, ppi=ppi, pdf_standards=list(pdf_standards or []))
    pages = made if isinstance(made, list) else [made]
    return pages[0] or b""


def _with_printable(value: object) -> object:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _with_printable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_with_printable(each) for each in value]
    return value
