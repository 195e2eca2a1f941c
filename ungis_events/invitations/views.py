"""The form behind a group's link: the event's own, and for an event by invitation the only one."""

from flask import Blueprint, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ungis_events.core import clock
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.rate_limits import check_rate_limit
from ungis_events.core.request_sizes import takes_files
from ungis_events.events.queries import get_public_event
from ungis_events.registrations import registering
from ungis_events.registrations.errors import KeptPlacesTaken
from ungis_events.registrations.registering import Entrance
from ungis_events.registrations.rules import check_open

from .links import invitation_of
from .queries import find_slug

invitations = Blueprint("invitations", __name__)


@invitations.route("/invitations/<token>", methods=["GET", "POST"])
@answers_stale_forms
@takes_files(32)
def register(token: str) -> ResponseReturnValue:
    """The answer hangs on the event and the group alone: never on who has registered."""
    check_rate_limit("register_network" if request.method == "POST" else "own_page_network")
    invitation = invitation_of(token, str(current_app.config["SECRET_KEY"]))
    entrance = Entrance.of(find_slug(invitation), invitation)
    form = entrance.form()
    if form.is_submitted() and not form.is_from_a_machine:
        registering.receive_files(form)
    if form.validate_on_submit():
        is_full = entrance.is_full(form.mode)
        if not form.is_from_a_machine:
            registering.save(entrance, form)
        sent = url_for("registrations.sent", slug=entrance.slug, full="y" if is_full else None)
        return redirect(sent, code=303)
    event = get_public_event(entrance.slug)
    check_open(event, clock.now(), is_invited=True)
    if not form.is_submitted():
        if entrance.has_only_kept and entrance.is_full():
            raise KeptPlacesTaken
        form.form_key.data = registering.new_form_key()
    action = url_for(".register", token=token)
    return registering.form_page(entrance, event, form, action), 422 if form.errors else 200
