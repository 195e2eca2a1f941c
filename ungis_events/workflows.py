"""Acts that reach across features: one function each, inside the caller's transaction."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext

from ungis_events.circulars import service as circulars
from ungis_events.core import clock
from ungis_events.core.database import db
from ungis_events.core.errors import InvalidInput
from ungis_events.event_files import EventFile
from ungis_events.events import rules
from ungis_events.events import service as events
from ungis_events.events.details import EventDetails
from ungis_events.events.errors import EventChangedMeanwhile
from ungis_events.events.models import Event, EventStatus
from ungis_events.events.queries import find_event, lock_event
from ungis_events.files.service import links_of, replace_links
from ungis_events.history.service import record_history
from ungis_events.invitations import service as invitations
from ungis_events.registrations import seats
from ungis_events.registrations.notices import tell_everyone
from ungis_events.registrations.service import promote_waiting
from ungis_events.reminders import service as reminders
from ungis_events.speakers.notices import tell_speakers
from ungis_events.speakers.service import copy_speakers, replace_speakers, speakers_of
from ungis_events.webinars import service as webinars
from ungis_events.zone_changes.models import Outcome, ZoneChange
from ungis_events.zone_changes.service import note_zone_change


@dataclass(frozen=True)
class News:
    """What the people concerned are told of a change.

    `was` are the times and the place before it, for the mail to set beside the new ones.
    """

    kind: str
    was: dict[str, str]


def save_event(
    event: Event | None,
    details: EventDetails,
    *,
    actor: str,
    now: datetime,
    expected_version: int | None = None,
    note: str | None = None,
    is_told: bool = False,
) -> Event:
    """Create an event or change it; people whose calendars must know are told.

    Other changes show on pages and in feeds, and are mailed only where `is_told`; `note` is the
    organizer's own word in these mails. Raises InvalidInput, and EventChangedMeanwhile when
    `expected_version` is not the saved one.
    """
    if event is None:
        event = events.create_event(details, actor=actor, now=now)
        seats.set_capacities(event, details.capacities(), is_open=False)
        _follow(event, now)
        return event
    news = _change(
        event, details, actor=actor, now=now, expected_version=expected_version, is_told=is_told
    )
    _spread(event, news, note, actor, now)
    return event


def _change(
    event: Event,
    details: EventDetails,
    *,
    actor: str,
    now: datetime,
    expected_version: int | None = None,
    is_told: bool = False,
) -> News | None:
    """A change without the telling; returns what is to be told. Raises as `save_event`."""
    lock_event(event)  # nobody gets a mail with the old time from here on
    if expected_version is not None and expected_version != event.version:
        raise EventChangedMeanwhile(event)
    was = facts_of(event)
    changes = events.change_event(event, details, actor=actor, now=now)
    is_open = event.status is EventStatus.PUBLISHED
    seats.set_capacities(event, details.capacities(), is_open=is_open)
    is_news = bool(changes) and (is_told or bool(rules.CALENDAR_FIELDS & changes.keys()))
    # Speakers are asked, and have it in their calendars, while it is still a draft.
    is_heard = event.status is not EventStatus.CANCELLED
    if is_news and is_heard and _is_coming(event, was, now):
        return News("event_changed", was)
    return None


def facts_of(event: Event) -> dict[str, str]:
    """What a mail about a change sets beside the new times and place."""
    return {
        "starts_at": event.starts_at.isoformat(),
        "ends_at": event.ends_at.isoformat(),
        "place": " / ".join(filter(None, (event.venue, event.platform))),
    }


def _is_coming(event: Event, was: dict[str, str], now: datetime) -> bool:
    """Correcting the record of a past event disturbs nobody."""
    return max(event.ends_at, datetime.fromisoformat(was["ends_at"])) > now


def publish_event(event: Event, *, actor: str, now: datetime, note: str | None = None) -> None:
    """Show it and open its seats; a cancelled one comes back into people's calendars.

    Raises ActNotPossible.
    """
    _spread(event, _move(event, "publish", actor=actor, now=now), note, actor, now)


def cancel_event(event: Event, *, actor: str, now: datetime, note: str | None = None) -> None:
    """Close its seats and tell everyone concerned. Raises ActNotPossible."""
    _spread(event, _move(event, "cancel", actor=actor, now=now), note, actor, now)


def _move(event: Event, act: str, *, actor: str, now: datetime) -> News | None:
    """Publish or cancel without the telling, as `_change`. Raises ActNotPossible."""
    modes = lock_event(event)
    before, was = event.status, facts_of(event)
    events.move_to(event, act, actor=actor, now=now)
    for mode in modes:
        mode.is_open = event.status is EventStatus.PUBLISHED
    if before is EventStatus.DRAFT or event.ends_at <= now:
        return None
    if act == "cancel":
        return News("event_cancelled", was)
    return News("event_changed", was)


def _spread(event: Event, news: News | None, note: str | None, actor: str, now: datetime) -> None:
    """What follows from a change: mails, seats for those who wait, what is due and when."""
    if news:
        number = tell_everyone(event, news.kind, now=now, was=news.was, note=note)
        number += tell_speakers(event, news.kind, now, news.was, note)
        told: dict[str, Any] = {"mails": number} | ({"note": note} if note else {})
        if number:
            record_history(event.id, act="people told", changes=told, actor=actor, now=now)
    # Afterwards, or the news of a seat would be overtaken by the news of the change.
    for mode in event.modes:
        promote_waiting(event, mode, now)
    _follow(event, now)


def _follow(event: Event, now: datetime) -> None:
    """Reminders and circulars that wait move with the event, or are dropped; so does the room."""
    reminders.follow(event, now=now)
    circulars.follow(event, now=now)
    invitations.follow(event)
    webinars.follow(event, now=now)


def duplicate_event(event: Event, *, actor: str, now: datetime) -> Event:
    """A draft like it with the same form and speakers; links, webinar and people stay behind."""
    details = EventDetails.of(event)
    copy = replace(details, slug=_free_slug(event.slug), join_url=None)
    duplicate = save_event(None, copy, actor=actor, now=now)
    copy_speakers(event, duplicate, actor=actor, now=now)
    return duplicate


def _free_slug(slug: str) -> str:
    number = 2
    base = slug[:95]
    while find_event(f"{base}-{number}"):
        number += 1
    return f"{base}-{number}"


def save_event_file(file: EventFile, *, actor: str, now: datetime) -> str:
    """Create or update the event of that slug; returns created, changed or unchanged.

    Takes the same way as the desk, so that people concerned are told. Raises InvalidInput.
    """
    event = find_event(file.details.slug)
    outcome = "unchanged"
    if event is None:
        event, outcome = save_event(None, file.details, actor=actor, now=now), "created"
    before = event.version
    save_event(event, file.details, actor=actor, now=now)
    replace_speakers(event, file.speakers, actor=actor, now=now)
    replace_links(event, file.links, actor=actor, now=now)
    _reach_status(event, file.status, actor=actor, now=now)
    return outcome if outcome == "created" or event.version == before else "changed"


def _reach_status(event: Event, status: EventStatus, *, actor: str, now: datetime) -> None:
    if event.status is status:
        return
    if status is EventStatus.DRAFT:
        # Somebody may have it in a calendar: cancel it instead.
        sentence = lazy_gettext("What was published cannot become a draft again: cancel it")
        raise InvalidInput({"status": sentence})
    if event.status is EventStatus.DRAFT or status is EventStatus.PUBLISHED:
        publish_event(event, actor=actor, now=now)
    if status is EventStatus.CANCELLED:
        cancel_event(event, actor=actor, now=now)


def event_file_of(event: Event) -> EventFile:
    """The event as an event file."""
    return EventFile(EventDetails.of(event), event.status, speakers_of(event), links_of(event))


def load_once(file: EventFile, *, actor: str, now: datetime) -> str:
    """Create the event of a file unless its slug exists: what people made of it stays."""
    if find_event(file.details.slug) is not None:
        return "is there already"
    return save_event_file(file, actor=actor, now=now)


_MOMENTS = ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at")


def recheck_times(event: Event, *, now: datetime) -> ZoneChange | None:
    """Derive the moments anew, if newer zone data are in use than they were derived with.

    The wall times stand. People and organizers are told where start or end moved; organizers
    also where a wall time has come off the clock. Returns what was noted of it, if anything.
    """
    lock_event(event)
    edition, was = event.zone_data, facts_of(event)
    if edition >= clock.ZONE_DATA_EDITION:  # another worker was faster, or has newer data
        return None
    before = {name: getattr(event, name) for name in _MOMENTS}
    is_complete = events.derive_moments(event)
    if not _is_coming(event, was, now):
        db.session.expire(event)  # the record of a past event stays as it was
        return None
    changes = {
        name: [str(moment), str(getattr(event, name))]
        for name, moment in before.items()
        if moment != getattr(event, name)
    }
    has_moved = bool({"starts_at", "ends_at"} & changes.keys())
    event.sequence += has_moved
    if changes:
        _record_zone_data(event, edition, changes, now)
    if is_complete and not has_moved:
        return None
    _follow(event, now)
    told = _tell_of_rules(event, was, now) if has_moved else 0
    return note_zone_change(
        event,
        edition_before=edition,
        was=(before["starts_at"], before["ends_at"]),
        outcome=Outcome.MOVED if is_complete else Outcome.UNDECIDED,
        people_told=told,
        now=now,
    )


def _tell_of_rules(event: Event, was: dict[str, str], now: datetime) -> int:
    """Everybody concerned, once newer rules for the clocks have moved the event."""
    if event.status is EventStatus.CANCELLED:
        return 0
    told = tell_speakers(event, "event_changed", now, was, zone_rules=event.zone)
    if event.status is EventStatus.PUBLISHED:
        told += tell_everyone(event, "event_changed", now=now, was=was, zone_rules=event.zone)
    return told


def _record_zone_data(
    event: Event, edition: str, changes: dict[str, list[str]], now: datetime
) -> None:
    events.record_change(
        event,
        act="zone rules changed",
        changes={"zone_data": [edition, event.zone_data]} | changes,
        actor=f"zone data {event.zone_data}",
        now=now,
    )
