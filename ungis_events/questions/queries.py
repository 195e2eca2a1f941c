from collections.abc import Collection, Sequence

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import contains_eager

from ungis_events.core.database import db
from ungis_events.events.models import Event

from .errors import QuestionNotFound
from .models import Answer, Question
from .rules import AskedQuestion


def list_questions(event: Event) -> Sequence[Question]:
    """Those on the form in their order, then those taken off it that were answered."""
    query = (
        select(Question)
        .where(
            Question.event_id == event.id,
            or_(
                Question.retired_at.is_(None),
                exists().where(Answer.question_id == Question.id),
            ),
        )
        .order_by(Question.retired_at.is_not(None), Question.position, Question.id)
    )
    return db.session.scalars(query).all()


def list_form_questions(event_id: int) -> Sequence[Question]:
    """Those on the form now, in their order."""
    query = select(Question).where(Question.event_id == event_id, Question.retired_at.is_(None))
    return db.session.scalars(query.order_by(Question.position, Question.id)).all()


def list_asked(event_id: int) -> list[AskedQuestion]:
    return [AskedQuestion.of(question) for question in list_form_questions(event_id)]


def list_retired(event: Event) -> Sequence[Question]:
    """Those taken off the form, the latest first."""
    query = select(Question).where(Question.event_id == event.id, Question.retired_at.is_not(None))
    return db.session.scalars(query.order_by(Question.retired_at.desc(), Question.id)).all()


def get_question(event: Event, question_id: int) -> Question:
    """Raises QuestionNotFound, also for a question of another event."""
    question = db.session.get(Question, question_id)
    if question is None or question.event_id != event.id:
        raise QuestionNotFound
    return question


def count_answers(event: Event) -> dict[int, int]:
    """{question: how many answered it}; who was not asked by anybody has no key."""
    rows = db.session.execute(
        select(Answer.question_id, func.count())
        .join(Question, Question.id == Answer.question_id)
        .where(Question.event_id == event.id)
        .group_by(Answer.question_id)
    )
    return {question_id: number for question_id, number in rows}


def has_answers(question: Question) -> bool:
    return bool(db.session.scalar(select(exists().where(Answer.question_id == question.id))))


def list_answers(registration_ids: Collection[int]) -> dict[int, list[Answer]]:
    """{registration: answers in the order of the form}, with their questions, in one query.

    Who answered nothing has no key.
    """
    found: dict[int, list[Answer]] = {}
    if not registration_ids:
        return found
    query = (
        select(Answer)
        .join(Answer.question)
        .options(contains_eager(Answer.question))
        .where(Answer.registration_id.in_(list(registration_ids)))
        .order_by(Question.position, Question.id)
    )
    for answer in db.session.scalars(query):
        found.setdefault(answer.registration_id, []).append(answer)
    return found


def find_answer(registration_id: int, question_id: int) -> Answer | None:
    return db.session.get(Answer, (registration_id, question_id))
