from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ungis_events.core.database import Model


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    ORGANIZER = "organizer"
    MEMBER = "member"


class Account(Model):
    """Someone who signs in: the secretariat, or a member's focal point."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role]
    password_hash: Mapped[str] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    @property
    def can_manage(self) -> bool:
        return self.is_active and self.role in (Role.ADMINISTRATOR, Role.ORGANIZER)

    def __repr__(self) -> str:
        return f"<Account {self.id} {self.role}>"


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
