"""What several tests of attendance do."""

import io
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ungis_events.adapters.webinar import NoticeKind
from ungis_events.attendance.models import Attendance, AttendanceSummary, Source
from ungis_events.attendance.rules import Presence
from ungis_events.attendance.service import record_mark, save_report
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.registrations.models import Registration

FILES = Path(__file__).parent.parent / "data" / "attendance"
NEW_YORK, GENEVA = "America/New_York", "Europe/Zurich"
HEADING = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n"


def after(event: Event, minutes: float) -> datetime:
    """So many minutes after the event began."""
    return event.starts_at + timedelta(minutes=minutes)


def told(
    event: Event, kind: NoticeKind, minutes: float, email: str | None = None, **more: object
) -> None:
    values = {"session": "s", "participant": "p", "name": "Amina", "external_id": None,
              "registration_id": None} | more  # fmt: skip
    with transaction():
        record_mark(get_event(event.slug), kind, at=after(event, minutes), email=email, **values)  # type: ignore[arg-type]


def presence(
    event: Event,
    start: float,
    end: float,
    name: str = "Amina",
    email: str | None = None,
    registration: Registration | None = None,
) -> Presence:
    number = registration.id if registration is not None else None
    return Presence(name, email, after(event, start), after(event, end), number)


def reported(event: Event, *stays: Presence, source: Source = Source.REPORT) -> bool:
    with transaction():
        return save_report(get_event(event.slug), stays, source=source, now=event.ends_at)


def people(event: Event) -> list[Attendance]:
    db.session.rollback()
    db.session.expire_all()
    query = db.select(Attendance).where(Attendance.event_id == event.id)
    return list(db.session.scalars(query.order_by(Attendance.id)))


def summary_of(event: Event) -> AttendanceSummary | None:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get(AttendanceSummary, event.id)


def numbers_of(event: Event) -> tuple[int, int, int, int]:
    """people, matched, minutes, peak"""
    found = summary_of(event)
    assert found is not None
    return found.people, found.matched, found.minutes, found.peak


def minutes_of_all(registrations: Iterable[Registration]) -> list[int | None]:
    db.session.rollback()
    db.session.expire_all()
    return [each.attended_minutes for each in registrations]


def address(event: Event, rest: str = "") -> str:
    return f"/manage/events/{event.slug}/attendance/{rest}"


def send(
    client: FlaskClient, event: Event, content: bytes, zone: str = NEW_YORK, name: str = "zoom.csv"
) -> TestResponse:
    form = {"file": (io.BytesIO(content), name), "zone": zone}
    return client.post(address(event, "upload"), data=form, content_type="multipart/form-data")


def words(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    page = answer.text.partition("<section>")[2].partition("<footer")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
