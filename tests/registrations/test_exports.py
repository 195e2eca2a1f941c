import csv
import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from ungis_events.registrations.exports import csv_lines, neutralise, xlsx_file

DANGEROUS = [
    '=HYPERLINK("https://evil.example","x")',
    "+41 22 730 51 11",
    "-2+3",
    "@SUM(1)",
    "\tTab",
    "\rReturn",
    "＝1+1",
]
HEADINGS = ["Name", "=Heading"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_would_run_becomes_text(text: str) -> None:
    assert neutralise(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Amina", "1+1=2", "O'Neil", "محمد"])
def test_other_text_stays_as_typed(text: str) -> None:
    assert neutralise(text) == text


def test_csv_neutralises_cells_and_headings_and_is_known_as_utf8() -> None:
    rows = [[text, None] for text in DANGEROUS]

    content = b"".join(csv_lines(HEADINGS, rows))

    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert content.startswith(b"\xef\xbb\xbf")
    assert read == [["Name", "'=Heading"], *([f"'{text}", ""] for text in DANGEROUS)]


def test_csv_writes_moments_without_a_zone_of_its_own() -> None:
    moment = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    content = b"".join(csv_lines(["At"], [[moment]]))

    assert content.decode("utf-8-sig").splitlines() == ["At", "2026-11-22 12:00:00"]


def test_xlsx_holds_texts_as_texts() -> None:
    rows = [[text, 7] for text in DANGEROUS if "\r" not in text]

    with xlsx_file(HEADINGS, rows) as file:
        sheet = load_workbook(file).active

    assert sheet is not None
    cells = [(row[0].value, row[0].data_type) for row in sheet.iter_rows()]
    assert cells == [("Name", "s"), *((text, "s") for text, _ in rows)]
    assert sheet["B1"].data_type == "s"
    assert sheet["B2"].value == 7
