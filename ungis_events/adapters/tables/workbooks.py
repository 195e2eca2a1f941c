"""The rows of an Excel workbook."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from flask_babel import LazyString, lazy_gettext
from openpyxl.utils.exceptions import InvalidFileException

from .errors import TableNotRead, no_table

_LAST_ROW_OF_EXCEL = 1_048_576
_DAMAGED = (
    zipfile.BadZipFile,
    InvalidFileException,
    DefusedXmlException,
    ParseError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,  # encrypted, or (NotImplementedError) packed in a way zipfile does not know
    TypeError,
    ValueError,
    zlib.error,
)


def rows_of_workbook(
    content: bytes, name: str, most_unpacked: int, doubts: list[LazyString]
) -> Iterator[list[str]]:
    """The first visible sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
        if "xl/workbook.xml" not in {part.filename for part in parts}:
            raise TableNotRead(no_table(name))
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
