"""Registrations that might be one person's."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from ungis_events.core.database import db
from ungis_events.events.models import Event

from .models import Registration
from .rules import ACTIVE

LOOKED_AT = 250
"""So many, the latest first, are compared with all others for one page."""
_MOST_ALIKE = 6
"""More of one name are most likely as many people."""
_KEYS = (Registration.mailbox_key, Registration.name_key)


class Alike(NamedTuple):
    """People who share a mailbox, or else a name."""

    is_mailbox: bool
    registrations: Sequence[Registration]


def list_alike(event: Event, page: int = 1) -> list[Alike]:
    """Of LOOKED_AT registrations each that shares its mailbox or its name with another one, of
    whatever time. Only who still takes part.
    """
    latest = db.session.execute(
        select(Registration.mailbox_key, Registration.name_key)
        .where(Registration.event_id == event.id)
        .order_by(Registration.registered_at.desc(), Registration.id.desc())
        .limit(LOOKED_AT)
        .offset((page - 1) * LOOKED_AT)
    ).all()
    mailboxes = _groups(event, Registration.mailbox_key, {row[0] for row in latest})
    names = _groups(event, Registration.name_key, {row[1] for row in latest})
    shown = {frozenset(one.id for one in group) for group in mailboxes}
    others = [group for group in names if frozenset(one.id for one in group) not in shown]
    return [Alike(True, group) for group in mailboxes] + [Alike(False, group) for group in others]


def _groups(
    event: Event, key: InstrumentedAttribute[str], values: Iterable[str]
) -> list[list[Registration]]:
    # Numbers first: most share nothing, and a row is worth loading only where two do. Who still
    # takes part is decided here: asked of the database it may walk everybody by their state.
    rows = db.session.execute(
        select(Registration.id, key, Registration.status).where(
            Registration.event_id == event.id, key.in_(sorted(filter(None, values)))
        )
    ).all()
    ids: dict[str, list[int]] = {}
    for number, value, status in rows:
        if status in ACTIVE:
            ids.setdefault(value, []).append(number)
    shared = [each for group in ids.values() if 2 <= len(group) <= _MOST_ALIKE for each in group]
    query = (
        select(Registration)
        .where(Registration.id.in_(shared))
        .options(joinedload(Registration.mode))
        .order_by(key, Registration.registered_at, Registration.id)
    )
    found: dict[str, list[Registration]] = {}
    for one in db.session.scalars(query):
        found.setdefault(getattr(one, key.key), []).append(one)
    return list(found.values())


def list_like(registration: Registration) -> Sequence[Registration]:
    """Others of the event that might be this person."""
    ids = {
        number
        for key in _KEYS
        for number in db.session.scalars(
            select(Registration.id)
            .where(*_like(registration, key), Registration.status.in_(ACTIVE))
            .limit(_MOST_ALIKE)
        )
    }
    query = select(Registration).where(Registration.id.in_(ids - {registration.id}))
    return db.session.scalars(query.order_by(Registration.id)).all()


def _like(
    registration: Registration, key: InstrumentedAttribute[str]
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Registration.event_id == registration.event_id, key == getattr(registration, key.key)
