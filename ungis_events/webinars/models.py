from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ungis_events.core.database import Model
from ungis_events.core.leases import Leased
from ungis_events.events.models import Event

from .triggers import follow_speakers


class WebinarStatus(StrEnum):
    """See rules.TRANSITIONS."""

    WANTED = "wanted"
    """Asked for; the provider has not answered yet."""
    SCHEDULED = "scheduled"
    PRACTICE = "practice"
    """The host and the speakers are in; nobody else can be."""
    LIVE = "live"
    ENDED = "ended"
    GONE = "gone"
    """Deleted at the provider, by us or by somebody there."""


_IS_A_ROOM = "status <> 'gone' AND number IS NOT NULL"


class Webinar(Model):
    """The online room of one event at a provider that makes rooms by itself.

    An event whose organizer pasted a link has none: its `join_url` is all there is.
    """

    __tablename__ = "webinars"
    __table_args__ = (
        # No room is two events'.
        Index(
            "ix_webinars_room",
            *("provider", "number"),
            unique=True,
            sqlite_where=text(_IS_A_ROOM),
            postgresql_where=text(_IS_A_ROOM),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), unique=True)
    provider: Mapped[str] = mapped_column(String(30))
    status: Mapped[WebinarStatus] = mapped_column(default=WebinarStatus.WANTED)
    status_at: Mapped[datetime]
    """When what the status says happened: what is told late never overrules what came after."""
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    """Our mark on the room: a new one for each room asked for."""
    number: Mapped[str | None] = mapped_column(String(40), index=True)
    """At the provider; a text, as some are over 32 bits and some are words."""
    former_number: Mapped[str | None] = mapped_column(String(40))
    """Of the room that was let go: it is still there, with people whom it shall forget one day."""
    join_url: Mapped[str | None] = mapped_column(String(2000))
    capacity: Mapped[int | None]
    """How many the provider lets in; None: it did not say."""
    is_adopted: Mapped[bool] = mapped_column(default=False)
    """It was made there by hand, and taken over."""

    host: Mapped[str] = mapped_column(String(254), default="")
    """Empty: as the setting says."""
    alternative_hosts: Mapped[list[str]]
    passcode: Mapped[str | None] = mapped_column(String(40))
    practice_session: Mapped[bool] = mapped_column(default=True)
    question_and_answer: Mapped[bool] = mapped_column(default=True)
    anonymous_questions: Mapped[bool] = mapped_column(default=False)
    recording: Mapped[str] = mapped_column(String(10), default="none")
    interpreters: Mapped[list[dict[str, str]]]
    """[{"email": …, "from": "en", "to": "fr"}, …]"""

    sent: Mapped[dict[str, Any] | None]
    """What the provider was told last: the same is not sent again, as changes are counted."""
    problem: Mapped[str | None] = mapped_column(String(30))
    """A Problem that an organizer has to do something about."""
    problem_detail: Mapped[str | None] = mapped_column(Text)
    """The provider's own words."""
    problem_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    event: Mapped[Event] = relationship()

    @property
    def is_there(self) -> bool:
        """Whether the provider has a room that people can be let into."""
        return self.number is not None and self.status is not WebinarStatus.GONE

    def __repr__(self) -> str:
        return f"<Webinar of event {self.event_id} {self.status}>"


class CallKind(StrEnum):
    CREATE = "create"
    ADOPT = "adopt"
    UPDATE = "update"
    PANELISTS = "panelists"
    """Let the list there be the speakers who confirmed."""
    DELETE = "delete"
    REPORT = "report"
    """Fetch who was there."""
    FORGET = "forget"
    """Remove a person's data at the provider."""
    FORGET_PANELIST = "forget_panelist"


_IS_GIVEN_UP = "due_at IS NULL AND done_at IS NULL"


class WebinarCall(Leased, Model):
    """Something to be asked of the provider, saved with the change that asks for it.

    What is sent is what is true when it leaves: two changes may become one call. An event's
    calls are worked one after the other, by `id`.
    """

    __tablename__ = "webinar_calls"
    __table_args__ = (
        Index(
            "ix_webinar_calls_open",
            *("webinar_id", "kind", "id"),
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
        # A hundred thousand people to be forgotten stand in nobody's way.
        Index(
            "ix_webinar_calls_due",
            *("kind", "due_at", "id"),
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
        Index(
            "ix_webinar_calls_given_up",
            *("webinar_id", "kind"),
            sqlite_where=text(_IS_GIVEN_UP),
            postgresql_where=text(_IS_GIVEN_UP),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinars.id"), index=True)
    kind: Mapped[CallKind]
    number: Mapped[str | None] = mapped_column(String(40))
    """Of the room to adopt or to delete, or that knows the person: the webinar may no longer be
    it."""
    external_id: Mapped[str | None] = mapped_column(String(100))
    """Of the person to forget."""
    reference: Mapped[str | None] = mapped_column(String(40))
    """Our mark on the room that was asked for, or whose making went unheard and which is to be
    looked for and deleted: the webinar may be waiting for another one by now."""
    host: Mapped[str | None] = mapped_column(String(254))
    """With whom that room is."""
    actor: Mapped[str] = mapped_column(String(200), default="webinar")
    queued_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    """When a request first left whose answer was never heard: look before asking again."""
    done_at: Mapped[datetime | None]
    problem: Mapped[str | None] = mapped_column(String(30))
    """Why it was given up, or why it waits."""

    webinar: Mapped[Webinar] = relationship()


class Panelist(Model):
    """A speaker's place on the panel, with their own link."""

    __tablename__ = "panelists"

    id: Mapped[int] = mapped_column(primary_key=True)
    webinar_id: Mapped[int] = mapped_column(ForeignKey("webinars.id"), index=True)
    speaker_id: Mapped[int | None] = mapped_column(
        ForeignKey("speakers.id", ondelete="SET NULL"), unique=True
    )
    """None: no longer on the roster; the place is still to be given up at the provider."""
    email_key: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(300))
    external_id: Mapped[str] = mapped_column(String(100))
    join_url: Mapped[str | None] = mapped_column(String(2000))


class ProviderToken(Model):
    """What the workers share to sign in at a provider; sealed, as it opens the account."""

    __tablename__ = "provider_tokens"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    sealed: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime]


class ProviderPace(Model):
    """How far the workers together have used up what a provider lets them ask."""

    __tablename__ = "provider_paces"

    label: Mapped[str] = mapped_column(String(60), primary_key=True)
    """provider:limit"""
    free_at: Mapped[datetime]
    """When the next request may leave."""
    day: Mapped[str] = mapped_column(String(10))
    """2026-11-22, UTC."""
    used: Mapped[int] = mapped_column(default=0)
    """On that day."""


follow_speakers(Model.metadata)
