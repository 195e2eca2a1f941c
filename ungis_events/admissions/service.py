"""Who shall be let into the room, and who of them is being asked for just now."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import joinedload

from ungis_events.adapters.webinar import Person, Problem
from ungis_events.core.database import db
from ungis_events.core.leases import LEASE
from ungis_events.events.models import Event, EventMode, Mode
from ungis_events.events.queries import lock_modes
from ungis_events.registrations.models import Registration, RegistrationStatus
from ungis_events.webinars.erasing import queue_forgetting
from ungis_events.webinars.models import CallKind, Webinar

from .models import Admission
from .queries import is_held, is_in_time
from .rules import Claim, Lot

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""Before any now, as the triggers say it."""
_INSERTS: dict[str, Callable[..., Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def enlist_everyone(webinar: Webinar, *, now: datetime) -> None:
    """Ask for everybody who has a seat online and is not on the list yet.

    The seats are locked: who registers meanwhile is seen here, or by the trigger.
    """
    lock_modes(webinar.event)
    db.session.flush()
    values: dict[str, ColumnElement[Any]] = {
        "webinar_id": literal(webinar.id),
        "registration_id": Registration.id.expression,
        "is_wanted": literal(True),
        "revision": literal(1),
        "attempts": literal(0),
        "due_at": literal(now, Admission.due_at.type),
        "is_alone": literal(False),
    }
    seated = (
        select(*values.values())
        .join(EventMode, EventMode.id == Registration.mode_id)
        .where(
            Registration.event_id == webinar.event_id,
            Registration.status == RegistrationStatus.CONFIRMED,
            EventMode.mode == Mode.ONLINE,
        )
        .order_by(Registration.registered_at, Registration.id)
    )
    adding = _INSERTS[db.engine.dialect.name](Admission).from_select(list(values), seated)
    db.session.execute(adding.on_conflict_do_nothing(index_elements=["registration_id"]))


def reset(webinar: Webinar) -> None:
    """There is a new room, in which nobody is yet: what was asked of the old one is void."""
    nowhere = {"external_id": None, "join_url": None, "asked_at": None, "problem": None}
    db.session.flush()
    for is_wanted, due_at in ((True, AT_ONCE), (False, None)):
        db.session.execute(
            update(Admission)
            .where(Admission.webinar_id == webinar.id, Admission.is_wanted.is_(is_wanted))
            .values(
                **nowhere,
                due_at=due_at,
                attempts=0,
                is_alone=False,
                revision=Admission.revision + 1,
            )
        )


def try_again(webinar: Webinar, *, now: datetime) -> int:
    """Ask anew for those who were given up, or wait long; returns for how many."""
    is_idle = (
        Admission.asked_at.is_(None)
        & Admission.problem.is_not(None)
        & (Admission.problem != Problem.TURNED_AWAY)  # a host decided it
    )
    tried = db.session.execute(
        update(Admission)
        .where(Admission.webinar_id == webinar.id, is_idle)
        .values(due_at=now, attempts=0)
    )
    return int(tried.rowcount)  # type: ignore[attr-defined] # of a CursorResult


def forget(registration_ids: Collection[int], *, now: datetime) -> None:
    """Before these registrations are deleted: the provider shall forget them too.

    Somebody being asked for at this moment is asked to be forgotten when the answer comes.
    """
    _forget(Admission.registration_id.in_(registration_ids), now)


def forget_all(event: Event, *, now: datetime) -> None:
    webinars = select(Webinar.id).where(Webinar.event_id == event.id)
    _forget(Admission.webinar_id.in_(webinars.scalar_subquery()), now)


def _forget(concerned: ColumnElement[bool], now: datetime) -> None:
    queue_forgetting(
        CallKind.FORGET,
        Admission.external_id.expression,
        lambda query: (
            query.join(Admission, Admission.webinar_id == Webinar.id)
            .where(concerned)
            .order_by(Admission.id)
        ),
        now,
    )
    db.session.execute(
        delete(Admission).where(concerned).execution_options(synchronize_session=False)
    )


def claim(webinar: Webinar, *, limit: int, now: datetime) -> Lot:
    """Take up to `limit` of its people for LEASE, first come first. Call inside a transaction.

    It is noted that they are being asked for. Whoever finds the note there when the lease is
    over knows that the answer was lost. Who needs no request is settled at once.
    """
    rows = db.session.scalars(
        select(Admission)
        .join(Admission.webinar)
        .join(Webinar.event)
        .where(
            Admission.webinar_id == webinar.id,
            Admission.due_at <= now,
            ~is_held(now),
            is_in_time(now),
        )
        .order_by(Admission.id)
        .limit(limit)
        .options(joinedload(Admission.registration, innerjoin=True).lazyload("*"))
        .with_for_update(of=Admission, skip_locked=True)
    ).all()
    claims = []
    for row in rows:
        if row.asked_at is None and row.is_wanted is (row.join_url is not None):
            row.due_at, row.attempts, row.problem = None, 0, None
            continue
        is_unsure = row.asked_at is not None
        row.due_at, row.attempts = now + LEASE, row.attempts + 1
        row.asked_at = row.asked_at or now
        claims.append(_claim_of(row, is_unsure=is_unsure))
    number = webinar.number or ""
    return Lot(webinar.id, webinar.provider, number, now + LEASE, tuple(claims), len(rows))


def _claim_of(row: Admission, *, is_unsure: bool) -> Claim:
    return Claim(
        id=row.id,
        attempt=row.attempts,
        revision=row.revision,
        is_wanted=row.is_wanted,
        is_unsure=is_unsure,
        is_alone=row.is_alone,
        external_id=row.external_id,
        join_url=row.join_url,
        person=_person(row.registration),
    )


def _person(registration: Registration) -> Person:
    """By the address that has one spelling only: nothing is mailed to it from there."""
    return Person(
        email=registration.email_key,
        given_name=registration.given_name,
        family_name=registration.family_name,
        organization=registration.organization,
        country=registration.country if len(registration.country) == 2 else None,
        job_title=registration.job_title,
        language=registration.language,
    )
