"""Two doors scan the same person at the same moment: one check-in, on both databases."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import select

from tests.factories import make_event, make_registration
from ungis_events import create_app
from ungis_events.check_in import service
from ungis_events.config import MIGRATIONS_FOLDER
from ungis_events.core.database import db, transaction
from ungis_events.events.models import EventFormat, Mode
from ungis_events.events.queries import get_event
from ungis_events.history.models import HistoryEntry
from ungis_events.registrations.queries import get_registration

DOORS = 6


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def app(request: pytest.FixtureRequest, tmp_path: object) -> Iterator[Flask]:
    url = f"sqlite:///{tmp_path}/doors.db"
    if request.param == "postgresql":
        url = str(request.getfixturevalue("postgresql_url"))
    app = create_app({"TESTING": True, "SECRET_KEY": "x" * 32, "SQLALCHEMY_DATABASE_URI": url})
    with app.test_request_context():
        flask_migrate.upgrade(str(MIGRATIONS_FOLDER))
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def database(app: Flask) -> None:
    """Made by the migrations, and thrown away."""


def test_two_doors_let_one_person_in_once(app: Flask) -> None:
    event = make_event(format=EventFormat.HYBRID, venue="Room XX")
    registration = make_registration(event, attendance=Mode.ROOM)
    now, slug, number = event.starts_at - timedelta(hours=1), event.slug, registration.id
    db.session.remove()
    gate, first = threading.Barrier(DOORS), []

    def door(name: str) -> None:
        with app.app_context():
            gate.wait(20)
            with transaction():
                at = get_event(slug)
                first.append(
                    service.check_in(get_registration(at, number), at, actor=name, now=now)
                )
            db.session.remove()

    doors = [threading.Thread(target=door, args=(f"door {n}",)) for n in range(DOORS)]
    for each in doors:
        each.start()
    for each in doors:
        each.join()

    entries = db.session.scalars(select(HistoryEntry).where(HistoryEntry.act == "checked in")).all()
    assert sorted(first) == [False] * (DOORS - 1) + [True]
    assert len(entries) == 1
