"""Links and attachments of an event. Each change is one of the event's history."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from flask_babel import LazyString, lazy_gettext

from ungis_events.core.database import db
from ungis_events.core.errors import InvalidInput
from ungis_events.core.form_filters import has_control_characters
from ungis_events.events.details import is_web_address
from ungis_events.events.models import Event
from ungis_events.events.service import record_change

from .models import Link, LinkKind, Visibility
from .queries import list_links


@dataclass(frozen=True)
class LinkDetails:
    title: str
    url: str
    kind: LinkKind = LinkKind.OTHER
    visibility: Visibility = Visibility.PUBLIC

    @classmethod
    def of(cls, link: Link) -> "LinkDetails":
        return cls(**{field.name: getattr(link, field.name) for field in fields(cls)})

    def check(self) -> None:
        """Raises InvalidInput. Only the web's own schemes: javascript: would run on our page."""
        problems: dict[str, str | LazyString] = {}
        if not self.title.strip():
            problems["title"] = lazy_gettext("Enter a title")
        elif len(self.title) > 200:
            problems["title"] = lazy_gettext("Use at most %(n)s characters", n=200)
        elif has_control_characters(self.title) or "\n" in self.title:
            problems["title"] = lazy_gettext("Remove the control characters from this text")
        if not is_web_address(self.url):
            problems["url"] = lazy_gettext("Give an address that begins with https:// or http://")
        elif len(self.url) > 1000:
            problems["url"] = lazy_gettext("Use at most %(n)s characters", n=1000)
        if problems:
            raise InvalidInput(problems)


def add_link(event: Event, details: LinkDetails, *, actor: str, now: datetime) -> Link:
    """After the others. Raises InvalidInput."""
    details.check()
    position = max((link.position for link in list_links(event)), default=-1) + 1
    link = Link(event_id=event.id, position=position)
    _write(link, details)
    db.session.add(link)
    _record(event, "link added", {"link": [None, link.title]}, actor, now)
    return link


def change_link(
    event: Event, link: Link, details: LinkDetails, *, actor: str, now: datetime
) -> None:
    """Raises InvalidInput."""
    details.check()
    before = LinkDetails.of(link)
    changes = {
        field.name: [getattr(before, field.name), getattr(details, field.name)]
        for field in fields(details)
        if getattr(before, field.name) != getattr(details, field.name)
    }
    if changes:
        _write(link, details)
        titles = {"link": [before.title, details.title]}
        _record(event, "link changed", titles | changes, actor, now)


def remove_link(event: Event, link: Link, *, actor: str, now: datetime) -> None:
    title = link.title
    db.session.delete(link)
    _record(event, "link removed", {"link": [title, None]}, actor, now)


def links_of(event: Event) -> list[LinkDetails]:
    """The links as they are written in an event file."""
    return [LinkDetails.of(link) for link in list_links(event)]


def replace_links(event: Event, links: Sequence[LinkDetails], *, actor: str, now: datetime) -> None:
    """All of them at once; nothing happens where they are the same."""
    before = links_of(event)
    if before == list(links):
        return
    for link in list_links(event):
        db.session.delete(link)
    for position, details in enumerate(links):
        link = Link(event_id=event.id, position=position)
        _write(link, details)
        db.session.add(link)
    titles = [[each.title for each in before], [each.title for each in links]]
    _record(event, "changed", {"links": titles}, actor, now)


def _write(link: Link, details: LinkDetails) -> None:
    for field in fields(details):
        setattr(link, field.name, getattr(details, field.name))


def _record(
    event: Event, act: str, changes: dict[str, list[Any]], actor: str, now: datetime
) -> None:
    db.session.flush()
    record_change(event, act=act, changes=changes, actor=actor, now=now)
