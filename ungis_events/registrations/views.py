"""Public pages: register for an event, and look after one's own registration."""

import secrets
from functools import lru_cache

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape
from sqlalchemy.exc import IntegrityError

from ungis_events.adapters import calendar
from ungis_events.adapters.mail import wire_address
from ungis_events.core import clock, templating
from ungis_events.core.answers import Answer, answers, to_private_response, to_response
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.languages import chosen_language
from ungis_events.core.rate_limits import check_rate_limit
from ungis_events.events import rules as event_rules
from ungis_events.events.calendar import calendar_entry, personal_entry
from ungis_events.events.errors import EventNotFound
from ungis_events.events.models import Event, EventStatus, Mode
from ungis_events.events.queries import (
    Freshness,
    find_freshness,
    get_event_for_registering,
    get_public_event,
)
from ungis_events.files.queries import list_links_for_registrants
from ungis_events.topics.catalogue import list_countries

from . import links
from .errors import EventFull, RegistrationActNotPossible
from .forms import NO_COUNTRY, ConfirmForm, PersonalDetailsForm, RegistrationForm, ResendForm
from .models import Registration
from .queries import place_in_line
from .rules import check_open
from .service import (
    change_registration,
    is_sent_again,
    register_attendee,
    resend_link,
    withdraw_registration,
)

registrations = Blueprint("registrations", __name__)

_HTML = "text/html; charset=utf-8"
_CSRF_TOKEN = b"<!--csrf-token-->"
_FORM_KEY = b"form-key-to-come"


@registrations.get("/events/<slug>/register")
def register(slug: str) -> ResponseReturnValue:
    """The empty form: one page for everybody, with the visitor's own tokens put in."""
    fresh, language = _freshness(slug), chosen_language()
    is_full = _is_full(fresh, None)
    key = ("register", slug, fresh.version, is_full, language)
    page = answers.get(key, clock.now(), lambda: _empty_form(slug, fresh))
    body = page.body.replace(_FORM_KEY, secrets.token_urlsafe(18).encode())
    return to_private_response(body.replace(_CSRF_TOKEN, generate_csrf().encode()), page.mimetype)


def _empty_form(slug: str, fresh: Freshness) -> Answer:
    event, now = get_public_event(slug), clock.now()
    check_open(event, now)
    form = RegistrationForm.for_modes(_open_modes(fresh))
    form.form_key.data = _FORM_KEY.decode()
    body = _form_page(event, form, fresh).encode()
    body = body.replace(generate_csrf().encode(), _CSRF_TOKEN)
    return Answer(body, _HTML, event_rules.next_change(event, now))


@registrations.post("/events/<slug>/register")
@answers_stale_forms
def send_registration(slug: str) -> ResponseReturnValue:
    """The answer hangs on the event alone: it must not tell a stranger who attends."""
    check_rate_limit("register_network")
    fresh = _freshness(slug)
    form = RegistrationForm.for_modes(_open_modes(fresh))
    if not form.validate():
        event = get_public_event(slug)
        check_open(event, clock.now())
        return _form_page(event, form, fresh), 422
    is_full = _is_full(fresh, form.mode)
    if not form.is_from_a_machine:
        try:
            _save(slug, form, is_full)
        except IntegrityError:
            # The same address twice at the same moment: by now the other one is saved.
            _save(slug, form, is_full)
    return redirect(url_for(".sent", slug=slug, full="y" if is_full else None), code=303)


def _save(slug: str, form: RegistrationForm, is_full: bool) -> None:
    with transaction():
        event, now = get_event_for_registering(slug), clock.now()
        details = form.details(form.email.data)
        has_no_place = is_full and not event.waitlist and not is_sent_again(event, details)
        if has_no_place:
            # Who is registered gets a mail all the same: the page says nothing about them.
            resend_link(event, form.email.data, now=now)
        else:
            register_attendee(event, details, now=now)
    if has_no_place:
        raise EventFull


def _freshness(slug: str) -> Freshness:
    fresh = find_freshness(slug)
    if fresh is None:
        raise EventNotFound
    return fresh


def _open_modes(fresh: Freshness) -> list[Mode]:
    return [Mode(seats.mode) for seats in fresh.seats if seats.is_open]


def _is_full(fresh: Freshness, mode: Mode | None) -> bool:
    """In `mode`, or in every one."""
    offered = [seats for seats in fresh.seats if seats.is_open and mode in (None, seats.mode)]
    return bool(offered) and all(seats.is_full for seats in offered)


@registrations.get("/registrations/sent/<slug>")
def sent(slug: str) -> ResponseReturnValue:
    is_full, fresh = request.args.get("full") == "y", _freshness(slug)

    def make() -> Answer:
        event = get_public_event(slug)
        page = render_template("registrations/sent.html", event=event, is_full=is_full)
        return Answer(page.encode(), _HTML)

    key = ("sent", slug, fresh.version, is_full, chosen_language())
    return to_response(answers.get(key, clock.now(), make))


def _form_page(event: Event, form: RegistrationForm, fresh: Freshness) -> str:
    return render_template(
        "registrations/register.html",
        event=event,
        form=form,
        is_full=_is_full(fresh, None),
        country_options=country_options(chosen_language(), form.country.data),
        clocks=templating.city_times(event.starts_at, event.ends_at),
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
        try:
            with transaction():
                withdraw_registration(_of(token), now=clock.now())
        except RegistrationActNotPossible:
            pass  # a second click: their own page says that they have withdrawn
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
        headers={"Content-Disposition": f'attachment; filename="{registration.event.slug}.ics"'},
    )


def calendar_of(registration: Registration) -> bytes:
    event = registration.event
    if registration.calendar_sequence is None:
        return calendar.publish(calendar_entry(event), stamp=event.changed_at)
    attendee = calendar.Person(wire_address(registration.email), registration.full_name)
    is_coming = registration.is_confirmed and event.status is EventStatus.PUBLISHED
    entry = personal_entry(
        event,
        sequence=registration.calendar_sequence,
        join_url=links.join_url(registration) if is_coming else None,
    )
    return (calendar.request if is_coming else calendar.cancel)(entry, attendee, stamp=clock.now())
