"""Links that open a web calendar with an event filled in, or subscribe it to a feed.

No vendor documents them all: the forms are those of add-to-calendar-button 2.15 and calendar-link
2.11. Times are UTC with Z, since Outlook takes any other for the viewer's own; a space is %20.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from .entry import CalendarEntry

# Browsers and the calendars' own sign-in pages lose longer addresses.
_LONGEST_URL = 1990
# Of that, percent-encoded: one Chinese character takes 9, one emoji 12.
_LONGEST_TITLE = 700
_LONGEST_LOCATION = 300
_LONGEST_PAGE = 400
_ELLIPSIS = "…"
_ZERO_WIDTH_JOINER = "\u200d"


@dataclass(frozen=True)
class CalendarLink:
    """The name of a web calendar and the address that adds the event to it."""

    name: str
    url: str


def calendar_links(entry: CalendarEntry) -> list[CalendarLink]:
    """Links for Google, Outlook.com, Microsoft 365 and Yahoo, each under 2000 characters.

    The description is cut to fit, then ends with the event's page; the personal join link is
    never used.
    """
    title = _cut(entry.title, _LONGEST_TITLE)
    place = _cut(entry.location, _LONGEST_LOCATION)
    starts, ends = _basic(entry.starts_at), _basic(entry.ends_at)
    google = {
        "action": "TEMPLATE",
        "text": title,
        "dates": f"{starts}/{ends}",
        "ctz": entry.zone,
        "location": place,
    }
    outlook = {
        "rru": "addevent",
        "subject": title,
        "startdt": _extended(entry.starts_at),
        "enddt": _extended(entry.ends_at),
        "location": place,
    }
    yahoo = {"v": "60", "title": title, "st": starts, "et": ends, "in_loc": place}
    return [
        _link(entry, "Google Calendar", "calendar.google.com/calendar/render", google, "details"),
        _link(entry, "Outlook.com", "outlook.live.com/calendar/0/action/compose", outlook, "body"),
        _link(
            entry, "Microsoft 365", "outlook.office.com/calendar/0/action/compose", outlook, "body"
        ),
        _link(entry, "Yahoo", "calendar.yahoo.com/", yahoo, "desc"),
    ]


def webcal_url(feed_url: str) -> str:
    """The same feed by the scheme that devices hand to their own calendar."""
    return f"webcal://{feed_url.partition('://')[2]}"


def subscribe_links(feed_url: str, name: str) -> list[CalendarLink]:
    """Links that subscribe Google, Outlook.com and Microsoft 365 to a feed.

    Google wants the webcal address; Outlook the web address, and what to call the calendar.
    """
    google = f"calendar.google.com/calendar/u/0/r?cid={_encoded(webcal_url(feed_url))}"
    outlook = f"calendar/0/addfromweb/?url={_encoded(feed_url)}&name={_encoded(name)}"
    return [
        CalendarLink("Google Calendar", f"https://{google}"),
        CalendarLink("Outlook.com", f"https://outlook.live.com/{outlook}"),
        CalendarLink("Microsoft 365", f"https://outlook.office.com/{outlook}"),
    ]


def _link(
    entry: CalendarEntry, name: str, page: str, fields: dict[str, str], body: str
) -> CalendarLink:
    query = "&".join(f"{key}={_encoded(value)}" for key, value in fields.items() if value)
    url = f"https://{page}?{query}&{body}="
    return CalendarLink(name, url + _encoded(_body(entry, _LONGEST_URL - len(url))))


def _body(entry: CalendarEntry, room: int) -> str:
    if len(_encoded(entry.description)) <= room:
        return entry.description
    ending = f"\n\n{entry.url}" if entry.url and len(_encoded(entry.url)) <= _LONGEST_PAGE else ""
    return _cut(entry.description, room - len(_encoded(ending))) + ending


def _cut(text: str, room: int) -> str:
    """The longest beginning whose percent-encoded form fits, with an ellipsis where it is cut."""
    if len(_encoded(text)) <= room:
        return text
    room -= len(_encoded(_ELLIPSIS))
    whole = end = 0
    for end, character in enumerate(text):
        if not _continues(text, end):
            whole = end
        room -= len(_encoded(character))
        if room < 0:
            break
    return text[:whole].rstrip() + _ELLIPSIS


def _continues(text: str, index: int) -> bool:
    """Does the character at `index` belong to the one before, as accents and emoji parts do?

    The cases of Unicode annex 29 that occur in titles, without its tables.
    """
    character = text[index]
    if character == _ZERO_WIDTH_JOINER or text[index - 1 : index] == _ZERO_WIDTH_JOINER:
        return True
    if unicodedata.category(character) in ("Mn", "Mc", "Me") or "🏻" <= character <= "🏿":
        return True
    if not _is_flag_half(character):
        return False
    before = index
    while before and _is_flag_half(text[before - 1]):
        before -= 1
    return (index - before) % 2 == 1


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _encoded(text: str) -> str:
    return quote(text, safe="", errors="replace")


def _basic(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%SZ}"


def _extended(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
