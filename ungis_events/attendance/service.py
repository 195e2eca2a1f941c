"""Keeping who was in the room: as it happens, from a report, and as an organizer says."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Insert, bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from ungis_events.adapters.webinar import NoticeKind
from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.events.queries import lock_event
from ungis_events.history.service import record_history
from ungis_events.registrations.models import Registration
from ungis_events.registrations.rules import email_key

from .composing import compose
from .models import Attendance, AttendanceMark, AttendanceSummary, MarkKind, Source
from .queries import find_summary, list_marks
from .rules import Counted, Presence, clean, is_of_event, stays_of, tally

_INSERT: dict[str, Insert] = {
    "sqlite": sqlite.insert(AttendanceMark).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(AttendanceMark).on_conflict_do_nothing(),
}
_SET_MINUTES = (
    update(Registration.__table__)  # type: ignore[arg-type] # a table, typed as a FromClause
    .where(Registration.__table__.c.id == bindparam("number"))
    .values(attended_minutes=bindparam("minutes"))
)


def record_mark(
    event: Event,
    notice_kind: NoticeKind | MarkKind,
    *,
    session: str,
    participant: str,
    at: datetime,
    name: str,
    email: str | None,
    external_id: str | None,
    registration_id: int | None,
) -> None:
    """That somebody came or left; told again, it changes nothing.

    Who is known by the registrant or the address has joined by it, if they had not before; but
    not at a rehearsal.
    """
    kind = MarkKind(notice_kind.value)
    row = {
        "event_id": event.id,
        "session": session[:100],
        "participant": participant[:200],
        "kind": kind,
        "at": at,
        "name": clean(name, 300),
        "email": clean(email, 254) or None if email else None,
        "external_id": external_id[:100] if external_id else None,
        "registration_id": registration_id,
    }
    db.session.execute(_INSERT[db.engine.dialect.name], [row])
    if kind is MarkKind.JOINED and is_of_event(event, at):
        _note_joined(event, registration_id, email, at)


def _note_joined(
    event: Event, registration_id: int | None, email: str | None, at: datetime
) -> None:
    who = Registration.id == registration_id
    if registration_id is None:
        if not email:
            return
        who = Registration.email_key == email_key(email)
    db.session.execute(
        update(Registration)
        .where(
            Registration.event_id == event.id,
            who,
            # The first time, in whatever order they are told.
            or_(Registration.joined_at.is_(None), Registration.joined_at > at),
        )
        .values(joined_at=at)
        .execution_options(synchronize_session=False)
    )


def gather_from_marks(event: Event, *, now: datetime, ended_at: datetime | None = None) -> bool:
    """Make the list of what the provider told as it happened. False: a report is in use already,
    which knows better, or nobody came.

    `ended_at`: when the room closed, where that is known; it is when those left of whom nothing
    else is known. Otherwise the event's end, or the last that was told, but never after `now`.
    """
    lock_event(event)
    summary = find_summary(event)
    if summary is not None and summary.source is not Source.WEBHOOKS:
        return False
    marks = list_marks(event)
    end = ended_at or min(now, max([event.ends_at, *(mark.at for mark in marks)]))
    stays = [each for each in stays_of(marks, end) if is_of_event(event, each.left_at)]
    return _save(event, stays, Source.WEBHOOKS, None, now)


def save_report(
    event: Event,
    stays: Iterable[Presence],
    *,
    source: Source,
    file_name: str | None = None,
    actor: str = "webinar",
    now: datetime,
) -> bool:
    """Take a report in place of all that was gathered before; what an organizer said of people
    stays. Of a fetched report and an uploaded one the later is in use.

    False: nobody is in it, and it changes nothing: a report is empty until the provider has
    made it.
    """
    lock_event(event)
    if source is not Source.UPLOAD:  # of that an organizer saw when it was
        stays = [each for each in stays if is_of_event(event, each.left_at)]
    before = find_summary(event)
    people_before = before.people if before is not None else None
    if not _save(event, stays, source, file_name, now):
        return False
    after = find_summary(event)
    record_history(
        event.id,
        act=f"attendance {source.value} taken in",
        changes={"people": [people_before, after.people if after is not None else None]},
        actor=actor,
        now=now,
    )
    return True


def _save(
    event: Event, stays: Iterable[Presence], source: Source, file_name: str | None, now: datetime
) -> bool:
    if event.purged_at is not None:  # what was removed does not come back
        return False
    rows = compose(event, stays)
    if not rows:
        return False
    db.session.execute(delete(Attendance).where(Attendance.event_id == event.id))
    db.session.execute(insert(Attendance), rows)
    summary = find_summary(event)
    if summary is None:
        summary = AttendanceSummary(event_id=event.id)
        db.session.add(summary)
    summary.source, summary.gathered_at = source, now
    summary.file_name = file_name[:200] if file_name else None
    count_anew(event, summary)
    return True


def count_anew(event: Event, summary: AttendanceSummary) -> None:
    """The numbers of all, and everybody's minutes on their registration."""
    rows = db.session.execute(
        select(
            Attendance.id, Attendance.registration_id, Attendance.speaker_id, Attendance.stays
        ).where(Attendance.event_id == event.id, Attendance.is_set_aside.is_(False))
    )
    found = tally(Counted(*row) for row in rows)
    summary.people, summary.matched = found.people, found.matched
    summary.minutes, summary.peak = found.minutes, found.peak
    _set_minutes(event, found.minutes_of)


def _set_minutes(event: Event, minutes: dict[int, int]) -> None:
    """Only where it is another number: each row written is an index entry moved."""
    rows = db.session.execute(
        select(Registration.id, Registration.attended_minutes).where(
            Registration.event_id == event.id, Registration.attended_minutes.is_not(None)
        )
    )
    before = {number: value for number, value in rows}
    changed = [
        {"number": number, "minutes": minutes.get(number)}
        for number in sorted(before.keys() | minutes.keys())
        if before.get(number) != minutes.get(number)
    ]
    if changed:
        db.session.execute(_SET_MINUTES, changed)
    touched = {row["number"] for row in changed}
    for one in db.session.identity_map.values():
        if isinstance(one, Registration) and one.id in touched:
            db.session.expire(one, ["attended_minutes"])
