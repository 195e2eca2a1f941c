"""Organizers' pages for a notice that becomes an event: paste, look through, mend, save."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ungis_events import workflows
from ungis_events.accounts.access import actor, own_account, require_organizer
from ungis_events.adapters.texts import LONGEST_BYTES, TextNotRead, take_text
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import InvalidInput
from ungis_events.core.request_sizes import takes_files
from ungis_events.events import desk_queries
from ungis_events.events.forms import EventForm
from ungis_events.teams.service import join_team
from ungis_events.topics.catalogue import list_honorifics, list_topics

from .forms import FoundForm, NoticeForm, with_answers
from .previewing import event_form_of, found_form_of, preview_of
from .reading import read_announcement
from .service import Added, add_to_event

manage_announcements = Blueprint("manage_announcements", __name__)
manage_announcements.before_request(require_organizer)

_MOST_TITLES_TOLD, _LONGEST_TITLE_TOLD = 5, 80
"""The cookie that carries what is told to the next page holds four kilobytes."""


@manage_announcements.route("/new", methods=["GET", "POST"])
@answers_stale_forms
@takes_files(2)
def index() -> ResponseReturnValue:
    """The notice is read and shown; nothing of it is kept before `save`."""
    form = NoticeForm()
    if form.validate_on_submit():
        text = _text_of(form)
        if text is not None:
            return _first_look(text)
    page = render_template("manage_announcements/index.html", form=form)
    return page, 422 if form.errors else 200


def _text_of(form: NoticeForm) -> str | None:
    """None: what cannot be read is said beside the field."""
    if not form.has_file():
        return str(form.text.data)
    file = form.file.data
    try:
        return take_text(file.stream.read(LONGEST_BYTES + 1), file.filename)
    except TextNotRead as error:
        form.file.errors = [error.message]
        return None


def _first_look(text: str) -> str:
    draft = read_announcement(text)
    form = event_form_of(draft)
    return render_template(
        "manage_announcements/look.html",
        draft=draft,
        preview=preview_of(draft),
        found=found_form_of(draft),
        honorifics=list_honorifics(),
        times=form.moments(),
        **_of_event_form(form),
    )


@manage_announcements.post("/check")
@answers_stale_forms
def check() -> ResponseReturnValue:
    """The event's own form, filled in. What goes with it unseen is checked before it goes."""
    given = with_answers(request.form)
    found = FoundForm(given)
    found.validate()
    return _event_form_page(EventForm(given), found)


@manage_announcements.post("/save")
@answers_stale_forms
def save() -> ResponseReturnValue:
    form, found = EventForm(), FoundForm(request.form)
    # Both are asked, so that all that is wrong is said at once.
    if "preview" not in request.form and all([form.validate_on_submit(), found.validate()]):
        try:
            with transaction():
                event = workflows.save_event(None, form.details(), actor=actor(), now=clock.now())
                join_team(event.id, own_account(), actor=actor(), now=clock.now())
                added = add_to_event(
                    event, found.speakers(), found.planned(), actor=actor(), now=clock.now()
                )
                slug = event.slug
        except InvalidInput as error:
            form.show_problems(error)
        else:
            _tell(added)
            return redirect(url_for("manage_events.overview", slug=slug), code=303)
    return _event_form_page(form, found)


def _tell(added: Added) -> None:
    flash(gettext("Saved as a draft. Nobody else sees it until you publish it."))
    if count := added.speakers:
        flash(
            ngettext("%(num)d person is on the roster.", "%(num)d people are on the roster.", count)
        )
    if count := added.parts:
        flash(ngettext("%(num)d part is in the agenda.", "%(num)d parts are in the agenda.", count))
    if titles := added.left_out:
        sentence = ngettext(
            "%(num)d part lies outside the event’s hours and is not in the agenda: %(titles)s",
            "%(num)d parts lie outside the event’s hours and are not in the agenda: %(titles)s",
            len(titles),
            titles="; ".join(title[:_LONGEST_TITLE_TOLD] for title in titles[:_MOST_TITLES_TOLD]),
        )
        flash(sentence, "problem")


def _event_form_page(form: EventForm, found: FoundForm) -> ResponseReturnValue:
    page = render_template(
        "manage_announcements/check.html",
        found=found,
        honorifics=list_honorifics(),
        times=form.moments(),
        action=url_for(".save"),
        **_of_event_form(form),
    )
    return page, 422 if form.errors or found.errors else 200


def _of_event_form(form: EventForm) -> dict[str, object]:
    """What templates/manage_events/_form.html asks for at an event that is not there yet."""
    return {
        "form": form,
        "event": None,
        "webinar": None,
        "zones": clock.list_zones(),
        "forums": desk_queries.list_forum_names(),
        "kinds": desk_queries.list_kinds(),
        "topics": list_topics(),
    }
