"""The text of a .docx: paragraphs and tables in the order of the document.

python-docx opens the package and knows its styles and links. The body is walked here, since
python-docx passes over text in boxes, content controls and tracked insertions.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from .layout import row_lines
from .links import address_behind
from .outcomes import NoText, Outcome

# A text's XML is 5 to 20 times its zip; what unpacks to more is built to fill a memory.
_MOST_UNPACKED = 20_000_000
_MOST_TIMES = 100
_SMALL = 1_000_000
_MOST_PARTS = 1000
# Word writes no document type; only entities that multiply need one.
_TYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_LINK_FIELD = re.compile(r'\s{0,9}HYPERLINK\s{1,9}"([^"]{1,2000})"')
_P, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_BOX, _LINK, _SIMPLE_FIELD = qn("w:txbxContent"), qn("w:hyperlink"), qn("w:fldSimple")
_FIELD, _FIELD_CODE = qn("w:fldChar"), qn("w:instrText")
# What was deleted, properties, and what older programs are to show instead of a new box.
_PASSED_OVER = {
    qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:sectPr"), qn("w:tblPr"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}  # fmt: skip
_LETTERS = {
    qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-",
}  # fmt: skip


def text_of(data: bytes) -> str:
    """Raises NoText, or anything at all where the file is damaged."""
    _check(data)
    document = docx.Document(io.BytesIO(data))
    return "\n".join(_Body(document).lines(document.element.body))


def _check(data: bytes) -> None:
    """Before anything is unpacked to a library. Raises NoText."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        packed = sum(part.compress_size for part in parts)
        is_bomb = unpacked > max(_SMALL, packed * _MOST_TIMES)
        if len(parts) > _MOST_PARTS or unpacked > _MOST_UNPACKED or is_bomb:
            raise NoText(Outcome.TOO_MUCH)
        for part in parts:
            if part.flag_bits & 1:
                raise NoText(Outcome.LOCKED)
            if part.filename.lower().endswith((".xml", ".rels")):
                content = archive.read(part)
                if any(mark in content for mark in _TYPES):
                    raise NoText(Outcome.DAMAGED)


class _Body:
    def __init__(self, document: Any) -> None:
        self._links = {
            key: link.target_ref for key, link in document.part.rels.items() if link.is_external
        }
        self._list_styles = {style.style_id for style in document.styles if _is_list_style(style)}

    def lines(self, parent: Any) -> Iterator[str]:
        """Of all paragraphs and tables below; an empty one is an empty line."""
        for element in parent:
            if element.tag == _P:
                yield from self._paragraph(element)
            elif element.tag == _TABLE:
                for row in element.iter(_ROW):
                    if next(row.iterancestors(_TABLE)) is element:
                        yield from self._row(row)
                yield ""
            elif element.tag not in _PASSED_OVER:
                yield from self.lines(element)

    def _row(self, row: Any) -> list[str]:
        cells = [
            [line for line in self.lines(cell) if line.strip()]
            for cell in row.iter(_CELL)
            if next(cell.iterancestors(_ROW)) is row
        ]
        return row_lines(cells)

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        words = _Words(self._links)
        boxes: list[Any] = []
        words.add(paragraph, boxes)
        text = "\n".join(" ".join(line.split()) for line in words.text().split("\n")).strip()
        bullet = "• " if text and self._is_item(paragraph) else ""
        yield from (bullet + text).split("\n")
        for box in boxes:
            yield from self.lines(box)

    def _is_item(self, paragraph: Any) -> bool:
        properties = paragraph.pPr
        if properties is None:
            return False
        if properties.numPr is not None and properties.numPr.numId is not None:
            # A numbered heading is a heading.
            is_heading = (properties.style or "").lower().startswith(("heading", "title"))
            return properties.numPr.numId.val != 0 and not is_heading
        return properties.style in self._list_styles


def _is_list_style(style: Any) -> bool:
    return bool(re.match(r"List (?:Bullet|Number|Paragraph Bullet)", style.name or ""))


class _Words:
    """The letters of one paragraph, its links with their addresses behind them."""

    def __init__(self, links: dict[str, str]) -> None:
        self._links = links
        self._pieces: list[str] = []
        self._fields: list[tuple[int, str]] = []

    def text(self) -> str:
        return "".join(self._pieces)

    def add(self, parent: Any, boxes: list[Any]) -> None:
        """`boxes`: takes those found; their text follows the paragraph."""
        for element in parent:
            tag = element.tag
            if tag == _BOX:
                boxes.append(element)
            elif tag == qn("w:t"):
                self._pieces.append(element.text or "")
            elif tag in _LETTERS:
                self._pieces.append(_LETTERS[tag])
            elif tag in (_FIELD, _FIELD_CODE):
                self._step_through_field(element)
            elif tag not in _PASSED_OVER:
                start = len(self._pieces)
                self.add(element, boxes)
                self._end_link(start, self._address(element))

    def _address(self, element: Any) -> str:
        if element.tag == _LINK:
            return self._links.get(element.get(qn("r:id"), ""), "")
        if element.tag == _SIMPLE_FIELD:
            return _address_in(element.get(qn("w:instr"), ""))
        return ""

    def _step_through_field(self, element: Any) -> None:
        """begin, its code, separate, what is shown, end: each in a run of its own."""
        kind = element.get(qn("w:fldCharType"))
        if kind == "begin":
            self._fields.append((len(self._pieces), ""))
        elif self._fields and element.tag == _FIELD_CODE:
            start, code = self._fields[-1]
            self._fields[-1] = start, code + (element.text or "")
        elif self._fields and kind == "end":
            start, code = self._fields.pop()
            self._end_link(start, _address_in(code))

    def _end_link(self, start: int, address: str) -> None:
        if address:
            self._pieces.append(address_behind("".join(self._pieces[start:]), address))


def _address_in(code: str) -> str:
    found = _LINK_FIELD.match(code)
    return found[1] if found else ""
