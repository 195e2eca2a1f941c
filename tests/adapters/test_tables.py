import io
import re
import zipfile
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ungis_events.adapters.tables import (
    Row,
    Table,
    TableNotRead,
    find_columns,
    heading_key,
    read_table,
)


def read(content: bytes, name: str = "list.csv", most_rows: int = 100) -> Table:
    return read_table(content, name, longest_bytes=100_000, most_rows=most_rows)


def workbook(*rows: list[object], **more_sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for title, cells in more_sheets.items():
        sheet = book.create_sheet(title)
        for row in cells:
            sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(content: bytes, **parts: bytes) -> bytes:
    """The same workbook with some of its parts exchanged."""
    file = io.BytesIO()
    exchanged = {name.replace("__", "/") + ".xml": part for name, part in parts.items()}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", 8) as new:
        for part in old.infolist():
            new.writestr(part.filename, exchanged.get(part.filename, old.read(part)))
    return file.getvalue()


def doubts(table: Table) -> list[str]:
    return [str(doubt) for doubt in table.doubts]


TWO_ROWS = (Row(2, ("Zoë Ödegård", "ITU")), Row(3, ("Amina", "")))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("name,from\nZoë Ödegård,ITU\nAmina,\n".encode(), id="commas"),
        pytest.param("name;from\r\nZoë Ödegård;ITU\r\nAmina;".encode(), id="semicolons"),
        pytest.param("name\tfrom\nZoë Ödegård\tITU\nAmina\t\n".encode(), id="tabs"),
        pytest.param("name|from\nZoë Ödegård|ITU\nAmina|\n".encode(), id="bars"),
        pytest.param("name,from\nZoë Ödegård,ITU\nAmina\n".encode(), id="a cell too few"),
        pytest.param("name,from\nZoë Ödegård,ITU\nAmina\n".encode("utf-8-sig"), id="a mark"),
        pytest.param("name\tfrom\nZoë Ödegård\tITU\nAmina".encode("utf-16"), id="Unicode text"),
        pytest.param(
            workbook(["name", "from"], ["Zoë Ödegård", "ITU"], ["Amina", None]), id="Excel"
        ),
    ],
)
def test_every_usual_file_gives_the_same_table(content: bytes) -> None:
    assert read(content) == Table(("name", "from"), TWO_ROWS)


def test_separator_that_excel_names_in_the_first_line_is_taken() -> None:
    assert read(b"sep=;\nname;a,b,c\nAmina;x\n").headings == ("name", "a,b,c")


def test_file_of_an_old_windows_is_read_and_doubted() -> None:
    table = read("name;from\nZoë Ödegård;ITU\nAmina;".encode("cp1252"))

    assert table.rows == TWO_ROWS
    assert doubts(table) == [
        "The file is not in UTF-8. Compare letters with accents, or save it as “CSV UTF-8” and "
        "send it again."
    ]


def test_commas_within_cells_do_not_make_columns() -> None:
    table = read(b"name;title\nAmina;Director, Chair, Founder\nBo;Director, Chair, Member\n")

    assert table.headings == ("name", "title")


def test_cells_keep_commas_quotes_and_lines() -> None:
    table = read(b'name,title\n"Fall, Awa","Chair of ""Us""\r\nand founder"\n')

    assert table.rows == (Row(2, ("Fall, Awa", 'Chair of "Us"\nand founder')),)


def test_quotation_mark_left_open_is_doubted() -> None:
    table = read(b'name,title\n"Fall,Awa\nCora,Chair\n')

    assert doubts(table) == ["A quotation mark stands alone or is not closed. Look at each row."]


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    table = read(workbook(["List"], [], ["name", "from"], [], ["Amina", "ITU"]))

    assert table.headings == ("name", "from")
    assert table.heading_number == 3
    assert table.rows == (Row(5, ("Amina", "ITU")),)
    assert doubts(table) == ["Row 1 was passed over: “List”."]


def test_cells_beyond_the_headings_are_told() -> None:
    table = read(b"name,from\nAmina,ITU,Geneva\nBo,ECA,\n")

    assert table.rows == (Row(2, ("Amina", "ITU")), Row(3, ("Bo", "ECA")))
    assert doubts(table) == ["Row 2 has more cells than there are headings."]


def test_one_column_is_a_table_too() -> None:
    assert read(b"name\nAmina\nBo\n").rows == (Row(2, ("Amina",)), Row(3, ("Bo",)))


def test_only_the_first_sheet_is_read_and_the_others_are_told() -> None:
    table = read(workbook(["a", "b"], ["1", "2"], Notes=[["x", "y"], ["3", "4"]]))

    assert table.rows == (Row(2, ("1", "2")),)
    assert doubts(table) == ["Only the first sheet was read: “Sheet”."]


def test_hidden_sheet_is_passed_over() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(["a", "b"], [1, 2], New=[["c"], ["d"]])))
    book["Sheet"].sheet_state = "hidden"
    book.active = 1

    assert read(saved(book)) == Table(("c",), (Row(2, ("d",)),))


def test_values_of_a_workbook_become_what_people_see() -> None:
    row = [3, 2.5, True, datetime(2027, 1, 31), datetime(2027, 1, 31, 8, 30)]
    content = workbook(["a", "b", "c", "d", "e"], row)

    assert read(content).rows == (Row(2, ("3", "2.5", "True", "2027-01-31", "2027-01-31 08:30")),)


def test_formula_is_worth_what_was_saved_last() -> None:
    content = workbook(["a", "b"], ["x", "=1+1"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    calculated = repacked(
        content, xl__worksheets__sheet1=re.sub(rb"<v ?/>|<v></v>", b"<v>2</v>", sheet)
    )

    assert read(calculated).rows == (Row(2, ("x", "2")),)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"", "“f” has no rows below a row of headings.", id="nothing"),
        pytest.param(b"name,from\n", "“f” has no rows below a row of headings.", id="headings"),
        pytest.param(b"n\n" * 102, "“f” has more than 100 rows.", id="too long"),
        pytest.param(b"x" * 100_001, "“f” is larger than 0.1 MB.", id="too large"),
        pytest.param(
            b"a," * 100 + b"b\n" + b"c," * 100 + b"d", "“f” has more than 100 columns.", id="wide"
        ),
        pytest.param(
            b"a,b\n\0,1\n",
            "“f” is neither CSV nor XLSX. In your spreadsheet program, choose “Save as”.",
            id="bytes",
        ),
        pytest.param(
            b"%PDF-1.7\n1,2\n3,4",
            "“f” is neither CSV nor XLSX. In your spreadsheet program, choose “Save as”.",
            id="PDF",
        ),
        pytest.param(
            b"a,b\n\x81,\xff",
            "“f” is neither CSV nor XLSX. In your spreadsheet program, choose “Save as”.",
            id="no alphabet",
        ),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1",
            "“f” is an old Excel file or has a password. Save it as .xlsx without one.",
            id="old Excel",
        ),
        pytest.param(b"PK\x03\x04 and then?", "“f” is damaged.", id="damaged"),
    ],
)
def test_file_that_is_no_table_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(TableNotRead) as refusal:
        read(content, "f")

    assert str(refusal.value.message) == sentence


def test_zip_that_is_no_workbook_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")

    with pytest.raises(TableNotRead, match="neither CSV nor XLSX"):
        read(file.getvalue())


def test_workbook_that_unpacks_to_far_more_is_refused_unread() -> None:
    bomb = repacked(workbook(["a"], ["b"]), xl__worksheets__sheet1=b" " * 2_000_000)
    assert len(bomb) < 20_000

    with pytest.raises(TableNotRead, match="holds too much"):
        read(bomb)


def test_workbook_with_entities_is_refused() -> None:
    laughs = (
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<sheetData><row r="1"><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData>'
        b"</worksheet>"
    )

    with pytest.raises(TableNotRead, match="is damaged"):
        read(repacked(workbook(["a"], ["b"]), xl__worksheets__sheet1=laughs))


def test_row_number_beyond_excel_does_not_keep_us_counting() -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c><v>1</v></c></row><row r="2"><c><v>2</v></c></row>'
        b'<row r="99999999999"><c><v>3</v></c></row></sheetData></worksheet>'
    )

    table = read(repacked(workbook(["a"], ["b"]), xl__worksheets__sheet1=sheet))

    assert table.rows == (Row(2, ("2",)),)


@given(st.binary(max_size=300) | st.text("a,;\t\n\"'é|", max_size=300).map(str.encode))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused_with_a_sentence(content: bytes) -> None:
    try:
        table = read(content)
    except TableNotRead:
        return

    assert {len(row.cells) for row in table.rows} <= {len(table.headings)}


@pytest.mark.parametrize(
    ("heading", "key"),
    [("E-mail *", "e mail"), ("  Prénom(s) ", "prenom s"), ("ORGANIZACIÓN", "organizacion")],
)
def test_headings_are_compared_without_case_marks_and_accents(heading: str, key: str) -> None:
    assert heading_key(heading) == key


def test_columns_are_found_in_any_order_and_language() -> None:
    words = {"name": ("Name", "Nom"), "organization": ("Organization",), "email": ("E-mail",)}

    columns = find_columns(["e-mail", "NOM", "Nom"], words)

    assert columns == {"name": 1, "email": 0}
