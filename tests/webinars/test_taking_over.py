"""A webinar that was made by hand: nobody is let in before it is ready, and it is one event's."""

import pytest
from sqlalchemy.exc import IntegrityError

from tests.admissions.steps import row_of
from tests.factories import make_event, make_registration
from tests.webinars.rooms import make_room
from tests.webinars.steps import (
    RunningClock,
    asked,
    change,
    open_kinds,
    providers,
    rooms,
    the_room,
    webinar_of,
    work,
)
from tests.webinars.test_acts import adopt, made_by_hand
from tests.webinars.test_lost_creations import let_go, lose, work_one
from tests.zoom.standin import ZoomStandIn
from ungis_events import admission_jobs
from ungis_events.webinars.models import WebinarStatus

pytestmark = pytest.mark.usefixtures("zoom_app")


@pytest.mark.usefixtures("running")
def test_people_wait_until_it_has_been_told_to_take_registrations(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    person = make_registration(event)
    adopt(event, made_by_hand(zoom))

    work_one()
    assert "update" in open_kinds(event)
    assert admission_jobs.work_admissions(providers()) == 0  # another worker's turn

    work()
    assert admission_jobs.work_admissions(providers()) == 1
    assert row_of(person).has_link
    assert webinar_of(event).problem is None


def test_people_do_not_wait_for_a_later_change(zoom: ZoomStandIn, running: RunningClock) -> None:
    event = make_event(join_url=None)
    adopt(event, made_by_hand(zoom))
    work()
    person = make_registration(event)
    zoom.misbehave("updateWebinar", status=429, code=429, message="daily rate limit", times=9)
    change(event, title="Another")

    assert admission_jobs.work_admissions(providers()) == 1
    assert row_of(person).has_link


@pytest.mark.usefixtures("running")
def test_of_two_events_that_take_the_same_one_over_the_first_has_it(zoom: ZoomStandIn) -> None:
    first, second = make_event(join_url=None), make_event(join_url=None)
    number = made_by_hand(zoom)
    adopt(first, number)
    adopt(second, number)

    work()

    assert (webinar_of(first).number, webinar_of(first).problem) == (number, None)
    assert (webinar_of(second).number, webinar_of(second).problem) == (None, "wrong_value")


def test_no_two_events_have_one_room() -> None:
    first, second, third = (make_event(join_url=None) for _ in range(3))
    make_room(first)
    make_room(second, status=WebinarStatus.GONE)

    with pytest.raises(IntegrityError):
        make_room(third)


def test_a_room_made_unheard_and_taken_over_by_another_event_is_not_this_ones(
    zoom: ZoomStandIn, running: RunningClock
) -> None:
    first, second = make_event(join_url=None), make_event(join_url=None)
    lose(zoom, first)
    number = the_room(zoom).number
    zoom.misbehave("updateWebinar", status=503, before=True, times=20)  # it bears the first's mark
    adopt(second, number)
    work()
    running.let_pass(seconds=2)
    work()

    assert webinar_of(second).number == number
    assert (webinar_of(first).number, webinar_of(first).problem) == (None, "wrong_value")
    let_go(first)
    work()
    assert [room.number for room in rooms(zoom)] == [number]
    assert asked(zoom)["deleteWebinar"] == 0
