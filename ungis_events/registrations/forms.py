"""The registration form: names and codes as in the project's promises to the outside."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any, ClassVar, Self

from flask import current_app
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import AnyOf, DataRequired, Email, Optional

from ungis_events.core import clock
from ungis_events.core.form_fields import as_choices
from ungis_events.core.form_filters import (
    NoControlCharacters,
    NoWebAddress,
    at_most,
    lower,
    tidy,
    tidy_lines,
)
from ungis_events.core.languages import chosen_language
from ungis_events.core.templating import language_name
from ungis_events.events.details import LANGUAGE_CODES
from ungis_events.events.models import Mode
from ungis_events.questions.asking import OwnQuestionsForm, with_shape
from ungis_events.questions.models import Answer
from ungis_events.questions.rules import FormShape
from ungis_events.topics.catalogue import country_codes, list_stakeholder_groups

from .models import Registration
from .rules import RegistrationDetails

NO_COUNTRY = "none"


@lru_cache
def _caption_languages(language: str) -> tuple[tuple[str, str], ...]:
    return tuple((code, language_name(code, language)) for code in LANGUAGE_CODES)


class PersonalDetailsForm(OwnQuestionsForm):
    """What a registrant may also correct later."""

    first: ClassVar = (
        "attendance", "given_name", "family_name", "email", "organization", "stakeholder_group",
        "country",
    )  # fmt: skip
    required_sentences: ClassVar = {
        "honorific": lazy_gettext("Enter how you want to be addressed"),
        "job_title": lazy_gettext("Enter your job title"),
        "captions_language": lazy_gettext("Choose a language"),
        "access_needs": lazy_gettext("Say what you need to take part, or “nothing”"),
        "question": lazy_gettext("Enter your question for the speakers"),
    }

    given_name = StringField(
        lazy_gettext("Given name"),
        description=lazy_gettext("If you have only one name, leave the other field blank."),
        filters=[tidy],
        validators=[at_most(100), NoControlCharacters(), NoWebAddress()],
    )
    family_name = StringField(
        lazy_gettext("Family name"),
        filters=[tidy],
        validators=[at_most(100), NoControlCharacters(), NoWebAddress()],
    )
    organization = StringField(
        lazy_gettext("Organization"),
        description=lazy_gettext("Write “independent” if you come for yourself."),
        filters=[tidy],
        validators=[
            DataRequired(lazy_gettext("Enter your organization, or “independent”")),
            at_most(200),
            NoControlCharacters(),
        ],
    )
    stakeholder_group = SelectField(lazy_gettext("Stakeholder group"), validate_choice=False)
    country = SelectField(
        lazy_gettext("Country"),
        validate_choice=False,
        validators=[DataRequired(lazy_gettext("Choose your country, or “none”"))],
    )
    honorific = StringField(
        lazy_gettext("Title"),
        description=lazy_gettext("As you want to be addressed: Ms., Mr., Dr., H.E. …"),
        filters=[tidy],
        validators=[at_most(60), NoControlCharacters(), NoWebAddress()],
    )
    job_title = StringField(
        lazy_gettext("Job title"),
        filters=[tidy],
        validators=[at_most(200), NoControlCharacters()],
    )
    captions_language = SelectField(
        lazy_gettext("Language for captions or interpretation"),
        description=lazy_gettext("Where the event offers them."),
        validators=[Optional()],
    )
    access_needs = TextAreaField(
        lazy_gettext("What do you need to take part?"),
        description=lazy_gettext(
            "Captions, sign language, documents beforehand … Seen only by the few persons named "
            "for it, and removed after the event."
        ),
        filters=[tidy_lines],
        validators=[at_most(1000), NoControlCharacters()],
    )
    question = TextAreaField(
        lazy_gettext("Question for the speakers"),
        filters=[tidy_lines],
        validators=[at_most(1000), NoControlCharacters()],
    )
    later_news = BooleanField(lazy_gettext("Tell me about later UNGIS events"))
    zone = HiddenField(filters=[tidy])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.stakeholder_group.choices = as_choices(
            [("", lazy_gettext("Choose one")), *list_stakeholder_groups()]
        )
        if "captions_language" in self:
            self.captions_language.choices = as_choices(
                [("", lazy_gettext("None")), *_caption_languages(chosen_language())]
            )

    def validate_given_name(self, field: StringField) -> None:
        if not field.data and not (self.family_name.data or "").strip():
            raise ValidationError(lazy_gettext("Enter your name"))

    def validate_stakeholder_group(self, field: SelectField) -> None:
        if field.data not in dict(list_stakeholder_groups()):
            raise ValidationError(lazy_gettext("Choose the group you belong to"))

    def validate_country(self, field: SelectField) -> None:
        if field.data not in country_codes() and field.data != NO_COUNTRY:
            raise ValidationError(lazy_gettext("Choose your country, or “none”"))

    def details(self, email: str) -> RegistrationDetails:
        """What was typed, once it was found valid."""
        return RegistrationDetails(
            email=email,
            given_name=self.given_name.data or "",
            family_name=self.family_name.data or "",
            organization=self.organization.data,
            stakeholder_group=self.stakeholder_group.data,
            country=self.country.data,
            honorific=self._typed("honorific"),
            job_title=self._typed("job_title"),
            captions_language=self._typed("captions_language"),
            access_needs=self._typed("access_needs"),
            question=self._typed("question"),
            later_news=bool(self._typed("later_news")),
            zone=self.zone.data if clock.is_zone(self.zone.data or "") else None,
            language=chosen_language(),
        )

    def _typed(self, name: str) -> Any:
        """None too where the event does not ask."""
        field = self._fields.get(name)
        return (field.data or None) if field else None

    @classmethod
    def of(cls, registration: Registration, shape: FormShape, answers: Iterable[Answer]) -> Self:
        """Filled with what is saved; what was sent with a POST wins."""
        form = with_shape(cls, shape)(obj=registration)
        form.show_answers(answers)
        return form


class RegistrationForm(PersonalDetailsForm):
    email = EmailField(
        lazy_gettext("E-mail address"),
        description=lazy_gettext("The invitation and your own link go there."),
        filters=[tidy, lower],
        validators=[
            DataRequired(lazy_gettext("Enter your e-mail address")),
            Email(lazy_gettext("Enter an e-mail address like name@example.org")),
            at_most(254),
        ],
    )
    attendance = RadioField(
        lazy_gettext("How will you take part?"),
        choices=as_choices(
            [
                (Mode.ONLINE.value, lazy_gettext("Online")),
                (Mode.ROOM.value, lazy_gettext("In the room")),
            ]
        ),
        validate_choice=False,  # the sentence below says more
        validators=[
            AnyOf([mode.value for mode in Mode], lazy_gettext("Choose online or in the room"))
        ],
    )
    data_notice = BooleanField(
        lazy_gettext("I have read how my data are used"),
        validators=[DataRequired(lazy_gettext("Please confirm that you have read the notice"))],
    )
    form_key = HiddenField(validators=[at_most(40), NoControlCharacters()])
    website = StringField("Website")
    """A trap: people do not see it, and only machines fill it."""

    @classmethod
    def for_event(cls, modes: Collection[Mode], shape: FormShape) -> Self:
        """Only where there is a choice of modes is it asked."""
        form = with_shape(cls, shape)()
        if len(modes) < 2:
            del form.attendance
        return form

    def details(self, email: str) -> RegistrationDetails:
        return replace(
            super().details(email), attendance=self.mode, form_key=self.form_key.data or None
        )

    @property
    def is_from_a_machine(self) -> bool:
        return bool(self.website.data) and bool(current_app.config["RATE_LIMITS"])

    @property
    def mode(self) -> Mode | None:
        field = self._fields.get("attendance")
        return Mode(field.data) if field else None


class ResendForm(FlaskForm):
    email = EmailField(
        lazy_gettext("E-mail address"),
        description=lazy_gettext("The one you registered with."),
        filters=[tidy, lower],
        validators=[
            DataRequired(lazy_gettext("Enter your e-mail address")),
            Email(lazy_gettext("Enter an e-mail address like name@example.org")),
            at_most(254),
        ],
    )


class ConfirmForm(FlaskForm):
    """Nothing but the token: for a page that asks "really?"."""
