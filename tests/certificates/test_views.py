"""Anybody can check a certificate by its code; whom it is for fetches it from their own page."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.adapters.documents.reading import text_of
from tests.certificates.steps import attend, certificates_of, make_over
from tests.circulars.french import french
from tests.conftest import Hands
from tests.registrations.steps import settings
from ungis_events.certificates.models import Certificate
from ungis_events.certificates.rules import spaced_code
from ungis_events.certificates.service import issue_certificates, revoke_certificate
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.registrations.links import manage_token
from ungis_events.registrations.models import Registration


@pytest.fixture
def issued(clock_hands: Hands) -> tuple[Event, Registration, Certificate]:
    event, person = make_over(clock_hands)
    with transaction():
        issue_certificates(get_event(event.slug), actor="Bo Li", now=event.ends_at)
    return event, person, certificates_of(event)[0]


Issued = tuple[Event, Registration, Certificate]


def test_a_code_says_whose_certificate_it_is_and_for_what(
    client: FlaskClient, issued: Issued
) -> None:
    _, _, certificate = issued

    answer = client.get(f"/certificates/{certificate.code}")

    assert answer.status_code == 200
    assert "This certificate is valid." in answer.text
    for words in ("Ms. Amina Diallo", "Digital bridges", "08:30–09:45", "14:30–15:45", "UNGIS"):
        assert words in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_a_code_is_found_however_it_is_typed(client: FlaskClient, issued: Issued) -> None:
    typed = f" {spaced_code(issued[2].code).lower().replace('0', 'o')} "

    answer = client.get("/certificates", query_string={"code": typed})

    assert answer.status_code == 303
    assert answer.location == f"/certificates/{issued[2].code}"


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/certificates", 200, "Check a certificate"),
        ("/certificates?code=hello", 422, "This is no code of ours"),
        ("/certificates?code=", 422, "This is no code of ours"),
        ("/certificates/hello", 404, "This is no code of ours"),
        ("/certificates/0000-0000-0000", 404, "We issued no certificate with this code."),
    ],
)
def test_what_is_no_code_is_said_beside_the_field(
    client: FlaskClient, address: str, status: int, words: str
) -> None:
    answer = client.get(address)

    assert (answer.status_code, words in answer.text) == (status, True)
    assert 'name="code"' in answer.text


def test_a_revoked_one_says_so_and_names_nobody(client: FlaskClient, issued: Issued) -> None:
    event, _, certificate = issued
    with transaction():
        revoked = db.session.get_one(Certificate, certificate.id)
        revoke_certificate(revoked, actor="Bo Li", now=event.ends_at)

    page = client.get(f"/certificates/{certificate.code}").text

    assert "This certificate is no longer valid." in page
    assert "Diallo" not in page


def test_after_the_purge_the_code_still_says_that_it_was_issued(
    client: FlaskClient, issued: Issued
) -> None:
    certificate = issued[2]
    with transaction():
        db.session.get_one(Certificate, certificate.id).name = None

    page = client.get(f"/certificates/{certificate.code}").text

    assert "A certificate with this code was issued." in page
    assert "no longer kept" in page
    assert "Digital bridges" in page


def test_whoever_tries_codes_is_stopped(app: Flask, client: FlaskClient) -> None:
    with settings(app, RATE_LIMITS=True):
        app.extensions["rate_limiter"].storage.reset()
        codes = [client.get("/certificates/0000-0000-0000").status_code for _ in range(40)]
        app.extensions["rate_limiter"].storage.reset()

    assert codes[:30] == [404] * 30
    assert codes[-1] == 429


def test_whom_it_is_for_fetches_it_from_their_own_page(client: FlaskClient, issued: Issued) -> None:
    _, person, certificate = issued

    answer = client.get(f"/registrations/{manage_token(person)}/certificate.pdf")

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    words = text_of(answer.data)
    together = words.replace(" ", "")
    assert "Ms. Amina Diallo" in words
    assert spaced_code(certificate.code) in together
    assert f"http://localhost/certificates/{certificate.code}" in together


def test_who_was_not_there_has_none(
    client: FlaskClient, issued: Issued, clock_hands: Hands
) -> None:
    event, person, certificate = issued
    clock_hands.set_to(event.starts_at)
    later = attend(event)
    clock_hands.set_to(event.ends_at + timedelta(hours=1))
    with transaction():
        db.session.get_one(Certificate, certificate.id).revoked_at = event.ends_at

    for one in (person, later):
        answer = client.get(f"/registrations/{manage_token(one)}/certificate.pdf")
        assert answer.status_code == 404


def test_it_is_in_the_language_of_whom_it_is_for(
    app: Flask, client: FlaskClient, issued: Issued
) -> None:
    _, person, _ = issued
    address = f"/registrations/{manage_token(person)}/certificate.pdf"
    with transaction():
        db.session.get_one(Registration, person.id).language = "fr"

    with french(app, {"Certificate of attendance": "Attestation de participation"}):
        in_french = text_of(client.get(address).data)

    assert "Attestation de participation" in in_french
    assert "nov. 2026" in in_french
    assert "Certificate of attendance" in text_of(client.get(address).data)
