"""What stands in history, in words: every recorded act and field has its own."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask import Flask
from flask_babel import LazyString, lazy_gettext

from ungis_events.core import clock
from ungis_events.core.clock_faces import short_date
from ungis_events.core.templating import language, short_moment
from ungis_events.labels import status_label, translated

from .models import HistoryEntry
from .rules import SECRETS, is_pair, without_secrets

ACTS: dict[str, LazyString] = {
    "created": lazy_gettext("created"),
    "changed": lazy_gettext("changed"),
    "published": lazy_gettext("published"),
    "cancelled": lazy_gettext("cancelled"),
    "people told": lazy_gettext("people told"),
    "zone rules changed": lazy_gettext("zone rules changed"),
    "speaker added": lazy_gettext("speaker added"),
    "speaker changed": lazy_gettext("speaker changed"),
    "speaker removed": lazy_gettext("speaker removed"),
    "speakers ordered": lazy_gettext("speakers ordered"),
    "speakers ordered by protocol": lazy_gettext("speakers ordered by protocol"),
    "link added": lazy_gettext("link added"),
    "link changed": lazy_gettext("link changed"),
    "link removed": lazy_gettext("link removed"),
    "reminder added": lazy_gettext("reminder added"),
    "reminder changed": lazy_gettext("reminder changed"),
    "reminder switched off": lazy_gettext("reminder switched off"),
    "reminder switched on": lazy_gettext("reminder switched on"),
    "reminder removed": lazy_gettext("reminder removed"),
    "registrations exported": lazy_gettext("registrations exported"),
    "registration %(number)s: approve": lazy_gettext("registration %(number)s: approved"),
    "registration %(number)s: reject": lazy_gettext("registration %(number)s: not admitted"),
    "registration %(number)s: withdraw": lazy_gettext("registration %(number)s: withdrawn"),
    "registration %(number)s: renew": lazy_gettext("registration %(number)s: new links"),
    "message %(number)s: written": lazy_gettext("message %(number)s: written"),
    "message %(number)s: changed": lazy_gettext("message %(number)s: changed"),
    "message %(number)s: deleted": lazy_gettext("message %(number)s: deleted"),
    "message %(number)s: scheduled": lazy_gettext("message %(number)s: scheduled"),
    "message %(number)s: called back": lazy_gettext("message %(number)s: called back"),
    "message %(number)s: sent": lazy_gettext("message %(number)s: sent"),
}
"""What stands in history for what was done; a new act is a line here."""

FIELDS: dict[str, LazyString] = {
    "access": lazy_gettext("access"),
    "approval": lazy_gettext("organizers approve each registration"),
    "capacity": lazy_gettext("seats"),
    "contact": lazy_gettext("contact"),
    "description": lazy_gettext("description"),
    "due": lazy_gettext("due"),
    "ends": lazy_gettext("ends"),
    "ends_at": lazy_gettext("moment of the end"),
    "format": lazy_gettext("format"),
    "forum": lazy_gettext("forum"),
    "honorific": lazy_gettext("honorific"),
    "join_url": lazy_gettext("address of the webinar"),
    "kind": lazy_gettext("kind"),
    "languages": lazy_gettext("languages"),
    "link": lazy_gettext("link"),
    "links": lazy_gettext("links"),
    "mails": lazy_gettext("mails"),
    "name": lazy_gettext("name"),
    "note": lazy_gettext("note"),
    "organization": lazy_gettext("organization"),
    "organizers": lazy_gettext("organizers"),
    "part": lazy_gettext("part"),
    "platform": lazy_gettext("platform"),
    "reason": lazy_gettext("reason"),
    "registration_closes": lazy_gettext("registration closes"),
    "registration_closes_at": lazy_gettext("moment when registration closes"),
    "registration_opens": lazy_gettext("registration opens"),
    "registration_opens_at": lazy_gettext("moment when registration opens"),
    "reminder": lazy_gettext("reminder"),
    "role": lazy_gettext("role"),
    "room_capacity": lazy_gettext("seats in the room"),
    "rows": lazy_gettext("rows"),
    "slug": lazy_gettext("address of the page"),
    "speaker": lazy_gettext("speaker"),
    "speakers": lazy_gettext("speakers"),
    "starts": lazy_gettext("starts"),
    "starts_at": lazy_gettext("moment of the start"),
    "state": lazy_gettext("state"),
    "status": lazy_gettext("state"),
    "subject": lazy_gettext("subject"),
    "theme": lazy_gettext("theme"),
    "title": lazy_gettext("title"),
    "topics": lazy_gettext("topics"),
    "url": lazy_gettext("address"),
    "venue": lazy_gettext("venue"),
    "visibility": lazy_gettext("who can open it"),
    "waitlist": lazy_gettext("waiting list"),
    "when": lazy_gettext("when"),
    "words": lazy_gettext("words"),
    "zone": lazy_gettext("time zone"),
    "zone_data": lazy_gettext("zone data"),
}
_WALL_TIMES = {"starts", "ends", "registration_opens", "registration_closes", "send"}
_CODES = {"format", "part", "state", "status", "visibility"}
_MARKS: dict[str, LazyString] = {
    "set": lazy_gettext("set"),
    "changed": lazy_gettext("changed"),
    "removed": lazy_gettext("removed"),
}


class ChangeShown(NamedTuple):
    """`values`: before and after, or the one thing that was noted."""

    name: str
    values: list[Any]


class EntryShown(NamedTuple):
    act: str
    actor: str
    happened_at: datetime
    changes: list[ChangeShown]


def history_shown(
    entries: Sequence[HistoryEntry], zones_now: Mapping[int, str]
) -> Iterator[EntryShown]:
    """In the reader's language, every time with its zone. `entries`: the latest first.

    `zones_now`: {event id: the zone it has today}, of the entries' events.

    A wall time was meant in the zone that the event had then, so we follow that back. What does
    not make sense is shown as it was kept: one odd row must not hide the others.
    """
    zone_of = dict(zones_now)
    for entry in entries:
        zone = zone_of.get(entry.event_id or 0, "")
        zones = kept if is_pair(kept := entry.changes.get("zone")) else [zone, zone]
        changes = [
            ChangeShown(str(FIELDS.get(name, name.replace("_", " "))), _values(name, change, zones))
            for name, change in without_secrets(entry.changes).items()
        ]
        yield EntryShown(_act(entry.act), entry.actor, entry.happened_at, changes)
        zone_of[entry.event_id or 0] = zones[0]


def _act(act: str) -> str:
    number = re.search(r"(?<= )\d+(?=: )", act)
    if number is None:
        return str(ACTS.get(act, act))
    words = ACTS.get(act.replace(number[0], "%(number)s", 1))
    return act if words is None else str(words) % {"number": number[0]}


def _values(name: str, change: Any, zones: list[Any]) -> list[Any]:
    if not is_pair(change):
        return [_value(name, change, zones[1])]
    return [_value(name, each, zone) for each, zone in zip(change, zones, strict=True)]


def _value(name: str, value: Any, zone: Any) -> Any:
    """Times and codes in words; all else as it is."""
    if not isinstance(value, str):
        return value
    if name in SECRETS:
        return str(_MARKS[value])
    try:
        if name in _WALL_TIMES:
            return _wall_time(datetime.fromisoformat(value), zone)
        if name == "due" or name.endswith("_at"):
            return short_moment(datetime.fromisoformat(value))
    except (ValueError, OverflowError):
        return value
    if name in _CODES:
        return status_label(value)
    return translated(value) if name == "reason" else value


def _wall_time(wall_time: datetime, zone: Any) -> str:
    """On a clock of its own zone, then on those of the cities. Raises ValueError."""
    if not isinstance(zone, str) or not clock.is_zone(zone):
        raise ValueError(zone)
    text = f"{short_date(wall_time.date(), language())}, {wall_time:%H:%M} {zone}"
    try:
        return f"{text} ({short_moment(clock.from_wall_time(wall_time, zone))})"
    except clock.NotOnTheClock:  # by the zone data in use today
        return text


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(history_shown=history_shown)
