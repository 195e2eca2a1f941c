"""E-mails about registrations, built by the worker from what is true when they leave."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from ungis_events.adapters import calendar
from ungis_events.adapters.mail import Email, wire_address
from ungis_events.core.database import db
from ungis_events.core.languages import gettext_noop
from ungis_events.events.calendar import personal_entry
from ungis_events.events.models import Event, EventStatus
from ungis_events.mailing.composing import CalendarPart, MailShown
from ungis_events.mailing.errors import Overtaken
from ungis_events.mailing.models import OutgoingEmail

from . import links
from .composing import compose, show
from .models import Registration, RegistrationStatus
from .queries import are_many, count_in, get_registration_by_id

_INVITING = {"registration_confirmed", "promoted", "event_changed"}
_LEAVING = {"withdrawn", "registration_rejected"}
_WITHDRAWING = _LEAVING | {"event_cancelled"}
_TAKING_AWAY = _WITHDRAWING | {"registration_waitlisted"}
"""Who had a seat gets a CANCEL with it."""
# They say when and where, and no SEQUENCE of the person's tells that it has changed since.
_OF_ONE_STATE = {"registration_waitlisted", "registration_pending"}
_INFORMING = {"link_resent", "already_registered"}


@dataclass(frozen=True)
class Hearing:
    """People who will be told the same, and the mail that one of them will get."""

    who: str
    """The state they are in; or promoted: the change gives them a seat."""
    number: int
    to_name: str
    mail: MailShown
    facts: dict[str, Any]


def build(row: OutgoingEmail, now: datetime) -> Email:
    """The complete e-mail. Raises Overtaken when it must not leave any more."""
    if row.registration_id is None:
        raise Overtaken(gettext_noop("the registration was removed"))
    registration = get_registration_by_id(row.registration_id)
    _check_still_true(row, registration)
    return compose(row, registration, now, calendar=_calendar(row, registration, now))


def list_hearings(event: Event, since: int, now: datetime) -> list[Hearing]:
    """Who is told what by the mails queued after the one with the id `since`.

    For the desk, inside a rehearsal: of each kind of news the mail that the first one will get.
    """
    newest = (  # a person's older ones are overtaken by it
        select(func.max(OutgoingEmail.id).label("id"))
        .where(OutgoingEmail.id > since, OutgoingEmail.event_id == event.id)
        .group_by(OutgoingEmail.registration_id)
        .subquery()
    )
    groups = db.session.execute(
        select(OutgoingEmail.kind, Registration.status, func.count(), func.min(OutgoingEmail.id))
        .join(newest, newest.c.id == OutgoingEmail.id)
        .join(Registration, Registration.id == OutgoingEmail.registration_id)
        .group_by(OutgoingEmail.kind, Registration.status)
        .order_by(func.min(OutgoingEmail.id))
    ).all()
    promoted = sum(number for kind, _, number, _ in groups if kind == "promoted")
    return [
        _hearing(kind, status, _number(event, kind, status, number, promoted), first_id, now)
        for kind, status, number, first_id in groups
    ]


def _number(event: Event, kind: str, status: RegistrationStatus, mails: int, promoted: int) -> int:
    """Where a few mails stand for thousands, how many there would be."""
    if kind == "promoted" or not are_many(event):
        return mails
    gained = promoted if status is RegistrationStatus.CONFIRMED else 0
    return count_in(event, status) - gained


def _hearing(
    kind: str, status: RegistrationStatus, number: int, first_id: int, now: datetime
) -> Hearing:
    row = db.session.get_one(OutgoingEmail, first_id)
    assert row.registration_id is not None  # noqa: S101 - it was joined
    registration = get_registration_by_id(row.registration_id)
    who = kind if kind == "promoted" else status.value
    return Hearing(who, number, registration.full_name, show(row, registration, now), row.facts)


def _check_still_true(row: OutgoingEmail, registration: Registration) -> None:
    if row.kind in _INFORMING:
        return
    is_seat_told = row.facts["sequence"] == registration.calendar_sequence
    if row.kind in _LEAVING and row.facts["had_seat"]:
        # Their calendar must let go, also when they wait in line again by now.
        if not is_seat_told:
            raise Overtaken(gettext_noop("a newer message about the same seat follows"))
        return
    is_cancelled = registration.event.status is EventStatus.CANCELLED
    if is_cancelled and row.kind not in _WITHDRAWING:
        raise Overtaken(gettext_noop("the event was cancelled"))
    if row.kind == "event_cancelled" and not is_cancelled:
        raise Overtaken(gettext_noop("the event takes place after all"))
    if row.kind in _OF_ONE_STATE and row.facts["event_sequence"] < registration.event.sequence:
        raise Overtaken(gettext_noop("a newer message about the event follows"))
    if not is_seat_told:
        raise Overtaken(gettext_noop("a newer message about the same seat follows"))
    if row.facts["status"] != registration.status.value:
        raise Overtaken(gettext_noop("the registration has changed since"))


def _calendar(row: OutgoingEmail, registration: Registration, now: datetime) -> CalendarPart | None:
    """A REQUEST only for who has a seat, a CANCEL only for who once had one."""
    sequence = registration.calendar_sequence
    if sequence is None or row.kind in _INFORMING:
        return None
    # As the mail's To: clients offer their buttons only where the two agree.
    attendee = calendar.Person(
        wire_address(row.to_address), registration.full_name or row.to_address
    )
    event = registration.event
    if row.kind in _INVITING and registration.status is RegistrationStatus.CONFIRMED:
        entry = personal_entry(event, sequence=sequence, join_url=links.join_url(registration))
        return CalendarPart(calendar.request(entry, attendee, stamp=now), "REQUEST")
    if row.kind in _TAKING_AWAY and row.facts.get("had_seat"):
        entry = personal_entry(event, sequence=sequence, join_url=None)
        return CalendarPart(calendar.cancel(entry, attendee, stamp=now), "CANCEL")
    return None
