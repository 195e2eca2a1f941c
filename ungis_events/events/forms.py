"""The desk's form for an event, and what the desk's forms have in common."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from babel import Locale
from flask_babel import get_locale, gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    EmailField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional, StopValidation

from ungis_events.core.errors import Conflict, InvalidInput
from ungis_events.core.form_filters import tidy, tidy_lines
from ungis_events.topics.catalogue import list_topics

from .details import LANGUAGE_CODES, EventDetails
from .models import EventFormat
from .rules import slug_from

CHANGED_MEANWHILE = lazy_gettext(
    "Somebody saved this while you were editing. Your words are kept, and what is saved now "
    "stands beside them. Save again to keep yours."
)


class DeskForm(FlaskForm):
    """A form that knows which version it was read at."""

    version = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.saved_now: dict[str, str] = {}
        """{field: what somebody else saved there meanwhile}"""

    def show_problems(self, error: InvalidInput) -> None:
        """Each sentence beside its field."""
        for name, message in error.fields.items():
            if name in self:
                self[name].errors = [message]
            else:
                self.form_errors.append(message)

    def show_conflict(self, typed: Any, saved: Any, version: int | None = None) -> None:
        """Keep what was typed, show what is saved, and make saving again a decision.

        `version` None: the rows carry none, their fingerprint serves.
        """
        mine, theirs = asdict(typed), asdict(saved)
        self.saved_now = {
            name: in_words(theirs[name])
            for name in mine
            if name in self and mine[name] != theirs[name]
        }
        self.version.data = fingerprint(saved) if version is None else str(version)
        self.form_errors.append(CHANGED_MEANWHILE)

    def check_read(self, saved: Any) -> None:
        """Raises Conflict unless this form was filled from what is saved now."""
        if self.version.data != fingerprint(saved):
            raise Conflict(CHANGED_MEANWHILE)


def as_choices(labels: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in labels]


def fingerprint(details: Any) -> str:
    """A version for rows that carry none."""
    return hashlib.sha256(repr(asdict(details)).encode()).hexdigest()[:16]


def in_words(value: object) -> str:
    match value:
        case None | "" | []:
            return str(gettext("(empty)"))
        case bool():
            return str(gettext("yes") if value else gettext("no"))
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case list():
            return ", ".join(value)
        case _:
            return str(value)


def none_if_blank(text: str | None) -> str | None:
    return text or None


def one_kind_of_line_end(text: str | None) -> str:
    """Browsers send CRLF. Blanks at line ends stay: two of them are a line break in Markdown."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")


class WallTimeField(DateTimeLocalField):
    def __init__(self, label: object, **kwargs: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        super().__init__(label, format=formats, **kwargs)

    def process_formdata(self, values: list[str]) -> None:
        try:
            super().process_formdata(values)
        except ValueError:
            raise ValueError(gettext("Enter a date and a time, as in 2027-01-31T08:30")) from None


class NumberField(IntegerField):
    def process_formdata(self, values: list[str]) -> None:
        try:
            super().process_formdata(values)
        except ValueError:
            raise ValueError(gettext("Enter a whole number, or leave it empty")) from None


def _needed(message: object) -> list[Any]:
    return [DataRequired(message)]


def _languages() -> list[tuple[str, str]]:
    locale = str(get_locale() or "en")
    return [(code, Locale.parse(code).get_display_name(locale) or code) for code in LANGUAGE_CODES]


def _at_least_one(form: FlaskForm, field: SelectMultipleField) -> None:
    if not field.data:
        raise StopValidation(gettext("Choose at least one language"))


class EventForm(DeskForm):
    """Every field of EventDetails, under its name."""

    title = StringField(
        lazy_gettext("Title"), filters=[tidy], validators=_needed(lazy_gettext("Enter a title"))
    )
    theme = StringField(
        lazy_gettext("Theme"),
        description=lazy_gettext("A line under the title, for example what it is a side event of."),
        filters=[tidy, none_if_blank],
    )
    slug = StringField(
        lazy_gettext("Address of the page"),
        description=lazy_gettext(
            "Small letters, digits and hyphens. Empty: made from the title. "
            "It can change until the event is published."
        ),
        filters=[tidy, none_if_blank],
    )
    forum = StringField(
        lazy_gettext("Forum"),
        description=lazy_gettext("The meeting it stands beside, with its year."),
        filters=[tidy, none_if_blank],
    )
    kind = StringField(
        lazy_gettext("Kind"),
        filters=[tidy],
        validators=_needed(lazy_gettext("Enter a kind, for example side event")),
    )
    organizers = TextAreaField(
        lazy_gettext("Organizers"),
        description=lazy_gettext("One a line."),
        filters=[tidy_lines],
    )
    zone = StringField(
        lazy_gettext("Time zone"),
        description=lazy_gettext("The times below are what clocks show there."),
        filters=[tidy],
        validators=_needed(lazy_gettext("Choose a time zone")),
    )
    starts = WallTimeField(
        lazy_gettext("Starts"), validators=_needed(lazy_gettext("Enter when it starts"))
    )
    ends = WallTimeField(
        lazy_gettext("Ends"), validators=_needed(lazy_gettext("Enter when it ends"))
    )
    format = RadioField(
        lazy_gettext("Format"),
        choices=as_choices(
            [
                (EventFormat.VIRTUAL.value, lazy_gettext("Online")),
                (EventFormat.IN_PERSON.value, lazy_gettext("In a room")),
                (EventFormat.HYBRID.value, lazy_gettext("Hybrid: in a room and online")),
            ]
        ),
        validators=_needed(lazy_gettext("Choose how people take part")),
    )
    platform = StringField(lazy_gettext("Platform"), filters=[tidy, none_if_blank])
    join_url = URLField(
        lazy_gettext("Address of the webinar"),
        description=lazy_gettext(
            "Shown nowhere: registered people reach it through their own join page."
        ),
        filters=[tidy, none_if_blank],
    )
    venue = StringField(lazy_gettext("Venue"), filters=[tidy, none_if_blank])
    languages = SelectMultipleField(
        lazy_gettext("Languages spoken or interpreted"), validators=[_at_least_one]
    )
    description = TextAreaField(
        lazy_gettext("Description"),
        description=lazy_gettext("Markdown: an empty line between paragraphs, *italic*, - lists."),
        filters=[one_kind_of_line_end],
    )
    topics = SelectMultipleField(
        lazy_gettext("Topics"),
        choices=as_choices((topic.code, f"{topic.label} {topic.title}") for topic in list_topics()),
    )
    access = TextAreaField(
        lazy_gettext("Access"),
        description=lazy_gettext("How to get in, captions, interpretation."),
        filters=[tidy_lines, none_if_blank],
    )
    contact = EmailField(
        lazy_gettext("Contact"),
        description=lazy_gettext("Answers to our mails go here."),
        filters=[tidy, none_if_blank],
    )
    capacity = NumberField(
        lazy_gettext("Seats"),
        description=lazy_gettext("Hybrid: seats online. Empty: no limit."),
        validators=[Optional()],
    )
    room_capacity = NumberField(
        lazy_gettext("Seats in the room"),
        description=lazy_gettext("Hybrid events count them apart. Empty: no limit."),
        validators=[Optional()],
    )
    waitlist = BooleanField(lazy_gettext("Keep a waiting list when it is full"))
    approval = BooleanField(lazy_gettext("Organizers approve each registration"))
    registration_opens = WallTimeField(
        lazy_gettext("Registration opens"),
        description=lazy_gettext("Empty: as soon as the event is published."),
        validators=[Optional()],
    )
    registration_closes = WallTimeField(
        lazy_gettext("Registration closes"),
        description=lazy_gettext("Empty: when the event ends."),
        validators=[Optional()],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages.choices = as_choices(_languages())

    @classmethod
    def of(cls, details: EventDetails, version: int) -> "EventForm":
        """Filled with what is saved, unless the request brings a filled form."""
        values = asdict(details) | {
            "format": details.format.value,
            "organizers": "\n".join(details.organizers),
        }
        return cls(version=str(version), **values)

    def details(self, saved: EventDetails | None = None) -> EventDetails:
        """What was typed. Check boxes know no order: what is `saved` keeps its own."""
        values: dict[str, Any] = {
            name: self[name].data for name in EventDetails.__dataclass_fields__
        }
        values["slug"] = self.slug.data or slug_from(self.title.data)
        values["format"] = EventFormat(self.format.data)
        values["organizers"] = [line for line in (self.organizers.data or "").split("\n") if line]
        values["languages"] = _keep_order(self.languages.data, saved.languages if saved else [])
        values["topics"] = _keep_order(self.topics.data, saved.topics if saved else [])
        return EventDetails(**values)

    def read_version(self) -> int:
        """-1, which no event has, when the form did not say."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else -1


def _keep_order(chosen: Sequence[str] | None, saved: Sequence[str]) -> list[str]:
    kept = [code for code in saved if code in (chosen or ())]
    return kept + [code for code in chosen or () if code not in kept]
