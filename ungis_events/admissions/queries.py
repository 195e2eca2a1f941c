from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Text, and_, cast, exists, func, or_, select, true
from sqlalchemy.orm import joinedload

from ungis_events.core.database import db
from ungis_events.events.models import Event, EventStatus
from ungis_events.registrations.models import Registration
from ungis_events.webinars.models import CallKind, Webinar, WebinarCall, WebinarStatus

from .models import Admission
from .rules import HOLD, OF_THE_WEBINAR, AdmissionCounts

_UNHEARD = timedelta(days=1)
"""So long after the end it is looked who was let in without an answer."""


def find_admission(registration_id: int) -> Admission | None:
    return db.session.scalar(select(Admission).where(Admission.registration_id == registration_id))


def is_being_asked(registration_id: int) -> bool:
    """Whether the provider may know them by a number that we have not heard yet."""
    asked = exists().where(
        Admission.registration_id == registration_id, Admission.asked_at.is_not(None)
    )
    return bool(db.session.scalar(select(asked)))


def is_anyone_being_asked(event_id: int) -> bool:
    """The same of anybody, while there is a room to hear it from."""
    asked = (
        select(Admission.id)
        .join(Admission.webinar)
        .where(
            Webinar.event_id == event_id,
            Webinar.number.is_not(None),
            Webinar.status != WebinarStatus.GONE,
            Admission.due_at.is_not(None),
            Admission.asked_at.is_not(None),
        )
    )
    return bool(db.session.scalar(select(asked.exists())))


def find_own_link(registration: Registration) -> str | None:
    """The person's own way into the room there is; None: theirs is the event's.

    Where the organizers have put another address in the room's place, everybody goes there.
    """
    event = registration.event
    return db.session.scalar(
        select(Admission.join_url)
        .join(Admission.webinar)
        .where(
            Admission.registration_id == registration.id,
            Admission.is_wanted,
            Webinar.number.is_not(None),
            Webinar.status != WebinarStatus.GONE,
            true() if event.join_url is None else Webinar.join_url == event.join_url,
        )
    )


def registration_of(webinar: Webinar, external_id: str) -> int | None:
    """Whose registrant at the provider that is or was; None: nobody's that we know."""
    return db.session.scalar(
        select(Admission.registration_id).where(
            Admission.webinar_id == webinar.id, Admission.external_id == external_id
        )
    )


def map_registrations(webinar: Webinar) -> dict[str, int]:
    """{registrant at the provider: registration}, of everybody who is or was let in."""
    rows = db.session.execute(
        select(Admission.external_id, Admission.registration_id).where(
            Admission.webinar_id == webinar.id, Admission.external_id.is_not(None)
        )
    )
    return {str(external_id): number for external_id, number in rows}


def count_admissions(webinar: Webinar) -> AdmissionCounts:
    """Each from an index: a large event has a hundred thousand, most of them long settled."""
    is_here, is_due = Admission.webinar_id == webinar.id, Admission.due_at.is_not(None)
    is_out = Admission.is_wanted & Admission.join_url.is_(None)
    is_given_up = ~is_due & Admission.problem.is_not(None)
    of_open, of_given_up, of_given_up_out = (
        select(func.count()).select_from(Admission).where(is_here, which).scalar_subquery()
        for which in (is_due & is_out, is_given_up, is_given_up & is_out)
    )
    wanted, waiting, given_up, given_up_out = db.session.execute(
        select(
            func.count().filter(Admission.is_wanted), of_open, of_given_up, of_given_up_out
        ).where(is_here)
    ).one()
    # Whoever is neither waiting nor given up is in: so most rows are never opened.
    return AdmissionCounts(wanted, wanted - waiting - given_up_out, waiting, given_up)


def list_given_up(webinar: Webinar, limit: int) -> Sequence[Admission]:
    """With their registrations, first come first."""
    return db.session.scalars(
        select(Admission)
        .where(
            Admission.webinar_id == webinar.id,
            Admission.due_at.is_(None),
            Admission.problem.is_not(None),
        )
        .order_by(Admission.id)
        .limit(limit)
        .options(joinedload(Admission.registration))
    ).all()


def find_next_webinar(providers: Collection[str], now: datetime) -> Webinar | None:
    """The one with people to be let in or out whose event starts first."""
    is_due = exists().where(
        Admission.webinar_id == Webinar.id,
        Admission.due_at <= now,
        ~is_held(now),
        is_in_time(now),
    )
    return db.session.scalar(
        select(Webinar)
        .join(Webinar.event)
        .where(
            Event.ends_at > now - _UNHEARD,
            Event.status != EventStatus.CANCELLED,
            Webinar.provider.in_(providers),
            Webinar.number.is_not(None),
            Webinar.status != WebinarStatus.GONE,
            is_due,
            ~_is_being_prepared(),
        )
        .order_by(Event.starts_at, Webinar.id)
        .limit(1)
    )


def is_in_time(now: datetime) -> ColumnElement[bool]:
    """After the end nobody goes in or out; of whom no answer was heard, the number is sought."""
    return or_(Event.ends_at > now, Admission.asked_at.is_not(None))


def _is_being_prepared() -> ColumnElement[bool]:
    """One made by hand takes registrations only once it has been told to."""
    change = exists().where(
        WebinarCall.webinar_id == Webinar.id,
        WebinarCall.kind == CallKind.UPDATE,
        WebinarCall.due_at.is_not(None),
    )
    # An empty `sent` is SQL's null or JSON's.
    is_untold = func.coalesce(cast(Webinar.sent, Text), "null") == "null"
    return and_(Webinar.is_adopted, is_untold, change)


def is_held(now: datetime) -> ColumnElement[bool]:
    """An admission into a room that takes nobody for now."""
    return and_(
        Admission.is_wanted,
        Webinar.problem.is_not(None),
        Webinar.problem.in_([problem.value for problem in OF_THE_WEBINAR]),
        Webinar.problem_at.is_not(None),
        Webinar.problem_at > now - HOLD,
    )
