from enum import StrEnum

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ungis_events.core.database import Model


class OrganizationStatus(StrEnum):
    MEMBER = "member"
    OBSERVER = "observer"
    PARTNER = "partner"


class Organization(Model):
    """A member or observer of UNGIS, or a partner of its events."""

    __tablename__ = "organizations"

    id: Mapped[int] = mapped_column(primary_key=True)
    acronym: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    website: Mapped[str | None] = mapped_column(String(300))
    status: Mapped[OrganizationStatus]
    evidence: Mapped[str | None] = mapped_column(String(10))
    """How sure the status is: A, seen in a list of UNGIS; B, spoke for UNGIS."""
    as_of: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(Text)
    """Of its role, in words, and of what is doubtful about its standing."""
    source: Mapped[str | None] = mapped_column(Text)
    is_current: Mapped[bool] = mapped_column(default=True)

    def __repr__(self) -> str:
        return f"<Organization {self.acronym}>"
