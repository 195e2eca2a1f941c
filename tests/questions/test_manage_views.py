"""The desk's pages of the registration form."""

import re

import pytest
from flask.testing import FlaskClient

from tests.factories import make_event, make_registration
from tests.registrations.steps import form_data, people, registration_of
from ungis_events.core.database import db
from ungis_events.events.models import Event, EventStatus
from ungis_events.questions import queries
from ungis_events.questions.models import QuestionKind
from ungis_events.uploads.models import Upload

from .steps import PDF, change, make_choice, make_question, name_of, pdf, register


def page(event: Event, *parts: object) -> str:
    return "/".join([f"/manage/events/{event.slug}/form", *map(str, parts)])


def labels(event: Event) -> list[str]:
    db.session.rollback()
    db.session.expire_all()
    return [question.label for question in queries.list_form_questions(event.id)]


def question_form(**overrides: str) -> dict[str, str]:
    return {"label": "Which day?", "kind": "one of", "options": "Monday\r\n  Tuesday \r\n\r\n"} | (
        overrides
    )


def version_in(text: str) -> str:
    found = re.search(r'name="version" type="hidden" value="([^"]*)"', text)
    assert found is not None
    return found[1]


def test_a_question_is_added_and_changed(organizer_client: FlaskClient) -> None:
    event = make_event()

    added = organizer_client.post(page(event, "add"), data=question_form())
    (question,) = queries.list_form_questions(event.id)
    options = list(question.options)
    edit = page(event, question.id, "edit")
    version = version_in(organizer_client.get(edit).text)
    changed = organizer_client.post(edit, data=question_form(label="Which one?", version=version))

    assert (added.status_code, changed.status_code) == (303, 303)
    assert options == ["Monday", "Tuesday"]
    assert labels(event) == ["Which one?"]
    assert "Which one?" in organizer_client.get(page(event, "")).text


def test_a_condition_is_chosen_from_the_questions_above(organizer_client: FlaskClient) -> None:
    event = make_event()
    first = make_choice(event, "Do you come?")
    offered = organizer_client.get(page(event, "add")).text

    organizer_client.post(page(event, "add"), data=question_form(asked_if=f"{first.id}:yes"))

    second = queries.list_form_questions(event.id)[1]
    assert f'<option value="{first.id}:yes">Only after “yes”</option>' in offered
    assert (second.asked_if_id, second.asked_if_answer) == (first.id, "yes")
    edit = organizer_client.get(page(event, second.id, "edit")).text
    assert f'<option selected value="{first.id}:yes">' in edit
    assert f'value="{first.id}:yes"' not in organizer_client.get(page(event, first.id, "edit")).text


@pytest.mark.parametrize("asked_if", ["999:yes", "x", "1:", ":yes", "9" * 30 + ":yes"])
def test_a_made_up_condition_is_refused_or_none(
    organizer_client: FlaskClient, asked_if: str
) -> None:
    event = make_event()

    answer = organizer_client.post(page(event, "add"), data=question_form(asked_if=asked_if))

    assert answer.status_code == (422 if asked_if == "999:yes" else 303)


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()

    answer = organizer_client.post(page(event, "add"), data=question_form(label="", options="one"))

    assert answer.status_code == 422
    assert '<a href="#label">Enter the question</a>' in answer.text
    assert ">\none</textarea>" in answer.text or ">\r\none</textarea>" in answer.text
    assert labels(event) == []


def test_two_organizers_do_not_overwrite_each_other(organizer_client: FlaskClient) -> None:
    event = make_event()
    question = make_choice(event, "Which day?", "Monday", "Tuesday")
    edit = page(event, question.id, "edit")
    version = version_in(organizer_client.get(edit).text)
    change(event, question, label="Which morning?")

    refused = organizer_client.post(edit, data=question_form(label="Mine", version=version))
    between = labels(event)
    again = version_in(refused.text)
    organizer_client.post(edit, data=question_form(label="Mine", version=again))

    assert refused.status_code == 422
    assert "Which morning?" in refused.text
    assert between == ["Which morning?"]
    assert labels(event) == ["Mine"]


def test_questions_move_by_buttons_and_by_dragging(organizer_client: FlaskClient) -> None:
    event = make_event()
    first, second, third = (make_question(event, label) for label in ("A", "B", "C"))

    organizer_client.post(page(event, third.id, "move"), data={"direction": "up"})
    by_button = labels(event)
    organizer_client.post(page(event, "order"), data={"question": [third.id, first.id, second.id]})

    assert by_button == ["A", "C", "B"]
    assert labels(event) == ["C", "A", "B"]


def test_a_move_that_would_break_a_condition_is_refused_in_words(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()
    first = make_choice(event, "Do you come?")
    second = make_question(event, "By train?", asked_if_id=first.id, asked_if_answer="yes")

    answer = organizer_client.post(
        page(event, second.id, "move"), data={"direction": "up"}, follow_redirects=True
    )

    assert "A question stays after the one whose answer it is asked for." in answer.text
    assert labels(event) == ["Do you come?", "By train?"]


def test_a_question_is_taken_off_and_put_back(organizer_client: FlaskClient) -> None:
    event = make_event()
    question = make_question(event, "Why?")

    organizer_client.post(page(event, question.id, "remove"))
    off = labels(event)
    shown = organizer_client.get(page(event, "")).text
    organizer_client.post(page(event, question.id, "restore"))

    assert off == []
    assert "Taken off the form" in shown
    assert labels(event) == ["Why?"]


def test_standard_questions_are_set_on_the_same_page(organizer_client: FlaskClient) -> None:
    event = make_event()
    form = organizer_client.get(page(event, "")).text
    wanted = {
        "version": version_in(form), "honorific": "off", "job_title": "required",
        "captions_language": "optional", "access_needs": "optional", "question": "optional",
        "later_news": "off",
    }  # fmt: skip

    saved = organizer_client.post(page(event, "standard"), data=wanted)
    stale = organizer_client.post(page(event, "standard"), data=wanted | {"honorific": "required"})
    nobody = organizer_client.post(
        page(event, "standard"), data=wanted | {"later_news": "required"}
    )

    db.session.rollback()
    db.session.refresh(event)
    assert (saved.status_code, stale.status_code, nobody.status_code) == (303, 422, 422)
    assert event.standard_questions == {
        "honorific": "off", "job_title": "required", "later_news": "off",
    }  # fmt: skip


def test_the_preview_can_be_tried_out_and_saves_nothing(organizer_client: FlaskClient) -> None:
    event = make_event(status=EventStatus.DRAFT)
    question = make_question(event, "Why?", is_required=True)
    file = make_question(event, "Letter", kind=QuestionKind.FILE)

    shown = organizer_client.get(page(event, "preview"))
    wrong = organizer_client.post(page(event, "preview"), data=form_data())
    right = organizer_client.post(
        page(event, "preview"),
        data=form_data() | {name_of(question): "so", name_of(file): pdf()},
    )

    assert (shown.status_code, wrong.status_code, right.status_code) == (200, 422, 200)
    assert "Answer this, please: Why?" in wrong.text
    assert "Nothing was wrong: it would have been sent." in right.text
    assert people(event) == []
    assert db.session.query(Upload).all() == []


def test_organizers_open_the_file_that_somebody_gave(organizer_client: FlaskClient) -> None:
    event, other = make_event(), make_event()
    question = make_question(event, "Letter", kind=QuestionKind.FILE)
    register(organizer_client, event, {name_of(question): pdf()})
    person = registration_of(event, "amina@example.org")

    found = organizer_client.get(page(event, "answers", person.id, question.id))
    elsewhere = organizer_client.get(page(other, "answers", person.id, question.id))

    assert (found.status_code, found.data) == (200, PDF)
    assert elsewhere.status_code == 404


@pytest.mark.parametrize(
    "path", ["999/edit", "answers/1/1", "999/move", "999/remove", "999/restore"]
)
def test_what_is_not_there_is_not_found(organizer_client: FlaskClient, path: str) -> None:
    event = make_event()
    make_registration(event)
    ask = organizer_client.get if path.endswith(("edit", "1")) else organizer_client.post

    assert ask(page(event, path)).status_code == 404
