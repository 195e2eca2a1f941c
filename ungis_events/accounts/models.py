from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ungis_events.core.database import Model
from ungis_events.organizations.models import Organization


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    ORGANIZER = "organizer"
    HELPER = "helper"
    """Checks people in at the door, and sees no more of them than that takes."""
    MEMBER = "member"
    """An organization's focal point."""


class Account(Model):
    """Someone who signs in: the secretariat, who helps it, or a member's focal point."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"), index=True)
    """Of a focal point."""
    has_all_events: Mapped[bool] = mapped_column(default=True)
    """Organizers and helpers; False: only those of their teams."""
    password_hash: Mapped[str | None] = mapped_column(String(200))
    """None: they sign in by a mailed link, or have not chosen one yet."""
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    """Of the second factor (RFC 6238); None: there is none."""
    totp_last_step: Mapped[int | None]
    """Of the last code that was taken: each counts once."""
    recovery_hashes: Mapped[list[str]] = mapped_column(default=list)
    """Of the codes for a lost second factor, each good once."""
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    last_signed_in_at: Mapped[datetime | None]

    organization: Mapped[Organization | None] = relationship()

    @property
    def can_manage(self) -> bool:
        return self.is_active and self.role in (Role.ADMINISTRATOR, Role.ORGANIZER)

    @property
    def can_check_in(self) -> bool:
        return self.is_active and self.role is not Role.MEMBER

    @property
    def is_administrator(self) -> bool:
        return self.is_active and self.role is Role.ADMINISTRATOR

    def __repr__(self) -> str:
        return f"<Account {self.id} {self.role}>"


class TeamMember(Model):
    """Who works on one event: what they may do their account's role says."""

    __tablename__ = "team_members"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True, index=True)
    sees_access_needs: Mapped[bool] = mapped_column(default=False)
    """Named to see what people need to take part; nobody else does."""

    account: Mapped[Account] = relationship()


class LinkPurpose(StrEnum):
    SIGN_IN = "sign in"
    INVITATION = "invitation"
    PASSWORD = "password"  # noqa: S105 - what the link is for


class SignInLink(Model):
    """A mailed link that works once. The link is its number and a seal: nothing secret is kept."""

    __tablename__ = "sign_in_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    """None: a link to nowhere. Asking for an unknown address must take the same time."""
    purpose: Mapped[LinkPurpose]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    """Or when it was taken back."""
    leads_to: Mapped[str | None] = mapped_column(String(500))
    """The page of this site that they had wanted to open."""

    account: Mapped[Account | None] = relationship()


class SignIn(Model):
    """One browser somebody is signed in with; revoking it ends that session at once."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    browser: Mapped[str] = mapped_column(String(200))
    signed_in_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()
