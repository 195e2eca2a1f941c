from dataclasses import asdict

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, StringField, URLField
from wtforms.validators import DataRequired

from ungis_events.core.desk_form import DeskForm, fingerprint
from ungis_events.core.form_fields import as_choices
from ungis_events.core.form_filters import tidy

from .details import LinkDetails
from .models import LinkKind, Visibility
from .rules import KINDS_TAKEN, MEGABYTES

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
_KINDS_TAKEN = lazy_gettext(
    "At most %(n)s MB. Taken are %(kinds)s.", n=MEGABYTES, kinds=KINDS_TAKEN
)


class AboutForm(DeskForm):
    """What is said about a link or a file."""

    title = StringField(
        lazy_gettext("Title"),
        filters=[tidy],
        validators=[DataRequired(lazy_gettext("Enter a title"))],
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
    def of(cls, details: LinkDetails) -> "AboutForm":
        values = {"kind": details.kind.value, "visibility": details.visibility.value}
        return cls(version=fingerprint(details), **asdict(details) | values)

    def details(self) -> LinkDetails:
        return LinkDetails(
            title=self.title.data or "",
            url=self.url.data if "url" in self else "",
            kind=LinkKind(self.kind.data),
            visibility=Visibility(self.visibility.data),
        )


class LinkForm(AboutForm):
    url = URLField(
        lazy_gettext("Address"),
        filters=[tidy],
        validators=[DataRequired(lazy_gettext("Enter the address to open"))],
    )


class FileForm(AboutForm):
    title = StringField(
        lazy_gettext("Title"),
        description=lazy_gettext("Left empty, it is the file's name."),
        filters=[tidy],
    )
    file = FileField(
        lazy_gettext("File"),
        description=_KINDS_TAKEN,
        validators=[DataRequired(lazy_gettext("Choose a file"))],
    )


class NewVersionForm(DeskForm):
    file = FileField(
        lazy_gettext("New version"),
        description=_KINDS_TAKEN,
        validators=[DataRequired(lazy_gettext("Choose a file"))],
    )
