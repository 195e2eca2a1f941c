"""Everything we hold about one person, for themselves."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

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

_OWN = (
    "honorific", "given_name", "family_name", "email", "organization", "job_title",
    "stakeholder_group", "country", "captions_language", "access_needs", "question",
    "later_news", "language", "zone",
)  # fmt: skip
_MOMENTS = ("registered_at", "waits_since", "confirmed_at", "joined_at", "checked_in_at")


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
        },
        "answers": _answers(registration),
        "mails": _mails(registration.id),
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


def _certificates(registration_id: int) -> list[dict[str, Any]]:
    query = select(Certificate).where(Certificate.registration_id == registration_id)
    return [
        {
            "code": spaced_code(certificate.code),
            "name": certificate.name,
            "issued_at": _moment(certificate.issued_at),
            "revoked_at": _moment(certificate.revoked_at),
        }
        for certificate in db.session.scalars(query)
    ]


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
