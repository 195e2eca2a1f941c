from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ungis_events.core.database import Model


class Part(StrEnum):
    MODERATOR = "moderator"
    OPENING = "opening"
    KEYNOTE = "keynote"
    SPEAKER = "speaker"
    PANELLIST = "panellist"
    RESPONDENT = "respondent"
    CLOSING = "closing"


class Speaker(Model):
    """One person on an event's roster, names kept as written."""

    __tablename__ = "speakers"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    position: Mapped[int]
    honorific: Mapped[str | None] = mapped_column(String(60))
    """Free text: H.E. Ms., Amb., Dr."""
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str | None] = mapped_column(String(300))
    organization: Mapped[str | None] = mapped_column(String(300))
    part: Mapped[Part] = mapped_column(default=Part.SPEAKER)

    @property
    def display_name(self) -> str:
        return f"{self.honorific} {self.name}" if self.honorific else self.name

    @property
    def initials(self) -> str:
        words = [word for word in self.name.split() if word[:1].isalpha()]
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words))
