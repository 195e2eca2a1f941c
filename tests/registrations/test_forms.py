"""What the form takes and refuses; what the page then shows is in test_views.py."""

from collections.abc import Sequence

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from tests.factories import make_event, make_registration
from ungis_events.events.models import Mode
from ungis_events.questions.rules import FormShape
from ungis_events.registrations.forms import PersonalDetailsForm, RegistrationForm

from .steps import form_data

HYBRID = [Mode.ROOM, Mode.ONLINE]


def filled(
    app: Flask, modes: Sequence[Mode] = (Mode.ONLINE,), **overrides: str | None
) -> RegistrationForm:
    data = MultiDict(form_data(**overrides))
    with app.test_request_context(method="POST", data=data):
        form = RegistrationForm.for_event(list(modes), FormShape())
        form.validate()
    return form


def problems(
    app: Flask, modes: Sequence[Mode] = (Mode.ONLINE,), **overrides: str | None
) -> dict[str, str]:
    """{field: the sentence beside it}."""
    errors = filled(app, modes, **overrides).errors
    return {str(name): str(sentences[0]) for name, sentences in errors.items()}


def test_a_form_filled_in_properly_is_taken(app: Flask) -> None:
    assert problems(app) == {}


def test_nothing_but_the_required_fields_is_required(app: Flask) -> None:
    form = filled(app)

    details = form.details("amina@example.org")

    assert (details.honorific, details.job_title, details.captions_language) == (None,) * 3
    assert (details.access_needs, details.question, details.zone) == (None,) * 3
    assert (details.later_news, details.attendance, details.form_key) == (False, None, None)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "", "Enter your e-mail address"),
        ("email", "   ", "Enter your e-mail address"),
        ("email", "amina", "Enter an e-mail address like name@example.org"),
        ("email", "amina@example", "Enter an e-mail address like name@example.org"),
        ("email", "a@example.org, b@example.org", "Enter an e-mail address like name@example.org"),
        (
            "email",
            "a@example.org\r\nBcc: b@example.org",
            "Enter an e-mail address like name@example.org",
        ),
        ("organization", "", "Enter your organization, or “independent”"),
        ("organization", " \t ", "Enter your organization, or “independent”"),
        ("organization", "x" * 201, "Use at most 200 characters"),
        ("stakeholder_group", "", "Choose the group you belong to"),
        ("stakeholder_group", "ZZ", "Choose the group you belong to"),
        ("stakeholder_group", None, "Choose the group you belong to"),
        ("country", "", "Choose your country, or “none”"),
        ("country", "XX", "Choose your country, or “none”"),
        ("country", None, "Choose your country, or “none”"),
        ("country", "ch", "Choose your country, or “none”"),
        ("data_notice", None, "Please confirm that you have read the notice"),
        ("captions_language", "xx", "Not a valid choice."),
        ("honorific", "Visit https://spam.example", "Leave web addresses out of this field"),
        ("honorific", "x" * 61, "Use at most 60 characters"),
        ("job_title", "x" * 201, "Use at most 200 characters"),
        ("access_needs", "x" * 1001, "Use at most 1000 characters"),
        ("question", "bell \x07", "Remove the control characters from this text"),
        ("given_name", "x" * 101, "Use at most 100 characters"),
        ("given_name", "Ami\x00na", "Remove the control characters from this text"),
        ("form_key", "x" * 41, "Use at most 40 characters"),
        ("form_key", "nul \x00", "Remove the control characters from this text"),
    ],
)
def test_a_wrong_value_has_its_sentence(
    app: Flask, field: str, value: str | None, sentence: str
) -> None:
    assert problems(app, **{field: value}) == {field: sentence}


@pytest.mark.parametrize("field", ["given_name", "family_name"])
@pytest.mark.parametrize(
    "name",
    [
        "https://spam.example",
        "Win a prize at www.spam.example",
        "spam.com",
        "FREE-MONEY.XYZ now",
        "Click spam.io/abc",
    ],
)
def test_names_that_hold_web_addresses_are_refused(app: Flask, field: str, name: str) -> None:
    assert problems(app, **{field: name}) == {field: "Leave web addresses out of this field"}


@pytest.mark.parametrize(
    "name", ["J. R. R.", "María-José", "O’Brien", "عبد الله", "李", "Martin Luther King Jr.", "Ng"]
)
def test_names_of_people_are_taken(app: Flask, name: str) -> None:
    assert problems(app, given_name=name, family_name=name) == {}


@pytest.mark.parametrize(
    ("given_name", "family_name"), [("Suharto", ""), ("", "Suharto"), (None, "Suharto")]
)
def test_one_of_the_two_names_may_be_blank(
    app: Flask, given_name: str | None, family_name: str | None
) -> None:
    assert problems(app, given_name=given_name, family_name=family_name) == {}


@pytest.mark.parametrize("blank", ["", "  ", None])
def test_both_names_may_not_be_blank(app: Flask, blank: str | None) -> None:
    expected = {"given_name": "Enter your name"}

    assert problems(app, given_name=blank, family_name=blank) == expected


@pytest.mark.parametrize("country", ["none", "CH", "PS", "VA"])
def test_a_country_or_none_is_taken(app: Flask, country: str) -> None:
    assert problems(app, country=country) == {}


def test_blanks_are_tidied_and_the_address_is_written_small(app: Flask) -> None:
    form = filled(
        app,
        given_name="  Amina   Binta ",
        email=" Amina@Example.ORG ",
        question="First  \r\nSecond\r\n\r\n",
    )

    assert form.given_name.data == "Amina Binta"
    assert form.email.data == "amina@example.org"
    assert form.question.data == "First\nSecond"


@pytest.mark.parametrize(
    ("given", "kept"), [("Asia/Kathmandu", "Asia/Kathmandu"), ("Mars/X", None)]
)
def test_only_a_zone_that_exists_is_kept(app: Flask, given: str, kept: str | None) -> None:
    form = filled(app, zone=given)

    assert form.details("amina@example.org").zone == kept


def test_attendance_is_asked_only_where_there_is_a_choice(app: Flask) -> None:
    assert "attendance" in filled(app, HYBRID)
    assert "attendance" not in filled(app, [Mode.ONLINE])


@pytest.mark.parametrize("attendance", [None, "", "moon"])
def test_a_hybrid_event_needs_an_answer_how(app: Flask, attendance: str | None) -> None:
    found = problems(app, HYBRID, attendance=attendance)

    assert found == {"attendance": "Choose online or in the room"}


def test_the_answer_how_becomes_the_mode(app: Flask) -> None:
    form = filled(app, HYBRID, attendance="room")

    with app.test_request_context():
        assert form.details("amina@example.org").attendance is Mode.ROOM


def test_changing_starts_from_what_is_saved(app: Flask) -> None:
    registration = make_registration(make_event(), given_name="Amina", country="SN")

    with app.test_request_context():
        form = PersonalDetailsForm.of(registration, FormShape(), [])

    assert (form.given_name.data, form.country.data) == ("Amina", "SN")
    assert "email" not in form
