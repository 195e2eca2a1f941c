"""What can be done with an event by itself; acts that also tell people are in workflows.py."""

import uuid
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import select, update

from ungis_events.core import clock
from ungis_events.core.database import db
from ungis_events.core.errors import InvalidInput
from ungis_events.history.service import record_history

from . import rules
from .details import EventDetails
from .models import Event, EventStatus, EventTopic, Forum, Publication
from .queries import find_event

_PLAIN_FIELDS = (
    "slug", "title", "theme", "kind", "format", "zone", "starts", "ends", "registration_opens",
    "registration_closes", "platform", "venue", "join_url", "languages", "description",
    "organizers", "contact", "access", "waitlist", "approval",
)  # fmt: skip
_TIMES = ("starts", "ends")
_REGISTRATION_TIMES = ("registration_opens", "registration_closes")


def create_event(details: EventDetails, *, actor: str, now: datetime) -> Event:
    """A draft. Raises InvalidInput. The caller makes its seats."""
    details.check()
    _check_slug_is_free(details.slug, None)
    event = Event(uid=f"{uuid.uuid4()}@ungis-events", created_at=now, changed_at=now, version=0)
    _write(event, details)
    db.session.add(event)
    db.session.flush()
    record_change(event, act="created", changes={}, actor=actor, now=now)
    return event


def change_event(
    event: Event, details: EventDetails, *, actor: str, now: datetime
) -> dict[str, list[Any]]:
    """Write what differs; returns {field: [before, after]}. Raises InvalidInput.

    Raises SEQUENCE when people's calendars must hear of it.
    """
    details.check()
    changes = EventDetails.of(event).differences(details)
    if not changes:
        return changes
    if "slug" in changes:
        _check_slug_may_change(event)
        _check_slug_is_free(details.slug, event)
    _write(event, details)
    if rules.CALENDAR_FIELDS & changes.keys():
        event.sequence += 1
    record_change(event, act="changed", changes=changes, actor=actor, now=now)
    return changes


def move_to(event: Event, act: str, *, actor: str, now: datetime) -> None:
    """Publish or cancel by the table of transitions. Raises ActNotPossible."""
    before = event.status
    event.status = rules.status_after(before, act)
    event.cancelled_at = now if event.status is EventStatus.CANCELLED else None
    if before is not EventStatus.DRAFT:
        event.sequence += 1
    record_change(
        event,
        act={"publish": "published", "cancel": "cancelled"}[act],
        changes={"status": [before.value, event.status.value]},
        actor=actor,
        now=now,
    )


def record_change(
    event: Event,
    *,
    act: str,
    changes: dict[str, list[Any]],
    actor: str,
    now: datetime,
    **about: int | None,
) -> None:
    """Note who did what, and let every page that shows the event be made anew.

    `about`: the numbers of whom it was done to, as `record_history` takes them.
    """
    event.version += 1
    event.changed_at = now
    refresh_search_text(event)
    record_history(event.id, act=act, changes=changes, actor=actor, now=now, **about)
    bumped = db.session.execute(update(Publication).values(version=Publication.version + 1))
    if not bumped.rowcount:  # type: ignore[attr-defined] # an UPDATE has one
        db.session.add(Publication(id=1, version=1))


def set_join_url(event: Event, url: str | None, *, act: str, actor: str, now: datetime) -> None:
    """No calendar hears of it: people's own links lead there, whatever it is."""
    if event.join_url != url:
        changes = {"join_url": [event.join_url, url]}
        event.join_url = url
        record_change(event, act=act, changes=changes, actor=actor, now=now)


def refresh_search_text(event: Event, *more: str | None) -> None:
    """`more` keeps what other features add, such as the speakers' names."""
    own, _, others = event.search_text.partition(" \x1f ")
    own = rules.search_text(
        event.title, event.theme, event.forum.name if event.forum else None, event.description,
        *event.organizers, *event.topics, event.venue,
    )  # fmt: skip
    event.search_text = f"{own} \x1f {rules.search_text(*more) if more else others}"


def _write(event: Event, details: EventDetails) -> None:
    was = _wall_times(event)
    for name in _PLAIN_FIELDS:
        setattr(event, name, getattr(details, name))
    event.forum = _forum_named(details.forum) if details.forum else None
    if event.topics != details.topics:
        event.topic_rows.clear()
        db.session.flush()  # or the same code would stand twice for a moment
        event.topic_rows.extend(
            EventTopic(code=code, position=position) for position, code in enumerate(details.topics)
        )
    _derive_changed(event, was)


def _wall_times(event: Event) -> dict[str, Any]:
    return {name: getattr(event, name) for name in ("zone", *_TIMES, *_REGISTRATION_TIMES)}


def _derive_changed(event: Event, was: dict[str, Any]) -> None:
    """Moments of the wall times that changed; the others stay, whatever the zone data in use say.

    Newer data move a moment only where people are told (workflows.recheck_times), and older
    ones, in a process that was not updated yet, never move it back.
    """
    changed = [name for name, before in was.items() if getattr(event, name) != before]
    if {"zone", *_TIMES} & set(changed):
        _derive(event, *_TIMES, *_REGISTRATION_TIMES)
        event.zone_data = clock.ZONE_DATA_EDITION
    elif changed:
        _derive(event, *changed)
        event.zone_data = min(event.zone_data, clock.ZONE_DATA_EDITION)


def derive_moments(event: Event) -> bool:
    """All moments anew, by the zone data in use.

    False where a wall time has come off the clock: it keeps its moment, and the event's start
    and end stay together.
    """
    is_complete = True
    for names in (_TIMES, *((name,) for name in _REGISTRATION_TIMES)):
        try:
            _derive(event, *names)
        except clock.NotOnTheClock:
            is_complete = False
    event.zone_data = clock.ZONE_DATA_EDITION
    return is_complete


def _derive(event: Event, *names: str) -> None:
    """Raises NotOnTheClock before anything is changed."""
    wall_times = {name: getattr(event, name) for name in names}
    moments = {
        f"{name}_at": None if wall_time is None else clock.from_wall_time(wall_time, event.zone)
        for name, wall_time in wall_times.items()
    }
    for name, moment in moments.items():
        setattr(event, name, moment)


def _forum_named(name: str) -> Forum:
    with db.session.no_autoflush:
        forum = db.session.scalar(select(Forum).where(Forum.name == name))
        if forum is None:
            slug = _free_slug(rules.slug_from(name))
            forum = Forum(name=name, slug=slug)
            db.session.add(forum)
    return forum


def _free_slug(slug: str) -> str:
    taken = set(db.session.scalars(select(Forum.slug).where(Forum.slug.startswith(slug))))
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free


def _check_slug_may_change(event: Event) -> None:
    """Bookmarks, mails and calendars hold the address of what was published."""
    if event.status is not EventStatus.DRAFT:
        sentence = lazy_gettext("The address stays as it is: people have it already")
        raise InvalidInput({"slug": sentence})


def _check_slug_is_free(slug: str, event: Event | None) -> None:
    with db.session.no_autoflush:
        other = find_event(slug)
    if other is not None and other is not event:
        raise InvalidInput({"slug": lazy_gettext("Another event has this address already")})
