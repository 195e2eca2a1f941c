from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.circulars.french import french
from tests.factories import NOON, make_event, make_registration
from ungis_events.core.database import db, transaction
from ungis_events.core.leases import LEASE
from ungis_events.jobs import BUILDERS
from ungis_events.mailing.models import EmailStatus, OutgoingEmail
from ungis_events.mailing.vocabulary import KINDS


def make_failed_email() -> OutgoingEmail:
    make_registration(make_event(title="A full room"), email="gone@example.org")
    with transaction():
        email = db.session.scalars(db.select(OutgoingEmail)).one()
        email.status, email.due_at, email.attempts = EmailStatus.FAILED, None, 12
        email.note = "550 no such mailbox"
    return email


def test_failed_mail_is_shown_with_its_reason(organizer_client: FlaskClient) -> None:
    make_failed_email()

    page = organizer_client.get("/manage/mail").text

    assert "gone@example.org" in page
    assert "550 no such mailbox" in page
    assert "A full room" in page


def test_retry_puts_it_back_in_line(organizer_client: FlaskClient) -> None:
    email = make_failed_email()

    answer = organizer_client.post(f"/manage/mail/{email.id}/retry")

    again = db.session.get_one(OutgoingEmail, email.id, populate_existing=True)
    assert answer.status_code == 303
    assert (again.status, again.due_at, again.attempts) == (EmailStatus.WAITING, NOON, 0)


@pytest.mark.parametrize(
    ("next_try", "is_offered"),
    [(LEASE, False), (LEASE + timedelta(seconds=1), True)],
)
def test_retry_is_offered_only_where_it_does_something(
    organizer_client: FlaskClient, next_try: timedelta, is_offered: bool
) -> None:
    email = make_failed_email()
    with transaction():
        email = db.session.get_one(OutgoingEmail, email.id)
        email.status, email.due_at = EmailStatus.WAITING, NOON + next_try

    page = organizer_client.get("/manage/mail").text

    assert (f"/manage/mail/{email.id}/retry" in page) is is_offered
    assert ("It is tried again by itself within minutes" in page) is not is_offered


def test_sent_mail_is_not_sent_again(organizer_client: FlaskClient) -> None:
    email = make_failed_email()
    with transaction():
        email = db.session.get_one(OutgoingEmail, email.id)
        email.status, email.note = EmailStatus.SENT, None

    answer = organizer_client.post(f"/manage/mail/{email.id}/retry", follow_redirects=True)

    again = db.session.get_one(OutgoingEmail, email.id, populate_existing=True)
    assert "Somebody changed this a moment ago." in answer.text
    assert again.status is EmailStatus.SENT


def test_unknown_mail_is_not_found(organizer_client: FlaskClient) -> None:
    assert organizer_client.post("/manage/mail/999/retry").status_code == 404


def test_every_kind_of_mail_has_words() -> None:
    assert set(KINDS) == set(BUILDERS)


def test_mails_are_named_in_words(app: Flask, organizer_client: FlaskClient) -> None:
    make_failed_email()

    with french(app, {"Registration confirmed": "Inscription confirmée"}):
        french_page = organizer_client.get("/manage/mail?lang=fr").text

    assert "<b>Registration confirmed</b>" in organizer_client.get("/manage/mail").text
    assert "<b>Inscription confirmée</b>" in french_page


def test_a_reason_of_ours_is_translated_and_a_servers_shown_as_it_is(
    app: Flask, organizer_client: FlaskClient
) -> None:
    email = make_failed_email()
    pages = []

    with french(app, {"the e-mail cannot be written as a message": "message impossible"}):
        for note in ("the e-mail cannot be written as a message", "552 <b>100% full</b> %(x)s"):
            with transaction():
                db.session.get_one(OutgoingEmail, email.id).note = note
            pages.append(organizer_client.get("/manage/mail?lang=fr").text)

    assert "message impossible" in pages[0]
    assert "552 &lt;b&gt;100% full&lt;/b&gt; %(x)s" in pages[1]
