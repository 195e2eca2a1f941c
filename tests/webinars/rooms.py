"""Rooms as the desk finds them, straight in their tables."""

from typing import Any

from sqlalchemy import select

from tests.factories import NOON
from ungis_events.admissions.models import Admission
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.registrations.models import Registration
from ungis_events.speakers.models import Speaker
from ungis_events.webinars.models import CallKind, Panelist, Webinar, WebinarCall, WebinarStatus

NUMBER = "85746065123"
ROOM = f"https://zoom.example/j/{NUMBER}?pwd=abc"
MAKER = {
    "ZOOM_ACCOUNT_ID": "account",
    "ZOOM_CLIENT_ID": "client",
    "ZOOM_CLIENT_SECRET": "secret",
    "ZOOM_WEBHOOK_SECRET": "webhook-secret",
    "ZOOM_HOST": "webinars@example.org",
    "ZOOM_API_URL": "http://127.0.0.1:9/v2",
    "ZOOM_OAUTH_URL": "http://127.0.0.1:9/oauth/token",
    "ZOOM_PLAN": "pro",
}
"""Settings of one whom nothing is asked: nobody listens there."""


def make_room(event: Event, **overrides: Any) -> Webinar:
    """One that is there and scheduled, unless said otherwise; everybody is still to be let in."""
    defaults: dict[str, Any] = {
        "event_id": event.id,
        "provider": "zoom",
        "status": WebinarStatus.SCHEDULED,
        "status_at": NOON,
        "reference": f"ungis-{event.id}",
        "number": NUMBER,
        "join_url": ROOM,
        "capacity": 500,
        "alternative_hosts": [],
        "interpreters": [],
        "passcode": "Geneva27",
        "created_at": NOON,
    }
    with transaction():
        webinar = Webinar(**defaults | overrides)
        db.session.add(webinar)
        if webinar.number and webinar.status is not WebinarStatus.GONE:
            db.session.get_one(Event, event.id).join_url = webinar.join_url
    return webinar


def make_call(webinar: Webinar, kind: CallKind, **overrides: Any) -> WebinarCall:
    """Done, unless said otherwise."""
    defaults: dict[str, Any] = {"queued_at": NOON, "done_at": NOON, "due_at": None}
    with transaction():
        call = WebinarCall(webinar_id=webinar.id, kind=kind, **defaults | overrides)
        db.session.add(call)
    return call


def let_in(registration: Registration, webinar: Webinar, **overrides: Any) -> Admission:
    """With a link of their own, unless said otherwise."""
    defaults: dict[str, Any] = {
        "is_wanted": True,
        "external_id": f"r-{registration.id}",
        "email_key": registration.email_key,
        "join_url": f"https://zoom.example/w/{registration.id}?tk=own",
        "due_at": None,
        "problem": None,
    }
    with transaction():
        mine = Admission.registration_id == registration.id
        admission = db.session.scalar(select(Admission).where(mine))
        if admission is None:
            admission = Admission(webinar_id=webinar.id, registration_id=registration.id)
            db.session.add(admission)
        for name, value in (defaults | overrides).items():
            setattr(admission, name, value)
    return admission


def put_on_panel(speaker: Speaker, webinar: Webinar) -> Panelist:
    with transaction():
        panelist = Panelist(
            webinar_id=webinar.id,
            speaker_id=speaker.id,
            email_key=(speaker.email or "").casefold(),
            name=speaker.display_name,
            external_id=f"p-{speaker.id}",
            join_url=f"https://zoom.example/w/panel-{speaker.id}",
        )
        db.session.add(panelist)
    return panelist
