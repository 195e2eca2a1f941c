"""What happens when, and who speaks in it. Each change is one of the event's history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext

from ungis_events.core.database import db
from ungis_events.core.errors import InvalidInput
from ungis_events.events.models import Event
from ungis_events.events.service import record_change
from ungis_events.history.service import record_history
from ungis_events.speakers import answering
from ungis_events.speakers import notices as speaker_notices
from ungis_events.speakers import service as speakers
from ungis_events.speakers.details import SpeakerProfile
from ungis_events.speakers.models import Speaker
from ungis_events.speakers.queries import last_briefings, list_roster, list_speakers

from . import rules
from .details import GreenRoomDetails, ItemDetails
from .errors import NoBriefing
from .models import AgendaItem, AgendaSlot
from .queries import list_items, list_slots_of


def add_item(event: Event, details: ItemDetails, *, actor: str, now: datetime) -> AgendaItem:
    """Raises InvalidInput."""
    details.check(event)
    item = AgendaItem(event_id=event.id)
    _write(event, item, details)
    db.session.add(item)
    _record(event, "agenda item added", {"item": [None, item.title]}, actor, now)
    return item


def change_item(
    event: Event, item: AgendaItem, details: ItemDetails, *, actor: str, now: datetime
) -> None:
    """Raises InvalidInput."""
    details.check(event)
    before = ItemDetails.of(item)
    changes: dict[str, Any] = {
        name: [getattr(before, name), getattr(details, name)]
        for name in ("title", "starts_after", "minutes", "note")
        if getattr(before, name) != getattr(details, name)
    }
    names = _names_of(event, before), _names_of(event, details)
    if names[0] != names[1]:
        changes["speakers"] = list(names)
    if changes:
        _write(event, item, details)
        _record(
            event, "agenda item changed", {"item": [before.title, item.title]} | changes, actor, now
        )


def remove_item(event: Event, item: AgendaItem, *, actor: str, now: datetime) -> None:
    title = item.title
    db.session.delete(item)
    _record(event, "agenda item removed", {"item": [title, None]}, actor, now)


def shift(event: Event, item: AgendaItem, minutes: int, *, actor: str, now: datetime) -> None:
    """This item and all after it, earlier or later; what then is outside stays and is marked.

    Raises InvalidInput for what would begin before the event.
    """
    items = list_items(event)
    later = [each for each in items if each.starts_after >= item.starts_after]
    if item.starts_after + minutes < 0:
        raise InvalidInput({"by": lazy_gettext("It cannot begin before the event does")})
    _set_starts(event, later, [each.starts_after + minutes for each in later], actor, now)


def close_gaps(event: Event, *, actor: str, now: datetime) -> None:
    """Each item begins when the one before it ends."""
    items = list_items(event)
    _set_starts(event, items, rules.without_gaps(items), actor, now)


def _set_starts(
    event: Event, items: Sequence[AgendaItem], starts: Sequence[int], actor: str, now: datetime
) -> None:
    moved = [
        (item, start)
        for item, start in zip(items, starts, strict=True)
        if item.starts_after != start
    ]
    for item, start in moved:
        item.starts_after = start
    if moved:
        _record(event, "agenda shifted", {"items": [item.title for item, _ in moved]}, actor, now)


def order_by_agenda(event: Event, *, actor: str, now: datetime) -> None:
    """Who speaks first stands first; who has no turn keeps their place behind them."""
    turns = [slot.speaker_id for item in list_items(event) for slot in item.slots]
    first = {number: place for place, number in reversed(list(enumerate(turns)))}
    roster = list_roster(event)
    order = sorted(roster, key=lambda speaker: first.get(speaker.id, len(turns)))
    speakers.order_speakers(
        event,
        [speaker.id for speaker in order],
        actor=actor,
        now=now,
        act="speakers ordered by agenda",
    )


def send_substitute(
    event: Event,
    speaker: Speaker,
    details: SpeakerProfile,
    *,
    actor: str,
    now: datetime,
    is_own: bool = False,
) -> Speaker:
    """Somebody in their place, who takes over their turns too. Raises as `add_substitute`."""
    substitute = answering.add_substitute(
        event, speaker, details, actor=actor, now=now, is_own=is_own
    )
    for slot in list_slots_of(speaker):
        item = db.session.get_one(AgendaItem, slot.item_id)
        item.slots.remove(slot)
        db.session.flush()
        item.slots.append(
            AgendaSlot(speaker=substitute, position=slot.position, minutes=slot.minutes)
        )
    db.session.flush()
    return substitute


def set_green_room(event: Event, details: GreenRoomDetails, *, actor: str, now: datetime) -> None:
    """On no page but the speakers' own; they hear of it by the next briefing.

    Raises InvalidInput.
    """
    details.check()
    changes: dict[str, list[Any]] = {
        "green_room_minutes": [event.green_room_minutes, details.minutes],
        "green_room_url": [event.green_room_url, details.url],
    }
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if changes:
        event.green_room_minutes, event.green_room_url = details.minutes, details.url
        record_history(event.id, act="green room changed", changes=changes, actor=actor, now=now)


def brief(event: Event, chosen: Speaker | None, *, actor: str, now: datetime) -> int:
    """Agenda, minutes and the way in, to every confirmed speaker or one; returns to how many.

    Raises NoBriefing.
    """
    everybody = [each for each in list_speakers(event) if each.is_confirmed and each.email]
    able = [each for each in everybody if chosen is None or each.id == chosen.id]
    if not able or not speaker_notices.is_told(event, now):
        raise NoBriefing
    briefed = last_briefings(event)
    for speaker in able:
        more = {"is_again": True} if speaker.id in briefed else {}
        speaker_notices.tell(speaker, "speaker_briefing", now, **more)
    names = [speaker.display_name for speaker in able]
    _record(event, "speakers briefed", {"speakers": names}, actor, now)
    return len(able)


def _write(event: Event, item: AgendaItem, details: ItemDetails) -> None:
    item.title, item.note = details.title, details.note
    item.starts_after, item.minutes = details.starts_after, details.minutes
    turns = {turn.speaker_id: turn.minutes for turn in details.turns}
    # Whoever declined meanwhile keeps the turn: their substitute, or they, may come after all.
    gone = {slot.speaker_id: slot.minutes for slot in item.slots if not slot.speaker.is_coming}
    item.slots.clear()
    db.session.flush()  # or the same speaker would stand twice for a moment
    there = [speaker for speaker in list_roster(event) if speaker.id in turns | gone]
    item.slots.extend(
        AgendaSlot(speaker=speaker, position=place, minutes=(gone | turns)[speaker.id])
        for place, speaker in enumerate(there)
    )


def _names_of(event: Event, details: ItemDetails) -> list[str]:
    """With their minutes, for history."""
    turns = {turn.speaker_id: turn.minutes for turn in details.turns}
    return [
        f"{speaker.display_name} ({turns[speaker.id]})"
        if turns[speaker.id] is not None
        else speaker.display_name
        for speaker in list_speakers(event)
        if speaker.id in turns
    ]


def _record(event: Event, act: str, changes: dict[str, Any], actor: str, now: datetime) -> None:
    db.session.flush()
    record_change(event, act=act, changes=changes, actor=actor, now=now)
