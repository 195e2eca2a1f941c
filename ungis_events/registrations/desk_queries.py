"""What organizers see of registrations."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from ungis_events.core.database import db
from ungis_events.events.models import Event

from .models import Registration, RegistrationStatus

PAGE_SIZE = 50
_BY = {
    "name": (func.lower(Registration.family_name), func.lower(Registration.given_name)),
    "email": (Registration.email_key,),
    "organization": (func.lower(Registration.organization),),
    "group": (Registration.stakeholder_group,),
    "country": (Registration.country,),
    "status": (Registration.status,),
    "registered": (Registration.registered_at,),
}


class RegistrationsWanted(NamedTuple):
    """What the table was asked for; `-` before `sort` turns it round."""

    q: str = ""
    status: str = ""
    sort: str = "-registered"
    page: int = 1


def list_registrations(event: Event, wanted: RegistrationsWanted) -> Sequence[Registration]:
    """One page of them, with their modes."""
    query = _wanted(event, wanted).options(joinedload(Registration.mode))
    query = query.limit(PAGE_SIZE).offset((max(wanted.page, 1) - 1) * PAGE_SIZE)
    return db.session.scalars(query).all()


def count_registrations(event: Event, wanted: RegistrationsWanted) -> int:
    query = _wanted(event, wanted).order_by(None)
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def stream_registrations(event_id: int) -> Iterator[Registration]:
    """All of an event's in the order they came, a few hundred at a time."""
    query = (
        select(Registration)
        .where(Registration.event_id == event_id)
        .options(joinedload(Registration.mode))
        .order_by(Registration.registered_at, Registration.id)
        .execution_options(yield_per=500)
    )
    yield from db.session.scalars(query)


def count_by_status(event: Event) -> dict[RegistrationStatus, int]:
    """Every state, those with nobody too."""
    rows = db.session.execute(
        select(Registration.status, func.count())
        .where(Registration.event_id == event.id)
        .group_by(Registration.status)
    )
    counted = {status: number for status, number in rows}
    return {status: counted.get(status, 0) for status in RegistrationStatus}


def count_by_group(event: Event) -> dict[str, int]:
    """Confirmed people by the code of their stakeholder group, most first."""
    number = func.count()
    rows = db.session.execute(
        select(Registration.stakeholder_group, number)
        .where(
            Registration.event_id == event.id,
            Registration.status == RegistrationStatus.CONFIRMED,
        )
        .group_by(Registration.stakeholder_group)
        .order_by(number.desc(), Registration.stakeholder_group)
    )
    return {code: count for code, count in rows}


def _wanted(event: Event, wanted: RegistrationsWanted) -> Select[tuple[Registration]]:
    query = select(Registration).where(Registration.event_id == event.id)
    if wanted.status in list(RegistrationStatus):
        query = query.where(Registration.status == RegistrationStatus(wanted.status))
    query = query.where(*(_has(word) for word in wanted.q.split()[:10]))
    sort = wanted.sort if wanted.sort.removeprefix("-") in _BY else RegistrationsWanted().sort
    columns = _BY[sort.removeprefix("-")]
    order = [column.desc() if sort.startswith("-") else column.asc() for column in columns]
    return query.order_by(*order, Registration.id)


def _has(word: str) -> ColumnElement[bool]:
    """Somewhere in name, address or organization."""
    # SQLite knows capitals of ASCII letters only: for others each spelling is looked for.
    spellings = {word} if word.isascii() else {word, word.lower(), word.upper(), word.title()}
    return or_(
        *(
            column.icontains(spelling, autoescape=True)
            for column in (
                Registration.given_name,
                Registration.family_name,
                Registration.email,
                Registration.organization,
            )
            for spelling in spellings
        )
    )
