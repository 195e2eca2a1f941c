from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ungis_events.core.database import Model
from ungis_events.speakers.models import Speaker


class AgendaItem(Model):
    """A stretch of an event. It moves with the event: its start is counted from the event's."""

    __tablename__ = "agenda_items"
    __table_args__ = (
        CheckConstraint("starts_after >= 0", "starts_after_not_negative"),
        CheckConstraint("minutes > 0", "minutes_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    starts_after: Mapped[int]
    """Minutes after the event's start."""
    minutes: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    note: Mapped[str | None] = mapped_column(Text)
    """For the people on the podium: guiding questions, who hands over to whom."""

    slots: Mapped[list["AgendaSlot"]] = relationship(
        order_by="AgendaSlot.position", cascade="all, delete-orphan"
    )


class AgendaSlot(Model):
    """A speaker's turn in an item."""

    __tablename__ = "agenda_slots"

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), primary_key=True)
    speaker_id: Mapped[int] = mapped_column(
        ForeignKey("speakers.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int]
    minutes: Mapped[int | None]
    """How long they have; None: not said."""

    speaker: Mapped[Speaker] = relationship()
