from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, literal, or_, select

from ungis_events.accounts.models import TeamMember
from ungis_events.attendance.models import Attendance, AttendanceMark
from ungis_events.bulk_acts.models import BulkAct
from ungis_events.certificates.models import Certificate
from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.mailing.models import EmailStatus, OutgoingEmail
from ungis_events.registration_import.models import RegistrationImport
from ungis_events.registrations.models import (
    Registration,
    RegistrationCount,
    RegistrationStatus,
)
from ungis_events.registrations.rules import ACTIVE
from ungis_events.saved_views.models import SavedView
from ungis_events.speakers.models import Speaker, SpeakerStatus
from ungis_events.webinars.models import Panelist, Webinar

from .models import EventTotals, Removal
from .rules import ACCESS_NEEDS_STAY, removed_at

FORGOTTEN_OF_SPEAKERS = (
    "email", "email_key", "pronunciation", "access_needs", "gender", "country", "zone",
    "answer_words",
)  # fmt: skip
"""What a speaker told us to take part; name, function, biography and photo stay on the page."""

NUMBER_AS_NAME = literal("#").concat(cast(RegistrationImport.id, String))
"""What an import is called when the name of its file is forgotten: pages link it by its name."""


class Kept(NamedTuple):
    """How much of an event's personal data is still there."""

    registrations: int
    mails: int
    speakers: int


class Need(NamedTuple):
    name: str
    needs: str
    is_in_room: bool | None
    """None: a speaker."""


def find_totals(event_id: int) -> EventTotals | None:
    return db.session.get(EventTotals, event_id)


def find_removal_of_event(event_id: int) -> Removal | None:
    """Of everybody's data, under way."""
    query = select(Removal).where(Removal.event_id == event_id, Removal.registration_id.is_(None))
    return db.session.scalars(query.limit(1)).first()


def count_kept(event_id: int) -> Kept:
    speakers = select(func.count()).where(Speaker.event_id == event_id, _speaker_told())
    counts = [
        select(func.coalesce(func.sum(RegistrationCount.number), 0)).where(
            RegistrationCount.event_id == event_id
        ),
        select(func.count()).where(OutgoingEmail.event_id == event_id),
        speakers,
    ]
    return Kept(*db.session.execute(select(*(each.scalar_subquery() for each in counts))).one())


def list_due_events(now: datetime, default_days: int) -> list[Event]:
    """Those whose retention is over and that still hold personal rows, also such as came later.

    An event with nothing left is not looked at again; one interrupted half-way is.
    """
    query = select(Event).where(Event.ends_at < now, _has_personal_rows()).order_by(Event.id)
    return [event for event in db.session.scalars(query) if removed_at(event, default_days) <= now]


def _has_personal_rows() -> ColumnElement[bool]:
    return or_(
        exists().where(Registration.event_id == Event.id),
        exists().where(
            OutgoingEmail.event_id == Event.id, OutgoingEmail.status != EmailStatus.WAITING
        ),
        exists().where(Speaker.event_id == Event.id, _speaker_told()),
        exists().where(
            RegistrationImport.event_id == Event.id,
            or_(
                RegistrationImport.upload_id.is_not(None), RegistrationImport.name != NUMBER_AS_NAME
            ),
        ),
        exists().where(SavedView.event_id == Event.id),
        exists().where(
            BulkAct.event_id == Event.id, or_(BulkAct.query != "", BulkAct.note.is_not(None))
        ),
        exists().where(Certificate.event_id == Event.id, Certificate.name.is_not(None)),
        exists().where(AttendanceMark.event_id == Event.id),
        exists().where(Attendance.event_id == Event.id),
        exists().where(Panelist.webinar_id == Webinar.id, Webinar.event_id == Event.id),
    )


def told_of(
    table: type[AttendanceMark | Attendance], event_id: int, ids: Collection[int], addresses: Any
) -> ColumnElement[bool]:
    """What is known of these people's times in the online room, also by their addresses alone."""
    is_theirs = or_(table.registration_id.in_(ids), func.lower(table.email).in_(addresses))
    return and_(table.event_id == event_id, is_theirs)


def _speaker_told() -> ColumnElement[bool]:
    columns = [getattr(Speaker, name) for name in FORGOTTEN_OF_SPEAKERS]
    return or_(*(column.is_not(None) for column in columns))


def has_mails_waiting(
    event_id: int, registration_id: int | None = None, kinds: Sequence[str] = ()
) -> bool:
    query = select(OutgoingEmail.id).where(
        OutgoingEmail.event_id == event_id, OutgoingEmail.status == EmailStatus.WAITING
    )
    if registration_id is not None:
        query = query.where(OutgoingEmail.registration_id == registration_id)
    if kinds:
        query = query.where(OutgoingEmail.kind.in_(kinds))
    return db.session.scalars(query.limit(1)).first() is not None


def list_events_with_old_needs(now: datetime) -> Sequence[int]:
    """Those that were over a while ago and where somebody's access needs are still kept."""
    return db.session.scalars(
        select(Event.id)
        .where(
            Event.ends_at <= now - ACCESS_NEEDS_STAY,
            or_(
                exists().where(
                    Registration.event_id == Event.id, Registration.access_needs.is_not(None)
                ),
                exists().where(Speaker.event_id == Event.id, Speaker.access_needs.is_not(None)),
            ),
        )
        .order_by(Event.id)
    ).all()


def list_named(event_id: int) -> list[TeamMember]:
    """Who is named to see what people need to take part."""
    query = select(TeamMember).where(TeamMember.event_id == event_id, TeamMember.sees_access_needs)
    return sorted(db.session.scalars(query), key=lambda member: member.account.name.casefold())


def list_needs(event: Event) -> list[Need]:
    """Of speakers and of whoever may still come."""
    speakers = db.session.scalars(
        select(Speaker)
        .where(
            Speaker.event_id == event.id,
            Speaker.access_needs.is_not(None),
            Speaker.status.not_in((SpeakerStatus.DECLINED, SpeakerStatus.REPLACED)),
        )
        .order_by(Speaker.position)
    )
    people = db.session.scalars(
        select(Registration)
        .where(
            Registration.event_id == event.id,
            Registration.access_needs.is_not(None),
            Registration.status.in_(ACTIVE),
        )
        .order_by(Registration.status != RegistrationStatus.CONFIRMED, Registration.id)
    ).all()
    rooms = {mode.id: mode.mode.value == "room" for mode in event.modes}
    return [
        *(Need(one.display_name, one.access_needs or "", None) for one in speakers),
        *(Need(one.full_name, one.access_needs or "", rooms.get(one.mode_id)) for one in people),
    ]
