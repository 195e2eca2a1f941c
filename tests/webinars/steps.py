"""A room at the stand-in, from the desk's act to the worker's."""

import time
from collections import Counter
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select

from tests.factories import NOON
from tests.zoom.standin import ZoomStandIn
from tests.zoom.state import Webinar as RoomThere
from ungis_events import webinar_jobs, workflows
from ungis_events.adapters.webinar import WebinarProvider
from ungis_events.core import clock
from ungis_events.core.database import db, transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.webinars import service
from ungis_events.webinars.details import WebinarDetails
from ungis_events.webinars.models import Webinar, WebinarCall
from ungis_events.webinars.queries import find_webinar


class RunningClock:
    """From NOON on, so that what is to be asked in a moment comes due without being told."""

    def __init__(self) -> None:
        self._began, self._ahead = time.monotonic(), timedelta()

    def now(self) -> Any:
        return NOON + timedelta(seconds=time.monotonic() - self._began) + self._ahead

    def let_pass(self, **time_of: float) -> None:
        """`minutes=6` and the like."""
        self._ahead += timedelta(**time_of)


def providers() -> dict[str, WebinarProvider]:
    return current_app.extensions["webinar_providers"]  # type: ignore[no-any-return]


def want(event: Event, **details: Any) -> Webinar:
    with transaction():
        return service.want_webinar(
            get_event(event.slug),
            WebinarDetails(**details),
            provider=providers()["zoom"],
            actor="Desk",
            now=clock.now(),
        )


def work() -> int:
    """All calls that are due; people are D's business."""
    count = 0
    while done := webinar_jobs.work_calls(providers()):
        count += done
    return count


def want_room(event: Event, **details: Any) -> Webinar:
    """With its room made."""
    want(event, **details)
    work()
    return webinar_of(event)


def change(event: Event, **fields: Any) -> None:
    with transaction():
        saved = get_event(event.slug)
        details = EventDetails.of(saved)
        for name, value in fields.items():
            object.__setattr__(details, name, value)
        workflows.save_event(saved, details, actor="Desk", now=clock.now())


def cancel(event: Event) -> None:
    with transaction():
        workflows.cancel_event(get_event(event.slug), actor="Desk", now=clock.now())


def publish(event: Event) -> None:
    with transaction():
        workflows.publish_event(get_event(event.slug), actor="Desk", now=clock.now())


def webinar_of(event: Event) -> Webinar:
    db.session.rollback()
    db.session.expire_all()
    webinar = find_webinar(get_event(event.slug))
    assert webinar is not None
    return webinar


def calls_of(event: Event) -> list[WebinarCall]:
    """What was and will be asked of the provider, in that order."""
    of_room = WebinarCall.webinar_id == webinar_of(event).id
    return list(db.session.scalars(select(WebinarCall).where(of_room).order_by(WebinarCall.id)))


def open_kinds(event: Event) -> list[str]:
    """What is still to be asked now or soon; the report waits for the end."""
    return [
        call.kind.value
        for call in calls_of(event)
        if call.due_at is not None and call.kind.value != "report"
    ]


def rooms(zoom: ZoomStandIn) -> list[RoomThere]:
    """Those that are not deleted."""
    return [room for room in zoom.webinars.values() if not room.deleted]


def the_room(zoom: ZoomStandIn) -> RoomThere:
    (room,) = rooms(zoom)
    return room


def asked(zoom: ZoomStandIn) -> Counter[str]:
    return Counter(zoom.operations_asked)


def join_url_of(event: Event) -> str | None:
    return db.session.scalar(select(Event.join_url).where(Event.slug == event.slug))
