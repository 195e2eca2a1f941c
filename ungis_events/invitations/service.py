"""Links for groups. What counts seats is in registrations/kept_places.py, which stands above."""

from sqlalchemy import select

from ungis_events.core import clock
from ungis_events.core.database import db
from ungis_events.events.models import Event

from .models import Invitation


def follow(event: Event) -> None:
    """The time until which places are kept is one of the event's zone, and moves with it.

    A wall time that has come off the clock keeps its moment.
    """
    query = select(Invitation).where(
        Invitation.event_id == event.id, Invitation.keeps_until.is_not(None)
    )
    for invitation in db.session.scalars(query):
        derive_moment(invitation, event)


def derive_moment(invitation: Invitation, event: Event) -> None:
    if invitation.keeps_until is None:
        invitation.keeps_until_at = None
        return
    try:
        invitation.keeps_until_at = clock.from_wall_time(invitation.keeps_until, event.zone)
    except clock.NotOnTheClock:
        pass
