from collections.abc import Collection, Iterator
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, func, select
from sqlalchemy.orm import joinedload

from ungis_events.core.database import db
from ungis_events.events.models import Event

from .errors import RegistrationNotFound
from .models import Registration, RegistrationCount, RegistrationStatus
from .rules import HEARING

MANY = 1000
"""From here on a rehearsal looks at a few people for all."""


def get_registration(event: Event, registration_id: int) -> Registration:
    """Raises RegistrationNotFound, also for a registration of another event."""
    registration = db.session.get(Registration, registration_id)
    if registration is None or registration.event_id != event.id:
        raise RegistrationNotFound
    return registration


_BY_ID = (  # made once: a worker asks it for every mail
    select(Registration)
    .where(Registration.id == bindparam("id"))
    .options(
        joinedload(Registration.mode),
        joinedload(Registration.event).options(
            joinedload(Event.forum), joinedload(Event.topic_rows)
        ),
    )
    .execution_options(populate_existing=True)
)


def get_registration_by_id(registration_id: int) -> Registration:
    """With its event. Raises RegistrationNotFound."""
    registration = db.session.scalars(_BY_ID, {"id": registration_id}).unique().one_or_none()
    if registration is None:
        raise RegistrationNotFound
    return registration


def lock_registration(registration: Registration) -> None:
    """Until the transaction ends, and read afresh. The seats' row is locked before it."""
    # Of registrations alone: PostgreSQL locks no row that an outer join may leave out.
    db.session.refresh(registration, with_for_update={"of": Registration})


def find_link_version(registration_id: int) -> int | None:
    return db.session.scalar(
        select(Registration.link_version).where(Registration.id == registration_id)
    )


_BY_ADDRESS = select(Registration).where(
    Registration.event_id == bindparam("event_id"), Registration.email_key == bindparam("key")
)


def find_registration(event: Event, email_key: str) -> Registration | None:
    return db.session.scalar(_BY_ADDRESS, {"event_id": event.id, "key": email_key})


def place_in_line(registration: Registration) -> int | None:
    """1 for the first who waits; None for everybody who does not."""
    if registration.status is not RegistrationStatus.WAITLISTED:
        return None
    since = registration.waits_since or registration.registered_at
    earlier = (Registration.waits_since < since) | (
        (Registration.waits_since == since) & (Registration.id <= registration.id)
    )
    return db.session.scalar(
        select(func.count()).where(
            Registration.mode_id == registration.mode_id,
            Registration.status == RegistrationStatus.WAITLISTED,
            earlier,
        )
    )


def find_first_registration(event: Event, status: RegistrationStatus) -> Registration | None:
    """The one who registered first of those in `status`."""
    return db.session.scalar(
        select(Registration)
        .where(Registration.event_id == event.id, Registration.status == status)
        .order_by(Registration.registered_at, Registration.id)
        .limit(1)
    )


def count_by_invitation(invitation_ids: Collection[int]) -> dict[int, int]:
    """{invitation: how many came by that group's link}; those nobody came by are not in it.

    By the links and not by the event: their index is all that is read.
    """
    rows = db.session.execute(
        select(Registration.invitation_id, func.count())
        .where(Registration.invitation_id.in_(invitation_ids))
        .group_by(Registration.invitation_id)
    )
    return {number: count for number, count in rows if number is not None}


def attended_is(wanted: bool) -> ColumnElement[bool]:
    """The condition that somebody was there, or was not: see Registration.attended."""
    return and_(Registration.attended) if wanted else ~Registration.attended


class Addressee(NamedTuple):
    """What a mail to one of many needs to know of them."""

    id: int
    email: str
    language: str
    status: RegistrationStatus
    calendar_sequence: int | None


def list_specimens(event: Event) -> list[int] | None:
    """Whose mails stand for all others where those concerned are thousands; None: they are few.

    The first and the last of each state: the line may move on meanwhile, from its beginning.
    """
    if not are_many(event):
        return None
    found: list[int] = []
    for status in HEARING:
        waits = status is RegistrationStatus.WAITLISTED
        line = (Registration.waits_since if waits else Registration.registered_at, Registration.id)
        query = select(Registration.id).where(
            Registration.event_id == event.id, Registration.status == status
        )
        for order in (line, [column.desc() for column in line]):
            found += db.session.scalars(query.order_by(*order).limit(1)).all()
    return found


def are_many(event: Event) -> bool:
    """Whether those concerned by a change are thousands."""
    return sum(count_in(event, status) for status in HEARING) >= MANY


def count_in(event: Event, status: RegistrationStatus) -> int:
    """How many are in that state, without counting them."""
    query = select(func.coalesce(func.sum(RegistrationCount.number), 0)).where(
        RegistrationCount.event_id == event.id, RegistrationCount.status == status
    )
    return db.session.scalar(query) or 0


def list_addressees(event: Event, *conditions: ColumnElement[bool]) -> Iterator[Addressee]:
    """Those of the event who fit, in the order they registered; no objects of thousands."""
    columns = [getattr(Registration, name) for name in Addressee._fields]
    rows = db.session.execute(
        select(*columns)
        .where(Registration.event_id == event.id, *conditions)
        .order_by(Registration.registered_at, Registration.id)
    )
    return (Addressee(*row) for row in rows)
