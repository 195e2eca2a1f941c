from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ungis_events.core.database import Model
from ungis_events.core.leases import Leased


class EmailStatus(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    """Kept for an organizer to look at and send again."""
    DROPPED = "dropped"
    """Overtaken by a newer state of things before it left; `note` says by what."""


class OutgoingEmail(Leased, Model):
    """An e-mail saved together with the change it announces, built and sent afterwards.

    It holds a kind, ids and frozen facts; `jobs.py` maps the kind to its builder.
    """

    __tablename__ = "outgoing_emails"
    __table_args__ = (
        Index("ix_outgoing_emails_recent", "event_id", "to_address", "queued_at"),
        UniqueConstraint("registration_id", "kind", "occasion"),
        Index("ix_outgoing_emails_occasion", "event_id", "kind", "occasion"),
        # An event's mails, or those in one state, the latest first.
        Index("ix_outgoing_emails_of_event", "event_id", "id"),
        Index("ix_outgoing_emails_in_state", "event_id", "status", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    to_address: Mapped[str] = mapped_column(String(254))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"), index=True)
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("speakers.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    occasion: Mapped[str | None] = mapped_column(String(60))
    """Where a person may get only one of the kind: what it is about, such as which reminder
    of which start. None: as many as there are."""
    facts: Mapped[dict[str, Any]]
    language: Mapped[str] = mapped_column(String(8))
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    """Made with the row: a second try after a lost answer is the same message to the reader."""
    status: Mapped[EmailStatus] = mapped_column(default=EmailStatus.WAITING, index=True)
    note: Mapped[str | None] = mapped_column(Text)
    queued_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    def __repr__(self) -> str:
        return f"<OutgoingEmail {self.id} {self.kind} {self.status}>"
