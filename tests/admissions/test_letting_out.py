"""Whoever withdraws is cancelled there, whatever was under way; whoever comes back is in again."""

from typing import Any

import pytest

from tests.admissions.steps import (
    COMING,
    IN,
    LEAVING,
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
from tests.factories import NOON
from tests.zoom.standin import ZoomStandIn
from ungis_events import admission_jobs
from ungis_events.adapters.webinar import WebinarProvider
from ungis_events.admissions.queries import find_admission, registration_of
from ungis_events.admissions.service import forget
from ungis_events.core.database import db, transaction
from ungis_events.registrations.models import Registration


def test_whoever_withdraws_is_cancelled_there(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    stays, leaves = register(webinar, 2)
    work()

    withdraw(leaves)
    before = row_of(leaves)
    work()

    assert (before, row_of(leaves), row_of(stays)) == (LEAVING, OUT, IN)
    assert approved(zoom, webinar) == [stays.email]
    assert asked(zoom)[2:] == ["setRegistrantStatus"]


def test_many_who_withdraw_are_cancelled_together(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    people = register(webinar, 35)
    work()

    withdraw(*people)
    work()

    assert approved(zoom, webinar) == []
    assert asked(zoom)[2:] == ["setRegistrantStatus"] * 2


def test_whoever_withdraws_before_they_were_asked_for_costs_no_request(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    (person,) = register(webinar, 1)

    withdraw(person)
    work()

    assert asked(zoom) == []
    assert row_of(person) == OUT


def test_withdrawn_and_back_before_anybody_asked_is_one_registrant(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    (person,) = register(webinar, 1)

    withdraw(person)
    come_back(person)
    work()

    assert asked(zoom) == ["addRegistrant"]
    assert (approved(zoom, webinar), row_of(person)) == ([person.email], IN)


def test_withdrawn_and_back_while_they_are_in_costs_no_request(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    (person,) = register(webinar, 1)
    work()

    withdraw(person)
    come_back(person)
    work()

    assert asked(zoom) == ["addRegistrant"]
    assert row_of(person) == IN


def test_back_after_having_been_cancelled_is_approved_once(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    (person,) = register(webinar, 1)
    work()
    withdraw(person)
    work()

    come_back(person)
    before = row_of(person)
    work()

    assert (before, row_of(person)) == (COMING, IN)
    assert approved(zoom, webinar) == [person.email]


def test_whose_number_there_was_theirs_stays_known(zoom: ZoomStandIn) -> None:
    """Notices and the report may name somebody who has left since."""
    webinar = make_room()
    (person,) = register(webinar, 1)
    work()
    (registrant,) = zoom.webinars[str(webinar.number)].approved

    withdraw(person)
    work()

    assert registration_of(webinar, registrant.id) == person.id
    assert registration_of(webinar, "somebody else") is None


class Interrupting:
    """The provider, at which something happens here while a request travels."""

    def __init__(self, provider: WebinarProvider, method: str, happens: Any) -> None:
        self._provider, self._method, self._happens = provider, method, happens

    def __getattr__(self, name: str) -> Any:
        act = getattr(self._provider, name)
        if name != self._method:
            return act

        def interrupted(*arguments: Any) -> Any:
            answer = act(*arguments)
            self._happens()
            return answer

        return interrupted


def work_while(method: str, happens: Any) -> None:
    provider = Interrupting(providers()["zoom"], method, happens)
    admission_jobs.work_admissions({"zoom": provider})  # type: ignore[dict-item] # it is all of it


@pytest.mark.parametrize(("people", "method"), [(1, "add_person"), (5, "add_people")])
def test_withdrawn_while_being_let_in_is_cancelled_next(
    zoom: ZoomStandIn, people: int, method: str
) -> None:
    webinar = make_room()
    leaves, *others = register(webinar, people)

    work_while(method, lambda: withdraw(leaves))
    between = row_of(leaves)
    work()

    assert (between, row_of(leaves)) == (LEAVING, OUT)
    assert approved(zoom, webinar) == sorted(each.email for each in others)


def test_back_while_being_let_out_is_let_in_next(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    (person,) = register(webinar, 1)
    work()
    withdraw(person)

    work_while("remove_people", lambda: come_back(person))
    between = row_of(person)
    work()

    assert (between, row_of(person)) == (COMING, IN)
    assert approved(zoom, webinar) == [person.email]


def test_no_other_worker_takes_up_somebody_being_asked_for(zoom: ZoomStandIn) -> None:
    """Withdrawn while the request travels: or the cancelling might arrive before it."""
    webinar = make_room()
    (person,) = register(webinar, 1)
    worked: list[int] = []

    def leave_and_work() -> None:
        withdraw(person)
        worked.append(admission_jobs.work_admissions(providers()))

    work_while("add_person", leave_and_work)
    work()

    assert worked == [0]
    assert (approved(zoom, webinar), row_of(person)) == ([], OUT)
    assert asked(zoom) == ["addRegistrant", "setRegistrantStatus"]


def test_a_removed_persons_place_is_forgotten_when_the_answer_comes(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    (person,) = register(webinar, 1)

    work_while("add_person", lambda: erase(person))

    db.session.expire_all()
    (registrant,) = zoom.webinars[str(webinar.number)].approved
    assert forget_calls() == [registrant.id]
    assert find_admission(person.id) is None


def erase(person: Registration) -> None:
    with transaction():
        forget([person.id], now=NOON)
