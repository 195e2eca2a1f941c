"""Going through the door of an online room."""

from datetime import datetime

from ungis_events.core.errors import Conflict
from ungis_events.registrations.models import Registration

from .rules import Doors, doors_at


def enter(registration: Registration, *, now: datetime) -> str:
    """Record that the person came, once, and return the room's own address.

    Raises Conflict while the doors are closed.
    """
    event = registration.event
    if doors_at(event, now) is not Doors.OPEN or not event.join_url:
        raise Conflict
    if registration.joined_at is None:
        registration.joined_at = now
    return event.join_url
