from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ungis_events.core.database import Model


class SavedView(Model):
    """A search of an event's registrations that a team comes back to."""

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("event_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    query: Mapped[str] = mapped_column(String(2000))
    """As in the address of the page: status=confirmed&country=KE."""
    made_by: Mapped[str] = mapped_column(String(200))
