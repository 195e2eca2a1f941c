from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ungis_events.core.database import Model


class RegistrationImport(Model):
    """A list of people that was uploaded, looked through, and then taken in or dropped."""

    __tablename__ = "registration_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("uploads.id"))
    """None: taken in or dropped, and the file with its personal data is gone."""
    made_by: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    rows_saved: Mapped[int] = mapped_column(default=0)
