"""Rooms at the stand-in, and who is in them there and here."""

from datetime import datetime
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import select

from tests.factories import NOON, make_event, make_registration, registration_details
from tests.zoom.standin import ZoomStandIn
from ungis_events import admission_jobs
from ungis_events.adapters.webinar import RoomWanted, WebinarProvider
from ungis_events.admissions.models import Admission
from ungis_events.admissions.service import enlist_everyone, reset
from ungis_events.core import clock
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.registrations.models import Registration
from ungis_events.registrations.service import register_attendee, withdraw_registration
from ungis_events.webinars.details import WebinarDetails
from ungis_events.webinars.models import CallKind, Webinar, WebinarCall, WebinarStatus
from ungis_events.webinars.queries import find_webinar


class Row(NamedTuple):
    """What is known of one person here."""

    is_wanted: bool
    has_link: bool
    is_due: bool
    problem: str | None


def providers() -> dict[str, WebinarProvider]:
    return current_app.extensions["webinar_providers"]  # type: ignore[no-any-return]


def make_webinar(event: Event, now: datetime = NOON) -> Webinar:
    """With a room at the stand-in, and everybody who has a seat on the way there."""
    room = providers()["zoom"].create_room(
        RoomWanted(
            reference=event.slug,
            topic=event.title,
            agenda="",
            starts=event.starts,
            zone=event.zone,
            minutes=75,
            host="",
        )
    )
    with transaction():
        event = db.session.get_one(Event, event.id)
        webinar = find_webinar(event) or Webinar(event=event, provider="zoom", created_at=now)
        WebinarDetails().write_to(webinar)
        webinar.status, webinar.status_at = WebinarStatus.SCHEDULED, now
        webinar.reference, webinar.number = room.number, room.number
        webinar.join_url = event.join_url = room.join_url
        db.session.add(webinar)
        db.session.flush()
        reset(webinar)
        enlist_everyone(webinar, now=now)
    return webinar


def drop_room(webinar: Webinar, status: WebinarStatus) -> None:
    with transaction():
        kept = db.session.get_one(Webinar, webinar.id)
        kept.status, kept.number = status, None


def make_room(**event_is: Any) -> Webinar:
    return make_webinar(make_event(**event_is))


def register(webinar: Webinar, number: int, **overrides: Any) -> list[Registration]:
    event = db.session.get_one(Event, webinar.event_id)
    return [make_registration(event, **overrides) for _ in range(number)]


def work() -> int:
    """Rounds until nobody is due; returns how many people were looked at."""
    total = 0
    while number := admission_jobs.work_admissions(providers()):
        total += number
    return total


def approved(zoom: ZoomStandIn, webinar: Webinar) -> list[str]:
    """Addresses of who is let in there, sorted: with one for each time somebody is."""
    return sorted(each.email for each in zoom.webinars[str(webinar.number)].approved)


def asked(zoom: ZoomStandIn) -> list[str]:
    """What was asked about people, by the names of the operations."""
    return [name for name in zoom.operations_asked if "egistrant" in name]


def row_of(registration: Registration) -> Row | None:
    db.session.expire_all()
    row = db.session.scalar(select(Admission).where(Admission.registration_id == registration.id))
    db.session.rollback()
    if row is None:
        return None
    return Row(row.is_wanted, row.join_url is not None, row.due_at is not None, row.problem)


IN = Row(is_wanted=True, has_link=True, is_due=False, problem=None)
OUT = Row(is_wanted=False, has_link=False, is_due=False, problem=None)
COMING = Row(is_wanted=True, has_link=False, is_due=True, problem=None)
LEAVING = Row(is_wanted=False, has_link=True, is_due=True, problem=None)


def withdraw(*people: Registration) -> None:
    for person in people:
        with transaction():
            withdraw_registration(db.session.get_one(Registration, person.id), now=clock.now())


def come_back(person: Registration) -> None:
    """They register anew, as anybody does."""
    details = registration_details(email=person.email, family_name=person.family_name)
    with transaction():
        event = db.session.get_one(Event, person.event_id)
        assert register_attendee(event, details, now=clock.now()).is_confirmed


def forget_calls() -> list[str | None]:
    """Whose data the provider is asked to remove, in the order asked."""
    query = select(WebinarCall.external_id).where(WebinarCall.kind == CallKind.FORGET)
    return list(db.session.scalars(query.order_by(WebinarCall.id)))
