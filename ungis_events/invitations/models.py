from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ungis_events.core.database import Model, WallTime
from ungis_events.events.models import EventMode


class Invitation(Model):
    """A link by which a group may register, with places kept for it where there are any.

    `kept` places are out of everybody else's reach until `keeps_until`; whoever registers by the
    link beyond them takes part in the general seats. Written only by registrations/seats.py
    where it counts: `used`.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint("kept >= 0", "kept_not_negative"),
        CheckConstraint("used >= 0", "used_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    label: Mapped[str] = mapped_column(String(200))
    """Whom it is for: Permanent Missions in Geneva."""
    mode_id: Mapped[int | None] = mapped_column(ForeignKey("event_modes.id"))
    """Where the places are kept; None: none are, the link only lets people in."""
    kept: Mapped[int] = mapped_column(default=0)
    used: Mapped[int] = mapped_column(default=0)
    """How many of the kept places are taken."""
    only_kept: Mapped[bool] = mapped_column(default=False)
    """When the kept places are used up the link is closed."""
    skips_approval: Mapped[bool] = mapped_column(default=True)
    keeps_until: Mapped[datetime | None] = mapped_column(WallTime)
    """In the event's zone; then unused places are everybody's. None: until the end."""
    keeps_until_at: Mapped[datetime | None] = mapped_column(index=True)
    released_at: Mapped[datetime | None]
    """When the unused places were given to everybody."""
    link_version: Mapped[int] = mapped_column(default=1)
    revoked_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    mode: Mapped[EventMode | None] = relationship()
