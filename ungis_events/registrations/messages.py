"""E-mails about registrations, built by the worker from what is true when they leave."""

from datetime import datetime
from typing import Any

import css_inline
from flask import current_app, render_template
from flask_babel import force_locale

from ungis_events.adapters import calendar
from ungis_events.adapters.mail import Email, wire_address
from ungis_events.core.site_links import site_url
from ungis_events.events.calendar import personal_entry
from ungis_events.events.models import EventStatus
from ungis_events.events.rules import DOORS_OPEN_BEFORE
from ungis_events.mailing.models import OutgoingEmail

from . import links
from .models import Registration, RegistrationStatus
from .queries import get_registration_by_id, place_in_line

_INVITING = {"registration_confirmed", "promoted", "event_changed"}
_WITHDRAWING = {"withdrawn", "registration_rejected", "event_cancelled"}
_OF_THE_EVENT = {"event_changed", "event_cancelled"}
_INFORMING = {"link_resent", "already_registered"}


class Overtaken(Exception):
    """Something newer happened: the e-mail would tell what is no longer so."""


def build(row: OutgoingEmail, now: datetime) -> Email:
    """The complete e-mail. Raises Overtaken when it must not leave any more."""
    if row.registration_id is None:
        raise Overtaken("the registration was removed")
    registration = get_registration_by_id(row.registration_id)
    _check_still_true(row, registration)
    with force_locale(row.language):
        return _email(row, registration, now)


def _check_still_true(row: OutgoingEmail, registration: Registration) -> None:
    if row.kind in _INFORMING:
        return
    is_cancelled = registration.event.status is EventStatus.CANCELLED
    if is_cancelled and row.kind not in _WITHDRAWING:
        raise Overtaken("the event was cancelled")
    if row.kind == "event_cancelled" and not is_cancelled:
        raise Overtaken("the event takes place after all")
    if row.kind in _OF_THE_EVENT and row.facts["event_sequence"] < registration.event.sequence:
        raise Overtaken("a newer message about the event follows")
    if row.facts["sequence"] != registration.calendar_sequence:
        raise Overtaken("a newer message about the same seat follows")
    if row.facts["status"] != registration.status.value:
        raise Overtaken("the registration has changed since")


def _email(row: OutgoingEmail, registration: Registration, now: datetime) -> Email:
    event = registration.event
    context = _context(row, registration, now)
    template = f"emails/{row.kind}"
    html = render_template(f"{template}/body.html", **context)
    ics, method = _calendar(row, registration, now)
    domain = str(current_app.config["MAIL_FROM_ADDRESS"]).rpartition("@")[2]
    return Email(
        to_address=row.to_address,
        to_name=registration.full_name,
        from_address=str(current_app.config["MAIL_FROM_ADDRESS"]),
        from_name=str(current_app.config["MAIL_FROM_NAME"]),
        reply_to=event.contact,
        subject=" ".join(render_template(f"{template}/subject.txt", **context).split()),
        text=render_template(f"{template}/body.txt", **context).strip() + "\n",
        html=css_inline.inline(html, load_remote_stylesheets=False, keep_at_rules=True),
        calendar=ics,
        calendar_method=method,
        message_id=f"<{row.message_id}@{domain}>",
        date=row.queued_at,  # as the Message-ID: a second try is the same message
    )


def _context(row: OutgoingEmail, registration: Registration, now: datetime) -> dict[str, Any]:
    event = registration.event
    return {
        "event": event,
        "registration": registration,
        "event_url": site_url("events.show", slug=event.slug),
        "own_url": links.own_url(registration),
        "join_url": links.join_url(registration) if event.ends_at > now else None,
        "place_in_line": place_in_line(registration),
        "was": _was(row.facts.get("was", {})),
        "note": row.facts.get("note"),
        "had_seat": row.facts.get("had_seat", False),
        "by_organizer": row.facts.get("by_organizer", False),
        "doors_open_at": event.starts_at - DOORS_OPEN_BEFORE,
    }


def _was(frozen: dict[str, str]) -> dict[str, Any]:
    """Old times and place, as they were when the event was changed."""
    return {
        name: datetime.fromisoformat(value) if name.endswith("_at") else value
        for name, value in frozen.items()
    }


def _calendar(
    row: OutgoingEmail, registration: Registration, now: datetime
) -> tuple[bytes | None, str | None]:
    """A REQUEST only for who has a seat, a CANCEL only for who once had one."""
    sequence = registration.calendar_sequence
    if sequence is None or row.kind in _INFORMING:
        return None, None
    # As the mail's To: clients offer their buttons only where the two agree.
    attendee = calendar.Person(
        wire_address(row.to_address), registration.full_name or row.to_address
    )
    event = registration.event
    if row.kind in _INVITING and registration.status is RegistrationStatus.CONFIRMED:
        entry = personal_entry(event, sequence=sequence, join_url=links.join_url(registration))
        return calendar.request(entry, attendee, stamp=now), "REQUEST"
    if row.kind in _WITHDRAWING and row.facts["had_seat"]:
        entry = personal_entry(event, sequence=sequence, join_url=None)
        return calendar.cancel(entry, attendee, stamp=now), "CANCEL"
    return None, None
