"""The rows of a CSV file, in whatever encoding and with whatever delimiter it comes."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence

from flask_babel import LazyString, lazy_gettext

from .errors import TableNotRead, no_table

_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DELIMITERS = ",;\t|"


def decoded(content: bytes, name: str, doubts: list[LazyString]) -> str:
    """UTF-8 as everybody should, UTF-16 as Excel's "Unicode text", else the Windows of old."""
    encoding = next((code for bom, code in _BOMS.items() if content.startswith(bom)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            raise TableNotRead(no_table(name)) from None
        doubts.append(
            lazy_gettext(
                "The file is not in UTF-8. Compare letters with accents, or save it as "
                "“CSV UTF-8” and send it again."
            )
        )
    if "\0" in text or content.startswith(b"%PDF"):
        raise TableNotRead(no_table(name))
    return text


def rows_of_text(
    text: str,
    name: str,
    doubts: list[LazyString],
    is_heading: Callable[[Sequence[str]], bool] | None,
) -> Iterator[list[str]]:
    start = re.match(r"sep=(.)\r?\n", text)
    body = text[start.end() :] if start else text
    if start:
        delimiter = start[1]
    elif is_heading is not None:
        body, delimiter = _by_heading(body, is_heading)
    else:
        delimiter = _delimiter(text)
    try:
        rows = list(_parsed(body, delimiter, strict=True))
    except csv.Error:
        doubts.append(
            lazy_gettext("A quotation mark stands alone or is not closed. Look at each row.")
        )
        try:
            rows = list(_parsed(body, delimiter))
        except csv.Error:
            raise TableNotRead(no_table(name)) from None
    yield from rows


def _by_heading(text: str, is_heading: Callable[[Sequence[str]], bool]) -> tuple[str, str]:
    """The text and its delimiter: the one that gives a row of headings.

    A spreadsheet program of a country with another delimiter opens a file as one column, and
    saves each of its lines as one cell, in quotation marks: those are taken off.
    """
    for delimiter in _DELIMITERS:
        if any(map(is_heading, _first_rows(text, delimiter))):
            return text, delimiter
    for outer, inner in ((";", ","), (",", ";"), ("\t", ","), ("\t", ";")):
        alone = "\n".join(row[0] for row in _first_rows(text, outer) if row)
        if any(map(is_heading, _first_rows(alone, inner))):
            try:
                lines = [row[0] if row else "" for row in _parsed(text, outer)]
            except csv.Error:
                break
            return "\n".join(lines), inner
    return text, _delimiter(text)


def _first_rows(text: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        rows.extend(
            row for row, _ in zip(_parsed(text[:200_000], delimiter), range(100), strict=False)
        )
    except csv.Error:
        pass
    return rows


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
