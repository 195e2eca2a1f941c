from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired

from ungis_events.core.desk_form import DeskForm, fingerprint
from ungis_events.core.form_fields import NumberField, as_choices, none_if_blank
from ungis_events.core.form_filters import tidy_lines

from .models import Audience
from .service import ReminderDetails

UNITS = [
    ("minutes", lazy_gettext("minutes")),
    ("hours", lazy_gettext("hours")),
    ("days", lazy_gettext("days")),
]

AUDIENCES = [
    (Audience.EVERYBODY.value, lazy_gettext("Everybody with a seat")),
    (Audience.ATTENDED.value, lazy_gettext("Only those who were there")),
    (Audience.ABSENT.value, lazy_gettext("Only those who were not: what they missed")),
]


class ReminderForm(DeskForm):
    """The recording's has no `number` and `unit`; only it has an `audience`."""

    number = NumberField(
        lazy_gettext("How long before the start"),
        validators=[InputRequired(lazy_gettext("Enter how long before the start"))],
    )
    unit = SelectField(lazy_gettext("Unit"), choices=as_choices(UNITS), default="hours")
    words = TextAreaField(
        lazy_gettext("A word of your own"),
        description=lazy_gettext("Stands in the mail, above time and place. Plain text."),
        filters=[tidy_lines],
    )

    audience = RadioField(
        lazy_gettext("To whom"),
        description=lazy_gettext(
            "Looked at when the mails leave: who was in the webinar, once that is known, or was "
            "checked in at the door."
        ),
        choices=as_choices(AUDIENCES),
        default=Audience.EVERYBODY.value,
    )

    @classmethod
    def of(cls, details: ReminderDetails) -> "ReminderForm":
        form = cls(version=fingerprint(details), **vars(details))
        if details.number is None:
            del form.number, form.unit
        else:
            del form.audience
        return form

    @classmethod
    def of_new(cls) -> "ReminderForm":
        form = cls()
        del form.audience
        return form

    def details(self) -> ReminderDetails:
        words = none_if_blank(self.words.data)
        if "number" not in self:
            return ReminderDetails(None, None, words, Audience(self.audience.data))
        return ReminderDetails(self.number.data, self.unit.data, words)
