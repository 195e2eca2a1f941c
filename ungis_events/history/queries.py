from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select

from ungis_events.core.database import db

from .models import HistoryEntry

PAGE_SIZE = 50


@dataclass(frozen=True)
class HistoryWanted:
    """What was asked for; what is empty does not narrow it."""

    q: str = ""
    act: str = ""
    """As in the vocabulary: `message %(number)s: sent` is that act on any message."""
    field: str = ""
    actor: str = ""
    since: datetime | None = None
    until: datetime | None = None
    registration: int | None = None
    speaker: int | None = None
    account: int | None = None
    before: int | None = None
    """The number of an entry: only those before it. From page to page, whatever comes in."""


def list_history(event_id: int) -> Sequence[HistoryEntry]:
    """Of one event, the latest first."""
    query = select(HistoryEntry).where(HistoryEntry.event_id == event_id)
    return db.session.scalars(query.order_by(HistoryEntry.id.desc())).all()


def list_latest(event_id: int, number: int = 5) -> Sequence[HistoryEntry]:
    query = select(HistoryEntry).where(HistoryEntry.event_id == event_id)
    return db.session.scalars(query.order_by(HistoryEntry.id.desc()).limit(number)).all()


def list_person_history(
    *, registration_id: int | None = None, speaker_id: int | None = None,
    account_id: int | None = None, limit: int = 200,
) -> Sequence[HistoryEntry]:  # fmt: skip
    """What was done to one person, the latest first."""
    asked = HistoryWanted(registration=registration_id, speaker=speaker_id, account=account_id)
    query = select(HistoryEntry).where(*_about(asked))
    return db.session.scalars(query.order_by(HistoryEntry.id.desc()).limit(limit)).all()


def search_history(
    wanted: HistoryWanted, event_id: int | None = None
) -> tuple[Sequence[HistoryEntry], bool]:
    """One page, the latest first, and whether there are earlier ones. `event_id` None: all."""
    query = select(HistoryEntry).where(*_fitting(wanted))
    if event_id is not None:
        query = query.where(HistoryEntry.event_id == event_id)
    query = query.order_by(HistoryEntry.id.desc()).limit(PAGE_SIZE + 1)
    entries = db.session.scalars(query).all()
    return entries[:PAGE_SIZE], len(entries) > PAGE_SIZE


def list_zone_changes(event_ids: Collection[int], after: int) -> Sequence[HistoryEntry]:
    """Entries later than the number `after` that gave one of the events another zone.

    The wall times of a page are read in the zone of their time: what changed it since may stand
    on another page.
    """
    if not event_ids:
        return []
    query = select(HistoryEntry).where(
        HistoryEntry.event_id.in_(event_ids), HistoryEntry.id > after, _has_field("zone")
    )
    return db.session.scalars(query.order_by(HistoryEntry.id.desc())).all()


def _fitting(wanted: HistoryWanted) -> list[ColumnElement[bool]]:
    conditions = [
        HistoryEntry.search_text.contains(word, autoescape=True)
        for word in wanted.q.casefold().split()[:10]
    ]
    conditions += _about(wanted)
    if wanted.act:
        conditions.append(_is_act(wanted.act))
    if wanted.field:
        conditions.append(_has_field(wanted.field))
    conditions += [_has_actor(word) for word in wanted.actor.split()[:5]]
    if wanted.since:
        conditions.append(HistoryEntry.happened_at >= wanted.since)
    if wanted.until:
        conditions.append(HistoryEntry.happened_at < wanted.until)
    if wanted.before:
        conditions.append(HistoryEntry.id < wanted.before)
    return conditions


def _about(wanted: HistoryWanted) -> list[ColumnElement[bool]]:
    pairs = (
        (HistoryEntry.registration_id, wanted.registration),
        (HistoryEntry.speaker_id, wanted.speaker),
        (HistoryEntry.account_id, wanted.account),
    )
    return [column == number for column, number in pairs if number is not None]


def _is_act(act: str) -> ColumnElement[bool]:
    before, mark, after = act.partition("%(number)s")
    if not mark:
        return HistoryEntry.act == act
    return and_(
        HistoryEntry.act.startswith(before, autoescape=True),
        HistoryEntry.act.endswith(after, autoescape=True),
    )


def _has_actor(word: str) -> ColumnElement[bool]:
    # SQLite knows capitals of ASCII letters only: for others each spelling is looked for.
    spellings = {word} if word.isascii() else {word, word.lower(), word.upper(), word.title()}
    return or_(
        *(
            func.lower(HistoryEntry.actor).contains(spelling.lower(), autoescape=True)
            if spelling.isascii()
            else HistoryEntry.actor.contains(spelling, autoescape=True)
            for spelling in sorted(spellings)
        )
    )


def _has_field(name: str) -> ColumnElement[bool]:
    """Whether `changes` names it: as the JSON is written on both databases."""
    return cast(HistoryEntry.changes, Text).contains(f'"{name}": ', autoescape=True)
