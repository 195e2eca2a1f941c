from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ungis_events.core.database import Model, WallTime


class EventStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class EventFormat(StrEnum):
    VIRTUAL = "virtual"
    IN_PERSON = "in-person"
    HYBRID = "hybrid"


class Mode(StrEnum):
    """How someone takes part; each has its own seats."""

    ROOM = "room"
    ONLINE = "online"


class Forum(Model):
    """A big meeting that side events stand beside: 2023 ECOSOC Partnership Forum."""

    __tablename__ = "forums"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    """Made once from the name; it stays when the name is corrected."""
    name: Mapped[str] = mapped_column(String(200), unique=True)


class Event(Model):
    """A side event: online, in a room, or both.

    Three numbers rise with changes: `version` with any visible one (caches, edit forms),
    `sequence` with time, zone, place or status (iCalendar SEQUENCE, RFC 5545 3.8.7.4).
    """

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", "ends_after_start"),
        Index("ix_events_status_starts_at", "status", "starts_at"),
        # All that a feed asks of an event that has not changed: the table itself stays closed.
        Index("ix_events_feed", "starts_at", "id", "status", "uid", "version", "cancelled_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(120), unique=True)
    """The calendar's UID: made once, never derived from anything that can change."""
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    theme: Mapped[str | None] = mapped_column(String(300))
    forum_id: Mapped[int | None] = mapped_column(ForeignKey("forums.id"), index=True)
    kind: Mapped[str] = mapped_column(String(60), default="side event")
    status: Mapped[EventStatus] = mapped_column(default=EventStatus.DRAFT)
    format: Mapped[EventFormat] = mapped_column(default=EventFormat.VIRTUAL)

    zone: Mapped[str] = mapped_column(String(50))
    """IANA name. The wall times below are what people agreed on; the moments are derived."""
    starts: Mapped[datetime] = mapped_column(WallTime)
    ends: Mapped[datetime] = mapped_column(WallTime)
    registration_opens: Mapped[datetime | None] = mapped_column(WallTime)
    registration_closes: Mapped[datetime | None] = mapped_column(WallTime)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    registration_opens_at: Mapped[datetime | None]
    registration_closes_at: Mapped[datetime | None]
    zone_data: Mapped[str] = mapped_column(String(12))
    """The edition of the zone data the moments were derived with."""

    platform: Mapped[str | None] = mapped_column(String(100))
    venue: Mapped[str | None] = mapped_column(String(300))
    join_url: Mapped[str | None] = mapped_column(String(1000))
    """The webinar's own address: appears in no page, file, feed or mail."""
    languages: Mapped[list[str]]
    description: Mapped[str] = mapped_column(Text, default="")
    """Markdown."""
    organizers: Mapped[list[str]]
    contact: Mapped[str | None] = mapped_column(String(254))
    """An address for Reply-To."""
    access: Mapped[str | None] = mapped_column(Text)
    """How to get in, captions, interpretation."""

    waitlist: Mapped[bool] = mapped_column(default=True)
    approval: Mapped[bool] = mapped_column(default=False)

    by_invitation: Mapped[bool] = mapped_column(default=False)
    """Only whoever has an invitation's link can register."""
    standard_questions: Mapped[dict[str, str]] = mapped_column(default=dict)
    """{field of the registration form: off or required}; what is not named is optional."""

    notice: Mapped[str | None] = mapped_column(Text)
    """What people's data are used for at this event, beside the general notice; Markdown."""
    retention_days: Mapped[int | None]
    """After the end; None: as the setting says."""
    purged_at: Mapped[datetime | None]
    """When the personal rows were removed."""

    certificate_minutes: Mapped[int | None]
    """In the online room, of whoever gets a certificate; None: any. See certificates/."""

    green_room_minutes: Mapped[int] = mapped_column(default=15)
    """Before the start, when speakers meet."""
    green_room_url: Mapped[str | None] = mapped_column(String(1000))
    """For speakers only: in their briefing, on no page."""

    version: Mapped[int] = mapped_column(default=1)
    sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    """Feeds show a cancelled event for a while, counted from here; None: it takes place."""
    search_text: Mapped[str] = mapped_column(Text, default="")
    """What a search looks through, casefolded."""

    forum: Mapped[Forum | None] = relationship()
    modes: Mapped[list["EventMode"]] = relationship(
        order_by="EventMode.id", cascade="all, delete-orphan"
    )
    topic_rows: Mapped[list["EventTopic"]] = relationship(
        order_by="EventTopic.position", cascade="all, delete-orphan"
    )

    @property
    def topics(self) -> list[str]:
        return [row.code for row in self.topic_rows]

    @property
    def is_online(self) -> bool:
        return self.format is not EventFormat.IN_PERSON

    def __repr__(self) -> str:
        return f"<Event {self.slug}>"


class EventTopic(Model):
    """An SDG, Action Line or GDC objective an event speaks to."""

    __tablename__ = "event_topics"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(12), primary_key=True, index=True)
    position: Mapped[int]


class EventMode(Model):
    """The seats of one event in one mode. Written only by registrations/seats.py.

    `taken` may exceed `capacity`: organizers move to smaller rooms.
    """

    __tablename__ = "event_modes"
    __table_args__ = (
        UniqueConstraint("event_id", "mode"),
        CheckConstraint("taken >= 0", "taken_not_negative"),
        CheckConstraint("waiting >= 0", "waiting_not_negative"),
        CheckConstraint("capacity >= 0", "capacity_not_negative"),
        CheckConstraint("kept >= 0", "kept_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    mode: Mapped[Mode]
    capacity: Mapped[int | None]
    """None: no limit."""
    taken: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    kept: Mapped[int] = mapped_column(default=0)
    """Places kept for groups and not taken by them yet: out of everybody else's reach."""
    is_open: Mapped[bool] = mapped_column(default=False)
    """Follows the event's status; here so that the guarded write on this row sees it."""


class Publication(Model):
    """One row whose version rises with every change of any public page: lists hang on it."""

    __tablename__ = "publication"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=0)
