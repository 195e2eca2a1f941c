"""What an organizer can have done with a room, and what the provider tells of it."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from tests.factories import make_event, make_past_event
from tests.webinars.steps import (
    RunningClock,
    asked,
    calls_of,
    change,
    join_url_of,
    open_kinds,
    providers,
    rooms,
    the_room,
    want,
    want_room,
    webinar_of,
    work,
)
from tests.zoom.standin import ZoomStandIn
from ungis_events.adapters.webinar import Interpreter, Recording, RoomWanted
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.errors import InvalidInput
from ungis_events.events.models import Event, EventFormat, EventStatus
from ungis_events.events.queries import get_event
from ungis_events.webinars import service
from ungis_events.webinars.details import WebinarDetails
from ungis_events.webinars.errors import WebinarNotPossible
from ungis_events.webinars.models import CallKind, WebinarStatus

pytestmark = pytest.mark.usefixtures("zoom_app")
START = datetime.fromisoformat("2027-01-31T13:30:00+00:00")


def adopt(event: Event, number: str) -> None:
    with transaction():
        service.adopt_webinar(
            get_event(event.slug), number, provider=providers()["zoom"], actor="Desk",
            now=clock.now(),
        )  # fmt: skip


SET_BY_HAND = WebinarDetails(
    host="host@example.org",
    passcode="by-hand",
    practice_session=False,
    anonymous_questions=True,
    recording=Recording.CLOUD,
    interpreters=(Interpreter("ines@example.org", ("en", "fr")),),
)


def made_by_hand(zoom: ZoomStandIn) -> str:
    wanted = RoomWanted(
        reference="by-hand", topic="By hand", agenda="", starts=datetime(2027, 1, 31, 8, 30),
        zone="America/New_York", minutes=60, **vars(SET_BY_HAND),
    )  # fmt: skip
    return providers()["zoom"].create_room(wanted).number


def told(event: Event, act: str, at: datetime) -> bool:
    with transaction():
        return service.note_state(webinar_of(event), act, at=at, now=clock.now())


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: make_event(status=EventStatus.CANCELLED), "The event is cancelled."),
        (make_past_event, "The event is over."),
        (
            lambda: make_event(format=EventFormat.IN_PERSON, venue="Room XX"),
            "The event takes place in a room only.",
        ),
    ],
)
def test_an_event_that_needs_no_room_gets_none(make: object, sentence: str) -> None:
    event = make()  # type: ignore[operator] # one of the three above
    with pytest.raises(WebinarNotPossible) as refused:
        want(event)

    assert str(refused.value.message) == sentence


@pytest.mark.usefixtures("running")
def test_an_event_has_one_room(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    want(event)

    with pytest.raises(WebinarNotPossible):
        want(event)
    work()
    with pytest.raises(WebinarNotPossible):
        adopt(event, "857 4606 5123")

    assert len(rooms(zoom)) == 1


@pytest.mark.usefixtures("running")
def test_a_draft_may_have_a_room(zoom: ZoomStandIn) -> None:
    event = make_event(status=EventStatus.DRAFT, join_url=None)

    want_room(event)

    assert webinar_of(event).number == the_room(zoom).number


@pytest.mark.usefixtures("running")
def test_a_webinar_made_by_hand_is_taken_over_and_takes_the_events_times(zoom: ZoomStandIn) -> None:
    number = made_by_hand(zoom)
    event = make_event(join_url=None, title="The event's own title")

    adopt(event, f"{number[:3]} {number[3:7]} {number[7:]}")
    work()

    webinar, room = webinar_of(event), the_room(zoom)
    assert (webinar.status, webinar.number) == (WebinarStatus.SCHEDULED, number)
    assert WebinarDetails.of(webinar) == SET_BY_HAND
    assert room.settings["auto_recording"] == "cloud"
    assert (webinar.is_adopted, webinar.passcode) == (True, "by-hand")
    assert (room.topic, room.fields["duration"]) == ("The event's own title", 75)
    assert join_url_of(event) == room.join_url


@pytest.mark.usefixtures("running")
def test_a_number_that_is_none_or_another_events_is_refused(zoom: ZoomStandIn) -> None:
    first, second = make_event(join_url=None, title="The first"), make_event(join_url=None)
    number = str(want_room(first).number)

    for given in ("12345", "https://zoom.us/my/room", number, f"https://zoom.us/w/{number}?pwd=x"):
        with pytest.raises(InvalidInput) as wrong:
            adopt(second, given)
        assert list(wrong.value.fields) == ["number"]

    adopt(second, "99999999999")
    work()
    assert (webinar_of(second).problem, webinar_of(second).number) == ("not_found", None)
    want_room(second)
    assert webinar_of(second).status is WebinarStatus.SCHEDULED


@pytest.mark.usefixtures("running")
def test_other_settings_are_told(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    want_room(event)

    with transaction():
        details = WebinarDetails(passcode="another-1", practice_session=False)
        service.change_webinar(webinar_of(event), details, actor="Desk", now=clock.now())
    work()

    room = the_room(zoom)
    assert (room.fields["password"], room.settings["practice_session"]) == ("another-1", False)


@pytest.mark.usefixtures("running")
def test_a_room_let_go_stays_at_zoom(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    want_room(event)

    with transaction():
        service.let_go(webinar_of(event), actor="Desk", now=clock.now())
    change(event, title="Another")
    work()

    webinar = webinar_of(event)
    assert (webinar.status, webinar.number, join_url_of(event)) == (WebinarStatus.GONE, None, None)
    assert len(rooms(zoom)) == 1
    assert asked(zoom)["updateWebinar"] == 0
    assert calls_of(event)[-1].kind is not CallKind.DELETE


@pytest.mark.usefixtures("running")
def test_a_room_an_organizer_deleted_stays_deleted(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    want_room(event)

    with transaction():
        service.delete_webinar(webinar_of(event), actor="Desk", now=clock.now())
    work()
    change(event, title="Another")
    work()

    assert (rooms(zoom), open_kinds(event)) == ([], [])
    assert webinar_of(event).status is WebinarStatus.GONE


@pytest.mark.usefixtures("running")
def test_a_link_the_organizers_gave_instead_is_not_taken_away(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    want_room(event)
    change(event, join_url="https://elsewhere.example/room")

    with transaction():
        service.delete_webinar(webinar_of(event), actor="Desk", now=clock.now())
    work()

    assert join_url_of(event) == "https://elsewhere.example/room"


@pytest.mark.usefixtures("running")
def test_the_last_word_of_zoom_counts_in_whatever_order_it_comes() -> None:
    event = make_event(join_url=None)
    want_room(event)

    assert told(event, "end", START + timedelta(minutes=80))
    assert not told(event, "start", START)
    assert not told(event, "practice", START - timedelta(minutes=20))
    assert webinar_of(event).status is WebinarStatus.ENDED
    assert told(event, "start", START + timedelta(minutes=81))
    assert webinar_of(event).status is WebinarStatus.LIVE


@pytest.mark.usefixtures("running")
def test_a_rehearsal_before_the_day_is_not_the_event() -> None:
    event = make_event(join_url=None)
    want_room(event)
    day_before = START - timedelta(days=1)

    assert told(event, "practice", day_before)
    assert webinar_of(event).status is WebinarStatus.PRACTICE
    assert told(event, "end", day_before + timedelta(hours=1))

    assert webinar_of(event).status is WebinarStatus.SCHEDULED


@pytest.mark.usefixtures("running")
def test_going_on_air_ends_the_practice_and_not_the_event() -> None:
    event = make_event(join_url=None)
    want_room(event)
    told(event, "practice", START - timedelta(minutes=20))

    assert told(event, "start", START)
    assert not told(event, "end", START)

    assert webinar_of(event).status is WebinarStatus.LIVE


def test_who_was_there_is_asked_for_after_the_end_until_it_is_told(
    zoom: ZoomStandIn, running: RunningClock
) -> None:
    event = make_event(
        join_url=None, starts=datetime(2026, 11, 22, 8), ends=datetime(2026, 11, 22, 9)
    )
    number = str(want_room(event).number)
    running.let_pass(hours=1)
    zoom.host_starts(number)
    zoom.joins(number, name="Amina", email="amina@example.org")
    running.let_pass(minutes=50)
    work()
    assert asked(zoom)["reportParticipants"] == 0
    zoom.host_ends(number)
    told(event, "end", clock.now())

    running.let_pass(minutes=16)
    work()

    assert asked(zoom)["reportParticipants"] == 1
    assert [call.done_at is not None for call in calls_of(event)] == [True] * len(calls_of(event))


def test_nothing_follows_an_event_that_is_over(zoom: ZoomStandIn, running: RunningClock) -> None:
    event = make_event(
        join_url=None, starts=datetime(2026, 11, 22, 8), ends=datetime(2026, 11, 22, 9)
    )
    want_room(event)
    running.let_pass(hours=3)

    change(event, title="For the record")
    work()

    assert asked(zoom)["updateWebinar"] == 0


@pytest.mark.usefixtures("running")
def test_the_command_line_asks_as_the_desk_does(app: Flask, zoom: ZoomStandIn) -> None:
    event, other = make_event(join_url=None), make_event(join_url=None)
    number = made_by_hand(zoom)
    run = app.test_cli_runner().invoke

    made = run(args=["webinars", "create", event.slug])
    taken = run(args=["webinars", "adopt", other.slug, number])
    again = run(args=["webinars", "create", event.slug])
    none = run(args=["webinars", "create", "no-such-event"])
    work()

    assert made.output == f"{event.slug}: a webinar is asked for; the worker makes it\n"
    assert (
        taken.output == f"{other.slug}: webinar {number} is asked for; the worker takes it over\n"
    )
    assert (again.exit_code, again.output) == (1, "Error: The event has a webinar already.\n")
    assert (none.exit_code, none.output) == (1, "Error: We could not find that event.\n")
    assert {webinar_of(event).number, webinar_of(other).number} == {
        each.number for each in rooms(zoom)
    }


def test_without_a_provider_the_command_line_says_what_to_give(app: Flask) -> None:
    event = make_event(join_url=None)
    app.extensions["webinar_providers"] = {
        name: each for name, each in providers().items() if not each.is_remote
    }

    result = app.test_cli_runner().invoke(args=["webinars", "create", event.slug])

    assert result.exit_code == 1
    assert result.output == "Error: no provider of webinars is set up: give ZOOM_ACCOUNT_ID\n"
