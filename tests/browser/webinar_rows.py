"""Webinars in every state: asked for, there, with problems, live, ended with a list of who came."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from tests.attendance.known import make_known
from tests.factories import make_event, make_registration
from tests.speakers.steps import make_confirmed
from tests.webinars.rooms import let_in, make_call, make_room, put_on_panel
from ungis_events.adapters.webinar import Problem
from ungis_events.attendance.desk_service import keep_report
from ungis_events.attendance.models import Attendance, AttendanceMark, MarkKind
from ungis_events.attendance.reading import read_report
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.registrations.models import Registration
from ungis_events.webinars.models import CallKind, WebinarStatus

MINUTE = timedelta(minutes=1)
REPORTS = Path(__file__).parents[1] / "data" / "attendance"
OnDay = Callable[[timedelta], dict[str, Any]]
"""What makes an event take place that much later."""


@dataclass(frozen=True)
class WebinarKeys:
    """What the addresses of the pages of attendance hold."""

    came: int
    unmatched: int


def make_webinar_rows(live: Event, on: OnDay, now: datetime) -> WebinarKeys:
    make_event(**on(timedelta(weeks=9)), slug="no-webinar", join_url=None)
    _make_webinar_there(on, now)
    _make_webinar_refused(on, now)
    _make_webinar_gone(on, now)
    _fill_live_room(live, now)
    return _make_list_of_who_came(on, now)


def _make_webinar_there(on: OnDay, now: datetime) -> None:
    event = make_event(**on(timedelta(weeks=10)), slug="webinar", title="A webinar that is there")
    webinar = make_room(
        event,
        number="85746065001",
        status_at=now,
        alternative_hosts=["amina.diallo@example.org", "a.very.long.name.indeed@example.org"],
        recording="cloud",
        interpreters=[{"email": "ines@example.org", "from": "en", "to": "fr"}],
        problem=Problem.CAPACITY,
        problem_detail="Webinar has reached its capacity limit of 500 registrants.",
        problem_at=now,
    )
    put_on_panel(make_confirmed(event, name="Bo Li", email="bo.li@example.org"), webinar)
    make_confirmed(event, name="Carla Paz", email="carla.paz@example.org")
    let_in(make_registration(event, now=now), webinar)
    make_registration(event, now=now)
    refused = {"external_id": None, "join_url": None, "problem": Problem.PERSON_REFUSED}
    let_in(make_registration(event, now=now), webinar, **refused)
    make_call(webinar, CallKind.CREATE, queued_at=now, done_at=now)
    late = {"queued_at": now, "done_at": None, "due_at": now + timedelta(days=1)}
    make_call(webinar, CallKind.UPDATE, problem=Problem.DAILY_LIMIT, **late)
    make_call(webinar, CallKind.REPORT, **late)


def _make_webinar_refused(on: OnDay, now: datetime) -> None:
    event = make_event(**on(timedelta(weeks=11)), slug="webinar-refused", join_url=None)
    webinar = make_room(
        event,
        number=None,
        join_url=None,
        status=WebinarStatus.WANTED,
        status_at=now,
        problem=Problem.NO_PLAN,
        problem_detail="Webinar plan is missing. You must subscribe to the webinar plan.",
        problem_at=now,
    )
    given_up = {"queued_at": now, "done_at": None, "problem": Problem.NO_PLAN}
    make_call(webinar, CallKind.CREATE, **given_up)


def _make_webinar_gone(on: OnDay, now: datetime) -> None:
    event = make_event(**on(timedelta(weeks=12)), slug="webinar-gone", join_url=None)
    make_room(event, number="85746065003", status=WebinarStatus.GONE, status_at=now)


def _fill_live_room(event: Event, now: datetime) -> None:
    webinar = make_room(
        event, number="85746065002", status=WebinarStatus.LIVE, status_at=now - 5 * MINUTE
    )
    inside = db.session.scalars(select(Registration).where(Registration.event_id == event.id)).all()
    let_in(inside[0], webinar)
    coming = (
        ("Amina Diallo", MarkKind.JOINED, 4, inside[0].id),
        ("Telephone", MarkKind.JOINED, 3, None),
        ("Bo Li", MarkKind.JOINED, 3, None),
        ("Telephone", MarkKind.LEFT, 1, None),
    )
    with transaction():
        for name, kind, minutes_ago, registration_id in coming:
            db.session.add(
                AttendanceMark(
                    event_id=event.id,
                    session="one",
                    participant=name,
                    kind=kind,
                    at=now - minutes_ago * MINUTE,
                    name=name,
                    registration_id=registration_id,
                )
            )


def _make_list_of_who_came(on: OnDay, now: datetime) -> WebinarKeys:
    event = make_event(**on(timedelta(days=-2)), slug="webinar-over", title="Who was there")
    make_room(event, number="85746065004", status=WebinarStatus.ENDED, status_at=event.ends_at)
    person = make_registration(event, now=event.starts_at - timedelta(days=3))
    make_known(event, (person, 60), ("iPhone von Wolfgang", 25))
    report = REPORTS / "webinar.csv"
    with transaction():
        keep_report(
            get_event(event.slug),
            read_report(report.read_bytes(), report.name),
            report.name,
            event.zone,
            actor="Bo Li",
            now=now,
        )
    query = select(Attendance.id).where(Attendance.event_id == event.id)
    came, unmatched = db.session.scalars(
        query.order_by(Attendance.registration_id.is_(None), Attendance.id)
    ).all()
    return WebinarKeys(came, unmatched)
