"""A list of organizations as people hand it in, compared with what is saved."""

import csv
from dataclasses import dataclass
from io import StringIO
from typing import Any

from flask_babel import LazyString, lazy_gettext

from ungis_events.adapters.tables import Row, Table, TableNotRead, find_columns, read_table
from ungis_events.core.errors import InvalidInput

from .queries import organizations_by_acronym
from .rules import OrganizationDetails, Outcome, completed, read_row

LONGEST_FILE = 300_000
MOST_ROWS = 1000
_LONGEST_TEXT = 400_000
"""It travels once more in a field of a form, which takes no more than 500,000 octets."""
_HEADINGS = {
    "acronym": ("acronym", "short name", "abbreviation", "sigle", "sigla"),
    "name": ("full name", "name", "organization", "organisation", "entity", "nom", "nombre"),
    "website": ("website", "web site", "url", "site"),
    "status": ("status", "standing"),
    "evidence": ("evidence",),
    "as_of": ("as of", "date"),
    "note": ("note", "role history", "remarks"),
    "source": ("source",),
}


@dataclass(frozen=True)
class RowRead:
    """What would become of one row. `problem`: why nothing does."""

    number: int
    acronym: str
    outcome: Outcome
    details: OrganizationDetails | None = None
    changes: dict[str, list[Any]] | None = None
    problem: str | LazyString | None = None


@dataclass(frozen=True)
class ListRead:
    rows: tuple[RowRead, ...]
    doubts: tuple[LazyString, ...]
    text: str
    """The whole list as CSV, to be read again once somebody has looked at it."""

    def of(self, outcome: Outcome) -> list[RowRead]:
        return [row for row in self.rows if row.outcome is outcome]


def read_list(content: bytes, name: str) -> ListRead:
    """Raises TableNotRead."""
    table = read_table(content, name, longest_bytes=LONGEST_FILE, most_rows=MOST_ROWS)
    columns = find_columns(table.headings, _HEADINGS)
    if not {"acronym", "name"} <= columns.keys():
        raise TableNotRead(
            lazy_gettext("The first row must name a column “acronym” and a column “full_name”.")
        )
    text = _as_csv(table)
    if len(text.encode()) > _LONGEST_TEXT:
        raise TableNotRead(lazy_gettext("The list is too long: cut it into several."))
    return ListRead(_compare(table, columns), table.doubts, text)


def _as_csv(table: Table) -> str:
    written = StringIO()
    csv.writer(written).writerows([table.headings, *(row.cells for row in table.rows)])
    return written.getvalue()


def _compare(table: Table, columns: dict[str, int]) -> tuple[RowRead, ...]:
    saved, seen, read = organizations_by_acronym(), set[str](), []
    for row in table.rows:
        cells = {column: row.cells[place] for column, place in columns.items()}
        key = " ".join(cells["acronym"].split()).lower()
        if key in seen:
            problem = lazy_gettext("the acronym stands in the list twice")
            read.append(RowRead(row.number, cells["acronym"], Outcome.REFUSED, problem=problem))
            continue
        seen.add(key)
        read.append(_compare_row(row, cells, saved.get(key)))
    return tuple(read)


def _compare_row(row: Row, cells: dict[str, str], saved: Any) -> RowRead:
    try:
        details = read_row(cells)
    except InvalidInput as error:
        problem = next(iter(error.fields.values()))
        return RowRead(row.number, cells["acronym"], Outcome.REFUSED, problem=problem)
    if saved is None:
        return RowRead(row.number, details.acronym, Outcome.NEW, details)
    details = completed(details, set(cells), saved)
    changes = OrganizationDetails.of(saved).differences(details)
    outcome = Outcome.CHANGED if changes else Outcome.UNCHANGED
    return RowRead(row.number, details.acronym, outcome, details, changes)
