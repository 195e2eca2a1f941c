from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ungis_events.core.database import Model, WallTime
from ungis_events.events.models import Event

KIND = "zone_changed"
"""Of the e-mail to organizers."""


class Outcome(StrEnum):
    MOVED = "moved"
    """The wall time stands, so it is another moment."""
    UNDECIDED = "undecided"
    """By the new rules a wall time does not exist, or comes twice: it keeps its moment until an
    organizer chooses."""


class ZoneChange(Model):
    """What newer zone data did to one event.

    There may be several for one event and edition: a process that still has older data may set
    new times in between.
    """

    __tablename__ = "zone_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    edition_before: Mapped[str] = mapped_column(String(12))
    edition_after: Mapped[str] = mapped_column(String(12))
    outcome: Mapped[Outcome]
    zone: Mapped[str] = mapped_column(String(50))
    """With the wall times, as they stood: somebody may set others later."""
    starts: Mapped[datetime] = mapped_column(WallTime)
    ends: Mapped[datetime] = mapped_column(WallTime)
    starts_was_at: Mapped[datetime]
    starts_at: Mapped[datetime]
    ends_was_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    people_told: Mapped[int] = mapped_column(default=0)
    organizers_told: Mapped[int] = mapped_column(default=0)
    noted_at: Mapped[datetime]

    event: Mapped[Event] = relationship()

    @property
    def has_moved(self) -> bool:
        return (self.starts_was_at, self.ends_was_at) != (self.starts_at, self.ends_at)

    @property
    def is_undecided(self) -> bool:
        return self.outcome is Outcome.UNDECIDED

    def __repr__(self) -> str:
        return f"<ZoneChange {self.id} {self.outcome}>"
