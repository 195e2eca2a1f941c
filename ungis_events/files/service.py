"""Links and files of an event. Each change is one of the event's history."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, BinaryIO

from flask_babel import lazy_gettext
from sqlalchemy import delete

from ungis_events.core.database import db
from ungis_events.core.errors import InvalidInput
from ungis_events.events.models import Event
from ungis_events.events.queries import lock_event
from ungis_events.events.service import record_change
from ungis_events.history.service import record_history
from ungis_events.uploads.models import Upload
from ungis_events.uploads.service import delete_upload, save_upload

from . import rules
from .details import LinkDetails as LinkDetails  # part of what this offers
from .errors import LinkNotFound, OrderChanged
from .models import FileVersion, Link
from .queries import list_links, list_versions, newest_number, was_opened


def add_link(event: Event, details: LinkDetails, *, actor: str, now: datetime) -> Link:
    """After the others. Raises InvalidInput."""
    details.check()
    link = Link(event_id=event.id, position=_next_position(event))
    _write(link, details)
    db.session.add(link)
    _record(event, "link added", {"link": [None, link.title]}, actor, now)
    return link


def add_file(
    event: Event, details: LinkDetails, stream: BinaryIO, name: str, *, actor: str, now: datetime
) -> Link:
    """After the others, under the file's own name where no title is given. Raises InvalidInput."""
    upload = _keep(stream, name, now)
    details = replace(details, title=details.title or upload.name.rpartition(".")[0])
    details.check(needs_url=False)
    link = Link(event_id=event.id, position=_next_position(event))
    _write(link, details)
    db.session.add(link)
    db.session.flush()
    _put(link, upload, actor, now)
    _record(event, "file added", {"file": [None, link.title]}, actor, now)
    return link


def replace_file(
    event: Event, link: Link, stream: BinaryIO, name: str, *, actor: str, now: datetime
) -> None:
    """The earlier ones stay as versions. Raises InvalidInput, LinkNotFound when it is no file."""
    upload = _keep(stream, name, now)
    before = _current(event, link)
    if upload.sha256 == before.sha256:
        sentence = lazy_gettext("This is the file that is there already. Choose the new one.")
        raise InvalidInput({"file": sentence})
    changes = _put_over(link, upload, actor, now)
    _record(event, "file replaced", changes, actor, now)


def restore_version(
    event: Event, link: Link, version: FileVersion, *, actor: str, now: datetime
) -> None:
    """Make an earlier version the newest; nothing happens where it is what people open."""
    if version.upload_id != _current(event, link).id:
        changes = _put_over(link, version.upload, actor, now)
        _record(event, "file restored", changes, actor, now)


def change_link(
    event: Event, link: Link, details: LinkDetails, *, actor: str, now: datetime
) -> None:
    """What is said about it. Raises InvalidInput."""
    details.check(needs_url=link.upload is None)
    before = LinkDetails.of(link)
    changes = before.differences(details)
    if changes:
        _write(link, details)
        titles = [before.title, details.title]
        if link.upload is None:
            _record(event, "link changed", {"link": titles} | changes, actor, now)
        else:
            _record(event, "file changed", {"file": titles} | changes, actor, now)


def remove_link(event: Event, link: Link, *, actor: str, now: datetime) -> None:
    """With every version of the file."""
    title, is_file = link.title, link.upload is not None
    uploads = {version.upload_id: version.upload for version in list_versions(link)}
    db.session.execute(delete(FileVersion).where(FileVersion.link_id == link.id))
    db.session.delete(link)
    for upload in uploads.values():
        delete_upload(upload)
    if is_file:
        _record(event, "file removed", {"file": [title, None]}, actor, now)
    else:
        _record(event, "link removed", {"link": [title, None]}, actor, now)


def order_links(event: Event, ids: Sequence[int], *, actor: str, now: datetime) -> None:
    """Raises OrderChanged unless `ids` are those of the event."""
    links = {link.id: link for link in list_links(event)}
    if sorted(ids) != sorted(links):
        raise OrderChanged
    before = [link.title for link in links.values()]
    for position, link_id in enumerate(ids):
        links[link_id].position = position
    after = [links[link_id].title for link_id in ids]
    if list(ids) != list(links):
        _record(event, "links ordered", {"links": [before, after]}, actor, now)


def note_opened(event: Event, link: Link, *, actor: str, account_id: int, now: datetime) -> None:
    """Who opened what is kept for members: once an account, version and day (UTC)."""
    number = newest_number(link)
    opened = {"file": link.title, "version": number} if number else {"link": link.title}
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if not was_opened(event, opened, account_id=account_id, since=today):
        record_history(event.id, act="file opened", changes=opened, actor=actor, now=now)


def links_of(event: Event) -> list[LinkDetails]:
    """The links as they are written in an event file, which holds no files of ours."""
    return [LinkDetails.of(link) for link in list_links(event) if link.upload is None]


def replace_links(event: Event, links: Sequence[LinkDetails], *, actor: str, now: datetime) -> None:
    """All links to other sites at once; nothing happens where they are the same.

    Files of ours stay, in their places.
    """
    before = links_of(event)
    if before == list(links):
        return
    files = {link.id: link for link in list_links(event) if link.upload is not None}
    places = [link.id if link.id in files else None for link in list_links(event)]
    for link in list_links(event):
        if link.id not in files:
            db.session.delete(link)
    details = iter(links)
    for position, place in enumerate(rules.slots_filled(places, len(links))):
        link = files[place] if place else Link(event_id=event.id)
        link.position = position
        if not place:
            _write(link, next(details))
            db.session.add(link)
    titles = [[each.title for each in before], [each.title for each in links]]
    _record(event, "changed", {"links": titles}, actor, now)


def _keep(stream: BinaryIO, name: str, now: datetime) -> Upload:
    return save_upload(stream, name, allowed=rules.ALLOWED, longest=rules.LONGEST_FILE, now=now)


def _current(event: Event, link: Link) -> Upload:
    """Read again under the event's lock, or two people would give one number."""
    lock_event(event)
    db.session.refresh(link)
    if link.upload is None:
        raise LinkNotFound
    return link.upload


def _put_over(link: Link, upload: Upload, actor: str, now: datetime) -> dict[str, Any]:
    before, number = link.upload, newest_number(link)
    _put(link, upload, actor, now)
    return {
        "file": link.title,
        "name": [before.name if before else None, upload.name],
        "version": [number, number + 1],
    }


def _put(link: Link, upload: Upload, actor: str, now: datetime) -> None:
    link.upload = upload
    number = newest_number(link) + 1
    db.session.add(
        FileVersion(link_id=link.id, number=number, upload=upload, put_by=actor, put_at=now)
    )


def _next_position(event: Event) -> int:
    return max((link.position for link in list_links(event)), default=-1) + 1


def _write(link: Link, details: LinkDetails) -> None:
    for field in fields(details):
        setattr(link, field.name, getattr(details, field.name))


def _record(event: Event, act: str, changes: dict[str, Any], actor: str, now: datetime) -> None:
    db.session.flush()
    record_change(event, act=act, changes=changes, actor=actor, now=now)
