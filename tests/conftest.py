"""Fixtures for all tests: the app on a real SQLite file, a fixed now, real mails in a list."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from tests.factories import NOON, PASSWORD, make_account
from tests.services.fixtures import postgresql_server, postgresql_url, redis_url
from tests.services.parts import missing_parts
from tests.services.postgresql import fresh_database
from tests.zoom.fixtures import zoom, zoom_app, zoom_server
from ungis_events import create_app
from ungis_events.accounts.models import Role
from ungis_events.adapters.mail import Email, MemoryMailer
from ungis_events.core import clock
from ungis_events.core.answers import answers
from ungis_events.core.database import Model, db

__all__ = ["postgresql_server", "postgresql_url", "redis_url", "zoom", "zoom_app", "zoom_server"]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A missing part skips its tests, and fails them where nothing may be skipped (CI=true)."""
    missing = [part for part in missing_parts() if item.get_closest_marker(part)]
    if missing:
        finish = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        finish(f"needs {', '.join(missing)}")


class ForgetfulClient(FlaskClient):
    """Flask-Login keeps who is signed in in `g`, which requests share with the test around them."""

    def open(self, *args, **kwargs):  # type: ignore[no-untyped-def] # as its parent
        g.pop("_login_user", None)
        return super().open(*args, **kwargs)


@pytest.fixture(scope="session")
def app(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """On SQLite; with TEST_DATABASE=postgresql the same tests run on PostgreSQL."""
    if os.environ.get("TEST_DATABASE") == "postgresql":
        database_url = fresh_database(request.getfixturevalue("postgresql_server"))
    else:
        database_url = f"sqlite:///{tmp_path_factory.mktemp('app') / 'test.db'}"
    app = create_app(
        {
            "TESTING": True,
            "SECRET_KEY": "only for tests",
            "SQLALCHEMY_DATABASE_URI": database_url,
            "WTF_CSRF_ENABLED": False,
            "RATE_LIMITS": False,
            "BASE_URL": "http://localhost",
        }
    )
    app.extensions["mailer"] = MemoryMailer()
    app.test_client_class = ForgetfulClient
    with app.app_context():
        Model.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def database(app: Flask) -> Iterator[None]:
    """Empty tables, inside a request so that addresses can be built."""
    with app.test_request_context(base_url="http://localhost"):
        yield
        db.session.remove()
        with db.engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            # The rooms first: while there is one, a speaker who goes is a call to its provider.
            for table in reversed(Model.metadata.sorted_tables):
                if table.name in ("admissions", "panelists", "webinar_calls", "webinars"):
                    connection.execute(table.delete())
            for table in reversed(Model.metadata.sorted_tables):
                connection.execute(table.delete())
    answers.forget_all()


@pytest.fixture(autouse=True)
def _database_where_the_app_is(request: pytest.FixtureRequest) -> None:
    """Every test that may touch the app has the database, except those with servers of their
    own."""
    if not {"races", "browser"} & set(Path(request.node.path).parts):
        request.getfixturevalue("database")


class Hands:
    """Turns the clock."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def set_to(self, moment: object) -> None:
        self._monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture(autouse=True)
def clock_hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    hands = Hands(monkeypatch)
    hands.set_to(NOON)
    return hands


@pytest.fixture
def client(app: Flask, database: None) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def organizer_client(app: Flask, database: None) -> FlaskClient:
    return _signed_in(app, Role.ORGANIZER)


@pytest.fixture
def administrator_client(app: Flask, database: None) -> FlaskClient:
    return _signed_in(app, Role.ADMINISTRATOR)


@pytest.fixture
def member_client(app: Flask, database: None) -> FlaskClient:
    return _signed_in(app, Role.MEMBER)


def _signed_in(app: Flask, role: Role) -> FlaskClient:
    account = make_account(role)
    client = app.test_client()
    form = {"email": account.email, "password": PASSWORD}
    assert client.post("/sign-in", data=form).status_code == 303
    return client


@pytest.fixture
def outbox(app: Flask) -> list[Email]:
    """E-mails that have left the building."""
    mailer = app.extensions["mailer"]
    mailer.sent.clear()
    return mailer.sent  # type: ignore[no-any-return]
