"""The door: pages for a phone in the hand of a helper."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events.accounts.access import actor, own_account, require_helper
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.registrations.models import Registration
from ungis_events.registrations.queries import get_registration

from . import rules, service
from .errors import NotAdmitted
from .links import registration_at_door
from .queries import DoorWanted, count_room, list_at_door
from .rules import Verdict

manage_check_in = Blueprint("manage_check_in", __name__)
manage_check_in.before_request(require_helper)


@manage_check_in.get("/")
def index(slug: str) -> ResponseReturnValue:
    event, asked = get_event(slug), request.args
    wanted = DoorWanted(
        q=asked.get("q", "").strip()[:200],
        show=asked.get("show", ""),
        page=min(max(asked.get("page", 1, type=int), 1), 100_000),
    )
    has_room = rules.has_room(event)
    # Without a room the page shows nobody, and nobody is looked up.
    people, has_more = list_at_door(event, wanted) if has_room else ([], False)
    return render_template(
        "manage_check_in/index.html",
        event=event,
        wanted=wanted,
        people=people,
        has_more=has_more,
        room=count_room(event) if has_room else None,
        has_room=has_room,
        opens_at=rules.opens_at(event),
        is_open=rules.opens_at(event) <= clock.now(),
        can_manage=own_account().can_manage,
    )


@manage_check_in.get("/<token>")
def scan(slug: str, token: str) -> ResponseReturnValue:
    """What a phone opens that has read somebody's code."""
    secret = str(current_app.config["SECRET_KEY"])
    return _page(get_event(slug), registration_at_door(token, secret))


@manage_check_in.get("/people/<int:registration_id>")
def person(slug: str, registration_id: int) -> ResponseReturnValue:
    event = get_event(slug)
    return _page(event, get_registration(event, registration_id))


def _page(event: Event, registration: Registration) -> ResponseReturnValue:
    verdict = rules.verdict(registration, event, clock.now())
    return render_template(
        "manage_check_in/person.html",
        event=event,
        registration=registration,
        verdict=verdict.value,
        # At another event's door nothing is said of them but where they belong.
        is_here=verdict is not Verdict.WRONG_EVENT,
        room=count_room(event) if verdict is Verdict.ONLINE else None,
        opens_at=rules.opens_at(event),
        is_new=request.args.get("new") == "y",
        can_manage=own_account().can_manage,
    )


@manage_check_in.post("/people/<int:registration_id>/in")
def let_in(slug: str, registration_id: int) -> ResponseReturnValue:
    was_first = False
    try:
        with transaction():
            event = get_event(slug)
            registration = get_registration(event, registration_id)
            was_first = service.check_in(registration, event, actor=actor(), now=clock.now())
    except NotAdmitted:
        pass  # the person's page says why
    new = "y" if was_first else None
    return redirect(
        url_for(".person", slug=slug, registration_id=registration_id, new=new), code=303
    )


@manage_check_in.post("/people/<int:registration_id>/out")
def undo(slug: str, registration_id: int) -> ResponseReturnValue:
    with transaction():
        event = get_event(slug)
        registration = get_registration(event, registration_id)
        if service.undo_check_in(registration, event, actor=actor(), now=clock.now()):
            flash(gettext("Taken back: they are not checked in."))
    return redirect(url_for(".person", slug=slug, registration_id=registration_id), code=303)
