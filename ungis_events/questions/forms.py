"""The desk's forms for an event's questions."""

from collections.abc import Sequence
from typing import Any

from flask_babel import LazyString, lazy_gettext
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from ungis_events.core.desk_form import DeskForm, fingerprint
from ungis_events.core.form_fields import as_choices, none_if_blank
from ungis_events.core.form_filters import tidy, tidy_lines

from .details import QuestionDetails
from .models import QuestionKind
from .rules import (
    STANDARD_CHOICES,
    AskedQuestion,
    Standard,
    StandardWanted,
    possible_conditions,
    value_in_words,
)

KINDS: list[tuple[str, LazyString]] = [
    (QuestionKind.TEXT.value, lazy_gettext("One line of text")),
    (QuestionKind.LONG_TEXT.value, lazy_gettext("Several lines of text")),
    (QuestionKind.ONE_OF.value, lazy_gettext("One of several options")),
    (QuestionKind.SEVERAL_OF.value, lazy_gettext("Any of several options")),
    (QuestionKind.YES_NO.value, lazy_gettext("Yes or no")),
    (QuestionKind.NUMBER.value, lazy_gettext("A number")),
    (QuestionKind.DATE.value, lazy_gettext("A date")),
    (QuestionKind.FILE.value, lazy_gettext("A file, of 10 MB at most")),
]
STANDARD_LABELS: dict[str, LazyString] = {
    "honorific": lazy_gettext("Title"),
    "job_title": lazy_gettext("Job title"),
    "captions_language": lazy_gettext("Language for captions or interpretation"),
    "access_needs": lazy_gettext("What do you need to take part?"),
    "question": lazy_gettext("Question for the speakers"),
    "later_news": lazy_gettext("Tell me about later UNGIS events"),
}
_HOW = {
    Standard.OFF: lazy_gettext("Not asked"),
    Standard.OPTIONAL: lazy_gettext("Optional"),
    Standard.REQUIRED: lazy_gettext("Required"),
}


class QuestionForm(DeskForm):
    label = StringField(
        lazy_gettext("Question"),
        filters=[tidy],
        validators=[DataRequired(lazy_gettext("Enter the question"))],
    )
    help = StringField(
        lazy_gettext("Help text"),
        description=lazy_gettext("Stands below the question: why it is asked, or how to answer."),
        filters=[tidy],
    )
    kind = SelectField(lazy_gettext("Kind of answer"), choices=as_choices(KINDS))
    options = TextAreaField(
        lazy_gettext("Options"),
        description=lazy_gettext("For “one of” and “any of”: each on a line of its own."),
        filters=[tidy_lines],
    )
    is_required = BooleanField(lazy_gettext("Must be answered"))
    asked_if = SelectField(
        lazy_gettext("Asked"),
        description=lazy_gettext(
            "Of everybody, or only after a certain answer to a question above it."
        ),
        validate_choice=False,  # what it hangs on is looked at afresh when it is saved
    )

    @classmethod
    def after(
        cls, earlier: Sequence[AskedQuestion], details: QuestionDetails | None = None
    ) -> "QuestionForm":
        """`earlier`: the questions that it can hang on."""
        values: dict[str, Any] = {}
        if details is not None:
            values = {
                "label": details.label,
                "help": details.help,
                "kind": details.kind.value,
                "options": "\n".join(details.options),
                "is_required": details.is_required,
                "asked_if": _condition(details.asked_if_id, details.asked_if_answer),
                "version": fingerprint(details),
            }
        form = cls(**values)
        form.asked_if.choices = [
            SelectChoice("", lazy_gettext("Of everybody")),
            *(choice for question in earlier for choice in _conditions_on(question)),
        ]
        return form

    def details(self) -> QuestionDetails:
        number, _, answer = (self.asked_if.data or "").partition(":")
        return QuestionDetails(
            label=self.label.data or "",
            kind=QuestionKind(self.kind.data),
            help=none_if_blank(self.help.data),
            is_required=self.is_required.data,
            options=tuple(
                " ".join(line.split()) for line in (self.options.data or "").split("\n") if line
            ),
            asked_if_id=int(number) if number.isdecimal() and len(number) < 10 else None,
            asked_if_answer=answer or None,
        )


def _conditions_on(question: AskedQuestion) -> list[SelectChoice]:
    return [
        SelectChoice(
            _condition(question.id, answer),
            lazy_gettext("Only after “%(answer)s”", answer=value_in_words(question.kind, answer)),
            optgroup=question.label,
        )
        for answer in possible_conditions(question)
    ]


def _condition(question_id: int | None, answer: str | None) -> str:
    return "" if question_id is None else f"{question_id}:{answer}"


def _standard_field(name: str) -> RadioField:
    choices = [(value.value, _HOW[value]) for value in STANDARD_CHOICES[name]]
    return RadioField(STANDARD_LABELS[name], choices=as_choices(choices))


class StandardQuestionsForm(DeskForm):
    """Which of the form's own fields are asked, and how."""

    honorific = _standard_field("honorific")
    job_title = _standard_field("job_title")
    captions_language = _standard_field("captions_language")
    access_needs = _standard_field("access_needs")
    question = _standard_field("question")
    later_news = _standard_field("later_news")

    @classmethod
    def of(cls, saved: StandardWanted) -> "StandardQuestionsForm":
        values = {name: value.value for name, value in saved.values.items()}
        return cls(version=fingerprint(saved), **values)

    def wanted(self) -> StandardWanted:
        return StandardWanted({name: Standard(self[name].data) for name in STANDARD_CHOICES})
