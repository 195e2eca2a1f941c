"""From the desk to Zoom and back: what an organizer asks for, and what the desk then says."""

import re

import pytest
from flask.testing import FlaskClient

from tests.factories import make_event, make_registration
from tests.webinars.desk import SETTINGS, page, version_in, webinar_of, words_of
from tests.webinars.steps import providers, rooms, the_room, work
from tests.zoom.standin import ZoomStandIn
from tests.zoom.state import HOST
from ungis_events import workflows
from ungis_events.admission_jobs import work_admissions
from ungis_events.core import clock
from ungis_events.core.database import db, transaction
from ungis_events.events.queries import get_event
from ungis_events.webinars.models import WebinarStatus
from ungis_events.webinars.vocabulary import shown_number

pytestmark = pytest.mark.usefixtures("running")
OURS = SETTINGS | {"host": HOST, "alternative_hosts": ""}


def test_a_webinar_asked_for_at_the_desk_stands_at_zoom_and_on_the_page(
    desk: FlaskClient, zoom: ZoomStandIn
) -> None:
    event = make_event(join_url=None, title="AI for Good")
    make_registration(event)
    desk.post(page(event, "new/zoom"), data=OURS)

    work()
    work_admissions(providers())

    room, shown = the_room(zoom), words_of(desk, page(event))
    assert (room.topic, room.settings["practice_session"]) == ("AI for Good", True)
    assert room.fields["password"] == "Geneva27"
    assert f"Number {shown_number(room.number)}" in shown
    assert "1 / 1 have their own link" in shown
    assert "Try again" not in shown


def test_a_host_without_a_licence_is_said_and_another_one_helps(
    desk: FlaskClient, zoom: ZoomStandIn
) -> None:
    zoom.hosts[HOST].has_webinar_plan = False
    event = make_event(join_url=None)
    desk.post(page(event, "new/zoom"), data=OURS)
    work()
    refused = words_of(desk, page(event))

    zoom.hosts[HOST].has_webinar_plan = True
    desk.post(page(event, "try-again"))
    work()

    assert f"Zoom says that {HOST} has no webinar licence." in refused
    assert "Try again" in refused
    assert "no webinar licence" not in words_of(desk, page(event))
    assert webinar_of(event).status is WebinarStatus.SCHEDULED


def test_settings_changed_at_the_desk_change_there(desk: FlaskClient, zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    desk.post(page(event, "new/zoom"), data=OURS)
    work()
    version = version_in(desk.get(page(event, "edit")).text)

    changed = {name: OURS[name] for name in OURS if name != "practice_session"}
    desk.post(page(event, "edit"), data=changed | {"version": version, "passcode": "Other-1"})
    work()

    room = the_room(zoom)
    assert (room.fields["password"], room.settings["practice_session"]) == ("Other-1", False)


def test_one_made_by_hand_is_taken_over_and_takes_the_events_title(
    desk: FlaskClient, zoom: ZoomStandIn
) -> None:
    first = make_event(join_url=None, title="Before")
    desk.post(page(first, "new/zoom"), data=OURS)
    work()
    number = the_room(zoom).number
    desk.post(page(first, "let-go"))
    event = make_event(join_url=None, title="AI for Good")

    desk.post(page(event, "adopt/zoom"), data={"number": shown_number(number)})
    work()

    shown = words_of(desk, page(event))
    assert the_room(zoom).topic == "AI for Good"
    assert f"Number {shown_number(number)} taken over" in shown


def test_a_number_that_zoom_does_not_know_is_said(desk: FlaskClient, zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    desk.post(page(event, "adopt/zoom"), data={"number": "81111111111"})

    work()

    assert "Zoom has no such webinar any more" in words_of(desk, page(event))


def test_one_deleted_at_the_desk_is_gone_there_and_the_ways_are_open(
    desk: FlaskClient, zoom: ZoomStandIn
) -> None:
    event = make_event(join_url=None)
    desk.post(page(event, "new/zoom"), data=OURS)
    work()

    desk.post(page(event, "delete"))
    work()

    db.session.expire_all()
    headings = re.findall(r"<h3[^>]*>([^<]*)</h3>", desk.get(page(event)).text)
    assert rooms(zoom) == []
    assert headings[0] == "Make a webinar at Zoom"
    assert get_event(event.slug).join_url is None


def test_a_wrong_number_is_asked_for_again_by_new_settings_and_never_made_anew(
    desk: FlaskClient, zoom: ZoomStandIn
) -> None:
    event = make_event(join_url=None)
    desk.post(page(event, "adopt/zoom"), data={"number": "99999999999"})
    work()
    version = version_in(desk.get(page(event, "edit")).text)

    desk.post(page(event, "edit"), data=OURS | {"version": version})
    work()

    assert [room for room in zoom.webinars.values() if not room.deleted] == []
    assert webinar_of(event).problem == "not_found"


def test_what_follows_for_the_webinar_is_said_when_an_event_is_cancelled_and_comes_back(
    desk: FlaskClient,
) -> None:
    event = make_event(join_url=None, title="AI for Good")
    desk.post(page(event, "new/zoom"), data=OURS)
    work()
    with transaction():
        workflows.cancel_event(get_event(event.slug), actor="Desk", now=clock.now())
    work()

    assert "There is no webinar yet" not in words_of(desk, f"/manage/events/{event.slug}/")
    assert "publishing it again makes a new one" in words_of(desk, page(event))
    review = words_of(desk, f"/manage/events/{event.slug}/revive")
    assert "A new webinar is made at Zoom" in review


def test_who_waits_for_a_larger_licence_is_not_said_to_be_about_to_get_in(
    desk: FlaskClient, zoom: ZoomStandIn
) -> None:
    zoom.set_capacity(1)
    event = make_event(join_url=None)
    for _ in range(3):
        make_registration(event)
    desk.post(page(event, "new/zoom"), data=OURS)

    for _ in range(4):
        work()
        work_admissions(providers())

    assert "2 wait until that is settled" in words_of(desk, page(event))
