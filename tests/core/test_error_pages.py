import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import make_account, make_event
from ungis_events import create_app
from ungis_events.core.errors import DomainError


@pytest.fixture
def outside_tests() -> Iterator[Flask]:
    """The app as it runs for people: what goes wrong is not raised to the tests."""
    app = create_app({"SECRET_KEY": "only for tests", "RATE_LIMITS": False})

    def break_down(token: str) -> str:
        raise ZeroDivisionError("the secret of amina@example.org")

    app.add_url_rule("/break/<token>", "break_down", break_down)
    return app


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/nothing", "We could not find that page."),
        ("/events/nothing", "We could not find that event."),
        ("/events/nothing.txt", "We could not find that event."),
        ("/events/nothing/calendar.ics", "We could not find that event."),
        ("/events/nothing/register", "We could not find that event."),
        ("/forums/nothing", "We could not find that event."),
        ("/registrations/7-forged", "We could not find that page."),
        ("/join/7-forged", "We could not find that page."),
        ("/events/%00", "We could not find that page."),
        ("/?q=%00", "We could not find that page."),
        ("/events/%ff%fe", "We could not find that event."),
    ],
)
def test_what_is_not_there_is_a_page_of_ours(
    client: FlaskClient, address: str, sentence: str
) -> None:
    answer = client.get(address)

    assert answer.status_code == 404
    assert f"<p>{sentence}</p>" in answer.text
    assert '<a class="wordmark" href="/">UNGIS events</a>' in answer.text
    assert '<meta name="robots" content="noindex">' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_the_wrong_method_is_a_page_of_ours_that_says_which_are_right(client: FlaskClient) -> None:
    answer = client.put(f"/events/{make_event().slug}")

    assert answer.status_code == 405
    assert "<p>That address does not take this kind of request.</p>" in answer.text
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_too_much_is_a_page_of_ours(client: FlaskClient) -> None:
    address = f"/events/{make_event().slug}/register"

    answer = client.post(address, data={"question": "x" * 3_000_000})

    assert answer.status_code == 413
    assert "<p>That was too large to be sent.</p>" in answer.text


@pytest.mark.parametrize(
    ("accept", "mimetype"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("*/*", "text/html"),
        ("", "text/html"),
        ("application/json", "application/problem+json"),
        ("application/problem+json", "application/problem+json"),
        ("application/json, text/html;q=0.5", "application/problem+json"),
    ],
)
def test_who_asks_for_json_gets_a_problem(client: FlaskClient, accept: str, mimetype: str) -> None:
    answer = client.get("/nothing", headers={"Accept": accept})

    assert (answer.status_code, answer.mimetype) == (404, mimetype)


def test_a_problem_says_what_the_page_says(client: FlaskClient) -> None:
    answer = client.get("/events/nothing", headers={"Accept": "application/json"})

    assert answer.get_json() == {
        "type": "about:blank",
        "title": "Not found",
        "status": 404,
        "detail": "We could not find that event.",
    }


def test_a_failure_is_a_page_of_ours_and_tells_nothing(
    outside_tests: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = outside_tests.test_client().get("/break/7-a-personal-token")

    assert answer.status_code == 500
    assert "<p>Something went wrong on our side. Please try again.</p>" in answer.text
    assert "amina" not in answer.text
    assert [record.getMessage() for record in caplog.records] == ["request failed: GET break_down"]


def test_every_error_of_ours_has_a_sentence_and_a_status() -> None:
    kinds = [DomainError]
    for kind in kinds:
        kinds.extend(kind.__subclasses__())

    assert [kind for kind in kinds if not str(kind.message).endswith(".")] == []
    assert {kind.status_code for kind in kinds} <= {401, 403, 404, 409, 422, 429, 503}


def test_a_form_without_its_token_changes_nothing(app: Flask, client: FlaskClient) -> None:
    account = make_account()
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = client.post("/manage/mail/1/retry", data={"email": account.email})
        signed_out = client.post("/sign-out")
    finally:
        app.config["WTF_CSRF_ENABLED"] = False

    assert answer.status_code in (404, 422)
    assert signed_out.status_code == 422
    assert "This page was open for a long time." in signed_out.text
