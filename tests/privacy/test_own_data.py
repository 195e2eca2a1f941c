"""A person gets all we hold about them, and has it removed, without an account."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import Hands
from tests.factories import NOON, make_event, make_registration
from tests.privacy.steps import (
    SOON,
    count,
    deliver,
    make_full_event,
    registrations_of,
    send_all_mail,
    totals_of,
    work_due,
)
from tests.registrations.steps import form_data, read_mail, seats_of
from ungis_events.adapters.mail import Email
from ungis_events.certificates.models import Certificate
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event, EventStatus
from ungis_events.events.queries import get_event
from ungis_events.history.queries import list_history
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.privacy.models import Removal
from ungis_events.questions.models import Answer
from ungis_events.registrations.links import manage_token
from ungis_events.registrations.models import Registration, RegistrationStatus
from ungis_events.registrations.service import withdraw_registration
from ungis_events.uploads.models import Upload


def own(registration: Registration, page: str) -> str:
    return f"/registrations/{manage_token(registration)}/{page}"


def removed(registration: Registration) -> bool:
    return count(Registration, Registration.id == registration.id) == 0


def test_the_file_holds_everything(client: FlaskClient) -> None:
    event = make_full_event(people=1)
    (registration,) = registrations_of(event)

    answer = client.get(own(registration, "data.json"))

    data = json.loads(answer.data)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert data["registration"]["email"] == registration.email
    assert data["registration"]["access_needs"] == "A ramp"
    assert data["registration"]["joined_at"] == event.starts_at.isoformat()
    assert data["answers"][0]["question"] == "Letter?"
    file = data["answers"][0]["file"]
    assert (file["name"], client.get(file["address"]).data) == (
        "a.txt", f"Private words of {registration.id}".encode(),
    )  # fmt: skip
    assert file["address"].startswith("http://localhost/registrations/")
    assert [(mail["kind"], mail["state"]) for mail in data["mails"]] == [
        ("registration_confirmed", "sent")
    ]
    assert data["certificates"][0]["name"] == registration.full_name


def test_it_holds_every_column_that_says_something_of_the_person(client: FlaskClient) -> None:
    """A new one must be added in exports.py, or named here as one of ours."""
    registration = make_registration(make_event())
    ours = {
        "id", "event_id", "mode_id", "status", "email_key", "calendar_sequence", "link_version",
        "form_key", "invitation_id", "has_kept_place", "merged_into_id", "waits_since", "sort_name",
        "sort_organization", "name_key", "mailbox_key", "search_text",
    }  # fmt: skip

    told = json.loads(client.get(own(registration, "data.json")).data)["registration"]

    assert {column.name for column in Registration.__table__.columns} - ours - set(told) == set()


def test_nothing_happens_before_it_is_confirmed(client: FlaskClient) -> None:
    event = make_event(**SOON)
    registration = make_registration(event)

    page = client.get(own(registration, "remove"))

    assert page.status_code == 200
    assert "Remove my data" in page.text
    assert not removed(registration)
    assert seats_of(event) == (1, 0)


def test_before_the_event_the_seat_goes_on_and_the_calendar_lets_go(
    app: Flask, client: FlaskClient, clock_hands: Hands, outbox: list[Email]
) -> None:
    event = make_event(capacity=1, **SOON)
    leaving = make_registration(event, email="leaving@example.org", access_needs="A ramp")
    make_registration(event, email="next@example.org")
    deliver(app.extensions["mailer"])
    token = manage_token(leaving)

    answer = client.post(own(leaving, "remove"))

    assert answer.location == f"/registrations/removed/{event.slug}"
    assert seats_of(event) == (1, 0)
    assert client.get(f"/registrations/{token}").status_code == 404
    kept = db.session.scalars(select(Registration).where(Registration.id == leaving.id)).one()
    assert (kept.email, kept.organization, kept.access_needs) == ("leaving@example.org", "", None)
    assert count(OutgoingEmail, OutgoingEmail.to_address == "leaving@example.org") == 1

    mails = {mail.to_address: read_mail(mail) for mail in deliver(app.extensions["mailer"])}
    assert mails["leaving@example.org"].method == "CANCEL"
    assert mails["next@example.org"].method == "REQUEST"

    clock_hands.set_to(NOON + timedelta(minutes=2))
    assert work_due(NOON + timedelta(minutes=2)) == 1
    assert removed(leaving)
    assert count(OutgoingEmail, OutgoingEmail.to_address == "leaving@example.org") == 0
    assert totals_of(event)["status"] == {"withdrawn": 1}


def test_while_the_mail_has_not_left_the_address_stays_but_a_day_at_most(
    client: FlaskClient,
) -> None:
    registration = make_registration(make_event(**SOON))
    client.post(own(registration, "remove"))

    work_due(NOON)
    assert not removed(registration)
    work_due(NOON + timedelta(hours=23))
    assert not removed(registration)
    work_due(NOON + timedelta(hours=24, minutes=2))
    assert removed(registration)
    assert count(OutgoingEmail) == count(Removal) == 0


def test_after_the_event_everything_goes_at_once_and_the_numbers_stay(
    client: FlaskClient, clock_hands: Hands
) -> None:
    event = make_full_event(people=2)
    first, second = registrations_of(event)
    clock_hands.set_to(event.ends_at)

    client.post(own(first, "remove"))

    assert removed(first)
    assert not removed(second)
    assert (count(Answer), count(Upload), count(OutgoingEmail)) == (1, 2, 1)  # and the import's
    assert count(Certificate, Certificate.name.is_(None)) == 1
    assert (totals_of(event)["people"], totals_of(event)["attended"]) == (1, 1)
    assert seats_of(event) == (2, 0)


def test_who_had_just_withdrawn_still_gets_the_cancellation(
    app: Flask, client: FlaskClient, outbox: list[Email]
) -> None:
    event = make_event(**SOON)
    registration = make_registration(event)
    with transaction():
        withdraw_registration(db.session.get_one(Registration, registration.id), now=NOON)

    client.post(own(registration, "remove"))

    assert not removed(registration)
    assert [read_mail(mail).method for mail in deliver(app.extensions["mailer"])] == ["CANCEL"]
    work_due(NOON + timedelta(minutes=2))
    assert removed(registration)


def test_who_comes_back_meanwhile_keeps_the_new_registration(
    client: FlaskClient, clock_hands: Hands
) -> None:
    event = make_event(**SOON)
    registration = make_registration(event, email="amina@example.org")
    client.post(own(registration, "remove"))
    send_all_mail(event)

    clock_hands.set_to(NOON + timedelta(minutes=1))
    client.post(f"/events/{event.slug}/register", data=form_data(email="amina@example.org"))
    work_due(NOON + timedelta(minutes=2))

    (again,) = registrations_of(event)
    assert (again.status, again.organization) == (RegistrationStatus.CONFIRMED, "ECA")
    assert count(Removal) == 0


def test_whoever_was_merged_into_them_goes_with_them(
    client: FlaskClient, clock_hands: Hands
) -> None:
    event = make_full_event(people=2)
    first, second = registrations_of(event)
    with transaction():
        db.session.get_one(Registration, first.id).merged_into_id = second.id
    clock_hands.set_to(event.ends_at)

    client.post(own(second, "remove"))

    assert count(Registration) == 0
    assert totals_of(event)["people"] == 1


def test_a_second_click_finds_nothing_any_more(client: FlaskClient, clock_hands: Hands) -> None:
    event = make_full_event(people=1)
    (registration,) = registrations_of(event)
    clock_hands.set_to(event.ends_at)
    address = own(registration, "remove")

    assert [client.post(address).status_code for _ in range(2)] == [303, 404]
    assert totals_of(event)["people"] == 1


def test_the_page_afterwards_is_the_same_for_anybody(client: FlaskClient) -> None:
    event = make_event()

    page = client.get(f"/registrations/removed/{event.slug}")

    assert page.status_code == 200
    assert "Your data are removed" in page.text


@pytest.mark.parametrize("page", ["data.json", "remove"])
def test_strangers_get_nothing(client: FlaskClient, page: str) -> None:
    assert client.get(f"/registrations/1-{'a' * 32}/{page}").status_code == 404


def test_history_keeps_the_number_only(client: FlaskClient, clock_hands: Hands) -> None:
    event = make_full_event(people=1)
    (registration,) = registrations_of(event)
    clock_hands.set_to(event.ends_at)

    client.post(own(registration, "remove"))

    entry = list_history(event.id)[0]
    assert (entry.act, entry.registration_id) == ("data removed", registration.id)
    assert (entry.changes, entry.actor) == ({}, "the person themself")


def test_a_mail_in_a_workers_hands_when_its_row_goes_stops_nothing(
    app: Flask, client: FlaskClient, clock_hands: Hands, outbox: list[Email]
) -> None:
    """The row is erased between its building and its arrival."""
    event = make_event(**SOON)
    registration = make_registration(event)
    make_registration(event, email="next@example.org")
    mailer = app.extensions["mailer"]
    real, engine = mailer.send, db.engine
    own_mail = db.delete(OutgoingEmail).where(OutgoingEmail.registration_id == registration.id)

    def erase_meanwhile(email: Email) -> None:
        with engine.begin() as connection:
            connection.execute(own_mail)
        real(email)

    mailer.send = erase_meanwhile
    try:
        sent = deliver(mailer)
    finally:
        mailer.send = real

    assert len(sent) == 2
    assert get_event(event.slug).slug == event.slug


def test_an_events_own_notice_stands_above_the_general_one(client: FlaskClient) -> None:
    event = make_event(**SOON)
    with transaction():
        row = get_event(event.slug)
        row.notice, row.retention_days = "We share the list with **ITU**. <script>", 30

    page = client.get(f"/events/{event.slug}/privacy").text

    assert "<strong>ITU</strong>" in page
    assert "<script>" not in page.split("<main")[1]
    assert "30 days after the event" in page
    assert "Geneva Thu 24 Dec 2026, 15:45 (CET)" in page


def test_a_draft_has_no_public_notice(client: FlaskClient) -> None:
    event: Event = make_event(status=EventStatus.DRAFT)

    assert client.get(f"/events/{event.slug}/privacy").status_code == 404
