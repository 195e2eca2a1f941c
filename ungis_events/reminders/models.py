from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ungis_events.core.database import Model
from ungis_events.core.leases import Leased


class ReminderState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    """Handed to the outbox, a mail for each person."""
    MISSED = "missed"
    """Its moment passed unused."""
    DROPPED = "dropped"
    """The event was cancelled; it waits again when the event is published again."""
    OFF = "off"
    """Switched off by an organizer."""


class Reason(StrEnum):
    """Why a reminder was missed or dropped; the desk has a sentence for each."""

    PASSED = "passed"
    MOVED = "moved"
    CANCELLED = "cancelled"
    WAS_CANCELLED = "was cancelled"
    NOT_PUBLISHED = "not published"
    STARTED = "started"
    OVERTAKEN = "overtaken"
    NO_RECORDING = "no recording"


class Audience(StrEnum):
    """Of those with a seat, who gets it. Only the recording's chooses."""

    EVERYBODY = "everybody"
    ATTENDED = "attended"
    ABSENT = "absent"


class Reminder(Leased, Model):
    """One reminder of one event: everybody with a seat gets it once.

    `due_at` is derived from the event's start (or end) and moves with it.
    """

    __tablename__ = "reminders"
    __table_args__ = (UniqueConstraint("event_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    kind: Mapped[str] = mapped_column(String(20))
    """`before-1440`: so many minutes before the start; or `recording`."""
    words: Mapped[str | None] = mapped_column(Text)
    """The organizer's own, plain text, above what the mail says by itself."""
    audience: Mapped[Audience] = mapped_column(default=Audience.EVERYBODY)
    state: Mapped[ReminderState] = mapped_column(default=ReminderState.WAITING)
    reason: Mapped[Reason | None]
    """Why it was missed or dropped."""
    starts_at: Mapped[datetime]
    """The event's start it was planned for."""
    sent_at: Mapped[datetime | None]
    recipients: Mapped[int] = mapped_column(default=0)
    """How many mails it became, at the last sending."""

    @property
    def minutes_before(self) -> int | None:
        """None for the recording's."""
        return minutes_before(self.kind)

    def __repr__(self) -> str:
        return f"<Reminder {self.id} {self.kind} {self.state}>"


def minutes_before(kind: str) -> int | None:
    lead = kind.removeprefix("before-")
    return int(lead) if lead.isdecimal() else None
