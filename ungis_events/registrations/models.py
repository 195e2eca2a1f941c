from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    case,
    column,
    exists,
    inspect,
    or_,
    table,
    text,
)
from sqlalchemy.event import listens_for
from sqlalchemy.orm import Mapped, Mapper, column_property, mapped_column, relationship

from ungis_events.core.database import Model
from ungis_events.events.models import Event, EventMode
from ungis_events.invitations.models import Invitation

from .search_keys import SearchKeys
from .triggers import keep_counts


class RegistrationStatus(StrEnum):
    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    PENDING = "pending"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


_IS_IN = text("checked_in_at IS NOT NULL")
_HAS_ASKED = text("question IS NOT NULL")
_ATTENDED = text(
    "joined_at IS NOT NULL OR checked_in_at IS NOT NULL OR attended_minutes IS NOT NULL"
)
# Of attendance/, which stands above: a row says that it is known who was in the online room.
_KNOWN = table("attendance_summaries", column("event_id"))


class Registration(SearchKeys, Model):
    """One person's seat at, or wait for, one event."""

    __tablename__ = "registrations"
    __table_args__ = (
        UniqueConstraint("event_id", "email_key"),
        Index("ix_registrations_line", "mode_id", "status", "waits_since", "id"),
        # What the desk's table can be sorted by: a page of a hundred thousand reads fifty rows.
        Index("ix_registrations_by_moment", "event_id", "registered_at", "id"),
        Index("ix_registrations_by_status", "event_id", "status", "registered_at", "id"),
        Index("ix_registrations_by_name", "event_id", "sort_name", "id"),
        Index("ix_registrations_by_organization", "event_id", "sort_organization", "id"),
        Index("ix_registrations_by_group", "event_id", "stakeholder_group", "id"),
        Index("ix_registrations_by_country", "event_id", "country", "id"),
        # Who might be one person.
        Index("ix_registrations_name_key", "event_id", "name_key"),
        Index("ix_registrations_mailbox_key", "event_id", "mailbox_key"),
        # The door: who has a seat in the room, by name, and who of them is in.
        Index("ix_registrations_at_door", "mode_id", "status", "sort_name", "id", "checked_in_at"),
        # The few of them all that are in, or were there; with all that is counted of them.
        Index(
            "ix_registrations_in",
            *("event_id", "sort_name", "id", "mode_id", "status", "checked_in_at"),
            sqlite_where=_IS_IN,
            postgresql_where=_IS_IN,
        ),
        Index(
            "ix_registrations_attended",
            *("event_id", "status", "id", "joined_at", "checked_in_at", "attended_minutes"),
            sqlite_where=_ATTENDED,
            postgresql_where=_ATTENDED,
        ),
        # The few who asked something when they registered.
        Index(
            "ix_registrations_asked",
            *("event_id", "registered_at", "id"),
            sqlite_where=_HAS_ASKED,
            postgresql_where=_HAS_ASKED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    mode_id: Mapped[int] = mapped_column(ForeignKey("event_modes.id"))
    status: Mapped[RegistrationStatus]
    email: Mapped[str] = mapped_column(String(254))
    """As typed, lower case: mail goes here."""
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    """What makes two addresses the same one: casefolded, domain in ASCII."""
    given_name: Mapped[str] = mapped_column(String(100))
    family_name: Mapped[str] = mapped_column(String(100))
    organization: Mapped[str] = mapped_column(String(200))
    stakeholder_group: Mapped[str] = mapped_column(String(10))
    country: Mapped[str] = mapped_column(String(4))
    """ISO 3166-1 alpha-2, or none."""
    honorific: Mapped[str | None] = mapped_column(String(60))
    job_title: Mapped[str | None] = mapped_column(String(200))
    captions_language: Mapped[str | None] = mapped_column(String(8))
    access_needs: Mapped[str | None] = mapped_column(Text)
    question: Mapped[str | None] = mapped_column(Text)
    later_news: Mapped[bool] = mapped_column(default=False)
    zone: Mapped[str | None] = mapped_column(String(50))
    language: Mapped[str] = mapped_column(String(8))

    calendar_sequence: Mapped[int | None]
    """Their own iCalendar SEQUENCE, of the last REQUEST or CANCEL; None: never invited."""
    link_version: Mapped[int] = mapped_column(default=1)
    """Raising it revokes the personal links given out."""
    form_key: Mapped[str | None] = mapped_column(String(40))
    """Of the form that was sent: the same form sent twice is one act."""
    registered_at: Mapped[datetime]
    waits_since: Mapped[datetime | None]
    """Their place in the line: since they registered, or were moved to its end. None: no place."""
    confirmed_at: Mapped[datetime | None]
    """When they got their seat: reminders that were due before are not for them."""
    joined_at: Mapped[datetime | None] = mapped_column()
    """When they first went through the join page, or were first seen in the online room."""
    checked_in_at: Mapped[datetime | None] = mapped_column()
    """At the door of the room."""
    attended_minutes: Mapped[int | None] = mapped_column()
    """In the online room, once that is known. Written by attendance/ alone; who is merged into
    somebody gives them to them."""
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitations.id"), index=True)
    """The group's link they came by."""
    has_kept_place: Mapped[bool] = mapped_column(default=False)
    """Their seat is one of those kept for the group: it goes back to it."""
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"))
    """The registration of the same person that stays."""

    attended: Mapped[bool] = column_property(
        and_(
            # As in the index, which holds the few that can be meant at all.
            or_(
                joined_at.is_not(None),
                checked_in_at.is_not(None),
                attended_minutes.is_not(None),
            ),
            or_(
                checked_in_at.is_not(None),
                case(
                    (
                        exists().where(_KNOWN.c.event_id == event_id),
                        attended_minutes.is_not(None),
                    ),
                    else_=joined_at.is_not(None),
                ),
            ),
        ),
        deferred=True,
    )
    """Whether they were there: at the door of the room, or online. Once it is known who was in
    the online room that alone counts; until then, who went through the join page.

    The only place that says so; for one person it is asked of the database.
    """

    event: Mapped[Event] = relationship()
    mode: Mapped[EventMode] = relationship()
    invitation: Mapped[Invitation | None] = relationship()

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def is_confirmed(self) -> bool:
        return self.status is RegistrationStatus.CONFIRMED

    def __repr__(self) -> str:
        return f"<Registration {self.id} {self.status}>"


@listens_for(Registration, "before_insert")
@listens_for(Registration, "before_update")
def _stand_in_line(_mapper: Mapper[Any], _connection: object, row: Registration) -> None:
    """Whoever comes to wait has a place in the line, and whoever leaves it has none."""
    if not inspect(row).attrs.status.history.has_changes():
        return
    if row.status is not RegistrationStatus.WAITLISTED:
        row.waits_since = None
    elif row.waits_since is None:
        row.waits_since = row.registered_at


class RegistrationCount(Model):
    """How many of an event's registrations are in a state, by mode and group.

    Kept by triggers with every change of a registration, whoever makes it, so that the desk need
    not count a hundred thousand rows to show a number. Nobody else writes here.
    """

    __tablename__ = "registration_counts"

    event_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mode_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """With it the seats' lock is the count's, too: two acts never wait for each other."""
    status: Mapped[RegistrationStatus] = mapped_column(primary_key=True)
    stakeholder_group: Mapped[str] = mapped_column(String(10), primary_key=True)
    number: Mapped[int]


keep_counts(Registration.metadata.tables["registration_counts"])
