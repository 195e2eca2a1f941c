from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select, text
from sqlalchemy.orm import joinedload, load_only, selectinload

from ungis_events.core.database import UtcDateTime, db, fetch_rows

from .errors import EventNotFound
from .models import Event, EventMode, EventStatus, EventTopic, Forum
from .rules import SeatsShown, search_text

CANCELLED_STAY = timedelta(days=30)
"""How long feeds go on saying that an event is cancelled: calendars ask rarely."""
_WITH_ALL = (joinedload(Event.forum), selectinload(Event.modes), selectinload(Event.topic_rows))


class Filters(NamedTuple):
    """What `/` was asked for; empty strings ask for nothing."""

    forum: str = ""
    topic: str = ""
    format: str = ""
    q: str = ""


class Freshness(NamedTuple):
    """What every cached answer about an event depends on, from one look-up."""

    event_id: int
    version: int
    seats: tuple[SeatsShown, ...]


def get_event(slug: str) -> Event:
    """Whatever its status. Raises EventNotFound."""
    event = db.session.scalar(select(Event).where(Event.slug == slug).options(*_WITH_ALL))
    if event is None:
        raise EventNotFound
    return event


def find_event(slug: str) -> Event | None:
    return db.session.scalar(select(Event).where(Event.slug == slug).options(*_WITH_ALL))


def get_public_event(slug: str) -> Event:
    """Published or cancelled. Raises EventNotFound for drafts as for none at all."""
    event = get_event(slug)
    if event.status is EventStatus.DRAFT:
        raise EventNotFound
    return event


_FOR_REGISTERING = (
    select(Event)
    .where(Event.slug == bindparam("slug"), Event.status != EventStatus.DRAFT)
    .options(
        joinedload(Event.modes),
        load_only(
            Event.slug, Event.status, Event.starts_at, Event.ends_at, Event.registration_opens_at,
            Event.registration_closes_at, Event.waitlist, Event.approval,
            Event.by_invitation, Event.sequence,
        ),
    )
)  # fmt: skip


def get_event_for_registering(slug: str) -> Event:
    """A public event with its seats and nothing else, in one statement.

    Raises EventNotFound.
    """
    event = db.session.scalars(_FOR_REGISTERING, {"slug": slug}).unique().one_or_none()
    if event is None:
        raise EventNotFound
    return event


_FRESHNESS = text(
    "SELECT events.id, events.version, event_modes.mode, event_modes.capacity, event_modes.taken,"
    " event_modes.waiting, event_modes.is_open, event_modes.kept"
    " FROM events JOIN event_modes ON event_modes.event_id = events.id"
    " WHERE events.slug = :slug AND events.status <> 'draft' ORDER BY event_modes.id"
)

_PUBLICATION = text("SELECT version FROM publication")


def find_freshness(slug: str) -> Freshness | None:
    """Of a public event; one statement, all that a page served from memory asks."""
    rows = fetch_rows(_FRESHNESS, slug=slug)
    if not rows:
        return None
    return Freshness(rows[0][0], rows[0][1], tuple(SeatsShown(*row[2:]) for row in rows))


def publication_version() -> int:
    """Rises with every change of a public page."""
    rows = fetch_rows(_PUBLICATION)
    return rows[0][0] if rows else 0


def _public(filters: Filters) -> Select[tuple[Event]]:
    query = select(Event).where(Event.status != EventStatus.DRAFT)
    if filters.forum:
        query = query.join(Forum).where(Forum.slug == filters.forum)
    if filters.topic:
        query = query.join(EventTopic).where(EventTopic.code == filters.topic)
    if filters.format:
        query = query.where(Event.format == filters.format)
    return query.where(*matching(filters.q))


def matching(q: str) -> list[ColumnElement[bool]]:
    """Every word must stand somewhere in the event, its speakers included."""
    return [
        Event.search_text.contains(word, autoescape=True) for word in search_text(q).split()[:10]
    ]


def list_upcoming(filters: Filters, now: datetime) -> Sequence[Event]:
    """Soonest first; what runs now is still upcoming."""
    query = _public(filters).where(Event.ends_at > now).order_by(Event.starts_at, Event.id)
    return db.session.scalars(query.options(*_WITH_ALL)).all()


def list_past(filters: Filters, now: datetime, *, limit: int, offset: int) -> Sequence[Event]:
    """Latest first."""
    query = _public(filters).where(Event.ends_at <= now)
    query = query.order_by(Event.starts_at.desc(), Event.id).limit(limit).offset(offset)
    return db.session.scalars(query.options(*_WITH_ALL)).all()


def count_past(filters: Filters, now: datetime) -> int:
    query = _public(filters).where(Event.ends_at <= now)
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def next_boundary(now: datetime) -> datetime | None:
    """The next start, end, opening or closing of any public event: lists change then."""
    columns = (
        Event.starts_at,
        Event.ends_at,
        Event.registration_opens_at,
        Event.registration_closes_at,
    )
    moments = [
        db.session.scalar(
            select(func.min(column)).where(column > now, Event.status != EventStatus.DRAFT)
        )
        for column in columns
    ]
    return min((moment for moment in moments if moment), default=None)


def list_forums_in_use() -> Sequence[Forum]:
    query = select(Forum).where(
        Forum.id.in_(select(Event.forum_id).where(Event.status != EventStatus.DRAFT))
    )
    return db.session.scalars(query.order_by(Forum.name)).all()


def list_topic_codes_in_use() -> set[str]:
    query = select(EventTopic.code).join(Event).where(Event.status != EventStatus.DRAFT)
    return set(db.session.scalars(query.distinct()))


def find_forum(slug: str) -> Forum | None:
    return db.session.scalar(select(Forum).where(Forum.slug == slug))


def lock_event(event: Event) -> Sequence[EventMode]:
    """Its seats and then itself, locked until the transaction ends and read afresh.

    Every change of an event begins with this: people who register take the seats' lock too.
    """
    modes = lock_modes(event)
    # Of events alone: PostgreSQL locks no row that an outer join (the forum's) may leave out.
    db.session.refresh(event, with_for_update={"key_share": True, "of": Event})
    return modes


def lock_modes(event: Event) -> Sequence[EventMode]:
    """The event's seats, locked until the transaction ends and read afresh.

    Whoever changes capacity or status first takes this lock, the one that registering takes.
    """
    query = select(EventMode).where(EventMode.event_id == event.id).order_by(EventMode.id)
    return db.session.scalars(
        query.with_for_update(key_share=True).execution_options(populate_existing=True)
    ).all()


FEED_HOLDS_AT_MOST = 800
"""Events, the newest by start, so that what is left out is long past."""
FeedRow = tuple[int, str, int, datetime | None]
"""id, uid, version, cancelled_at: the little that tells whether an event changed."""

_FEED_ROWS = """SELECT events.id, uid, version, cancelled_at FROM events {join}
WHERE status <> 'draft' {where} AND (cancelled_at IS NULL OR cancelled_at > :since)
ORDER BY starts_at DESC, events.id DESC LIMIT :most"""
_FEEDS = {
    (False, False): text(_FEED_ROWS.format(join="", where="")),
    (True, False): text(
        _FEED_ROWS.format(
            join="JOIN forums ON forums.id = forum_id", where="AND forums.slug = :forum"
        )
    ),
    (False, True): text(
        _FEED_ROWS.format(
            join="JOIN event_topics ON event_topics.event_id = events.id",
            where="AND event_topics.code = :topic",
        )
    ),
}


def list_feed_rows(now: datetime, *, forum: str = "", topic: str = "") -> list[FeedRow]:
    """Of the events in the feed of everything, of a forum or of a topic, up to FEED_HOLDS_AT_MOST;
    soonest first.
    """
    asked = {name: value for name, value in (("forum", forum), ("topic", topic)) if value}
    newest = fetch_rows(  # the values in the order of the statement
        _FEEDS[bool(forum), bool(topic)],
        **asked,
        since=_as_stored(now - CANCELLED_STAY),
        most=FEED_HOLDS_AT_MOST,
    )
    return [row if row[3] is None else (*row[:3], _as_moment(row[3])) for row in reversed(newest)]


def _as_stored(moment: datetime) -> str | datetime:
    """For the driver itself, as the column writes it: SQLite compares moments as text."""
    dialect = db.engine.dialect
    write = UtcDateTime().dialect_impl(dialect).bind_processor(dialect)
    return write(moment) if write else moment


def _as_moment(stored: str | datetime) -> datetime:
    """From the driver itself: SQLite's is text without a zone."""
    if isinstance(stored, str):
        return datetime.fromisoformat(stored).replace(tzinfo=UTC)
    return stored.astimezone(UTC)


_WITH_TOPICS = (
    select(Event)
    .where(Event.id.in_(bindparam("ids", expanding=True)))
    .options(joinedload(Event.topic_rows))
)


def list_events_of_feed(ids: Collection[int]) -> Sequence[Event]:
    return db.session.scalars(_WITH_TOPICS, {"ids": list(ids)}).unique().all()


def list_latest_changed(now: datetime, *, limit: int) -> Sequence[Event]:
    """Latest first, of the events that feeds show."""
    query = _public(Filters()).where(_in_feeds(now)).limit(limit)
    query = query.order_by(Event.changed_at.desc(), Event.id.desc())
    return db.session.scalars(query.options(selectinload(Event.topic_rows))).all()


def _in_feeds(now: datetime) -> ColumnElement[bool]:
    return or_(
        Event.status == EventStatus.PUBLISHED,
        Event.cancelled_at > now - CANCELLED_STAY,
    )
