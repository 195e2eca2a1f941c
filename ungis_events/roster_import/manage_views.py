"""Organizers' pages for putting a whole list on the roster: paste or upload, look, confirm."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, ngettext

from ungis_events.accounts.access import actor, own_account, require_organizer
from ungis_events.accounts.queries import works_on
from ungis_events.adapters.tables import TableNotRead
from ungis_events.core import clock, templating
from ungis_events.core.clock_faces import short_date
from ungis_events.core.database import transaction
from ungis_events.core.error_pages import answers_stale_forms
from ungis_events.core.errors import Conflict
from ungis_events.core.request_sizes import takes_files
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.speakers.importing import LONGEST_BYTES, read_file
from ungis_events.speakers.models import Speaker
from ungis_events.speakers.queries import find_known, get_known, list_roster
from ungis_events.speakers.reading import ReadSpeaker, lines_left_out, read_roster
from ungis_events.speakers.rules import name_key
from ungis_events.topics.catalogue import list_honorifics

from .forms import ListForm, PeopleForm
from .rules import MOST_AT_ONCE, ON_THE_ROSTER, propose, roster_mark
from .service import Newcomer, add_from_list

manage_roster_import = Blueprint("manage_roster_import", __name__)
manage_roster_import.before_request(require_organizer)

_MOST_LINES_SHOWN = 100


class Given(NamedTuple):
    """What was read from a list or a file."""

    speakers: Sequence[ReadSpeaker]
    doubts: Sequence[LazyString] = ()
    left_out: Sequence[tuple[int, str]] = ()
    unused: Sequence[str] = ()


@manage_roster_import.route("/", methods=["GET", "POST"])
@answers_stale_forms
@takes_files(3)
def index(slug: str) -> ResponseReturnValue:
    """The list is read and shown; nothing of it is kept before `save`."""
    form = ListForm()
    if form.validate_on_submit():
        given = _read(form)
        if given.speakers:
            return _first_look(get_event(slug), given)
    page = render_template("manage_roster_import/index.html", event=get_event(slug), form=form)
    return page, 422 if form.errors else 200


def _read(form: ListForm) -> Given:
    """What cannot be read is said beside the field."""
    field = form.file if form.has_file() else form.text
    if form.has_file():
        try:
            file = read_file(form.file.data.stream.read(LONGEST_BYTES + 1), form.file.data.filename)
        except TableNotRead as error:
            form.file.errors = [error.message]
            return Given([])
        given = Given(file.speakers, file.doubts, unused=file.unused)
    else:
        text = form.text.data or ""
        speakers = read_roster(text)
        given = Given(speakers, left_out=lines_left_out(text, speakers))
    if not given.speakers:
        field.errors = [gettext("No person was found. Write one on a line, the name first.")]
    return given


def _first_look(event: Event, given: Given) -> str:
    roster = list_roster(event)
    shown = given.speakers[:MOST_AT_ONCE]
    known = _known(event, [person.name for person in shown])
    proposals = propose(shown, {name_key(each.name) for each in roster}, known)
    form = PeopleForm.of(proposals, roster_mark(roster))
    return _people_page(
        event,
        form,
        doubts=given.doubts,
        left_out=given.left_out[:_MOST_LINES_SHOWN],
        more_left_out=max(0, len(given.left_out) - _MOST_LINES_SHOWN),
        unused=given.unused,
        too_many=len(given.speakers) - len(shown),
    )


@manage_roster_import.post("/save")
@answers_stale_forms
def save(slug: str) -> ResponseReturnValue:
    form = PeopleForm()
    if form.validate_on_submit():
        if not form.taken():
            form.form_errors.append(gettext("Nobody is ticked. Tick those who join the roster."))
            return _people_page(get_event(slug), form), 422
        try:
            with transaction():
                event = get_event(slug)
                added = add_from_list(
                    event, _newcomers(event, form), form.roster.data, actor=actor(), now=clock.now()
                )
                number = len(added)
        except Conflict as error:
            form.form_errors.append(error.message)
            _compare_again(get_event(slug), form)
        else:
            flash(
                ngettext(
                    "%(num)d person is on the roster.", "%(num)d people are on the roster.", number
                )
            )
            return redirect(url_for("manage_speakers.index", slug=slug), code=303)
    return _people_page(get_event(slug), form), 422


def _newcomers(event: Event, form: PeopleForm) -> list[Newcomer]:
    newcomers = []
    for person in form.taken():
        known = None
        if (known_id := person.chosen_known_id()) is not None:
            known = get_known(known_id, besides=event, reader=own_account())
        is_theirs = known is not None and works_on(own_account(), known.event.slug)
        newcomers.append(Newcomer(person.details(), known, is_theirs))
    return newcomers


def _compare_again(event: Event, form: PeopleForm) -> None:
    """Somebody changed the roster meanwhile: whoever stands on it now is no longer ticked."""
    roster = list_roster(event)
    keys = {name_key(each.name) for each in roster}
    form.roster.data = roster_mark(roster)
    for entry in form.people:
        person = entry.form
        if name_key(person.name.data or "") in keys:
            person.is_taken.data = False
            doubts = [each for each in (person.doubts.data or "").split("\n") if each]
            person.doubts.data = "\n".join(dict.fromkeys([*doubts, str(ON_THE_ROSTER)]))


def _known(event: Event, names: Sequence[str]) -> Mapping[str, Speaker]:
    return find_known(names, besides=event, reader=own_account())


def _people_page(event: Event, form: PeopleForm, **more: object) -> str:
    """`known` is looked for anew each time: nothing about other events comes from the form."""
    known = _known(event, [entry.form.name.data or "" for entry in form.people])
    return render_template(
        "manage_roster_import/people.html",
        event=event,
        form=form,
        known={speaker.id: speaker for speaker in known.values()},
        honorifics=list_honorifics(),
        day_of=_day_of,
        **more,
    )


def _day_of(event: Event) -> str:
    return short_date(event.starts.date(), templating.language())
