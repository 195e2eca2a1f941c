"""Registrations as tables for spreadsheets, which must never run what a registrant typed."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

import xlsxwriter
from flask_babel import gettext

from ungis_events.questions.models import Answer, Question
from ungis_events.questions.queries import list_answers
from ungis_events.questions.rules import value_in_words
from ungis_events.topics.catalogue import list_countries, list_stakeholder_groups

from .models import Registration

Cell = str | int | datetime | None

# Spreadsheets run a cell that begins so, from a CSV file even when it is quoted; East Asian
# editions take the full-width signs too.
_BEGINNINGS = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001 - the full-width ones are meant


@dataclass(frozen=True)
class Columns:
    """What the table has besides the standard columns."""

    questions: Sequence[Question]
    with_access_needs: bool
    """Only for who was named to see them."""


def headings(columns: Columns) -> list[str]:
    return [
        gettext("Number"),
        gettext("Given name"),
        gettext("Family name"),
        gettext("E-mail"),
        gettext("Organization"),
        gettext("Stakeholder group"),
        gettext("Country"),
        gettext("Country code"),
        gettext("State"),
        gettext("Takes part"),
        gettext("Honorific"),
        gettext("Job title"),
        gettext("Language for captions"),
        *([gettext("Access needs")] if columns.with_access_needs else []),
        gettext("Question"),
        gettext("Later news"),
        gettext("Invitation"),
        gettext("Registered at (UTC)"),
        gettext("Joined at (UTC)"),
        gettext("Checked in at (UTC)"),
        gettext("Minutes online"),
        *(question.label for question in columns.questions),
    ]


def rows(
    batches: Iterable[Sequence[Registration]], columns: Columns, invitations: Mapping[int, str]
) -> Iterator[list[Cell]]:
    """In the order of `headings`. The answers of a batch are one look-up."""
    countries, groups = dict(list_countries("en")), dict(list_stakeholder_groups())
    yes, no = gettext("yes"), gettext("no")
    for batch in batches:
        answers = list_answers([each.id for each in batch]) if columns.questions else {}
        for each in batch:
            given = {answer.question_id: answer for answer in answers.get(each.id, ())}
            yield [
                each.id,
                each.given_name,
                each.family_name,
                each.email,
                each.organization,
                groups.get(each.stakeholder_group, each.stakeholder_group),
                countries.get(each.country, ""),
                each.country,
                each.status.value,
                each.mode.mode.value,
                each.honorific,
                each.job_title,
                each.captions_language,
                *([each.access_needs] if columns.with_access_needs else []),
                each.question,
                yes if each.later_news else no,
                invitations.get(each.invitation_id or 0),
                each.registered_at,
                each.joined_at,
                each.checked_in_at,
                each.attended_minutes,
                *(_said(question, given.get(question.id)) for question in columns.questions),
            ]


def _said(question: Question, answer: Answer | None) -> str | None:
    return None if answer is None else value_in_words(question.kind, answer.value)


def neutralise(text: str) -> str:
    """An apostrophe makes it text; what stands behind it is complete."""
    return f"'{text}" if text.startswith(_BEGINNINGS) else text


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """One line at a time, after the mark by which Excel knows UTF-8."""
    yield b"\xef\xbb\xbf"
    yield _csv_line(headings)
    for row in rows:
        yield _csv_line(row)


def _csv_line(row: Sequence[Cell]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow([neutralise(_as_text(cell)) for cell in row])
    return line.getvalue().encode()


def _as_text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    return "" if cell is None else str(cell)


def xlsx_file(
    headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, right_to_left: bool = False
) -> BinaryIO:
    """A temporary file at its beginning; one row is in memory at a time.

    Texts are written as texts, so nothing needs changing: `+41 22 …` stays as typed.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    workbook = xlsxwriter.Workbook(file, {"constant_memory": True, "in_memory": False})
    sheet = workbook.add_worksheet()
    bold = workbook.add_format({"bold": True})
    moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headings) - 1, 22)
    if right_to_left:
        sheet.right_to_left()
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(number, column, cell.replace(tzinfo=None), moment)
            elif isinstance(cell, int):
                sheet.write_number(number, column, cell)
            elif cell:
                sheet.write_string(number, column, cell)
    workbook.close()
    file.seek(0)
    return file
