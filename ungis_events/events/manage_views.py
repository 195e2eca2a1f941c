"""Organizers' pages of events: list, create, edit, publish, cancel, duplicate, history."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events import workflows
from ungis_events.accounts.access import actor, require_organizer
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import Conflict, DomainError, InvalidInput
from ungis_events.public_page import render_preview
from ungis_events.registrations.desk_queries import count_by_status
from ungis_events.registrations.rules import ACTIVE
from ungis_events.speakers.queries import count_speakers
from ungis_events.topics.catalogue import list_topics

from . import desk_queries
from .desk_queries import EventsWanted
from .details import EventDetails
from .errors import EventChangedMeanwhile
from .forms import EventForm
from .models import Event, EventFormat, EventStatus
from .queries import get_event, list_history
from .rules import possible_acts

manage_events = Blueprint("manage_events", __name__)
manage_events.before_request(require_organizer)


@manage_events.get("/")
def index() -> ResponseReturnValue:
    asked = request.args
    wanted = EventsWanted(
        asked.get("q", ""), asked.get("status", ""), asked.get("sort", EventsWanted().sort)
    )
    return render_template(
        "manage_events/index.html",
        events=desk_queries.list_events(wanted),
        wanted=wanted,
        statuses=list(EventStatus),
    )


@manage_events.route("/events/new", methods=["GET", "POST"])
@answers_stale_forms
def create() -> ResponseReturnValue:
    form = EventForm(
        kind="side event",
        format=EventFormat.VIRTUAL.value,
        zone="America/New_York",
        languages=["en"],
        waitlist=True,
    )
    if "preview" not in request.form and form.validate_on_submit():
        try:
            with transaction():
                event = workflows.save_event(None, form.details(), actor=actor(), now=clock.now())
        except InvalidInput as error:
            form.show_problems(error)
        else:
            flash(gettext("Saved as a draft. Nobody else sees it until you publish it."))
            return redirect(url_for(".overview", slug=event.slug), code=303)
    return _form_page("manage_events/create.html", form)


@manage_events.route("/events/<slug>/edit", methods=["GET", "POST"])
@answers_stale_forms
def edit(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    form = EventForm.of(EventDetails.of(event), event.version)
    if "preview" not in request.form and form.validate_on_submit():
        try:
            with transaction():
                event = get_event(slug)
                workflows.save_event(
                    event,
                    form.details(EventDetails.of(event)),
                    actor=actor(),
                    now=clock.now(),
                    expected_version=form.read_version(),
                )
        except InvalidInput as error:
            form.show_problems(error)
        except EventChangedMeanwhile:
            event = get_event(slug)
            saved = EventDetails.of(event)
            form.show_conflict(form.details(saved), saved, event.version)
        else:
            flash(gettext("Saved."))
            return redirect(url_for(".overview", slug=event.slug), code=303)
    return _form_page("manage_events/edit.html", form, get_event(slug))


def _form_page(template: str, form: EventForm, event: Event | None = None) -> ResponseReturnValue:
    page = render_template(
        template,
        form=form,
        event=event,
        times=_times(form.zone.data, form.starts.data, form.ends.data),
        zones=clock.list_zones(),
        forums=desk_queries.list_forum_names(),
        kinds=desk_queries.list_kinds(),
        topics=list_topics(),
    )
    return page, 422 if form.errors else 200


@manage_events.get("/times")
def times() -> ResponseReturnValue:
    """The piece of page that shows both cities' times while they are being typed."""
    form = EventForm(request.args, meta={"csrf": False})
    shown = _times(form.zone.data, form.starts.data, form.ends.data)
    return render_template("manage_events/times.html", times=shown)


def _times(
    zone: str | None, starts: datetime | None, ends: datetime | None
) -> tuple[datetime, datetime] | str | None:
    """The two moments, the sentence why there are none, or None while something is missing."""
    if not (zone and starts and ends and clock.is_zone(zone)):
        return None
    try:
        moments = clock.from_wall_time(starts, zone), clock.from_wall_time(ends, zone)
    except DomainError as error:
        return str(error.message)
    except OverflowError:
        return str(gettext("That date cannot be used"))
    if moments[1] <= moments[0]:
        return str(gettext("The end must be after the start"))
    return moments


@manage_events.get("/events/<slug>/")
def overview(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    return render_template(
        "manage_events/overview.html",
        event=event,
        counts=count_by_status(event),
        speakers=count_speakers(event),
        acts=possible_acts(event.status),
        latest=list_history(event)[:5],
        is_over=event.ends_at <= clock.now(),
    )


@manage_events.get("/events/<slug>/preview")
def preview(slug: str) -> ResponseReturnValue:
    """The public page as it will look, for a draft too."""
    return render_preview(get_event(slug), clock.now())


@manage_events.get("/events/<slug>/history")
def history(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    return render_template("manage_events/history.html", event=event, entries=list_history(event))


@manage_events.post("/events/<slug>/publish")
def publish(slug: str) -> ResponseReturnValue:
    try:
        with transaction():
            workflows.publish_event(get_event(slug), actor=actor(), now=clock.now())
    except Conflict as error:
        flash(str(error.message), "problem")
    else:
        flash(gettext("Published: the page is open to everybody."))
    return redirect(url_for(".overview", slug=slug), code=303)


@manage_events.get("/events/<slug>/cancel")
def ask_to_cancel(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    counts = count_by_status(event)
    return render_template(
        "manage_events/cancel.html",
        event=event,
        concerned=sum(counts[status] for status in ACTIVE),
        is_over=event.ends_at <= clock.now(),
        is_possible="cancel" in possible_acts(event.status),
    )


@manage_events.post("/events/<slug>/cancel")
def cancel(slug: str) -> ResponseReturnValue:
    try:
        with transaction():
            workflows.cancel_event(get_event(slug), actor=actor(), now=clock.now())
    except Conflict as error:
        flash(str(error.message), "problem")
    else:
        flash(gettext("Cancelled. Whoever is registered is being told by mail."))
    return redirect(url_for(".overview", slug=slug), code=303)


@manage_events.post("/events/<slug>/duplicate")
def duplicate(slug: str) -> ResponseReturnValue:
    with transaction():
        copy = workflows.duplicate_event(get_event(slug), actor=actor(), now=clock.now())
    flash(gettext("This is the copy, a draft. Check its times before you publish it."))
    return redirect(url_for(".edit", slug=copy.slug), code=303)
