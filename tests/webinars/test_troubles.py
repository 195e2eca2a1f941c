"""What goes wrong between us and Zoom, and how it ends: rightly, or with a sentence."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import NOON, make_event
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
from ungis_events import webinar_jobs
from ungis_events.core import clock
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.webinars import service
from ungis_events.webinars.details import WebinarDetails
from ungis_events.webinars.models import CallKind, ProviderPace, WebinarCall, WebinarStatus

pytestmark = pytest.mark.usefixtures("zoom_app")


def the_call(event: Event, kind: CallKind) -> WebinarCall:
    return next(call for call in calls_of(event) if call.kind is kind)


def try_again(event: Event) -> None:
    with transaction():
        service.try_again(webinar_of(event), actor="Desk", now=clock.now())


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ({"status": 503}, "unreachable"),
        ({"status": 500, "before": True}, "unreachable"),
        ({"status": 429, "code": 429, "message": "maximum per-second rate limit"}, "too_fast"),
        ({"lose_answer": True}, "unreachable"),
        ({"lose_answer": True, "before": True}, "unreachable"),
        ({"cut_answer": True}, "unreachable"),
    ],
)
def test_what_may_pass_is_tried_again_until_there_is_one_room(
    zoom: ZoomStandIn, running: RunningClock, fault: dict[str, object], problem: str
) -> None:
    event = make_event(join_url=None)
    zoom.misbehave("createWebinar", **fault)  # type: ignore[arg-type] # of many kinds

    want(event)
    before = clock.now()
    assert webinar_jobs.work_calls(providers()) == 1

    call = the_call(event, CallKind.CREATE)
    assert (call.problem, webinar_of(event).problem) == (problem, None)
    assert call.due_at is not None
    assert before + timedelta(seconds=1) <= call.due_at <= clock.now() + timedelta(seconds=4 / 3)
    running.let_pass(seconds=2)
    work()
    assert webinar_of(event).number == the_room(zoom).number
    assert open_kinds(event) == []


def test_a_lost_answer_is_looked_for_where_it_was_asked(
    zoom: ZoomStandIn, running: RunningClock
) -> None:
    zoom.add_host("second@example.org")
    event = make_event(join_url=None)
    zoom.misbehave("createWebinar", lose_answer=True)
    want(event)
    work()

    with transaction():
        details = WebinarDetails(host="second@example.org")
        service.change_webinar(webinar_of(event), details, actor="Desk", now=clock.now())
    running.let_pass(seconds=2)
    work()

    assert len(rooms(zoom)) == 1
    assert asked(zoom)["createWebinar"] == 1


@pytest.mark.usefixtures("running")
def test_a_token_that_was_taken_back_is_fetched_anew(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    want_room(event)
    zoom.expire_tokens()

    change(event, title="Another")
    work()

    assert the_room(zoom).topic == "Another"
    assert asked(zoom)["createToken"] == 2


@pytest.mark.usefixtures("running")
def test_without_a_licence_an_organizer_is_told_and_may_try_again(zoom: ZoomStandIn) -> None:
    zoom.without_webinar_plan()
    event = make_event(join_url=None)

    want_room(event)

    webinar = webinar_of(event)
    assert (webinar.status, webinar.problem) == (WebinarStatus.WANTED, "no_plan")
    assert open_kinds(event) == []
    zoom.with_webinar_plan()
    try_again(event)
    work()
    webinar = webinar_of(event)
    assert (webinar.number, webinar.problem) == (the_room(zoom).number, None)


@pytest.mark.usefixtures("running")
def test_another_host_is_another_try(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    want_room(event, host="nobody@example.org")
    assert webinar_of(event).problem == "host_unknown"

    with transaction():
        service.change_webinar(webinar_of(event), WebinarDetails(), actor="Desk", now=clock.now())
    work()

    assert (webinar_of(event).number, webinar_of(event).problem) == (the_room(zoom).number, None)


def test_what_the_day_allows_no_more_waits_for_midnight_utc(
    zoom: ZoomStandIn, running: RunningClock
) -> None:
    event = make_event(join_url=None)
    message = "You have exceeded the daily rate limit (100) of Webinar Create/Update API requests"
    zoom.misbehave("createWebinar", status=429, code=429, message=message)

    want_room(event)

    due_at = the_call(event, CallKind.CREATE).due_at
    midnight = NOON.replace(hour=0) + timedelta(days=1)
    assert due_at is not None
    assert midnight <= due_at <= midnight + timedelta(minutes=2)
    running.let_pass(hours=12, minutes=3)
    work()
    assert webinar_of(event).number == the_room(zoom).number


def test_our_own_count_of_the_day_asks_for_no_refusal(
    zoom: ZoomStandIn, running: RunningClock
) -> None:
    event = make_event(join_url=None)
    want_room(event)
    with transaction():
        for pace in db.session.scalars(select(ProviderPace)):
            pace.used = 100

    change(event, title="Another")
    work()

    call = the_call(event, CallKind.UPDATE)
    assert (asked(zoom)["updateWebinar"], call.problem, call.attempts) == (0, "daily_limit", 0)
    running.let_pass(hours=12, minutes=3)
    work()
    assert the_room(zoom).topic == "Another"


@pytest.mark.usefixtures("running")
def test_a_room_deleted_there_is_gone_here_with_a_sentence(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    zoom.host_deletes(str(want_room(event).number))

    change(event, title="Another")
    work()

    webinar = webinar_of(event)
    assert (webinar.status, webinar.problem) == (WebinarStatus.GONE, "deleted_there")
    assert join_url_of(event) is None
    want_room(event)
    assert webinar_of(event).number == the_room(zoom).number


@pytest.mark.usefixtures("running")
def test_what_zoom_never_heard_of_is_told_once_more(zoom: ZoomStandIn) -> None:
    """The change was lost on the way; then it was taken back here."""
    event = make_event(join_url=None, title="As it was")
    want_room(event)
    zoom.misbehave("updateWebinar", lose_answer=True)
    change(event, title="Another")
    work()
    assert the_room(zoom).topic == "Another"

    change(event, title="As it was")
    try_again(event)
    work()

    assert the_room(zoom).topic == "As it was"


@pytest.mark.usefixtures("running")
def test_a_room_that_is_gone_already_counts_as_deleted(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None)
    webinar = want_room(event)
    zoom.host_deletes(str(webinar.number))

    with transaction():
        service.delete_webinar(webinar_of(event), actor="Desk", now=clock.now())
    work()

    webinar = webinar_of(event)
    assert (webinar.status, webinar.problem) == (WebinarStatus.GONE, None)


@pytest.mark.usefixtures("running")
def test_what_somebody_changed_there_is_put_right_on_demand(zoom: ZoomStandIn) -> None:
    event = make_event(join_url=None, title="The event's title")
    zoom.host_renames(str(want_room(event).number), "Another title")
    webinar = webinar_of(event)
    with transaction():
        db.session.merge(webinar, load=True).sent = None  # as webhooks do that tell of it

    try_again(event)
    work()

    assert the_room(zoom).topic == "The event's title"
