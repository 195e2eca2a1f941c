from dataclasses import asdict
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField, URLField
from wtforms.validators import DataRequired

from ungis_events.core.desk_form import DeskForm, fingerprint
from ungis_events.core.form_fields import as_choices, none_if_blank
from ungis_events.core.form_filters import at_most, tidy, tidy_lines

from .models import Organization, OrganizationStatus
from .rules import OrganizationDetails

STATUSES = [
    (OrganizationStatus.MEMBER.value, lazy_gettext("Member")),
    (OrganizationStatus.OBSERVER.value, lazy_gettext("Observer")),
    (OrganizationStatus.PARTNER.value, lazy_gettext("Partner")),
]
EVIDENCE_WORDS = [
    ("", lazy_gettext("Not said")),
    ("A", lazy_gettext("A: named by UNGIS or its officers")),
    ("B", lazy_gettext("B: spoke for UNGIS, so probably")),
]


class OrganizationForm(DeskForm):
    acronym = StringField(
        lazy_gettext("Acronym"),
        filters=[tidy],
        validators=[DataRequired(lazy_gettext("Enter an acronym")), at_most(40)],
    )
    name = StringField(
        lazy_gettext("Full name"),
        filters=[tidy],
        validators=[DataRequired(lazy_gettext("Enter the full name")), at_most(300)],
    )
    status = SelectField(lazy_gettext("Standing"), choices=as_choices(STATUSES))
    evidence = SelectField(lazy_gettext("How we know"), choices=as_choices(EVIDENCE_WORDS))
    as_of = StringField(
        lazy_gettext("As of"),
        description=lazy_gettext("When it was so, as in 2025-11"),
        filters=[tidy],
        validators=[at_most(40)],
    )
    website = URLField(lazy_gettext("Website"), filters=[tidy], validators=[at_most(300)])
    note = TextAreaField(lazy_gettext("Note"), filters=[tidy_lines], validators=[at_most(1000)])
    source = TextAreaField(lazy_gettext("Source"), filters=[tidy_lines], validators=[at_most(2000)])
    is_current = BooleanField(lazy_gettext("It belongs to UNGIS today"), default=True)

    @classmethod
    def of(cls, organization: Organization) -> "OrganizationForm":
        details = OrganizationDetails.of(organization)
        return cls(version=fingerprint(details), **asdict(details))

    def details(self) -> OrganizationDetails:
        given: dict[str, Any] = {
            name: none_if_blank(self[name].data)
            for name in ("website", "evidence", "as_of", "note", "source")
        }
        return OrganizationDetails(
            acronym=self.acronym.data,
            name=self.name.data,
            status=OrganizationStatus(self.status.data),
            is_current=self.is_current.data,
            **given,
        )


class ListForm(FlaskForm):
    file = FileField(
        lazy_gettext("File"),
        description=lazy_gettext(
            "CSV or Excel. The first row names the columns: acronym, full_name, website, status "
            "(member, observer, partner), evidence (A, B), as_of, source."
        ),
    )


class ConfirmForm(FlaskForm):
    """The list once more, as the page before has shown it."""

    content = HiddenField(validators=[DataRequired()])
