from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select

from ungis_events.attendance.models import AttendanceMark, MarkKind
from ungis_events.core.database import db
from ungis_events.events.models import Event, Mode
from ungis_events.registrations.models import (
    Registration,
    RegistrationCount,
    RegistrationStatus,
)
from ungis_events.webinars.models import Webinar, WebinarCall

PAGE_SIZE = 50
_COMING = (
    RegistrationStatus.CONFIRMED,
    RegistrationStatus.WAITLISTED,
    RegistrationStatus.PENDING,
)


class Mark(NamedTuple):
    """Of an AttendanceMark what a stay is made of: thousands are read for each look."""

    session: str
    participant: str
    kind: MarkKind
    at: datetime
    name: str
    email: str | None
    registration_id: int | None


def list_marks(event: Event, *, since: datetime) -> list[Mark]:
    columns = [getattr(AttendanceMark, name) for name in Mark._fields]
    rows = db.session.execute(
        select(*columns).where(AttendanceMark.event_id == event.id, AttendanceMark.at >= since)
    )
    return [Mark(*row) for row in rows]


def list_arrivals(event: Event) -> Sequence[datetime]:
    """When people first went through the join page."""
    query = select(Registration.joined_at).where(
        Registration.event_id == event.id, Registration.joined_at.is_not(None)
    )
    return [moment for moment in db.session.scalars(query) if moment is not None]


class GroupCount(NamedTuple):
    code: str
    registered: int
    came: int


def count_groups(event: Event) -> list[GroupCount]:
    """How many with a seat online there are of each stakeholder group, and how many came."""
    online = next((mode.id for mode in event.modes if mode.mode is Mode.ONLINE), None)
    registered = db.session.execute(
        select(RegistrationCount.stakeholder_group, RegistrationCount.number).where(
            RegistrationCount.event_id == event.id,
            RegistrationCount.mode_id == online,
            RegistrationCount.status == RegistrationStatus.CONFIRMED,
            RegistrationCount.number > 0,
        )
    )
    came: dict[str, int] = {
        code: number
        for code, number in db.session.execute(
            select(Registration.stakeholder_group, func.count())
            .where(
                Registration.event_id == event.id,
                Registration.mode_id == online,
                Registration.status == RegistrationStatus.CONFIRMED,
                or_(
                    Registration.joined_at.is_not(None),
                    Registration.attended_minutes.is_not(None),
                ),
            )
            .group_by(Registration.stakeholder_group)
        )
    }
    return [GroupCount(code, number, came.get(code, 0)) for code, number in registered]


class QuestionSent(NamedTuple):
    registration_id: int
    name: str
    organization: str
    question: str
    registered_at: datetime


def list_questions(
    event: Event, *, newest_first: bool, page: int = 1, size: int = PAGE_SIZE
) -> list[QuestionSent]:
    """What people asked when they registered; of those who still mean to come."""
    order = Registration.registered_at, Registration.id
    rows = db.session.execute(
        select(
            Registration.id,
            Registration.given_name,
            Registration.family_name,
            Registration.organization,
            Registration.question,
            Registration.registered_at,
        )
        .where(*_asked(event))
        .order_by(*(column.desc() if newest_first else column for column in order))
        .limit(size)
        .offset((page - 1) * size)
    )
    return [
        QuestionSent(number, f"{given} {family}".strip(), organization, question or "", at)
        for number, given, family, organization, question, at in rows
    ]


def count_questions(event: Event) -> int:
    return db.session.scalar(select(func.count()).where(*_asked(event))) or 0


def _asked(event: Event) -> list[ColumnElement[bool]]:
    return [
        Registration.event_id == event.id,
        Registration.question.is_not(None),
        Registration.status.in_(_COMING),
        Registration.merged_into_id.is_(None),
    ]


def count_waiting_calls(webinar: Webinar, now: datetime) -> int:
    """What the provider should have done by now; not what is planned for later."""
    is_late = or_(WebinarCall.due_at <= now, WebinarCall.problem.is_not(None))
    query = select(func.count()).where(
        WebinarCall.webinar_id == webinar.id, WebinarCall.due_at.is_not(None), is_late
    )
    return db.session.scalar(query) or 0


def has_guests(event: Event, *, since: datetime) -> bool:
    """Whether somebody who registered has come into the room."""
    query = select(AttendanceMark.id).where(
        AttendanceMark.event_id == event.id,
        AttendanceMark.at >= since,
        AttendanceMark.registration_id.is_not(None),
    )
    return db.session.scalar(query.limit(1)) is not None
