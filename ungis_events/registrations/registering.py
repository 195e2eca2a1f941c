"""What the public form and the form behind a group's link have in common."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import cached_property, lru_cache

from flask import render_template
from flask_babel import gettext
from markupsafe import Markup, escape
from sqlalchemy.exc import IntegrityError

from ungis_events.core import clock, templating
from ungis_events.core.answers import Answer, answers
from ungis_events.core.database import db, transaction
from ungis_events.core.languages import chosen_language
from ungis_events.core.rate_limits import check_rate_limit
from ungis_events.events.errors import EventNotFound
from ungis_events.events.models import Event, Mode
from ungis_events.events.queries import Freshness, find_freshness, get_event_for_registering
from ungis_events.events.rules import SeatsShown
from ungis_events.invitations.models import Invitation
from ungis_events.invitations.queries import get_invitation
from ungis_events.questions.asking import OwnQuestionsForm
from ungis_events.questions.models import QuestionKind
from ungis_events.questions.queries import list_asked
from ungis_events.questions.rules import AskedQuestion, FormShape, Standard
from ungis_events.topics.catalogue import list_countries

from .errors import EventFull, KeptPlacesTaken
from .forms import NO_COUNTRY, RegistrationForm
from .service import is_sent_again, register_attendee, resend_link


@dataclass(frozen=True)
class Entrance:
    """Where people register: an event's public form, or a group's link."""

    slug: str
    fresh: Freshness
    invitation: Invitation | None = None

    @classmethod
    def of(cls, slug: str, invitation: Invitation | None = None) -> "Entrance":
        """Raises EventNotFound, for drafts too."""
        fresh = find_freshness(slug)
        if fresh is None:
            raise EventNotFound
        return cls(slug, fresh, invitation)

    def form(self) -> RegistrationForm:
        modes = [Mode(seats.mode) for seats in self._offered]
        shape = shape_of(self.fresh.event_id, self.fresh.version)
        return RegistrationForm.for_event(modes, shape)

    @cached_property
    def _offered(self) -> list[SeatsShown]:
        """A link with nothing but kept places leads to these alone."""
        offered = [seats for seats in self.fresh.seats if seats.is_open]
        if self.invitation and self.invitation.only_kept and self.invitation.mode:
            return [seats for seats in offered if seats.mode == self.invitation.mode.mode]
        return offered

    @property
    def only_mode(self) -> Mode | None:
        """None: there is a choice, or nothing at all."""
        return Mode(self._offered[0].mode) if len(self._offered) == 1 else None

    def is_full(self, mode: Mode | None = None) -> bool:
        """In `mode`, or in every one: whoever comes now waits, or is refused."""
        offered = [seats for seats in self._offered if mode in (None, seats.mode)]
        return bool(offered) and all(self._has_no_seat(seats) for seats in offered)

    def _has_no_seat(self, seats: SeatsShown) -> bool:
        group = self.invitation
        if group and group.mode and group.mode.mode == seats.mode and group.used < group.kept:
            return False
        return self.has_only_kept or seats.is_full

    @property
    def has_only_kept(self) -> bool:
        return bool(self.invitation and self.invitation.only_kept)


def form_page(entrance: Entrance, event: Event, form: RegistrationForm, action: str) -> str:
    return render_template(
        "registrations/register.html",
        event=event,
        form=form,
        action=action,
        invitation=entrance.invitation,
        is_full=entrance.is_full(),
        country_options=country_options(chosen_language(), form.country.data),
        clocks=templating.city_times(event.starts_at, event.ends_at),
    )


def new_form_key() -> str:
    """The same form sent twice is one act."""
    return secrets.token_urlsafe(18)


def receive_files(form: OwnQuestionsForm) -> None:
    """Keep what was given now, and find what was given with an earlier try."""
    if not form.files:
        return
    form.find_kept_files()
    if form.has_new_files:
        check_rate_limit("upload_network")
        with transaction():
            form.take_files(clock.now())


def save(entrance: Entrance, form: RegistrationForm) -> None:
    """Raises RegistrationError."""
    try:
        _save(entrance, form)
    except IntegrityError:
        # The same address twice at the same moment: by now the other one is saved.
        _save(entrance, form)


def _save(entrance: Entrance, form: RegistrationForm) -> None:
    is_full = entrance.is_full(form.mode)
    with transaction():
        event, now = get_event_for_registering(entrance.slug), clock.now()
        details = replace(
            form.details(form.email.data or ""), attendance=form.mode or entrance.only_mode
        )
        group = entrance.invitation and get_invitation(event, entrance.invitation.id)
        is_refused = is_full and (entrance.has_only_kept or not event.waitlist)
        has_no_place = is_refused and not is_sent_again(event, details)
        if has_no_place:
            # Who is registered gets a mail all the same: the page says nothing about them.
            resend_link(event, details.email, now=now)
        else:
            register_attendee(event, details, now=now, answers=form.answers(), invitation=group)
    if has_no_place:
        raise KeptPlacesTaken if entrance.has_only_kept else EventFull


def shape_of(event_id: int, version: int) -> FormShape:
    """What an event's form asks; looked up once for each version of the event."""
    key = ("form", event_id, version)
    return _read(answers.get(key, clock.now(), lambda: _written(_load_shape(event_id))).body)


def _load_shape(event_id: int) -> FormShape:
    event = db.session.get_one(Event, event_id)
    standard = sorted(event.standard_questions.items())
    return FormShape(
        tuple((name, Standard(value)) for name, value in standard), tuple(list_asked(event_id))
    )


def _written(shape: FormShape) -> Answer:
    return Answer(json.dumps(asdict(shape)).encode(), "application/json")


@lru_cache(256)
def _read(body: bytes) -> FormShape:
    kept = json.loads(body)
    return FormShape(
        tuple((name, Standard(value)) for name, value in kept["standard"]),
        tuple(_question(each) for each in kept["questions"]),
    )


def _question(kept: dict[str, object]) -> AskedQuestion:
    options: Iterable[str] = kept["options"]  # type: ignore[assignment] # as _written wrote it
    changed = {"kind": QuestionKind(str(kept["kind"])), "options": tuple(options)}
    return AskedQuestion(**kept | changed)  # type: ignore[arg-type] # as _written wrote it


@lru_cache(64)
def country_options(language: str, selected: str | None) -> Markup:
    """250 options, written once per language and choice: as a field they cost 7 ms a page."""
    pairs = [
        ("", gettext("Choose one")),
        (NO_COUNTRY, gettext("None (stateless, or an international body)")),
        *list_countries(language),
    ]
    return Markup().join(
        Markup('<option value="{}"{}>{}</option>').format(
            code, Markup(" selected") if code == selected else "", escape(name)
        )
        for code, name in pairs
    )
