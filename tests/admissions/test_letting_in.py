"""Everybody with a seat online gets their own place and link at the provider."""

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from tests.admissions.conftest import RunningClock
from tests.admissions.steps import (
    COMING,
    IN,
    approved,
    asked,
    drop_room,
    make_room,
    make_webinar,
    providers,
    register,
    row_of,
    work,
)
from tests.factories import NOON, make_event, make_registration
from tests.zoom.standin import ZoomStandIn
from ungis_events import admission_jobs, workflows
from ungis_events.admissions.models import Admission
from ungis_events.core.database import db, transaction
from ungis_events.events.queries import get_event
from ungis_events.registrations.models import RegistrationStatus
from ungis_events.webinars.models import WebinarStatus


def test_one_by_one_when_it_trickles(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    people = register(webinar, 3)

    worked = work()

    assert worked == 3
    assert approved(zoom, webinar) == sorted(each.email for each in people)
    assert asked(zoom) == ["addRegistrant"] * 3
    assert [row_of(each) for each in people] == [IN] * 3


def test_in_batches_when_it_pours(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    people = register(webinar, 34)

    work()

    assert approved(zoom, webinar) == sorted(each.email for each in people)
    assert asked(zoom) == ["batchRegistrants"] * 2
    assert [row_of(each) for each in people] == [IN] * 34


def test_from_four_on_a_batch(zoom: ZoomStandIn) -> None:
    register(make_room(), 4)

    work()

    assert asked(zoom) == ["batchRegistrants"]


def test_those_who_were_there_before_the_room(zoom: ZoomStandIn) -> None:
    event = make_event()
    people = [make_registration(event) for _ in range(2)]
    waiting = make_registration(event, status=RegistrationStatus.WAITLISTED)

    webinar = make_webinar(event)
    work()

    assert approved(zoom, webinar) == sorted(each.email for each in people)
    assert row_of(waiting) is None


def test_each_has_a_link_of_their_own(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    register(webinar, 5)

    work()

    links = db.session.scalars(select(Admission.join_url)).all()
    there = [each.join_url for each in zoom.webinars[str(webinar.number)].approved]
    assert len(set(links)) == 5
    assert sorted(map(str, links)) == sorted(there)


def test_what_the_provider_is_told_of_a_person(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    details = {
        "given_name": "Amina",
        "family_name": "Diallo",
        "email": "Amina@BÜCHER.example",
        "organization": "ECA",
        "job_title": "Director",
    }
    register(webinar, 1, **details)

    work()

    (registrant,) = zoom.webinars[str(webinar.number)].approved
    assert registrant.given == {
        "email": "amina@xn--bcher-kva.example",
        "first_name": "Amina",
        "last_name": "Diallo",
        "org": "ECA",
        "country": "SN",
        "job_title": "Director",
        "language": "en-US",
    }


def test_the_event_that_starts_sooner_comes_first(zoom: ZoomStandIn) -> None:
    later, sooner = make_room(), make_room(starts=datetime(2027, 1, 30, 8, 30))
    register(later, 5)
    people = register(sooner, 2)

    admission_jobs.work_admissions(providers())

    assert approved(zoom, sooner) == sorted(each.email for each in people)
    assert approved(zoom, later) == []


def test_first_come_first_served(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    first = register(webinar, 120)
    last = register(webinar, 5)

    worked = admission_jobs.work_admissions(providers())

    assert worked == 120
    assert {row_of(each) for each in first} == {IN}
    assert {row_of(each) for each in last} == {COMING}


@pytest.mark.parametrize("status", [WebinarStatus.GONE, WebinarStatus.WANTED])
def test_without_a_room_everybody_waits(zoom: ZoomStandIn, status: WebinarStatus) -> None:
    webinar = make_room()
    people = register(webinar, 2)
    drop_room(webinar, status)

    assert work() == 0
    assert asked(zoom) == []
    assert [row_of(each) for each in people] == [COMING] * 2


def test_nobody_is_let_in_once_the_event_is_over(zoom: ZoomStandIn, running: RunningClock) -> None:
    webinar = make_room(starts=datetime(2026, 11, 22, 8, 0), ends=datetime(2026, 11, 22, 9, 0))
    register(webinar, 1)
    running.let_pass(hours=2)

    assert (work(), asked(zoom)) == (0, [])


def test_nobody_is_let_in_while_the_event_is_cancelled(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    register(webinar, 1)
    with transaction():
        workflows.cancel_event(get_event(webinar.event.slug), actor="test", now=NOON)

    assert (work(), asked(zoom)) == (0, [])


def test_a_provider_that_is_not_set_up_any_more_is_left_alone(zoom: ZoomStandIn) -> None:
    register(make_room(), 1)

    worked = admission_jobs.work_admissions({"manual": providers()["manual"]})

    assert (worked, asked(zoom)) == (0, [])


def test_registering_waits_for_nobody(zoom: ZoomStandIn) -> None:
    """A row, in the transaction that gives the seat: not one request."""
    webinar = make_room()
    asked_before = list(zoom.operations_asked)

    (person,) = register(webinar, 1)

    assert person.is_confirmed
    assert row_of(person) == COMING
    assert zoom.operations_asked == asked_before


def test_a_pour_stays_within_the_limits_of_each_second(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    zoom.set_plan("pro")
    register(webinar, 300)

    work()

    assert len(approved(zoom, webinar)) == 300
    assert zoom.worst_second("heavy") <= 10
    assert [status for _, _, status in zoom.requests if status == 429] == []


def test_a_new_room_lets_everybody_in_again(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    people = register(webinar, 3)
    work()
    old = str(webinar.number)

    make_webinar(webinar.event, NOON + timedelta(minutes=1))
    work()

    db.session.expire_all()
    assert str(webinar.number) != old
    assert approved(zoom, webinar) == sorted(each.email for each in people)
    assert [row_of(each) for each in people] == [IN] * 3


def test_told_to_stop_nothing_more_is_begun_and_nothing_lost(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    people = register(webinar, 3)
    stop = threading.Event()
    stop.set()

    admission_jobs.work_admissions(providers(), stop)
    begun = asked(zoom)
    work()

    assert begun == []
    assert approved(zoom, webinar) == sorted(each.email for each in people)
