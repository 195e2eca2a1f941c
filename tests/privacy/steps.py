"""An event with everything that can be known of people."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.factories import NOON, make_event, make_registration, make_speaker
from tests.services.postgresql import fresh_database
from ungis_events import create_app, jobs
from ungis_events.adapters.mail import Email
from ungis_events.certificates.models import Certificate
from ungis_events.core.database import Model, db, transaction
from ungis_events.core.leases import claim_due
from ungis_events.events.models import Event
from ungis_events.mailing.models import EmailStatus, OutgoingEmail
from ungis_events.privacy.models import EventTotals, Removal
from ungis_events.privacy.service import work_removal
from ungis_events.questions.models import Answer, Question, QuestionKind
from ungis_events.registration_import.models import RegistrationImport
from ungis_events.registrations.models import Registration
from ungis_events.speakers.models import Gender, Speaker
from ungis_events.uploads.models import Upload
from ungis_events.uploads.rules import Kind
from ungis_events.uploads.service import save_upload

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
SOON = {"starts": datetime(2026, 11, 24, 8, 30), "ends": datetime(2026, 11, 24, 9, 45)}


def app_on(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """For a module's `app` with BOTH for `params`."""
    url = f"sqlite:///{tmp_path_factory.mktemp('purge') / 'purge.db'}"
    if request.param == "postgresql":
        url = fresh_database(request.getfixturevalue("postgresql_server"))
    app = create_app({"TESTING": True, "SECRET_KEY": "x" * 32, "SQLALCHEMY_DATABASE_URI": url})
    with app.app_context():
        Model.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


def upload(words: str) -> Upload:
    stream = BytesIO(words.encode())
    return save_upload(stream, "a.txt", allowed={Kind.TEXT}, longest=2**20, now=NOON)


def make_full_event(people: int = 3, **overrides: Any) -> Event:
    """People who have answered with a file, got mails and certificates; a speaker; an import."""
    event = make_event(**SOON | overrides)
    for number in range(people):
        make_registration(event, country="KE" if number else "SN", access_needs="A ramp")
    make_speaker(event)
    with transaction():
        question = Question(event_id=event.id, position=1, kind=QuestionKind.FILE, label="Letter?")
        db.session.add(question)
        db.session.flush()
        for number, registration in enumerate(registrations_of(event)):
            registration.joined_at = None if number else event.starts_at
            db.session.add(answer_of(registration, question))
            db.session.add(certificate_of(registration, number))
        speaker = db.session.scalars(select(Speaker).where(Speaker.event_id == event.id)).one()
        speaker.email = speaker.email_key = "speaker@example.org"
        speaker.access_needs, speaker.gender, speaker.zone = "Captions", Gender.WOMAN, "UTC"
        speaker.biography = "Works on bridges."
        db.session.add(import_of(event))
    send_all_mail(event)
    return event


def answer_of(registration: Registration, question: Question) -> Answer:
    return Answer(
        registration_id=registration.id,
        question_id=question.id,
        asked="Letter?",
        value="a.txt",
        upload_id=upload(f"Private words of {registration.id}").id,
        answered_at=NOON,
    )


def certificate_of(registration: Registration, number: int) -> Certificate:
    return Certificate(
        event_id=registration.event_id,
        registration_id=registration.id,
        code=f"{registration.id:06}{number:06}",
        name=registration.full_name,
        issued_at=NOON,
    )


def import_of(event: Event) -> RegistrationImport:
    return RegistrationImport(
        event_id=event.id,
        upload_id=upload("Amina Diallo, amina@example.org").id,
        name="people.csv",
        columns={},
        options={},
        made_by="Bo Li",
        made_at=NOON,
        done_at=NOON,
    )


def registrations_of(event: Event) -> list[Registration]:
    query = select(Registration).where(Registration.event_id == event.id)
    return list(db.session.scalars(query.order_by(Registration.id)))


def send_all_mail(event: Event) -> None:
    with transaction():
        for mail in db.session.scalars(
            select(OutgoingEmail).where(OutgoingEmail.event_id == event.id)
        ):
            mail.status, mail.sent_at, mail.due_at = EmailStatus.SENT, NOON, None


def work_due(now: datetime) -> int:
    """As the worker does: claim and commit, then each piece in a transaction of its own."""
    with transaction():
        claimed = [row.id for row in claim_due(Removal, now=now)]
    for number in claimed:
        with transaction():
            work_removal(number, now)
    return len(claimed)


def work_all(now: datetime, rounds: int = 50) -> None:
    for _ in range(rounds):
        if not work_due(now):
            return
    raise AssertionError("it never ends")


def count(table: type[Model], *conditions: Any) -> int:
    db.session.rollback()
    query = select(func.count()).select_from(table).where(*conditions)
    return db.session.scalar(query) or 0


def totals_of(event: Event) -> dict[str, Any]:
    db.session.rollback()
    db.session.expire_all()
    row = db.session.get(EventTotals, event.id)
    return dict(row.totals) if row else {}


def deliver(mailer: Any) -> list[Email]:
    mailer.sent.clear()
    jobs.deliver_mail(mailer)
    return list(mailer.sent)


LATER = timedelta(days=91)
