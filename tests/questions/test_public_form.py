"""An event's own questions on the public form and on a person's own page."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.conftest import Hands
from tests.factories import NOON, make_event
from tests.registrations.steps import form_data, people, registration_of, visitor
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.questions import service
from ungis_events.questions.models import Answer, QuestionKind
from ungis_events.questions.rules import Standard, StandardWanted
from ungis_events.registrations.links import manage_token
from ungis_events.uploads.models import Upload

from .steps import (
    PDF,
    answers_of,
    change,
    make_choice,
    make_question,
    name_of,
    pdf,
    register,
    take_off,
)


def page_of(client: FlaskClient, event: Event) -> str:
    return client.get(f"/events/{event.slug}/register").text


def own_page(event: Event, email: str = "amina@example.org") -> str:
    return f"/registrations/{manage_token(registration_of(event, email))}"


def set_standard(event: Event, **wanted: Standard) -> None:
    with transaction():
        event = get_event(event.slug)
        values = service.standard_questions(event).values | wanted
        service.set_standard_questions(event, StandardWanted(values), actor="test", now=NOON)


def test_a_new_question_is_on_the_page_at_once_and_off_it_at_once(client: FlaskClient) -> None:
    event = make_event()
    before = page_of(client, event)
    question = make_question(event, "Which session?", help="Choose freely")
    during = page_of(client, event)
    take_off(event, question)
    after = page_of(client, event)

    assert ["Which session?" in page for page in (before, during, after)] == [False, True, False]
    assert "Choose freely" in during


def test_each_kind_is_kept_in_words(client: FlaskClient) -> None:
    event = make_event()
    text = make_question(event, "Text")
    long = make_question(event, "Long", kind=QuestionKind.LONG_TEXT)
    one = make_choice(event, "One", "red", "green")
    several = make_question(
        event, "Several", kind=QuestionKind.SEVERAL_OF, options=("air", "rail", "sea")
    )
    yes = make_choice(event, "Yes?")
    number = make_question(event, "Number", kind=QuestionKind.NUMBER)
    day = make_question(event, "Date", kind=QuestionKind.DATE)
    file = make_question(event, "File", kind=QuestionKind.FILE)

    answer = register(
        client,
        event,
        {
            name_of(text): "  two   words ",
            name_of(long): "first\r\nsecond",
            name_of(one): "green",
            name_of(several): ["sea", "air"],
            name_of(yes): "yes",
            name_of(number): "1 250,5",
            name_of(day): "2027-01-31",
            name_of(file): pdf("My letter.pdf"),
        },
    )

    assert answer.status_code == 303
    assert answers_of(event) == {
        "Text": "two words",
        "Long": "first\nsecond",
        "One": "green",
        "Several": "air\nsea",
        "Yes?": "yes",
        "Number": "1250.5",
        "Date": "2027-01-31",
        "File": "My letter.pdf",
    }


def test_what_is_not_required_may_stay_empty_and_leaves_no_row(client: FlaskClient) -> None:
    event = make_event()
    for kind in QuestionKind:
        make_question(event, kind.value, kind=kind, options=("a", "b"))

    answer = register(client, event)

    assert answer.status_code == 303
    assert answers_of(event) == {}


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        (QuestionKind.TEXT, "", "Answer this, please: Why?"),
        (QuestionKind.TEXT, "x" * 301, "Use at most 300 characters"),
        (QuestionKind.ONE_OF, "purple", "Choose one of the answers"),
        (QuestionKind.SEVERAL_OF, "purple", "Choose one of the answers"),
        (QuestionKind.YES_NO, "maybe", "Choose one of the answers"),
        (QuestionKind.NUMBER, "a dozen", "Enter a number, as in 12 or 12.5"),
        (QuestionKind.DATE, "31/01/2027", "Enter a date, as in 2027-01-31"),
        (QuestionKind.FILE, "", "Answer this, please: Why?"),
    ],
)
def test_what_is_wrong_is_said_beside_the_question_and_on_top(
    client: FlaskClient, kind: QuestionKind, typed: str, sentence: str
) -> None:
    event = make_event()
    question = make_question(event, "Why?", kind=kind, options=("a", "b"), is_required=True)

    answer = register(client, event, {name_of(question): typed})

    assert answer.status_code == 422
    assert f'<a href="#{name_of(question)}">{sentence}</a>' in answer.text
    assert f'id="{name_of(question)}-error"' in answer.text
    assert f'id="{name_of(question)}"' in answer.text
    assert people(event) == []


def test_what_was_answered_stays_when_something_else_is_wrong(client: FlaskClient) -> None:
    event = make_event()
    text, choice = make_question(event, "Why?"), make_choice(event, "Which?", "red", "green")
    several = make_question(
        event, "How?", kind=QuestionKind.SEVERAL_OF, options=("air", "rail", "sea")
    )
    typed = {name_of(text): "because", name_of(choice): "green", name_of(several): ["air", "sea"]}

    page = register(client, event, typed, country="").text

    assert 'value="because"' in page
    assert re.findall(r'value="(\w+)" checked', page) == ["green", "air", "sea"]


def test_a_question_after_another_answer_says_so_without_script(client: FlaskClient) -> None:
    event = make_event()
    first = make_choice(event, "Do you come?")
    make_question(event, "By train?", asked_if_id=first.id, asked_if_answer="yes", is_required=True)

    page = page_of(client, event)

    assert "If you answered “Yes” to “Do you come?”:" in page
    assert "conditions.js" in page
    assert f'data-asked-if="{name_of(first)}" data-answer="yes"' in page


def test_a_question_that_is_not_asked_is_neither_required_nor_kept(client: FlaskClient) -> None:
    event = make_event()
    first = make_choice(event, "Do you come?")
    second = make_question(
        event, "By train?", asked_if_id=first.id, asked_if_answer="yes", is_required=True
    )

    asked = register(client, event, {name_of(first): "yes"})
    not_asked = register(client, event, {name_of(first): "no"})
    answered = {name_of(first): "no", name_of(second): "never mind"}
    all_the_same = register(client, event, answered, email="other@example.org")

    assert (asked.status_code, not_asked.status_code, all_the_same.status_code) == (422, 303, 303)
    assert answers_of(event) == answers_of(event, "other@example.org") == {"Do you come?": "no"}


def test_a_file_given_once_need_not_be_given_again(client: FlaskClient) -> None:
    event = make_event()
    question = make_question(event, "Your letter", kind=QuestionKind.FILE, is_required=True)

    page = register(client, event, {name_of(question): pdf("letter.pdf")}, country="").text
    kept = re.search(rf'name="{name_of(question)}_kept" value="([^"]+)" checked', page)
    assert kept is not None
    answer = register(client, event, {f"{name_of(question)}_kept": kept[1]})

    assert "Keep “letter.pdf”; another file takes its place" in page
    assert answer.status_code == 303
    assert answers_of(event) == {"Your letter": "letter.pdf"}
    assert db.session.scalar(select(func.count()).select_from(Upload)) == 1


def test_a_made_up_reference_brings_nobody_elses_file(client: FlaskClient) -> None:
    event = make_event()
    question = make_question(event, "Your letter", kind=QuestionKind.FILE)
    register(client, event, {name_of(question): pdf()})
    upload_id = db.session.scalars(select(Upload.id)).one()

    forged = {f"{name_of(question)}_kept": f"{upload_id}-{'a' * 32}"}
    register(client, event, forged, email="thief@example.org")

    assert answers_of(event, "thief@example.org") == {}


def kept_file(page: str) -> str:
    kept = re.search(r'_kept" value="([^"]+)" checked', page)
    return kept[1] if kept else ""


def test_a_file_kept_for_one_question_is_not_taken_for_another(client: FlaskClient) -> None:
    event = make_event()
    first, second = (make_question(event, each, kind=QuestionKind.FILE) for each in ("A", "B"))
    token = kept_file(register(client, event, {name_of(first): pdf()}, country="").text)

    register(client, event, {f"{name_of(second)}_kept": token}, email="second@example.org")
    register(client, event, {f"{name_of(first)}_kept": token}, email="first@example.org")

    assert answers_of(event, "second@example.org") == {}
    assert answers_of(event, "first@example.org") == {"A": "letter.pdf"}


def test_a_number_given_again_brings_nobody_elses_file(client: FlaskClient) -> None:
    event = make_event()
    question = make_question(event, "Your letter", kind=QuestionKind.FILE)
    token = kept_file(register(client, event, {name_of(question): pdf()}, country="").text)
    with transaction():  # the first was forgotten, and the next upload got its number
        db.session.scalars(select(Upload)).one().sha256 = "0" * 64

    register(client, event, {f"{name_of(question)}_kept": token})

    assert answers_of(event) == {}


def test_a_kept_file_hangs_on_one_registration(client: FlaskClient) -> None:
    event = make_event()
    question = make_question(event, "Your letter", kind=QuestionKind.FILE, is_required=True)
    name = name_of(question)
    token = kept_file(register(client, event, {name: pdf()}, country="").text)
    register(client, event, {f"{name}_kept": token})

    refused = register(client, event, {f"{name}_kept": token}, email="next@example.org")
    chosen = {f"{name}_kept": token, name: pdf("own.pdf")}
    accepted = register(client, event, chosen, email="next@example.org")

    assert refused.status_code == 422
    assert f'<a href="#{name}">A registration with this file is saved already.' in refused.text
    assert kept_file(refused.text) == ""
    assert accepted.status_code == 303
    assert answers_of(event, "next@example.org") == {"Your letter": "own.pdf"}


def test_a_file_that_is_not_taken_is_refused_beside_the_question(client: FlaskClient) -> None:
    event = make_event()
    question = make_question(event, "Your letter", kind=QuestionKind.FILE)
    program = pdf("letter.pdf")[0].__class__(b"MZ\x90\x00 this is a program"), "letter.pdf"

    answer = register(client, event, {name_of(question): program})

    assert answer.status_code == 422
    assert "This kind of file is not taken." in answer.text
    assert people(event) == []


def test_a_stale_form_keeps_every_answer(app: Flask) -> None:
    event = make_event()
    question = make_question(event, "Why?")
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = visitor(app).post(
            f"/events/{event.slug}/register",
            data=form_data() | {name_of(question): "because", "csrf_token": "old"},
        )
    finally:
        app.config["WTF_CSRF_ENABLED"] = False

    assert answer.status_code == 422
    assert 'value="because"' in answer.text


def test_standard_questions_can_be_required_or_left_out(client: FlaskClient) -> None:
    event = make_event()
    set_standard(event, job_title=Standard.REQUIRED, honorific=Standard.OFF)

    page = page_of(client, event)
    without = register(client, event, {"honorific": "Dr."})
    answered = register(client, event, {"honorific": "Dr."}, job_title="Director")

    assert 'name="honorific"' not in page
    assert page.index('name="job_title"') < page.index("<details")
    assert without.status_code == 422
    assert '<a href="#job_title">Enter your job title</a>' in without.text
    assert answered.status_code == 303
    saved = registration_of(event, "amina@example.org")
    assert (saved.honorific, saved.job_title) == (None, "Director")


def test_what_is_promised_to_be_enough_stays_enough(client: FlaskClient) -> None:
    """The seven fields alone, whatever an event adds that is not required."""
    event = make_event()
    make_question(event, "Why?")
    set_standard(event, later_news=Standard.OFF, question=Standard.OFF)

    assert register(client, event).status_code == 303


def test_with_every_extra_switched_off_the_page_offers_none(client: FlaskClient) -> None:
    event = make_event()
    set_standard(event, **dict.fromkeys(service.STANDARD_CHOICES, Standard.OFF))

    page = page_of(client, event)

    assert "<details" not in page[page.index("<form") :]
    assert register(client, event).status_code == 303


def test_on_their_own_page_people_see_and_correct_their_answers(
    client: FlaskClient, clock_hands: Hands
) -> None:
    event = make_event()
    first, second = make_question(event, "Why?"), make_choice(event, "Which?", "red", "green")
    register(client, event, {name_of(first): "because", name_of(second): "red"})
    own = own_page(event)
    clock_hands.set_to(NOON + timedelta(hours=1))

    seen = client.get(own).text
    form = client.get(f"{own}/change").text
    data = form_data() | {name_of(first): "because", name_of(second): "green"}
    answer = client.post(f"{own}/change", data=data)

    assert "because" in seen
    assert 'value="because"' in form
    assert 'value="red" checked' in form
    assert answer.status_code == 303
    assert answers_of(event) == {"Why?": "because", "Which?": "green"}
    rows = db.session.execute(select(Answer.question_id, Answer.answered_at))
    times = {number: moment for number, moment in rows}
    assert times == {first.id: NOON, second.id: NOON + timedelta(hours=1)}


def test_an_answer_no_longer_offered_stays_when_something_else_is_corrected(
    client: FlaskClient,
) -> None:
    event = make_event()
    one = make_choice(event, "Which?", "red", "green")
    several = make_question(
        event, "How?", kind=QuestionKind.SEVERAL_OF, options=("air", "rail", "sea")
    )
    gone = make_question(event, "Why?")
    answers = {name_of(one): "red", name_of(several): ["air", "sea"], name_of(gone): "because"}
    register(client, event, answers)
    change(event, one, label="Which colour?", options=("green", "blue"))
    change(event, several, options=("rail", "sea"))
    take_off(event, gone)
    before = answers_of(event)

    own = own_page(event)
    form = client.get(f"{own}/change").text
    data = form_data(given_name="Aminata") | {
        name_of(one): "red", name_of(several): ["air", "sea"],
    }  # fmt: skip
    answer = client.post(f"{own}/change", data=data)

    assert re.findall(r'value="(\w+)" checked', form) == ["red", "sea", "air"]
    assert answer.status_code == 303
    assert sorted(before) == ["How?", "Which?", "Why?"]
    assert answers_of(event).keys() == before.keys()
    assert answers_of(event)["Which?"] == "red"
    assert sorted(answers_of(event)["How?"].split("\n")) == ["air", "sea"]


def test_an_answer_goes_when_the_person_takes_back_what_it_hung_on(client: FlaskClient) -> None:
    event = make_event()
    first = make_choice(event, "Do you come?")
    second = make_question(event, "By train?", asked_if_id=first.id, asked_if_answer="yes")
    register(client, event, {name_of(first): "yes", name_of(second): "of course"})

    data = form_data() | {name_of(first): "no", name_of(second): "of course"}
    client.post(f"{own_page(event)}/change", data=data)

    assert answers_of(event) == {"Do you come?": "no"}


def test_an_answer_stays_when_the_organizers_add_a_condition(client: FlaskClient) -> None:
    event = make_event()
    first, second = make_choice(event, "Do you come?"), make_question(event, "By train?")
    register(client, event, {name_of(first): "no", name_of(second): "of course"})
    change(event, second, asked_if_id=first.id, asked_if_answer="yes")

    data = form_data(given_name="Aminata") | {name_of(first): "no"}
    client.post(f"{own_page(event)}/change", data=data)

    assert answers_of(event) == {"Do you come?": "no", "By train?": "of course"}


def test_a_file_is_seen_kept_replaced_and_taken_back_by_its_owner_alone(
    client: FlaskClient,
) -> None:
    event = make_event()
    question = make_question(event, "Letter", kind=QuestionKind.FILE)
    name = name_of(question)
    register(client, event, {name: pdf("first.pdf")})
    register(client, event, email="other@example.org")
    own, other = own_page(event), own_page(event, "other@example.org")
    address = f"{own}/files/{question.id}"

    seen = client.get(address)
    of_another = client.get(f"{other}/files/{question.id}")
    token = re.search(rf'name="{name}_kept" value="([^"]+)"', client.get(f"{own}/change").text)
    assert token is not None
    client.post(f"{own}/change", data=form_data() | {f"{name}_kept": token[1]})
    kept = answers_of(event)
    client.post(f"{own}/change", data=form_data() | {name: pdf("second.pdf")})
    replaced = answers_of(event)
    client.post(f"{own}/change", data=form_data())

    assert (seen.status_code, seen.data, seen.headers["Cache-Control"]) == (
        200, PDF, "private, no-store",
    )  # fmt: skip
    assert of_another.status_code == 404
    assert (kept, replaced, answers_of(event)) == (
        {"Letter": "first.pdf"}, {"Letter": "second.pdf"}, {},
    )  # fmt: skip


def test_what_an_event_no_longer_asks_stays_when_the_rest_is_corrected(
    client: FlaskClient,
) -> None:
    event = make_event()
    register(client, event, job_title="Director")
    set_standard(event, job_title=Standard.OFF)

    client.post(f"{own_page(event)}/change", data=form_data(organization="ITU"))

    saved = registration_of(event, "amina@example.org")
    assert (saved.organization, saved.job_title) == ("ITU", "Director")


def test_a_form_without_own_questions_asks_the_database_nothing_about_them(
    app: Flask, statements: list[str]
) -> None:
    client = visitor(app)
    plain, special = make_event(), make_event()
    name = name_of(make_question(special, "Why?"))
    paths = [f"/events/{event.slug}/register" for event in (plain, special)]

    def asked_of_the_database(path: str, email: str) -> list[str]:
        statements.clear()
        client.post(path, data=form_data(email=email) | {name: "so"})
        return list(statements)

    for path in paths:  # each process looks once at the form of each version of an event
        asked_of_the_database(path, "first@example.org")
    of_plain, of_special = (asked_of_the_database(path, "second@example.org") for path in paths)

    assert [each for each in of_plain if "questions" in each or "answers" in each] == []
    # Looking for earlier answers, and writing the one given.
    assert len(of_special) == len(of_plain) + 2


def test_access_needs_are_said_to_be_seen_by_named_people_only(client: FlaskClient) -> None:
    page = page_of(client, make_event())

    assert "Seen only by the few persons named for it, and removed after the event." in page
    assert "Seen only by the organizers" not in page


def test_what_people_type_is_never_markup(client: FlaskClient) -> None:
    event = make_event()
    question = make_question(event, "<b>Why</b>?", help="<i>so</i>")
    choice = make_choice(event, "Which?", "<u>red</u>", "green")
    make_question(event, "And?", asked_if_id=choice.id, asked_if_answer="<u>red</u>")
    register(client, event, {name_of(question): "<s>this</s>", name_of(choice): "<u>red</u>"})

    pages = page_of(client, event) + client.get(own_page(event)).text

    assert not re.search(r"<(b|i|u|s)>", pages)
    assert "&lt;u&gt;red&lt;/u&gt;" in pages
