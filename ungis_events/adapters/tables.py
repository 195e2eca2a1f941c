"""Tables that people hand in: the bytes of a CSV or XLSX file become rows of texts.

What the file is, its bytes say; the name stands in sentences only. Nothing in it is calculated:
a formula is worth what its program saved last.

TableNotRead       the file as a whole cannot be used   422
"""

import csv
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from flask_babel import LazyString, lazy_gettext
from openpyxl.utils.exceptions import InvalidFileException

from ungis_events.core.errors import DomainError

MOST_COLUMNS = 100
_OLD_EXCEL_OR_PASSWORD = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK"
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DELIMITERS = ",;\t|"
# A sheet's XML is 5 to 10 times its zip; what unpacks to more is built to fill a memory.
_MOST_UNPACKED = 10
_LAST_ROW_OF_EXCEL = 1_048_576
# People put a title over their table.
_ROWS_OVER_THE_HEADINGS = 10
_DAMAGED = (
    zipfile.BadZipFile,
    InvalidFileException,
    DefusedXmlException,
    ParseError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    zlib.error,
)


class TableNotRead(DomainError):
    status_code = 422
    message = lazy_gettext("That file cannot be read as a table.")


class Row(NamedTuple):
    number: int
    """As a spreadsheet counts, from 1, headings and empty rows counted too."""
    cells: tuple[str, ...]
    """As many as there are headings."""


@dataclass(frozen=True)
class Table:
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    doubts: tuple[LazyString, ...] = ()
    """What somebody should look at before the rows are used."""
    heading_number: int = 1


def read_table(content: bytes, name: str, *, longest_bytes: int, most_rows: int) -> Table:
    """Empty rows are left out. Raises TableNotRead.

    `most_rows`: without the headings.
    """
    if len(content) > longest_bytes:
        raise TableNotRead(
            lazy_gettext(
                "“%(name)s” is larger than %(n)s MB.",
                name=name,
                n=f"{longest_bytes / 1_000_000:.3g}",
            )
        )
    doubts: list[LazyString] = []
    if content.startswith(_ZIP):
        rows = _rows_of_workbook(content, name, longest_bytes * _MOST_UNPACKED, doubts)
    elif content.startswith(_OLD_EXCEL_OR_PASSWORD):
        raise TableNotRead(
            lazy_gettext(
                "“%(name)s” is an old Excel file or has a password. Save it as .xlsx without one.",
                name=name,
            )
        )
    else:
        rows = _rows_of_text(_decoded(content, name, doubts), name, doubts)
    filled = _filled(rows, name, most_rows + _ROWS_OVER_THE_HEADINGS + 1)
    return _with_headings(filled, name, most_rows, doubts)


def heading_key(text: str) -> str:
    """One spelling for `E-mail`, `e mail` and `É-MAIL *`: what a heading is compared by."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(each for each in plain if not unicodedata.combining(each))
    return re.sub(r"[\W_]+", " ", kept).strip()


def find_columns(headings: Iterable[str], words: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """{what is looked for: its column}. `words`: the headings that people give it.

    The first column that fits is it; what has none is left out.
    """
    keys = [heading_key(heading) for heading in headings]
    found = {}
    for wanted, spellings in words.items():
        known = {heading_key(each) for each in spellings}
        places = [place for place, key in enumerate(keys) if key in known]
        if places:
            found[wanted] = places[0]
    return found


def _decoded(content: bytes, name: str, doubts: list[LazyString]) -> str:
    """UTF-8 as everybody should, UTF-16 as Excel's "Unicode text", else the Windows of old."""
    encoding = next((code for bom, code in _BOMS.items() if content.startswith(bom)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            raise TableNotRead(_no_table(name)) from None
        doubts.append(
            lazy_gettext(
                "The file is not in UTF-8. Compare letters with accents, or save it as "
                "“CSV UTF-8” and send it again."
            )
        )
    if "\0" in text or content.startswith(b"%PDF"):
        raise TableNotRead(_no_table(name))
    return text


def _rows_of_text(text: str, name: str, doubts: list[LazyString]) -> Iterator[list[str]]:
    start = re.match(r"sep=(.)\r?\n", text)
    delimiter = start[1] if start else _delimiter(text)
    body = text[start.end() :] if start else text
    try:
        rows = list(_parsed(body, delimiter, strict=True))
    except csv.Error:
        doubts.append(
            lazy_gettext("A quotation mark stands alone or is not closed. Look at each row.")
        )
        try:
            rows = list(_parsed(body, delimiter))
        except csv.Error:
            raise TableNotRead(_no_table(name)) from None
    yield from rows


def _parsed(text: str, delimiter: str, *, strict: bool = False) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)


def _delimiter(text: str) -> str:
    """The one that parts the first rows most evenly, and into more columns if several do."""

    def fit(delimiter: str) -> tuple[int, int]:
        lines = _parsed(text[:20_000], delimiter)
        try:
            rows = [row for row, _ in zip(lines, range(20), strict=False) if any(row)]
        except csv.Error:
            return 0, 0
        widths = [len(row) for row in rows]
        common = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
        return (widths.count(common), common) if common > 1 else (0, 0)

    return max(_DELIMITERS, key=fit)


def _rows_of_workbook(
    content: bytes, name: str, most_unpacked: int, doubts: list[LazyString]
) -> Iterator[list[str]]:
    """The first visible sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
        if "xl/workbook.xml" not in {part.filename for part in parts}:
            raise TableNotRead(_no_table(name))
        # A member is never read beyond the size it gives for itself.
        if len(parts) > 1000 or sum(part.file_size for part in parts) > most_unpacked:
            raise TableNotRead(lazy_gettext("“%(name)s” holds too much.", name=name))
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if len(sheets) > 1:
            title = sheets[0].title
            doubts.append(lazy_gettext("Only the first sheet was read: “%(title)s”.", title=title))
        for sheet in sheets[:1]:
            sheet.reset_dimensions()
            for row in sheet.iter_rows(max_row=_LAST_ROW_OF_EXCEL, values_only=True):
                yield [_as_text(value) for value in row]
    except _DAMAGED:
        raise TableNotRead(lazy_gettext("“%(name)s” is damaged.", name=name)) from None


def _as_text(value: object) -> str:
    match value:
        case None:
            return ""
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() if value.time() == time():
            return f"{value:%Y-%m-%d}"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case _:
            return str(value)


def _filled(rows: Iterable[list[str]], name: str, most: int) -> list[Row]:
    filled: list[Row] = []
    for number, row in enumerate(rows, 1):
        cells = tuple(re.sub(r"\r\n?", "\n", cell).strip() for cell in row)
        if any(cells[MOST_COLUMNS:]):
            most_columns = lazy_gettext(
                "“%(name)s” has more than %(n)s columns.", name=name, n=MOST_COLUMNS
            )
            raise TableNotRead(most_columns)
        if any(cells):
            filled.append(Row(number, cells[:MOST_COLUMNS]))
        if len(filled) > most:
            break
    return filled


def _with_headings(filled: list[Row], name: str, most_rows: int, doubts: list[LazyString]) -> Table:
    """The headings are the first row that has more than one cell, if any has."""
    start = next(
        (
            place
            for place, row in enumerate(filled[: _ROWS_OVER_THE_HEADINGS + 1])
            if sum(map(bool, row.cells)) > 1
        ),
        0,
    )
    for row in filled[:start]:
        words = next(filter(None, row.cells))[:80]
        doubts.append(
            lazy_gettext("Row %(n)s was passed over: “%(words)s”.", n=row.number, words=words)
        )
    if len(filled) - start < 2:
        raise TableNotRead(
            lazy_gettext("“%(name)s” has no rows below a row of headings.", name=name)
        )
    if len(filled) - start - 1 > most_rows:
        raise TableNotRead(
            lazy_gettext("“%(name)s” has more than %(n)s rows.", name=name, n=most_rows)
        )
    headings = _without_empty_end(filled[start].cells)
    width = len(headings)
    for row in filled[start + 1 :]:
        if any(row.cells[width:]):
            doubts.append(
                lazy_gettext("Row %(n)s has more cells than there are headings.", n=row.number)
            )
    rows = tuple(
        Row(row.number, (*row.cells[:width], *[""] * (width - len(row.cells))))
        for row in filled[start + 1 :]
        if any(row.cells[:width])
    )
    return Table(headings, rows, tuple(doubts), filled[start].number)


def _without_empty_end(cells: tuple[str, ...]) -> tuple[str, ...]:
    last = max(place for place, cell in enumerate(cells) if cell)
    return cells[: last + 1]


def _no_table(name: str) -> LazyString:
    return lazy_gettext(
        "“%(name)s” is neither CSV nor XLSX. In your spreadsheet program, choose “Save as”.",
        name=name,
    )
