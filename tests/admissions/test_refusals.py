"""What the provider does not do, and what follows from it for one person and for all."""

from datetime import UTC, datetime

import pytest

from tests.admissions.conftest import RunningClock
from tests.admissions.steps import (
    COMING,
    IN,
    OUT,
    approved,
    asked,
    make_room,
    register,
    row_of,
    withdraw,
    work,
)
from tests.zoom.standin import ZoomStandIn
from ungis_events.admissions.queries import count_admissions, find_admission, list_given_up
from ungis_events.admissions.rules import AdmissionCounts
from ungis_events.admissions.service import try_again
from ungis_events.core import clock
from ungis_events.core.database import db, transaction
from ungis_events.webinars.models import Webinar, WebinarStatus

MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)
PERSON = "You have exceeded the daily rate limit of (3) for Add a webinar registrant API requests for the registrant (a@example.org)."  # noqa: E501
SECOND = "You have reached the maximum per-second rate limit for this API."
WHOLE_DAY = "You have reached the maximum daily rate limit for this API."


def problem_of(webinar: Webinar) -> str | None:
    db.session.expire_all()
    return db.session.get_one(Webinar, webinar.id).problem


def test_a_persons_daily_limit_lets_them_wait_and_nobody_else(
    zoom: ZoomStandIn, running: RunningClock
) -> None:
    webinar = make_room()
    limited, other = register(webinar, 2)
    zoom.misbehave("addRegistrant", status=429, code=429, message=PERSON)

    work()
    row, due_at = row_of(limited), find_admission(limited.id).due_at  # type: ignore[union-attr]
    running.let_pass(hours=12, minutes=3)
    work()

    assert row == COMING._replace(problem="person_limit")
    assert due_at is not None
    assert (due_at >= MIDNIGHT, due_at.hour, due_at.minute < 3) == (True, 0, True)
    assert [row_of(limited), row_of(other)] == [IN, IN]
    assert approved(zoom, webinar) == sorted([limited.email, other.email])


def test_in_a_batch_nobody_knows_whose_limit_it_is(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    people = register(webinar, 5)
    zoom.misbehave("batchRegistrants", status=429, code=429, message=PERSON)

    work()

    assert asked(zoom) == ["batchRegistrants"] + ["addRegistrant"] * 5
    assert [row_of(each) for each in people] == [IN] * 5


@pytest.mark.parametrize("people", [1, 5])
def test_too_fast_is_tried_again_soon(
    zoom: ZoomStandIn, running: RunningClock, people: int
) -> None:
    webinar = make_room()
    registered = register(webinar, people)
    zoom.misbehave("*", status=429, code=429, message=SECOND)

    work()
    rows = {row_of(each) for each in registered}
    running.let_pass(seconds=2)
    work()

    assert rows == {COMING._replace(problem="too_fast")}
    assert {row_of(each) for each in registered} == {IN}
    assert asked(zoom).count("listRegistrants") == 0  # nothing was carried out


def test_the_accounts_daily_limit_stops_everybody_until_midnight(
    zoom: ZoomStandIn, running: RunningClock
) -> None:
    webinar = make_room()
    people = register(webinar, 3)
    zoom.misbehave("addRegistrant", status=429, code=429, message=WHOLE_DAY)

    work()
    on_the_first = asked(zoom)
    running.let_pass(hours=2)
    people += register(webinar, 1)
    work()
    on_that_day = asked(zoom)
    running.let_pass(hours=11)
    work()

    assert on_that_day == on_the_first
    assert [row_of(each) for each in people] == [IN] * 4


def test_one_bad_address_does_not_hold_up_twenty_nine(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    people = register(webinar, 30)
    zoom.misbehave("batchRegistrants", status=400, code=300, message="Validation Failed.")
    zoom.misbehave("addRegistrant", status=400, code=300, message="Validation Failed.")

    work()

    rows = [row_of(each) for each in people]
    (given_up,) = list_given_up(webinar, 10)
    assert rows.count(IN) == 29
    assert (given_up.problem, given_up.is_wanted, given_up.join_url) == ("wrong_value", True, None)
    assert count_admissions(webinar) == AdmissionCounts(30, 29, 0, 1)


def test_who_was_given_up_can_be_tried_again(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    (person,) = register(webinar, 1)
    zoom.misbehave("addRegistrant", status=400, code=300, message="Validation Failed.")
    work()

    with transaction():
        number = try_again(webinar, now=clock.now())
    work()

    assert (number, row_of(person)) == (1, IN)


OF_ALL = [
    ("capacity", 400, 3035, "Webinar has reached maximum attendee capacity."),
    ("scope_missing", 400, 4711, "Invalid access token, does not contain scopes:[…]."),
    ("no_plan", 400, 200, "Webinar plan is missing."),
    ("registration_off", 400, 3000, "Registration has not been enabled for this webinar."),
    ("credentials", 401, 124, "Invalid access token."),
]


@pytest.mark.parametrize(("problem", "status", "code", "message"), OF_ALL)
@pytest.mark.parametrize("operation", ["addRegistrant", "batchRegistrants"])
def test_what_would_meet_everybody_is_on_the_desk_and_asked_once_an_hour(
    zoom: ZoomStandIn,
    running: RunningClock,
    operation: str,
    problem: str,
    status: int,
    code: int,
    message: str,
) -> None:
    webinar = make_room()
    people = register(webinar, 1 if operation == "addRegistrant" else 5)
    times = 2 if problem == "credentials" else 1  # the token is renewed once
    zoom.misbehave(operation, status=status, code=code, message=message, times=times)

    work()
    people += register(webinar, 3)
    running.let_pass(minutes=55)
    work()
    in_the_hour, noted = asked(zoom), problem_of(webinar)
    running.let_pass(minutes=6)
    work()

    assert in_the_hour == [operation] * times
    assert noted == problem
    assert {row_of(each) for each in people} == {IN}
    assert problem_of(webinar) is None


def test_a_full_room_takes_somebody_when_another_leaves(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    zoom.set_capacity(2)
    people = register(webinar, 3)
    work()
    noted = problem_of(webinar)

    withdraw(people[0])
    work()

    assert noted == "capacity"
    assert approved(zoom, webinar) == sorted(each.email for each in people[1:])
    assert problem_of(webinar) is None


def test_a_room_that_takes_nobody_does_not_hold_up_another(zoom: ZoomStandIn) -> None:
    sooner, later = make_room(starts=datetime(2027, 1, 30, 8, 30)), make_room()
    register(sooner, 1)
    zoom.misbehave("addRegistrant", status=400, code=200, message="Webinar plan is missing.")
    work()
    (person,) = register(later, 1)

    work()

    assert row_of(person) == IN


def test_leaving_a_room_that_takes_nobody_asks_for_no_other(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    (leaves,) = register(webinar, 1)
    work()
    register(webinar, 1)
    zoom.misbehave("addRegistrant", status=400, code=200, message="Webinar plan is missing.")
    work()
    before = len(asked(zoom))

    withdraw(leaves)
    work()

    assert asked(zoom)[before:] == ["setRegistrantStatus"]


def test_a_room_deleted_there_is_gone_here(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    (person,) = register(webinar, 1)
    zoom.webinars[str(webinar.number)].deleted = True

    work()

    db.session.expire_all()
    assert db.session.get_one(Webinar, webinar.id).status is WebinarStatus.GONE
    assert row_of(person) is not None
    assert asked(zoom) == ["addRegistrant"]


def test_somebody_unknown_there_is_out_and_the_room_stays(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    (person,) = register(webinar, 1)
    work()
    withdraw(person)
    zoom.webinars[str(webinar.number)].registrants.clear()
    zoom.misbehave("setRegistrantStatus", status=400, code=300, message="Registrant not found.")

    work()

    assert db.session.get_one(Webinar, webinar.id).status is WebinarStatus.SCHEDULED
    assert row_of(person) == OUT


def test_while_nobody_answers_people_are_confirmed_and_wait(
    zoom: ZoomStandIn, running: RunningClock
) -> None:
    webinar = make_room()
    zoom.misbehave("addRegistrant", status=503, times=3)
    (person,) = register(webinar, 1)

    for _ in range(4):
        work()
        running.let_pass(seconds=12)

    assert person.is_confirmed
    assert row_of(person) == IN
