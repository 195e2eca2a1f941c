from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from ungis_events.accounts.models import Account, Role, TeamMember
from ungis_events.core.database import db
from ungis_events.events.models import Event

from .models import ZoneChange

SHOWN_AT_MOST = 200
_LARGEST_MOVE = timedelta(days=1)  # Samoa and Kwajalein went across the date line


def list_events_to_check(edition: str, now: datetime) -> Sequence[int]:
    """Ids of events to come whose moments were derived with an older edition."""
    query = select(Event.id).where(Event.zone_data < edition, Event.ends_at > now - _LARGEST_MOVE)
    return db.session.scalars(query.order_by(Event.id)).all()


def list_zone_changes(among: Select[tuple[int]] | None = None) -> Sequence[ZoneChange]:
    """The latest first, with their events. `among`: only of these events."""
    query = select(ZoneChange).order_by(ZoneChange.id.desc()).limit(SHOWN_AT_MOST)
    if among is not None:
        query = query.where(ZoneChange.event_id.in_(among))
    return db.session.scalars(query.options(joinedload(ZoneChange.event))).all()


def find_zone_change(zone_change_id: int) -> ZoneChange | None:
    return db.session.get(ZoneChange, zone_change_id, populate_existing=True)


def list_organizers(event_id: int) -> Sequence[Account]:
    """Everybody who can manage this event."""
    team = select(TeamMember.account_id).where(TeamMember.event_id == event_id)
    query = select(Account).where(
        Account.is_active,
        or_(
            Account.role == Role.ADMINISTRATOR,
            (Account.role == Role.ORGANIZER) & (Account.has_all_events | Account.id.in_(team)),
        ),
    )
    return db.session.scalars(query.order_by(Account.id)).all()
