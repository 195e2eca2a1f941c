"""Room and webinar of one event: who sees which first, and events that have only one of them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from tests.conftest import Hands
from tests.factories import NOON, make_event, make_registration
from tests.registrations.steps import SeparateClient, deliver, seats_of, visitor
from ungis_events import workflows
from ungis_events.adapters.mail import Email
from ungis_events.core.database import transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event, EventFormat, Mode
from ungis_events.events.queries import get_event
from ungis_events.registrations.links import join_token, manage_token
from ungis_events.registrations.models import Registration, RegistrationStatus

ROOM = "Palais des Nations, Room XX"
ACCESS = "Bring your badge."
BUTTON = "<button"
WORDS_OF_THE_WEBINAR = ("zoom.us", "headphones", "countdown", "https://example.org/room")


@pytest.fixture
def client(app: Flask, database: None) -> SeparateClient:
    return visitor(app)


def hybrid(**event_is: object) -> Event:
    facts = {"venue": ROOM, "access": ACCESS, "room_capacity": 2, "capacity": 300}
    return make_event(**{"format": EventFormat.HYBRID} | facts | event_is)


def in_person(**event_is: object) -> Event:
    return make_event(format=EventFormat.IN_PERSON, venue=ROOM, access=ACCESS, **event_is)


def door(registration: Registration) -> str:
    return f"/join/{join_token(registration)}"


def own_page(registration: Registration) -> str:
    return f"/registrations/{manage_token(registration)}"


def order(text: str, *words: str) -> list[str]:
    """The words in the order the page says them; each must be there."""
    return sorted(words, key=text.index)


def test_who_comes_to_the_room_sees_it_first_and_may_still_join_online(
    client: SeparateClient, clock_hands: Hands
) -> None:
    event = hybrid()
    registration = make_registration(event, attendance=Mode.ROOM)
    clock_hands.set_to(event.starts_at)

    page, entering = client.get(door(registration)), client.post(door(registration))

    assert order(page.text, BUTTON, ROOM, ACCESS, "Your place is in the room.") == [
        ROOM, "Your place is in the room.", ACCESS, BUTTON,
    ]  # fmt: skip
    assert entering.location == "https://example.org/room"


def test_who_comes_online_sees_the_webinar_first(
    client: SeparateClient, clock_hands: Hands
) -> None:
    event = hybrid()
    registration = make_registration(event, attendance=Mode.ONLINE)
    clock_hands.set_to(event.starts_at)

    page = client.get(door(registration)).text

    assert order(page, BUTTON, ROOM, ACCESS, "Your place is online.") == [
        BUTTON, ROOM, "Your place is online.", ACCESS,
    ]  # fmt: skip


def test_ones_own_page_says_where_ones_place_is(client: SeparateClient) -> None:
    event = hybrid()
    there, online = (make_registration(event, attendance=mode) for mode in (Mode.ROOM, Mode.ONLINE))

    pages = [client.get(own_page(each)).text for each in (there, online)]

    assert order(pages[0], ROOM, "Join online instead", ACCESS) == [
        ROOM, ACCESS, "Join online instead",
    ]  # fmt: skip
    assert order(pages[1], "Join the webinar", ROOM, ACCESS) == ["Join the webinar", ROOM, ACCESS]
    assert "Your place is in the room." in pages[0]
    assert "Your place is online." in pages[1]


def test_who_waits_for_the_room_is_promised_no_place_in_it(client: SeparateClient) -> None:
    event = hybrid(room_capacity=1)
    for _ in range(2):
        registration = make_registration(event, attendance=Mode.ROOM)

    page = client.get(own_page(registration)).text

    assert registration.status is RegistrationStatus.WAITLISTED
    assert ROOM in page
    assert ("Your place is" in page, "Join online" in page) == (False, False)


def test_seats_of_room_and_webinar_are_counted_apart(client: SeparateClient) -> None:
    event = hybrid(room_capacity=2, capacity=300)
    for mode in (Mode.ROOM, Mode.ROOM, Mode.ROOM, Mode.ONLINE):
        make_registration(event, attendance=mode)

    page = client.get(f"/events/{event.slug}").text

    assert (seats_of(event, Mode.ROOM), seats_of(event, Mode.ONLINE)) == ((2, 1), (1, 0))
    words = ["In the room: 2 registered", "full, 1 waiting", "Online: 1 registered"]
    assert order(page, *words, "299 places left") == [*words, "299 places left"]


def test_an_event_in_a_room_has_no_join_link_anywhere(
    client: SeparateClient, outbox: list[Email]
) -> None:
    event = in_person()
    registration = make_registration(event, email="amina@example.org")

    own = client.get(own_page(registration))
    calendar = client.get(f"{own_page(registration)}/calendar.ics")
    (mail,) = deliver(outbox)

    assert order(own.text, ROOM, ACCESS) == [ROOM, ACCESS]
    for text in (own.text, calendar.text, mail.text, mail.html, mail.unfolded_calendar):
        assert "/join/" not in text


@pytest.mark.parametrize("minutes", [-60, 5])
def test_a_link_mailed_while_the_event_was_online_leads_to_the_room(
    client: SeparateClient, clock_hands: Hands, minutes: int
) -> None:
    event = make_event()
    registration = make_registration(event)
    with transaction():
        saved = get_event(event.slug)
        details = replace(
            EventDetails.of(saved), format=EventFormat.IN_PERSON, venue=ROOM, access=ACCESS
        )
        workflows.save_event(saved, details, actor="test", now=NOON)
    clock_hands.set_to(event.starts_at + timedelta(minutes=minutes))

    page, entering = client.get(door(registration)), client.post(door(registration))

    assert "This event takes place in the room only." in page.text
    assert order(page.text, ROOM, ACCESS) == [ROOM, ACCESS]
    assert [word for word in (BUTTON, *WORDS_OF_THE_WEBINAR) if word in page.text] == []
    assert (entering.status_code, entering.location) == (303, door(registration))


def test_a_cancelled_or_past_event_invites_nobody_to_a_room(
    client: SeparateClient, clock_hands: Hands
) -> None:
    event, cancelled = hybrid(), hybrid()
    doors = [door(make_registration(each, attendance=Mode.ROOM)) for each in (event, cancelled)]
    with transaction():
        workflows.cancel_event(get_event(cancelled.slug), actor="test", now=NOON)
    clock_hands.set_to(event.ends_at + timedelta(hours=1))

    pages = [client.get(address).text for address in doors]

    assert [ROOM in page or ACCESS in page for page in pages] == [False, False]
