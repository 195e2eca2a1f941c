from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ungis_events.core.database import Model
from ungis_events.core.leases import Leased


class EventTotals(Model):
    """What stays of an event's registrations when the personal rows are removed: numbers."""

    __tablename__ = "event_totals"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    totals: Mapped[dict[str, Any]]
    """{"people": number, "attended": number, "status": {code: number}, "group": …, "country": …,
    "mode": …}: see rules.py. It grows with every row that is removed."""
    counted_at: Mapped[datetime]


class Removal(Leased, Model):
    """Personal data that somebody asked to remove, or whose time is over; worked in pieces."""

    __tablename__ = "removals"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"), unique=True)
    """One person's; None: everybody's at the event."""
    asked_by: Mapped[str] = mapped_column(String(200))
    asked_by_id: Mapped[int | None]
    asked_at: Mapped[datetime]

    def __repr__(self) -> str:
        return f"<Removal {self.id}>"
