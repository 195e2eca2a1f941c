"""Organizers' pages of an event's reminders."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events.accounts.access import actor, own_account, require_organizer
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import Conflict, InvalidInput
from ungis_events.core.templating import language
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event, lock_event

from . import messages, queries, rules, service
from .forms import ReminderForm
from .models import Reminder
from .service import ReminderDetails

manage_reminders = Blueprint("manage_reminders", __name__)
manage_reminders.before_request(require_organizer)


@manage_reminders.get("/")
def index(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    return render_template(
        "manage_reminders/index.html",
        event=event,
        reminders=[(each, _due_at(each, event)) for each in queries.list_reminders(event)],
        mails=queries.mails_by_reminder(event),
        is_own=rules.is_own,
    )


@manage_reminders.route("/add", methods=["GET", "POST"])
@answers_stale_forms
def add(slug: str) -> ResponseReturnValue:
    form = ReminderForm.of_new()
    if form.validate_on_submit():
        try:
            with transaction():
                event = get_event(slug)
                lock_event(event)
                service.add_reminder(event, form.details(), actor=actor(), now=clock.now())
        except InvalidInput as error:
            form.show_problems(error)
        else:
            flash(gettext("The reminder is added."))
            return _to_index(slug)
    return _form_page("manage_reminders/add.html", slug, form)


@manage_reminders.route("/<int:reminder_id>/edit", methods=["GET", "POST"])
@answers_stale_forms
def edit(slug: str, reminder_id: int) -> ResponseReturnValue:
    reminder = queries.get_reminder(get_event(slug), reminder_id)
    saved = ReminderDetails.of(reminder)
    form = ReminderForm.of(saved)
    if form.validate_on_submit():
        try:
            with transaction():
                event, reminder = _locked(slug, reminder_id)
                saved = ReminderDetails.of(reminder)
                form.check_read(saved)
                service.change_reminder(
                    event, reminder, form.details(), actor=actor(), now=clock.now()
                )
        except InvalidInput as error:
            form.show_problems(error)
        except Conflict:
            form.show_conflict(form.details(), saved)
        else:
            flash(gettext("Saved."))
            return _to_index(slug)
    return _form_page("manage_reminders/edit.html", slug, form, reminder=reminder)


@manage_reminders.post("/<int:reminder_id>/<any(off, on, remove):act>")
def act(slug: str, reminder_id: int, act: str) -> ResponseReturnValue:
    do, done = {
        "off": (service.switch_off, gettext("The reminder is switched off.")),
        "on": (service.switch_on, gettext("The reminder is switched on.")),
        "remove": (service.remove_reminder, gettext("The reminder is removed.")),
    }[act]
    try:
        with transaction():
            event, reminder = _locked(slug, reminder_id)
            do(event, reminder, actor=actor(), now=clock.now())
    except Conflict as error:
        flash(str(error.message), "problem")
    else:
        flash(done)
    return _to_index(slug)


@manage_reminders.get("/<int:reminder_id>/preview")
def preview(slug: str, reminder_id: int) -> ResponseReturnValue:
    event = get_event(slug)
    reminder = queries.get_reminder(event, reminder_id)
    reader, mail = messages.preview(
        reminder,
        event,
        service.facts(reminder, event),
        name=own_account().name,
        email=own_account().email,
        language=language(),
    )
    return render_template(
        "manage_reminders/preview.html",
        event=event,
        reminder=reminder,
        due_at=_due_at(reminder, event),
        reader=reader,
        mail=mail,
    )


@manage_reminders.post("/<int:reminder_id>/test")
def test(slug: str, reminder_id: int) -> ResponseReturnValue:
    address = own_account().email
    with transaction():
        event = get_event(slug)
        service.send_test(
            queries.get_reminder(event, reminder_id),
            event,
            to_address=address,
            name=actor(),
            language=language(),
            now=clock.now(),
        )
    flash(gettext("A test is on its way to %(address)s.", address=address))
    return redirect(url_for(".preview", slug=slug, reminder_id=reminder_id), code=303)


def _locked(slug: str, reminder_id: int) -> tuple[Event, Reminder]:
    """In the order in which events are changed and the worker sends."""
    event = get_event(slug)
    lock_event(event)
    return event, queries.get_reminder(event, reminder_id, lock=True)


def _due_at(reminder: Reminder, event: Event) -> object:
    return rules.due_at(reminder.kind, event.starts_at, event.ends_at)


def _form_page(template: str, slug: str, form: ReminderForm, **more: object) -> ResponseReturnValue:
    page = render_template(template, event=get_event(slug), form=form, **more)
    return page, 422 if form.errors else 200


def _to_index(slug: str) -> ResponseReturnValue:
    return redirect(url_for(".index", slug=slug), code=303)
