from dataclasses import asdict

from flask_babel import lazy_gettext
from wtforms import RadioField, SelectField, StringField, URLField
from wtforms.validators import DataRequired

from ungis_events.core.desk_form import DeskForm, fingerprint
from ungis_events.core.form_fields import as_choices
from ungis_events.core.form_filters import tidy

from .models import LinkKind, Visibility
from .service import LinkDetails

KINDS = [
    (LinkKind.CONCEPT_NOTE.value, lazy_gettext("Concept note")),
    (LinkKind.AGENDA.value, lazy_gettext("Agenda")),
    (LinkKind.SLIDES.value, lazy_gettext("Slides")),
    (LinkKind.RECORDING.value, lazy_gettext("Recording")),
    (LinkKind.SUMMARY.value, lazy_gettext("Summary")),
    (LinkKind.STATEMENT.value, lazy_gettext("Statement")),
    (LinkKind.OTHER.value, lazy_gettext("Other")),
]
VISIBILITIES = [
    (Visibility.PUBLIC.value, lazy_gettext("Everybody")),
    (Visibility.REGISTRANTS.value, lazy_gettext("Registered people")),
    (Visibility.MEMBERS.value, lazy_gettext("UNGIS members")),
    (Visibility.ORGANIZERS.value, lazy_gettext("Organizers only")),
]


class LinkForm(DeskForm):
    title = StringField(
        lazy_gettext("Title"),
        filters=[tidy],
        validators=[DataRequired(lazy_gettext("Enter a title"))],
    )
    url = URLField(
        lazy_gettext("Address"),
        filters=[tidy],
        validators=[DataRequired(lazy_gettext("Enter the address to open"))],
    )
    kind = SelectField(
        lazy_gettext("Kind"), choices=as_choices(KINDS), default=LinkKind.OTHER.value
    )
    visibility = RadioField(
        lazy_gettext("Who can open it"),
        choices=as_choices(VISIBILITIES),
        default=Visibility.PUBLIC.value,
    )

    @classmethod
    def of(cls, details: LinkDetails) -> "LinkForm":
        values = {"kind": details.kind.value, "visibility": details.visibility.value}
        return cls(version=fingerprint(details), **asdict(details) | values)

    def details(self) -> LinkDetails:
        return LinkDetails(
            title=self.title.data,
            url=self.url.data,
            kind=LinkKind(self.kind.data),
            visibility=Visibility(self.visibility.data),
        )
