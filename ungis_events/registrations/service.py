"""What can be done with registrations. The web never learns who is registered: mails tell."""

from datetime import datetime, timedelta
from typing import Any

from ungis_events.core.database import db
from ungis_events.events.models import Event, EventMode, EventStatus
from ungis_events.mailing.service import (
    count_recent_emails,
)

from . import seats
from .errors import EventFull, RegistrationClosed
from .models import Registration, RegistrationStatus
from .notices import tell
from .queries import find_registration, lock_registration
from .rules import (
    RegistrationDetails,
    check_open,
    email_key,
    next_sequence,
    status_after,
)

MAILS_AN_HOUR = 3
_CHANGEABLE = (
    "given_name", "family_name", "organization", "stakeholder_group", "country", "honorific",
    "job_title", "captions_language", "access_needs", "question", "later_news", "zone",
)  # fmt: skip


def register_attendee(event: Event, details: RegistrationDetails, *, now: datetime) -> Registration:
    """Give the attendee a seat, a place in line or a wait for approval, and mail them which.

    An address that is registered already gets a mail with its own link and no second seat.
    Raises RegistrationClosed, EventFull; IntegrityError when the same address arrives twice at
    the same moment: the transaction is then tried again, and finds the other one.
    """
    check_open(event, now)
    mode = _mode_of(event, details)
    existing = find_registration(event, email_key(details.email))
    if existing is not None:
        return _register_again(existing, mode, details, now)
    registration = _new_registration(event, mode, details, now)
    _tell_outcome(registration, now)
    return registration


def _mode_of(event: Event, details: RegistrationDetails) -> EventMode:
    """Raises RegistrationClosed for a mode the event does not offer (any longer)."""
    modes = {mode.mode: mode for mode in event.modes if mode.is_open}
    if details.attendance is None and len(modes) == 1:
        return next(iter(modes.values()))
    if details.attendance not in modes:
        raise RegistrationClosed
    return modes[details.attendance]


def _new_registration(
    event: Event, mode: EventMode, details: RegistrationDetails, now: datetime
) -> Registration:
    registration = Registration(
        event_id=event.id,
        mode_id=mode.id,
        status=RegistrationStatus.PENDING,
        email=details.email,
        email_key=email_key(details.email),
        language=details.language,
        form_key=details.form_key,
        registered_at=now,
        **{name: getattr(details, name) for name in _CHANGEABLE},
    )
    registration.event, registration.mode = event, mode
    if not event.approval:
        _claim_seat(registration, now)
    db.session.add(registration)
    return registration


def _claim_seat(registration: Registration, now: datetime) -> None:
    """A seat, or a place in line. Raises RegistrationClosed, EventFull."""
    event = registration.event
    place = seats.claim(registration.mode_id)
    if place and not event.waitlist:
        raise EventFull  # and the transaction takes the place in line back
    if place:
        registration.status = RegistrationStatus.WAITLISTED
    else:
        _confirm(registration, now)


def _confirm(registration: Registration, now: datetime) -> None:
    registration.status = RegistrationStatus.CONFIRMED
    registration.confirmed_at = now
    _raise_sequence(registration)


def _raise_sequence(registration: Registration) -> None:
    registration.calendar_sequence = next_sequence(
        registration.event.sequence, registration.calendar_sequence
    )


def _register_again(
    registration: Registration, mode: EventMode, details: RegistrationDetails, now: datetime
) -> Registration:
    if registration.status is RegistrationStatus.WITHDRAWN:
        # Two forms at the same moment: only one of them brings the person back to a seat.
        seats.lock(mode.id)
        lock_registration(registration)
    if registration.status is not RegistrationStatus.WITHDRAWN:
        if details.form_key and details.form_key == registration.form_key:
            return registration  # the same form, sent twice
        # Nothing typed is taken over: anyone can type anybody's address.
        mail_own_link(registration, "already_registered", now)
        return registration
    status_after(registration.status, "return")
    registration.mode, registration.mode_id = mode, mode.id
    if registration.event.approval:
        registration.status = RegistrationStatus.PENDING
    else:
        _claim_seat(registration, now)
    for name in (*_CHANGEABLE, "language", "form_key"):
        setattr(registration, name, getattr(details, name))
    registration.registered_at = now
    _tell_outcome(registration, now)
    return registration


def _tell_outcome(registration: Registration, now: datetime, *, with_news: bool = False) -> None:
    kind = {
        RegistrationStatus.CONFIRMED: "registration_confirmed",
        RegistrationStatus.WAITLISTED: "registration_waitlisted",
        RegistrationStatus.PENDING: "registration_pending",
    }[registration.status]
    tell(registration, kind, now, with_news=with_news)


def mail_own_link(registration: Registration, kind: str, now: datetime) -> None:
    """At most MAILS_AN_HOUR to one address about one event, whoever asks for them."""
    recent = count_recent_emails(
        registration.event_id, registration.email, since=now - timedelta(hours=1)
    )
    if recent < MAILS_AN_HOUR:
        tell(registration, kind, now)


def renew_links(registration: Registration, *, now: datetime) -> None:
    """Make every personal link given out so far worthless, and mail the new ones.

    For a link that was passed on or posted somewhere. The person's calendar hears of it too:
    the join link stands in its entry.
    """
    seats.lock(registration.mode_id)
    lock_registration(registration)
    registration.link_version += 1
    event = registration.event
    takes_place = event.status is EventStatus.PUBLISHED and event.ends_at > now
    if registration.is_confirmed and takes_place:
        _raise_sequence(registration)
        tell(registration, "registration_confirmed", now, with_news=True)
    else:
        tell(registration, "link_resent", now)


def is_sent_again(event: Event, details: RegistrationDetails) -> bool:
    """Whether this very form was saved before: a double click on the last seat is no refusal."""
    registration = find_registration(event, email_key(details.email))
    return registration is not None and registration.form_key == details.form_key is not None


def resend_link(event: Event, email: str, *, now: datetime) -> None:
    """Mail the personal link to an address that is registered; silently nothing otherwise."""
    registration = find_registration(event, email_key(email))
    if registration is not None:
        mail_own_link(registration, "link_resent", now)


def change_registration(registration: Registration, details: RegistrationDetails) -> None:
    """Correct what was typed; the address and the seat stay."""
    for name in _CHANGEABLE:
        setattr(registration, name, getattr(details, name))


def withdraw_registration(
    registration: Registration, *, now: datetime, by_organizer: bool = False
) -> None:
    """Free the seat, give it to the first in line, and tell both.

    Raises RegistrationActNotPossible.
    """
    _leave(registration, "withdraw", "withdrawn", now, by_organizer=by_organizer)


def reject_registration(registration: Registration, *, note: str | None, now: datetime) -> None:
    """An organizer's no; a seat or place in line is freed. Raises RegistrationActNotPossible."""
    _leave(registration, "reject", "registration_rejected", now, note=note)


def _leave(registration: Registration, act: str, kind: str, now: datetime, **more: Any) -> None:
    mode = seats.lock(registration.mode_id)
    lock_registration(registration)
    before = registration.status
    registration.status = status_after(before, act)
    if before is RegistrationStatus.CONFIRMED:
        # Their calendar must let go of the entry: a CANCEL above the last REQUEST.
        _raise_sequence(registration)
    seats.release(mode, before)
    had_seat = before is RegistrationStatus.CONFIRMED
    tell(registration, kind, now, had_seat=had_seat, **more)
    promote_waiting(registration.event, mode, now)


def approve_registration(registration: Registration, *, now: datetime) -> None:
    """An organizer's yes: a seat, or a place in line when there is none.

    Raises RegistrationActNotPossible, RegistrationClosed, EventFull.
    """
    seats.lock(registration.mode_id)
    lock_registration(registration)
    status_after(registration.status, "approve")
    _claim_seat(registration, now)
    _tell_outcome(registration, now, with_news=True)


def promote_waiting(event: Event, mode: EventMode, now: datetime) -> None:
    """After every change of seats: those first in line take what is free, and are told."""
    for registration in seats.promote(event, mode, now):
        status_after(registration.status, "promote")
        _confirm(registration, now)
        tell(registration, "promoted", now, with_news=True)
