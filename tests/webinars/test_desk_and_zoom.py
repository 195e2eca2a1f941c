"""From the desk to Zoom and back: what an organizer asks for, and what the desk then says."""

import re

import pytest
from flask.testing import FlaskClient

from tests.factories import make_event, make_registration
from tests.webinars.desk import SETTINGS, page, version_in, webinar_of, words_of
from tests.webinars.steps import providers, rooms, the_room, work
from tests.zoom.standin import ZoomStandIn
from tests.zoom.state import HOST
from ungis_events.admission_jobs import work_admissions
from ungis_events.core.database import db
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
