"""The form of an event: what organizers can do with it, and what never happens to answers."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.factories import NOON, make_event
from tests.registrations.steps import registration_of
from ungis_events import workflows
from ungis_events.core.database import db, transaction
from ungis_events.core.errors import InvalidInput
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.history.queries import list_history
from ungis_events.questions import queries, service
from ungis_events.questions.errors import FormChanged, QuestionInUse
from ungis_events.questions.models import Question, QuestionKind
from ungis_events.questions.rules import Standard, StandardWanted
from ungis_events.questions.service import MOST_FILES, copy_questions, remove_unused_uploads
from ungis_events.uploads.models import Upload

from .steps import (
    answers_of,
    change,
    make_choice,
    make_question,
    name_of,
    pdf,
    register,
    take_off,
)


def labels(event: Event) -> list[str]:
    db.session.rollback()
    return [question.label for question in queries.list_form_questions(event.id)]


def order(event: Event, *questions: Question) -> None:
    with transaction():
        ids = [question.id for question in questions]
        service.order_questions(get_event(event.slug), ids, actor="test", now=NOON)


def restore(event: Event, question: Question) -> None:
    with transaction():
        event = get_event(event.slug)
        again = queries.get_question(event, question.id)
        service.restore(event, again, actor="test", now=NOON)


def problems(act: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        act()
    return {name: str(sentence) for name, sentence in caught.value.fields.items()}


def test_questions_are_asked_in_the_order_they_were_made_and_then_as_ordered() -> None:
    event = make_event()
    first, second, third = (make_question(event, label) for label in ("A", "B", "C"))
    before = labels(event)

    order(event, third, first, second)

    assert (before, labels(event)) == (["A", "B", "C"], ["C", "A", "B"])


def test_a_question_never_stands_before_the_one_it_hangs_on() -> None:
    event = make_event()
    first = make_choice(event, "Do you come?")
    second = make_question(event, "By train?", asked_if_id=first.id, asked_if_answer="yes")

    with pytest.raises(QuestionInUse):
        order(event, second, first)

    assert labels(event) == ["Do you come?", "By train?"]


def test_an_order_made_on_an_older_form_is_refused() -> None:
    event = make_event()
    first, second = make_question(event, "A"), make_question(event, "B")
    take_off(event, first)

    with pytest.raises(FormChanged):
        order(event, second, first)


def test_a_condition_looks_back_and_only_at_answers_that_exist() -> None:
    event = make_event()
    first = make_choice(event, "Which day?", "Monday", "Tuesday")
    text = make_question(event, "Your name?")
    sentence = "Choose an answer to a question that stands before this one"

    later = problems(lambda: change(event, first, asked_if_id=text.id, asked_if_answer="x"))
    itself = problems(lambda: change(event, first, asked_if_id=first.id, asked_if_answer="Monday"))
    unknown = problems(
        lambda: make_question(event, "Why?", asked_if_id=first.id, asked_if_answer="Sunday")
    )

    assert [later, itself, unknown] == [{"asked_if": sentence}] * 3


def test_an_answer_that_another_question_hangs_on_stays_possible() -> None:
    event = make_event()
    first = make_choice(event, "Which day?", "Monday", "Tuesday")
    second = make_question(event, "Lunch?", asked_if_id=first.id, asked_if_answer="Monday")
    sentence = "“Lunch?” is asked only after the answer “Monday”. Change that first."

    without = problems(lambda: change(event, first, options=("Tuesday", "Friday")))
    as_text = problems(lambda: change(event, first, kind=QuestionKind.TEXT))
    with pytest.raises(QuestionInUse):
        take_off(event, first)
    take_off(event, second)
    take_off(event, first)

    assert (without, as_text) == ({"options": sentence}, {"kind": sentence})
    assert labels(event) == []


def test_what_hangs_on_a_question_off_the_form_comes_back_after_it() -> None:
    event = make_event()
    first = make_choice(event, "Do you come?")
    second = make_question(event, "By train?", asked_if_id=first.id, asked_if_answer="yes")
    take_off(event, second)
    take_off(event, first)

    with pytest.raises(QuestionInUse):
        restore(event, second)
    restore(event, first)
    restore(event, second)

    assert labels(event) == ["Do you come?", "By train?"]


def test_new_words_leave_what_was_answered_to_the_old_ones(client: FlaskClient) -> None:
    event = make_event()
    question = make_choice(event, "Which day?", "Monday", "Tuesday")
    register(client, event, {name_of(question): "Monday"})

    change(event, question, label="Which morning?", options=("Tuesday", "Friday"))

    assert answers_of(event) == {"Which day?": "Monday"}


def test_a_question_that_was_answered_keeps_its_kind(client: FlaskClient) -> None:
    event = make_event()
    question, fresh = make_question(event, "When?"), make_question(event, "Where?")
    register(client, event, {name_of(question): "soon"})

    found = problems(lambda: change(event, question, kind=QuestionKind.DATE))
    change(event, fresh, kind=QuestionKind.DATE)

    assert found == {
        "kind": "People have answered this question, so its kind stays. Take it off the form and "
        "add a new one."
    }


def test_off_the_form_a_question_keeps_its_answers_and_its_column(client: FlaskClient) -> None:
    event = make_event()
    answered, unanswered = make_question(event, "A"), make_question(event, "B")
    register(client, event, {name_of(answered): "yes, gladly"})

    take_off(event, answered)
    take_off(event, unanswered)
    stays = make_question(event, "C")

    assert answers_of(event) == {"A": "yes, gladly"}
    listed = [question.id for question in queries.list_questions(get_event(event.slug))]
    assert listed == [stays.id, answered.id]


def test_one_query_reads_the_answers_of_a_whole_page(
    client: FlaskClient, statements: list[str]
) -> None:
    event = make_event()
    question = make_question(event, "Why?")
    people = [f"person{number}@example.org" for number in range(5)]
    for email in people:
        register(client, event, {name_of(question): email}, email=email)
    ids = [registration_of(event, email).id for email in people]
    statements.clear()

    found = queries.list_answers(ids)
    values = {each: [(a.value, a.question.label) for a in found[each]] for each in ids}

    assert values == dict(zip(ids, ([(email, "Why?")] for email in people), strict=True))
    assert len(statements) == 1


def test_a_form_asks_for_a_few_files_at_most() -> None:
    event = make_event()
    for number in range(MOST_FILES):
        make_question(event, f"File {number}", kind=QuestionKind.FILE)

    found = problems(lambda: make_question(event, "One more", kind=QuestionKind.FILE))

    assert found == {"kind": f"A form asks for at most {MOST_FILES} files"}


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({"label": " "}, {"label": "Enter the question"}),
        ({"label": "x" * 301}, {"label": "Use at most 300 characters"}),
        ({"help": "a\x00b"}, {"help": "Write this on one line"}),
        (
            {"kind": QuestionKind.ONE_OF, "options": ("one",)},
            {"options": "Give at least two options, each on a line of its own"},
        ),
        (
            {"kind": QuestionKind.SEVERAL_OF, "options": ("one", "one")},
            {"options": "Each option only once"},
        ),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(
    details: dict[str, object], expected: dict[str, str]
) -> None:
    event = make_event()

    assert problems(lambda: make_question(event, **{"label": "Why?"} | details)) == expected  # type: ignore[arg-type] # any details


def test_every_act_on_the_form_is_in_history_and_makes_its_pages_anew() -> None:
    event = make_event()
    before = get_event(event.slug).version
    first, second = make_question(event, "A"), make_question(event, "B")
    change(event, first, label="A?", help="Because")
    order(event, second, first)
    take_off(event, first)
    restore(event, first)
    standard = StandardWanted({"honorific": Standard.REQUIRED, "later_news": Standard.OFF})
    everything = {**service.standard_questions(event).values, **standard.values}
    with transaction():
        service.set_standard_questions(
            get_event(event.slug), StandardWanted(everything), actor="test", now=NOON
        )

    db.session.rollback()
    acts = [entry.act for entry in reversed(list_history(event.id)) if "question" in entry.act]
    assert acts == [
        "question added", "question added", "question changed", "questions ordered",
        "question taken off", "question restored", "standard questions changed",
    ]  # fmt: skip
    assert get_event(event.slug).version == before + 7
    assert get_event(event.slug).standard_questions == {
        "honorific": "required", "later_news": "off",
    }  # fmt: skip


def test_a_copy_of_the_form_hangs_on_its_own_questions() -> None:
    event = make_event()
    first = make_choice(event, "Do you come?")
    make_question(event, "By train?", asked_if_id=first.id, asked_if_answer="yes")
    with transaction():
        copy = workflows.duplicate_event(get_event(event.slug), actor="test", now=NOON)
        if not queries.list_form_questions(copy.id):  # until duplicating does it
            copy_questions(get_event(event.slug), copy)

    one, two = queries.list_form_questions(copy.id)
    assert (one.label, two.label, two.asked_if_id) == ("Do you come?", "By train?", one.id)
    assert one.id != first.id


def test_a_file_that_nothing_refers_to_is_forgotten_after_a_day(client: FlaskClient) -> None:
    event = make_event()
    question = make_question(event, "Your letter", kind=QuestionKind.FILE)
    register(client, event, {name_of(question): pdf("kept.pdf")})
    register(client, event, {name_of(question): pdf("lost.pdf")}, given_name="", family_name="")

    def remove(hours: int) -> tuple[int, list[str]]:
        with transaction():
            number = remove_unused_uploads(NOON + timedelta(hours=hours))
        return number, list(db.session.scalars(select(Upload.name).order_by(Upload.id)))

    assert remove(hours=24) == (0, ["kept.pdf", "lost.pdf"])
    assert remove(hours=25) == (1, ["kept.pdf"])
    assert db.session.scalar(select(func.count()).select_from(Upload)) == 1
