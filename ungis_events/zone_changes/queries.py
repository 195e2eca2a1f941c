from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ungis_events.accounts.models import Account, Role
from ungis_events.core.database import db
from ungis_events.events.models import Event

from .models import ZoneChange

SHOWN_AT_MOST = 200
_LARGEST_MOVE = timedelta(days=1)  # Samoa and Kwajalein went across the date line


def list_events_to_check(edition: str, now: datetime) -> Sequence[int]:
    """Ids of events to come whose moments were derived with an older edition."""
    query = select(Event.id).where(Event.zone_data < edition, Event.ends_at > now - _LARGEST_MOVE)
    return db.session.scalars(query.order_by(Event.id)).all()


def list_zone_changes() -> Sequence[ZoneChange]:
    """The latest first, with their events."""
    query = select(ZoneChange).order_by(ZoneChange.id.desc()).limit(SHOWN_AT_MOST)
    return db.session.scalars(query.options(joinedload(ZoneChange.event))).all()


def find_zone_change(zone_change_id: int) -> ZoneChange | None:
    return db.session.get(ZoneChange, zone_change_id, populate_existing=True)


def list_organizers() -> Sequence[Account]:
    """Everybody who can manage events."""
    roles = (Role.ADMINISTRATOR, Role.ORGANIZER)
    query = select(Account).where(Account.is_active, Account.role.in_(roles))
    return db.session.scalars(query.order_by(Account.id)).all()
