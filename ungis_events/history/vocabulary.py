"""What stands in history as people read it: words for codes, every time with its zone."""

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

from .catalogue import ACTS, FIELDS
from .models import HistoryEntry
from .rules import SECRETS, is_pair, without_secrets

_WALL_TIMES = {"starts", "ends", "registration_opens", "registration_closes", "send"}
_CODES = {"audience", "format", "may_record", "part", "state", "status", "visibility"}
_MARKED = {"country", "email", "photo"}
"""Of speakers: that it changed, never to what."""
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
    event_id: int | None
    registration_id: int | None
    speaker_id: int | None


def history_shown(
    entries: Sequence[HistoryEntry],
    zones_now: Mapping[int, str],
    zone_changes: Sequence[HistoryEntry] = (),
) -> Iterator[EntryShown]:
    """In the reader's language, every time with its zone. `entries`: the latest first.

    `zones_now`: {event id: the zone it has today}, of the entries' events. `zone_changes`: what
    changed it since, where `entries` are not all there are (queries.list_zone_changes).

    A wall time was meant in the zone that the event had then, so we follow that back. What does
    not make sense is shown as it was kept: one odd row must not hide the others.
    """
    zone_of, shown = dict(zones_now), {entry.id for entry in entries}
    followed = {entry.id: entry for entry in (*entries, *zone_changes)}
    for _, entry in sorted(followed.items(), reverse=True):
        zone = zone_of.get(entry.event_id or 0, "")
        zones = kept if is_pair(kept := entry.changes.get("zone")) else [zone, zone]
        if entry.id in shown:
            yield _shown(entry, zones)
        zone_of[entry.event_id or 0] = zones[0]


def _shown(entry: HistoryEntry, zones: list[Any]) -> EntryShown:
    changes = [
        ChangeShown(field_label(name), _values(name, change, zones))
        for name, change in without_secrets(entry.changes).items()
    ]
    return EntryShown(
        _act(entry.act), entry.actor, entry.happened_at, changes,
        entry.event_id, entry.registration_id, entry.speaker_id,
    )  # fmt: skip


def field_label(name: str) -> str:
    return str(FIELDS.get(name, name.replace("_", " ")))


def act_choices() -> list[tuple[str, str]]:
    """(act, its words) in the order of the reader's alphabet, for a select."""
    words = ((act, str(label).replace("%(number)s", "…")) for act, label in ACTS.items())
    return sorted(words, key=lambda pair: pair[1].casefold())


def field_choices() -> list[tuple[str, str]]:
    """(field, its words), as `act_choices`."""
    words = ((name, str(label)) for name, label in FIELDS.items())
    return sorted(words, key=lambda pair: pair[1].casefold())


def _act(act: str) -> str:
    number = re.search(r"(?<= )\d+(?=: )", act)
    if number is None:
        return str(ACTS.get(act, act))
    words = ACTS.get(act.replace(number[0], "%(number)s", 1))
    return act if words is None else str(words) % {"number": number[0]}


def _values(name: str, change: Any, zones: list[Any]) -> list[Any]:
    if name == "fields" or not is_pair(change):  # two names of fields are no before and after
        return [_value(name, change, zones[1])]
    return [_value(name, each, zone) for each, zone in zip(change, zones, strict=True)]


def _value(name: str, value: Any, zone: Any) -> Any:
    """Times, codes and names of fields in words; all else as it is."""
    if name == "fields" and isinstance(value, list):
        return ", ".join(field_label(str(each)) for each in value)
    if not isinstance(value, str):
        return value
    if name in SECRETS or (name in _MARKED and value in _MARKS):
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
