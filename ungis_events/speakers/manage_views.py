"""Organizers' pages of an event's roster."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events.accounts.access import actor, require_organizer
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import Conflict, InvalidInput
from ungis_events.events.queries import get_event
from ungis_events.topics.catalogue import list_honorifics

from . import service
from .forms import PARTS, SpeakerForm
from .queries import get_speaker, list_speakers
from .rules import moved
from .service import SpeakerDetails

manage_speakers = Blueprint("manage_speakers", __name__)
manage_speakers.before_request(require_organizer)


@manage_speakers.get("/")
def index(slug: str) -> ResponseReturnValue:
    event = get_event(slug)
    return render_template(
        "manage_speakers/index.html",
        event=event,
        speakers=list_speakers(event),
        part_labels=dict(PARTS),
    )


@manage_speakers.route("/add", methods=["GET", "POST"])
@answers_stale_forms
def add(slug: str) -> ResponseReturnValue:
    form = SpeakerForm()
    if form.validate_on_submit():
        try:
            with transaction():
                service.add_speaker(get_event(slug), form.details(), actor=actor(), now=clock.now())
        except InvalidInput as error:
            form.show_problems(error)
        else:
            flash(gettext("%(name)s is on the roster.", name=form.name.data))
            return redirect(url_for(".index", slug=slug), code=303)
    return _form_page("manage_speakers/add.html", slug, form)


@manage_speakers.route("/<int:speaker_id>/edit", methods=["GET", "POST"])
@answers_stale_forms
def edit(slug: str, speaker_id: int) -> ResponseReturnValue:
    saved = SpeakerDetails.of(get_speaker(get_event(slug), speaker_id))
    form = SpeakerForm.of(saved)
    if form.validate_on_submit():
        try:
            with transaction():
                event = get_event(slug)
                speaker = get_speaker(event, speaker_id)
                saved = SpeakerDetails.of(speaker)
                form.check_read(saved)
                service.change_speaker(
                    event, speaker, form.details(), actor=actor(), now=clock.now()
                )
        except InvalidInput as error:
            form.show_problems(error)
        except Conflict:
            form.show_conflict(form.details(), saved)
        else:
            flash(gettext("Saved."))
            return redirect(url_for(".index", slug=slug), code=303)
    return _form_page("manage_speakers/edit.html", slug, form, speaker_id=speaker_id)


def _form_page(template: str, slug: str, form: SpeakerForm, **more: object) -> ResponseReturnValue:
    page = render_template(
        template, event=get_event(slug), form=form, honorifics=list_honorifics(), **more
    )
    return page, 422 if form.errors else 200


@manage_speakers.post("/<int:speaker_id>/remove")
def remove(slug: str, speaker_id: int) -> ResponseReturnValue:
    with transaction():
        event = get_event(slug)
        speaker = get_speaker(event, speaker_id)
        name = speaker.display_name
        service.remove_speaker(event, speaker, actor=actor(), now=clock.now())
    flash(gettext("%(name)s is no longer on the roster.", name=name))
    return redirect(url_for(".index", slug=slug), code=303)


@manage_speakers.post("/<int:speaker_id>/move")
def move(slug: str, speaker_id: int) -> ResponseReturnValue:
    """One place earlier or later: the way without dragging."""
    by = -1 if request.form.get("direction") == "up" else 1
    with transaction():
        event = get_event(slug)
        get_speaker(event, speaker_id)
        order = moved([speaker.id for speaker in list_speakers(event)], speaker_id, by)
        service.order_speakers(event, order, actor=actor(), now=clock.now())
    return redirect(url_for(".index", slug=slug, _anchor=f"speaker-{speaker_id}"), code=303)


@manage_speakers.post("/order")
def order(slug: str) -> ResponseReturnValue:
    """The whole new order, as dragging made it."""
    ids = request.form.getlist("speaker", type=int)
    try:
        with transaction():
            service.order_speakers(get_event(slug), ids, actor=actor(), now=clock.now())
    except Conflict as error:
        flash(str(error.message), "problem")
    else:
        flash(gettext("The new order is saved."))
    return redirect(url_for(".index", slug=slug), code=303)


@manage_speakers.post("/protocol")
def protocol(slug: str) -> ResponseReturnValue:
    with transaction():
        service.order_by_protocol(get_event(slug), actor=actor(), now=clock.now())
    flash(gettext("Ordered by protocol, as the titles tell. Move whoever stands better elsewhere."))
    return redirect(url_for(".index", slug=slug), code=303)
