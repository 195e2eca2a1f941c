"""What organizers see of events."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from ungis_events.core.database import db

from .models import Event, EventMode, EventStatus, Forum
from .queries import matching

PAGE_SIZE = 50
_REGISTERED = (
    select(func.coalesce(func.sum(EventMode.taken), 0))
    .where(EventMode.event_id == Event.id)
    .scalar_subquery()
)
_WAITING = (
    select(func.coalesce(func.sum(EventMode.waiting), 0))
    .where(EventMode.event_id == Event.id)
    .scalar_subquery()
)
_BY = {
    "starts": Event.starts_at,
    "title": func.lower(Event.title),
    "status": Event.status,
    "registered": _REGISTERED,
    "waiting": _WAITING,
}


class EventsWanted(NamedTuple):
    """What the list of events was asked for; `-` before `sort` turns it round."""

    q: str = ""
    status: str = ""
    sort: str = "-starts"
    page: int = 1


def list_events(wanted: EventsWanted, among: Select[tuple[int]] | None = None) -> Sequence[Event]:
    """One page of them, drafts too, with their seats. `among`: the ids of who asks."""
    sort = wanted.sort if wanted.sort.removeprefix("-") in _BY else EventsWanted().sort
    column = _BY[sort.removeprefix("-")]
    order = column.desc() if sort.startswith("-") else column.asc()
    query = select(Event).where(*_conditions(wanted, among)).order_by(order, Event.id)
    query = query.limit(PAGE_SIZE).offset((wanted.page - 1) * PAGE_SIZE)
    return db.session.scalars(
        query.options(joinedload(Event.forum), selectinload(Event.modes))
    ).all()


def count_events(wanted: EventsWanted, among: Select[tuple[int]] | None = None) -> int:
    query = select(func.count(Event.id)).where(*_conditions(wanted, among))
    return db.session.scalar(query) or 0


def _conditions(
    wanted: EventsWanted, among: Select[tuple[int]] | None
) -> list[ColumnElement[bool]]:
    conditions = matching(wanted.q)
    if wanted.status in list(EventStatus):
        conditions.append(Event.status == EventStatus(wanted.status))
    if among is not None:
        conditions.append(Event.id.in_(among))
    return conditions


def list_forum_names() -> Sequence[str]:
    return db.session.scalars(select(Forum.name).order_by(Forum.name)).all()


def list_kinds() -> Sequence[str]:
    return db.session.scalars(select(Event.kind).distinct().order_by(Event.kind)).all()


def events_by_id(ids: Iterable[int]) -> dict[int, Event]:
    rows = db.session.scalars(select(Event).where(Event.id.in_(set(ids))))
    return {event.id: event for event in rows}
