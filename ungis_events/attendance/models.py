from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ungis_events.core.database import Model
from ungis_events.core.leases import Leased
from ungis_events.events.models import Event
from ungis_events.registrations.models import Registration


class Source(StrEnum):
    """Where it is known from; a later one replaces an earlier one."""

    WEBHOOKS = "webhooks"
    """As it happened, told by the provider."""
    REPORT = "report"
    """Fetched from the provider after the end."""
    UPLOAD = "upload"
    """A report that an organizer downloaded there and gave us."""


class MarkKind(StrEnum):
    JOINED = "joined"
    LEFT = "left"


class AttendanceMark(Model):
    """Somebody came into the room, or left it. In whatever order they are told, the stays that
    rules.stays_of makes of them are the same."""

    __tablename__ = "attendance_marks"
    __table_args__ = (UniqueConstraint("event_id", "session", "participant", "kind", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    session: Mapped[str] = mapped_column(String(100), default="")
    participant: Mapped[str] = mapped_column(String(200))
    kind: Mapped[MarkKind]
    at: Mapped[datetime]
    name: Mapped[str] = mapped_column(String(300), default="")
    email: Mapped[str | None] = mapped_column(String(254))
    external_id: Mapped[str | None] = mapped_column(String(100))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"), index=True)
    """Where the provider's registrant told us; else found by the address later."""


class MatchedBy(StrEnum):
    REGISTRANT = "registrant"
    ADDRESS = "address"
    HAND = "hand"
    """By an organizer; kept when the list is gathered again."""


class Attendance(Model):
    """One person who was in the room, all their times together."""

    __tablename__ = "attendances"
    __table_args__ = (
        UniqueConstraint("event_id", "person_key"),
        Index("ix_attendances_of_event", "event_id", "registration_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    person_key: Mapped[str] = mapped_column(String(300))
    """What makes two presences one person's: see rules.person_key."""
    name: Mapped[str] = mapped_column(String(300))
    email: Mapped[str | None] = mapped_column(String(254))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"), index=True)
    speaker_id: Mapped[int | None] = mapped_column(
        ForeignKey("speakers.id", ondelete="SET NULL"), index=True
    )
    matched_by: Mapped[MatchedBy | None]
    is_set_aside: Mapped[bool] = mapped_column(default=False)
    """An organizer said: nobody of ours; a test, a telephone, an interpreter."""
    minutes: Mapped[int]
    """In the room at all, rounded; two devices at once count once."""
    first_joined_at: Mapped[datetime]
    last_left_at: Mapped[datetime]
    stays: Mapped[list[list[str]]]
    """[[joined, left], …] in ISO 8601, UTC, not overlapping."""

    registration: Mapped[Registration | None] = relationship()


class AttendanceSummary(Model):
    """How an event's attendance is known. Stays after the personal rows are removed."""

    __tablename__ = "attendance_summaries"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    source: Mapped[Source]
    gathered_at: Mapped[datetime]
    file_name: Mapped[str | None] = mapped_column(String(200))
    people: Mapped[int] = mapped_column(default=0)
    matched: Mapped[int] = mapped_column(default=0)
    minutes: Mapped[int] = mapped_column(default=0)
    """Of all together."""
    peak: Mapped[int] = mapped_column(default=0)
    """Most people in the room at once."""

    event: Mapped[Event] = relationship()


class AttendanceReport(Leased, Model):
    """A report that was uploaded and waits for a look and a yes. One of each event: another one
    takes its place.

    `due_at`: when it is dropped with the personal data in it, if nobody said yes.
    """

    __tablename__ = "attendance_reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), unique=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("uploads.id"))
    name: Mapped[str] = mapped_column(String(200))
    """Of the file."""
    zone: Mapped[str] = mapped_column(String(50))
    """Which its times are taken to be of."""
    doubts: Mapped[list[str]]
    """What there was to say about the file as a whole, in English."""
    made_by: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime]
