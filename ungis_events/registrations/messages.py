"""E-mails about registrations, built by the worker from what is true when they leave."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ungis_events.adapters import calendar
from ungis_events.adapters.mail import Email, wire_address
from ungis_events.core.languages import gettext_noop
from ungis_events.events.calendar import personal_entry
from ungis_events.events.models import Event, EventStatus
from ungis_events.mailing.errors import Overtaken
from ungis_events.mailing.models import OutgoingEmail

from . import links
from .composing import CalendarPart, MailShown, compose, show
from .desk_queries import count_by_status
from .models import Registration, RegistrationStatus
from .queries import find_first_registration, get_registration_by_id
from .rules import HEARING

_INVITING = {"registration_confirmed", "promoted", "event_changed"}
_LEAVING = {"withdrawn", "registration_rejected"}
_WITHDRAWING = _LEAVING | {"event_cancelled"}
_OF_THE_EVENT = {"event_changed", "event_cancelled"}
_INFORMING = {"link_resent", "already_registered"}


@dataclass(frozen=True)
class Hearing:
    """People who will be told the same, and the mail that one of them will get."""

    who: str
    """The state they are in; or promoted: the change gives them a seat."""
    number: int
    to_name: str
    mail: MailShown


def build(row: OutgoingEmail, now: datetime) -> Email:
    """The complete e-mail. Raises Overtaken when it must not leave any more."""
    if row.registration_id is None:
        raise Overtaken(gettext_noop("the registration was removed"))
    registration = get_registration_by_id(row.registration_id)
    _check_still_true(row, registration)
    return compose(row, registration, now, calendar=_calendar(row, registration, now))


def preview_news(
    event: Event, kind: str, facts: dict[str, Any], now: datetime, promoted: int = 0
) -> list[Hearing]:
    """Who hears of a change, and the mail as it will look: for the desk, before it is saved.

    `promoted` of those who wait get a seat by it, and hear of that instead.
    """
    counts = count_by_status(event)
    hearings = []
    for status in HEARING:
        number = counts[status] - (promoted if status is RegistrationStatus.WAITLISTED else 0)
        first = find_first_registration(event, status) if number > 0 else None
        if first is not None:
            hearings.append(_hearing(status.value, number, kind, first, facts, now))
    return hearings


def preview_promotion(
    event: Event, facts: dict[str, Any], now: datetime, number: int
) -> list[Hearing]:
    """As `preview_news`, of those who get a seat. Inside a rehearsal: the first one has it then."""
    first = find_first_registration(event, RegistrationStatus.WAITLISTED) if number else None
    if first is None:
        return []
    first.status = RegistrationStatus.CONFIRMED
    return [_hearing("promoted", number, "promoted", first, facts, now)]


def _hearing(
    who: str,
    number: int,
    kind: str,
    first: Registration,
    facts: dict[str, Any],
    now: datetime,
) -> Hearing:
    row = OutgoingEmail(
        kind=kind,
        to_address=first.email,
        facts=facts | {"had_seat": first.is_confirmed},
        language=first.language,
        queued_at=now,
    )
    return Hearing(who, number, first.full_name, show(row, first, now))


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
    if row.kind in _OF_THE_EVENT and row.facts["event_sequence"] < registration.event.sequence:
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
    if row.kind in _WITHDRAWING and row.facts["had_seat"]:
        entry = personal_entry(event, sequence=sequence, join_url=None)
        return CalendarPart(calendar.cancel(entry, attendee, stamp=now), "CANCEL")
    return None
