from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ungis_events.core.database import Model


class EventTotals(Model):
    """What stays of an event's registrations when the personal rows are removed: numbers."""

    __tablename__ = "event_totals"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    totals: Mapped[dict[str, Any]]
    """{"status": {code: number}, "group": …, "country": …, "mode": …, "attended": number}."""
    counted_at: Mapped[datetime]
