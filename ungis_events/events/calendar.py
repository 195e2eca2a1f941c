"""Events as calendar entries and as schema.org data."""

import json
from dataclasses import replace
from typing import Any

from flask import current_app
from flask_babel import gettext
from markupsafe import Markup

from ungis_events.adapters.calendar import CalendarEntry, Person
from ungis_events.core import clock, markdown, templating
from ungis_events.core.site_links import site_url
from ungis_events.topics.catalogue import topics_by_code

from .models import Event, EventFormat, EventStatus

_LONGEST_DESCRIPTION = 3_000
_LONGEST_IN_FEED = 700  # octets: 500 events of 2 kB are the megabyte that Google takes
_LONGEST_WORD = 40


def place(event: Event) -> str:
    """Where: the room, the platform, or both."""
    online = gettext("Online (%(platform)s)", platform=event.platform or gettext("webinar"))
    room = event.venue or gettext("Place to be announced")
    if event.format is EventFormat.VIRTUAL:
        return online
    return room if event.format is EventFormat.IN_PERSON else f"{room} / {online}"


def calendar_entry(event: Event, *, in_feed: bool = False) -> CalendarEntry:
    """What every calendar may show: no personal link stands in it.

    In a feed the text is shorter, because there are hundreds.
    """
    page = site_url("events.show", slug=event.slug)
    description = _brief(event, page) if in_feed else _description(event, page, None)
    return _entry(event, page, description)


def personal_entry(event: Event, *, sequence: int, join_url: str | None) -> CalendarEntry:
    """For one person's REQUEST or CANCEL, with their own join link while they have one."""
    page = site_url("events.show", slug=event.slug)
    entry = _entry(event, page, _description(event, page, join_url))
    return replace(entry, sequence=sequence, join_url=join_url)


def _entry(event: Event, page: str, description: str) -> CalendarEntry:
    return CalendarEntry(
        uid=event.uid,
        sequence=event.sequence,
        title=event.title,
        starts=event.starts,
        ends=event.ends,
        zone=event.zone,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        description=description,
        location=place(event),
        url=page,
        categories=tuple(topics_by_code()[code].label for code in event.topics),
        organizer=Person(
            email=str(current_app.config["MAIL_FROM_ADDRESS"]),
            name=str(current_app.config["MAIL_FROM_NAME"]),
        ),
        created_at=event.created_at,
        changed_at=event.changed_at,
        is_cancelled=event.status is EventStatus.CANCELLED,
    )


def _description(event: Event, page: str, join_url: str | None) -> str:
    about = markdown.to_text(event.description)
    if len(about) > _LONGEST_DESCRIPTION:
        about = f"{about[:_LONGEST_DESCRIPTION].rsplit(' ', 1)[0]} …"
    return _joined([*_facts(event, page, join_url), about, event.access or ""])


def _facts(event: Event, page: str, join_url: str | None) -> list[str]:
    """Both cities' times, and where to go on."""
    times = [
        f"{face.city}: {_days(face)}, {face.hours} ({face.zone})"
        for face in templating.city_times(event.starts_at, event.ends_at)
    ]
    return [
        "\n".join(times),
        gettext("Join: %(url)s", url=join_url) if join_url else "",
        gettext("Event page: %(url)s", url=page),
    ]


def _brief(event: Event, page: str) -> str:
    text = _joined([markdown.to_text(event.description), event.access or ""])
    return _joined([*_facts(event, page, None), _beginning(text, _LONGEST_IN_FEED)])


def _beginning(text: str, octets: int) -> str:
    """Whole words as far as there is room; Chinese, which has no spaces, is cut anywhere."""
    if len(text.encode()) <= octets:
        return text
    start = text.encode()[: octets - len(" …".encode())].decode(errors="ignore")
    words, _, rest = start.rpartition(" ")
    return f"{words if words and len(rest) < _LONGEST_WORD else start} …"


def _joined(paragraphs: list[str]) -> str:
    return "\n\n".join(text for text in paragraphs if text)


def _days(face: Any) -> str:
    return f"{face.date} – {face.end_date}" if face.end_date else str(face.date)


def json_ld(event: Event, speakers: list[Any]) -> Markup:
    """schema.org/Event, safe inside a script element."""
    modes = {
        EventFormat.VIRTUAL: "OnlineEventAttendanceMode",
        EventFormat.IN_PERSON: "OfflineEventAttendanceMode",
        EventFormat.HYBRID: "MixedEventAttendanceMode",
    }
    page = site_url("events.show", slug=event.slug)
    locations: list[dict[str, str]] = []
    if event.is_online:
        locations.append({"@type": "VirtualLocation", "url": page})
    if event.format is not EventFormat.VIRTUAL:
        locations.append(
            {"@type": "Place", "name": event.venue or "", "address": event.venue or ""}
        )
    state = "EventCancelled" if event.status is EventStatus.CANCELLED else "EventScheduled"
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "url": page,
        "startDate": clock.to_wall_time(event.starts_at, event.zone).isoformat(),
        "endDate": clock.to_wall_time(event.ends_at, event.zone).isoformat(),
        "eventStatus": f"https://schema.org/{state}",
        "eventAttendanceMode": f"https://schema.org/{modes[event.format]}",
        "location": locations,
        "description": markdown.to_text(event.description)[:300],
        "inLanguage": event.languages,
        "isAccessibleForFree": True,
        "organizer": [{"@type": "Organization", "name": name} for name in event.organizers],
        "performer": [{"@type": "Person", "name": speaker.display_name} for speaker in speakers],
    }
    text = json.dumps(data, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704 - no tag can open
