from collections.abc import Sequence

from sqlalchemy import func, select

from ungis_events.core.database import db
from ungis_events.events.models import Event

from .errors import SpeakerNotFound
from .models import Speaker


def list_speakers(event: Event) -> Sequence[Speaker]:
    """In the order of the roster."""
    query = select(Speaker).where(Speaker.event_id == event.id)
    return db.session.scalars(query.order_by(Speaker.position, Speaker.id)).all()


def count_speakers(event: Event) -> int:
    query = select(func.count()).where(Speaker.event_id == event.id)
    return db.session.scalar(query) or 0


def get_speaker(event: Event, speaker_id: int) -> Speaker:
    """Raises SpeakerNotFound, also for a speaker of another event."""
    speaker = db.session.get(Speaker, speaker_id)
    if speaker is None or speaker.event_id != event.id:
        raise SpeakerNotFound
    return speaker
