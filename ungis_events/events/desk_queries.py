"""What organizers see of events."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from ungis_events.core.database import db

from .models import Event, EventMode, EventStatus, Forum
from .queries import matching


class EventsWanted(NamedTuple):
    """What the list of events was asked for; `-` before `sort` turns it round."""

    q: str = ""
    status: str = ""
    sort: str = "-starts"


def list_events(wanted: EventsWanted) -> Sequence[Event]:
    """All of them, drafts too, with their seats."""
    seats = (
        select(
            EventMode.event_id,
            func.sum(EventMode.taken).label("registered"),
            func.sum(EventMode.waiting).label("waiting"),
        )
        .group_by(EventMode.event_id)
        .subquery()
    )
    columns = {
        "starts": Event.starts_at,
        "title": func.lower(Event.title),
        "status": Event.status,
        "registered": func.coalesce(seats.c.registered, 0),
        "waiting": func.coalesce(seats.c.waiting, 0),
    }
    sort = wanted.sort if wanted.sort.removeprefix("-") in columns else EventsWanted().sort
    column = columns[sort.removeprefix("-")]
    order = column.desc() if sort.startswith("-") else column.asc()
    query = select(Event).outerjoin(seats, seats.c.event_id == Event.id)
    query = query.where(*matching(wanted.q)).order_by(order, Event.id)
    if wanted.status in list(EventStatus):
        query = query.where(Event.status == EventStatus(wanted.status))
    return db.session.scalars(
        query.options(joinedload(Event.forum), selectinload(Event.modes))
    ).all()


def list_forum_names() -> Sequence[str]:
    return db.session.scalars(select(Forum.name).order_by(Forum.name)).all()


def list_kinds() -> Sequence[str]:
    return db.session.scalars(select(Event.kind).distinct().order_by(Event.kind)).all()


def events_by_id(ids: Iterable[int]) -> dict[int, Event]:
    rows = db.session.scalars(select(Event).where(Event.id.in_(set(ids))))
    return {event.id: event for event in rows}
