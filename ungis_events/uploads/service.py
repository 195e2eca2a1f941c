"""Keeping and removing what people gave us."""

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import BinaryIO

from flask_babel import lazy_gettext
from sqlalchemy import delete, insert

from ungis_events.core.database import db
from ungis_events.core.errors import InvalidInput

from .models import CHUNK, Upload, UploadChunk
from .rules import NAMES, Kind, kind_of, safe_name


def save_upload(
    stream: BinaryIO, name: str, *, allowed: Collection[Kind], longest: int, now: datetime
) -> Upload:
    """Keep a file under a safe name, in the caller's transaction, chunk by chunk.

    `stream` can seek; `longest` is in octets. Raises InvalidInput({"file": …}) when it is
    empty, too large or, by its content, not of an allowed kind.
    """
    kind = _check(stream, name, allowed, longest)
    upload = Upload(
        name=safe_name(name, kind), media_type=kind.value, size=0, sha256="", created_at=now
    )
    db.session.add(upload)
    db.session.flush()
    digest = hashlib.sha256()
    stream.seek(0)
    number = 0
    while data := stream.read(CHUNK):
        # A row, not an object: the session would keep every chunk until the end.
        row = {"upload_id": upload.id, "number": number, "data": data}
        db.session.execute(insert(UploadChunk), [row])
        digest.update(data)
        upload.size += len(data)
        number += 1
    upload.sha256 = digest.hexdigest()
    db.session.flush()
    return upload


def _check(stream: BinaryIO, name: str, allowed: Collection[Kind], longest: int) -> Kind:
    size = stream.seek(0, 2)
    if size == 0:
        raise InvalidInput({"file": lazy_gettext("This file is empty. Choose another one.")})
    if size > longest:
        raise InvalidInput(
            {
                "file": lazy_gettext(
                    "This file is too large. Give one of at most %(n)s MB.", n=longest // 2**20
                )
            }
        )
    kind = kind_of(stream, name)
    if kind is None or kind not in allowed:
        kinds = ", ".join(NAMES[each] for each in Kind if each in allowed)
        raise InvalidInput(
            {
                "file": lazy_gettext(
                    "This kind of file is not taken. Give one of these, without macros or a "
                    "password: %(kinds)s.",
                    kinds=kinds,
                )
            }
        )
    return kind


def delete_upload(upload: Upload) -> None:
    """Forget it with all its bytes; whatever refers to it must have let go before."""
    db.session.flush()
    db.session.execute(delete(UploadChunk).where(UploadChunk.upload_id == upload.id))
    db.session.delete(upload)
    db.session.flush()
