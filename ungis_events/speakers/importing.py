"""Rosters in files: CSV and XLSX, with headings in any order and language that we know."""

from dataclasses import dataclass

from flask_babel import LazyString, lazy_gettext

from ungis_events.adapters.tables import Row, Table, read_table

from .columns import find_fields, read_row
from .reading import Found, ReadSpeaker, read_roster, with_doubts
from .source_lines import Line

LONGEST_BYTES = 2_000_000
MOST_ROWS = 1000
NO_HEADINGS = lazy_gettext(
    "No heading says where the names stand, so each row was read like a line of text."
)


@dataclass(frozen=True)
class ReadFile:
    speakers: list[ReadSpeaker]
    doubts: tuple[LazyString, ...]
    """About the file as a whole."""
    unused: tuple[str, ...] = ()
    """The headings of columns that nothing was taken from."""


def read_file(content: bytes, name: str) -> ReadFile:
    """Raises TableNotRead."""
    table = read_table(content, name, longest_bytes=LONGEST_BYTES, most_rows=MOST_ROWS)
    columns = find_fields(table.headings, [row.cells for row in table.rows])
    if not columns:
        return ReadFile(read_roster(_as_text(table)), (*table.doubts, NO_HEADINGS))
    found = []
    for row in table.rows:
        person = read_row(row.cells, columns)
        found.append(Found(person, "", _source(row), person.label))
    unused = [
        heading
        for place, heading in enumerate(table.headings)
        if heading and place not in columns.values()
    ]
    return ReadFile(with_doubts(found), table.doubts, tuple(unused))


def _source(row: Row) -> Line:
    words = " · ".join(" ".join(cell.split()) for cell in row.cells if cell)
    return Line([row.number], words, words, is_item=True)


def _as_text(table: Table) -> str:
    """Each row on the line of its number."""
    rows = [Row(table.heading_number, table.headings), *table.rows]
    lines = [""] * rows[-1].number
    for row in rows:
        lines[row.number - 1] = "\t".join(" ".join(cell.split()) for cell in row.cells if cell)
    return "\n".join(lines)
