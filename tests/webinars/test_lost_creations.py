"""A room was made, and nobody heard: whatever is decided then, none is left over at Zoom."""

from collections.abc import Callable

import pytest

from tests.factories import make_event
from tests.webinars.steps import (
    RunningClock,
    asked,
    cancel,
    change,
    open_kinds,
    providers,
    publish,
    rooms,
    the_room,
    want,
    webinar_of,
    work,
)
from tests.webinars.test_acts import adopt, made_by_hand
from tests.zoom.standin import ZoomStandIn
from ungis_events import webinar_jobs
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.events.models import Event
from ungis_events.webinars import service
from ungis_events.webinars.details import WebinarDetails
from ungis_events.webinars.models import WebinarStatus

pytestmark = pytest.mark.usefixtures("zoom_app")


def lose(zoom: ZoomStandIn, event: Event) -> None:
    """It is made; the answer is lost, and the worker is to look for it in a second."""
    zoom.misbehave("createWebinar", lose_answer=True)
    want(event)
    assert webinar_jobs.work_calls(providers()) == 1
    assert len(rooms(zoom)) == 1


def refuse_search(zoom: ZoomStandIn, running: RunningClock) -> None:
    """The worker gives up: an organizer is told what to do."""
    zoom.misbehave("listWebinars", status=400, code=200, message="No permission")
    running.let_pass(seconds=2)
    work()


def work_until_idle(running: RunningClock) -> None:
    work()
    running.let_pass(seconds=5)
    work()


def work_one() -> None:
    """What another worker would go on with."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(webinar_jobs, "AT_MOST", 1)
        assert webinar_jobs.work_calls(providers()) == 1


def let_go(event: Event) -> None:
    with transaction():
        service.let_go(webinar_of(event), actor="Desk", now=clock.now())


def set_up_otherwise(event: Event) -> None:
    with transaction():
        details = WebinarDetails(practice_session=False)
        service.change_webinar(webinar_of(event), details, actor="Desk", now=clock.now())


def delete(event: Event) -> None:
    with transaction():
        service.delete_webinar(webinar_of(event), actor="Desk", now=clock.now())


def try_again(event: Event) -> None:
    with transaction():
        service.try_again(webinar_of(event), actor="Desk", now=clock.now())


ACTS: dict[str, tuple[tuple[Callable[[Event], object], ...], int]] = {
    "nothing": ((), 1),
    "let go": ((let_go,), 0),
    "let go, want another": ((let_go, want), 1),
    "let go, want another, delete": ((let_go, want, delete), 0),
    "change": ((lambda event: change(event, title="Another"),), 1),
    "set up otherwise": ((set_up_otherwise,), 1),
    "cancel": ((cancel,), 0),
    "cancel, publish": ((cancel, publish), 1),
    "cancel, publish, cancel": ((cancel, publish, cancel), 0),
    "let go, want another, cancel": ((let_go, want, cancel), 0),
    "let go, want another, cancel, publish": ((let_go, want, cancel, publish), 1),
    "delete": ((delete,), 0),
    "try again": ((try_again,), 1),
    "set up otherwise, cancel": ((set_up_otherwise, cancel), 0),
}
"""What is done, and how many rooms are wanted then."""


@pytest.mark.parametrize("is_given_up", [False, True])
@pytest.mark.parametrize("is_worked_between", [False, True])
@pytest.mark.parametrize(("acts", "wanted"), ACTS.values(), ids=ACTS)
def test_whatever_is_done_there_are_as_many_rooms_as_are_wanted(
    zoom: ZoomStandIn,
    running: RunningClock,
    acts: tuple[Callable[[Event], object], ...],
    wanted: int,
    is_given_up: bool,
    is_worked_between: bool,
) -> None:
    event = make_event(join_url=None)
    lose(zoom, event)
    if is_given_up:
        refuse_search(zoom, running)
        assert webinar_of(event).problem == "no_plan"

    for number, act in enumerate(acts):
        if number and is_worked_between:
            work_until_idle(running)
        act(event)
    work_until_idle(running)
    if webinar_of(event).problem:  # nobody has said that it may be looked for by now
        try_again(event)
        work_until_idle(running)

    webinar = webinar_of(event)
    assert len(rooms(zoom)) == wanted
    assert [webinar.number] * wanted == [room.number for room in rooms(zoom)]
    assert webinar.status is (WebinarStatus.SCHEDULED if wanted else WebinarStatus.GONE)
    assert (open_kinds(event), webinar.problem) == ([], None)


@pytest.mark.parametrize("last", [cancel, let_go, delete])
def test_a_room_that_cannot_be_looked_for_is_so_when_somebody_has_put_that_right(
    zoom: ZoomStandIn, running: RunningClock, last: Callable[[Event], None]
) -> None:
    event = make_event(join_url=None)
    lose(zoom, event)
    refuse_search(zoom, running)
    last(event)
    refuse_search(zoom, running)
    assert (len(rooms(zoom)), webinar_of(event).problem) == (1, "no_plan")

    try_again(event)
    work_until_idle(running)

    assert (rooms(zoom), open_kinds(event), webinar_of(event).problem) == ([], [], None)


def test_an_event_with_another_room_still_has_the_lost_one_deleted(
    zoom: ZoomStandIn, running: RunningClock
) -> None:
    event = make_event(join_url=None)
    lose(zoom, event)
    (lost,) = rooms(zoom)
    let_go(event)
    refuse_search(zoom, running)
    by_hand = made_by_hand(zoom)

    adopt(event, by_hand)
    work_until_idle(running)

    assert lost.deleted
    assert webinar_of(event).number == the_room(zoom).number == by_hand


def test_a_lost_room_that_is_another_events_by_now_stays(
    zoom: ZoomStandIn, running: RunningClock
) -> None:
    first, second = make_event(join_url=None), make_event(join_url=None)
    lose(zoom, first)
    number = the_room(zoom).number
    let_go(first)
    zoom.misbehave("listWebinars", status=503, before=True)
    zoom.misbehave("updateWebinar", status=503, before=True, times=20)  # it bears the old mark yet
    adopt(second, number)
    work()
    assert open_kinds(first) == ["delete"]

    work_until_idle(running)

    assert open_kinds(first) == []
    assert webinar_of(second).number == the_room(zoom).number == number


def test_an_event_called_back_before_its_room_was_made_gets_one(
    zoom: ZoomStandIn, running: RunningClock
) -> None:
    event = make_event(join_url=None)
    want(event)
    cancel(event)
    work_one()
    assert asked(zoom)["createWebinar"] == 0

    publish(event)
    work()

    assert webinar_of(event).number == the_room(zoom).number
    assert open_kinds(event) == []
