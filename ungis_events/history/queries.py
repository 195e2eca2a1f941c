from collections.abc import Sequence

from sqlalchemy import select

from ungis_events.core.database import db

from .models import HistoryEntry


def list_history(event_id: int) -> Sequence[HistoryEntry]:
    """Of one event, the latest first."""
    query = select(HistoryEntry).where(HistoryEntry.event_id == event_id)
    return db.session.scalars(query.order_by(HistoryEntry.id.desc())).all()
