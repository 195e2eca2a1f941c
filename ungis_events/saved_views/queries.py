from collections.abc import Sequence

from sqlalchemy import select

from ungis_events.core.database import db
from ungis_events.events.models import Event

from .errors import SavedViewNotFound
from .models import SavedView


def list_views(event: Event) -> Sequence[SavedView]:
    """By name."""
    query = select(SavedView).where(SavedView.event_id == event.id)
    return db.session.scalars(query.order_by(SavedView.name, SavedView.id)).all()


def get_view(event: Event, view_id: int) -> SavedView:
    """Raises SavedViewNotFound, also for one of another event."""
    view = db.session.get(SavedView, view_id)
    if view is None or view.event_id != event.id:
        raise SavedViewNotFound
    return view


def find_view(event: Event, name: str) -> SavedView | None:
    query = select(SavedView).where(SavedView.event_id == event.id, SavedView.name == name)
    return db.session.scalar(query)
