"""Stopping news: by the reader on a page, by their mail program without one (RFC 8058)."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import make_event, make_registration
from tests.registrations.steps import settings, visitor
from ungis_events.circulars.links import unsubscribe_token
from ungis_events.core.database import db
from ungis_events.registrations.links import manage_token
from ungis_events.registrations.models import Registration

from .steps import set_columns

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def make_reader() -> Registration:
    return make_registration(make_event(), email="amina@example.org", later_news=True)


def address(registration: Registration) -> str:
    return f"/unsubscribe/{unsubscribe_token(registration)}"


def readers() -> dict[str, bool]:
    """{number and address of each registration: wants news}"""
    db.session.rollback()
    rows = db.session.execute(select(Registration.email, Registration.later_news))
    return {f"{number} {email}": news for number, (email, news) in enumerate(rows, 1)}


def test_looking_at_the_page_changes_nothing(client: FlaskClient) -> None:
    """Programs that check mails for viruses open every link."""
    answer = client.get(address(make_reader()))

    assert answer.status_code == 200
    assert "Stop the news" in answer.text
    assert readers() == {"1 amina@example.org": True}


def test_the_button_stops_the_news_for_every_registration_of_the_address(
    client: FlaskClient,
) -> None:
    reader = make_reader()
    make_registration(make_event(), email="Amina@Example.org".lower(), later_news=True)
    make_registration(make_event(), email="other@example.org", later_news=True)

    answer = client.post(address(reader))

    assert answer.status_code == 200
    assert readers() == {
        "1 amina@example.org": False,
        "2 amina@example.org": False,
        "3 other@example.org": True,
    }


def test_a_mail_program_needs_one_click_and_neither_cookie_nor_token(app: Flask) -> None:
    url = address(make_reader())

    with settings(app, WTF_CSRF_ENABLED=True, BASE_URL="https://localhost"):
        answer = visitor(app).post(url, data=ONE_CLICK, base_url="https://localhost")

    assert (answer.status_code, answer.headers.getlist("Set-Cookie")) == (200, [])
    assert readers() == {"1 amina@example.org": False}


def test_the_button_works_with_tokens_on_and_sets_no_cookie(app: Flask) -> None:
    url = address(make_reader())

    with settings(app, WTF_CSRF_ENABLED=True):
        browser = visitor(app)
        page = browser.get(url)
        answer = browser.post(url)

    assert (page.headers.getlist("Set-Cookie"), answer.status_code) == ([], 200)
    assert readers() == {"1 amina@example.org": False}


def test_no_other_form_is_taken_without_a_token(app: Flask) -> None:
    reader = make_reader()

    with settings(app, WTF_CSRF_ENABLED=True):
        answer = visitor(app).post(f"/registrations/{manage_token(reader)}/withdraw")

    assert answer.status_code == 422


def test_a_second_time_is_answered_like_the_first(client: FlaskClient) -> None:
    url = address(make_reader())

    assert client.post(url).data == client.post(url).data


def test_answers_say_nothing_about_whose_news_it_is(client: FlaskClient) -> None:
    reader = make_reader()

    pages = client.get(address(reader)).text + client.post(address(reader)).text

    assert "amina" not in pages.lower()
    assert reader.event.title not in pages
    assert reader.event.slug not in pages


def test_answers_are_kept_nowhere(client: FlaskClient) -> None:
    url = address(make_reader())

    assert client.get(url).headers["Cache-Control"] == "no-store"
    assert client.post(url).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("token", ["1", "x", "999-" + "a" * 32, "0-" + "a" * 32, "1-%00"])
def test_an_unknown_token_is_not_found(client: FlaskClient, method: str, token: str) -> None:
    make_reader()

    assert client.open(f"/unsubscribe/{token}", method=method).status_code == 404
    assert set(readers().values()) == {True}


def test_a_token_for_something_else_is_not_found(client: FlaskClient) -> None:
    reader = make_reader()

    assert client.post(f"/unsubscribe/{manage_token(reader)}").status_code == 404
    assert client.get(f"/registrations/{unsubscribe_token(reader)}").status_code == 404


def test_a_revoked_link_is_not_found(client: FlaskClient) -> None:
    reader = make_reader()
    url = address(reader)
    set_columns(reader, link_version=2)

    assert client.post(url).status_code == 404
    assert set(readers().values()) == {True}
