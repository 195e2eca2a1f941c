"""Organizers' pages of events: list, create, edit, publish, cancel, duplicate, history."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events import workflows
from ungis_events.accounts.access import actor, own_account, require_organizer
from ungis_events.accounts.queries import own_event_ids
from ungis_events.attendance.queries import find_summary
from ungis_events.changes.review import change_page
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import Conflict, InvalidInput
from ungis_events.history.queries import list_latest
from ungis_events.privacy.queries import find_totals
from ungis_events.public_page import render_preview
from ungis_events.registrations.desk_queries import count_by_status, count_turnout
from ungis_events.speakers.balance import balance_of
from ungis_events.speakers.queries import count_speakers, list_speakers
from ungis_events.teams.service import join_team
from ungis_events.topics.catalogue import list_topics
from ungis_events.webinars.queries import find_webinar
from ungis_events.webinars.vocabulary import webinar_shown

from . import desk_queries
from .desk_queries import EventsWanted
from .details import EventDetails
from .forms import EventForm
from .models import EventFormat, EventStatus
from .queries import get_event
from .rules import possible_acts

manage_events = Blueprint("manage_events", __name__)
manage_events.before_request(require_organizer)


@manage_events.get("/")
def index() -> ResponseReturnValue:
    asked = request.args
    wanted = EventsWanted(
        asked.get("q", ""),
        asked.get("status", ""),
        asked.get("sort", EventsWanted().sort),
        min(max(asked.get("page", 1, type=int), 1), 1_000_000),
    )
    among = own_event_ids(own_account())
    found = desk_queries.count_events(wanted, among)
    return render_template(
        "manage_events/index.html",
        events=desk_queries.list_events(wanted, among),
        found=found,
        pages=max(1, -(-found // desk_queries.PAGE_SIZE)),
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
                join_team(event.id, own_account(), actor=actor(), now=clock.now())
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
    return change_page(slug, form, lambda: _form_page("manage_events/edit.html", form, slug))


def _form_page(template: str, form: EventForm, slug: str | None = None) -> ResponseReturnValue:
    event = get_event(slug) if slug else None
    page = render_template(
        template,
        form=form,
        event=event,
        webinar=webinar_shown(find_webinar(event)) if event else None,
        times=form.moments(),
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
    return render_template("manage_events/times.html", times=form.moments())


@manage_events.get("/events/<slug>/")
def overview(slug: str) -> ResponseReturnValue:
    event, now = get_event(slug), clock.now()
    is_draft, is_over = event.status is EventStatus.DRAFT, event.ends_at <= now
    return render_template(
        "manage_events/overview.html",
        event=event,
        counts=count_by_status(event),
        speakers=count_speakers(event),
        acts=possible_acts(event.status),
        latest=list_latest(event.id),
        webinar=webinar_shown(find_webinar(event)),
        is_over=is_over,
        balance=balance_of(list_speakers(event)) if is_draft else None,
        turnout=count_turnout(event) if is_over else None,
        summary=find_summary(event) if is_over else None,
        totals=find_totals(event.id) if is_over else None,
    )


@manage_events.get("/events/<slug>/preview")
def preview(slug: str) -> ResponseReturnValue:
    """The public page as it will look, for a draft too."""
    return render_preview(get_event(slug), clock.now())


@manage_events.post("/events/<slug>/publish")
def publish(slug: str) -> ResponseReturnValue:
    if get_event(slug).status is EventStatus.CANCELLED:
        return redirect(url_for("manage_changes.revive", slug=slug), code=303)  # people hear of it
    try:
        with transaction():
            workflows.publish_event(get_event(slug), actor=actor(), now=clock.now())
    except Conflict as error:
        flash(str(error.message), "problem")
    else:
        flash(gettext("Published: the page is open to everybody."))
    return redirect(url_for(".overview", slug=slug), code=303)


@manage_events.post("/events/<slug>/duplicate")
def duplicate(slug: str) -> ResponseReturnValue:
    with transaction():
        copy = workflows.duplicate_event(get_event(slug), actor=actor(), now=clock.now())
        join_team(copy.id, own_account(), actor=actor(), now=clock.now())
    flash(gettext("This is the copy, a draft. Check its times before you publish it."))
    return redirect(url_for(".edit", slug=copy.slug), code=303)
