from collections.abc import Sequence

from sqlalchemy import select

from ungis_events.core.database import db
from ungis_events.events.models import Event

from .errors import LinkNotFound
from .models import Link, LinkKind, Visibility


def list_links(event: Event) -> Sequence[Link]:
    """All of them, whoever may open them."""
    query = select(Link).where(Link.event_id == event.id)
    return db.session.scalars(query.order_by(Link.position, Link.id)).all()


def get_link(event: Event, link_id: int) -> Link:
    """Raises LinkNotFound, also for a link of another event."""
    link = db.session.get(Link, link_id)
    if link is None or link.event_id != event.id:
        raise LinkNotFound
    return link


def list_public_links(event: Event) -> list[Link]:
    """For the event's page, which shows a lock and no address where a link is not public."""
    return [link for link in list_links(event) if link.visibility is not Visibility.ORGANIZERS]


def list_links_for_registrants(event: Event) -> list[Link]:
    """What somebody with a seat may open."""
    opened = (Visibility.PUBLIC, Visibility.REGISTRANTS)
    return [link for link in list_links(event) if link.visibility in opened]


def find_recording(event: Event) -> Link | None:
    """For somebody with a seat."""
    recordings = (
        link for link in list_links_for_registrants(event) if link.kind is LinkKind.RECORDING
    )
    return next(recordings, None)
