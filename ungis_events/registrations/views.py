"""Public pages: register for an event, and look after one's own registration."""

import secrets
from functools import lru_cache

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup, escape

from ungis_events.adapters import calendar
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.languages import chosen_language
from ungis_events.core.rate_limits import check_rate_limit
from ungis_events.events import rules as event_rules
from ungis_events.events.calendar import calendar_entry, personal_entry
from ungis_events.events.models import Event, Mode
from ungis_events.events.queries import get_public_event
from ungis_events.files.queries import list_links_for_registrants
from ungis_events.topics.catalogue import list_countries

from . import links
from .errors import EventFull
from .forms import NO_COUNTRY, ConfirmForm, PersonalDetailsForm, RegistrationForm, ResendForm
from .models import Registration
from .queries import place_in_line
from .rules import check_open
from .service import (
    change_registration,
    register_attendee,
    resend_link,
    withdraw_registration,
)

registrations = Blueprint("registrations", __name__)


@registrations.route("/events/<slug>/register", methods=["GET", "POST"])
@answers_stale_forms
def register(slug: str) -> ResponseReturnValue:
    event = get_public_event(slug)
    check_open(event, clock.now())
    form = RegistrationForm.for_event(event)
    if not form.is_submitted():
        form.form_key.data = secrets.token_urlsafe(18)
        return _form_page(event, form)
    check_rate_limit("register_network")
    if not form.validate():
        return _form_page(event, form), 422
    if form.is_from_a_machine:
        return _look_in_your_mail(event, is_full=False)
    return _register(slug, form)


def _register(slug: str, form: RegistrationForm) -> ResponseReturnValue:
    """The answer hangs on the event alone: it must not tell a stranger who attends."""
    with transaction():
        event, now = get_public_event(slug), clock.now()
        is_full = _is_full(event, form.mode)
        if is_full and not event.waitlist:
            resend_link(event, form.email.data, now=now)
        else:
            register_attendee(event, form.details(form.email.data), now=now)
    if is_full and not event.waitlist:
        raise EventFull
    return _look_in_your_mail(event, is_full)


def _is_full(event: Event, mode: Mode | None) -> bool:
    seats = (
        event_rules.SeatsShown(each.mode, each.capacity, each.taken, each.waiting)
        for each in event.modes
        if each.is_open and mode in (None, each.mode)
    )
    return all(each.is_full for each in seats)


def _look_in_your_mail(event: Event, is_full: bool) -> Response:
    address = url_for(".sent", slug=event.slug, full="y" if is_full else None)
    return redirect(address, code=303)  # type: ignore[return-value] # a Response of Flask's


@registrations.get("/registrations/sent/<slug>")
def sent(slug: str) -> ResponseReturnValue:
    is_full = request.args.get("full") == "y"
    event = get_public_event(slug)
    return render_template("registrations/sent.html", event=event, is_full=is_full)


def _form_page(event: Event, form: RegistrationForm) -> str:
    return render_template(
        "registrations/register.html",
        event=event,
        form=form,
        is_full=_is_full(event, None),
        country_options=country_options(chosen_language(), form.country.data),
        clocks=current_app.jinja_env.globals["city_times"](event.starts_at, event.ends_at),
    )


@lru_cache(64)
def country_options(language: str, selected: str | None) -> Markup:
    """250 options, written once per language and choice: as a field they cost 7 ms a page."""
    pairs = [
        ("", gettext("Choose one")),
        (NO_COUNTRY, gettext("None (stateless, or an international body)")),
        *list_countries(language),
    ]
    return Markup().join(
        Markup('<option value="{}"{}>{}</option>').format(
            code, Markup(" selected") if code == selected else "", escape(name)
        )
        for code, name in pairs
    )


@registrations.route("/events/<slug>/resend", methods=["GET", "POST"])
@answers_stale_forms
def resend(slug: str) -> ResponseReturnValue:
    event, form = get_public_event(slug), ResendForm()
    if not form.is_submitted():
        return render_template("registrations/resend.html", event=event, form=form)
    check_rate_limit("resend_network")
    if not form.validate():
        return render_template("registrations/resend.html", event=event, form=form), 422
    with transaction():
        resend_link(get_public_event(slug), form.email.data, now=clock.now())
    # The same answer whether the address is known or not.
    return render_template("registrations/resent.html", event=event)


@registrations.get("/registrations/<token>")
def own(token: str) -> ResponseReturnValue:
    registration = _of(token)
    event = registration.event
    return render_template(
        "registrations/own.html",
        registration=registration,
        event=event,
        token=token,
        join_token=links.join_token(registration) if links.join_url(registration) else None,
        place_in_line=place_in_line(registration),
        links=list_links_for_registrants(event) if registration.is_confirmed else [],
        phase=event_rules.phase_at(event, clock.now()).value,
    )


def _of(token: str) -> Registration:
    check_rate_limit("own_page_network")
    return links.registration_of(links.MANAGE, token, str(current_app.config["SECRET_KEY"]))


@registrations.route("/registrations/<token>/change", methods=["GET", "POST"])
@answers_stale_forms
def change(token: str) -> ResponseReturnValue:
    registration = _of(token)
    form = PersonalDetailsForm.of(registration)
    if form.validate_on_submit():
        with transaction():
            registration = _of(token)
            change_registration(registration, form.details(registration.email))
        return redirect(url_for(".own", token=token, saved="y"), code=303)
    page = render_template(
        "registrations/change.html",
        registration=registration,
        event=registration.event,
        form=form,
        token=token,
        country_options=country_options(chosen_language(), form.country.data),
    )
    return page, 422 if form.is_submitted() else 200


@registrations.route("/registrations/<token>/withdraw", methods=["GET", "POST"])
@answers_stale_forms
def withdraw(token: str) -> ResponseReturnValue:
    registration = _of(token)
    form = ConfirmForm()
    if form.validate_on_submit():
        with transaction():
            withdraw_registration(_of(token), now=clock.now())
        return redirect(url_for(".own", token=token), code=303)
    page = render_template(
        "registrations/withdraw.html",
        registration=registration,
        event=registration.event,
        token=token,
        form=form,
    )
    return page, 422 if form.is_submitted() else 200


@registrations.get("/registrations/<token>/calendar.ics")
def own_calendar(token: str) -> ResponseReturnValue:
    """Their own file: the invitation for who has a seat, else the public entry."""
    registration = _of(token)
    body = calendar_of(registration)
    return Response(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{registration.event.slug}.ics"'
        },
    )


def calendar_of(registration: Registration) -> bytes:
    event = registration.event
    if registration.calendar_sequence is None:
        return calendar.publish(calendar_entry(event), stamp=event.changed_at)
    entry = personal_entry(
        event,
        sequence=registration.calendar_sequence,
        join_url=links.join_url(registration),
    )
    attendee = calendar.Person(registration.email, registration.full_name)
    is_coming = registration.is_confirmed and not entry.is_cancelled
    return (calendar.request if is_coming else calendar.cancel)(entry, attendee, stamp=clock.now())
