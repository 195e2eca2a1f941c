"""Lists over all events show an organizer of named events only theirs."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.steps import make_limited, signed_in
from tests.factories import NOON, make_event, make_registration
from ungis_events.accounts.models import Role
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.mailing.models import EmailStatus, OutgoingEmail
from ungis_events.zone_changes.models import Outcome
from ungis_events.zone_changes.queries import list_organizers
from ungis_events.zone_changes.service import note_zone_change


@pytest.fixture
def events() -> tuple[Event, Event]:
    return make_event(slug="here", title="Here"), make_event(slug="elsewhere", title="Elsewhere")


@pytest.fixture
def client(app: Flask, events: tuple[Event, Event]) -> FlaskClient:
    return signed_in(app, make_limited(Role.ORGANIZER, events[0].id))


def let_mails_fail(events: tuple[Event, Event]) -> list[int]:
    for event in events:
        make_registration(event)
    with transaction():
        for mail in db.session.scalars(db.select(OutgoingEmail)):
            mail.status, mail.due_at = EmailStatus.FAILED, None
    return list(db.session.scalars(db.select(OutgoingEmail.id).order_by(OutgoingEmail.id)))


def test_mails(client: FlaskClient, events: tuple[Event, Event]) -> None:
    ids = let_mails_fail(events)

    page = client.get("/manage/mail").text
    answers = [client.post(f"/manage/mail/{each}/retry").status_code for each in ids]

    assert ("Here" in page, "Elsewhere" in page) == (True, False)
    assert "<b>1</b><span>failed</span>" in page
    assert answers == [303, 404]


def test_zone_changes(client: FlaskClient, events: tuple[Event, Event]) -> None:
    for event in events:
        with transaction():
            note_zone_change(
                db.session.get_one(Event, event.id),
                edition_before="2025a",
                was=(event.starts_at, event.ends_at),
                outcome=Outcome.MOVED,
                people_told=0,
                now=NOON,
            )

    page = client.get("/manage/zone-changes").text

    assert ("Here" in page, "Elsewhere" in page) == (True, False)


def test_list_of_events(client: FlaskClient) -> None:
    page = client.get("/manage/").text

    assert ("Here" in page, "Elsewhere" in page) == (True, False)


def test_news_of_zone_rules_goes_to_who_works_on_the_event(events: tuple[Event, Event]) -> None:
    here, elsewhere = events
    ours = make_limited(Role.ORGANIZER, here.id)
    make_limited(Role.HELPER, here.id)
    make_limited(Role.ORGANIZER, elsewhere.id)

    assert [account.id for account in list_organizers(here.id)] == [ours.id]
