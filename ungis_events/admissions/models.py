from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ungis_events.core.database import Model
from ungis_events.core.leases import Leased
from ungis_events.registrations.models import Registration
from ungis_events.webinars.models import Webinar

from .triggers import follow_registrations

_IS_DUE = text("due_at IS NOT NULL")
_IS_GIVEN_UP = text("due_at IS NULL AND problem IS NOT NULL")


class Admission(Leased, Model):
    """One registered person and the room's list at the provider.

    Made and moved by triggers, in the same transaction as the seat: `is_wanted` says what shall
    be, `join_url` what is. While the two disagree `due_at` is set.
    """

    __tablename__ = "admissions"
    __table_args__ = (
        Index(
            "ix_admissions_open",
            *("webinar_id", "id", "due_at"),
            sqlite_where=_IS_DUE,
            postgresql_where=_IS_DUE,
        ),
        # `is_wanted` beside it: the desk counts who is in without opening the table.
        Index("ix_admissions_external_id", "webinar_id", "external_id", "is_wanted"),
        Index(
            "ix_admissions_given_up",
            *("webinar_id", "id"),
            sqlite_where=_IS_GIVEN_UP,
            postgresql_where=_IS_GIVEN_UP,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinars.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), unique=True)
    is_wanted: Mapped[bool]
    """They have a seat online."""
    revision: Mapped[int] = mapped_column(default=1)
    """Rises with `is_wanted`: an answer to what was asked before it does not settle it."""
    external_id: Mapped[str | None] = mapped_column(String(100))
    """Of the registrant at the provider. Kept when they are let out, for what the provider tells of
    them later, and to have them forgotten there."""
    email_key: Mapped[str | None] = mapped_column(String(254))
    """By which the provider knows them."""
    join_url: Mapped[str | None] = mapped_column(String(2000))
    """Their own link: shown to nobody else. None: not let in."""
    asked_at: Mapped[datetime | None]
    """When a request first left whose answer was not heard: look before asking again."""
    is_alone: Mapped[bool] = mapped_column(default=False)
    """Not in a batch: one with them was refused as a whole."""
    told_at: Mapped[datetime | None]
    """When what the provider last told of them happened: what is told late changes nothing."""
    problem: Mapped[str | None] = mapped_column(String(30))
    """Why they wait, or were given up (then `due_at` is None)."""

    webinar: Mapped[Webinar] = relationship()
    registration: Mapped[Registration] = relationship()


follow_registrations(Admission.metadata)
