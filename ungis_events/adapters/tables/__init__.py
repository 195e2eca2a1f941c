"""Tables that people hand in: the bytes of a CSV or XLSX file become rows of texts.

What the file is, its bytes say; the name stands in sentences only. Nothing in it is calculated:
a formula is worth what its program saved last.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask_babel import LazyString, lazy_gettext

from .errors import TableNotRead as TableNotRead
from .texts import decoded, rows_of_text
from .workbooks import rows_of_workbook

MOST_COLUMNS = 100
_OLD_EXCEL_OR_PASSWORD = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK"
# A sheet's XML is 5 to 10 times its zip; what unpacks to more is built to fill a memory.
_MOST_UNPACKED = 10
# People put a title over their table.
_ROWS_OVER_THE_HEADINGS = 10


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
    doubts: list[LazyString] = []
    rows = _rows_of(content, name, longest_bytes, doubts, None)
    filled = _filled(rows, name, most_rows + _ROWS_OVER_THE_HEADINGS + 1)
    return _with_headings(filled, name, most_rows, doubts)


def read_rows(
    content: bytes,
    name: str,
    *,
    longest_bytes: int,
    most_rows: int,
    is_heading: Callable[[Sequence[str]], bool],
) -> tuple[list[Row], tuple[LazyString, ...]]:
    """Every row that holds something, of a file with several tables of their own widths; and what
    somebody should look at. Raises TableNotRead.

    `is_heading`: by what it knows for a row of headings, the delimiter is found.
    """
    doubts: list[LazyString] = []
    rows = _rows_of(content, name, longest_bytes, doubts, is_heading)
    filled = _filled(rows, name, most_rows)
    if len(filled) > most_rows:
        raise TableNotRead(
            lazy_gettext("“%(name)s” has more than %(n)s rows.", name=name, n=most_rows)
        )
    return filled, tuple(doubts)


def _rows_of(
    content: bytes,
    name: str,
    longest_bytes: int,
    doubts: list[LazyString],
    is_heading: Callable[[Sequence[str]], bool] | None,
) -> Iterator[list[str]]:
    if len(content) > longest_bytes:
        raise TableNotRead(
            lazy_gettext(
                "“%(name)s” is larger than %(n)s MB.",
                name=name,
                n=f"{longest_bytes / 1_000_000:.3g}",
            )
        )
    if content.startswith(_ZIP):
        return rows_of_workbook(content, name, longest_bytes * _MOST_UNPACKED, doubts)
    if content.startswith(_OLD_EXCEL_OR_PASSWORD):
        raise TableNotRead(
            lazy_gettext(
                "“%(name)s” is an old Excel file or has a password. Save it as .xlsx without one.",
                name=name,
            )
        )
    return rows_of_text(decoded(content, name, doubts), name, doubts, is_heading)


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
