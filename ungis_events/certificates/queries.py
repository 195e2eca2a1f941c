from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, case, exists, func, null, or_, select

from ungis_events.attendance.models import AttendanceSummary
from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.registrations.models import Registration, RegistrationStatus

from .errors import CertificateNotFound
from .models import Certificate
from .rules import read_code

PAGE_SIZE = 50


class Attendee(NamedTuple):
    registration_id: int
    honorific: str | None
    given_name: str
    family_name: str
    minutes: int | None
    """In the online room; None: not known, or they sat in the room itself."""

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.honorific, self.given_name, self.family_name)))


class CertificatesWanted(NamedTuple):
    q: str = ""
    page: int = 1


def find_certificate(code: str) -> Certificate | None:
    return db.session.scalar(select(Certificate).where(Certificate.code == code))


def find_certificate_of(registration_id: int) -> Certificate | None:
    """The one that stands; None too where it was revoked."""
    return db.session.scalar(
        select(Certificate).where(
            Certificate.registration_id == registration_id, Certificate.revoked_at.is_(None)
        )
    )


def get_certificate(event: Event, certificate_id: int) -> Certificate:
    """Raises CertificateNotFound, also for one of another event."""
    certificate = db.session.get(Certificate, certificate_id)
    if certificate is None or certificate.event_id != event.id:
        raise CertificateNotFound
    return certificate


def list_certificates(
    event: Event, wanted: CertificatesWanted
) -> tuple[Sequence[Certificate], bool]:
    """One page, the latest first, and whether there are more."""
    query = select(Certificate).where(Certificate.event_id == event.id)
    if wanted.q:
        query = query.where(_fits(wanted.q))
    query = query.order_by(Certificate.id.desc()).limit(PAGE_SIZE + 1)
    rows = db.session.scalars(query.offset((max(wanted.page, 1) - 1) * PAGE_SIZE)).all()
    return rows[:PAGE_SIZE], len(rows) > PAGE_SIZE


def _fits(q: str) -> ColumnElement[bool]:
    spellings = {q} if q.isascii() else {q, q.lower(), q.upper(), q.title()}
    named = [Certificate.name.icontains(each, autoescape=True) for each in spellings]
    code = read_code(q)
    return or_(*named, Certificate.code == code) if code else or_(*named)


def count_certificates(event: Event) -> tuple[int, int]:
    """(that stand, revoked)."""
    issued = select(func.count()).where(Certificate.event_id == event.id)
    # Two counts, each from an index: the certificates themselves are not read.
    revoked = issued.where(Certificate.revoked_at.is_not(None))
    all_issued, all_revoked = db.session.execute(
        select(issued.scalar_subquery(), revoked.scalar_subquery())
    ).one()
    return all_issued - all_revoked, all_revoked


def count_attendees_without(event: Event) -> int:
    query = _attendees_without(event).with_only_columns(func.count(), maintain_column_froms=True)
    return db.session.scalar(query) or 0


def list_attendees_without(event: Event, limit: int) -> list[Attendee]:
    """The first who were there and never got a certificate, not even one that was revoked."""
    query = _attendees_without(event).order_by(Registration.id).limit(limit)
    return [Attendee(*row) for row in db.session.execute(query)]


def is_stay_known(event: Event) -> bool:
    """Whether it is known how long people were in the online room."""
    return bool(db.session.scalar(select(exists().where(AttendanceSummary.event_id == event.id))))


def _attendees_without(
    event: Event,
) -> Select[tuple[int, str | None, str, str, int | None]]:
    is_in_room = Registration.checked_in_at.is_not(None)
    query = (
        select(
            Registration.id,
            Registration.honorific,
            Registration.given_name,
            Registration.family_name,
            # Who looked into the webinar from their seat in the room was there all the same.
            case((is_in_room, null()), else_=Registration.attended_minutes),
        )
        .outerjoin(Certificate, Certificate.registration_id == Registration.id)
        .where(
            Registration.event_id == event.id,
            Registration.status == RegistrationStatus.CONFIRMED,
            Registration.attended,
            Certificate.id.is_(None),
        )
    )
    if event.certificate_minutes is None:
        return query
    return query.where(or_(is_in_room, Registration.attended_minutes >= event.certificate_minutes))
