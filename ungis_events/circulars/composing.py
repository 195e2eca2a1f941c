"""Fill placeholders in: markup in a person's name stays text, in HTML and in plain text."""

import re
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import NamedTuple
from urllib.parse import quote

from flask_babel import gettext
from markupsafe import Markup, escape

from ungis_events.core import markdown, templating
from ungis_events.core.site_links import site_url
from ungis_events.events.models import Event
from ungis_events.registrations import links
from ungis_events.registrations.models import Registration

from .rules import LINKS, PLACEHOLDERS, pieces_of

_NAMES = tuple(PLACEHOLDERS)
_TAG = re.compile(r"(<[^>]*>)")


class _Rendered(NamedTuple):
    """A body after Markdown, tokens standing where values go."""

    html: str
    text: str
    token: re.Pattern[str]


def values_for(registration: Registration) -> dict[str, str]:
    """In the language in force. No {join_link} for who cannot join."""
    event = registration.event
    return {
        "given_name": registration.given_name,
        "family_name": registration.family_name,
        "full_name": registration.full_name,
        "honorific": registration.honorific or "",
        "organization": registration.organization,
        "title": event.title,
        "times": _times(event, registration.zone),
        "place": _place(event),
        "join_link": links.join_url(registration) or "",
        "own_link": links.own_url(registration),
        "event_link": site_url("events.show", slug=event.slug),
    }


def _times(event: Event, zone: str | None) -> str:
    line = templating.one_line_times(event.starts_at, event.ends_at)
    for face in templating.city_times(event.starts_at, event.ends_at, zone):
        if face.is_yours:
            line += f" · {face.city} {face.date} {face.hours} {face.zone}"
    return line


def _place(event: Event) -> str:
    online = None
    if event.is_online and event.platform:
        online = gettext("Online: %(platform)s", platform=event.platform)
    elif event.is_online:
        online = gettext("Online")
    return " / ".join(filter(None, (online, event.venue)))


def as_line(text: str, values: Mapping[str, str]) -> str:
    """A subject."""
    filled = (values[text] if kind == "placeholder" else text for kind, text in pieces_of(text))
    return " ".join("".join(filled).split())


def as_text(body: str, values: Mapping[str, str]) -> str:
    """Plain text, the values as they are; an empty one takes the blank after it along."""
    _, text, token = _rendered(body)

    def fill(match: re.Match[str]) -> str:
        value = values[_name_in(match)]
        return f"{match['start'] or ''}{value}{match['blank'] if value else ''}"

    return re.sub(rf"{token.pattern}(?P<blank> ?)", fill, text)


def as_html(body: str, values: Mapping[str, str]) -> Markup:
    """Safe HTML: values are escaped, and an address that stands alone becomes a link."""
    html, _, token = _rendered(body)
    is_in_link = False
    filled = []
    for part in _TAG.split(html):
        write = _in_link if is_in_link else _in_words
        if part.startswith("<"):
            is_in_link = part.startswith("<a ") or (is_in_link and part != "</a>")
            write = _in_address
        filled.append(token.sub(partial(write, values), part))
    return Markup("".join(filled))  # noqa: S704 - cleaned by nh3, values escaped


def _in_words(values: Mapping[str, str], match: re.Match[str]) -> str:
    name = _name_in(match)
    value = escape(values[name])
    shown = f'<a href="{value}">{value}</a>' if name in LINKS else f"<bdi>{value}</bdi>"
    return f"{match['start'] or ''}{shown}"


def _in_link(values: Mapping[str, str], match: re.Match[str]) -> str:
    return f"{match['start'] or ''}{escape(values[_name_in(match)])}"


def _in_address(values: Mapping[str, str], match: re.Match[str]) -> str:
    """Only our own addresses begin one: a name may be `javascript:…`."""
    name, start = _name_in(match), match["start"] or ""
    if start and name in LINKS:
        return f"{start}{escape(values[name])}"
    return f"{start}{quote(values[name], safe='', errors='replace')}"


def _name_in(match: re.Match[str]) -> str:
    return _NAMES[int(match["number"])]


@lru_cache(16)
def _rendered(body: str) -> _Rendered:
    """Once for all recipients.

    Markdown sees words of letters and digits where values will stand, so that a value can be
    neither Markdown nor HTML.
    """
    stem = "q"
    while stem in body.casefold():
        stem += "z"
    source = "".join(
        f"{stem}{_NAMES.index(text):02}y" if kind == "placeholder" else text
        for kind, text in pieces_of(body)
    )
    numbers = "|".join(f"{number:02}" for number in range(len(_NAMES)))
    token = re.compile(rf'(?P<start>href=")?{stem}(?P<number>{numbers})y')
    return _Rendered(markdown.to_html(source), markdown.to_text(source), token)
