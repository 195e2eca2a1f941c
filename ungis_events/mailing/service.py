"""The outbox: e-mails are saved with the change they announce and leave afterwards."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from ungis_events.core.database import db
from ungis_events.core.errors import Conflict
from ungis_events.core.leases import claim_due, next_try

from .models import EmailStatus, OutgoingEmail
from .rules import can_retry

# Straight to the table: a row that nobody changes in this session needs no object of its own.
_QUEUE = insert(OutgoingEmail.__table__)  # type: ignore[arg-type] # a table, typed as a FromClause
MOST_ATTEMPTS = 12  # with growing waits: about a day and a half


@dataclass(frozen=True)
class NewEmail:
    """`facts` are what must not change until it leaves."""

    kind: str
    to_address: str
    event_id: int | None
    registration_id: int | None
    facts: dict[str, Any]
    language: str
    occasion: str | None = None
    speaker_id: int | None = None
    account_id: int | None = None


def queue_email(email: NewEmail, *, now: datetime) -> None:
    """Save an e-mail to be sent."""
    queue_emails([email], now=now)


def queue_emails(emails: Iterable[NewEmail], *, now: datetime) -> int:
    """Save many; returns how many. Raises IntegrityError for a second one of one occasion."""
    rows = [
        vars(email) | {"message_id": secrets.token_hex(16), "queued_at": now, "due_at": now}
        for email in emails
    ]
    if rows:
        db.session.connection().execute(_QUEUE, rows)
    return len(rows)


def count_recent_emails(event_id: int, to_address: str, *, since: datetime) -> int:
    query = select(func.count()).where(
        OutgoingEmail.event_id == event_id,
        OutgoingEmail.to_address == to_address,
        OutgoingEmail.queued_at > since,
        OutgoingEmail.status != EmailStatus.DROPPED,
    )
    return db.session.scalar(query) or 0


def lease_emails(now: datetime, limit: int) -> Sequence[OutgoingEmail]:
    """Those that are due, ours until the lease ends.

    A circular to thousands lets invitations, changes and reminders pass.
    """
    return claim_due(
        OutgoingEmail,
        OutgoingEmail.status == EmailStatus.WAITING,
        now=now,
        limit=limit,
        last=OutgoingEmail.kind == "circular",
    )


def drop_waiting(event_id: int, kinds: Collection[str], reason: str) -> None:
    """All of the event that have not left: something newer follows."""
    db.session.execute(
        update(OutgoingEmail)
        .where(
            OutgoingEmail.event_id == event_id,
            OutgoingEmail.kind.in_(kinds),
            OutgoingEmail.status == EmailStatus.WAITING,
        )
        .values(status=EmailStatus.DROPPED, due_at=None, note=reason)
    )


def record_sent(email: OutgoingEmail, now: datetime) -> None:
    email.status, email.sent_at, email.due_at, email.note = EmailStatus.SENT, now, None, None


def record_dropped(email: OutgoingEmail, reason: str) -> None:
    """Overtaken before it left."""
    email.status, email.due_at, email.note = EmailStatus.DROPPED, None, reason


def record_failure(email: OutgoingEmail, reason: str, *, retryable: bool, now: datetime) -> None:
    """Try again later with growing waits, or keep it for an organizer to look at."""
    email.note = reason
    if retryable and email.attempts < MOST_ATTEMPTS:
        email.due_at = next_try(email.attempts, now)
    else:
        email.status, email.due_at = EmailStatus.FAILED, None


def retry_email(email: OutgoingEmail, now: datetime) -> None:
    """An organizer's "send it again". Raises Conflict."""
    if not can_retry(email, now):
        raise Conflict
    email.status, email.due_at, email.attempts = EmailStatus.WAITING, now, 0


def forget_dropped(event_id: int, kind: str, occasion: str) -> None:
    """What never left on this occasion no longer stands in the way of queueing it again."""
    db.session.execute(
        delete(OutgoingEmail).where(
            OutgoingEmail.event_id == event_id,
            OutgoingEmail.kind == kind,
            OutgoingEmail.occasion == occasion,
            OutgoingEmail.status == EmailStatus.DROPPED,
        )
    )
