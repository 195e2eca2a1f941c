"""Events as JSON. It tells what the public pages tell and nothing more: every field is named here,
so that a new column stays at home until somebody lets it out."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from flask import current_app

from ungis_events.core import clock
from ungis_events.core.site_links import site_url
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event
from ungis_events.events.rules import Phase, SeatsShown, closes_at, phase_at
from ungis_events.files.links import open_url
from ungis_events.files.models import Link, LinkKind, Visibility
from ungis_events.files.queries import list_public_links
from ungis_events.speakers.models import Speaker
from ungis_events.speakers.queries import list_speakers

Json = dict[str, Any]

_TEXTS = (
    "slug", "title", "theme", "kind", "status", "format", "zone", "platform", "venue", "organizers",
    "languages", "topics",
)  # fmt: skip


def short_event(event: Event, now: datetime) -> Json:
    """For lists: without texts, people and seats."""
    return {
        "uid": event.uid,
        "url": site_url("events.show", slug=event.slug),
        "api_url": site_url("api.show", slug=event.slug),
        "calendar_url": site_url("events.calendar_file", slug=event.slug),
        **{name: getattr(event, name) for name in _TEXTS},
        "forum": event.forum.name if event.forum else None,
        "forum_slug": event.forum.slug if event.forum else None,
        "starts": _wall_time(event.starts),
        "ends": _wall_time(event.ends),
        "starts_at": _moment(event.starts_at),
        "ends_at": _moment(event.ends_at),
        "times": [_city(event, name, zone) for name, zone in current_app.config["HOME_CITIES"]],
        "registration": _registration(event, now),
    }


def whole_event(event: Event, seats: Sequence[SeatsShown], now: datetime) -> Json:
    """For an event's own address. Needs what the page needs: its speakers and links."""
    details = EventDetails.of(event)
    links = [each for each in list_public_links(event) if each.visibility is Visibility.PUBLIC]
    short = short_event(event, now)
    return short | {
        "description": event.description,
        "access": event.access,
        "capacity": details.capacity,
        "room_capacity": details.room_capacity,
        "waitlist": event.waitlist,
        "approval": event.approval,
        "registration_opens": _wall_time(event.registration_opens),
        "registration_closes": _wall_time(event.registration_closes),
        "registration": short["registration"] | {"seats": [_seats(each) for each in seats]},
        "speakers": [_speaker(each) for each in list_speakers(event)],
        "links": [_link(each) for each in links],
        "recording": next(
            (open_url(each) for each in links if each.kind is LinkKind.RECORDING), None
        ),
    }


def _city(event: Event, name: str, zone: str) -> Json:
    starts, ends = (clock.to_wall_time(at, zone) for at in (event.starts_at, event.ends_at))
    return {
        "city": name,
        "zone": zone,
        "starts": starts.isoformat(),
        "ends": ends.isoformat(),
        "abbreviation": clock.abbreviation(starts),
    }


def _registration(event: Event, now: datetime) -> Json:
    phase = phase_at(event, now)
    opens_at = event.registration_opens_at
    is_open = phase is Phase.OPEN and not event.by_invitation
    return {
        "phase": phase.value,
        "opens_at": _moment(opens_at) if opens_at else None,
        "closes_at": _moment(closes_at(event)),
        "url": site_url("registrations.register", slug=event.slug) if is_open else None,
    }


def _seats(seats: SeatsShown) -> Json:
    return {
        "mode": seats.mode,
        "capacity": seats.capacity,
        "taken": seats.taken,
        "left": seats.left,
        "waiting": seats.waiting,
    }


def _speaker(speaker: Speaker) -> Json:
    return {
        "display_name": speaker.display_name,
        "honorific": speaker.honorific,
        "name": speaker.name,
        "role": speaker.role,
        "organization": speaker.organization,
        "part": speaker.part.value,
    }


def _link(link: Link) -> Json:
    return {"title": link.title, "url": open_url(link), "kind": link.kind.value}


def _wall_time(time: datetime | None) -> str | None:
    return time.isoformat(timespec="minutes") if time else None


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
