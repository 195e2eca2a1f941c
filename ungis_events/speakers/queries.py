from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from ungis_events.accounts.models import Account, Role, TeamMember
from ungis_events.core.database import db
from ungis_events.events.models import Event, EventStatus
from ungis_events.history.models import HistoryEntry
from ungis_events.mailing.models import EmailStatus, OutgoingEmail
from ungis_events.uploads.models import Upload

from .errors import SpeakerNotFound
from .models import Speaker, SpeakerStatus
from .rules import name_key

GONE = (SpeakerStatus.DECLINED, SpeakerStatus.REPLACED)
SEEN = "speaker changes seen"
"""The act in history up to which the organizers have looked."""
_FOUND_AT_MOST = 20


def list_speakers(event: Event) -> Sequence[Speaker]:
    """Those who come, or may still, in the order of the roster."""
    return db.session.scalars(_of(event).where(Speaker.status.not_in(GONE))).all()


def list_roster(event: Event) -> Sequence[Speaker]:
    """Everybody who ever stood on it, also who declined or sent a substitute."""
    return db.session.scalars(_of(event)).all()


def _of(event: Event) -> Select[tuple[Speaker]]:
    query = select(Speaker).where(Speaker.event_id == event.id)
    return query.options(joinedload(Speaker.photo)).order_by(Speaker.position, Speaker.id)


def count_speakers(event: Event) -> int:
    """Those who come, or may still."""
    query = select(func.count()).where(Speaker.event_id == event.id, Speaker.status.not_in(GONE))
    return db.session.scalar(query) or 0


def count_by_status(event: Event) -> Counter[SpeakerStatus]:
    query = select(Speaker.status, func.count()).where(Speaker.event_id == event.id)
    rows = db.session.execute(query.group_by(Speaker.status))
    return Counter({status: number for status, number in rows})


def get_speaker(event: Event, speaker_id: int) -> Speaker:
    """Raises SpeakerNotFound, also for a speaker of another event."""
    speaker = db.session.get(Speaker, speaker_id)
    if speaker is None or speaker.event_id != event.id:
        raise SpeakerNotFound
    return speaker


def find_speaker(speaker_id: int | None) -> Speaker | None:
    return db.session.get(Speaker, speaker_id) if speaker_id is not None else None


def get_speaker_by_id(speaker_id: int) -> Speaker:
    """Raises SpeakerNotFound."""
    speaker = find_speaker(speaker_id)
    if speaker is None:
        raise SpeakerNotFound
    return speaker


def lock_speaker(speaker: Speaker) -> None:
    """Locked until the transaction ends and read afresh: two answers at once are one after the
    other."""
    db.session.refresh(speaker, with_for_update={"key_share": True, "of": Speaker})


def find_link_version(speaker_id: int) -> int | None:
    return db.session.scalar(select(Speaker.link_version).where(Speaker.id == speaker_id))


def find_public_photo(speaker_id: int, seal: str) -> Upload | None:
    """Of somebody who is coming to an event that everybody can see."""
    query = (
        select(Upload)
        .join(Speaker, Speaker.photo_id == Upload.id)
        .join(Event, Event.id == Speaker.event_id)
        .where(
            Speaker.id == speaker_id,
            Speaker.status.not_in(GONE),
            Event.status != EventStatus.DRAFT,
            Upload.sha256.startswith(seal, autoescape=True),
        )
    )
    return db.session.scalar(query)


def is_photo_in_use(photo_id: int) -> bool:
    """On any roster: who was taken over from an earlier event shares the photo there."""
    query = select(func.count()).where(Speaker.photo_id == photo_id)
    return bool(db.session.scalar(query))


def list_speaker_history(speaker: Speaker) -> Sequence[HistoryEntry]:
    """What was done to one entry, the latest first."""
    query = select(HistoryEntry).where(
        HistoryEntry.event_id == speaker.event_id, HistoryEntry.speaker_id == speaker.id
    )
    return db.session.scalars(query.order_by(HistoryEntry.id.desc())).all()


def last_briefings(event: Event) -> dict[int, datetime]:
    """{speaker: when the last briefing was queued for them}."""
    query = (
        select(OutgoingEmail.speaker_id, func.max(OutgoingEmail.queued_at))
        .where(
            OutgoingEmail.event_id == event.id,
            OutgoingEmail.kind == "speaker_briefing",
            OutgoingEmail.speaker_id.is_not(None),
            OutgoingEmail.status != EmailStatus.DROPPED,
        )
        .group_by(OutgoingEmail.speaker_id)
    )
    return {speaker_id: at for speaker_id, at in db.session.execute(query) if speaker_id}


def list_told(event: Event, since: int) -> list[tuple[OutgoingEmail, Speaker]]:
    """The newest mail to each speaker, of those queued after the one with the id `since`."""
    query = (
        select(OutgoingEmail, Speaker)
        .join(Speaker, Speaker.id == OutgoingEmail.speaker_id)
        .where(OutgoingEmail.id > since, OutgoingEmail.event_id == event.id)
        .order_by(OutgoingEmail.id)
    )
    newest = {speaker.id: (row, speaker) for row, speaker in db.session.execute(query)}
    return list(newest.values())


def find_known(
    names: Collection[str], *, besides: Event | None = None, reader: Account | None = None
) -> dict[str, Speaker]:
    """{name_key: what they were last, at another event}.

    `reader`: only what they may read, see `_readable_by`; None: everything.
    """
    keys = {name_key(name) for name in names} - {""}
    query = _elsewhere(besides, reader).where(Speaker.name_key.in_(keys))
    # The newest last, so that it stays.
    rows = db.session.scalars(query.order_by(Event.starts_at, Speaker.id))
    return {speaker.name_key: speaker for speaker in rows}


def search_known(q: str, *, besides: Event, reader: Account) -> list[Speaker]:
    """People of other events whose name holds every word, each once as they were last."""
    words = name_key(q).split()
    if not words:
        return []
    query = _elsewhere(besides, reader).where(*(Speaker.name_key.contains(word) for word in words))
    rows = db.session.scalars(query.order_by(Event.starts_at.desc(), Speaker.id.desc()).limit(200))
    newest: dict[str, Speaker] = {}
    for speaker in rows:
        newest.setdefault(speaker.name_key, speaker)
    return list(newest.values())[:_FOUND_AT_MOST]


def get_known(speaker_id: int, *, besides: Event, reader: Account) -> Speaker:
    """Raises SpeakerNotFound."""
    query = _elsewhere(besides, reader).where(Speaker.id == speaker_id)
    speaker = db.session.scalar(query)
    if speaker is None:
        raise SpeakerNotFound
    return speaker


def _elsewhere(besides: Event | None, reader: Account | None) -> Select[tuple[Speaker]]:
    query = select(Speaker).join(Event, Event.id == Speaker.event_id)
    query = query.options(joinedload(Speaker.event)).where(Speaker.name_key != "")
    if besides is not None:
        query = query.where(Speaker.event_id != besides.id)
    return query if reader is None else _readable_by(query, reader)


def _readable_by(query: Select[tuple[Speaker]], reader: Account) -> Select[tuple[Speaker]]:
    """What everybody can read, and the rosters of the events they work on themselves."""
    if reader.role is Role.ADMINISTRATOR or reader.has_all_events:
        return query
    own = select(TeamMember.event_id).where(TeamMember.account_id == reader.id)
    is_public = (Event.status != EventStatus.DRAFT) & Speaker.status.not_in(GONE)
    return query.where(or_(is_public, Speaker.event_id.in_(own)))
