"""What organizers do with registrations: by hand, in any order, with or without a free seat.

Each begins with the seats' lock and asks the table of transitions.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from ungis_events.core.database import db
from ungis_events.events.models import Event, EventMode, EventStatus
from ungis_events.events.rules import closes_at
from ungis_events.invitations.models import Invitation
from ungis_events.questions.rules import FilledIn
from ungis_events.questions.service import save_answers

from . import seats
from .errors import (
    AlreadyRegistered,
    EventFull,
    NoSeatLeft,
    RegistrationClosed,
    WaitingMakesNoSense,
)
from .models import Registration, RegistrationStatus
from .notices import tell, tell_outcome
from .queries import find_registration, lock_registration
from .rules import RegistrationDetails, email_key, status_after
from .service import (
    claim_seat,
    come_back,
    confirm,
    leave,
    new_registration,
    promote_waiting,
    raise_sequence,
)

CONFIRMED, WAITLISTED = RegistrationStatus.CONFIRMED, RegistrationStatus.WAITLISTED


def approve_registration(
    registration: Registration, *, now: datetime, beyond: bool = False
) -> None:
    """A seat, or a place in line when there is none; `beyond`: a seat in any case.

    Raises RegistrationActNotPossible, RegistrationClosed, EventFull.
    """
    mode = _lock(registration, "approve")
    if beyond:
        seats.take(mode, registration, beyond=True)
        confirm(registration, now)
    else:
        claim_seat(registration, now)
    tell_outcome(registration, now, with_news=True)


def reject_registration(registration: Registration, *, note: str | None, now: datetime) -> None:
    """A seat or place in line is freed. Raises RegistrationActNotPossible."""
    leave(registration, "reject", "registration_rejected", now, note=note)


def promote_registration(
    registration: Registration, *, now: datetime, beyond: bool = False
) -> None:
    """This person, whoever waits before them, also after registration closed.

    Raises RegistrationActNotPossible, RegistrationClosed when the event is over, NoSeatLeft
    unless `beyond`.
    """
    mode = _lock(registration, "promote")
    if now >= registration.event.ends_at:
        raise RegistrationClosed
    if not seats.take(mode, registration, beyond=beyond):
        raise NoSeatLeft
    mode.waiting -= 1
    confirm(registration, now)
    tell(registration, "promoted", now, with_news=True)


def waitlist_registration(
    registration: Registration, *, now: datetime, together: Collection[int] = ()
) -> None:
    """To the end of the line; what they held goes to who waits.

    `together`: who was moved there in the same act, and must not come back by it. Raises
    RegistrationActNotPossible, EventFull where there is no line, WaitingMakesNoSense where the
    seat would go to nobody else.
    """
    event = registration.event
    mode = _lock(registration, "waitlist")
    if not event.waitlist:
        raise EventFull
    had_seat = registration.is_confirmed
    if _would_return(event, mode, registration, together, now):
        raise WaitingMakesNoSense
    if had_seat:
        raise_sequence(registration)  # a CANCEL above the last REQUEST
    seats.release(mode, registration)
    registration.waits_since = seats.end_of_line(mode, now)
    mode.waiting += 1
    registration.status = WAITLISTED
    tell(registration, "registration_waitlisted", now, had_seat=had_seat)
    promote_waiting(event, mode, now)


def _would_return(
    event: Event,
    mode: EventMode,
    registration: Registration,
    together: Collection[int],
    now: datetime,
) -> bool:
    """Whether a seat would be free, and at once be theirs again or of who was moved with them."""
    if not mode.is_open or now >= closes_at(event):
        return False
    if seats.has_kept_for(mode, registration):
        first = seats.first_in_line(mode, of=registration.invitation_id)
    else:
        left = None if mode.capacity is None else mode.capacity - mode.taken - mode.kept
        if left is not None and left + registration.is_confirmed <= 0:
            return False
        first = seats.first_in_line(mode)
    return first is None or first.id in together


def add_registration(
    event: Event,
    details: RegistrationDetails,
    *,
    status: RegistrationStatus,
    now: datetime,
    beyond: bool = False,
    is_told: bool = True,
    answers: FilledIn | None = None,
    invitation: Invitation | None = None,
) -> Registration:
    """By hand: also at drafts and closed events, and never in another state than asked.

    `status`: confirmed, waitlisted or pending. Raises AlreadyRegistered, RegistrationClosed for
    a mode the event does not offer, NoSeatLeft unless `beyond`, EventFull where there is no line.
    """
    mode = seats.lock(_mode_asked(event, details).id)
    registration = find_registration(event, email_key(details.email))
    if registration is None:
        registration = new_registration(event, mode, details, now, invitation)
    else:
        lock_registration(registration)
        if registration.status is not RegistrationStatus.WITHDRAWN:
            raise AlreadyRegistered(registration.id)
        # No form was sent: the key stays of the one that was.
        same_form = replace(details, form_key=registration.form_key)
        come_back(registration, mode, same_form, now, invitation)
    if status is CONFIRMED:
        if not seats.take(mode, registration, beyond=beyond):
            raise NoSeatLeft
        confirm(registration, now)
    elif status is WAITLISTED:
        if not event.waitlist:
            raise EventFull
        mode.waiting += 1
    registration.status = status
    db.session.add(registration)
    db.session.flush()
    if answers is not None:
        save_answers(registration.id, answers, now=now)
    if is_told:
        tell_outcome(registration, now)
    return registration


def _mode_asked(event: Event, details: RegistrationDetails) -> EventMode:
    """Open or not."""
    modes = {mode.mode: mode for mode in event.modes}
    if details.attendance is None and len(modes) == 1:
        return next(iter(modes.values()))
    if details.attendance not in modes:
        raise RegistrationClosed
    return modes[details.attendance]


def leave_merged(registration: Registration, *, into: Registration, now: datetime) -> None:
    """One of two registrations of a person; `into` stays. The caller promotes afterwards.

    Their calendar lets go of what this one had put into it.
    """
    mode = _lock(registration, "merge")
    had_seat = registration.is_confirmed
    seats.release(mode, registration)
    registration.status = RegistrationStatus.WITHDRAWN
    registration.merged_into_id = into.id
    if had_seat:
        raise_sequence(registration)
        tell(registration, "withdrawn", now, had_seat=True, by_organizer=True)


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
        raise_sequence(registration)
        tell(registration, "registration_confirmed", now, with_news=True)
    else:
        tell(registration, "link_resent", now)


def _lock(registration: Registration, act: str) -> EventMode:
    """The seats, then the person. Raises RegistrationActNotPossible."""
    mode = seats.lock(registration.mode_id)
    lock_registration(registration)
    status_after(registration.status, act)
    return mode
