"""Letting people in at the door of the room, each of them once."""

from datetime import datetime

from sqlalchemy import update

from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.history.service import record_history
from ungis_events.registrations.models import Registration, RegistrationStatus

from .errors import NotAdmitted
from .rules import ADMITTING, Verdict, verdict


def check_in(registration: Registration, event: Event, *, actor: str, now: datetime) -> bool:
    """Whether it was this call that let them in: two doors may scan one person at once.

    Somebody with a seat online keeps it: they are in the room, and that is noted. Their seat
    online is nobody's loss, and moving it now would only send them a mail at the door.
    Raises NotAdmitted.
    """
    found = verdict(registration, event, now)
    if found is Verdict.IN_ALREADY:
        return False
    if found not in ADMITTING:
        raise NotAdmitted
    # "Not in yet" and "in" are one statement, and whoever withdraws meanwhile is not let in.
    was_first = _set_checked_in(registration, None, now)
    if was_first:
        how = "registered online" if found is Verdict.ONLINE else None
        _record(registration, event, "checked in", how, actor, now)
    elif registration.checked_in_at is None:
        raise NotAdmitted
    return was_first


def undo_check_in(registration: Registration, event: Event, *, actor: str, now: datetime) -> bool:
    """For the wrong name tapped in a crowd. False: they were not in."""
    if registration.event_id != event.id:
        raise NotAdmitted
    was_in = registration.checked_in_at is not None and _set_checked_in(
        registration, registration.checked_in_at, None
    )
    if was_in:
        _record(registration, event, "check-in undone", None, actor, now)
    return was_in


def _set_checked_in(
    registration: Registration, before: datetime | None, after: datetime | None
) -> bool:
    """One guarded write; `registration` is read afresh."""
    column = Registration.checked_in_at
    guard = [
        Registration.id == registration.id,
        column.is_(None) if before is None else column == before,
    ]
    if after is not None:
        guard.append(Registration.status == RegistrationStatus.CONFIRMED)
    changed = db.session.execute(
        update(Registration)
        .where(*guard)
        .values(checked_in_at=after)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(registration)
    return bool(changed.rowcount)  # type: ignore[attr-defined] # of a CursorResult


def _record(
    registration: Registration,
    event: Event,
    act: str,
    how: str | None,
    actor: str,
    now: datetime,
) -> None:
    record_history(
        event.id,
        act=act,
        changes={"how": [None, how]} if how else {},
        actor=actor,
        now=now,
        registration_id=registration.id,
    )
