from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ungis_events.core.database import Model


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
    kind: Mapped[LinkKind] = mapped_column(default=LinkKind.OTHER)
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.PUBLIC)
