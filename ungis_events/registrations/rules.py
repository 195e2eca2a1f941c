"""Who may register and what becomes of it. Pure: no database, no Flask."""

from dataclasses import dataclass
from datetime import datetime

from ungis_events.events.models import Event, EventStatus, Mode
from ungis_events.events.rules import Phase, phase_at

from .errors import ByInvitationOnly, RegistrationActNotPossible, RegistrationClosed
from .models import RegistrationStatus

C, W, P, R, X = (
    RegistrationStatus.CONFIRMED,
    RegistrationStatus.WAITLISTED,
    RegistrationStatus.PENDING,
    RegistrationStatus.REJECTED,
    RegistrationStatus.WITHDRAWN,
)
# Acts with two outcomes end in a seat or, when there is none, in the line.
TRANSITIONS: dict[tuple[RegistrationStatus, str], RegistrationStatus] = {
    (P, "approve"): C,
    (R, "approve"): C,
    (P, "reject"): R,
    (W, "reject"): R,
    (C, "reject"): R,
    (W, "promote"): C,
    (C, "waitlist"): W,
    (P, "waitlist"): W,
    (C, "withdraw"): X,
    (W, "withdraw"): X,
    (P, "withdraw"): X,
    (X, "return"): C,
} | {(status, "merge"): X for status in RegistrationStatus}
HEARING = (C, W, P)
"""Who is told when the event changes: a calendar message to C, words to the others."""
ACTIVE = frozenset(HEARING)


@dataclass(frozen=True)
class RegistrationDetails:
    """What a person tells about themself; `attendance` None: the event has one mode."""

    given_name: str
    family_name: str
    email: str
    organization: str
    stakeholder_group: str
    country: str
    honorific: str | None = None
    job_title: str | None = None
    captions_language: str | None = None
    access_needs: str | None = None
    question: str | None = None
    later_news: bool = False
    zone: str | None = None
    language: str = "en"
    attendance: Mode | None = None
    form_key: str | None = None


def check_open(event: Event, now: datetime, *, is_invited: bool = False) -> None:
    """Raise RegistrationClosed unless people can register, ByInvitationOnly unless these can."""
    if event.status is not EventStatus.PUBLISHED or phase_at(event, now) is not Phase.OPEN:
        raise RegistrationClosed
    if event.by_invitation and not is_invited:
        raise ByInvitationOnly


def status_after(status: RegistrationStatus, act: str) -> RegistrationStatus:
    """Raises RegistrationActNotPossible: an act that does nothing is never called a success."""
    if (status, act) not in TRANSITIONS:
        raise RegistrationActNotPossible
    return TRANSITIONS[status, act]


def possible_acts(status: RegistrationStatus) -> set[str]:
    """What an organizer can do."""
    acts = {act for from_status, act in TRANSITIONS if from_status is status}
    return acts & {"approve", "promote", "waitlist", "reject", "withdraw"}


def email_key(email: str) -> str:
    """Two spellings with one key are one mailbox: capitals and the form of the domain apart."""
    local, _, domain = email.strip().casefold().rpartition("@")
    if not domain.isascii():  # or it stays as it is, and the encoder takes its time
        try:
            domain = domain.encode("idna").decode()
        except UnicodeError:
            pass
    return f"{local}@{domain}"
