"""A room's life, from the desk to Zoom and back, through real HTTP."""

from datetime import datetime

import pytest

from tests.factories import make_event
from tests.webinars.steps import (
    RunningClock,
    asked,
    calls_of,
    cancel,
    change,
    join_url_of,
    open_kinds,
    publish,
    rooms,
    the_room,
    want,
    want_room,
    webinar_of,
    work,
)
from tests.zoom.standin import ZoomStandIn
from ungis_events.events.models import EventFormat
from ungis_events.webinars.models import WebinarStatus

pytestmark = pytest.mark.usefixtures("running", "zoom_app")


def test_a_webinar_is_made_once_the_worker_has_asked(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None, title="AI for Good", description="About **trust**.")

    webinar = want(event)
    assert (webinar.status, rooms(zoom)) == (WebinarStatus.WANTED, [])
    work()

    webinar, room = webinar_of(event), the_room(zoom)
    assert (webinar.status, webinar.number) == (WebinarStatus.SCHEDULED, room.number)
    assert (room.topic, room.fields["start_time"], room.fields["timezone"]) == (
        "AI for Good",
        "2027-01-31T13:30:00Z",
        "America/New_York",
    )
    assert join_url_of(event) == webinar.join_url == room.join_url
    assert open_kinds(event) == []


def test_a_room_follows_its_event_to_another_time_and_zone(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    want_room(event)

    change(
        event, zone="Europe/Zurich", starts=datetime(2027, 6, 1, 15), ends=datetime(2027, 6, 1, 17)
    )
    work()

    room = the_room(zoom)
    assert [room.fields[name] for name in ("start_time", "timezone", "duration")] == [
        "2027-06-01T13:00:00Z",
        "Europe/Zurich",
        120,
    ]


def test_two_changes_are_told_at_once(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    want_room(event)

    change(event, title="First")
    change(event, title="Second")
    work()

    assert the_room(zoom).topic == "Second"
    assert asked(zoom)["updateWebinar"] == 1


def test_what_zoom_knows_already_is_not_told_again(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None, title="As it was")
    want_room(event)

    change(event, access="Captions in English.")
    change(event, title="Another")
    change(event, title="As it was")
    work()

    assert asked(zoom)["updateWebinar"] == 0


def test_a_cancelled_event_takes_its_room_along(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    want_room(event)

    cancel(event)
    work()

    assert rooms(zoom) == []
    assert (webinar_of(event).status, join_url_of(event)) == (WebinarStatus.GONE, None)


def test_an_event_that_takes_place_after_all_gets_one_new_room(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    before = want_room(event).number
    cancel(event)
    work()

    publish(event)
    work()

    room = the_room(zoom)
    assert room.number != before
    assert (webinar_of(event).number, join_url_of(event)) == (room.number, room.join_url)


def test_an_event_cancelled_and_called_back_at_once_keeps_its_room(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    before = want_room(event).number

    cancel(event)
    publish(event)
    work()

    assert the_room(zoom).number == before
    assert asked(zoom)["deleteWebinar"] == 0


def test_an_event_in_a_room_only_keeps_no_webinar_and_gets_one_back_online(
    zoom: ZoomStandIn,
) -> None:
    event = make_event(join_url=None)
    want_room(event)

    change(event, format=EventFormat.IN_PERSON, venue="Room XX")
    work()
    assert (rooms(zoom), join_url_of(event)) == ([], None)
    change(event, format=EventFormat.HYBRID)
    work()

    assert webinar_of(event).number == the_room(zoom).number


def test_calls_for_one_room_leave_in_their_order(zoom: ZoomStandIn, running: RunningClock) -> None:
    event = make_event(join_url=None)
    zoom.misbehave("createWebinar", status=503, retry_after=60)
    want_room(event)
    change(event, title="Moved on")
    cancel(event)

    assert [call.kind.value for call in calls_of(event)] == ["create", "delete"]
    work()
    assert asked(zoom) == {"createToken": 1, "createWebinar": 1}
    running.let_pass(seconds=61)
    work()

    assert rooms(zoom) == []
    assert webinar_of(event).status is WebinarStatus.GONE
