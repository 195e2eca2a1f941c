from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ungis_events.core.database import Model


class HistoryEntry(Model):
    """Who did what, when, before and after.

    The numbers say whom it was done to. They are no foreign keys: history outlives the rows.
    """

    __tablename__ = "history_entries"
    __table_args__ = (
        Index("ix_history_entries_of_event", "event_id", "id"),
        Index("ix_history_entries_registration_id", "registration_id", "id"),
        Index("ix_history_entries_speaker_id", "speaker_id", "id"),
        Index("ix_history_entries_account_id", "account_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    """None: it is about the desk itself."""
    registration_id: Mapped[int | None]
    speaker_id: Mapped[int | None]
    account_id: Mapped[int | None]
    actor: Mapped[str] = mapped_column(String(200))
    """The account's name, or "command line"."""
    actor_id: Mapped[int | None] = mapped_column(index=True)
    """The account's number, where an account did it."""
    act: Mapped[str] = mapped_column(String(60))
    """created, changed, published, cancelled, speaker added …"""
    changes: Mapped[dict[str, Any]]
    """{field: [before, after]}; never personal data of registrants."""
    happened_at: Mapped[datetime]
    search_text: Mapped[str] = mapped_column(Text, default="")
    """What a search looks through, casefolded."""
