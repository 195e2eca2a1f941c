"""Several workers at once, each a process of its own: everybody gets one mail."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.races.people import details_of
from tests.races.programs import environment, run
from ungis_events import create_app, workflows
from ungis_events.core.database import Model, db, transaction
from ungis_events.events.details import EventDetails
from ungis_events.registrations.service import register_attendee
from ungis_events.reminders.service import follow

PROCESSES, PEOPLE = 4, 30


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'race.db'}"
    return str(request.getfixturevalue("postgresql_url"))


def prepare(database_url: str) -> None:
    """An event that starts in half an hour, planned and booked two days ago."""
    app = create_app({"SQLALCHEMY_DATABASE_URI": database_url, "SECRET_KEY": "x" * 40})
    now = datetime.now(UTC)
    starts = (now + timedelta(minutes=30)).replace(tzinfo=None)
    with app.test_request_context():
        Model.metadata.create_all(db.engine)
        with transaction():
            details = EventDetails(
                slug="race", title="A race", zone="UTC",
                starts=starts, ends=starts + timedelta(hours=1),
            )  # fmt: skip
            before = now - timedelta(days=2)
            event = workflows.save_event(None, details, actor="test", now=before)
            workflows.publish_event(event, actor="test", now=before)
            follow(event, now=before)
            for number in range(PEOPLE):
                register_attendee(event, details_of(number), now=before)
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("act", ["round", "send"])
def test_everybody_is_reminded_once_by_several_workers(database_url: str, act: str) -> None:
    prepare(database_url)

    run(
        *("-m", "tests.reminders.workers", str(PROCESSES), act),
        settings=environment(database_url),
    )

    engine = create_engine(database_url)
    with engine.connect() as connection:
        mails = connection.execute(
            text("SELECT registration_id, kind FROM outgoing_emails WHERE occasion IS NOT NULL")
        ).all()
        states = connection.execute(text("SELECT kind, state, recipients FROM reminders")).all()
    engine.dispose()
    assert sorted(mails) == [(number, "reminder") for number in range(1, PEOPLE + 1)]
    assert {tuple(row) for row in states} == {
        ("before-1440", "missed", 0),
        ("before-60", "sent", PEOPLE),
        ("before-10", "waiting", 0),
        ("recording", "waiting", 0),
    }
