"""Two forms of one person who withdrew, at the same moment, on a database that works on both."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.factories import NOON, make_event, make_registration, registration_details
from ungis_events import create_app
from ungis_events.core.database import Model, db, transaction
from ungis_events.events.models import EventMode
from ungis_events.events.queries import get_event
from ungis_events.registrations.models import Registration, RegistrationStatus
from ungis_events.registrations.queries import get_registration
from ungis_events.registrations.service import register_attendee, withdraw_registration

ROUNDS = 10


@pytest.fixture
def app_on_postgresql(postgresql_url: str) -> Flask:
    return create_app(
        {
            "TESTING": True,
            "SECRET_KEY": "only for tests",
            "SQLALCHEMY_DATABASE_URI": postgresql_url,
            "BASE_URL": "http://localhost",
        }
    )


@pytest.mark.postgresql
def test_who_returns_by_two_forms_at_once_takes_one_seat(app_on_postgresql: Flask) -> None:
    app, both = app_on_postgresql, Barrier(2)

    def come_back(slug: str, email: str) -> None:
        with app.test_request_context():
            details = registration_details(email=email)
            both.wait(20)
            with transaction():
                register_attendee(get_event(slug), details, now=NOON)

    with app.test_request_context():
        Model.metadata.create_all(db.engine)
        event = make_event(capacity=100)
        for _ in range(ROUNDS):
            person = make_registration(event)
            with transaction():
                withdraw_registration(get_registration(event, person.id), now=NOON)
            with ThreadPoolExecutor(2) as pool:
                forms = [pool.submit(come_back, event.slug, person.email) for _ in range(2)]
                assert [form.result(30) for form in forms] == [None, None]

        db.session.rollback()
        taken = db.session.scalar(select(EventMode.taken))
        confirmed = Registration.status == RegistrationStatus.CONFIRMED
        seated = db.session.scalar(select(func.count(Registration.id)).where(confirmed))
        db.session.remove()
        db.engine.dispose()

    assert (taken, seated) == (ROUNDS, ROUNDS)
