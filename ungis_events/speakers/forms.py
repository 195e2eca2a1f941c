from dataclasses import asdict

from flask_babel import lazy_gettext
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired

from ungis_events.core.desk_form import DeskForm, fingerprint
from ungis_events.core.form_fields import as_choices, none_if_blank
from ungis_events.core.form_filters import tidy

from .models import Part
from .service import SpeakerDetails

PARTS = [
    (Part.MODERATOR.value, lazy_gettext("Moderator")),
    (Part.OPENING.value, lazy_gettext("Opening remarks")),
    (Part.KEYNOTE.value, lazy_gettext("Keynote")),
    (Part.SPEAKER.value, lazy_gettext("Speaker")),
    (Part.PANELLIST.value, lazy_gettext("Panellist")),
    (Part.RESPONDENT.value, lazy_gettext("Respondent")),
    (Part.CLOSING.value, lazy_gettext("Closing remarks")),
]


class SpeakerForm(DeskForm):
    honorific = StringField(
        lazy_gettext("Honorific"),
        description=lazy_gettext("As the person wants it: H.E. Ms., Amb., Dr."),
        filters=[tidy, none_if_blank],
    )
    name = StringField(
        lazy_gettext("Name"),
        description=lazy_gettext("As the person writes it."),
        filters=[tidy],
        validators=[DataRequired(lazy_gettext("Enter the speaker's name"))],
    )
    role = StringField(lazy_gettext("Role"), filters=[tidy, none_if_blank])
    organization = StringField(lazy_gettext("Organization"), filters=[tidy, none_if_blank])
    part = SelectField(lazy_gettext("Part"), choices=as_choices(PARTS), default=Part.SPEAKER.value)

    @classmethod
    def of(cls, details: SpeakerDetails) -> "SpeakerForm":
        return cls(version=fingerprint(details), **asdict(details) | {"part": details.part.value})

    def details(self) -> SpeakerDetails:
        return SpeakerDetails(
            honorific=self.honorific.data,
            name=self.name.data,
            role=self.role.data,
            organization=self.organization.data,
            part=Part(self.part.data),
        )
