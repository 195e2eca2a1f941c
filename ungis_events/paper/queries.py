"""What is printed about an event."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ungis_events.agenda.models import AgendaItem, AgendaSlot
from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.speakers.models import Speaker
from ungis_events.speakers.queries import list_speakers
from ungis_events.uploads.models import UploadChunk


def list_coming_speakers(event: Event) -> list[Speaker]:
    """In the order of the roster; who declined or was replaced gets no nameplate."""
    return [speaker for speaker in list_speakers(event) if speaker.is_coming]


def list_timed_items(event: Event) -> Sequence[AgendaItem]:
    """By time, each with its speakers: a fixed number of queries."""
    query = select(AgendaItem).where(AgendaItem.event_id == event.id)
    with_speakers = selectinload(AgendaItem.slots).joinedload(AgendaSlot.speaker)
    return db.session.scalars(
        query.options(with_speakers).order_by(AgendaItem.starts_after, AgendaItem.id)
    ).all()


def photos_of(speakers: Sequence[Speaker]) -> dict[int, bytes]:
    """{number of the upload: bytes}, in one query."""
    numbers = [speaker.photo_id for speaker in speakers if speaker.photo_id is not None]
    pieces: dict[int, list[bytes]] = {}
    query = select(UploadChunk.upload_id, UploadChunk.data).where(
        UploadChunk.upload_id.in_(numbers)
    )
    for number, data in db.session.execute(
        query.order_by(UploadChunk.upload_id, UploadChunk.number)
    ):
        pieces.setdefault(number, []).append(data)
    return {number: b"".join(each) for number, each in pieces.items()}
