from datetime import datetime
from typing import Any

from sqlalchemy import select

from tests.conftest import Hands
from tests.factories import make_event, make_registration
from ungis_events.certificates.models import Certificate
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.registrations.models import Registration


def make_over(clock_hands: Hands, **overrides: Any) -> tuple[Event, Registration]:
    """An event that has just ended, and Amina Diallo, who joined it."""
    times = {"starts": datetime(2026, 11, 24, 8, 30), "ends": datetime(2026, 11, 24, 9, 45)}
    event = make_event(title="Digital bridges", **times | overrides)
    person = attend(event, given_name="Amina", family_name="Diallo", honorific="Ms.")
    clock_hands.set_to(event.ends_at)
    return event, person


def attend(event: Event, *, at: datetime | None = None, **overrides: Any) -> Registration:
    person = make_registration(event, **overrides)
    with transaction():
        db.session.get_one(Registration, person.id).joined_at = at or event.starts_at
    return person


def certificates_of(event: Event) -> list[Certificate]:
    """In the order they were issued, read afresh."""
    db.session.rollback()
    db.session.expire_all()
    query = select(Certificate).where(Certificate.event_id == event.id)
    return list(db.session.scalars(query.order_by(Certificate.id)))
