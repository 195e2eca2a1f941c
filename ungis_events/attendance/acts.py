"""What an organizer says of people whom no rule could match, or should not have."""

from datetime import datetime

from sqlalchemy import ColumnElement, update

from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.events.queries import lock_event
from ungis_events.history.service import record_history
from ungis_events.registrations.models import Registration

from .errors import AttendanceMatched
from .models import Attendance, MatchedBy
from .queries import find_summary
from .service import count_anew


def match_by_hand(
    event: Event, attendance: Attendance, registration: Registration, *, actor: str, now: datetime
) -> None:
    """They are this registration's person. Raises AttendanceMatched."""
    _say(
        event,
        attendance,
        [Attendance.registration_id.is_(None), Attendance.is_set_aside.is_(False)],
        {"registration_id": registration.id, "matched_by": MatchedBy.HAND},
    )
    _note(event, "attendance matched", registration.id, actor, now)


def unmatch(event: Event, attendance: Attendance, *, actor: str, now: datetime) -> None:
    """Take back what an organizer matched. Raises AttendanceMatched, also where a rule did it:
    the next report would do it again; such a person is set aside."""
    registration_id = attendance.registration_id
    _say(
        event,
        attendance,
        [Attendance.matched_by == MatchedBy.HAND],
        {
            "registration_id": None,
            "matched_by": MatchedBy.ADDRESS if attendance.speaker_id is not None else None,
        },
    )
    _note(event, "attendance match undone", registration_id, actor, now)


def set_aside(event: Event, attendance: Attendance, *, actor: str, now: datetime) -> None:
    """Nobody of ours: a test, a telephone, an interpreter. They are counted nowhere.

    Raises AttendanceMatched.
    """
    _say(event, attendance, [Attendance.is_set_aside.is_(False)], {"is_set_aside": True})
    _note(event, "attendance set aside", attendance.registration_id, actor, now)


def count_again(event: Event, attendance: Attendance, *, actor: str, now: datetime) -> None:
    """Undo `set_aside`. Raises AttendanceMatched."""
    _say(event, attendance, [Attendance.is_set_aside.is_(True)], {"is_set_aside": False})
    _note(event, "attendance counted again", attendance.registration_id, actor, now)


def _say(
    event: Event,
    attendance: Attendance,
    conditions: list[ColumnElement[bool]],
    values: dict[str, object],
) -> None:
    """One guarded write: two organizers may look at one list."""
    lock_event(event)
    changed = db.session.execute(
        update(Attendance)
        .where(Attendance.id == attendance.id, Attendance.event_id == event.id, *conditions)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if not changed.rowcount:  # type: ignore[attr-defined] # of a CursorResult
        raise AttendanceMatched
    db.session.expire(attendance)
    summary = find_summary(event)
    if summary is not None:
        count_anew(event, summary)


def _note(event: Event, act: str, registration_id: int | None, actor: str, now: datetime) -> None:
    record_history(
        event.id, act=act, changes={}, actor=actor, now=now, registration_id=registration_id
    )
