"""What organizers see of the mails of one event."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from ungis_events.core.database import db

from .errors import EmailNotFound
from .models import EmailStatus, OutgoingEmail

PAGE_SIZE = 50


@dataclass(frozen=True)
class MailWanted:
    """What was asked for; what is empty does not narrow it."""

    q: str = ""
    """A part of the address."""
    kind: str = ""
    status: str = ""
    registration: int | None = None
    before: int | None = None
    """The number of a mail: only those before it."""


def search_mail(event_id: int, wanted: MailWanted) -> tuple[Sequence[OutgoingEmail], bool]:
    """One page, the latest first, and whether there are earlier ones."""
    query = select(OutgoingEmail).where(OutgoingEmail.event_id == event_id)
    for word in wanted.q.split()[:5]:
        query = query.where(OutgoingEmail.to_address.contains(word.lower(), autoescape=True))
    if wanted.kind:
        query = query.where(OutgoingEmail.kind == wanted.kind)
    if wanted.status in list(EmailStatus):
        query = query.where(OutgoingEmail.status == EmailStatus(wanted.status))
    if wanted.registration is not None:
        query = query.where(OutgoingEmail.registration_id == wanted.registration)
    if wanted.before:
        query = query.where(OutgoingEmail.id < wanted.before)
    mails = db.session.scalars(query.order_by(OutgoingEmail.id.desc()).limit(PAGE_SIZE + 1)).all()
    return mails[:PAGE_SIZE], len(mails) > PAGE_SIZE


def get_mail_of(event_id: int, email_id: int) -> OutgoingEmail:
    """Raises EmailNotFound, also for a mail of another event."""
    email = db.session.get(OutgoingEmail, email_id)
    if email is None or email.event_id != event_id:
        raise EmailNotFound
    return email
