from collections.abc import Collection, Iterator

from sqlalchemy import Column, Engine, select

from ungis_events.core.database import Model, db

from .errors import UploadNotFound
from .models import CHUNK, Upload, UploadChunk


def get_upload(upload_id: int) -> Upload:
    """Raises UploadNotFound."""
    upload = db.session.get(Upload, upload_id)
    if upload is None:
        raise UploadNotFound
    return upload


def references() -> list[Column[int]]:
    """The columns, of whatever feature, that say which upload is meant."""
    return [
        column
        for table in Model.metadata.tables.values()
        for column in table.columns
        if any(key.target_fullname == "uploads.id" for key in column.foreign_keys)
        and table is not UploadChunk.__table__
    ]


def find_used(upload_ids: Collection[int]) -> set[int]:
    """Those of them that something refers to: as long as it does they cannot be deleted."""
    used: set[int] = set()
    for column in references() if upload_ids else ():
        used.update(db.session.scalars(select(column).where(column.in_(upload_ids))))
    return used


class UploadReader(Iterator[bytes]):
    """The saved bytes, one chunk in memory at a time.

    Each chunk is a read of its own, outside the session: a visitor on a slow line would hold a
    transaction open for an hour. It can seek, so that werkzeug answers ranges from it.
    """

    def __init__(self, engine: Engine, upload_id: int) -> None:
        self._engine = engine
        self._upload_id = upload_id
        self._position = 0

    def seekable(self) -> bool:
        return True

    def seek(self, position: int) -> None:
        self._position = position

    def tell(self) -> int:
        return self._position

    def __next__(self) -> bytes:
        number, begun = divmod(self._position, CHUNK)
        query = select(UploadChunk.data).where(
            UploadChunk.upload_id == self._upload_id, UploadChunk.number == number
        )
        with self._engine.connect() as connection:
            data: bytes | None = connection.scalar(query)
        if data is None or len(data) <= begun:
            raise StopIteration
        self._position = number * CHUNK + len(data)
        return data[begun:]


def stream_upload(upload_id: int) -> UploadReader:
    """Saved bytes only: what this transaction has just written is not seen yet."""
    return UploadReader(db.engine, upload_id)
