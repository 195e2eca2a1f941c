"""The whole path on PostgreSQL, which locks and writes otherwise than SQLite."""

from collections.abc import Iterator

import flask_migrate
import pytest
from flask import Flask

from tests.admissions.conftest import RunningClock
from tests.admissions.steps import (
    IN,
    LEAVING,
    OUT,
    approved,
    asked,
    forget_calls,
    make_webinar,
    register,
    row_of,
    withdraw,
    work,
)
from tests.factories import NOON, make_event, make_registration
from tests.zoom.standin import ZoomStandIn
from ungis_events import create_app
from ungis_events.admissions.queries import count_admissions
from ungis_events.admissions.rules import AdmissionCounts
from ungis_events.admissions.service import forget_all
from ungis_events.config import MIGRATIONS_FOLDER
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.registrations.models import RegistrationStatus

pytestmark = pytest.mark.postgresql


@pytest.fixture
def app(postgresql_url: str, zoom: ZoomStandIn) -> Iterator[Flask]:
    app = create_app(
        {
            "TESTING": True,
            "SECRET_KEY": "only for tests",
            "SQLALCHEMY_DATABASE_URI": postgresql_url,
            "BASE_URL": "http://localhost",
        }
        | zoom.settings
    )
    with app.test_request_context(base_url="http://localhost"):
        flask_migrate.upgrade(str(MIGRATIONS_FOLDER))
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def zoom_app(app: Flask) -> Flask:
    return app


@pytest.fixture
def database(app: Flask) -> None:
    """Made by the migrations, and thrown away."""


def test_from_the_seat_to_the_link_and_out_again(zoom: ZoomStandIn, running: RunningClock) -> None:
    event = make_event(capacity=41)
    people = [make_registration(event) for _ in range(40)]
    webinar = make_webinar(event)
    work()
    zoom.misbehave("addRegistrant", lose_answer=True)
    (unheard,) = register(webinar, 1)
    (waits,) = register(webinar, 1)
    status = waits.status
    work()
    running.let_pass(seconds=2)
    work()
    inside = [row_of(each) for each in (*people, unheard)]

    withdraw(people[0])
    left = row_of(people[0])
    work()

    assert status is RegistrationStatus.WAITLISTED
    assert inside == [IN] * 41
    assert (left, row_of(people[0]), row_of(waits)) == (LEAVING, OUT, IN)
    assert approved(zoom, webinar) == sorted(each.email for each in (*people[1:], unheard, waits))
    assert asked(zoom) == [
        *["batchRegistrants"] * 2,
        *["addRegistrant", "listRegistrants"],
        *["setRegistrantStatus", "addRegistrant"],
    ]
    assert count_admissions(webinar) == AdmissionCounts(41, 41, 0, 0)

    with transaction():
        forget_all(db.session.get_one(Event, event.id), now=NOON)

    assert len(forget_calls()) == 42
