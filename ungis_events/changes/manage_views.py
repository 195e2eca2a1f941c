"""Organizers' pages of what people must hear of: a new time or place, a cancellation, a return."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events import workflows
from ungis_events.accounts.access import actor, require_organizer
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import Conflict
from ungis_events.events.details import EventDetails
from ungis_events.events.queries import get_event
from ungis_events.webinars.queries import find_webinar
from ungis_events.webinars.vocabulary import webinar_shown

from .forms import PlaceForm, RescheduleForm
from .review import change_page, note, rehearse, review_page

manage_changes = Blueprint("manage_changes", __name__)
manage_changes.before_request(require_organizer)


@manage_changes.route("/reschedule", methods=["GET", "POST"])
@answers_stale_forms
def reschedule(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    form = RescheduleForm.of(_proposed(EventDetails.of(event)), event.version)

    def show_form() -> ResponseReturnValue:
        page = render_template(
            "manage_changes/reschedule.html",
            event=get_event(slug),
            form=form,
            times=form.moments(),
            zones=clock.list_zones(),
        )
        return page, 422 if form.errors else 200

    return change_page(slug, form, show_form)


def _proposed(details: EventDetails) -> EventDetails:
    """With the times that a link to this page brings along, where they make sense."""
    asked = RescheduleForm(request.args, meta={"csrf": False})
    return asked.details(details) if isinstance(asked.moments(), tuple) else details


@manage_changes.route("/place", methods=["GET", "POST"])
@answers_stale_forms
def place(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    form = PlaceForm.of(EventDetails.of(event), event.version)

    def show_form() -> ResponseReturnValue:
        event = get_event(slug)
        webinar = webinar_shown(find_webinar(event))
        page = render_template("manage_changes/place.html", event=event, form=form, webinar=webinar)
        return page, 422 if form.errors else 200

    return change_page(slug, form, show_form)


@manage_changes.route("/cancel", methods=["GET", "POST"])
def cancel(slug: str) -> ResponseReturnValue:
    return _move(slug, "cancel")


@manage_changes.route("/revive", methods=["GET", "POST"])
def revive(slug: str) -> ResponseReturnValue:
    """Switch a cancelled event on again."""
    return _move(slug, "publish")


def _move(slug: str, act: str) -> ResponseReturnValue:
    now, is_cancelling = clock.now(), act == "cancel"
    is_confirmed = request.method == "POST" and "again" not in request.form
    move = workflows.cancel_event if is_cancelling else workflows.publish_event
    try:
        if is_confirmed:
            with transaction():
                move(get_event(slug), actor=actor(), now=now, note=note())
        else:
            review = rehearse(
                slug, lambda event, now: move(event, actor=actor(), now=now, note=note())
            )
    except Conflict as error:
        flash(str(error.message), "problem")
    else:
        if not is_confirmed:
            label = gettext("Cancel the event") if is_cancelling else gettext("Publish again")
            return review_page(slug, review, label, act=act)
        flash(
            gettext("Cancelled. Whoever is registered or was asked to speak is being told.")
            if is_cancelling
            else gettext("Published again. Whoever is registered or was asked to speak is told.")
        )
    return redirect(url_for("manage_events.overview", slug=slug), code=303)
