"""The join page: a waiting room of our own, so that the webinar's address may change freely."""

from datetime import timedelta

from flask import Blueprint, current_app, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from ungis_events.admissions.queries import find_own_link
from ungis_events.core import clock, templating
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import proves_itself
from ungis_events.core.errors import Conflict, NotAllowed
from ungis_events.core.rate_limits import check_rate_limit
from ungis_events.core.security_headers import allow_form_to
from ungis_events.events.rules import DOORS_OPEN_BEFORE
from ungis_events.files.links import shared_open_url
from ungis_events.files.queries import find_recording
from ungis_events.registrations import links
from ungis_events.registrations.models import Registration

from . import rules, vocabulary
from .rules import Doors, doors_at
from .service import enter

webinars = Blueprint("webinars", __name__)


@webinars.get("/join/<token>")
def join(token: str) -> ResponseReturnValue:
    registration = _of(token)
    event, now = registration.event, clock.now()
    own_link = find_own_link(registration)
    state, doors_open_at = doors_at(event, now, own_link), rules.doors_open_at(event)
    recording = find_recording(event)
    page = render_template(
        "webinars/join.html",
        event=event,
        registration=registration,
        token=token,
        state=state.value,
        now=now,
        doors_open_at=doors_open_at,
        minutes_before=DOORS_OPEN_BEFORE // timedelta(minutes=1),
        countdown=vocabulary.countdown(doors_open_at - now, templating.language()),
        pair=vocabulary.pair("LARGER", "SMALLER"),
        sound_test_page=rules.sound_test_page(event),
        recording=recording,
        recording_url=shared_open_url(recording) if recording else None,
    )
    response = make_response(page)
    if state is Doors.OPEN:
        # Both: their own link may come, or go, while they look at the page.
        allow_form_to(response, *filter(None, (event.join_url, own_link)))
    return response


@webinars.post("/join/<token>")
@proves_itself
def go_in(token: str) -> ResponseReturnValue:
    try:
        with transaction():
            registration = _of(token)
            address = enter(registration, find_own_link(registration), now=clock.now())
    except Conflict:
        return redirect(url_for(".join", token=token), code=303)  # it says when the doors open
    return redirect(address, code=303)


def _of(token: str) -> Registration:
    """Raises NotFound for a token that is none, NotAllowed for who has no seat (any more)."""
    check_rate_limit("own_page_network")
    secret = str(current_app.config["SECRET_KEY"])
    registration = links.registration_of(links.JOIN, token, secret)
    if not registration.is_confirmed:
        raise NotAllowed(lazy_gettext("Joining is for people with a confirmed place."))
    return registration
