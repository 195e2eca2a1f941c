from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ungis_events.core.database import Model
from ungis_events.core.leases import Leased

BY_NEEDS = "needs="
"""In a search by access needs. No value holds it: there an equals sign is %3D."""


class BulkAct(Leased, Model):
    """One act on many registrations, worked a few at a time; each row's outcome is kept."""

    __tablename__ = "bulk_acts"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    act: Mapped[str] = mapped_column(String(30))
    note: Mapped[str | None] = mapped_column(Text)
    """The organizer's words in the mails: a reason."""
    beyond: Mapped[bool] = mapped_column(default=False)
    """A seat even where none is left."""
    query: Mapped[str] = mapped_column(String(2000), default="")
    """The search they were taken or ticked from, as in the address of the page."""
    form_key: Mapped[str] = mapped_column(String(40), unique=True)
    """The same form sent twice is one act."""
    actor: Mapped[str] = mapped_column(String(200))
    actor_id: Mapped[int | None]
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]

    @property
    def is_by_needs(self) -> bool:
        """Whether the search asked who has access needs."""
        return BY_NEEDS in self.query


class BulkOutcome(Model):
    """What became of one registration."""

    __tablename__ = "bulk_outcomes"
    __table_args__ = (Index("ix_bulk_outcomes_left", "bulk_act_id", "done_at"),)

    bulk_act_id: Mapped[int] = mapped_column(ForeignKey("bulk_acts.id"), primary_key=True)
    registration_id: Mapped[int] = mapped_column(primary_key=True)
    """A number, no foreign key: the outcome outlives the person's data."""
    position: Mapped[int]
    status_before: Mapped[str | None] = mapped_column(String(30))
    status_after: Mapped[str | None] = mapped_column(String(30))
    problem: Mapped[str | None] = mapped_column(Text)
    """Why nothing was done, in English."""
    done_at: Mapped[datetime | None]
