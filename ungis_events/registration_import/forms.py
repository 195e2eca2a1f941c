"""The desk's forms for people who did not register themselves."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Self

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import DataRequired

from ungis_events.core.form_fields import as_choices
from ungis_events.events.models import Mode
from ungis_events.labels import status_label
from ungis_events.questions.rules import FormShape, Standard
from ungis_events.registrations.forms import RegistrationForm
from ungis_events.registrations.models import RegistrationStatus
from ungis_events.topics.catalogue import list_stakeholder_groups

from .rules import FIELDS, ImportOptions

STATES = (
    RegistrationStatus.CONFIRMED,
    RegistrationStatus.WAITLISTED,
    RegistrationStatus.PENDING,
)
_STATE = lazy_gettext("State")
_TOLD = lazy_gettext("Send them the mail that goes with it")


class AddForm(RegistrationForm):
    """The event's form as an organizer fills it in: nothing more is required than what a
    registration cannot be without."""

    status = RadioField(_STATE, default=RegistrationStatus.CONFIRMED.value)
    beyond = BooleanField(
        lazy_gettext("Even if full"),
        description=lazy_gettext("A seat beyond the capacity, if every seat is taken."),
    )
    is_told = BooleanField(_TOLD)
    data_notice = BooleanField(
        lazy_gettext("They know what their data are used for"),
        description=lazy_gettext(
            "You have told them. The mail to them links to their own page and the notice."
        ),
        validators=[DataRequired(lazy_gettext("Please confirm that they know"))],
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.status.choices = _states()

    @classmethod
    def for_event(cls, modes: Collection[Mode], shape: FormShape) -> Self:
        return super().for_event(modes, _without_duty(shape))


def _without_duty(shape: FormShape) -> FormShape:
    standard = tuple((name, value) for name, value in shape.standard if value is Standard.OFF)
    questions = tuple(replace(question, is_required=False) for question in shape.questions)
    return FormShape(standard, questions)


class UploadForm(FlaskForm):
    file = FileField(
        lazy_gettext("The list"),
        description=lazy_gettext("CSV or Excel (.xlsx), at most 5,000 people and 5 MB."),
    )


class ColumnsForm(FlaskForm):
    """Which column is what; made for one file by `of`."""

    status = RadioField(_STATE)
    is_told = BooleanField(_TOLD)
    default_group = SelectField(lazy_gettext("Stakeholder group where the file names none"))
    attendance = RadioField(lazy_gettext("Takes part, where the file does not say"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.status.choices = _states()
        self.default_group.choices = as_choices(list_stakeholder_groups())
        self.attendance.choices = as_choices((mode.value, status_label(mode)) for mode in Mode)

    @classmethod
    def of(
        cls,
        headings: tuple[str, ...],
        columns: dict[str, int],
        options: ImportOptions,
        modes: Collection[Mode],
    ) -> Self:
        numbered = [(str(at), heading) for at, heading in enumerate(headings)]
        fields = {
            f"column_{name}": SelectField(
                label, choices=as_choices([("", "–"), *numbered]), validate_choice=False
            )
            for name, (label, _headings) in FIELDS.items()
        }
        made: type[Any] = type(cls.__name__, (cls,), fields)
        chosen = {f"column_{name}": str(at) for name, at in columns.items()}
        form: Self = made(data=chosen | options.kept())
        if len(modes) < 2:
            del form.attendance
        return form

    def columns(self) -> dict[str, int]:
        """What is no column of the file is passed over."""
        chosen = {name: self[f"column_{name}"] for name in FIELDS}
        return {
            name: int(field.data)
            for name, field in chosen.items()
            if field.data and field.data in {each.value for each in field.choices}
        }

    def options(self, before: ImportOptions) -> ImportOptions:
        return ImportOptions(
            status=self.status.data,
            is_told=self.is_told.data,
            default_group=self.default_group.data,
            attendance=self.attendance.data if "attendance" in self else before.attendance,
            language=before.language,
        )

    @property
    def column_fields(self) -> list[Any]:
        return [self[f"column_{name}"] for name in FIELDS]


def _states() -> list[Any]:
    return as_choices((state.value, status_label(state)) for state in STATES)
