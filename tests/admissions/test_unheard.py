"""Whose answer was never heard is sought after the event too: what is there is to be forgotten."""

from sqlalchemy import delete, select

from tests.admissions.conftest import RunningClock
from tests.admissions.steps import (
    COMING,
    IN,
    approved,
    asked,
    forget_calls,
    make_room,
    register,
    row_of,
    work,
)
from tests.zoom.standin import ZoomStandIn
from ungis_events.core import clock
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.privacy.models import Removal
from ungis_events.privacy.service import ask_purge, work_removal
from ungis_events.registrations.models import Registration


def test_after_the_end_the_lost_are_sought_and_nobody_is_let_in(
    zoom: ZoomStandIn, running: RunningClock
) -> None:
    webinar = make_room()
    there, not_there = register(webinar, 2)
    zoom.misbehave("addRegistrant", lose_answer=True)
    zoom.misbehave("addRegistrant", lose_answer=True, before=True)
    work()
    end = db.session.get_one(Event, webinar.event_id).ends_at

    running.let_pass(seconds=(end - clock.now()).total_seconds() + 60)
    (late,) = register(webinar, 1)
    work()

    assert asked(zoom) == ["addRegistrant", "addRegistrant", "listRegistrants"]
    assert approved(zoom, webinar) == [there.email]
    assert row_of(there) == IN
    assert row_of(not_there) == COMING._replace(is_due=False)
    assert row_of(late) == COMING


def test_who_went_unheard_is_sought_for_a_day_after_the_end(
    zoom: ZoomStandIn, running: RunningClock
) -> None:
    webinar = make_room()
    register(webinar, 1)
    zoom.misbehave("addRegistrant", lose_answer=True)
    work()
    end = db.session.get_one(Event, webinar.event_id).ends_at

    running.let_pass(seconds=(end - clock.now()).total_seconds() + 24 * 3600 + 1)

    assert work() == 0


def test_a_purge_waits_for_the_answers_that_tell_what_to_forget(
    zoom: ZoomStandIn, running: RunningClock
) -> None:
    webinar = make_room()
    register(webinar, 1)
    zoom.misbehave("addRegistrant", lose_answer=True)
    work()
    event = db.session.get_one(Event, webinar.event_id)
    running.let_pass(seconds=(event.ends_at - clock.now()).total_seconds() + 60)
    with transaction():
        db.session.execute(delete(OutgoingEmail))
        ask_purge(db.session.get_one(Event, event.id), actor="Bo Li", now=clock.now())
    work_removals()
    kept = count_people()

    work()
    running.let_pass(minutes=2)
    for _ in range(4):
        work_removals()

    (registrant,) = zoom.webinars[str(webinar.number)].registrants
    assert (kept, count_people(), forget_calls()) == (1, 0, [registrant])


def test_a_purge_does_not_wait_for_ever(zoom: ZoomStandIn, running: RunningClock) -> None:
    webinar = make_room()
    register(webinar, 1)
    zoom.misbehave("addRegistrant", lose_answer=True)
    work()
    event = db.session.get_one(Event, webinar.event_id)
    running.let_pass(seconds=(event.ends_at - clock.now()).total_seconds() + 60)
    with transaction():
        db.session.execute(delete(OutgoingEmail))
        ask_purge(db.session.get_one(Event, event.id), actor="Bo Li", now=clock.now())

    running.let_pass(hours=25)
    work_removals()

    assert count_people() == 0


def work_removals() -> None:
    for removal_id in db.session.scalars(select(Removal.id)).all():
        with transaction():
            work_removal(removal_id, clock.now())


def count_people() -> int:
    return len(db.session.scalars(select(Registration.id)).all())
