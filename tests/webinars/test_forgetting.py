"""People whose data are to go at Zoom: each a call, in nobody's way, and none forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, text

from tests.admissions.steps import work as let_in
from tests.factories import make_event, make_registration
from tests.webinars.steps import (
    RunningClock,
    asked,
    calls_of,
    change,
    providers,
    rooms,
    want,
    want_room,
    webinar_of,
    work,
)
from tests.webinars.test_panel import confirmed
from tests.zoom.standin import ZoomStandIn
from ungis_events import webinar_jobs
from ungis_events.admissions import service as admissions
from ungis_events.core import clock
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.privacy import erasing
from ungis_events.speakers.models import Speaker
from ungis_events.speakers.service import remove_speaker
from ungis_events.webinars import calls, service
from ungis_events.webinars.models import CallKind, Panelist, Webinar, WebinarCall

pytestmark = pytest.mark.usefixtures("zoom_app")

NO_SCOPE = {"status": 400, "code": 4711, "message": "does not contain scopes:[webinar:delete:x]"}


@pytest.fixture
def event(running: RunningClock) -> Event:
    event = make_event(join_url=None)
    want_room(event)
    return event


def forget(event: Event, *external_ids: str) -> None:
    webinar = webinar_of(event)
    row = {
        "webinar_id": webinar.id, "kind": CallKind.FORGET, "number": webinar.number,
        "actor": "privacy", "queued_at": clock.now(), "due_at": clock.now(), "attempts": 0,
    }  # fmt: skip
    with transaction():
        db.session.execute(
            insert(WebinarCall), [row | {"external_id": each} for each in external_ids]
        )


def forgetting(event: Event) -> list[str]:
    """What became of each."""
    return [
        "done" if call.done_at else "open" if call.due_at else "given up"
        for call in calls_of(event)
        if call.kind is CallKind.FORGET
    ]


def let_go(event: Event) -> None:
    with transaction():
        service.let_go(webinar_of(event), actor="Desk", now=clock.now())


def try_again(event: Event) -> None:
    with transaction():
        service.try_again(webinar_of(event), actor="Desk", now=clock.now())


def forgotten_there(zoom: ZoomStandIn) -> list[str]:
    return [path.rsplit("/", 1)[1] for method, path, _ in zoom.requests if method == "DELETE"]


def test_one_who_is_forgotten_says_nothing_of_another(zoom: ZoomStandIn, event: Event) -> None:
    zoom.misbehave("deleteRegistrant", status=400, code=4242, message="We do not like it.")
    forget(event, "first")
    work()
    forget(event, "second")

    work()

    assert forgetting(event) == ["given up", "done"]


def test_trying_again_asks_for_everybody(zoom: ZoomStandIn, event: Event) -> None:
    zoom.misbehave("deleteRegistrant", **NO_SCOPE)
    forget(event, "a", "b", "c")
    work()
    before = forgetting(event)

    try_again(event)
    work()

    assert (before, forgetting(event)) == (["given up"] * 3, ["done"] * 3)


def test_a_missing_scope_is_met_once_and_said_once(zoom: ZoomStandIn, event: Event) -> None:
    zoom.misbehave("deleteRegistrant", **NO_SCOPE, times=99)
    forget(event, *(f"person-{number}" for number in range(10)))
    tokens = asked(zoom)["createToken"]

    work()

    assert forgetting(event) == ["given up"] * 10
    assert webinar_of(event).problem == "scope_missing"
    assert asked(zoom)["deleteRegistrant"] == 1
    assert asked(zoom)["createToken"] == tokens


def test_the_problem_of_those_given_up_stays_said(zoom: ZoomStandIn, event: Event) -> None:
    zoom.misbehave("deleteRegistrant", **NO_SCOPE)
    forget(event, "a")
    work()

    change(event, title="Another title")
    work()

    assert webinar_of(event).problem == "scope_missing"


def test_rooms_do_not_wait_for_an_event_that_is_forgotten(zoom: ZoomStandIn, event: Event) -> None:
    forget(event, *(f"person-{number}" for number in range(60)))
    other = make_event(join_url=None, slug="other")
    want(other)

    webinar_jobs.work_calls(providers())

    assert webinar_of(other).number is not None


def test_one_who_waits_does_not_hold_up_the_others(zoom: ZoomStandIn, event: Event) -> None:
    zoom.misbehave("deleteRegistrant", status=500)
    forget(event, "a", "b", "c")

    webinar_jobs.work_calls(providers())

    assert forgetting(event) == ["open", "done", "done"]


def test_what_is_asked_of_the_room_goes_first(zoom: ZoomStandIn, event: Event) -> None:
    zoom.misbehave("updateWebinar", status=503, times=5)
    change(event, title="Another title")
    forget(event, "a")

    webinar_jobs.work_calls(providers())

    assert (forgetting(event), forgotten_there(zoom)) == (["open"], [])


def test_letting_the_room_go_forgets_nobody_who_is_to_be_forgotten(
    zoom: ZoomStandIn, event: Event
) -> None:
    zoom.misbehave("deleteRegistrant", status=400, code=4242, message="We do not like it.")
    forget(event, "given-up")
    work()
    forget(event, "waiting")

    let_go(event)
    work()
    want(event)
    try_again(event)
    work()

    assert forgotten_there(zoom) == ["given-up", "waiting", "given-up"]
    assert forgetting(event) == ["done", "done"]


@pytest.mark.parametrize("then", ["nothing", "another room is wanted"])
def test_people_in_a_room_that_was_let_go_can_be_forgotten(
    zoom: ZoomStandIn, event: Event, then: str
) -> None:
    person = make_registration(event)
    let_in()
    number = str(webinar_of(event).number)
    let_go(event)
    if then != "nothing":
        want(event)

    with transaction():
        admissions.forget([person.id], now=clock.now())
    work()

    assert zoom.webinars[number].registrants == {}
    assert webinar_of(event).number != number


def test_a_later_room_is_not_asked_for_people_of_an_earlier_one(
    zoom: ZoomStandIn, event: Event
) -> None:
    first = str(webinar_of(event).number)
    let_go(event)
    forget_calls = [("a", first), ("b", None)]
    want_room(event)
    for external_id, number in forget_calls:
        forget(event, external_id)
        with transaction():
            call = db.session.scalars(
                select(WebinarCall).order_by(WebinarCall.id.desc()).limit(1)
            ).one()
            call.number = number

    work()

    paths = [path for method, path, _ in zoom.requests if method == "DELETE"]
    assert [path.split("/")[-3:] for path in paths] == [[first, "registrants", "a"]]
    assert forgetting(event) == ["done", "done"]


@pytest.mark.parametrize("is_let_go", [False, True])
def test_speakers_lose_their_places_when_the_event_is_forgotten(
    zoom: ZoomStandIn, event: Event, is_let_go: bool
) -> None:
    confirmed(event, "Amina Diallo", email="amina@example.org")
    work()
    (room,) = rooms(zoom)
    places = len(room.panelists)
    if is_let_go:
        let_go(event)

    with transaction():
        erasing.forget_room(event.id, clock.now())
    work()

    assert (places, room.panelists) == (1, {})
    assert db.session.scalars(select(Panelist)).all() == []


def test_a_speaker_who_is_removed_after_the_event_loses_their_place(
    zoom: ZoomStandIn, event: Event, running: RunningClock
) -> None:
    gone = confirmed(event, "Amina Diallo", email="amina@example.org")
    confirmed(event, "Ben Okri", email="ben@example.org")
    work()
    (room,) = rooms(zoom)

    running.let_pass(days=100)
    with transaction():
        speaker = db.session.get_one(Speaker, gone.id)
        remove_speaker(get_event(event.slug), speaker, actor="Bo Li", now=clock.now())
    work()

    assert [each.email for each in room.panelists.values()] == ["ben@example.org"]
    assert db.session.scalars(select(Panelist.email_key)).all() == ["ben@example.org"]


def test_a_hundred_thousand_to_be_forgotten_are_not_looked_through(
    zoom: ZoomStandIn, event: Event
) -> None:
    """The next of them, or a room's own call, is found where the index says."""
    with transaction():
        connection = db.session.connection()
        statements: list[str] = []
        connection.connection.driver_connection.set_trace_callback(statements.append)  # type: ignore[union-attr]
        calls.claim_call(["zoom"], now=clock.now() + timedelta(seconds=1))
        connection.connection.driver_connection.set_trace_callback(None)  # type: ignore[union-attr]
        plans = [
            " ".join(row.detail for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {each}")))
            for each in statements
            if each.startswith("SELECT") and "webinar_calls" in each
        ]

    assert len(plans) == 4
    assert all("USING INDEX ix_webinar_calls_due (kind=?" in plan for plan in plans)
    assert ["TEMP B-TREE" in plan for plan in plans][1:] == [False] * 3
    assert db.session.get_one(Webinar, webinar_of(event).id)
