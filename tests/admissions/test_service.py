"""The list as a whole: everybody on it, the counts of it, and what is forgotten of it."""

from sqlalchemy import select

from tests.admissions.steps import (
    COMING,
    forget_calls,
    make_room,
    make_webinar,
    register,
    row_of,
    withdraw,
    work,
)
from tests.factories import NOON, make_event, make_registration
from tests.zoom.standin import ZoomStandIn
from ungis_events.admissions.models import Admission
from ungis_events.admissions.queries import count_admissions, find_admission
from ungis_events.admissions.rules import AdmissionCounts
from ungis_events.admissions.service import enlist_everyone, forget, forget_all
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event, EventFormat, Mode
from ungis_events.registrations.models import RegistrationStatus
from ungis_events.webinars.models import Webinar, WebinarStatus


def test_everybody_online_is_enlisted_once_in_the_order_they_came() -> None:
    event = make_event(format=EventFormat.HYBRID)
    online = [make_registration(event, attendance=Mode.ONLINE) for _ in range(3)]
    make_registration(event, attendance=Mode.ROOM)
    make_registration(event, attendance=Mode.ONLINE, status=RegistrationStatus.PENDING)
    elsewhere = make_registration(make_event())

    webinar = make_webinar(event)
    with transaction():
        enlist_everyone(db.session.get_one(Webinar, webinar.id), now=NOON)

    listed = db.session.scalars(select(Admission.registration_id).order_by(Admission.id)).all()
    assert listed == [each.id for each in online]
    assert {row_of(each) for each in online} == {COMING}
    assert row_of(elsewhere) is None


def test_how_many_are_in_and_wait() -> None:
    webinar = make_room()
    _stays, leaves = register(webinar, 2)
    work()
    withdraw(leaves)
    register(webinar, 3)

    assert count_admissions(webinar) == AdmissionCounts(4, 1, 3, 0)


def test_what_is_forgotten_here_is_to_be_forgotten_there(zoom: ZoomStandIn) -> None:
    webinar = make_room()
    asked_for, unasked = register(webinar, 2)
    work_first(webinar)

    with transaction():
        forget([asked_for.id, unasked.id], now=NOON)

    (registrant,) = zoom.webinars[str(webinar.number)].approved
    assert forget_calls() == [registrant.id]
    assert [find_admission(each.id) for each in (asked_for, unasked)] == [None, None]


def work_first(webinar: Webinar) -> None:
    """Only who came first is let in."""
    with transaction():
        rows = db.session.scalars(select(Admission).order_by(Admission.id)).all()
        for row in rows[1:]:
            row.due_at = None
    work()


def test_who_has_left_is_forgotten_there_too(zoom: ZoomStandIn) -> None:
    """A cancelled registrant is data all the same."""
    webinar = make_room()
    (person,) = register(webinar, 1)
    work()
    withdraw(person)
    work()

    with transaction():
        forget([person.id], now=NOON)

    assert forget_calls() == list(zoom.webinars[str(webinar.number)].registrants)


def test_all_of_an_event_is_forgotten_and_no_other(zoom: ZoomStandIn) -> None:
    webinar, other = make_room(), make_room()
    register(webinar, 4)
    (stays,) = register(other, 1)
    work()

    with transaction():
        forget_all(db.session.get_one(Event, webinar.event_id), now=NOON)

    assert sorted(map(str, forget_calls())) == sorted(
        zoom.webinars[str(webinar.number)].registrants
    )
    assert db.session.scalars(select(Admission.registration_id)).all() == [stays.id]


def test_nothing_is_asked_of_a_room_that_is_gone() -> None:
    webinar = make_room()
    (person,) = register(webinar, 1)
    work()
    with transaction():
        db.session.get_one(Webinar, webinar.id).status = WebinarStatus.GONE

    with transaction():
        forget([person.id], now=NOON)

    assert forget_calls() == []
    assert find_admission(person.id) is None
