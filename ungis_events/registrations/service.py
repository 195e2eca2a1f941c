"""What can be done with registrations. The web never learns who is registered: mails tell.

What only organizers do is in desk_service.py.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from ungis_events.core.database import db
from ungis_events.events.models import Event, EventMode
from ungis_events.events.rules import next_sequence
from ungis_events.invitations.models import Invitation
from ungis_events.questions.queries import list_answers
from ungis_events.questions.rules import FilledIn
from ungis_events.questions.service import save_answers

from . import seats
from .errors import EventFull, KeptPlacesTaken, RegistrationClosed
from .models import Registration, RegistrationStatus
from .notices import mail_own_link, tell, tell_outcome, write_down, write_down_move
from .queries import find_registration, lock_registration
from .rules import (
    RegistrationDetails,
    check_open,
    email_key,
    status_after,
)

_CHANGEABLE = (
    "given_name", "family_name", "organization", "stakeholder_group", "country", "honorific",
    "job_title", "captions_language", "access_needs", "question", "later_news", "zone",
)  # fmt: skip
_UNSPOKEN = ("access_needs",)
"""Not even that it changed: few may know whom it is of."""


def register_attendee(
    event: Event,
    details: RegistrationDetails,
    *,
    now: datetime,
    answers: FilledIn | None = None,
    invitation: Invitation | None = None,
) -> Registration:
    """Give the attendee a seat, a place in line or a wait for approval, and mail them which.

    An address that is registered already gets a mail with its own link and no second seat.
    `invitation`: the group's link they came by, in use. Raises RegistrationClosed, EventFull;
    IntegrityError when the same address arrives twice at the same moment: the transaction is
    then tried again, and finds the other one.
    """
    check_open(event, now, is_invited=invitation is not None)
    mode = mode_of(event, details)
    existing = find_registration(event, email_key(details.email))
    if existing is not None:
        return _register_again(existing, mode, details, now, answers, invitation)
    registration = new_registration(event, mode, details, now, invitation)
    if _needs_no_approval(registration):
        claim_seat(registration, now)
    db.session.add(registration)
    _save_answers(registration, answers, now)
    tell_outcome(registration, now)
    return registration


def mode_of(event: Event, details: RegistrationDetails) -> EventMode:
    """Raises RegistrationClosed for a mode the event does not offer (any longer)."""
    modes = {mode.mode: mode for mode in event.modes if mode.is_open}
    if details.attendance is None and len(modes) == 1:
        return next(iter(modes.values()))
    if details.attendance not in modes:
        raise RegistrationClosed
    return modes[details.attendance]


def new_registration(
    event: Event,
    mode: EventMode,
    details: RegistrationDetails,
    now: datetime,
    invitation: Invitation | None,
) -> Registration:
    """Without a seat yet, and not in the session."""
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
    _come_by(registration, invitation)
    return registration


def _come_by(registration: Registration, invitation: Invitation | None) -> None:
    registration.invitation = invitation
    registration.invitation_id = invitation.id if invitation else None


def _needs_no_approval(registration: Registration) -> bool:
    invitation = registration.invitation
    return not registration.event.approval or bool(invitation and invitation.skips_approval)


def _save_answers(registration: Registration, answers: FilledIn | None, now: datetime) -> None:
    if answers is not None and answers.questions:
        db.session.flush()  # for its number
        save_answers(registration.id, answers, now=now)


def claim_seat(registration: Registration, now: datetime) -> None:
    """A seat, or a place in line: of those kept for the person's group first.

    Raises RegistrationClosed, EventFull, and KeptPlacesTaken where the group has no others.
    """
    event, invitation = registration.event, registration.invitation
    if invitation is not None and seats.claim_kept(registration):
        confirm(registration, now)
        return
    if invitation is not None and invitation.only_kept:
        raise KeptPlacesTaken
    place = seats.claim(registration.mode_id)
    if place and not event.waitlist:
        raise EventFull  # and the transaction takes the place in line back
    if place:
        registration.status = RegistrationStatus.WAITLISTED
    else:
        confirm(registration, now)


def confirm(registration: Registration, now: datetime) -> None:
    registration.status = RegistrationStatus.CONFIRMED
    registration.confirmed_at = now
    raise_sequence(registration)


def raise_sequence(registration: Registration) -> None:
    registration.calendar_sequence = next_sequence(
        registration.event.sequence, registration.calendar_sequence
    )


def _register_again(
    registration: Registration,
    mode: EventMode,
    details: RegistrationDetails,
    now: datetime,
    answers: FilledIn | None,
    invitation: Invitation | None,
) -> Registration:
    if registration.status is RegistrationStatus.WITHDRAWN:
        # Two forms at the same moment: only one of them brings the person back to a seat.
        seats.lock(mode.id)
        lock_registration(registration)
    if registration.status is not RegistrationStatus.WITHDRAWN:
        if details.form_key and details.form_key == registration.form_key:
            return registration  # the same form, sent twice
        if invitation is not None and _join_group(registration, invitation, now):
            return registration
        # Nothing typed is taken over: anyone can type anybody's address.
        mail_own_link(registration, "already_registered", now)
        return registration
    before = registration.status
    come_back(registration, mode, details, now, invitation)
    if _needs_no_approval(registration):
        claim_seat(registration, now)
    _save_answers(registration, answers, now)
    write_down_move(registration, "registered again", before, now)
    tell_outcome(registration, now)
    return registration


def come_back(
    registration: Registration,
    mode: EventMode,
    details: RegistrationDetails,
    now: datetime,
    invitation: Invitation | None,
) -> None:
    """Of who had withdrawn: with what is typed now, and without a seat yet."""
    status_after(registration.status, "return")
    registration.mode, registration.mode_id = mode, mode.id
    registration.status, registration.merged_into_id = RegistrationStatus.PENDING, None
    _come_by(registration, invitation)
    for name in (*_CHANGEABLE, "language", "form_key"):
        setattr(registration, name, getattr(details, name))
    registration.registered_at = now


def _join_group(registration: Registration, invitation: Invitation, now: datetime) -> bool:
    """Who waits in the line of everybody, and then comes by a group's link, is of the group.

    Whether that gave them a seat.
    """
    mode = seats.lock(registration.mode_id)
    lock_registration(registration)
    if registration.status is not RegistrationStatus.WAITLISTED or registration.invitation_id:
        return False
    _come_by(registration, invitation)
    promote_waiting(registration.event, mode, now)
    return registration.is_confirmed


def is_sent_again(event: Event, details: RegistrationDetails) -> bool:
    """Whether this very form was saved before: a double click on the last seat is no refusal."""
    registration = find_registration(event, email_key(details.email))
    return registration is not None and registration.form_key == details.form_key is not None


def resend_link(event: Event, email: str, *, now: datetime) -> None:
    """Mail the personal link to an address that is registered; silently nothing otherwise."""
    registration = find_registration(event, email_key(email))
    if registration is not None:
        mail_own_link(registration, "link_resent", now)


def change_registration(
    registration: Registration,
    details: RegistrationDetails,
    *,
    now: datetime,
    answers: FilledIn | None = None,
    not_asked: Collection[str] = (),
) -> None:
    """Correct what was typed; the address and the seat stay.

    So does what was said in the fields `not_asked`, which the event has switched off.
    """
    seats.lock(registration.mode_id)  # the totals by group are kept under it
    answers_before, changed = _answers_of(registration), []
    for name in _CHANGEABLE:
        if name not in not_asked and getattr(registration, name) != getattr(details, name):
            setattr(registration, name, getattr(details, name))
            changed.append(name)
    _save_answers(registration, answers, now)
    if _answers_of(registration) != answers_before:
        changed.append("answers")
    told = [name for name in changed if name not in _UNSPOKEN]
    if told:
        write_down(registration, "changed by the person", {"fields": told}, "registrant", now)


def _answers_of(registration: Registration) -> list[tuple[int, str | None, int | None]]:
    answers = list_answers([registration.id]).get(registration.id, [])
    return [(answer.question_id, answer.value, answer.upload_id) for answer in answers]


def withdraw_registration(
    registration: Registration, *, now: datetime, by_organizer: bool = False
) -> None:
    """Free the seat, give it to the first in line, and tell both.

    Raises RegistrationActNotPossible.
    """
    is_own = not by_organizer
    leave(registration, "withdraw", "withdrawn", now, is_own=is_own, by_organizer=by_organizer)


def leave(
    registration: Registration,
    act: str,
    kind: str,
    now: datetime,
    *,
    is_own: bool = False,
    **more: Any,
) -> None:
    """Withdraw or reject: what they held is free again, and both sides are told."""
    mode = seats.lock(registration.mode_id)
    lock_registration(registration)
    before = registration.status
    after = status_after(before, act)
    seats.release(mode, registration)
    registration.status = after
    if is_own:
        write_down_move(registration, "withdrawn by the person", before, now)
    if before is RegistrationStatus.CONFIRMED:
        # Their calendar must let go of the entry: a CANCEL above the last REQUEST.
        raise_sequence(registration)
    had_seat = before is RegistrationStatus.CONFIRMED
    tell(registration, kind, now, had_seat=had_seat, **more)
    promote_waiting(registration.event, mode, now)


def promote_waiting(event: Event, mode: EventMode, now: datetime) -> None:
    """After every change of seats: those first in line take what is free, and are told."""
    for registration in seats.promote(event, mode, now):
        before = registration.status
        status_after(before, "promote")
        confirm(registration, now)
        write_down_move(registration, "moved up", before, now, actor="waiting list")
        tell(registration, "promoted", now, with_news=True)
