"""The desk's form for an event."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from babel import Locale
from flask_babel import get_locale, gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.validators import DataRequired, Optional, StopValidation

from ungis_events.core import clock
from ungis_events.core.desk_form import DeskForm
from ungis_events.core.errors import DomainError
from ungis_events.core.form_fields import (
    NumberField,
    WallTimeField,
    as_choices,
    none_if_blank,
    one_kind_of_line_end,
)
from ungis_events.core.form_filters import tidy, tidy_lines
from ungis_events.topics.catalogue import list_topics

from .details import LANGUAGE_CODES, EventDetails
from .models import EventFormat
from .rules import slug_from


def _needed(message: object) -> list[Any]:
    return [DataRequired(message)]


def _languages() -> list[tuple[str, str]]:
    locale = str(get_locale() or "en")
    return [(code, Locale.parse(code).get_display_name(locale) or code) for code in LANGUAGE_CODES]


def _at_least_one(form: FlaskForm, field: SelectMultipleField) -> None:
    if not field.data:
        raise StopValidation(gettext("Choose at least one language"))


class TimesFields:
    """When: wall times in a zone. A part of forms."""

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

    def moments(self) -> tuple[datetime, datetime] | str | None:
        """Start and end, the sentence why there are none, or None while something is missing."""
        zone, starts, ends = self.zone.data, self.starts.data, self.ends.data
        if not (zone and starts and ends and clock.is_zone(zone)):
            return None
        try:
            moments = clock.from_wall_time(starts, zone), clock.from_wall_time(ends, zone)
        except DomainError as error:
            return str(error.message)
        except OverflowError:
            return str(gettext("That date cannot be used"))
        if moments[1] <= moments[0]:
            return str(gettext("The end must be after the start"))
        return moments


class PlaceFields:
    """Where, how to get in, and how many. A part of forms."""

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
    access = TextAreaField(
        lazy_gettext("Access"),
        description=lazy_gettext("How to get in, captions, interpretation."),
        filters=[tidy_lines, none_if_blank],
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


class EventForm(TimesFields, PlaceFields, DeskForm):
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
    contact = EmailField(
        lazy_gettext("Contact"),
        description=lazy_gettext("Answers to our mails go here."),
        filters=[tidy, none_if_blank],
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

    is_told = BooleanField(
        lazy_gettext("Tell the people registered and the speakers in any case"),
        description=lazy_gettext(
            "A new time, zone or place is always told. Other changes show on the page and in "
            "calendars that follow it, and nobody gets a mail unless you tick this."
        ),
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


def _keep_order(chosen: Sequence[str] | None, saved: Sequence[str]) -> list[str]:
    kept = [code for code in saved if code in (chosen or ())]
    return kept + [code for code in chosen or () if code not in kept]
