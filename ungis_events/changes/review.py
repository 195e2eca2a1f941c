"""Before a change is saved that people must hear of: who they are, and the mail they will get."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from ungis_events import workflows
from ungis_events.accounts.access import actor
from ungis_events.agenda.queries import agenda_of, turns_of
from ungis_events.core import clock
from ungis_events.core.database import rehearsal, transaction
from ungis_events.core.errors import InvalidInput
from ungis_events.core.form_filters import short_note
from ungis_events.events.calendar import place
from ungis_events.events.details import EventDetails
from ungis_events.events.errors import EventChangedMeanwhile
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.mailing.composing import MailShown
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.mailing.queries import newest_email_id
from ungis_events.registrations.messages import Hearing, list_hearings
from ungis_events.speakers import messages as speaker_messages
from ungis_events.speakers.models import Speaker
from ungis_events.speakers.queries import list_told
from ungis_events.webinars.calls import went_with_event
from ungis_events.webinars.queries import find_webinar
from ungis_events.webinars.vocabulary import webinar_shown

# Fields of the page between form and saving: everything else sent is carried along.
_OWN_FIELDS = {"csrf_token", "note", "confirmed", "again", "back", "preview"}


class ChangeForm(Protocol):
    """A form of an event's details, read at a version."""

    def validate_on_submit(self) -> bool: ...
    def details(self, saved: EventDetails) -> EventDetails: ...
    def read_version(self) -> int: ...
    def show_problems(self, error: InvalidInput) -> None: ...
    def show_conflict(self, typed: EventDetails, saved: EventDetails, version: int) -> None: ...


class Face(NamedTuple):
    """An event's times and place at one side of a change."""

    starts_at: datetime
    ends_at: datetime
    place: str


class SpeakersHearing(NamedTuple):
    """Speakers who will be told the same, and the mail that one of them will get."""

    who: str
    """The state they are in."""
    number: int
    to_name: str
    mail: MailShown


class Review(NamedTuple):
    """What a change would do, put into words before it is undone."""

    before: Face
    after: Face
    hearings: list[Hearing]
    speakers_hearings: list[SpeakersHearing]

    @property
    def speakers(self) -> int:
        """How many speakers would be told."""
        return sum(hearing.number for hearing in self.speakers_hearings)

    @property
    def number(self) -> int:
        """How many people would be told."""
        return sum(hearing.number for hearing in self.hearings) + self.speakers


def change_page(
    slug: str, form: ChangeForm, show_form: Callable[[], ResponseReturnValue]
) -> ResponseReturnValue:
    """Show a form of the event; when it is sent, who would be told; when confirmed, save it.

    Where nobody would be told it is saved at once.
    """
    is_looking = bool({"preview", "back"} & request.form.keys())
    if is_looking or not form.validate_on_submit():
        return show_form()
    try:
        if "confirmed" not in request.form:
            review = rehearse(slug, lambda event, now: _save(event, form, now))
            if review.number:
                return review_page(slug, review, gettext("Save and tell them"))
        with transaction():
            event = get_event(slug)
            _save(event, form, clock.now())
    except InvalidInput as error:
        form.show_problems(error)
        return show_form()
    except EventChangedMeanwhile:
        event = get_event(slug)
        saved = EventDetails.of(event)
        form.show_conflict(form.details(saved), saved, event.version)
        return show_form()
    flash(gettext("Saved."))
    return redirect(url_for("manage_events.overview", slug=event.slug), code=303)


def _save(event: Event, form: ChangeForm, now: datetime) -> None:
    """Raises InvalidInput, EventChangedMeanwhile."""
    workflows.save_event(
        event,
        form.details(EventDetails.of(event)),
        actor=actor(),
        now=now,
        expected_version=form.read_version(),
        is_told="is_told" in request.form,
        note=note(),
    )


def note() -> str | None:
    """The organizer's own word in the mails."""
    return short_note(request.form.get("note"))


def rehearse(slug: str, act: Callable[[Event, datetime], None]) -> Review:
    """Do it, look at the mails it would send and to whom, and take it all back."""
    now = clock.now()
    with rehearsal():
        event = get_event(slug)
        before, saved, last = _face(event), workflows.facts_of(event), newest_email_id()
        act(event, now)
        hearings = list_hearings(event, last, now)
        told = list_told(event, last)
        facts = hearings[0].facts if hearings else told[0][0].facts if told else {}
        known = facts.get("was")
        if known and known != saved:  # some changes have not reached people yet
            before = _face_as_told(event, known)
        return Review(before, _face(event), hearings, _speakers_hearings(told))


def _speakers_hearings(told: Sequence[tuple[OutgoingEmail, Speaker]]) -> list[SpeakersHearing]:
    """Of each kind of news the mail that the first one will get, as `list_hearings` has it."""
    groups: dict[tuple[str, str], list[tuple[OutgoingEmail, Speaker]]] = {}
    for row, speaker in told:
        groups.setdefault((row.kind, speaker.status.value), []).append((row, speaker))
    found = []
    for (_kind, status), group in groups.items():
        row, speaker = group[0]
        turns = {"turns": turns_of(speaker), "agenda": agenda_of(speaker.event)}
        mail = speaker_messages.show(row, speaker, turns)
        found.append(SpeakersHearing(status, len(group), speaker.display_name, mail))
    return found


def _face(event: Event) -> Face:
    return Face(event.starts_at, event.ends_at, place(event))


def _face_as_told(event: Event, was: dict[str, str]) -> Face:
    """As it was frozen in the mails: the place in fewer words."""
    is_elsewhere = was["place"] != workflows.facts_of(event)["place"]
    return Face(
        datetime.fromisoformat(was["starts_at"]),
        datetime.fromisoformat(was["ends_at"]),
        was["place"] if is_elsewhere else place(event),
    )


def review_page(slug: str, review: Review, label: str, act: str = "change") -> ResponseReturnValue:
    """`label` is what the button says that makes it so; `act` is change, cancel or publish."""
    carried = [
        (name, value) for name, value in request.form.items(multi=True) if name not in _OWN_FIELDS
    ]
    event = get_event(slug)
    webinar = find_webinar(event)
    return render_template(
        "manage_changes/review.html",
        event=event,
        webinar=webinar_shown(webinar),
        is_webinar_remade=webinar is not None and went_with_event(webinar) is not None,
        review=review,
        carried=carried,
        note=note() or "",
        label=label,
        act=act,
        number=ngettext("%(num)d person", "%(num)d people", review.number),
    )
