from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ungis_events.core.database import Model
from ungis_events.events.models import Event

_IS_REVOKED = text("revoked_at IS NOT NULL")


class Certificate(Model):
    """That somebody attended an event, with a public code to check it by.

    It outlives the registration: after the retention period the name is gone and the code still
    says that a certificate was issued.
    """

    __tablename__ = "certificates"
    __table_args__ = (
        Index(
            "ix_certificates_revoked",
            *("event_id", "revoked_at"),
            sqlite_where=_IS_REVOKED,
            postgresql_where=_IS_REVOKED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"), unique=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str | None] = mapped_column(String(300))
    """As on the paper; None: removed with the person's data."""
    minutes: Mapped[int | None]
    """Attended; None: not known."""
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
