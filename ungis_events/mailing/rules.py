"""What can be done with a mail in the outbox. Pure."""

from datetime import datetime

from ungis_events.core.leases import LEASE

from .models import EmailStatus, OutgoingEmail


def can_retry(email: OutgoingEmail, now: datetime) -> bool:
    """Whether an organizer may send it again: it failed, or its next try is far away.

    What is about to leave, or in a worker's hands, would leave twice.
    """
    if email.status is EmailStatus.WAITING:
        return email.due_at is not None and email.due_at > now + LEASE
    return email.status is EmailStatus.FAILED
