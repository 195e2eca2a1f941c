"""What organizers do with an event's questions, and how people's answers are kept.

Changing the form never touches an answer: it keeps the words of the question as it stood. Each
act is one of the event's history and makes its pages anew.
"""

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import delete, exists, select

from ungis_events.core.database import db
from ungis_events.core.errors import InvalidInput
from ungis_events.events.models import Event
from ungis_events.events.queries import lock_event
from ungis_events.events.service import record_change
from ungis_events.uploads.models import Upload
from ungis_events.uploads.queries import references
from ungis_events.uploads.service import delete_upload

from . import rules
from .details import QuestionDetails
from .errors import FormChanged, QuestionInUse
from .models import Answer, Question, QuestionKind
from .queries import has_answers, list_asked, list_form_questions
from .rules import STANDARD_CHOICES, AskedQuestion, FilledIn, Standard, StandardWanted

MOST_QUESTIONS = 60
MOST_FILES = 3
"""A form travels as one request: more files of the largest size than these would not."""
KEEP_UNUSED = timedelta(days=1)


def add_question(event: Event, details: QuestionDetails, *, actor: str, now: datetime) -> Question:
    """At the end of the form. Raises InvalidInput."""
    lock_event(event)  # or two questions get one place, and conditions look past each other
    form = list_asked(event.id)
    details.check(form)
    _check_room(form, details.kind)
    question = Question(event_id=event.id, position=_next_position(event))
    _write(question, details)
    db.session.add(question)
    _record(event, "question added", {"question": [None, details.label]}, actor, now)
    return question


def change_question(
    event: Event, question: Question, details: QuestionDetails, *, actor: str, now: datetime
) -> None:
    """Raises InvalidInput, also where answers given or other questions stand against it."""
    lock_event(event)
    form = list_asked(event.id)
    earlier = [each for each in list_form_questions(event.id) if each.position < question.position]
    details.check([AskedQuestion.of(each) for each in earlier])
    before = QuestionDetails.of(question)
    changes = before.differences(details)
    if not changes:
        return
    if "kind" in changes:
        _check_kind_may_change(question)
        _check_room([each for each in form if each.id != question.id], details.kind)
    _check_conditions_hold(question, details, form)
    _write(question, details)
    named = {"question": [before.label, details.label]} | _in_history(changes, form)
    _record(event, "question changed", named, actor, now)


def _check_room(form: Sequence[AskedQuestion], kind: QuestionKind) -> None:
    if len(form) >= MOST_QUESTIONS:
        sentence = lazy_gettext("A form has at most %(n)s questions", n=MOST_QUESTIONS)
        raise InvalidInput({"label": sentence})
    if kind is QuestionKind.FILE and _count_files(form) >= MOST_FILES:
        sentence = lazy_gettext("A form asks for at most %(n)s files", n=MOST_FILES)
        raise InvalidInput({"kind": sentence})


def _count_files(form: Sequence[AskedQuestion]) -> int:
    return sum(each.kind is QuestionKind.FILE for each in form)


def _check_kind_may_change(question: Question) -> None:
    if has_answers(question):
        sentence = lazy_gettext(
            "People have answered this question, so its kind stays. Take it off the form and add "
            "a new one."
        )
        raise InvalidInput({"kind": sentence})


def _check_conditions_hold(
    question: Question, details: QuestionDetails, form: Sequence[AskedQuestion]
) -> None:
    """What other questions hang on must stay possible."""
    as_it_will_be = AskedQuestion(question.id, details.kind, details.label, options=details.options)
    possible = rules.possible_conditions(as_it_will_be)
    for other in rules.hanging_on(question.id, form):
        if other.asked_if_answer not in possible:
            sentence = lazy_gettext(
                "“%(other)s” is asked only after the answer “%(answer)s”. Change that first.",
                other=other.label,
                answer=other.asked_if_answer,
            )
            raise InvalidInput({"options" if details.options else "kind": sentence})


def take_off(event: Event, question: Question, *, actor: str, now: datetime) -> None:
    """Nobody is asked any more; the answers given stay. Raises QuestionInUse, FormChanged."""
    lock_event(event)
    if question.retired_at is not None:
        raise FormChanged
    for other in rules.hanging_on(question.id, list_asked(event.id)):
        raise QuestionInUse(
            lazy_gettext(
                "“%(other)s” is asked only after an answer to this question. Change that first.",
                other=other.label,
            )
        )
    question.retired_at = now
    _record(event, "question taken off", {"question": [question.label, None]}, actor, now)


def restore(event: Event, question: Question, *, actor: str, now: datetime) -> None:
    """Back on the form, at its end. Raises QuestionInUse, FormChanged, InvalidInput."""
    lock_event(event)
    if question.retired_at is None:
        raise FormChanged
    form = list_asked(event.id)
    _check_room(form, question.kind)
    try:
        QuestionDetails.of(question).check(form)
    except InvalidInput:
        raise QuestionInUse(
            lazy_gettext(
                "It is asked only after an answer that is no longer on the form: put that "
                "question back first, or add a new one."
            )
        ) from None
    question.retired_at, question.position = None, _next_position(event)
    _record(event, "question restored", {"question": [None, question.label]}, actor, now)


def order_questions(event: Event, ids: Sequence[int], *, actor: str, now: datetime) -> None:
    """The order made by hand.

    Raises FormChanged unless `ids` are those on the form, QuestionInUse where one would stand
    before the question it hangs on.
    """
    lock_event(event)
    on_form = list_form_questions(event.id)
    questions = {question.id: question for question in on_form}
    if sorted(ids) != sorted(questions):
        raise FormChanged
    order = [questions[each] for each in ids]
    if not rules.is_in_order([AskedQuestion.of(each) for each in order]):
        raise QuestionInUse(
            lazy_gettext("A question stays after the one whose answer it is asked for.")
        )
    before = [question.label for question in on_form]
    places = sorted(question.position for question in on_form)
    for position, question in zip(places, order, strict=True):
        question.position = position
    after = [question.label for question in order]
    if before != after:
        _record(event, "questions ordered", {"questions": [before, after]}, actor, now)


def set_standard_questions(
    event: Event, wanted: StandardWanted, *, actor: str, now: datetime
) -> None:
    """Which of the form's own fields are off or required."""
    lock_event(event)
    before, after = standard_questions(event).values, wanted.values
    changes: dict[str, list[Any]] = {
        f"asks_{name}": [before[name].value, after[name].value]
        for name in after
        if before[name] is not after[name]
    }
    if not changes:
        return
    event.standard_questions = {
        name: value.value for name, value in after.items() if value is not Standard.OPTIONAL
    }
    _record(event, "standard questions changed", changes, actor, now)


def standard_questions(event: Event) -> StandardWanted:
    by_hand = event.standard_questions
    return StandardWanted(
        {name: Standard(by_hand.get(name, Standard.OPTIONAL)) for name in STANDARD_CHOICES}
    )


def copy_questions(event: Event, copy: Event) -> None:
    """The form of an event for one like it; answers stay where they were given."""
    copy.standard_questions = dict(event.standard_questions)
    copies: dict[int, Question] = {}
    for question in list_form_questions(event.id):
        details = QuestionDetails.of(question)
        twin = Question(event_id=copy.id, position=question.position)
        _write(twin, details)
        if details.asked_if_id is not None:
            twin.asked_if_id = copies[details.asked_if_id].id
        db.session.add(twin)
        db.session.flush()
        copies[question.id] = twin


def save_answers(registration_id: int, answers: FilledIn, *, now: datetime) -> None:
    """Keep what a person answered, with the words of the questions as they saw them.

    What was answered the same before keeps its words and its time; answers to questions that
    are not on the form stay.
    """
    form, given = answers.questions, answers.given
    query = select(Answer).where(Answer.registration_id == registration_id)
    saved = {answer.question_id: answer for answer in db.session.scalars(query)}
    after = {number: each.value for number, each in given.items()}
    asked = {question.id: question for question in rules.asked(form, after)}
    for number in rules.to_drop(form, rules.values_of(saved.values()), after):
        db.session.delete(saved[number])
    for number, answer in given.items():
        if number not in asked:
            continue
        row = saved.get(number)
        if row is None:
            row = Answer(registration_id=registration_id, question_id=number)
            db.session.add(row)
        elif (row.value, row.upload_id) == (answer.value, answer.upload_id):
            continue
        row.asked, row.value, row.upload_id = asked[number].label, answer.value, answer.upload_id
        row.answered_at = now


def remove_answers(registration_ids: Collection[int]) -> None:
    """Of people whose data go. Their files follow within a day, as nothing refers to them."""
    db.session.execute(delete(Answer).where(Answer.registration_id.in_(list(registration_ids))))


def remove_unused_uploads(now: datetime, *, limit: int = 100) -> int:
    """Forget files that nothing refers to a day after they came; returns how many.

    A form that was sent with a file and something wrong keeps the file until it is right: some
    people never come back. So do files that another one has replaced.
    """
    query = select(Upload).where(
        Upload.created_at < now - KEEP_UNUSED,
        *(~exists().where(column == Upload.id) for column in references()),
    )
    uploads = db.session.scalars(query.order_by(Upload.id).limit(limit)).all()
    for upload in uploads:
        delete_upload(upload)
    return len(uploads)


def _next_position(event: Event) -> int:
    positions = (question.position for question in list_form_questions(event.id))
    return max(positions, default=-1) + 1


def _write(question: Question, details: QuestionDetails) -> None:
    for field in fields(details):
        setattr(question, field.name, getattr(details, field.name))
    question.options = list(details.options)


def _in_history(
    changes: dict[str, list[Any]], form: Sequence[AskedQuestion]
) -> dict[str, list[Any]]:
    """The condition in words: history outlives the numbers."""
    labels = {each.id: each.label for each in form}
    named = {name: pair for name, pair in changes.items() if name != "label"}
    if "asked_if_id" in named:
        named["asked_if_id"] = [labels.get(each) for each in named["asked_if_id"]]
    return named


def _record(
    event: Event, act: str, changes: dict[str, list[Any]], actor: str, now: datetime
) -> None:
    db.session.flush()
    record_change(event, act=act, changes=changes, actor=actor, now=now)
