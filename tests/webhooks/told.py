"""What Zoom tells of one webinar, signed as it signs it, and what became of it here."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from flask import current_app
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.factories import NOON
from tests.webinars.rooms import MAKER, NUMBER
from tests.zoom.webhooks import Webhook, sign
from ungis_events import jobs
from ungis_events.admissions.models import Admission
from ungis_events.attendance.models import Attendance, AttendanceMark
from ungis_events.core.database import db
from ungis_events.webhooks.models import WebhookDelivery
from ungis_events.webhooks.service import work_delivery
from ungis_events.webinars.models import Webinar

SETTINGS = MAKER | {"ZOOM_WEBHOOK_SECRET": "webhook secret", "ZOOM_ACCOUNT_ID": "account"}
SECRET = SETTINGS["ZOOM_WEBHOOK_SECRET"]
STARTED, ENDED = "webinar.started", "webinar.ended"
JOINED, LEFT = "webinar.participant_joined", "webinar.participant_left"
APPROVED, CANCELLED = "webinar.registration_approved", "webinar.registration_cancelled"
UPDATED, DELETED = "webinar.updated", "webinar.deleted"


def notice(
    event: str,
    at: datetime = NOON,
    *,
    who: str | None = None,
    email: str = "",
    number: str | int = NUMBER,
    session: str = "the-session",
    **more: Any,
) -> bytes:
    """`who`: the registrant's id. The number is a text in some of Zoom's events."""
    told: dict[str, Any] = {"id": number, "uuid": session, "topic": "Event"} | more
    when = f"{at:%Y-%m-%dT%H:%M:%SZ}"
    if event in (JOINED, LEFT):
        time = "join_time" if event == JOINED else "leave_time"
        told["participant"] = {
            "user_id": f"u-{who or email}",
            "user_name": "Amina Diallo",
            "email": email,
            "registrant_id": who or "",
            time: when,
        }
    elif "registration" in event:
        told["registrant"] = {"id": who or "", "email": email, "first_name": "Amina"}
    stamp = int(at.timestamp() * 1000)
    return json.dumps(
        {"event": event, "event_ts": stamp, "payload": {"account_id": "account", "object": told}}
    ).encode()


def signed(body: bytes, at: datetime = NOON, secret: str = SECRET) -> Webhook:
    return sign(body, at, secret)


def post(client: FlaskClient, webhook: Webhook, provider: str = "zoom") -> TestResponse:
    return client.post(f"/webhooks/{provider}", data=webhook.body, headers=webhook.headers)


def tell(client: FlaskClient, *bodies: bytes) -> list[int]:
    return [post(client, signed(body)).status_code for body in bodies]


def work() -> int:
    """What the worker does until nothing is due."""
    count = 0
    while some := jobs._work_due(WebhookDelivery, work_delivery):
        count += some
    return count


def outcomes() -> list[str | None]:
    db.session.expire_all()
    return list(db.session.scalars(select(WebhookDelivery.outcome).order_by(WebhookDelivery.id)))


def count_deliveries() -> int:
    db.session.rollback()
    return len(db.session.scalars(select(WebhookDelivery.id)).all())


class Known(NamedTuple):
    """All that notices can change."""

    status: str
    problem: str | None
    join_url: str | None
    marks: list[tuple[str, str, str, datetime]]
    people: list[tuple[str, int, int | None]]
    admissions: list[tuple[int, bool, str | None]]


def known(webinar_id: int) -> Known:
    db.session.rollback()
    db.session.expire_all()
    webinar = db.session.get_one(Webinar, webinar_id)
    marks = db.session.scalars(select(AttendanceMark)).all()
    people = db.session.scalars(select(Attendance)).all()
    admissions = db.session.scalars(select(Admission)).all()
    return Known(
        webinar.status.value,
        webinar.problem,
        webinar.event.join_url,
        sorted((mark.session, mark.participant, mark.kind.value, mark.at) for mark in marks),
        sorted((each.person_key, each.minutes, each.registration_id) for each in people),
        sorted((each.registration_id, each.is_wanted, each.problem) for each in admissions),
    )


def providers() -> Iterable[str]:
    return list(current_app.extensions["webinar_providers"])
