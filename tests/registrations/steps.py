"""What the tests of this folder do again and again: fill in the form, look at seats and mails."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, NamedTuple

import vobject
from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from ungis_events import jobs
from ungis_events.adapters.mail import Email, to_bytes
from ungis_events.core.database import db
from ungis_events.events.models import Event, Mode
from ungis_events.events.queries import get_event
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.registrations.models import Registration, RegistrationStatus


class SeparateClient(FlaskClient):
    """Every request has a context of its own, as in life: sessions and tokens are not shared."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.rollback()
        with self.application.app_context():
            answer = super().open(*args, **kwargs)
        db.session.expire_all()
        return answer


def visitor(app: Flask) -> SeparateClient:
    return SeparateClient(app, app.response_class)


@contextmanager
def settings(app: Flask, **changed: object) -> Iterator[None]:
    before = {name: app.config[name] for name in changed}
    app.config.update(changed)
    try:
        yield
    finally:
        app.config.update(before)


def form_data(**overrides: str | None) -> dict[str, str]:
    """A form filled in properly; None leaves a field out."""
    data = {
        "given_name": "Amina",
        "family_name": "Diallo",
        "email": "amina@example.org",
        "organization": "ECA",
        "stakeholder_group": "UN",
        "country": "SN",
        "data_notice": "y",
    }
    return {name: value for name, value in (data | overrides).items() if value is not None}


def send_form(client: FlaskClient, event: Event, **overrides: str | None) -> TestResponse:
    return client.post(f"/events/{event.slug}/register", data=form_data(**overrides))


def people(event: Event) -> list[tuple[str, str]]:
    """(e-mail, status) in the order they registered."""
    db.session.rollback()
    rows = db.session.execute(
        select(Registration.email, Registration.status)
        .where(Registration.event_id == event.id)
        .order_by(Registration.registered_at, Registration.id)
    )
    return [(email, status.value) for email, status in rows]


def seats_of(event: Event, mode: Mode = Mode.ONLINE) -> tuple[int, int]:
    """(taken, waiting)."""
    db.session.rollback()
    db.session.expire_all()
    (row,) = [each for each in get_event(event.slug).modes if each.mode is mode]
    return row.taken, row.waiting


def registration_of(event: Event, email: str) -> Registration:
    db.session.rollback()
    db.session.expire_all()
    query = select(Registration).where(Registration.event_id == event.id)
    return db.session.scalars(query.where(Registration.email == email)).one()


def queued(event: Event | None = None) -> list[tuple[str, str]]:
    """(e-mail, kind) of everything in the outbox, sent or not, in order."""
    db.session.rollback()
    query = select(OutgoingEmail).order_by(OutgoingEmail.id)
    if event is not None:
        query = query.where(OutgoingEmail.event_id == event.id)
    return [(row.to_address, row.kind) for row in db.session.scalars(query)]


def status_of(registration: Registration) -> RegistrationStatus:
    db.session.rollback()
    return registration.status


class ReadMail(NamedTuple):
    """A mail as a mail program reads it: parsed from its bytes."""

    message: EmailMessage
    text: str
    html: str
    calendar: bytes | None
    method: str | None

    @property
    def entry(self) -> Any:
        """The VEVENT, read by vobject."""
        assert self.calendar is not None
        return vobject.readOne(self.calendar.decode()).vevent

    @property
    def unfolded_calendar(self) -> str:
        return (self.calendar or b"").decode().replace("\r\n ", "").replace("\r\n\t", "")

    @property
    def sequence(self) -> int:
        return int(self.entry.sequence.value)


def read_mail(email: Email) -> ReadMail:
    message = message_from_bytes(to_bytes(email), policy=default)
    parts = {part.get_content_type(): part for part in message.walk()}
    calendar = parts.get("text/calendar")
    return ReadMail(
        message=message,
        text=parts["text/plain"].get_content().replace("\r\n", "\n"),
        html=parts["text/html"].get_content(),
        calendar=None if calendar is None else calendar.get_payload(decode=True),
        method=None if calendar is None else calendar.get_param("method"),
    )


def deliver(outbox: list[Email]) -> list[ReadMail]:
    """What leaves now, read back from its bytes."""
    outbox.clear()
    jobs.deliver_mail(current_app.extensions["mailer"])
    return [read_mail(email) for email in outbox]
