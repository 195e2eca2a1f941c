"""Acts that reach across features: one function each, inside the caller's transaction."""

from dataclasses import replace
from datetime import datetime

from flask_babel import lazy_gettext

from ungis_events.core.database import db
from ungis_events.core.errors import InvalidInput
from ungis_events.event_files import EventFile
from ungis_events.events import rules
from ungis_events.events import service as events
from ungis_events.events.details import EventDetails
from ungis_events.events.errors import EventChangedMeanwhile
from ungis_events.events.models import Event, EventStatus
from ungis_events.events.queries import find_event, lock_modes
from ungis_events.files.service import links_of, replace_links
from ungis_events.registrations import seats
from ungis_events.registrations.service import promote_waiting, tell_everyone
from ungis_events.speakers.service import replace_speakers, speakers_of


def save_event(
    event: Event | None,
    details: EventDetails,
    *,
    actor: str,
    now: datetime,
    expected_version: int | None = None,
) -> Event:
    """Create an event or change it; people whose calendars must know are told.

    Raises InvalidInput, and EventChangedMeanwhile when `expected_version` is not the saved one.
    """
    if event is None:
        event = events.create_event(details, actor=actor, now=now)
        seats.set_capacities(event, details.capacities(), is_open=False)
        return event
    # The lock that registering takes: nobody gets a mail with the old time from here on.
    lock_modes(event)
    db.session.refresh(event, with_for_update={"key_share": True})
    if expected_version is not None and expected_version != event.version:
        raise EventChangedMeanwhile(event)
    was = _facts(event)
    changes = events.change_event(event, details, actor=actor, now=now)
    is_open = event.status is EventStatus.PUBLISHED
    seats.set_capacities(event, details.capacities(), is_open=is_open)
    if rules.CALENDAR_FIELDS & changes.keys() and is_open and _is_coming(event, was, now):
        tell_everyone(event, "event_changed", now=now, was=was)
    # Afterwards, or the news of a seat would be overtaken by the news of the change.
    for mode in event.modes:
        promote_waiting(event, mode, now)
    return event


def _facts(event: Event) -> dict[str, str]:
    """What a mail about a change sets beside the new times and place."""
    return {
        "starts_at": event.starts_at.isoformat(),
        "ends_at": event.ends_at.isoformat(),
        "place": " / ".join(filter(None, (event.venue, event.platform))),
    }


def _is_coming(event: Event, was: dict[str, str], now: datetime) -> bool:
    """Correcting the record of a past event disturbs nobody."""
    return max(event.ends_at, datetime.fromisoformat(was["ends_at"])) > now


def publish_event(event: Event, *, actor: str, now: datetime) -> None:
    """Show it and open its seats; a cancelled one comes back into people's calendars.

    Raises ActNotPossible.
    """
    before = event.status
    _move(event, "publish", actor=actor, now=now)
    if before is EventStatus.CANCELLED and event.ends_at > now:
        tell_everyone(event, "event_changed", now=now, was={})
    for mode in event.modes:
        promote_waiting(event, mode, now)  # people withdrew while it was cancelled


def cancel_event(event: Event, *, actor: str, now: datetime) -> None:
    """Close its seats and tell everyone concerned. Raises ActNotPossible."""
    _move(event, "cancel", actor=actor, now=now)
    if event.ends_at > now:
        tell_everyone(event, "event_cancelled", now=now)


def _move(event: Event, act: str, *, actor: str, now: datetime) -> None:
    modes = lock_modes(event)
    db.session.refresh(event, with_for_update={"key_share": True})
    events.move_to(event, act, actor=actor, now=now)
    for mode in modes:
        mode.is_open = event.status is EventStatus.PUBLISHED


def duplicate_event(event: Event, *, actor: str, now: datetime) -> Event:
    """A draft like it with the same speakers; links, the webinar and people stay behind."""
    details = EventDetails.of(event)
    copy = replace(details, slug=_free_slug(event.slug), join_url=None)
    duplicate = save_event(None, copy, actor=actor, now=now)
    replace_speakers(duplicate, speakers_of(event), actor=actor, now=now)
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
