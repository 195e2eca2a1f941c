from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ungis_events.core.database import Model
from ungis_events.events.models import Event
from ungis_events.uploads.models import Upload


class Part(StrEnum):
    MODERATOR = "moderator"
    OPENING = "opening"
    KEYNOTE = "keynote"
    SPEAKER = "speaker"
    PANELLIST = "panellist"
    RESPONDENT = "respondent"
    CLOSING = "closing"


class SpeakerStatus(StrEnum):
    PROPOSED = "proposed"
    """On the roster; nobody has asked them yet."""
    INVITED = "invited"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    REPLACED = "replaced"
    """They sent a substitute, who stands on the roster in their place."""


class Gender(StrEnum):
    """Only ever what people say of themselves."""

    WOMAN = "woman"
    MAN = "man"
    ANOTHER = "another"


class Speaker(Model):
    """One person on an event's roster, names kept as written.

    What they were at other events stands in the rows there: a person known from an earlier
    event is found by their name or address, and their words are taken over.
    """

    __tablename__ = "speakers"
    __table_args__ = (
        Index("ix_speakers_name_key", "name_key"),
        Index("ix_speakers_email_key", "email_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    position: Mapped[int]
    status: Mapped[SpeakerStatus] = mapped_column(default=SpeakerStatus.PROPOSED)
    honorific: Mapped[str | None] = mapped_column(String(60))
    """Free text: H.E. Ms., Amb., Dr."""
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), default="")
    """What makes two spellings of a name the same one: see rules.name_key."""
    role: Mapped[str | None] = mapped_column(String(300))
    organization: Mapped[str | None] = mapped_column(String(300))
    part: Mapped[Part] = mapped_column(default=Part.SPEAKER)

    email: Mapped[str | None] = mapped_column(String(254))
    """Their own or their office's: the invitation goes there."""
    email_key: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(8), default="en")
    """Of the mails to them."""
    biography: Mapped[str | None] = mapped_column(Text)
    pronunciation: Mapped[str | None] = mapped_column(String(200))
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("uploads.id"))
    access_needs: Mapped[str | None] = mapped_column(Text)
    """Seen by named people only and removed after the event."""
    may_record: Mapped[bool | None]
    """Their consent to being recorded; None: not said."""
    gender: Mapped[Gender | None]
    country: Mapped[str | None] = mapped_column(String(4))
    """ISO 3166-1 alpha-2; None: not said."""
    zone: Mapped[str | None] = mapped_column(String(50))

    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("speakers.id"))
    """Whose substitute they are."""
    link_version: Mapped[int] = mapped_column(default=1)
    """Raising it revokes the personal link given out."""
    version: Mapped[int] = mapped_column(default=1)
    """Rises with each change, by whomever."""
    seen_version: Mapped[int] = mapped_column(default=1)
    """Up to which the organizers have looked through what the speaker changed."""
    frozen_at: Mapped[datetime | None]
    """From then on the speaker can no longer edit the entry."""
    calendar_sequence: Mapped[int | None]
    """Their own iCalendar SEQUENCE, of the last REQUEST or CANCEL; None: never invited."""
    invited_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answer_words: Mapped[str | None] = mapped_column(Text)
    """What they wrote to the organizers with their answer."""
    changed_at: Mapped[datetime | None]
    """By the speaker."""

    event: Mapped[Event] = relationship()
    photo: Mapped[Upload | None] = relationship()

    @property
    def display_name(self) -> str:
        return f"{self.honorific} {self.name}" if self.honorific else self.name

    @property
    def initials(self) -> str:
        words = [word for word in self.name.split() if word[:1].isalpha()]
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words))

    @property
    def is_confirmed(self) -> bool:
        return self.status is SpeakerStatus.CONFIRMED

    @property
    def has_news(self) -> bool:
        """The speaker changed something that no organizer has looked at."""
        return self.version > self.seen_version

    @property
    def photo_name(self) -> str | None:
        """Of its public address: another photo, another address."""
        return f"{self.id}-{self.photo.sha256[:8]}.webp" if self.photo else None

    @property
    def is_coming(self) -> bool:
        """Or may still: whoever declined or was replaced is not shown."""
        return self.status not in (SpeakerStatus.DECLINED, SpeakerStatus.REPLACED)
