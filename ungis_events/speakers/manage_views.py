"""Organizers' pages of an event's roster."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ungis_events.accounts.access import actor, own_account, require_organizer
from ungis_events.accounts.queries import sees_access_needs
from ungis_events.agenda.queries import turns_of
from ungis_events.agenda.service import order_by_agenda, send_substitute
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import Conflict, InvalidInput, NotFound
from ungis_events.core.request_sizes import takes_files
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.topics.catalogue import list_honorifics
from ungis_events.uploads.serving import send_upload

from . import answering, queries, rules, service, vocabulary
from .balance import balance_of
from .desk_queries import SpeakersWanted, count_complete, count_invitable, past_of
from .details import SpeakerProfile
from .errors import SpeakerChangedMeanwhile
from .forms import AddForm, SpeakerForm, SubstituteForm
from .models import Speaker
from .notices import is_told
from .queries import get_speaker, list_roster, lock_speaker
from .reusing import add_or_take_over, offer_known

manage_speakers = Blueprint("manage_speakers", __name__)
manage_speakers.before_request(require_organizer)


@manage_speakers.get("/")
def index(slug: str) -> ResponseReturnValue:
    event, now = get_event(slug), clock.now()
    wanted = SpeakersWanted(request.args.get("q", ""), request.args.get("status", ""))
    roster = list_roster(event)
    return render_template(
        "manage_speakers/index.html",
        event=event,
        wanted=wanted,
        roster=roster,
        shown=[(each, vocabulary.state_shown(each, now)) for each in roster if wanted.fits(each)],
        counts=queries.count_by_status(event),
        states=vocabulary.STATES,
        complete=count_complete(roster),
        invitable=count_invitable(roster) if is_told(event, now) else 0,
        balance=balance_of(roster),
    )


@manage_speakers.route("/add", methods=["GET", "POST"])
@answers_stale_forms
def add(slug: str) -> ResponseReturnValue:
    """Somebody known from an earlier event is offered before anything is saved."""
    form = AddForm()
    known: Speaker | None = None
    if form.validate_on_submit():
        if not form.known.data:
            known = offer_known(get_event(slug), form.name.data, own_account())
        if known is None:
            try:
                with transaction():
                    speaker = add_or_take_over(
                        get_event(slug), form.details(), form.known_id(), **_who()
                    )
            except InvalidInput as error:
                form.show_problems(error)
            else:
                flash(gettext("%(name)s is on the roster.", name=speaker.display_name))
                return redirect(url_for(".index", slug=slug), code=303)
    event, q = get_event(slug), request.args.get("q", "")
    page = render_template(
        "manage_speakers/add.html",
        event=event,
        form=form,
        honorifics=list_honorifics(),
        known=known,
        q=q,
        results=queries.search_known(q, besides=event, reader=own_account()),
        on_roster={each.name_key for each in list_roster(event)} if q else set(),
    )
    return page, 422 if form.errors else 200


@manage_speakers.post("/take-over")
def take_over(slug: str) -> ResponseReturnValue:
    """Somebody found among those of earlier events, as they were there."""
    known_id = request.form.get("known", -1, type=int)
    with transaction():
        speaker = add_or_take_over(get_event(slug), None, known_id, **_who())
    flash(vocabulary.taken_over(speaker.display_name))
    return redirect(url_for(".show", slug=slug, speaker_id=speaker.id), code=303)


def _who() -> dict[str, Any]:
    return {"reader": own_account(), "actor": actor(), "now": clock.now()}


@manage_speakers.get("/<int:speaker_id>")
def show(slug: str, speaker_id: int) -> ResponseReturnValue:
    event, now = get_event(slug), clock.now()
    speaker = get_speaker(event, speaker_id)
    return render_template(
        "manage_speakers/show.html",
        event=event,
        speaker=speaker,
        standing=vocabulary.state_shown(speaker, now),
        acts=vocabulary.acts_shown(speaker, is_told(event, now)),
        may_be_replaced=(speaker.status, "replace") in rules.TRANSITIONS and is_told(event, now),
        turns=turns_of(speaker),
        sees_needs=sees_access_needs(own_account(), event.id),
        is_told=is_told(event, now),
        **past_of(speaker),
    )


@manage_speakers.route("/<int:speaker_id>/edit", methods=["GET", "POST"])
@answers_stale_forms
@takes_files(10)
def edit(slug: str, speaker_id: int) -> ResponseReturnValue:
    event = get_event(slug)
    speaker = get_speaker(event, speaker_id)
    saved = SpeakerProfile.of(speaker)
    form = SpeakerForm.of(saved, speaker.version)
    if not sees_access_needs(own_account(), event.id):
        del form.access_needs
    if form.validate_on_submit():
        try:
            picture = form.picture()
            with transaction():
                speaker = get_speaker(get_event(slug), speaker_id)
                lock_speaker(speaker)
                saved = SpeakerProfile.of(speaker)
                if form.read_version() != speaker.version:
                    raise SpeakerChangedMeanwhile
                _save(speaker, form, saved, picture)
        except InvalidInput as error:
            form.show_problems(error)
        except SpeakerChangedMeanwhile:
            form.show_conflict(form.details(saved), saved, speaker.version)
        else:
            flash(gettext("Saved."))
            return redirect(url_for(".show", slug=slug, speaker_id=speaker_id), code=303)
    page = render_template(
        "manage_speakers/edit.html",
        event=get_event(slug),
        speaker=speaker,
        honorifics=list_honorifics(),
        **form.shown(),
    )
    return page, 422 if form.errors else 200


def _save(
    speaker: Speaker, form: SpeakerForm, saved: SpeakerProfile, picture: bytes | None
) -> None:
    event, now = speaker.event, clock.now()
    service.change_speaker(event, speaker, form.details(saved), actor=actor(), now=now)
    if picture or form.is_without_photo.data:
        service.set_photo(event, speaker, picture, actor=actor(), now=now)


@manage_speakers.get("/<int:speaker_id>/photo")
def photo(slug: str, speaker_id: int) -> ResponseReturnValue:
    upload = get_speaker(get_event(slug), speaker_id).photo
    if upload is None:
        raise NotFound
    return send_upload(upload)


@manage_speakers.route("/<int:speaker_id>/substitute", methods=["GET", "POST"])
@answers_stale_forms
def substitute(slug: str, speaker_id: int) -> ResponseReturnValue:
    form = SubstituteForm()
    if form.validate_on_submit():
        try:
            with transaction():
                event = get_event(slug)
                speaker = get_speaker(event, speaker_id)
                instead = send_substitute(
                    event, speaker, form.details(), actor=actor(), now=clock.now()
                )
        except InvalidInput as error:
            form.show_problems(error)
        else:
            flash(gettext("%(name)s stands on the roster instead.", name=instead.display_name))
            return redirect(url_for(".show", slug=slug, speaker_id=instead.id), code=303)
    event = get_event(slug)
    page = render_template(
        "manage_speakers/substitute.html",
        event=event,
        speaker=get_speaker(event, speaker_id),
        form=form,
        honorifics=list_honorifics(),
    )
    return page, 422 if form.errors else 200


@manage_speakers.post("/<int:speaker_id>/<any(invite, ask_again, confirm, decline, take_back):act>")
def act(slug: str, speaker_id: int, act: str) -> ResponseReturnValue:
    def change(event: Event) -> str:
        speaker = get_speaker(event, speaker_id)
        answering.act_on(event, speaker, act, actor=actor(), now=clock.now())
        return vocabulary.act_done(act, speaker.display_name)

    return _do(slug, change, url_for(".show", slug=slug, speaker_id=speaker_id))


@manage_speakers.post("/<int:speaker_id>/<any(freeze, unfreeze, renew, seen):act>")
def tend(slug: str, speaker_id: int, act: str) -> ResponseReturnValue:
    def change(event: Event) -> str:
        speaker, seen = get_speaker(event, speaker_id), request.form.get("version", 0, type=int)
        answering.tend(event, speaker, act, version=seen, actor=actor(), now=clock.now())
        return vocabulary.tend_done(act)

    return _do(slug, change, url_for(".show", slug=slug, speaker_id=speaker_id))


@manage_speakers.post("/invite")
def invite_all(slug: str) -> ResponseReturnValue:
    def change(event: Event) -> str:
        return vocabulary.invited(*answering.invite_all(event, actor=actor(), now=clock.now()))

    return _do(slug, change, url_for(".index", slug=slug))


@manage_speakers.get("/<int:speaker_id>/remove")
def confirm_removal(slug: str, speaker_id: int) -> ResponseReturnValue:
    event = get_event(slug)
    speaker, is_ahead = get_speaker(event, speaker_id), is_told(event, clock.now())
    return render_template(
        "manage_speakers/confirm_removal.html", event=event, speaker=speaker, is_told=is_ahead
    )


@manage_speakers.post("/<int:speaker_id>/remove")
def remove(slug: str, speaker_id: int) -> ResponseReturnValue:
    def change(event: Event) -> str:
        speaker = get_speaker(event, speaker_id)
        name = service.remove_speaker(event, speaker, actor=actor(), now=clock.now())
        return gettext("%(name)s is no longer on the roster.", name=name)

    return _do(slug, change, url_for(".index", slug=slug))


@manage_speakers.post("/<int:speaker_id>/move")
def move(slug: str, speaker_id: int) -> ResponseReturnValue:
    """One place earlier or later: the way without dragging."""
    by = -1 if request.form.get("direction") == "up" else 1

    def change(event: Event) -> None:
        get_speaker(event, speaker_id)
        order = rules.moved([speaker.id for speaker in list_roster(event)], speaker_id, by)
        service.order_speakers(event, order, actor=actor(), now=clock.now())

    return _do(slug, change, url_for(".index", slug=slug, _anchor=f"speaker-{speaker_id}"))


@manage_speakers.post("/order")
def order(slug: str) -> ResponseReturnValue:
    """The whole new order, as dragging made it."""
    ids = request.form.getlist("speaker", type=int)

    def change(event: Event) -> str:
        service.order_speakers(event, ids, actor=actor(), now=clock.now())
        return gettext("The new order is saved.")

    return _do(slug, change, url_for(".index", slug=slug))


@manage_speakers.post("/<any(protocol, agenda):by>")
def order_by(slug: str, by: str) -> ResponseReturnValue:
    propose = service.order_by_protocol if by == "protocol" else order_by_agenda

    def change(event: Event) -> str:
        propose(event, actor=actor(), now=clock.now())
        return vocabulary.ordered_by(by)

    return _do(slug, change, url_for(".index", slug=slug))


def _do(slug: str, change: Callable[[Event], str | None], address: str) -> ResponseReturnValue:
    """One act that is saved or refused; what `change` returns is said afterwards."""
    try:
        with transaction():
            sentence = change(get_event(slug))
    except Conflict as error:
        flash(str(error.message), "problem")
    else:
        if sentence:
            flash(sentence)
    return redirect(address, code=303)
