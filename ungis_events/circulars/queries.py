from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, func, select

from ungis_events.bulk_acts.models import BulkOutcome
from ungis_events.core.database import db
from ungis_events.events.models import Event, EventMode, Mode
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.registrations.models import Registration, RegistrationStatus
from ungis_events.registrations.queries import attended_is

from .errors import CircularNotFound
from .models import KIND, Attendance, Circular, CircularState, Purpose
from .rules import Audience


def get_circular(event: Event, circular_id: int) -> Circular:
    """Raises CircularNotFound, also for one of another event."""
    circular = db.session.get(Circular, circular_id)
    if circular is None or circular.event_id != event.id:
        raise CircularNotFound
    return circular


def find_circular(circular_id: int) -> Circular | None:
    return db.session.get(Circular, circular_id)


def find_circular_of(bulk_act_id: int) -> Circular | None:
    """The message to the people of that bulk act."""
    return db.session.scalar(select(Circular).where(Circular.bulk_act_id == bulk_act_id))


def list_circulars(event: Event) -> Sequence[Circular]:
    """The latest first."""
    query = select(Circular).where(Circular.event_id == event.id)
    return db.session.scalars(query.order_by(Circular.id.desc())).all()


def lock_scheduled(event: Event) -> Sequence[Circular]:
    """Those that wait for their moment; nobody else changes them until we are done."""
    query = select(Circular).where(
        Circular.event_id == event.id, Circular.state == CircularState.SCHEDULED
    )
    locked = query.order_by(Circular.id).with_for_update()
    return db.session.scalars(locked.execution_options(populate_existing=True)).all()


def chosen(audience: Audience) -> list[ColumnElement[bool]]:
    """`rules.reason_left_out` for thousands at once."""
    statuses = [RegistrationStatus(value) for value in audience.statuses]
    conditions: list[ColumnElement[bool]] = [Registration.status.in_(statuses)]
    if audience.groups:
        conditions.append(Registration.stakeholder_group.in_(audience.groups))
    if audience.attendance is not Attendance.ANY:
        conditions.append(attended_is(audience.attendance is Attendance.JOINED))
    if audience.mode:
        of_mode = and_(EventMode.id == Registration.mode_id, EventMode.mode == Mode(audience.mode))
        conditions.append(exists().where(of_mode))
    if audience.bulk_act_id is not None:
        is_chosen = and_(
            BulkOutcome.bulk_act_id == audience.bulk_act_id,
            BulkOutcome.registration_id == Registration.id,
        )
        conditions.append(exists().where(is_chosen))
    if audience.purpose is Purpose.NEWS:
        conditions.append(Registration.later_news.is_(True))
    return conditions


def has_it_not_yet(circular: Circular) -> ColumnElement[bool]:
    has_it = and_(
        OutgoingEmail.registration_id == Registration.id,
        OutgoingEmail.kind == KIND,
        OutgoingEmail.occasion == circular.occasion,
    )
    return ~exists().where(has_it)


def count_recipients(event: Event, audience: Audience) -> int:
    """How many fit now."""
    query = select(func.count()).where(Registration.event_id == event.id, *chosen(audience))
    return db.session.scalar(query) or 0
