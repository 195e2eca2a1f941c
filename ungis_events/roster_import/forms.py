"""A list is given, and the people read from it are looked through."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    EmailField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length

from ungis_events.core.errors import InvalidInput
from ungis_events.core.form_fields import as_choices, none_if_blank
from ungis_events.core.form_filters import NoWebAddress, lower, tidy
from ungis_events.core.pasted_or_file import PastedOrFileForm
from ungis_events.speakers.details import SpeakerProfile
from ungis_events.speakers.models import Part
from ungis_events.speakers.source_lines import MOST_CHARACTERS
from ungis_events.speakers.vocabulary import PARTS

from .rules import MOST_AT_ONCE, Proposal

_LONGEST_SOURCE = 200


class ListForm(PastedOrFileForm):
    both_given = lazy_gettext("Give either a list or a file, one after the other")
    none_given = lazy_gettext("Paste a list, or choose a file")

    text = TextAreaField(
        lazy_gettext("List of speakers"),
        description=lazy_gettext(
            "One person on a line, as in “H.E. Ms. Awa Fall, Permanent Representative of Senegal”. "
            "Headings such as “Moderator” or “Panellists” hold for the lines below them."
        ),
        validators=[
            Length(
                max=MOST_CHARACTERS,
                message=lazy_gettext("Use at most %(max)d characters: paste the list in parts"),
            )
        ],
    )
    file = FileField(
        lazy_gettext("Or a file"),
        description=lazy_gettext(
            "CSV or XLSX, at most 2 MB and 1000 rows, with headings such as Honorific, Name, Role, "
            "Organization, Part and E-mail in any order."
        ),
    )


class PersonForm(Form):
    """One person of the list, to be taken or left. Without hints: there are many on the page."""

    is_taken = BooleanField(lazy_gettext("Take"))
    honorific = StringField(
        lazy_gettext("Honorific"), filters=[tidy, none_if_blank], validators=[NoWebAddress()]
    )
    name = StringField(
        lazy_gettext("Name"),
        filters=[tidy],
        validators=[DataRequired(lazy_gettext("Enter the speaker's name")), NoWebAddress()],
    )
    role = StringField(lazy_gettext("Role"), filters=[tidy, none_if_blank])
    organization = StringField(lazy_gettext("Organization"), filters=[tidy, none_if_blank])
    part = SelectField(lazy_gettext("Part"), choices=as_choices(PARTS), default=Part.SPEAKER.value)
    email = EmailField(lazy_gettext("E-mail address"), filters=[tidy, lower, none_if_blank])
    known_id = HiddenField()
    is_known = BooleanField(lazy_gettext("It is the same person: take over what is missing"))
    line = HiddenField()
    source = HiddenField()
    """Their line on the list, shown again when something must be mended."""
    doubts = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Who is left needs no mending."""
        if not self.is_taken.data:
            return True
        if not super().validate(extra_validators):
            return False
        try:
            self.details().check()
        except InvalidInput as error:
            for name, message in error.fields.items():
                self[name].errors = [message]
        return not self.errors

    def details(self) -> SpeakerProfile:
        return SpeakerProfile(
            honorific=self.honorific.data,
            name=self.name.data or "",
            role=self.role.data,
            organization=self.organization.data,
            part=Part(self.part.data),
            email=self.email.data,
        )

    def chosen_known_id(self) -> int | None:
        text = self.known_id.data or ""
        is_number = text.isdecimal() and len(text) < 10
        return int(text) if self.is_known.data and is_number else None


class PeopleForm(FlaskForm):
    roster = HiddenField()
    """How the roster was when the people were compared with it."""
    people = FieldList(FormField(PersonForm), max_entries=MOST_AT_ONCE)

    @classmethod
    def of(cls, proposals: Sequence[Proposal], roster: str) -> "PeopleForm":
        """Filled with what was read, whatever came with the request."""
        rows = [_row(proposal) for proposal in proposals]
        return cls(formdata=None, roster=roster, people=rows)

    def taken(self) -> list[PersonForm]:
        return [entry.form for entry in self.people if entry.form.is_taken.data]


def _row(proposal: Proposal) -> dict[str, Any]:
    read = proposal.read
    return {
        "is_taken": proposal.is_taken,
        "honorific": read.honorific,
        "name": read.name,
        "role": read.role,
        "organization": read.organization,
        "part": read.part.value,
        "email": read.email,
        "known_id": str(proposal.known.id) if proposal.known else "",
        "is_known": proposal.is_same,
        "line": str(read.lines[0]) if read.lines else "",
        "source": read.source[:_LONGEST_SOURCE],
        "doubts": "\n".join(str(doubt) for doubt in proposal.doubts),
    }
