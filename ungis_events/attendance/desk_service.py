"""Uploaded reports: kept until somebody looked at what they say, then taken in or dropped."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO, StringIO

from flask_babel import force_locale

from ungis_events.adapters.tables import Row
from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.events.queries import lock_event
from ungis_events.uploads.queries import get_upload, stream_upload
from ungis_events.uploads.rules import Kind
from ungis_events.uploads.service import delete_upload, save_upload

from .composing import compose
from .errors import ReportDropped
from .models import AttendanceReport, Source
from .queries import find_kept_report, get_kept_report
from .reading import LONGEST_BYTES, Report, Understood, read_report, understand
from .rules import Counted, Tally, tally
from .service import save_report

KEPT_FOR = timedelta(days=1)
"""A report nobody said yes to, with the personal data in it."""


@dataclass(frozen=True)
class Preview:
    """What taking a report in would make of it."""

    report: Report
    understood: Understood
    tally: Tally
    strangers: tuple[str, ...]
    """Names of those whom no rule matches, nor an organizer did before."""


def keep_report(
    event: Event, report: Report, name: str, zone: str, *, actor: str, now: datetime
) -> AttendanceReport:
    """In place of one that waits already. Nothing of it counts yet. Raises InvalidInput.

    Its rows are kept, not the file: they are read again with each look.
    """
    lock_event(event)
    before = find_kept_report(event)
    if before is not None:
        _forget(before)
    upload = save_upload(
        BytesIO(_as_csv(report.raw)),
        "report.csv",
        allowed=(Kind.CSV, Kind.TEXT),
        longest=4 * LONGEST_BYTES,
        now=now,
    )
    with force_locale("en"):  # each reader has them translated
        doubts = [str(doubt) for doubt in report.doubts]
    kept = AttendanceReport(
        event_id=event.id,
        upload_id=upload.id,
        name=name[:200],
        zone=zone,
        doubts=doubts,
        made_by=actor,
        made_at=now,
        due_at=now + KEPT_FOR,
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def _as_csv(rows: Sequence[Row]) -> bytes:
    """Every row where it stood, so that it keeps its number."""
    text = StringIO()
    text.write("sep=,\r\n")
    lines = csv.writer(text)
    last = 0
    for row in rows:
        text.write("\r\n" * (row.number - last - 1))
        lines.writerow(row.cells)
        last = row.number
    return text.getvalue().encode()


def look_at(event: Event, kept: AttendanceReport, zones: Sequence[str]) -> Preview:
    """`zones`: what its times may be meant in. Raises ReportNotRead."""
    report, understood = _understood(event, kept, zones)
    rows = compose(event, understood.stays)
    counted = tally(
        Counted(number, row["registration_id"], row["speaker_id"], row["stays"])
        for number, row in enumerate(rows)
        if not row["is_set_aside"]
    )
    strangers = tuple(
        row["name"] or row["email"] or "–"
        for row in rows
        if row["matched_by"] is None and not row["is_set_aside"]
    )
    return Preview(report, understood, counted, strangers)


def _understood(
    event: Event, kept: AttendanceReport, zones: Sequence[str]
) -> tuple[Report, Understood]:
    content = b"".join(stream_upload(kept.upload_id))
    report = read_report(content, kept.name, longest_bytes=4 * LONGEST_BYTES)
    return report, understand(report, kept.zone, event.starts_at, event.ends_at, zones)


def choose_zone(event: Event, zone: str) -> None:
    """Raises ReportDropped."""
    lock_event(event)
    get_kept_report(event).zone = zone


def seen(kept: AttendanceReport) -> str:
    """What a preview showed: saying yes to another one would take in something unseen."""
    return f"{kept.id}-{kept.zone}"


def take_in(event: Event, was_seen: str, *, actor: str, now: datetime) -> bool:
    """False: nobody is in it. Raises ReportDropped, ReportNotRead."""
    lock_event(event)
    kept = get_kept_report(event)
    if was_seen != seen(kept):
        raise ReportDropped
    _report, understood = _understood(event, kept, ())
    name = kept.name
    _forget(kept)
    return save_report(
        event, understood.stays, source=Source.UPLOAD, file_name=name, actor=actor, now=now
    )


def drop(event: Event) -> None:
    """With the personal data in it. Raises ReportDropped."""
    lock_event(event)
    _forget(get_kept_report(event))


def drop_forgotten(report_id: int, now: datetime) -> None:
    """Nobody said yes in time. For the worker; one that is gone already is no concern."""
    kept = db.session.get(AttendanceReport, report_id, with_for_update=True)
    if kept is not None and kept.made_at + KEPT_FOR <= now:
        _forget(kept)


def _forget(kept: AttendanceReport) -> None:
    upload = get_upload(kept.upload_id)
    db.session.delete(kept)
    delete_upload(upload)
