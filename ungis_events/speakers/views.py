"""A speaker's own pages, behind the personal link of their mails, and the photos of who comes."""

import re

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from ungis_events.agenda.queries import agenda_of, turns_of
from ungis_events.agenda.service import send_substitute
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms, proves_itself
from ungis_events.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from ungis_events.core.form_filters import short_note
from ungis_events.core.rate_limits import check_rate_limit
from ungis_events.core.request_sizes import takes_files
from ungis_events.core.security_headers import allow_form_to
from ungis_events.events.models import EventStatus
from ungis_events.events.rules import phase_at
from ungis_events.uploads.serving import send_upload
from ungis_events.webinars.queries import find_panelist_link

from . import links, rules
from .answering import act_on
from .calendar import invitation
from .details import SpeakerProfile
from .errors import SpeakerActNotPossible, SpeakerChangedMeanwhile
from .forms import ConfirmForm, EntryForm, SubstituteForm
from .models import Speaker
from .queries import find_public_photo, find_speaker, lock_speaker
from .service import change_speaker, set_photo
from .vocabulary import meeting_time

speakers = Blueprint("speakers", __name__)

_PHOTO_NAME = re.compile(r"(\d{1,9})-([0-9a-f]{8})\.webp")


@speakers.get("/speakers/<token>")
def own(token: str) -> ResponseReturnValue:
    return _own_page(token, ConfirmForm())


def _own_page(token: str, form: ConfirmForm) -> ResponseReturnValue:
    speaker = _of(token)
    event, now = speaker.event, clock.now()
    page = render_template(
        "speakers/own.html",
        **_context(speaker, token),
        form=form,
        acts=rules.own_acts(speaker.status),
        turns=turns_of(speaker),
        agenda=agenda_of(event),
        replaced=find_speaker(speaker.replaces_id),
        meeting_time=meeting_time(event, speaker.zone),
        join_token=links.join_token(speaker) if links.join_url(speaker) else None,
        phase=phase_at(event, now).value,
    )
    return page, 422 if form.errors else 200


def _of(token: str) -> Speaker:
    check_rate_limit("own_page_network")
    return links.speaker_of(links.ANSWER, token, str(current_app.config["SECRET_KEY"]))


def _context(speaker: Speaker, token: str) -> dict[str, object]:
    return {"speaker": speaker, "event": speaker.event, "token": token}


def _actor(speaker: Speaker) -> str:
    return speaker.display_name[:200]


@speakers.post("/speakers/<token>/accept")
@answers_stale_forms
def accept(token: str) -> ResponseReturnValue:
    form = ConfirmForm()
    if not form.validate():
        return _own_page(token, form)
    return _answer(token, "accept", None)


@speakers.route("/speakers/<token>/decline", methods=["GET", "POST"])
@answers_stale_forms
def decline(token: str) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.validate_on_submit():
        return _answer(token, "decline", short_note(request.form.get("word")))
    page = render_template(
        "speakers/decline.html",
        **_context(_of(token), token),
        form=form,
        word=request.form.get("word", ""),
    )
    return page, 422 if form.errors else 200


def _answer(token: str, act: str, word: str | None) -> ResponseReturnValue:
    try:
        with transaction():
            speaker = _of(token)
            if act not in rules.own_acts(speaker.status):
                raise SpeakerActNotPossible
            act_on(
                speaker.event,
                speaker,
                act,
                word=word,
                actor=_actor(speaker),
                now=clock.now(),
                is_own=True,
            )
    except Conflict:
        pass  # a second click, or somebody of the office was faster: the page says what is so
    return redirect(url_for(".own", token=token), code=303)


@speakers.route("/speakers/<token>/substitute", methods=["GET", "POST"])
@answers_stale_forms
def substitute(token: str) -> ResponseReturnValue:
    form = SubstituteForm()
    if form.is_submitted():
        check_rate_limit("resend_network")  # a mail to any address leaves
    if form.validate_on_submit():
        try:
            with transaction():
                speaker = _of(token)
                if "replace" not in rules.own_acts(speaker.status):
                    raise SpeakerActNotPossible
                send_substitute(
                    speaker.event,
                    speaker,
                    form.details(),
                    actor=_actor(speaker),
                    now=clock.now(),
                    is_own=True,
                )
        except InvalidInput as error:
            form.show_problems(error)
        except Conflict:
            return redirect(url_for(".own", token=token), code=303)
        else:
            return redirect(url_for(".own", token=token), code=303)
    page = render_template("speakers/substitute.html", **_context(_of(token), token), form=form)
    return page, 422 if form.errors else 200


@speakers.route("/speakers/<token>/entry", methods=["GET", "POST"])
@answers_stale_forms
@takes_files(10)
def entry(token: str) -> ResponseReturnValue:
    speaker = _of(token)
    if speaker.frozen_at is not None:
        return redirect(url_for(".own", token=token), code=303)  # it says whom to write to
    saved = SpeakerProfile.of(speaker)
    form = EntryForm.of(saved, speaker.version)
    if form.validate_on_submit():
        try:
            picture = form.picture()
            with transaction():
                speaker = _of(token)
                lock_speaker(speaker)
                saved = SpeakerProfile.of(speaker)
                if form.read_version() != speaker.version:
                    raise SpeakerChangedMeanwhile
                _save(speaker, form.details(saved), picture, form.is_without_photo.data)
        except InvalidInput as error:
            form.show_problems(error)
        except SpeakerChangedMeanwhile:
            form.show_conflict(form.details(saved), saved, _of(token).version)
        except Conflict:
            return redirect(url_for(".own", token=token), code=303)
        else:
            return redirect(url_for(".own", token=token, saved="y"), code=303)
    page = render_template("speakers/entry.html", **_context(_of(token), token) | form.shown())
    return page, 422 if form.errors else 200


def _save(
    speaker: Speaker, details: SpeakerProfile, picture: bytes | None, is_without: bool
) -> None:
    event, actor, now = speaker.event, _actor(speaker), clock.now()
    change_speaker(event, speaker, details, actor=actor, now=now, is_own=True)
    if picture or is_without:
        set_photo(event, speaker, picture, actor=actor, now=now, is_own=True)


@speakers.get("/speakers/<token>/photo")
def photo(token: str) -> ResponseReturnValue:
    """Their own, whatever the event's state."""
    upload = _of(token).photo
    if upload is None:
        raise NotFound
    return send_upload(upload)


@speakers.get("/speakers/photos/<name>")
def public_photo(name: str) -> ResponseReturnValue:
    """`<number>-<seal>.webp`: the seal changes with the photo."""
    match = _PHOTO_NAME.fullmatch(name)
    upload = find_public_photo(int(match[1]), match[2]) if match else None
    if upload is None:
        raise NotFound
    return send_upload(upload, is_public=True)


@speakers.get("/speakers/<token>/calendar.ics")
def own_calendar(token: str) -> ResponseReturnValue:
    """For who has accepted; others have nothing in their calendar."""
    speaker = _of(token)
    event = speaker.event
    is_on = event.status is not EventStatus.CANCELLED
    if speaker.calendar_sequence is None or not speaker.is_confirmed or not is_on:
        raise NotFound
    part = invitation(speaker, links.join_url(speaker), clock.now())
    return Response(
        part.content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{event.slug}.ics"'},
    )


@speakers.get("/speakers/join/<token>")
def join(token: str) -> ResponseReturnValue:
    """The green room's door: the address behind it stands on no page."""
    speaker = _of_joining(token)
    event, now = speaker.event, clock.now()
    own_link = find_panelist_link(speaker)
    address = rules.way_in(event, now, own_link)
    page = render_template(
        "speakers/join.html",
        **_context(speaker, token),
        is_open=address is not None,
        is_over=now >= event.ends_at + rules.STAYS_OPEN,
        is_early=now < rules.green_room_at(event),
        meeting_time=meeting_time(event, speaker.zone),
    )
    response = make_response(page)
    if address:
        # Both: their own link may come, or go, while they look at the page.
        without = rules.way_in(event, now)
        allow_form_to(response, *filter(None, (without, own_link)))
    return response


@speakers.post("/speakers/join/<token>")
@proves_itself
def go_in(token: str) -> ResponseReturnValue:
    speaker = _of_joining(token)
    address = rules.way_in(speaker.event, clock.now(), find_panelist_link(speaker))
    if address is None:
        return redirect(url_for(".join", token=token), code=303)  # it says when the doors open
    return redirect(address, code=303)


def _of_joining(token: str) -> Speaker:
    """Raises NotFound for a token that is none, NotAllowed for who does not speak (any more)."""
    check_rate_limit("own_page_network")
    speaker = links.speaker_of(links.JOIN, token, str(current_app.config["SECRET_KEY"]))
    if not speaker.is_confirmed:
        raise NotAllowed(lazy_gettext("This way in is for confirmed speakers."))
    return speaker
