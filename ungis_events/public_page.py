"""What an event's public page shows; the page itself and its preview on the desk share it."""

from collections.abc import Sequence
from datetime import datetime

from flask import render_template
from markupsafe import Markup

from ungis_events.adapters.calendar import calendar_links
from ungis_events.agenda.queries import agenda_of
from ungis_events.core.site_links import site_url
from ungis_events.events import rules
from ungis_events.events.calendar import calendar_entry, json_ld
from ungis_events.events.models import Event
from ungis_events.files.links import open_url
from ungis_events.files.models import LinkKind, Visibility
from ungis_events.files.queries import list_public_links
from ungis_events.speakers.queries import list_speakers

SEATS = "<!--seats-->"
"""Stands in the cached page where the seats go: they change with every registration."""


def page_context(event: Event, now: datetime, zone: str | None) -> dict[str, object]:
    """For events/show.html and show.txt; `zone` is a visitor's own, for a third clock."""
    speakers = list_speakers(event)
    links = list_public_links(event)
    recordings = (
        open_url(link)
        for link in links
        if link.kind is LinkKind.RECORDING and link.visibility is Visibility.PUBLIC
    )
    return {
        "event": event,
        "speakers": speakers,
        "agenda": agenda_of(event),
        "links": links,
        "recording_url": next(recordings, None),
        "phase": rules.phase_at(event, now).value,
        "calendar_links": calendar_links(calendar_entry(event)),
        "json_ld": json_ld(event, list(speakers)),
        "canonical": site_url("events.show", slug=event.slug),
        "own_zone": zone,
        "is_sample": event.slug == rules.SAMPLE_SLUG,
        "seats_placeholder": Markup(SEATS),  # noqa: S704 - our own words
    }


def seats_block(event: Event, seats: Sequence[rules.SeatsShown]) -> str:
    return render_template(
        "events/_seats.html",
        event=event,
        seats=seats,
        waitlist=event.waitlist,
        several=len(seats) > 1,
    )


def render_preview(event: Event, now: datetime) -> str:
    """The public page as it will look, for a draft too."""
    seats = [
        rules.SeatsShown(mode.mode, mode.capacity, mode.taken, mode.waiting, True, mode.kept)
        for mode in event.modes
    ]
    page = render_template("events/show.html", **page_context(event, now, None))
    return page.replace(SEATS, seats_block(event, seats))
