"""A speaker's entry: the organizers' form, the speaker's own, and that for a substitute."""

from dataclasses import asdict, fields, replace
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired

from ungis_events.adapters.images import LONGEST_PHOTO, portrait
from ungis_events.core import clock, templating
from ungis_events.core.desk_form import DeskForm
from ungis_events.core.form_fields import as_choices, none_if_blank
from ungis_events.core.form_filters import NoWebAddress, lower, tidy, tidy_lines
from ungis_events.core.templating import language_name
from ungis_events.topics.catalogue import list_countries

from .details import MOST_WORDS, SpeakerDetails, SpeakerProfile
from .models import Gender, Part
from .rules import count_words
from .vocabulary import GENDERS, PARTS

_PHOTO_SIDE = 400
_SAID = {"": None, "yes": True, "no": False}


class TitleFields:
    """Who somebody is. A part of forms."""

    honorific = StringField(
        lazy_gettext("Honorific"),
        description=lazy_gettext("As the person wants it: H.E. Ms., Amb., Dr."),
        filters=[tidy, none_if_blank],
        validators=[NoWebAddress()],
    )
    name = StringField(
        lazy_gettext("Name"),
        description=lazy_gettext("As the person writes it."),
        filters=[tidy],
        validators=[DataRequired(lazy_gettext("Enter the speaker's name")), NoWebAddress()],
    )
    role = StringField(lazy_gettext("Role"), filters=[tidy, none_if_blank])
    organization = StringField(lazy_gettext("Organization"), filters=[tidy, none_if_blank])


class AddForm(TitleFields, DeskForm):
    """Enough to put somebody on the roster; the rest they give themselves."""

    part = SelectField(lazy_gettext("Part"), choices=as_choices(PARTS), default=Part.SPEAKER.value)
    email = EmailField(
        lazy_gettext("E-mail address"),
        description=lazy_gettext("Their own or their office's: the invitation goes there."),
        filters=[tidy, lower, none_if_blank],
    )
    known = HiddenField(filters=[tidy, none_if_blank])
    """Who they are at another event: its number; new: somebody else of that name."""

    def details(self) -> SpeakerProfile:
        return SpeakerProfile(**_typed(self, SpeakerProfile))

    def known_id(self) -> int | None:
        text = self.known.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else None


class SubstituteForm(TitleFields, DeskForm):
    email = EmailField(
        lazy_gettext("E-mail address"),
        description=lazy_gettext("Their own or their office's: the invitation goes there."),
        filters=[tidy, lower, none_if_blank],
    )

    def details(self) -> SpeakerProfile:
        return SpeakerProfile(**_typed(self, SpeakerProfile))


class EntryForm(TitleFields, DeskForm):
    """What a speaker says of themselves."""

    pronunciation = StringField(
        lazy_gettext("How is your name pronounced?"),
        description=lazy_gettext("For whoever calls you to speak: “soo-EH-la ya-NEE-na”."),
        filters=[tidy, none_if_blank],
    )
    biography = TextAreaField(
        lazy_gettext("Biography"),
        description=lazy_gettext(
            "At most %(n)s words, in the third person. It stands on the event's page.", n=MOST_WORDS
        ),
        filters=[tidy_lines, none_if_blank],
    )
    photo = FileField(
        lazy_gettext("Photo"),
        description=lazy_gettext(
            "JPEG, PNG or WebP, at most 8 MB. We turn it upright, crop it to a square and remove "
            "where and when it was taken."
        ),
    )
    is_without_photo = BooleanField(lazy_gettext("Remove the photo"))
    access_needs = TextAreaField(
        lazy_gettext("What do you need to take part?"),
        description=lazy_gettext(
            "Seen only by the people named for it, and removed after the event."
        ),
        filters=[tidy_lines, none_if_blank],
    )
    may_record = RadioField(
        lazy_gettext("May we record you and publish the recording?"),
        choices=as_choices(
            [
                ("yes", lazy_gettext("Yes")),
                ("no", lazy_gettext("No")),
                ("", lazy_gettext("Not said")),
            ]
        ),
    )
    gender = RadioField(lazy_gettext("Gender"), choices=as_choices(GENDERS))
    country = SelectField(lazy_gettext("Country"), filters=[none_if_blank], validate_choice=False)
    language = SelectField(lazy_gettext("Language of our mails to you"))
    zone = StringField(
        lazy_gettext("Your time zone"),
        description=lazy_gettext("Our mails then show your time beside the cities'."),
        filters=[tidy, none_if_blank],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = dict.fromkeys(
            [*current_app.config["OFFERED_LANGUAGES"], self.language.data or "en"]
        )
        self.language.choices = as_choices((code, language_name(code, code)) for code in codes)

    @classmethod
    def of(cls, profile: SpeakerProfile, version: int) -> "EntryForm":
        """Filled with what is saved; what was sent with a POST wins."""
        said = {value: word for word, value in _SAID.items()}
        values = asdict(profile) | {
            "part": profile.part.value,
            "gender": profile.gender.value if profile.gender else "",
            "may_record": said[profile.may_record],
        }
        return cls(version=str(version), **values)

    def details(self, saved: SpeakerProfile) -> SpeakerProfile:
        """What was typed; what the form does not ask stays as it is saved."""
        return replace(saved, **_typed(self, SpeakerProfile))

    def picture(self) -> bytes | None:
        """The photo that was sent, drawn anew: before a transaction. Raises UnusablePhoto."""
        if not self.photo.data or not self.photo.data.filename:
            return None
        return portrait(self.photo.data.stream.read(LONGEST_PHOTO + 1), _PHOTO_SIDE)

    def shown(self) -> dict[str, Any]:
        """What a page needs to show the fields. A file must be chosen anew: browsers keep none."""
        if self.errors and self.photo.data and not self.photo.errors:
            self.photo.errors = [lazy_gettext("Choose the photo once more")]
        return {
            "form": self,
            "countries": list_countries(templating.language()),
            "zones": clock.list_zones(),
            "most_words": MOST_WORDS,
            "words": count_words(self.biography.data or ""),
        }


class SpeakerForm(EntryForm):
    """The same in the organizers' hands.

    Without gender and country: the balance of a panel rests on what people said themselves.
    """

    gender = None
    country = None
    part = AddForm.part
    email = AddForm.email
    pronunciation = StringField(
        lazy_gettext("Pronunciation"),
        description=lazy_gettext("For whoever calls them to speak."),
        filters=[tidy, none_if_blank],
    )
    access_needs = TextAreaField(
        lazy_gettext("What they need to take part"),
        description=lazy_gettext("Seen only by the people named for it."),
        filters=[tidy_lines, none_if_blank],
    )
    may_record = RadioField(
        lazy_gettext("May they be recorded?"), choices=EntryForm.may_record.kwargs["choices"]
    )
    language = SelectField(lazy_gettext("Language of our mails to them"))
    zone = StringField(lazy_gettext("Their time zone"), filters=[tidy, none_if_blank])


class ConfirmForm(FlaskForm):
    """Nothing but the token: for a page that asks "really?"."""


def _typed(form: FlaskForm, details: type[SpeakerDetails]) -> dict[str, Any]:
    """By the names of `details`, codes turned into what they stand for."""
    values = {field.name: form[field.name].data for field in fields(details) if field.name in form}
    if "part" in values:
        values["part"] = Part(values["part"])
    if "gender" in values:
        values["gender"] = Gender(values["gender"]) if values["gender"] else None
    if "may_record" in values:
        values["may_record"] = _SAID.get(values["may_record"] or "")
    return values
