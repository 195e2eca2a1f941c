from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.speakers.models import Speaker

from .errors import ItemNotFound
from .models import AgendaItem, AgendaSlot


class ItemShown(NamedTuple):
    """An item with its moments; `slots` of those who come, or may still."""

    item: AgendaItem
    starts_at: datetime
    ends_at: datetime
    slots: list[AgendaSlot]


class TurnShown(NamedTuple):
    """When one speaker is on; `minutes` None: not said."""

    title: str
    note: str | None
    starts_at: datetime
    ends_at: datetime
    minutes: int | None


def list_items(event: Event) -> Sequence[AgendaItem]:
    """In the order of the agenda."""
    query = select(AgendaItem).where(AgendaItem.event_id == event.id)
    query = query.options(selectinload(AgendaItem.slots).joinedload(AgendaSlot.speaker))
    return db.session.scalars(query.order_by(AgendaItem.starts_after, AgendaItem.id)).all()


def agenda_of(event: Event) -> list[ItemShown]:
    """For pages and mails: moments instead of minutes after the start."""
    return [_shown(item, event) for item in list_items(event)]


def _shown(item: AgendaItem, event: Event) -> ItemShown:
    starts_at = event.starts_at + timedelta(minutes=item.starts_after)
    ends_at = starts_at + timedelta(minutes=item.minutes)
    return ItemShown(
        item, starts_at, ends_at, [slot for slot in item.slots if slot.speaker.is_coming]
    )


def turns_of(speaker: Speaker) -> list[TurnShown]:
    """The items they speak in, in the order of the agenda."""
    return [
        TurnShown(shown.item.title, shown.item.note, shown.starts_at, shown.ends_at, slot.minutes)
        for shown in agenda_of(speaker.event)
        for slot in shown.item.slots
        if slot.speaker_id == speaker.id
    ]


def get_item(event: Event, item_id: int) -> AgendaItem:
    """Raises ItemNotFound, also for an item of another event."""
    item = db.session.get(AgendaItem, item_id)
    if item is None or item.event_id != event.id:
        raise ItemNotFound
    return item


def list_slots_of(speaker: Speaker) -> Sequence[AgendaSlot]:
    return db.session.scalars(select(AgendaSlot).where(AgendaSlot.speaker_id == speaker.id)).all()
