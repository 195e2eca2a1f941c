from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from ungis_events.core.database import db
from ungis_events.events.models import Event, EventStatus
from ungis_events.history.models import HistoryEntry

from .errors import LinkNotFound, VersionNotFound
from .models import FileVersion, Link, LinkKind, Visibility
from .rules import is_for_registrants


def list_links(event: Event) -> Sequence[Link]:
    """All of them, whoever may open them."""
    query = select(Link).where(Link.event_id == event.id)
    return db.session.scalars(query.order_by(Link.position, Link.id)).all()


def get_link(event: Event, link_id: int) -> Link:
    """Raises LinkNotFound, also for a link of another event."""
    link = db.session.get(Link, link_id)
    if link is None or link.event_id != event.id:
        raise LinkNotFound
    return link


def get_file(event: Event, link_id: int) -> Link:
    """Raises LinkNotFound, also for a link to another site."""
    link = get_link(event, link_id)
    if link.upload is None:
        raise LinkNotFound
    return link


def get_link_to_open(link_id: int) -> tuple[Link, Event]:
    """With its event, in one query. Raises LinkNotFound."""
    query = select(Link, Event).join(Event, Event.id == Link.event_id).where(Link.id == link_id)
    found = db.session.execute(query).first()
    if found is None:
        raise LinkNotFound
    return found.Link, found.Event


def list_public_links(event: Event) -> list[Link]:
    """For the event's page, which shows a lock and no address where a link is not public."""
    return [link for link in list_links(event) if link.visibility is not Visibility.ORGANIZERS]


def list_links_for_registrants(event: Event) -> list[Link]:
    """What somebody with a seat may open."""
    return [link for link in list_links(event) if is_for_registrants(link.visibility)]


def list_files_for_members(
    among: Select[tuple[int]] | None = None, limit: int = 500
) -> list[tuple[Link, Event]]:
    """Kept for members, of published events, newest first; one query. `among`: of these events."""
    query = (
        select(Link, Event)
        .join(Event, Event.id == Link.event_id)
        .where(Event.status == EventStatus.PUBLISHED, Link.visibility == Visibility.MEMBERS)
        .order_by(Link.id.desc())
    )
    if among is not None:
        query = query.where(Event.id.in_(among))
    return [(row.Link, row.Event) for row in db.session.execute(query.limit(limit))]


def find_recording(event: Event) -> Link | None:
    """For somebody with a seat."""
    recordings = (
        link for link in list_links_for_registrants(event) if link.kind is LinkKind.RECORDING
    )
    return next(recordings, None)


def list_versions(link: Link) -> Sequence[FileVersion]:
    """The newest, which people open, first. None of a link to another site."""
    query = select(FileVersion).where(FileVersion.link_id == link.id)
    return db.session.scalars(query.order_by(FileVersion.number.desc())).all()


def get_version(link: Link, number: int) -> FileVersion:
    """Raises VersionNotFound."""
    query = select(FileVersion).where(FileVersion.link_id == link.id, FileVersion.number == number)
    version = db.session.scalar(query)
    if version is None:
        raise VersionNotFound
    return version


def newest_number(link: Link) -> int:
    """Of its versions; 0: it is no file of ours."""
    query = select(func.max(FileVersion.number)).where(FileVersion.link_id == link.id)
    return db.session.scalar(query) or 0


def count_versions(event: Event) -> dict[int, int]:
    """{link id: how many}, of an event's files."""
    query = (
        select(FileVersion.link_id, func.count())
        .join(Link, Link.id == FileVersion.link_id)
        .where(Link.event_id == event.id)
        .group_by(FileVersion.link_id)
    )
    return {link_id: count for link_id, count in db.session.execute(query)}


def was_opened(event: Event, opened: dict[str, Any], *, account_id: int, since: datetime) -> bool:
    """Whether this account's opening of just this was noted already."""
    query = select(HistoryEntry.changes).where(
        HistoryEntry.actor_id == account_id,
        HistoryEntry.event_id == event.id,
        HistoryEntry.act == "file opened",
        HistoryEntry.happened_at >= since,
    )
    return opened in db.session.scalars(query).all()
