"""Through the door of the join page by one's own link, and by the event's until there is one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from tests.admissions.conftest import RunningClock
from tests.admissions.steps import drop_room, make_room, register, withdraw, work
from tests.factories import NOON, make_speaker
from tests.registrations.steps import SeparateClient, visitor
from tests.zoom.standin import ZoomStandIn
from ungis_events import workflows
from ungis_events.admissions.models import Admission
from ungis_events.core.database import db, transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.registrations.links import join_token
from ungis_events.registrations.models import Registration
from ungis_events.speakers.links import join_token as speakers_join_token
from ungis_events.speakers.models import Speaker, SpeakerStatus
from ungis_events.webinars.models import Panelist, Webinar, WebinarStatus

GREEN_ROOM = "https://rooms.example.org/green"
OWN = "https://panel.example.org/w/1?tk=secret"


@pytest.fixture
def client(app: Flask) -> SeparateClient:
    return visitor(app)


@pytest.fixture
def webinar(running: RunningClock) -> Webinar:
    """Whose doors are open."""
    webinar = make_room()
    running.let_pass(seconds=(webinar.event.starts_at - NOON).total_seconds())
    return webinar


def door(registration: Registration) -> str:
    return f"/join/{join_token(registration)}"


def own_link(zoom: ZoomStandIn, webinar: Webinar) -> str:
    (registrant,) = zoom.webinars[str(webinar.number)].approved
    return registrant.join_url


def form_action(page_headers: dict[str, str]) -> str:
    return page_headers["Content-Security-Policy"].partition("form-action ")[2].partition(";")[0]


def test_by_their_own_link_as_soon_as_there_is_one(
    zoom: ZoomStandIn, webinar: Webinar, client: SeparateClient
) -> None:
    (person,) = register(webinar, 1)

    before = client.post(door(person))
    work()
    after = client.post(door(person))

    assert (before.status_code, before.location) == (303, webinar.join_url)
    assert (after.status_code, after.location) == (303, own_link(zoom, webinar))


def test_coming_is_noted_whichever_way(
    zoom: ZoomStandIn, webinar: Webinar, client: SeparateClient
) -> None:
    (person,) = register(webinar, 1)
    work()
    looked_at = client.get(door(person))

    between = db.session.get_one(Registration, person.id).joined_at
    client.post(door(person))

    db.session.expire_all()
    assert (looked_at.status_code, between) == (200, None)
    assert db.session.get_one(Registration, person.id).joined_at is not None


def test_no_page_shows_either_address(
    zoom: ZoomStandIn, webinar: Webinar, client: SeparateClient
) -> None:
    (person,) = register(webinar, 1)
    work()

    page = client.get(door(person))

    assert "<button" in page.text
    assert own_link(zoom, webinar) not in page.text
    assert str(webinar.join_url) not in page.text
    assert "tk=" not in page.text + str(page.headers)


def test_the_form_may_end_at_both(
    zoom: ZoomStandIn, webinar: Webinar, client: SeparateClient
) -> None:
    """The own link may come, or go, while the page is open."""
    (person,) = register(webinar, 1)
    without = client.get(door(person)).headers
    work()
    own_room_elsewhere(webinar, "https://own.example.org/w/1?tk=secret")

    headers = client.get(door(person)).headers

    assert form_action(dict(without)) == f"'self' {zoom.base}"
    assert form_action(dict(headers)) == f"'self' {zoom.base} https://own.example.org"


def own_room_elsewhere(webinar: Webinar, link: str) -> None:
    with transaction():
        db.session.execute(
            update(Admission).where(Admission.webinar_id == webinar.id).values(join_url=link)
        )


def test_the_door_opens_while_nobody_answers_there(
    zoom: ZoomStandIn, webinar: Webinar, client: SeparateClient
) -> None:
    zoom.misbehave("*", status=503, times=1000)
    (person,) = register(webinar, 1)
    work()
    asked = list(zoom.operations_asked)

    entering = client.post(door(person))

    assert entering.location == webinar.join_url
    assert zoom.operations_asked == asked


def test_a_room_that_has_no_address_yet_is_on_its_way(
    zoom: ZoomStandIn, webinar: Webinar, client: SeparateClient
) -> None:
    (person,) = register(webinar, 1)
    drop_room(webinar, WebinarStatus.WANTED)
    with transaction():
        db.session.get_one(Event, webinar.event_id).join_url = None

    page, entering = client.get(door(person)), client.post(door(person))

    assert "The webinar has no address yet." in page.text
    assert (entering.status_code, entering.location) == (303, door(person))


def test_their_own_link_is_enough(
    zoom: ZoomStandIn, webinar: Webinar, client: SeparateClient
) -> None:
    (person,) = register(webinar, 1)
    work()
    with transaction():
        db.session.get_one(Event, webinar.event_id).join_url = None

    assert client.post(door(person)).location == own_link(zoom, webinar)


def test_where_organizers_put_another_address_everybody_goes_there(
    zoom: ZoomStandIn, webinar: Webinar, client: SeparateClient
) -> None:
    """In an emergency: the room at the provider does not open."""
    (person,) = register(webinar, 1)
    work()
    with transaction():
        event = get_event(webinar.event.slug)
        details = replace(EventDetails.of(event), join_url="https://elsewhere.example/room")
        workflows.save_event(event, details, actor="test", now=NOON)

    assert client.post(door(person)).location == "https://elsewhere.example/room"


def test_a_room_that_is_gone_is_nobodys_way_in(
    zoom: ZoomStandIn, webinar: Webinar, client: SeparateClient
) -> None:
    (person,) = register(webinar, 1)
    work()
    with transaction():
        db.session.get_one(Webinar, webinar.id).status = WebinarStatus.GONE

    assert client.post(door(person)).location == webinar.join_url


def test_whoever_has_no_seat_any_more_goes_nowhere(
    zoom: ZoomStandIn, webinar: Webinar, client: SeparateClient
) -> None:
    (person,) = register(webinar, 1)
    work()
    withdraw(person)

    assert [client.get(door(person)).status_code, client.post(door(person)).status_code] == [
        403,
        403,
    ]


# speakers


def make_panelist(webinar: Webinar, **panelist_is: str | None) -> Speaker:
    speaker = make_speaker(webinar.event)
    values = {"email_key": "speaker@example.org", "name": speaker.name, "join_url": OWN}
    with transaction():
        db.session.get_one(Speaker, speaker.id).status = SpeakerStatus.CONFIRMED
        db.session.add(
            Panelist(
                webinar_id=webinar.id,
                speaker_id=speaker.id,
                external_id="p1",
                **(values | panelist_is),
            )
        )
    return speaker


def speakers_door(speaker: Speaker) -> str:
    return f"/speakers/join/{speakers_join_token(speaker)}"


def test_a_panelist_goes_in_by_their_own_link_once_speakers_meet(
    running: RunningClock, client: SeparateClient
) -> None:
    webinar = make_room()
    with transaction():
        db.session.get_one(Event, webinar.event_id).green_room_url = GREEN_ROOM
    speaker = make_panelist(webinar)
    early = client.post(speakers_door(speaker))
    meets_at = webinar.event.starts_at - timedelta(minutes=15)
    running.let_pass(seconds=(meets_at - NOON).total_seconds())

    page, entering = client.get(speakers_door(speaker)), client.post(speakers_door(speaker))

    assert early.location == speakers_door(speaker)
    assert entering.location == OWN
    assert form_action(dict(page.headers)) == (
        "'self' https://rooms.example.org https://panel.example.org"
    )
    assert "tk=secret" not in page.text


@pytest.mark.parametrize(
    ("panelist", "join_url"),
    [({"join_url": None}, "kept"), ({}, "https://elsewhere.example/room")],
    ids=["no link of their own", "another address in the room's place"],
)
def test_without_a_link_of_their_own_a_panelist_goes_in_as_all_speakers(
    webinar: Webinar, client: SeparateClient, panelist: dict[str, str | None], join_url: str
) -> None:
    speaker = make_panelist(webinar, **panelist)
    if join_url != "kept":
        with transaction():
            db.session.get_one(Event, webinar.event_id).join_url = join_url

    expected = webinar.join_url if join_url == "kept" else join_url
    assert client.post(speakers_door(speaker)).location == expected
