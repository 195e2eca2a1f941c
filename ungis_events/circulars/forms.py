"""The desk's form for a circular."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Optional

from ungis_events.core.desk_form import DeskForm
from ungis_events.core.form_fields import WallTimeField, as_choices, one_kind_of_line_end
from ungis_events.core.form_filters import tidy
from ungis_events.events.models import Event, EventFormat
from ungis_events.topics.catalogue import list_stakeholder_groups

from .details import CircularDetails
from .models import Attendance, Purpose
from .vocabulary import ATTENDANCES, MODES, PURPOSES, STATUSES


class CircularForm(DeskForm):
    """Every field of CircularDetails, under its name."""

    subject = StringField(
        lazy_gettext("Subject"),
        filters=[tidy],
        validators=[DataRequired(lazy_gettext("Enter a subject"))],
    )
    body = TextAreaField(
        lazy_gettext("Message"),
        description=lazy_gettext(
            "It begins with their name by itself. Markdown: an empty line between paragraphs, "
            "*italic*, - lists, [words](address)."
        ),
        filters=[one_kind_of_line_end],
        validators=[DataRequired(lazy_gettext("Write the message"))],
    )
    statuses = SelectMultipleField(lazy_gettext("State of registration"))
    groups = SelectMultipleField(
        lazy_gettext("Stakeholder groups"), description=lazy_gettext("None chosen: all of them.")
    )
    attendance = RadioField(lazy_gettext("Attendance"))
    mode = RadioField(lazy_gettext("How they take part"), validators=[Optional()])
    purpose = RadioField(
        lazy_gettext("What it is about"),
        description=lazy_gettext(
            "The law asks for a way to stop news: each such mail has a link for it."
        ),
    )
    send = WallTimeField(lazy_gettext("When to send"), validators=[Optional()])

    bulk_act_id: int | None = None
    """Whom it was begun for: nobody chooses that here."""

    def __init__(self, event: Event, **values: Any) -> None:
        super().__init__(**values)
        self.statuses.choices = as_choices(STATUSES)
        self.groups.choices = as_choices(list_stakeholder_groups())
        self.attendance.choices = as_choices(ATTENDANCES)
        self.purpose.choices = as_choices(PURPOSES)
        self.mode.choices = as_choices(MODES)
        self.send.description = lazy_gettext(
            "What clocks show in %(zone)s. Empty: at once, when you press Send.", zone=event.zone
        )
        if event.format is not EventFormat.HYBRID:
            del self.mode

    @classmethod
    def of(
        cls, event: Event, details: CircularDetails, version: int | None = None
    ) -> "CircularForm":
        """Filled with `details`, unless the request brings a filled form."""
        values = vars(details) | {
            "purpose": details.purpose.value,
            "attendance": details.attendance.value,
            "mode": details.mode or "",
        }
        form = cls(event, version="" if version is None else str(version), **values)
        form.bulk_act_id = details.bulk_act_id
        return form

    def details(self) -> CircularDetails:
        """What was typed."""
        return CircularDetails(
            subject=self.subject.data,
            body=self.body.data,
            purpose=Purpose(self.purpose.data),
            statuses=self.statuses.data or [],
            groups=self.groups.data or [],
            attendance=Attendance(self.attendance.data),
            mode=(self.mode.data or None) if "mode" in self else None,
            bulk_act_id=self.bulk_act_id,
            send=self.send.data,
        )

    def read_version(self) -> int:
        """0, which no circular has, when the form did not say."""
        return version_in(self.version.data)


def version_in(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
