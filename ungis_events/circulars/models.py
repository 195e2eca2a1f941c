from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ungis_events.bulk_acts.models import BulkAct
from ungis_events.core.database import Model, WallTime
from ungis_events.core.leases import Leased
from ungis_events.events.models import Event

KIND = "circular"
"""Of its mails in the outbox."""


class CircularState(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    """Waits for its moment, or for the worker."""
    SENT = "sent"
    """Handed to the outbox, a mail for each person."""


class Purpose(StrEnum):
    EVENT = "event"
    """About the event people registered for."""
    NEWS = "news"
    """Beyond it: only for who agreed to later news, with a way to stop them."""


class Attendance(StrEnum):
    ANY = "any"
    JOINED = "joined"
    ABSENT = "absent"


class Circular(Leased, Model):
    """What an organizer writes to chosen registrants of one event.

    `subject` and `body` (Markdown) hold placeholders such as {given_name}, filled in for each
    person when the mail leaves. Only a draft can change.
    """

    __tablename__ = "circulars"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    purpose: Mapped[Purpose] = mapped_column(default=Purpose.EVENT)

    statuses: Mapped[list[str]]
    """States of registration it goes to."""
    groups: Mapped[list[str]]
    """Codes of stakeholder groups; empty: all of them."""
    attendance: Mapped[Attendance] = mapped_column(default=Attendance.ANY)
    mode: Mapped[str | None] = mapped_column(String(30))
    """room or online; None: both."""
    bulk_act_id: Mapped[int | None] = mapped_column(ForeignKey("bulk_acts.id"))
    """Only to the people of this bulk act; None: to all who fit."""

    send: Mapped[datetime | None] = mapped_column(WallTime)
    """When, as a wall time in the event's zone; None: at once. `due_at` is derived."""
    state: Mapped[CircularState] = mapped_column(default=CircularState.DRAFT)
    note: Mapped[str | None] = mapped_column(Text)
    """Why it came back instead of leaving."""
    author: Mapped[str] = mapped_column(String(200))
    reply_to: Mapped[str] = mapped_column(String(254))
    """The event's contact, or else the author: answers go to a person."""
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    """Also when it was scheduled: an event cancelled later takes it back."""
    sent_at: Mapped[datetime | None]
    recipients: Mapped[int] = mapped_column(default=0)

    event: Mapped[Event] = relationship()
    bulk_act: Mapped[BulkAct | None] = relationship()

    @property
    def occasion(self) -> str:
        """What makes a second mail to the same person impossible."""
        return f"circular:{self.id}"

    def __repr__(self) -> str:
        return f"<Circular {self.id} {self.state}>"
