"""What the tests of this folder do again and again: write, send, look into the outbox."""

from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import select

from tests.factories import NOON
from tests.registrations.steps import ReadMail, read_mail
from ungis_events import jobs
from ungis_events.adapters.mail import Email
from ungis_events.circulars.details import CircularDetails
from ungis_events.circulars.models import KIND, Circular
from ungis_events.circulars.queries import get_circular
from ungis_events.circulars.service import Writer, schedule_circular, write_circular
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.registrations.models import Registration

WRITER = Writer("Bo Li", "bo@example.org")


def make_circular(event: Event, *, now: datetime = NOON, **overrides: Any) -> Circular:
    """A draft to everybody with a seat."""
    details = {"subject": "Hello", "body": "Words for {given_name}."} | overrides
    with transaction():
        return write_circular(
            get_event(event.slug), CircularDetails(**details), writer=WRITER, now=now
        )


def schedule(circular: Circular, *, now: datetime = NOON) -> None:
    with transaction():
        circular = again(circular)
        schedule_circular(circular, expected_version=circular.version, actor="test", now=now)


def send(event: Event, *, now: datetime = NOON, **overrides: Any) -> Circular:
    """Written, and handed to the outbox at once."""
    circular = make_circular(event, now=now, **overrides)
    schedule(circular, now=now)
    jobs.queue_due()
    return again(circular)


def again(circular: Circular) -> Circular:
    """As it is saved now."""
    if not db.session.info.get("is_writing"):
        db.session.rollback()
        db.session.expire_all()
    return get_circular(db.session.get_one(Event, circular.event_id), circular.id)


def state(circular: Circular) -> tuple[str, str | None]:
    saved = again(circular)
    return saved.state.value, saved.note


def mails(circular: Circular) -> list[tuple[str, str, str | None]]:
    """(address, state, reason) of each of its mails."""
    db.session.rollback()
    query = select(OutgoingEmail).where(OutgoingEmail.kind == KIND)
    rows = db.session.scalars(
        query.where(OutgoingEmail.occasion == circular.occasion).order_by(OutgoingEmail.id)
    )
    return [(row.to_address, row.status.value, row.note) for row in rows]


def addresses(circular: Circular) -> list[str]:
    return [address for address, _, _ in mails(circular)]


def deliver(outbox: list[Email]) -> list[ReadMail]:
    """The circulars' mails that leave now, read back from their bytes."""
    return [read_mail(email) for email in deliver_raw(outbox)]


def deliver_raw(outbox: list[Email]) -> list[Email]:
    with transaction():
        for row in db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind != KIND)):
            db.session.delete(row)  # what registering itself has to say
    outbox.clear()
    jobs.deliver_mail(current_app.extensions["mailer"])
    return list(outbox)


def set_columns(registration: Registration, **values: Any) -> None:
    """Without any of its consequences."""
    with transaction():
        saved = db.session.get_one(Registration, registration.id)
        for name, value in values.items():
            setattr(saved, name, value)
