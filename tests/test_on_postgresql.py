"""One event's life on PostgreSQL, which locks and compares otherwise than SQLite.

`TEST_DATABASE=postgresql make test` runs nearly everything there; this is what runs always.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import flask_migrate
import pytest
from flask import Flask

from tests.circulars.steps import make_circular, schedule
from tests.conftest import Hands
from tests.factories import NOON, make_event, make_registration
from tests.registrations.steps import read_mail
from ungis_events import create_app, jobs, workflows
from ungis_events.adapters.mail import MemoryMailer
from ungis_events.config import MIGRATIONS_FOLDER
from ungis_events.core.database import db, transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.queries import get_event
from ungis_events.mailing.models import EmailStatus, OutgoingEmail
from ungis_events.registrations.links import join_token, manage_token
from ungis_events.registrations.models import Registration, RegistrationStatus
from ungis_events.registrations.queries import get_registration_by_id
from ungis_events.registrations.service import withdraw_registration

pytestmark = pytest.mark.postgresql


@pytest.fixture
def app(postgresql_url: str) -> Iterator[Flask]:
    app = create_app(
        {
            "TESTING": True,
            "SECRET_KEY": "only for tests",
            "SQLALCHEMY_DATABASE_URI": postgresql_url,
            "WTF_CSRF_ENABLED": False,
            "RATE_LIMITS": False,
            "BASE_URL": "http://localhost",
        }
    )
    app.extensions["mailer"] = MemoryMailer()
    with app.test_request_context(base_url="http://localhost"):
        flask_migrate.upgrade(str(MIGRATIONS_FOLDER))
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def database(app: Flask) -> None:
    """Made by the migrations, and thrown away."""


def act(name: str, slug: str, now: datetime) -> None:
    acts = {"publish": workflows.publish_event, "cancel": workflows.cancel_event}
    with transaction():
        acts[name](get_event(slug), actor="Ana", now=now)


def delivered(app: Flask) -> list[tuple[str, str | None]]:
    """(whose, METHOD) of what leaves now."""
    mailer = app.extensions["mailer"]
    mailer.sent.clear()
    jobs.queue_due()
    jobs.deliver_mail(mailer)
    return sorted(
        (email.to_address.partition("@")[0], read_mail(email).method) for email in mailer.sent
    )


def test_an_events_whole_life(app: Flask, clock_hands: Hands) -> None:
    client = app.test_client()
    event = make_event(slug="life", capacity=1, forum="WSIS Forum 2027", topics=["SDG9"])
    first = make_registration(event, email="first@example.org", later_news=True)
    second = make_registration(event, email="second@example.org")
    assert second.status is RegistrationStatus.WAITLISTED
    assert delivered(app) == [("first", "REQUEST"), ("second", None)]

    with transaction():
        event = get_event("life")
        later = {"starts": datetime(2027, 1, 31, 10, 0), "ends": datetime(2027, 1, 31, 11, 0)}
        details = replace(EventDetails.of(event), **later)
        workflows.save_event(event, details, actor="Ana", now=NOON)
    assert delivered(app) == [("first", "REQUEST"), ("second", None)]

    act("cancel", "life", NOON)
    assert delivered(app) == [("first", "CANCEL"), ("second", None)]
    act("publish", "life", NOON)
    assert delivered(app) == [("first", "REQUEST"), ("second", None)]

    with transaction():
        withdraw_registration(get_registration_by_id(first.id), now=NOON)
    assert delivered(app) == [("first", "CANCEL"), ("second", "REQUEST")]

    circular = make_circular(get_event("life"), body="Dear {full_name}, {join_link}")
    schedule(circular)
    assert delivered(app) == [("second", None)]

    for minutes in (60, 10):
        clock_hands.set_to(get_event("life").starts_at - timedelta(minutes=minutes))
        assert delivered(app) == [("second", None)]  # the reminder

    person = get_registration_by_id(second.id)
    pages = ["/", "/calendar.ics", "/events.atom", "/events/life", "/api/v1/events/life"]
    pages += [f"/registrations/{manage_token(person)}", f"/join/{join_token(person)}"]
    assert [client.get(page).status_code for page in pages] == [200] * len(pages)
    assert client.post(f"/join/{join_token(person)}").location == "https://example.org/room"
    assert db.session.get_one(Registration, second.id).joined_at is not None
    left = db.session.query(OutgoingEmail).filter(OutgoingEmail.status != EmailStatus.SENT)
    assert left.all() == []
