"""Bytes that people gave us.

They live in the database: a row and its bytes are saved in one transaction, every machine sees
them, and one backup holds everything.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from ungis_events.core.database import Model


class Upload(Model):
    """One file as it came. It never changes: another file is another upload."""

    __tablename__ = "uploads"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    """Safe to offer when it is downloaded; never a path."""
    media_type: Mapped[str] = mapped_column(String(100))
    """What its content showed, not what the sender said."""
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]


class UploadChunk(Model):
    """A piece, so that neither saving nor sending a recording needs its size in memory."""

    __tablename__ = "upload_chunks"

    upload_id: Mapped[int] = mapped_column(ForeignKey("uploads.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """From 0; each but the last is of CHUNK octets."""
    data: Mapped[bytes] = mapped_column(LargeBinary)


CHUNK = 256 * 1024
