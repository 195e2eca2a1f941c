from collections.abc import Sequence

from sqlalchemy import func, select

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


def list_waiting_emails(event_id: int, kind: str) -> Sequence[OutgoingEmail]:
    """Those about the event that have not left yet, the oldest first."""
    query = select(OutgoingEmail).where(
        OutgoingEmail.event_id == event_id,
        OutgoingEmail.kind == kind,
        OutgoingEmail.status == EmailStatus.WAITING,
    )
    return db.session.scalars(query.order_by(OutgoingEmail.id)).all()
