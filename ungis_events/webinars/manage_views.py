"""The desk's pages of an event's online room."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events.accounts.access import actor, require_organizer
from ungis_events.adapters.webinar import WebinarProvider
from ungis_events.admissions import service as admissions
from ungis_events.admissions.queries import count_admissions, list_given_up
from ungis_events.admissions.rules import OF_THE_WEBINAR
from ungis_events.changes.review import change_page
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import Conflict, InvalidInput, NotFound
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event, lock_event

from . import desk_queries, service, vocabulary
from .details import WebinarDetails
from .forms import AdoptForm, LinkForm, WebinarForm
from .models import CallKind, Webinar, WebinarCall, WebinarStatus
from .providers import all_providers
from .queries import find_webinar
from .vocabulary import maker_label, usual_host

manage_webinars = Blueprint("manage_webinars", __name__)
manage_webinars.before_request(require_organizer)

_SHOWN_CALLS = 10
_SHOWN_PEOPLE = 20


@manage_webinars.get("")
def index(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    webinar = find_webinar(event)
    if webinar is None or webinar.status is WebinarStatus.GONE:
        return _ways_page(event, webinar)
    counts, now = count_admissions(webinar), clock.now()
    calls = desk_queries.list_last_calls(webinar, _SHOWN_CALLS)
    return render_template(
        "manage_webinars/index.html",
        event=event,
        webinar=webinar,
        details=WebinarDetails.of(webinar),
        provider=_provider_of(webinar),
        provider_name=maker_label(webinar.provider),
        page_there=_page_there(webinar),
        host=webinar.host or usual_host(webinar.provider),
        counts=counts,
        is_held=webinar.problem in OF_THE_WEBINAR,
        given_up=list_given_up(webinar, _SHOWN_PEOPLE) if counts.given_up else [],
        panel=desk_queries.list_panel(webinar),
        calls=calls,
        can_try_again=bool(webinar.problem or counts.given_up or any(map(_is_stuck, calls))),
        is_leaving=any(call.kind is CallKind.DELETE and call.due_at for call in calls),
        now=now,
        is_over=event.ends_at <= now,
        words=vocabulary,
    )


def _is_stuck(call: WebinarCall) -> bool:
    """Given up, or waiting because of something."""
    return call.done_at is None and (call.due_at is None or call.problem is not None)


def _ways_page(event: Event, webinar: Webinar | None) -> ResponseReturnValue:
    """Three ways to a room, side by side."""
    return render_template(
        "manage_webinars/ways.html",
        event=event,
        webinar=webinar,
        provider_name=maker_label(webinar.provider) if webinar else "",
        makers=_makers(),
        adopt_forms={name: AdoptForm.at(name) for name in _makers()},
        link_form=LinkForm.of(EventDetails.of(event), event.version),
        words=vocabulary,
    )


@manage_webinars.route("/new/<maker>", methods=["GET", "POST"])
@answers_stale_forms
def create(slug: str, maker: str) -> ResponseReturnValue:
    provider, event = _maker(maker), get_event(slug)
    before = find_webinar(event)
    saved = WebinarDetails.of(before) if before else WebinarDetails()
    form = WebinarForm.of(saved, request.form)
    if "more" not in request.form and form.validate_on_submit():
        try:
            with transaction():
                event = get_event(slug)
                lock_event(event)
                service.want_webinar(
                    event, form.details(), provider=provider, actor=actor(), now=clock.now()
                )
        except InvalidInput as error:
            form.show_problems(error)
        except Conflict as error:
            flash(str(error.message), "problem")
            return _back(slug)
        else:
            flash(gettext("The webinar is asked for: it will be there within seconds."))
            return _back(slug)
    return _form_page("manage_webinars/create.html", event, form, maker)


@manage_webinars.route("/edit", methods=["GET", "POST"])
@answers_stale_forms
def edit(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    webinar = _webinar_of(event)
    saved = WebinarDetails.of(webinar)
    form = WebinarForm.of(saved, request.form)
    if "more" not in request.form and form.validate_on_submit():
        try:
            details = form.details()
            with transaction():
                event = get_event(slug)
                lock_event(event)
                webinar = _webinar_of(event)
                saved = WebinarDetails.of(webinar)
                form.check_read(saved)
                service.change_webinar(webinar, details, actor=actor(), now=clock.now())
        except InvalidInput as error:
            form.show_problems(error)
        except Conflict:
            form.show_conflict(details, saved)
        else:
            flash(gettext("Saved. The webinar follows within seconds."))
            return _back(slug)
    return _form_page("manage_webinars/edit.html", event, form, webinar.provider)


def _form_page(template: str, event: Event, form: WebinarForm, maker: str) -> ResponseReturnValue:
    page = render_template(
        template,
        event=event,
        form=form,
        provider_name=maker_label(maker),
        usual_host=usual_host(maker),
    )
    return page, 422 if form.errors else 200


@manage_webinars.route("/adopt/<maker>", methods=["GET", "POST"])
@answers_stale_forms
def adopt(slug: str, maker: str) -> ResponseReturnValue:
    """Take over one that was made there by hand."""
    provider, form = _maker(maker), AdoptForm.at(maker)
    if form.validate_on_submit():
        try:
            with transaction():
                event = get_event(slug)
                lock_event(event)
                service.adopt_webinar(
                    event, form.number.data, provider=provider, actor=actor(), now=clock.now()
                )
        except InvalidInput as error:
            form.show_problems(error)
        except Conflict as error:
            flash(str(error.message), "problem")
            return _back(slug)
        else:
            flash(gettext("It is being looked up: its data will be here within seconds."))
            return _back(slug)
    shown = {"event": get_event(slug), "form": form, "provider_name": provider.label}
    page = render_template("manage_webinars/adopt.html", **shown)
    return page, 422 if form.errors else 200


@manage_webinars.route("/link", methods=["GET", "POST"])
@answers_stale_forms
def paste(slug: str) -> ResponseReturnValue:
    """A link made elsewhere, saved as from the event's own form."""
    event = get_event(slug)
    webinar = find_webinar(event)
    if webinar is not None and webinar.status is not WebinarStatus.GONE:
        flash(gettext("The webinar keeps the link. Let go of it first."), "problem")
        return _back(slug)
    form = LinkForm.of(EventDetails.of(event), event.version)

    def show_form() -> ResponseReturnValue:
        page = render_template("manage_webinars/link.html", event=get_event(slug), form=form)
        return page, 422 if form.errors else 200

    return change_page(slug, form, show_form)


@manage_webinars.post("/try-again")
def try_again(slug: str) -> ResponseReturnValue:
    """Everything that was given up, people's places among it."""

    def act(webinar: Webinar, now: datetime) -> None:
        service.try_again(webinar, actor=actor(), now=now)
        admissions.try_again(webinar, now=now)

    return _do(slug, act, gettext("It is tried again now."))


@manage_webinars.post("/fetch-attendance")
def fetch_attendance(slug: str) -> ResponseReturnValue:
    return _do(
        slug,
        lambda webinar, now: service.ask_for_report(webinar, now=now),
        gettext("Who was there is being fetched: it stands under “Attendance” in a minute."),
    )


@manage_webinars.route("/let-go", methods=["GET", "POST"])
def let_go(slug: str) -> ResponseReturnValue:
    """The room stays at the provider; this event has nothing to do with it any more."""
    if request.method == "GET":
        return _parting_page(slug, "manage_webinars/let_go.html")
    return _do(
        slug,
        lambda webinar, now: service.let_go(webinar, actor=actor(), now=now),
        gettext("The event has no webinar any more. What was made elsewhere stays there."),
    )


@manage_webinars.route("/delete", methods=["GET", "POST"])
def delete(slug: str) -> ResponseReturnValue:
    if request.method == "GET":
        return _parting_page(slug, "manage_webinars/delete.html")
    return _do(
        slug,
        lambda webinar, now: service.delete_webinar(webinar, actor=actor(), now=now),
        gettext("The webinar is being deleted."),
    )


def _parting_page(slug: str, template: str) -> ResponseReturnValue:
    event = get_event(slug)
    webinar = _webinar_of(event)
    return render_template(
        template,
        event=event,
        webinar=webinar,
        provider_name=maker_label(webinar.provider),
        counts=count_admissions(webinar),
        words=vocabulary,
    )


def _do(slug: str, act: Callable[[Webinar, datetime], object], done: str) -> ResponseReturnValue:
    try:
        with transaction():
            event = get_event(slug)
            lock_event(event)
            act(_webinar_of(event), clock.now())
    except Conflict as error:
        flash(str(error.message), "problem")
    else:
        flash(done)
    return _back(slug)


def _back(slug: str) -> ResponseReturnValue:
    return redirect(url_for(".index", slug=slug), code=303)


def _webinar_of(event: Event) -> Webinar:
    """Raises NotFound where there is none, or none any more."""
    webinar = find_webinar(event)
    if webinar is None or webinar.status is WebinarStatus.GONE:
        raise NotFound
    return webinar


def _makers() -> dict[str, WebinarProvider]:
    """Who makes rooms by itself, and is set up here."""
    return {name: each for name, each in all_providers().items() if each.is_remote}


def _maker(name: str) -> WebinarProvider:
    try:
        return _makers()[name]
    except KeyError:
        raise NotFound from None


def _provider_of(webinar: Webinar) -> WebinarProvider | None:
    """None: it was set up here when the room was made, and no longer is."""
    return all_providers().get(webinar.provider)


def _page_there(webinar: Webinar) -> str | None:
    provider = _provider_of(webinar)
    return provider.room_page(webinar.number) if provider and webinar.number else None
