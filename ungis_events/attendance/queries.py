from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from ungis_events.core.database import db
from ungis_events.events.models import Event

from .errors import AttendanceNotFound, ReportDropped
from .models import Attendance, AttendanceMark, AttendanceReport, AttendanceSummary
from .rules import Presence, stays_of


def find_summary(event: Event) -> AttendanceSummary | None:
    """How the event's attendance is known; None: not at all, or not gathered yet."""
    return db.session.get(AttendanceSummary, event.id)


def get_attendance(event: Event, attendance_id: int) -> Attendance:
    """Raises AttendanceNotFound, also for one of another event."""
    attendance = db.session.get(Attendance, attendance_id)
    if attendance is None or attendance.event_id != event.id:
        raise AttendanceNotFound
    return attendance


def find_kept_report(event: Event) -> AttendanceReport | None:
    """That was uploaded and waits for a yes."""
    return db.session.scalar(select(AttendanceReport).where(AttendanceReport.event_id == event.id))


def get_kept_report(event: Event) -> AttendanceReport:
    """Raises ReportDropped."""
    kept = find_kept_report(event)
    if kept is None:
        raise ReportDropped
    return kept


def list_marks(event: Event) -> Sequence[AttendanceMark]:
    """In the order they happened."""
    query = select(AttendanceMark).where(AttendanceMark.event_id == event.id)
    return db.session.scalars(query.order_by(AttendanceMark.at, AttendanceMark.id)).all()


def list_stays(event: Event, end: datetime | None = None) -> list[Presence]:
    """From the list that is in use, without those set aside; from the marks while there is none.

    `end`: when who has not left is taken to have left; the event's end unless said.
    """
    if find_summary(event) is None:
        return stays_of(list_marks(event), end or event.ends_at)
    columns = (Attendance.name, Attendance.email, Attendance.registration_id, Attendance.stays)
    rows = db.session.execute(
        select(*columns, Attendance.person_key)
        .where(Attendance.event_id == event.id, Attendance.is_set_aside.is_(False))
        .order_by(Attendance.first_joined_at, Attendance.id)
    )
    return [
        Presence(
            name,
            email,
            datetime.fromisoformat(joined),
            datetime.fromisoformat(left),
            registration_id,
            key,
        )
        for name, email, registration_id, stays, key in rows
        for joined, left in stays
    ]
