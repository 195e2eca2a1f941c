"""What the tests of this folder do again and again: make events far ahead, look at them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from tests.factories import NOON, make_event
from ungis_events import workflows
from ungis_events.core.database import db, transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.zone_changes.models import ZoneChange

from .zone_files import KATHMANDU, NAIROBI

STARTS, ENDS = datetime(2036, 2, 10, 8, 30), datetime(2036, 2, 10, 9, 45)
WAS_AT = datetime(2036, 2, 10, 5, 30, tzinfo=UTC)
IS_AT = datetime(2036, 2, 10, 6, 30, tzinfo=UTC)
"""When it is 08:30 in Nairobi, by the two editions."""
MISSING = {
    "zone": KATHMANDU,
    "starts": datetime(2036, 2, 10, 10, 30),
    "ends": datetime(2036, 2, 10, 11, 30),
}


def make_event_in_nairobi(**overrides: Any) -> Event:
    return make_event(**{"zone": NAIROBI, "starts": STARTS, "ends": ENDS} | overrides)


def fresh(event: Event) -> Event:
    """As it is saved now."""
    db.session.rollback()
    db.session.expire_all()
    return get_event(event.slug)


def save(event: Event, **changes: Any) -> None:
    """What an organizer does in the process of this test."""
    with transaction():
        event = get_event(event.slug)
        details = replace(EventDetails.of(event), **changes)
        workflows.save_event(event, details, actor="Ana", now=NOON)


def zone_changes() -> list[ZoneChange]:
    db.session.rollback()
    return list(db.session.scalars(select(ZoneChange).order_by(ZoneChange.id)))
