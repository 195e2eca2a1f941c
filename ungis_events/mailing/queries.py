from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from ungis_events.core.database import db

from .errors import EmailNotFound
from .models import EmailStatus, OutgoingEmail

SHOWN_AT_MOST = 200


def list_unsent(status: EmailStatus) -> Sequence[OutgoingEmail]:
    """Those waiting or failed, the oldest first, up to SHOWN_AT_MOST."""
    query = select(OutgoingEmail).where(OutgoingEmail.status == status)
    return db.session.scalars(query.order_by(OutgoingEmail.id).limit(SHOWN_AT_MOST)).all()


def count_emails(status: EmailStatus) -> int:
    query = select(func.count()).where(OutgoingEmail.status == status)
    return db.session.scalar(query) or 0


def get_email(email_id: int) -> OutgoingEmail:
    """Raises EmailNotFound."""
    email = db.session.get(OutgoingEmail, email_id)
    if email is None:
        raise EmailNotFound
    return email


def list_unsent_facts(event_id: int, kind: str) -> Sequence[tuple[int, dict[str, Any]]]:
    """(registration, facts) of mails that reached nobody and that no later one made good.

    They wait or failed; the oldest come first.
    """
    later = aliased(OutgoingEmail)
    was_told_later = exists().where(
        later.registration_id == OutgoingEmail.registration_id,
        later.kind == kind,
        later.status == EmailStatus.SENT,
        later.id > OutgoingEmail.id,
    )
    rows = db.session.execute(
        select(OutgoingEmail.registration_id, OutgoingEmail.facts)
        .where(
            OutgoingEmail.event_id == event_id,
            OutgoingEmail.kind == kind,
            OutgoingEmail.status.in_((EmailStatus.WAITING, EmailStatus.FAILED)),
            OutgoingEmail.registration_id.is_not(None),
            ~was_told_later,
        )
        .order_by(OutgoingEmail.id)
    )
    return [(registration_id, facts) for registration_id, facts in rows]


def find_newest_facts(event_id: int, kind: str) -> dict[str, Any] | None:
    """Of the newest mail of that kind, sent or not."""
    return db.session.scalar(
        select(OutgoingEmail.facts)
        .where(OutgoingEmail.event_id == event_id, OutgoingEmail.kind == kind)
        .order_by(OutgoingEmail.id.desc())
        .limit(1)
    )
