"""The request was carried out and nobody heard so: look first, ask for whoever is not there."""

import pytest
from sqlalchemy import delete, update

from tests.admissions.conftest import RunningClock
from tests.admissions.steps import (
    COMING,
    IN,
    OUT,
    approved,
    asked,
    come_back,
    forget_calls,
    make_room,
    providers,
    register,
    row_of,
    withdraw,
    work,
)
from tests.zoom.standin import ZoomStandIn
from ungis_events import admission_jobs, jobs
from ungis_events.admissions.models import Admission
from ungis_events.admissions.queries import find_next_webinar
from ungis_events.admissions.service import claim
from ungis_events.core import clock
from ungis_events.core.database import db, transaction
from ungis_events.core.leases import LEASE
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.privacy.service import remove_person
from ungis_events.registrations.models import Registration

LOST = [
    pytest.param({"lose_answer": True}, id="the connection ends"),
    pytest.param({"cut_answer": True}, id="half an answer"),
    pytest.param({"status": 502, "before": False}, id="a gateway in between gives up"),
]


@pytest.mark.parametrize("fault", LOST)
def test_a_single_whose_answer_was_lost_is_found(
    zoom: ZoomStandIn, running: RunningClock, fault: dict[str, bool]
) -> None:
    webinar = make_room()
    (person,) = register(webinar, 1)
    zoom.misbehave("addRegistrant", **fault)  # type: ignore[arg-type]

    work()
    row = row_of(person)
    running.let_pass(seconds=2)
    work()

    assert row == COMING._replace(problem="unreachable")
    assert (approved(zoom, webinar), row_of(person)) == ([person.email], IN)
    assert asked(zoom) == ["addRegistrant", "listRegistrants"]


def test_a_batch_whose_answer_was_lost_is_found(zoom: ZoomStandIn, running: RunningClock) -> None:
    webinar = make_room()
    people = register(webinar, 30)
    zoom.misbehave("batchRegistrants", lose_answer=True)

    work()
    running.let_pass(seconds=2)
    work()

    assert approved(zoom, webinar) == sorted(each.email for each in people)
    assert len(zoom.webinars[str(webinar.number)].registrants) == 30
    assert [row_of(each) for each in people] == [IN] * 30
    assert asked(zoom) == ["batchRegistrants", "listRegistrants"]


def test_whoever_is_not_found_is_asked_for(zoom: ZoomStandIn, running: RunningClock) -> None:
    webinar = make_room()
    people = register(webinar, 6)
    zoom.misbehave("batchRegistrants", lose_answer=True, before=True)

    work()
    running.let_pass(seconds=2)
    work()

    assert approved(zoom, webinar) == sorted(each.email for each in people)
    assert asked(zoom) == ["batchRegistrants", "listRegistrants", "batchRegistrants"]


def test_a_killed_workers_people_are_looked_for_when_its_lease_is_over(
    zoom: ZoomStandIn, running: RunningClock
) -> None:
    webinar = make_room()
    people = register(webinar, 5)
    claim_them()
    during = work()

    running.let_pass(seconds=LEASE.total_seconds() + 1)
    work()

    assert during == 0
    assert approved(zoom, webinar) == sorted(each.email for each in people)
    assert asked(zoom) == ["listRegistrants", "batchRegistrants"]


def claim_them() -> None:
    """A worker that dies with the requests in its hands."""
    with transaction():
        webinar = find_next_webinar(providers(), clock.now())
        assert webinar
        claim(webinar, limit=120, now=clock.now())


def test_looking_reads_on_until_everybody_is_found(
    zoom: ZoomStandIn, running: RunningClock
) -> None:
    """Pages hold 300."""
    webinar = make_room()
    zoom.set_capacity(1000)
    register(webinar, 310)
    work()
    (last,) = register(webinar, 1)
    zoom.misbehave("addRegistrant", lose_answer=True)

    work()
    running.let_pass(seconds=2)
    work()

    assert asked(zoom)[-3:] == ["addRegistrant", "listRegistrants", "listRegistrants"]
    assert row_of(last) == IN


def test_withdrawn_after_a_lost_answer_is_found_and_cancelled(
    zoom: ZoomStandIn, running: RunningClock
) -> None:
    webinar = make_room()
    (person,) = register(webinar, 1)
    zoom.misbehave("addRegistrant", lose_answer=True)
    work()

    withdraw(person)
    running.let_pass(seconds=2)
    work()

    assert (approved(zoom, webinar), row_of(person)) == ([], OUT)
    assert asked(zoom) == ["addRegistrant", "listRegistrants", "setRegistrantStatus"]


def test_back_after_a_lost_cancelling_is_let_in_again(
    zoom: ZoomStandIn, running: RunningClock
) -> None:
    webinar = make_room()
    (person,) = register(webinar, 1)
    work()
    withdraw(person)
    zoom.misbehave("setRegistrantStatus", lose_answer=True)
    work()

    come_back(person)
    running.let_pass(seconds=2)
    work()

    assert (approved(zoom, webinar), row_of(person)) == ([person.email], IN)
    assert asked(zoom)[2:] == ["listRegistrants", "addRegistrant"]


def test_an_answer_after_the_lease_settles_nothing(
    zoom: ZoomStandIn, running: RunningClock
) -> None:
    """By then another worker may have looked, and asked anew."""
    webinar = make_room()
    (person,) = register(webinar, 1)
    provider = _Slow(providers()["zoom"], running)

    admission_jobs.work_admissions({"zoom": provider})  # type: ignore[dict-item] # it is all of it
    row = row_of(person)
    work()

    assert row == COMING
    assert asked(zoom) == ["addRegistrant", "listRegistrants"]
    assert row_of(person) == IN


class _Slow:
    """Its answer takes longer than the lease."""

    def __init__(self, provider: object, running: RunningClock) -> None:
        self._provider, self._running = provider, running

    def __getattr__(self, name: str) -> object:
        if name == "add_person":
            return self._add_person
        return getattr(self._provider, name)

    def _add_person(self, *arguments: object) -> object:
        admitted = self._provider.add_person(*arguments)  # type: ignore[attr-defined]
        self._running.let_pass(seconds=LEASE.total_seconds() + 1)
        return admitted


def test_a_failed_look_asks_for_nobody(zoom: ZoomStandIn, running: RunningClock) -> None:
    webinar = make_room()
    (person,) = register(webinar, 1)
    zoom.misbehave("addRegistrant", lose_answer=True)
    zoom.misbehave("listRegistrants", status=500)

    work()
    for _ in range(2):
        running.let_pass(seconds=6)
        work()

    assert asked(zoom) == ["addRegistrant", "listRegistrants", "listRegistrants"]
    assert row_of(person) == IN


def test_who_is_missing_from_a_batchs_answer_is_looked_up_then_asked_for_alone(
    zoom: ZoomStandIn,
) -> None:
    webinar = make_room()
    people = register(webinar, 5)
    zoom.webinars[str(webinar.number)].capacity = 4

    work()

    assert asked(zoom) == ["batchRegistrants", "listRegistrants", "addRegistrant"]
    assert [row_of(each) for each in people[:4]] == [IN] * 4
    assert row_of(people[4]) == COMING._replace(problem="capacity")


def test_the_note_of_a_request_under_way_goes_with_its_answer(zoom: ZoomStandIn) -> None:
    register(make_room(), 5)

    work()

    with transaction():
        left = db.session.execute(
            update(Admission).where(Admission.asked_at.is_not(None)).values(problem="unheard")
        )
    assert left.rowcount == 0  # type: ignore[attr-defined] # of a CursorResult


def test_a_removal_waits_for_the_answer_that_tells_what_to_forget(
    zoom: ZoomStandIn, running: RunningClock
) -> None:
    webinar = make_room()
    (person,) = register(webinar, 1)
    zoom.misbehave("addRegistrant", lose_answer=True)
    work()
    with transaction():
        remove_person(db.session.get_one(Registration, person.id), now=clock.now())
        db.session.execute(delete(OutgoingEmail))  # it has left
    jobs.queue_due()
    forgotten_too_early = forget_calls()

    running.let_pass(seconds=2)
    work()
    running.let_pass(minutes=2)
    jobs.queue_due()

    (registrant,) = zoom.webinars[str(webinar.number)].registrants
    assert (forgotten_too_early, forget_calls()) == ([], [registrant])
    assert db.session.get(Registration, person.id) is None
