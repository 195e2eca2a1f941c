"""Everything we hold about one person, for themselves."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from ungis_events.admissions.queries import find_admission
from ungis_events.attendance.models import Attendance, AttendanceMark
from ungis_events.certificates.models import Certificate
from ungis_events.certificates.rules import spaced_code
from ungis_events.core.database import db
from ungis_events.core.site_links import site_url
from ungis_events.history.queries import list_person_history
from ungis_events.history.rules import without_secrets
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.questions.models import Answer
from ungis_events.registrations.links import manage_token
from ungis_events.registrations.models import Registration
from ungis_events.uploads.models import Upload

from .queries import told_of

_OWN = (
    "honorific", "given_name", "family_name", "email", "organization", "job_title",
    "stakeholder_group", "country", "captions_language", "access_needs", "question",
    "later_news", "language", "zone",
)  # fmt: skip
_MOMENTS = ("registered_at", "waits_since", "confirmed_at", "joined_at", "checked_in_at")
_IN_ROOM = ("name", "email", "minutes", "stays")


def everything_about(registration: Registration) -> dict[str, Any]:
    """As JSON can hold it; moments in UTC. Who of the desk did what is theirs, not told here."""
    event = registration.event
    return {
        "event": {"title": event.title, "address": event.slug},
        "registration": {
            "number": registration.id,
            **{name: getattr(registration, name) for name in _OWN},
            "state": registration.status.value,
            "takes_part": registration.mode.mode.value,
            **{name: _moment(getattr(registration, name)) for name in _MOMENTS},
            "attended_minutes": registration.attended_minutes,
        },
        "answers": _answers(registration),
        "mails": _mails(registration.id),
        "webinar": _webinar(registration.id),
        "in_the_room": _in_the_room(registration),
        "certificates": _certificates(registration.id),
        "history": [
            {
                "what": entry.act,
                "when": _moment(entry.happened_at),
                "changes": without_secrets(entry.changes),
            }
            for entry in reversed(list_person_history(registration_id=registration.id))
        ],
    }


def _answers(registration: Registration) -> list[dict[str, Any]]:
    rows = db.session.execute(
        select(Answer, Upload)
        .outerjoin(Upload, Upload.id == Answer.upload_id)
        .where(Answer.registration_id == registration.id)
        .order_by(Answer.question_id)
    )
    token = manage_token(registration)
    return [
        {
            "question": answer.asked,
            "answer": answer.value,
            "file": _file(answer, upload, token) if upload else None,
            "answered_at": _moment(answer.answered_at),
        }
        for answer, upload in rows
    ]


def _file(answer: Answer, upload: Upload, token: str) -> dict[str, Any]:
    """Its bytes are fetched at the address, which leads there as long as the personal link."""
    page, number = "registrations.own_file", answer.question_id
    return {
        "name": upload.name,
        "octets": upload.size,
        "sha256": upload.sha256,
        "address": site_url(page, token=token, question_id=number),
    }


def _mails(registration_id: int) -> list[dict[str, Any]]:
    query = select(OutgoingEmail).where(OutgoingEmail.registration_id == registration_id)
    return [
        {
            "kind": mail.kind,
            "to": mail.to_address,
            "state": mail.status.value,
            "queued_at": _moment(mail.queued_at),
            "sent_at": _moment(mail.sent_at),
        }
        for mail in db.session.scalars(query.order_by(OutgoingEmail.id))
    ]


def _webinar(registration_id: int) -> dict[str, Any] | None:
    """Their place at the provider of the online room; None: there is none."""
    admission = find_admission(registration_id)
    if admission is None or admission.external_id is None:
        return None
    return {
        "provider": admission.webinar.provider,
        "number_there": admission.external_id,
        "known_there_by": admission.email_key,
        "own_link": admission.join_url,
    }


def _in_the_room(registration: Registration) -> dict[str, Any]:
    """When they came and left, as it was told and as it was made a list of."""
    addresses = (registration.email, registration.email_key)
    of_them = registration.event_id, [registration.id], addresses
    marks = select(AttendanceMark).where(told_of(AttendanceMark, *of_them))
    listed = select(Attendance).where(told_of(Attendance, *of_them))
    return {
        "came_and_left": [
            {"what": mark.kind.value, "when": _moment(mark.at), "name": mark.name}
            for mark in db.session.scalars(marks.order_by(AttendanceMark.at, AttendanceMark.id))
        ],
        "listed": [
            {name: getattr(row, name) for name in _IN_ROOM}
            for row in db.session.scalars(listed.order_by(Attendance.id))
        ],
    }


def _certificates(registration_id: int) -> list[dict[str, Any]]:
    query = select(Certificate).where(Certificate.registration_id == registration_id)
    return [
        {
            "code": spaced_code(certificate.code),
            "name": certificate.name,
            "minutes": certificate.minutes,
            "issued_at": _moment(certificate.issued_at),
            "revoked_at": _moment(certificate.revoked_at),
        }
        for certificate in db.session.scalars(query)
    ]


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
