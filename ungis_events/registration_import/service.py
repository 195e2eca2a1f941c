"""Lists of people: kept until they are confirmed or dropped, then taken in a few at a time."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from io import BytesIO, StringIO

from flask_babel import LazyString, force_locale
from sqlalchemy import update

from ungis_events.adapters.tables import Table, find_columns, read_table
from ungis_events.core.database import db
from ungis_events.core.errors import DomainError
from ungis_events.core.leases import LEASE
from ungis_events.events.models import Event, EventMode
from ungis_events.events.queries import lock_modes
from ungis_events.history.rules import Actor
from ungis_events.history.service import record_history
from ungis_events.registrations.desk_service import add_registration
from ungis_events.registrations.models import RegistrationStatus
from ungis_events.uploads.queries import get_upload, stream_upload
from ungis_events.uploads.rules import Kind
from ungis_events.uploads.service import delete_upload, save_upload

from .errors import ImportChanged, ImportDone
from .models import ImportedRow, RegistrationImport
from .queries import list_registered
from .reading import ReadRow, keys_in, read_rows
from .rules import (
    AT_ONCE,
    BATCH,
    FIELDS,
    KEPT_FOR,
    LONGEST_BYTES,
    MOST_ROWS,
    ImportOptions,
    fingerprint,
)

TABLES = (Kind.CSV, Kind.TEXT)
DOUBTS = "doubts"
"""In the options: what there was to say about the file as a whole."""


def read_file(content: bytes, name: str) -> Table:
    """Raises TableNotRead."""
    return read_table(content, name, longest_bytes=LONGEST_BYTES, most_rows=MOST_ROWS)


def as_csv(table: Table) -> bytes:
    """Every row where it stood, so that it keeps its number."""
    text = StringIO()
    text.write("sep=,\r\n")
    lines = csv.writer(text)
    rows = {row.number: row.cells for row in table.rows} | {table.heading_number: table.headings}
    for number in range(1, max(rows) + 1):
        lines.writerow(rows.get(number, ()))
    return text.getvalue().encode()


def keep_file(
    event: Event,
    table: Table,
    name: str,
    options: ImportOptions,
    *,
    actor: str,
    now: datetime,
) -> RegistrationImport:
    """Nothing of it is saved as a registration yet. Raises InvalidInput.

    Its rows are kept, not the file: a workbook takes seconds to open, and people register
    meanwhile.
    """
    upload = save_upload(
        BytesIO(as_csv(table)), "list.csv", allowed=TABLES, longest=4 * LONGEST_BYTES, now=now
    )
    with force_locale("en"):  # each reader has them translated
        doubts = [str(doubt) for doubt in table.doubts]
    words = {field: headings for field, (_label, headings) in FIELDS.items()}
    kept = RegistrationImport(
        event_id=event.id,
        upload_id=upload.id,
        name=name[:200],
        columns=dict(find_columns(table.headings, words)),
        options=options.kept() | {DOUBTS: doubts},
        made_by=actor,
        made_by_id=actor.account_id if isinstance(actor, Actor) else None,
        made_at=now,
        rows_all=len(table.rows),
        due_at=now + KEPT_FOR,
        attempts=0,
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def choose_columns(
    kept: RegistrationImport, columns: Mapping[str, int], options: ImportOptions
) -> None:
    """Raises ImportDone."""
    _lock(kept)
    _check_waits(kept)
    kept.columns = dict(columns)
    kept.options = options.kept() | {DOUBTS: kept.options.get(DOUBTS, [])}


def confirm_import(kept: RegistrationImport, seen: str, *, actor: str, now: datetime) -> None:
    """`seen`: the fingerprint of the preview. Raises ImportDone, ImportChanged."""
    _lock(kept)
    _check_waits(kept)
    if seen != fingerprint(kept.columns, kept.options):
        raise ImportChanged
    kept.confirmed_at, kept.attempts = now, 0
    # A few are taken in by who asked; should that end early the worker takes them up.
    kept.due_at = now + LEASE if kept.rows_all <= AT_ONCE else now
    record_history(
        kept.event_id,
        act="registrations imported",
        changes={"rows": [None, kept.rows_all], "status": kept.options["status"]},
        actor=actor,
        now=now,
    )


def drop_import(kept: RegistrationImport, *, now: datetime) -> None:
    """Raises ImportDone."""
    _lock(kept)
    _check_waits(kept)
    _let_go(kept, now)


def saved_table(kept: RegistrationImport) -> Table:
    """Of the file as it was sent. Raises ImportDone when it is gone."""
    if kept.upload_id is None:
        raise ImportDone
    return _read_saved(kept.upload_id, get_upload(kept.upload_id).sha256, kept.name)


@lru_cache(2)
def _read_saved(upload_id: int, _sha256: str, name: str) -> Table:
    """Kept for the next rows.

    With its fingerprint: a database gives the number of a removed file away again.
    """
    content = b"".join(stream_upload(upload_id))
    return read_table(content, name, longest_bytes=4 * LONGEST_BYTES, most_rows=MOST_ROWS)


def preview(kept: RegistrationImport, event: Event) -> list[ReadRow]:
    """Raises ImportDone."""
    table = saved_table(kept)
    columns: dict[str, int] = kept.columns
    return list(
        read_rows(
            table,
            columns,
            ImportOptions.of(kept.options),
            registered=list_registered(event.id, keys_in(table, columns)),
            modes={mode.mode for mode in event.modes},
        )
    )


def work_import(import_id: int, now: datetime) -> None:
    """The worker's part: the next rows, or the end of a file that nobody confirmed."""
    work_some(import_id, now)


def work_some(import_id: int, now: datetime) -> bool:
    """The next BATCH rows, each with its outcome, all in the caller's transaction. Returns
    whether any are left.
    """
    kept = db.session.get(
        RegistrationImport, import_id, with_for_update=True, populate_existing=True
    )
    if kept is None:
        return False
    if kept.done_at is not None:
        _forget_names(kept)
        return False
    if kept.confirmed_at is None:
        _let_go(kept, now)
        return False
    event = db.session.get_one(Event, kept.event_id)
    lock_modes(event)  # both at once, in the order that everybody takes them in
    table = saved_table(kept)
    for row in _next_rows(kept, event, table):
        _take_in(kept, event, row, now)
        kept.rows_worked += 1
    if kept.rows_worked < len(table.rows):
        kept.due_at = now if kept.attempts else kept.due_at
        return True
    _let_go(kept, now)
    if kept.rows_saved < kept.rows_worked:
        kept.due_at = now + KEPT_FOR
    return False


def _forget_names(kept: RegistrationImport) -> None:
    left_out = update(ImportedRow).where(ImportedRow.import_id == kept.id)
    db.session.execute(left_out.values(name=None, email=None))
    kept.due_at = None


def _next_rows(kept: RegistrationImport, event: Event, table: Table) -> Iterator[ReadRow]:
    """Which address is registered by now, or stood in an earlier row, says add_registration."""
    some = table.rows[kept.rows_worked : kept.rows_worked + BATCH]
    modes = {mode.mode for mode in event.modes}
    options = ImportOptions.of(kept.options)
    return read_rows(replace(table, rows=some), kept.columns, options, registered=(), modes=modes)


def _take_in(kept: RegistrationImport, event: Event, row: ReadRow, now: datetime) -> None:
    outcome = ImportedRow(import_id=kept.id, number=row.number)
    options = ImportOptions.of(kept.options)
    problem: LazyString | str | None = row.problem
    if row.details is not None:
        try:
            with db.session.begin_nested():  # what was begun with this person is taken back
                registration = add_registration(
                    event,
                    row.details,
                    status=RegistrationStatus(options.status),
                    is_told=options.is_told,
                    now=now,
                )
        except DomainError as error:
            problem = error.message
        else:
            outcome.registration_id = registration.id
            outcome.status = registration.status.value
            kept.rows_saved += 1
            _note(kept, registration.id, registration.status.value, now)
    if problem is not None:
        with force_locale("en"):  # each reader has it translated
            outcome.problem = str(problem)
        outcome.name, outcome.email = row.name[:300], row.email[:254]
    db.session.add(outcome)


def count_seats(
    event: Event, rows: Iterable[ReadRow], status: str
) -> list[tuple[EventMode, int, int]]:
    """(mode, seats left, rows that ask for one), where rows are more than seats.

    Places kept for groups are not for them.
    """
    if status != RegistrationStatus.CONFIRMED.value:
        return []
    asked = Counter(row.details.attendance for row in rows if row.details is not None)
    found = []
    for mode in event.modes:
        number = asked[mode.mode] + (asked[None] if len(event.modes) == 1 else 0)
        if mode.capacity is not None:
            left = max(mode.capacity - mode.taken - mode.kept, 0)
            found += [(mode, left, number)] if number > left else []
    return found


def _note(kept: RegistrationImport, registration_id: int, status: str, now: datetime) -> None:
    actor = kept.made_by
    if kept.made_by_id is not None:
        actor = Actor.of(actor, kept.made_by_id)
    record_history(
        kept.event_id,
        act=f"registration {registration_id}: imported",
        changes={"status": [None, status]},
        actor=actor,
        now=now,
        registration_id=registration_id,
    )


def _lock(kept: RegistrationImport) -> None:
    db.session.refresh(kept, with_for_update=True)


def _check_waits(kept: RegistrationImport) -> None:
    if kept.confirmed_at is not None or kept.done_at is not None:
        raise ImportDone


def _let_go(kept: RegistrationImport, now: datetime) -> None:
    """The file with its personal data goes; the numbers stay."""
    upload_id, kept.upload_id = kept.upload_id, None
    kept.done_at, kept.due_at = now, None
    if upload_id is not None:
        delete_upload(get_upload(upload_id))
    _read_saved.cache_clear()
