"""The registrant's own code for the door."""

from flask import Blueprint, Response, current_app
from flask.typing import ResponseReturnValue

from ungis_events.adapters.documents.qr import qr_svg
from ungis_events.core.errors import NotFound
from ungis_events.core.rate_limits import check_rate_limit
from ungis_events.events.models import EventStatus
from ungis_events.registrations import links

from .links import check_in_url
from .rules import has_room

check_in = Blueprint("check_in", __name__)


@check_in.get("/registrations/<token>/check-in.svg")
def code(token: str) -> ResponseReturnValue:
    """For people with a place, at an event that has a room."""
    check_rate_limit("own_page_network")
    secret = str(current_app.config["SECRET_KEY"])
    registration = links.registration_of(links.MANAGE, token, secret)
    event = registration.event
    if not (
        registration.is_confirmed and has_room(event) and event.status is EventStatus.PUBLISHED
    ):
        raise NotFound
    return Response(qr_svg(check_in_url(registration)), content_type="image/svg+xml")
