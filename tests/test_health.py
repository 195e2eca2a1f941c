from datetime import timedelta
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from ungis_events import create_app
from ungis_events.core import clock, health
from ungis_events.core.database import db

FOLDER = Path(__file__).parent.parent / "migrations"


def app_on(url: str) -> Flask:
    return create_app({"TESTING": True, "SECRET_KEY": "x" * 32, "SQLALCHEMY_DATABASE_URI": url})


@pytest.fixture
def migrated(tmp_path: Path) -> Flask:
    app = app_on(f"sqlite:///{tmp_path / 'health.db'}")
    with app.app_context():
        flask_migrate.upgrade(str(FOLDER))
        db.engine.dispose()
    return app


def ask(app: Flask, path: str) -> TestResponse:
    answer = app.test_client().get(path)
    with app.app_context():
        db.engine.dispose()
    return answer


def test_live_says_ok_even_without_a_database() -> None:
    answer = ask(app_on("sqlite:////nowhere/at/all.db"), "/health/live")

    assert (answer.status_code, answer.text) == (200, "ok")


def test_ready_when_everything_is_in_place(migrated: Flask) -> None:
    answer = ask(migrated, "/health/ready")

    report = answer.get_json()
    assert answer.status_code == 200
    assert (report["ready"], report["database"], report["migrations"]) == (True, "ok", "ok")
    assert report["oldest_waiting_mail_seconds"] is None
    assert answer.headers["Cache-Control"] == "no-store"


def test_not_ready_without_a_database() -> None:
    answer = ask(app_on("sqlite:////nowhere/at/all.db"), "/health/ready")

    assert answer.status_code == 503
    assert answer.get_json()["database"] == "unreachable"
    assert "nowhere" not in answer.text


def test_not_ready_before_the_migrations(tmp_path: Path) -> None:
    answer = ask(app_on(f"sqlite:///{tmp_path / 'empty.db'}"), "/health/ready")

    assert answer.status_code == 503
    assert answer.get_json()["migrations"] == "behind"


def test_not_ready_with_two_editions_of_zone_data(
    migrated: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health.tzdata, "IANA_VERSION", "1999a")

    answer = ask(migrated, "/health/ready")

    assert answer.status_code == 503
    assert answer.get_json()["zone_data"]["tzdata"] == "1999a"


def test_tells_how_long_mail_has_waited_and_nothing_else_about_it(migrated: Flask) -> None:
    long_ago = clock.now() - timedelta(hours=2)
    with migrated.app_context(), db.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO outgoing_emails"
                " (kind, to_address, facts, language, message_id, status, queued_at, attempts)"
                " VALUES ('x', 'amina@example.org', '{}', 'en', 'm', 'waiting', :at, 0)"
            ),
            {"at": long_ago.replace(tzinfo=None).isoformat(" ")},
        )

    answer = ask(migrated, "/health/ready")

    assert 7200 <= answer.get_json()["oldest_waiting_mail_seconds"] < 7210
    assert "amina" not in answer.text
