"""Organizers' pages of an event's agenda, and the briefing of its speakers."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ungis_events.accounts.access import actor, require_organizer
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import Conflict, InvalidInput
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event, lock_event
from ungis_events.speakers.notices import is_told
from ungis_events.speakers.queries import get_speaker, last_briefings, list_speakers
from ungis_events.speakers.rules import green_room_at

from . import rules, service
from .details import GreenRoomDetails, ItemDetails
from .forms import GreenRoomForm, ItemForm, ShiftForm
from .messages import show_briefing
from .queries import agenda_of, get_item, list_items

manage_agenda = Blueprint("manage_agenda", __name__)
manage_agenda.before_request(require_organizer)

_USUAL_MINUTES = 10
_LONGEST_SHIFT = 24 * 60


@manage_agenda.get("")
def index(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    return _index_page(event, _shift_form(event))


def _shift_form(event: Event) -> ShiftForm:
    form = ShiftForm(by=5)
    form.item.choices = [(item.id, item.title) for item in list_items(event)]
    return form


def _index_page(event: Event, form: ShiftForm) -> ResponseReturnValue:
    items = list_items(event)
    page = render_template(
        "manage_agenda/index.html",
        event=event,
        agenda=agenda_of(event),
        warnings=rules.warnings(items, event),
        minutes=rules.minutes_of(event),
        planned=sum(item.minutes for item in items),
        form=form,
    )
    return page, 422 if form.errors else 200


@manage_agenda.route("/add", methods=["GET", "POST"])
@answers_stale_forms
def add(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    proposed = _proposed(event)
    form = ItemForm.of(event, list_speakers(event), proposed)
    if form.validate_on_submit():
        try:
            with transaction():
                event = get_event(slug)
                lock_event(event)  # its hours must not change before this is saved
                details = form.details(event, list_speakers(event))
                service.add_item(event, details, actor=actor(), now=clock.now())
        except InvalidInput as error:
            form.show_problems(error)
        else:
            flash(gettext("“%(title)s” is in the agenda.", title=details.title))
            return redirect(url_for(".index", slug=slug), code=303)
    return _form_page("manage_agenda/add.html", event, form)


def _proposed(event: Event) -> ItemDetails:
    """The next item of the usual length, as far as there is time left."""
    starts_after = rules.next_start(list_items(event), event)
    minutes = min(_USUAL_MINUTES, rules.minutes_of(event) - starts_after)
    return ItemDetails("", starts_after, minutes)


@manage_agenda.route("/<int:item_id>/edit", methods=["GET", "POST"])
@answers_stale_forms
def edit(slug: str, item_id: int) -> ResponseReturnValue:
    event = get_event(slug)
    saved = _coming(event, ItemDetails.of(get_item(event, item_id)))
    form = ItemForm.of(event, list_speakers(event), saved)
    if form.validate_on_submit():
        try:
            with transaction():
                event = get_event(slug)
                lock_event(event)
                item = get_item(event, item_id)
                saved = _coming(event, ItemDetails.of(item))
                details = form.details(event, list_speakers(event))
                form.check_read(saved)
                service.change_item(event, item, details, actor=actor(), now=clock.now())
        except InvalidInput as error:
            form.show_problems(error)
        except Conflict:
            form.show_conflict(details, saved)
        else:
            flash(gettext("Saved."))
            return redirect(url_for(".index", slug=slug), code=303)
    return _form_page("manage_agenda/edit.html", event, form, item_id=item_id)


def _coming(event: Event, details: ItemDetails) -> ItemDetails:
    """As the form shows it: without the turns of who is not coming."""
    coming = {speaker.id for speaker in list_speakers(event)}
    turns = tuple(turn for turn in details.turns if turn.speaker_id in coming)
    return ItemDetails(details.title, details.starts_after, details.minutes, details.note, turns)


def _form_page(template: str, event: Event, form: ItemForm, **more: object) -> ResponseReturnValue:
    page = render_template(template, event=event, form=form, speakers=list_speakers(event), **more)
    return page, 422 if form.errors else 200


@manage_agenda.post("/<int:item_id>/remove")
def remove(slug: str, item_id: int) -> ResponseReturnValue:
    with transaction():
        event = get_event(slug)
        item = get_item(event, item_id)
        title = item.title
        service.remove_item(event, item, actor=actor(), now=clock.now())
    flash(gettext("“%(title)s” is out of the agenda.", title=title))
    return redirect(url_for(".index", slug=slug), code=303)


@manage_agenda.post("/shift")
@answers_stale_forms
def shift(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    form = _shift_form(event)
    if form.validate():
        by = max(-_LONGEST_SHIFT, min(_LONGEST_SHIFT, form.by.data))
        try:
            with transaction():
                event = get_event(slug)
                item = get_item(event, form.item.data)
                service.shift(event, item, by, actor=actor(), now=clock.now())
        except InvalidInput as error:
            form.show_problems(error)
        else:
            flash(gettext("Shifted: look at the new times."))
            return redirect(url_for(".index", slug=slug), code=303)
    return _index_page(get_event(slug), form)


@manage_agenda.post("/close-gaps")
def close_gaps(slug: str) -> ResponseReturnValue:
    with transaction():
        service.close_gaps(get_event(slug), actor=actor(), now=clock.now())
    flash(gettext("Each item now begins when the one before it ends."))
    return redirect(url_for(".index", slug=slug), code=303)


@manage_agenda.get("/briefing")
def briefing(slug: str) -> ResponseReturnValue:
    """What each will get, before it is sent."""
    event = get_event(slug)
    able = [speaker for speaker in list_speakers(event) if speaker.is_confirmed and speaker.email]
    asked = request.args.get("speaker", type=int)
    shown = next((speaker for speaker in able if speaker.id == asked), able[0] if able else None)
    return render_template(
        "manage_agenda/briefing.html",
        event=event,
        speakers=able,
        silent=[
            speaker
            for speaker in list_speakers(event)
            if speaker.is_confirmed and not speaker.email
        ],
        shown=shown,
        mail=show_briefing(shown) if shown else None,
        briefed=last_briefings(event),
        is_possible=bool(able) and is_told(event, clock.now()),
        has_agenda=bool(list_items(event)),
        green_room_at=green_room_at(event),
    )


@manage_agenda.post("/briefing")
def send_briefing(slug: str) -> ResponseReturnValue:
    """To one speaker where one is named, else to all who have accepted."""
    number = request.form.get("speaker", type=int)
    try:
        with transaction():
            event = get_event(slug)
            chosen = get_speaker(event, number) if number is not None else None
            told = service.brief(event, chosen, actor=actor(), now=clock.now())
    except Conflict as error:
        flash(str(error.message), "problem")
    else:
        flash(
            ngettext(
                "The briefing leaves for %(num)d speaker.",
                "The briefing leaves for %(num)d speakers.",
                told,
            )
        )
    return redirect(url_for(".briefing", slug=slug), code=303)


@manage_agenda.route("/green-room", methods=["GET", "POST"])
@answers_stale_forms
def green_room(slug: str) -> ResponseReturnValue:
    """When and where speakers meet before the event."""
    saved = GreenRoomDetails.of(get_event(slug))
    form = GreenRoomForm.of(saved)
    if form.validate_on_submit():
        try:
            with transaction():
                event = get_event(slug)
                lock_event(event)
                saved = GreenRoomDetails.of(event)
                form.check_read(saved)
                service.set_green_room(event, form.details(), actor=actor(), now=clock.now())
        except InvalidInput as error:
            form.show_problems(error)
        except Conflict:
            form.show_conflict(form.details(), saved)
        else:
            flash(gettext("Saved. Speakers hear of it by the next briefing."))
            return redirect(url_for(".briefing", slug=slug), code=303)
    page = render_template("manage_agenda/green_room.html", event=get_event(slug), form=form)
    return page, 422 if form.errors else 200
