"""The join page: a waiting room of our own before the webinar's."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from tests.conftest import Hands
from tests.factories import NOON, make_event, make_registration
from tests.registrations.steps import (
    SeparateClient,
    deliver,
    queued,
    registration_of,
    settings,
    visitor,
)
from ungis_events import workflows
from ungis_events.adapters.mail import Email
from ungis_events.core.database import transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.files.models import LinkKind, Visibility
from ungis_events.files.service import LinkDetails, add_link
from ungis_events.registrations.links import join_token, manage_token
from ungis_events.registrations.models import Registration, RegistrationStatus

WEBINAR = "https://webinar.example/j/81234567890?pwd=secret"
BUTTON = "<button"


@pytest.fixture
def client(app: Flask, database: None) -> SeparateClient:
    return visitor(app)


def door(registration: Registration) -> str:
    return f"/join/{join_token(registration)}"


def joined_at(event: Event) -> object:
    return registration_of(event, "amina@example.org").joined_at


def invited(**event_is: object) -> tuple[Event, str]:
    event = make_event(**{"join_url": WEBINAR} | event_is)
    return event, door(make_registration(event, email="amina@example.org"))


def add_recording(event: Event, visibility: Visibility) -> None:
    with transaction():
        recording = LinkDetails(
            title="Recording",
            url="https://video.example/42",
            kind=LinkKind.RECORDING,
            visibility=visibility,
        )
        add_link(get_event(event.slug), recording, actor="test", now=NOON)


def test_before_the_doors_open_the_page_says_when(client: SeparateClient) -> None:
    event, address = invited()

    page, entering = client.get(address), client.post(address)

    assert page.status_code == 200
    assert "The doors are not open yet." in page.text
    for words in ("New York Sun 31 Jan 2027, 08:15 (EST)", "Geneva Sun 31 Jan 2027, 14:15 (CET)"):
        assert words in page.text
    assert BUTTON not in page.text
    assert (entering.status_code, joined_at(event)) == (303, None)


def test_open_doors_lead_to_the_webinar_by_a_post(
    client: SeparateClient, clock_hands: Hands
) -> None:
    event, address = invited()
    clock_hands.set_to(event.starts_at)

    page = client.get(address)
    before = joined_at(event)
    entering = client.post(address)

    assert (page.status_code, BUTTON in page.text) == (200, True)
    assert before is None
    assert (entering.status_code, entering.location) == (303, WEBINAR)
    assert joined_at(event) == event.starts_at


def test_coming_back_keeps_the_first_time(client: SeparateClient, clock_hands: Hands) -> None:
    event, address = invited()

    for minutes in (0, 10):
        clock_hands.set_to(event.starts_at + timedelta(minutes=minutes))
        answer = client.post(address)

    assert answer.status_code == 303
    assert joined_at(event) == event.starts_at


def test_looking_at_the_door_records_nothing(client: SeparateClient, clock_hands: Hands) -> None:
    """Mail scanners follow every link."""
    event, address = invited()
    clock_hands.set_to(event.starts_at)

    client.get(address)
    client.head(address)

    assert joined_at(event) is None


def test_the_form_may_end_at_the_webinar_and_nowhere_else(
    client: SeparateClient, clock_hands: Hands
) -> None:
    event, address = invited()
    early = client.get(address).headers["Content-Security-Policy"]
    clock_hands.set_to(event.starts_at)

    answer = client.get(address)

    policy = answer.headers["Content-Security-Policy"]
    assert "form-action 'self' https://webinar.example;" in policy
    assert "form-action 'self';" in early
    assert "pwd=secret" not in str(answer.headers)


@pytest.mark.parametrize("minutes", [-60, 0, 300])
def test_the_webinars_own_address_is_on_no_page(
    client: SeparateClient, clock_hands: Hands, minutes: int
) -> None:
    event, address = invited()
    clock_hands.set_to(event.starts_at + timedelta(minutes=minutes))

    body = client.get(address).text

    assert "webinar.example" not in body


def test_the_door_is_kept_by_nobody(client: SeparateClient, clock_hands: Hands) -> None:
    event, address = invited()
    clock_hands.set_to(event.starts_at)

    answers = [client.get(address), client.post(address)]

    assert [answer.headers["Cache-Control"] for answer in answers] == ["no-store", "no-store"]


def test_a_webinar_without_an_address_asks_for_patience(
    client: SeparateClient, clock_hands: Hands
) -> None:
    event, address = invited(join_url=None)
    clock_hands.set_to(event.starts_at)

    page, entering = client.get(address), client.post(address)

    assert "The webinar has no address yet." in page.text
    assert BUTTON not in page.text
    assert (entering.status_code, joined_at(event)) == (303, None)


@pytest.mark.parametrize("visibility", [Visibility.PUBLIC, Visibility.REGISTRANTS])
def test_after_the_event_the_page_leads_to_the_recording(
    client: SeparateClient, clock_hands: Hands, visibility: Visibility
) -> None:
    event, address = invited()
    add_recording(event, visibility)
    clock_hands.set_to(event.ends_at + timedelta(hours=1))

    page, entering = client.get(address), client.post(address)

    assert "This event is over." in page.text
    assert 'href="https://video.example/42"' in page.text
    assert (entering.status_code, joined_at(event)) == (303, None)


@pytest.mark.parametrize("visibility", [Visibility.MEMBERS, Visibility.ORGANIZERS])
def test_a_recording_that_is_not_for_registrants_stays_closed_to_them(
    client: SeparateClient, clock_hands: Hands, visibility: Visibility
) -> None:
    event, address = invited()
    add_recording(event, visibility)
    clock_hands.set_to(event.ends_at + timedelta(hours=1))

    page = client.get(address)

    assert "Thank you for your interest." in page.text
    assert "video.example" not in page.text


def test_the_webinar_may_move_after_the_mails_have_left(
    client: SeparateClient, clock_hands: Hands, outbox: list[Email]
) -> None:
    event, address = invited()
    (mail,) = deliver(outbox)
    assert f"http://localhost{address}" in mail.text
    clock_hands.set_to(event.starts_at)
    before = client.post(address).location

    with transaction():
        saved = get_event(event.slug)
        details = replace(EventDetails.of(saved), join_url="https://elsewhere.example/new-room")
        workflows.save_event(saved, details, actor="test", now=event.starts_at)

    assert (before, client.post(address).location) == (
        WEBINAR,
        "https://elsewhere.example/new-room",
    )
    policy = client.get(address).headers["Content-Security-Policy"]
    assert "form-action 'self' https://elsewhere.example;" in policy
    assert deliver(outbox) == []
    assert queued(event) == [("amina@example.org", "registration_confirmed")]


def test_a_cancelled_event_says_so_at_its_door(client: SeparateClient, clock_hands: Hands) -> None:
    event, address = invited()
    with transaction():
        workflows.cancel_event(get_event(event.slug), actor="test", now=NOON)
    clock_hands.set_to(event.starts_at)

    page, entering = client.get(address), client.post(address)

    assert "This event has been cancelled." in page.text
    assert (entering.status_code, joined_at(event)) == (303, None)


@pytest.mark.parametrize(
    "status", [each for each in RegistrationStatus if each is not RegistrationStatus.CONFIRMED]
)
def test_only_the_confirmed_go_in(
    client: SeparateClient, clock_hands: Hands, status: RegistrationStatus
) -> None:
    event = make_event(join_url=WEBINAR)
    registration = make_registration(event, email="amina@example.org", status=status)
    clock_hands.set_to(event.starts_at)

    page, entering = client.get(door(registration)), client.post(door(registration))

    assert (page.status_code, entering.status_code) == (403, 403)
    assert "webinar.example" not in page.text + str(entering.headers)
    assert joined_at(event) is None


def test_the_address_alone_opens_the_door(
    app: Flask, client: SeparateClient, clock_hands: Hands
) -> None:
    """A mail program's own browser may keep no cookie, and so no token of the form."""
    event, address = invited()
    clock_hands.set_to(event.starts_at)

    with settings(app, WTF_CSRF_ENABLED=True):
        entering = client.post(address)

    assert (entering.location, joined_at(event)) == (WEBINAR, event.starts_at)


@pytest.mark.parametrize("minutes", [-60, 0, 300])
def test_the_door_gives_no_key_to_the_registration(
    client: SeparateClient, clock_hands: Hands, minutes: int
) -> None:
    """The link to join stands in calendars that others read."""
    event, address = invited()
    own = manage_token(registration_of(event, "amina@example.org"))
    clock_hands.set_to(event.starts_at + timedelta(minutes=minutes))

    page = client.get(address).text

    assert own not in page
    assert f'href="/events/{event.slug}/resend"' in page
