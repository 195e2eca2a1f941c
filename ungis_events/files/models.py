import re
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ungis_events.core.database import Model
from ungis_events.uploads.models import Upload


class Visibility(StrEnum):
    PUBLIC = "public"
    REGISTRANTS = "registrants"
    MEMBERS = "members"
    ORGANIZERS = "organizers"


class LinkKind(StrEnum):
    CONCEPT_NOTE = "concept note"
    AGENDA = "agenda"
    SLIDES = "slides"
    RECORDING = "recording"
    SUMMARY = "summary"
    STATEMENT = "statement"
    OTHER = "other"


class Link(Model):
    """Something to open that belongs to an event, and who may open it."""

    __tablename__ = "links"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(String(1000))
    """Empty where it is a file of ours."""
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("uploads.id"))
    """The newest version of the file."""
    kind: Mapped[LinkKind] = mapped_column(default=LinkKind.OTHER)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.PUBLIC)

    upload: Mapped[Upload | None] = relationship(lazy="joined")

    @property
    def address_name(self) -> str:
        """How its address ends, for people to read: the number before it decides."""
        name = self.upload.name if self.upload else self.title
        return re.sub(r"[^\w.]+", "-", name).strip("-.") or "file"


class FileVersion(Model):
    """One of the files that stood behind a link, kept when a newer one replaced it."""

    __tablename__ = "file_versions"
    __table_args__ = (UniqueConstraint("link_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("links.id"))
    number: Mapped[int]
    """From 1; the highest is the one people open."""
    upload_id: Mapped[int] = mapped_column(ForeignKey("uploads.id"))
    """An earlier one's again, where that was restored."""
    put_by: Mapped[str] = mapped_column(String(200))
    put_at: Mapped[datetime]

    upload: Mapped[Upload] = relationship(lazy="joined")
