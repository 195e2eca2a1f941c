"""What the tests of this folder do again and again: put questions on a form, answer them."""

from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.factories import NOON
from tests.registrations.steps import form_data
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.questions import service
from ungis_events.questions.details import QuestionDetails
from ungis_events.questions.models import Answer, Question, QuestionKind
from ungis_events.questions.queries import get_question
from ungis_events.registrations.models import Registration

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def make_question(event: Event, label: str = "Which session?", **overrides: Any) -> Question:
    details = QuestionDetails(label=label, **overrides)
    with transaction():
        return service.add_question(get_event(event.slug), details, actor="test", now=NOON)


def make_choice(event: Event, label: str = "Do you come?", *options: str) -> Question:
    kind = QuestionKind.ONE_OF if options else QuestionKind.YES_NO
    return make_question(event, label, kind=kind, options=options)


def change(event: Event, question: Question, **overrides: Any) -> None:
    with transaction():
        event = get_event(event.slug)
        question = get_question(event, question.id)
        before = QuestionDetails.of(question)
        values = {name: getattr(before, name) for name in before.__dataclass_fields__}
        details = QuestionDetails(**values | overrides)
        service.change_question(event, question, details, actor="test", now=NOON)


def take_off(event: Event, question: Question) -> None:
    with transaction():
        event = get_event(event.slug)
        service.take_off(event, get_question(event, question.id), actor="test", now=NOON)


def name_of(question: Question) -> str:
    return f"question_{question.id}"


def register(
    client: FlaskClient, event: Event, answers: dict[str, Any] | None = None, **overrides: Any
) -> TestResponse:
    return client.post(
        f"/events/{event.slug}/register", data=form_data(**overrides) | (answers or {})
    )


def pdf(name: str = "letter.pdf") -> tuple[BytesIO, str]:
    return BytesIO(PDF), name


def answers_of(event: Event, email: str = "amina@example.org") -> dict[str, str]:
    """{question as it was asked: answer}."""
    db.session.rollback()
    db.session.expire_all()
    query = (
        select(Answer.asked, Answer.value)
        .join(Registration, Registration.id == Answer.registration_id)
        .where(Registration.event_id == event.id, Registration.email == email)
        .order_by(Answer.question_id)
    )
    return {asked: value for asked, value in db.session.execute(query)}
