"""The fields of an event's own questions, as registrants fill them in.

Each knows its answer in words. Nothing here needs script: a question that hangs on an answer is
shown to everybody with the words that say so, and looked at only where it was asked.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from sqlalchemy import exists, select
from wtforms import (
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.fields.core import UnboundField

from ungis_events.core.database import db
from ungis_events.core.errors import InvalidInput, NotFound
from ungis_events.core.form_fields import as_choices
from ungis_events.core.form_filters import NoControlCharacters, at_most, tidy, tidy_lines
from ungis_events.core.signed_links import check_token, make_token
from ungis_events.uploads.models import Upload
from ungis_events.uploads.rules import DOCUMENTS, PICTURES
from ungis_events.uploads.service import save_upload

from .models import Answer, QuestionKind
from .rules import (
    LARGEST_FILE,
    LONGEST_ANSWER,
    NO,
    YES,
    AskedQuestion,
    Given,
    date_in_words,
    number_in_words,
)

_KEPT = "kept upload"
_GIVEN_ALREADY = lazy_gettext(
    "A registration with this file is saved already. To register somebody else choose the file "
    "again."
)
_CHOOSE = lazy_gettext("Choose one of the answers")


def name_of(question_id: int) -> str:
    return f"question_{question_id}"


class _Answering:
    """What the fields share; `question` is the one they ask."""

    data: Any
    choices: Any

    def __init__(self, *args: Any, question: AskedQuestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question

    @property
    def words(self) -> str:
        """The answer as it is kept; empty: none."""
        return self.data or ""

    @property
    def given(self) -> Given:
        return Given(self.words)

    def show(self, answer: Answer) -> None:
        """Fill in what was answered before."""
        self.data = answer.value


class TextAnswer(_Answering, StringField):
    pass


class LongTextAnswer(_Answering, TextAreaField):
    pass


class NumberAnswer(_Answering, StringField):
    @property
    def words(self) -> str:
        return number_in_words(self.data or "") or ""

    def pre_validate(self, form: Any) -> None:
        if self.data and not self.words:
            raise ValidationError(lazy_gettext("Enter a number, as in 12 or 12.5"))


class DateAnswer(_Answering, StringField):
    @property
    def words(self) -> str:
        return date_in_words(self.data or "") or ""

    def pre_validate(self, form: Any) -> None:
        if self.data and not self.words:
            raise ValidationError(lazy_gettext("Enter a date, as in 2027-01-31"))


class OneOf(_Answering, RadioField):
    """One of a few, or yes or no. What somebody answered before may be kept by them, even where
    it is no longer offered."""

    @property
    def words(self) -> str:
        return self.data if self.data in self._offered else ""

    @property
    def _offered(self) -> list[str]:
        return [str(choice.value) for choice in self.choices or ()]

    def show(self, answer: Answer) -> None:
        if answer.value not in self._offered:
            self.choices = [*(self.choices or ()), SelectChoice(answer.value, answer.value)]
        self.data = answer.value

    def pre_validate(self, form: Any) -> None:
        if self.data and not self.words:
            raise ValidationError(_CHOOSE)


class SeveralOf(_Answering, SelectMultipleField):
    @property
    def words(self) -> str:
        return "\n".join(each for each in self._offered if each in (self.data or ()))

    @property
    def _offered(self) -> list[str]:
        return [str(choice.value) for choice in self.choices or ()]

    def show(self, answer: Answer) -> None:
        self.data = answer.value.split("\n")
        former = [each for each in self.data if each not in self._offered]
        self.choices = [*(self.choices or ()), *as_choices((each, each) for each in former)]

    def pre_validate(self, form: Any) -> None:
        if set(self.data or ()) - set(self._offered):
            raise ValidationError(_CHOOSE)


class FileAnswer(_Answering, FileField):
    """A file is kept as soon as it comes, so that a form with something wrong elsewhere need
    not ask for it again; the hidden field beside it says which."""

    upload: Upload | None = None
    problem: Any = None

    @property
    def words(self) -> str:
        return self.upload.name if self.upload else ""

    @property
    def given(self) -> Given:
        return Given(self.words, self.upload.id if self.upload else None)

    @property
    def token(self) -> str:
        """Says to ourselves that this very file was given here."""
        if self.upload is None:
            return ""
        return make_token(_secret(), self._purpose, self.upload.id, int(self.upload.sha256, 16))

    @property
    def _purpose(self) -> str:
        return f"{_KEPT} of question {self.question.id}"

    def show(self, answer: Answer) -> None:
        self.upload = db.session.get(Upload, answer.upload_id) if answer.upload_id else None

    def find_kept(self, token: str) -> None:
        """The file given with an earlier try; nothing where the token is not ours, is of another
        question or of bytes that are gone: numbers of rows are given again.

        Nor is it taken from another person, whose data can go at any time. It is said before
        anybody looks who registers: the answer must not tell who did.
        """
        own, self.upload = self.upload, None
        try:
            number = check_token(_secret(), self._purpose, token, _digest_as_number)
        except NotFound:
            return
        if (own is None or own.id != number) and self._is_taken(number):
            self.problem = _GIVEN_ALREADY
        else:
            self.upload = db.session.get(Upload, number)

    def _is_taken(self, upload_id: int) -> bool:
        of_somebody = exists().where(
            Answer.question_id == self.question.id, Answer.upload_id == upload_id
        )
        return bool(db.session.scalar(select(of_somebody)))

    def take(self, now: datetime) -> None:
        """Keep the file that came with this request, or know what is wrong with it."""
        try:
            self.problem = None  # this one takes the place of what was kept
            self.upload = save_upload(
                self.data.stream,
                self.data.filename or "",
                allowed=(*DOCUMENTS, *PICTURES),
                longest=LARGEST_FILE,
                now=now,
            )
        except InvalidInput as error:
            self.problem = error.fields["file"]

    def pre_validate(self, form: Any) -> None:
        if self.problem:
            raise ValidationError(self.problem)


def _digest_as_number(upload_id: int) -> int | None:
    upload = db.session.get(Upload, upload_id)
    return int(upload.sha256, 16) if upload else None


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])


class Answered:
    """Refuses an empty answer. The sentence names the question: several can be missing."""

    field_flags = {"required": True}

    def __call__(self, form: object, field: Any) -> None:
        if not field.words and not field.errors:
            raise ValidationError(
                lazy_gettext("Answer this, please: %(question)s", question=field.question.label)
            )


def fields_of(questions: Sequence[AskedQuestion]) -> dict[str, UnboundField]:
    """{name: field} for a form that asks them."""
    fields: dict[str, UnboundField] = {}
    for question in questions:
        name = name_of(question.id)
        fields[name] = _field_of(question)
        if question.kind is QuestionKind.FILE:
            fields[f"{name}_kept"] = HiddenField()
    return fields


_CLASSES: dict[QuestionKind, Any] = {
    QuestionKind.TEXT: TextAnswer,
    QuestionKind.LONG_TEXT: LongTextAnswer,
    QuestionKind.ONE_OF: OneOf,
    QuestionKind.SEVERAL_OF: SeveralOf,
    QuestionKind.YES_NO: OneOf,
    QuestionKind.NUMBER: NumberAnswer,
    QuestionKind.DATE: DateAnswer,
    QuestionKind.FILE: FileAnswer,
}


def _field_of(question: AskedQuestion) -> Any:
    more: dict[str, Any] = {}
    validators: list[Any] = [Answered()] if question.is_required else []
    if question.kind in LONGEST_ANSWER:
        validators += [at_most(LONGEST_ANSWER[question.kind]), NoControlCharacters()]
        more["filters"] = [tidy if question.kind is QuestionKind.TEXT else tidy_lines]
    elif question.kind in (QuestionKind.NUMBER, QuestionKind.DATE):
        more["filters"] = [tidy]
    elif question.kind is QuestionKind.YES_NO:
        more["choices"] = as_choices([(YES, lazy_gettext("Yes")), (NO, lazy_gettext("No"))])
    elif question.options:
        more["choices"] = as_choices((option, option) for option in question.options)
    if question.kind in (QuestionKind.ONE_OF, QuestionKind.YES_NO, QuestionKind.SEVERAL_OF):
        more["validate_choice"] = False  # the sentences above say more
    return _CLASSES[question.kind](
        question.label, description=question.help or "", validators=validators,
        question=question, **more,
    )  # fmt: skip
