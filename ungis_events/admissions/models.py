from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ungis_events.core.database import Model
from ungis_events.core.leases import Leased
from ungis_events.registrations.models import Registration
from ungis_events.webinars.models import Webinar

from .triggers import follow_registrations

_IS_DUE = text("due_at IS NOT NULL")


class Admission(Leased, Model):
    """One registered person and the room's list at the provider.

    Made and moved by triggers, in the same transaction as the seat: `is_wanted` says what shall
    be, `external_id` what is. While the two disagree `due_at` is set.
    """

    __tablename__ = "admissions"
    __table_args__ = (
        Index(
            "ix_admissions_open",
            *("webinar_id", "id", "due_at"),
            sqlite_where=_IS_DUE,
            postgresql_where=_IS_DUE,
        ),
        Index("ix_admissions_external_id", "webinar_id", "external_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinars.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), unique=True)
    is_wanted: Mapped[bool]
    """They have a seat online."""
    revision: Mapped[int] = mapped_column(default=1)
    """Rises with `is_wanted`: an answer to what was asked before it does not settle it."""
    external_id: Mapped[str | None] = mapped_column(String(100))
    """Of the registrant at the provider; None: not let in."""
    email_key: Mapped[str | None] = mapped_column(String(254))
    """By which the provider knows them."""
    join_url: Mapped[str | None] = mapped_column(String(2000))
    """Their own link: shown to nobody else."""
    asked_at: Mapped[datetime | None]
    """When a request first left whose answer was never heard: look before asking again."""
    is_alone: Mapped[bool] = mapped_column(default=False)
    """Not in a batch: one with them was refused as a whole."""
    problem: Mapped[str | None] = mapped_column(String(30))
    """Why they wait, or were given up (then `due_at` is None)."""

    webinar: Mapped[Webinar] = relationship()
    registration: Mapped[Registration] = relationship()


follow_registrations(Admission.metadata)
