"""Public pages: register for an event, and look after one's own registration."""

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from ungis_events.adapters import calendar
from ungis_events.adapters.mail import wire_address
from ungis_events.certificates.queries import find_certificate_of
from ungis_events.core import clock
from ungis_events.core.answers import Answer, answers, to_private_response, to_response
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import NotFound
from ungis_events.core.languages import chosen_language
from ungis_events.core.rate_limits import check_rate_limit
from ungis_events.core.request_sizes import takes_files
from ungis_events.events import rules as event_rules
from ungis_events.events.calendar import calendar_entry, personal_entry
from ungis_events.events.models import Event, EventStatus
from ungis_events.events.queries import get_public_event
from ungis_events.files.queries import list_links_for_registrants
from ungis_events.invitations.links import invitation_token
from ungis_events.questions.queries import find_answer, list_answers
from ungis_events.uploads.queries import get_upload
from ungis_events.uploads.serving import send_upload

from . import links, registering
from .errors import ByInvitationOnly, RegistrationActNotPossible
from .forms import ConfirmForm, PersonalDetailsForm, RegistrationForm, ResendForm
from .models import Registration
from .queries import place_in_line
from .registering import Entrance
from .rules import check_open
from .service import change_registration, resend_link, withdraw_registration

registrations = Blueprint("registrations", __name__)

_HTML = "text/html; charset=utf-8"
_CSRF_TOKEN = b"<!--csrf-token-->"
_FORM_KEY = b"form-key-to-come"


@registrations.get("/events/<slug>/register")
def register(slug: str) -> ResponseReturnValue:
    """The empty form: one page for everybody, with the visitor's own tokens put in."""
    entrance, language = Entrance.of(slug), chosen_language()
    key = ("register", slug, entrance.fresh.version, entrance.is_full(), language)
    try:
        page = answers.get(key, clock.now(), lambda: _empty_form(entrance))
    except ByInvitationOnly as error:
        return _invitation_needed(slug, error)
    body = page.body.replace(_FORM_KEY, registering.new_form_key().encode())
    return to_private_response(body.replace(_CSRF_TOKEN, generate_csrf().encode()), page.mimetype)


def _empty_form(entrance: Entrance) -> Answer:
    event, now = get_public_event(entrance.slug), clock.now()
    check_open(event, now)
    form = entrance.form()
    form.form_key.data = _FORM_KEY.decode()
    body = _form_page(entrance, form, event).encode()
    body = body.replace(generate_csrf().encode(), _CSRF_TOKEN)
    return Answer(body, _HTML, event_rules.next_change(event, now))


@registrations.post("/events/<slug>/register")
@answers_stale_forms
@takes_files(32)
def send_registration(slug: str) -> ResponseReturnValue:
    """The answer hangs on the event alone: it must not tell a stranger who attends."""
    check_rate_limit("register_network")
    entrance = Entrance.of(slug)
    form = entrance.form()
    try:
        if not form.is_from_a_machine:
            registering.receive_files(form)
        if not form.validate():
            event = get_public_event(slug)
            check_open(event, clock.now())
            return _form_page(entrance, form, event), 422
        is_full = entrance.is_full(form.mode)
        if not form.is_from_a_machine:
            registering.save(entrance, form)
    except ByInvitationOnly as error:
        return _invitation_needed(slug, error)
    return redirect(url_for(".sent", slug=slug, full="y" if is_full else None), code=303)


def _form_page(entrance: Entrance, form: RegistrationForm, event: Event) -> str:
    action = url_for(".register", slug=event.slug)
    return registering.form_page(entrance, event, form, action)


def _invitation_needed(slug: str, error: ByInvitationOnly) -> ResponseReturnValue:
    page = render_template("registrations/by_invitation.html", event=get_public_event(slug))
    return page, error.status_code


@registrations.get("/registrations/sent/<slug>")
def sent(slug: str) -> ResponseReturnValue:
    is_full, fresh = request.args.get("full") == "y", Entrance.of(slug).fresh

    def make() -> Answer:
        event = get_public_event(slug)
        page = render_template("registrations/sent.html", event=event, is_full=is_full)
        return Answer(page.encode(), _HTML)

    key = ("sent", slug, fresh.version, is_full, chosen_language())
    return to_response(answers.get(key, clock.now(), make))


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
        certificate=find_certificate_of(registration.id),
        answers=list_answers([registration.id]).get(registration.id, []),
        register_url=_url_to_come_back(registration),
    )


def _url_to_come_back(registration: Registration) -> str:
    """Who came by a group's link comes back by it, as long as it leads anywhere."""
    invitation = registration.invitation
    if invitation is not None and invitation.revoked_at is None:
        return url_for("invitations.register", token=invitation_token(invitation))
    return url_for(".register", slug=registration.event.slug)


def _of(token: str) -> Registration:
    check_rate_limit("own_page_network")
    return links.registration_of(links.MANAGE, token, str(current_app.config["SECRET_KEY"]))


@registrations.route("/registrations/<token>/change", methods=["GET", "POST"])
@answers_stale_forms
@takes_files(32)
def change(token: str) -> ResponseReturnValue:
    registration = _of(token)
    event = registration.event
    given = list_answers([registration.id]).get(registration.id, [])
    shape = registering.shape_of(event.id, event.version)
    form = PersonalDetailsForm.of(registration, shape, given)
    if form.is_submitted():
        registering.receive_files(form)
    if form.validate_on_submit():
        with transaction():
            registration = _of(token)
            change_registration(
                registration,
                form.details(registration.email),
                now=clock.now(),
                answers=form.answers(),
                not_asked=form.not_asked,
            )
        return redirect(url_for(".own", token=token, saved="y"), code=303)
    page = render_template(
        "registrations/change.html",
        registration=registration,
        event=registration.event,
        form=form,
        token=token,
        country_options=registering.country_options(chosen_language(), form.country.data),
    )
    return page, 422 if form.is_submitted() else 200


@registrations.get("/registrations/<token>/files/<int:question_id>")
def own_file(token: str, question_id: int) -> ResponseReturnValue:
    """What they gave as an answer, for themselves."""
    answer = find_answer(_of(token).id, question_id)
    if answer is None or answer.upload_id is None:
        raise NotFound
    return send_upload(get_upload(answer.upload_id))


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
