"""Organizers' pages of what they write to registrants: write, look at it as anyone, send."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events.accounts.access import actor, own_account, require_organizer
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import Conflict, DomainError, InvalidInput
from ungis_events.core.templating import language
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.mailing.composing import MailShown
from ungis_events.mailing.errors import Overtaken
from ungis_events.mailing.models import EmailStatus
from ungis_events.mailing.service import retry_email
from ungis_events.registrations.queries import get_registration_by_id

from . import desk_queries, messages, service, vocabulary
from .details import CircularDetails
from .errors import CircularChangedMeanwhile
from .forms import CircularForm, version_in
from .models import Circular, CircularState
from .queries import get_circular, list_circulars
from .rules import PLACEHOLDERS
from .service import Writer

manage_circulars = Blueprint("manage_circulars", __name__)
manage_circulars.before_request(require_organizer)


@manage_circulars.get("/")
def index(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    circulars = list_circulars(event)
    return render_template(
        "manage_circulars/index.html",
        event=event,
        circulars=circulars,
        moments={each.id: _moment(each) for each in circulars},
        counts=desk_queries.count_deliveries(event, circulars),
        starters=vocabulary.starters(event),
    )


@manage_circulars.route("/new", methods=["GET", "POST"])
@answers_stale_forms
def create(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    form = CircularForm.of(event, _start_from(event))
    if form.validate_on_submit():
        try:
            with transaction():
                circular = service.write_circular(
                    get_event(slug), form.details(), writer=_writer(), now=clock.now()
                )
        except InvalidInput as error:
            form.show_problems(error)
        else:
            flash(gettext("Saved as a draft. Look at it, then send it."))
            return redirect(url_for(".show", slug=slug, circular_id=circular.id), code=303)
    return _form_page("manage_circulars/create.html", slug, form)


def _start_from(event: Event) -> CircularDetails:
    starter = vocabulary.starters(event).get(request.args.get("from", ""))
    if starter is None:
        return CircularDetails(subject="", body="")
    return CircularDetails(starter.subject, starter.body, statuses=[starter.status.value])


@manage_circulars.route("/<int:circular_id>/edit", methods=["GET", "POST"])
@answers_stale_forms
def edit(slug: str, circular_id: int) -> ResponseReturnValue:
    circular = get_circular(get_event(slug), circular_id)
    if circular.state is not CircularState.DRAFT:
        flash(gettext("Only a draft can be edited: call the message back first."), "problem")
        return redirect(url_for(".show", slug=slug, circular_id=circular_id), code=303)
    form = CircularForm.of(circular.event, CircularDetails.of(circular), circular.version)
    if form.validate_on_submit():
        try:
            with transaction():
                service.change_circular(
                    get_circular(get_event(slug), circular_id),
                    form.details(),
                    expected_version=form.read_version(),
                    writer=_writer(),
                    now=clock.now(),
                )
        except InvalidInput as error:
            form.show_problems(error)
        except CircularChangedMeanwhile:
            circular = get_circular(get_event(slug), circular_id)
            form.show_conflict(form.details(), CircularDetails.of(circular), circular.version)
        except Conflict as error:
            form.form_errors.append(error.message)
        else:
            flash(gettext("Saved."))
            return redirect(url_for(".show", slug=slug, circular_id=circular_id), code=303)
    return _form_page("manage_circulars/edit.html", slug, form, circular_id=circular_id)


def _form_page(
    template: str, slug: str, form: CircularForm, circular_id: int | None = None
) -> ResponseReturnValue:
    event = get_event(slug)
    page = render_template(
        template,
        event=event,
        form=form,
        circular_id=circular_id,
        placeholders=PLACEHOLDERS,
        starters=vocabulary.starters(event),
    )
    return page, 422 if form.errors else 200


@manage_circulars.get("/<int:circular_id>")
def show(slug: str, circular_id: int) -> ResponseReturnValue:
    """The message with who gets it, and the mail as any one of them will see it (`?as=`)."""
    return _show_page(slug, circular_id)


def _show_page(slug: str, circular_id: int, problems: tuple[object, ...] = ()) -> str:
    event = get_event(slug)
    circular = get_circular(event, circular_id)
    recipients = desk_queries.list_recipients(event, circular)
    q = request.args.get("q", "")
    standing = None
    if recipients:
        standing = desk_queries.stand_at(recipients, request.args.get("as", type=int))
    return render_template(
        "manage_circulars/show.html",
        event=event,
        circular=circular,
        problems=problems,
        moment_of_sending=_moment(circular),
        number=len(recipients),
        standing=standing,
        q=q,
        found=desk_queries.find_by_name(recipients, q),
        mail=_mail(circular, standing),
        counts=desk_queries.count_deliveries(event, [circular])[circular.id],
        statuses=dict(vocabulary.STATUSES),
        attendances=dict(vocabulary.ATTENDANCES),
        modes=dict(vocabulary.MODES),
        purposes=dict(vocabulary.PURPOSES),
        own_address=own_account().email,
    )


def _mail(circular: Circular, standing: desk_queries.Standing | None) -> MailShown | str:
    """The mail, or why this person would get none."""
    account = own_account()
    try:
        if standing is None:
            return messages.preview_for_nobody(
                circular,
                name=account.name,
                email=account.email,
                language=language(),
                now=clock.now(),
            )
        reader = get_registration_by_id(standing.reader.id)
        return messages.preview(circular, reader, clock.now())
    except Overtaken as overtaken:
        return str(gettext(str(overtaken)))


def _moment(circular: Circular) -> datetime | str | None:
    """When it was sent or will be; a sentence where no clock shows that; None: at once."""
    if circular.sent_at is not None or circular.send is None:
        return circular.sent_at
    try:
        return CircularDetails.of(circular).leaves_at(circular.event, clock.now())
    except DomainError as error:
        return str(error.message)


@manage_circulars.post("/<int:circular_id>/schedule")
def schedule(slug: str, circular_id: int) -> ResponseReturnValue:
    try:
        with transaction():
            circular = get_circular(get_event(slug), circular_id)
            service.schedule_circular(
                circular,
                expected_version=version_in(request.form.get("version")),
                actor=actor(),
                now=clock.now(),
            )
    except InvalidInput as error:
        return _show_page(slug, circular_id, tuple(error.fields.values())), 422
    except Conflict as error:
        flash(str(error.message), "problem")
    else:
        flash(
            gettext("It leaves with the next round of the worker.")
            if circular.send is None
            else gettext("Scheduled. Until it leaves you can call it back.")
        )
    return redirect(url_for(".show", slug=slug, circular_id=circular_id), code=303)


@manage_circulars.post("/<int:circular_id>/call-back")
def call_back(slug: str, circular_id: int) -> ResponseReturnValue:
    try:
        with transaction():
            circular = get_circular(get_event(slug), circular_id)
            service.call_back(circular, actor=actor(), now=clock.now())
    except Conflict as error:
        flash(str(error.message), "problem")
    else:
        flash(gettext("Called back: it is a draft again."))
    return redirect(url_for(".show", slug=slug, circular_id=circular_id), code=303)


@manage_circulars.post("/<int:circular_id>/send-test")
def send_test(slug: str, circular_id: int) -> ResponseReturnValue:
    with transaction():
        circular = get_circular(get_event(slug), circular_id)
        service.queue_test(circular, writer=_writer(), language=language(), now=clock.now())
    flash(gettext("A test is on its way to %(address)s.", address=own_account().email))
    return redirect(url_for(".show", slug=slug, circular_id=circular_id), code=303)


@manage_circulars.post("/<int:circular_id>/delete")
def delete(slug: str, circular_id: int) -> ResponseReturnValue:
    try:
        with transaction():
            circular = get_circular(get_event(slug), circular_id)
            service.delete_circular(circular, actor=actor(), now=clock.now())
    except Conflict as error:
        flash(str(error.message), "problem")
        return redirect(url_for(".show", slug=slug, circular_id=circular_id), code=303)
    flash(gettext("The draft is deleted."))
    return redirect(url_for(".index", slug=slug), code=303)


@manage_circulars.get("/<int:circular_id>/delivery")
def delivery(slug: str, circular_id: int) -> ResponseReturnValue:
    event = get_event(slug)
    circular = get_circular(event, circular_id)
    counts = desk_queries.count_deliveries(event, [circular])[circular.id]
    status = request.args.get("status", "")
    status = status if status in list(EmailStatus) else ""
    number = sum(counts.values()) if not status else counts[EmailStatus(status)]
    pages = max(1, -(-number // desk_queries.PAGE_SIZE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "manage_circulars/delivery.html",
        event=event,
        circular=circular,
        counts=counts,
        status=status,
        page=page,
        pages=pages,
        deliveries=desk_queries.list_deliveries(circular, status, page),
    )


@manage_circulars.post("/<int:circular_id>/delivery/<int:email_id>/retry")
def retry(slug: str, circular_id: int, email_id: int) -> ResponseReturnValue:
    try:
        with transaction():
            circular = get_circular(get_event(slug), circular_id)
            retry_email(desk_queries.get_delivery(circular, email_id), clock.now())
    except Conflict as error:
        flash(str(error.message), "problem")
    else:
        flash(gettext("It leaves with the next round of the worker."))
    return redirect(url_for(".delivery", slug=slug, circular_id=circular_id), code=303)


def _writer() -> Writer:
    account = own_account()
    return Writer(account.name, account.email)
