"""Which questions are asked, and how answers are written down. Pure: no database, no Flask."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from flask_babel import gettext

from .models import Answer, Question, QuestionKind

YES, NO = "yes", "no"
_CONDITIONAL_ON = (QuestionKind.ONE_OF, QuestionKind.SEVERAL_OF, QuestionKind.YES_NO)
LONGEST_ANSWER = {QuestionKind.TEXT: 300, QuestionKind.LONG_TEXT: 5000}
LARGEST_FILE = 10 * 2**20


class Standard(StrEnum):
    """What an event may do with one of the form's own fields."""

    OFF = "off"
    OPTIONAL = "optional"
    REQUIRED = "required"


STANDARD_CHOICES: dict[str, tuple[Standard, ...]] = {
    "honorific": tuple(Standard),
    "job_title": tuple(Standard),
    "captions_language": tuple(Standard),
    "access_needs": tuple(Standard),
    "question": tuple(Standard),
    # Nobody can be made to want news.
    "later_news": (Standard.OFF, Standard.OPTIONAL),
}
"""Of the fields that are not always required."""


@dataclass(frozen=True)
class AskedQuestion:
    """A question as the form asks it. Equal ones make one form, whatever row they came from."""

    id: int
    kind: QuestionKind
    label: str
    help: str | None = None
    is_required: bool = False
    options: tuple[str, ...] = ()
    asked_if_id: int | None = None
    asked_if_answer: str | None = None

    @classmethod
    def of(cls, question: Question) -> "AskedQuestion":
        return cls(
            question.id, question.kind, question.label, question.help, question.is_required,
            tuple(question.options), question.asked_if_id, question.asked_if_answer,
        )  # fmt: skip


@dataclass(frozen=True)
class Given:
    """What one person answers: in words, and the file where the answer is one."""

    value: str
    upload_id: int | None = None


def possible_conditions(question: AskedQuestion) -> tuple[str, ...]:
    """The answers to it that another question can hang on."""
    if question.kind is QuestionKind.YES_NO:
        return (YES, NO)
    return question.options if question.kind in _CONDITIONAL_ON else ()


def asked(questions: Iterable[AskedQuestion], given: Mapping[int, str]) -> list[AskedQuestion]:
    """Those asked of whoever answered so; `given`: {question's number: value in words}.

    An answer to a question that is not asked counts for nothing, so a chain ends where its
    first condition does not hold. `questions` are in the order of the form.
    """
    found: dict[int, AskedQuestion] = {}
    for question in questions:
        if question.asked_if_id is None:
            found[question.id] = question
        elif question.asked_if_id in found:
            lines = given.get(question.asked_if_id, "").split("\n")
            if question.asked_if_answer in lines:
                found[question.id] = question
    return list(found.values())


def is_in_order(questions: Sequence[AskedQuestion]) -> bool:
    """Whether each stands after the one it hangs on, so that no condition can run in a circle."""
    seen: set[int] = set()
    for question in questions:
        if question.asked_if_id is not None and question.asked_if_id not in seen:
            return False
        seen.add(question.id)
    return True


def hanging_on(question_id: int, questions: Iterable[AskedQuestion]) -> list[AskedQuestion]:
    return [each for each in questions if each.asked_if_id == question_id]


def number_in_words(text: str) -> str | None:
    """`1 250,5` → `1250.5`; None where it is no number."""
    plain = "".join(text.split()).replace(",", ".")
    if len(plain) > 30:
        return None
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return f"{number:f}" if number.is_finite() and abs(number.adjusted()) < 30 else None


def date_in_words(text: str) -> str | None:
    """`2027-01-31`; None where it is no date."""
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        return None


def value_in_words(kind: QuestionKind, value: str) -> str:
    """As a reader sees it: yes and no in their language, the rest as it was given."""
    if kind is QuestionKind.YES_NO:
        return gettext("yes") if value == YES else gettext("no")
    return value


def to_drop(
    questions: Sequence[AskedQuestion], before: Mapping[int, str], after: Mapping[int, str]
) -> set[int]:
    """Whose saved answers go when a person's answers change from `before` to `after`.

    Those the person has emptied, and those no longer asked because of another answer. What was
    not asked before either (the organizers changed the form) stays as it was given.
    """
    asked_before = {each.id for each in asked(questions, before)}
    asked_after = {each.id for each in asked(questions, after)}
    left = asked_before - asked_after
    emptied = {each for each in asked_after if each in before and each not in after}
    return (left & before.keys()) | emptied


def values_of(answers: Collection[Answer]) -> dict[int, str]:
    return {answer.question_id: answer.value for answer in answers}


@dataclass(frozen=True)
class StandardWanted:
    """What an event does with every field that can be changed."""

    values: dict[str, Standard]


@dataclass(frozen=True)
class FormShape:
    """What an event's registration form asks beside what it always asks."""

    standard: tuple[tuple[str, Standard], ...] = ()
    """(field, off or required); what is not named is optional."""
    questions: tuple[AskedQuestion, ...] = ()


@dataclass(frozen=True)
class FilledIn:
    """A person's answers, with the questions as the person saw them."""

    questions: tuple[AskedQuestion, ...]
    given: Mapping[int, Given]
