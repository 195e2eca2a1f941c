"""Public pages: what an event does with people's data; getting and removing one's own."""

import json

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.rate_limits import check_rate_limit
from ungis_events.events.queries import get_public_event
from ungis_events.registrations import links
from ungis_events.registrations.models import Registration
from ungis_events.registrations.rules import ACTIVE

from .exports import everything_about
from .rules import removed_at
from .service import remove_person

privacy = Blueprint("privacy", __name__)


@privacy.get("/events/<slug>/privacy")
def notice(slug: str) -> ResponseReturnValue:
    """The event's own notice, and below it what holds for all."""
    event = get_public_event(slug)
    default_days = int(current_app.config["RETENTION_DAYS"])
    return render_template(
        "privacy/notice.html",
        event=event,
        days=event.retention_days or default_days,
        removed_at=removed_at(event, default_days),
    )


@privacy.get("/registrations/<token>/data.json")
def own_data(token: str) -> ResponseReturnValue:
    registration = _of(token)
    body = json.dumps(everything_about(registration), ensure_ascii=False, indent=2)
    name = f"registration-{registration.event.slug}.json"
    return Response(
        f"{body}\n",
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@privacy.route("/registrations/<token>/remove", methods=["GET", "POST"])
@answers_stale_forms
def remove(token: str) -> ResponseReturnValue:
    registration = _of(token)
    event, form = registration.event, FlaskForm()
    if form.validate_on_submit():
        with transaction():
            remove_person(_of(token), now=clock.now())
        return redirect(url_for(".removed", slug=event.slug), code=303)
    page = render_template(
        "privacy/remove.html",
        event=event,
        registration=registration,
        token=token,
        form=form,
        is_expected=registration.status in ACTIVE and event.ends_at > clock.now(),
    )
    return page, 422 if form.is_submitted() else 200


@privacy.get("/registrations/removed/<slug>")
def removed(slug: str) -> ResponseReturnValue:
    """The same for everybody who looks: it says nothing of anyone."""
    return render_template("privacy/removed.html", event=get_public_event(slug))


def _of(token: str) -> Registration:
    check_rate_limit("own_page_network")
    return links.registration_of(links.MANAGE, token, str(current_app.config["SECRET_KEY"]))
