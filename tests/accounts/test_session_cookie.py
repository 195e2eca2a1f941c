from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.steps import signed_in
from tests.factories import make_account
from ungis_events import create_app
from ungis_events.core.database import db


@pytest.fixture
def https_client() -> Iterator[FlaskClient]:
    app = create_app(
        {
            "TESTING": True,
            "SECRET_KEY": "x" * 32,
            "BASE_URL": "https://events.example",
            "SESSION_COOKIE_NAME": "__Host-session",
            "SESSION_COOKIE_SECURE": True,
        }
    )
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


def test_cookie_is_out_of_reach_of_scripts_and_other_sites(client: FlaskClient) -> None:
    cookie = client.get("/sign-in").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie


def test_cookie_travels_by_https_only_where_there_is_https(https_client: FlaskClient) -> None:
    cookie = https_client.get("/sign-in", base_url="https://events.example").headers["Set-Cookie"]

    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie
    assert "Path=/" in cookie


def test_cookie_ends_with_the_browser(app: Flask) -> None:
    """And the session itself after fourteen days."""
    client = signed_in(app, make_account())

    cookie = client.get_cookie("session")

    assert cookie
    assert cookie.expires is None


def test_pages_of_an_account_are_kept_nowhere(app: Flask) -> None:
    client = signed_in(app, make_account())
    pages = ["/manage/account", "/manage/account/second-factor", "/members/files", "/sign-in/link"]

    kept = {page: client.get(page).headers["Cache-Control"] for page in pages}

    assert kept == dict.fromkeys(pages, "no-store")
