"""On which platform an event meets online."""

import re
from dataclasses import replace
from functools import lru_cache
from urllib.parse import urlsplit

from ungis_events.announcements.reading.findings import Found, Span, Sureness
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import LabelMark, LinkMark, Marks, Subject
from ungis_events.announcements.reading.words import rows

_OPEN_LABELS = (Subject.PLATFORM, Subject.VENUE, Subject.FORMAT, Subject.JOIN)
"""What stands behind these is how people come in: `Platform: Zoom`, `Where: MS Teams`."""
_AFTERWARDS = re.compile(
    r"\b(?:recording|recorded|replay|enregistrement|grabaci[oó]n|channel|cha[iî]ne|canal|follow us"
    r"|suivez|s[ií]ga\w{0,4}|playlist|subscribe|social media|(?:watch|view) (?:the )?(?:video"
    r"|again))",
    re.IGNORECASE,
)
"""A broadcast beside such words is what is left of the event, not where it meets."""


def read_platform(notice: Notice, marks: Marks) -> Found[str] | None:
    """Zoom, Webex, Interprefy …; a broadcast (YouTube) only where nothing else is named."""
    for is_broadcast in (False, True):
        for read in (_labelled, _linked, _in_words):
            found = read(notice, marks, is_broadcast)
            if found:
                return replace(found, rule="platform.broadcast") if is_broadcast else found
    return None


def platform_of(url: str) -> str | None:
    """The platform whose address this is, with rooms to meet in."""
    parts = urlsplit(url) if url.isascii() and "[" not in url else None
    host = (parts.hostname or "") if parts else ""
    for name, hosts in _hosts().items():
        if any(host == known or host.endswith(f".{known}") for known in hosts):
            return name
    return None


def _labelled(notice: Notice, marks: Marks, is_broadcast: bool) -> Found[str] | None:
    """`Virtual Platform: Zoom (webinar)`, `Zoom link:`."""
    for label in marks.of(LabelMark):
        if label.subject not in _OPEN_LABELS:
            continue
        span = Span(label.start, max(label.end, label.value.end))
        # `Place: our YouTube channel` is where people meet, and no advertisement.
        is_place = label.subject in (Subject.PLATFORM, Subject.VENUE)
        pattern = _plain_names(is_broadcast)
        words = notice.words(span)
        named = pattern.search(words) if is_place else _named(words, is_broadcast, pattern)
        if named:
            start = span.start + named.start()
            place = Span(start, start + len(named[0]))
            return Found(_names()[named[0].lower()], "platform.label", (place,))
    return None


def _linked(notice: Notice, marks: Marks, is_broadcast: bool) -> Found[str] | None:
    """https://org.zoom.us/webinar/register/…"""
    for link in marks.of(LinkMark) if not is_broadcast else ():
        name = platform_of(link.url)
        if name and not _AFTERWARDS.search(link.words) and "/rec/" not in link.url:
            return Found(name, "platform.link", (link.span,))
    return None


def _in_words(notice: Notice, marks: Marks, is_broadcast: bool) -> Found[str] | None:
    """`via Zoom`, `sur Zoom`, `por Zoom`, `Zoom Registration for Session I`, `| Zoom |`."""
    for line in notice.lines:
        if not _named(line.text, is_broadcast, _plain_names(is_broadcast)):
            continue
        told = _told_names(is_broadcast).search(line.text)
        if told and told.lastgroup:
            start = line.start + told.start(told.lastgroup)
            name = told[told.lastgroup]
            span = Span(start, start + len(name))
            return Found(_names()[name.lower()], "platform.named", (span,), Sureness.LIKELY)
    return None


def _named(words: str, is_broadcast: bool, pattern: re.Pattern[str]) -> re.Match[str] | None:
    if is_broadcast and _AFTERWARDS.search(words):
        return None
    return pattern.search(words)


@lru_cache(1)
def _names() -> dict[str, str]:
    """{spelling in small letters: name}."""
    return {
        spelling.lower(): row["name"]
        for row in rows("platforms.csv")
        for spelling in row["spellings"].split(";")
    }


@lru_cache(1)
def _hosts() -> dict[str, tuple[str, ...]]:
    return {
        row["name"]: tuple(row["hosts"].split(";"))
        for row in rows("platforms.csv")
        if not row["is_broadcast"]
    }


def _spellings(is_broadcast: bool) -> str:
    spellings = [
        spelling
        for row in rows("platforms.csv")
        if bool(row["is_broadcast"]) is is_broadcast
        for spelling in row["spellings"].split(";")
    ]
    return "|".join(re.escape(each) for each in sorted(spellings, key=len, reverse=True))


@lru_cache(2)
def _plain_names(is_broadcast: bool) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_spellings(is_broadcast)})\b")


@lru_cache(2)
def _told_names(is_broadcast: bool) -> re.Pattern[str]:
    """A name that the words around make the place of the meeting: `teams` alone are people."""
    name = _spellings(is_broadcast)
    before = (
        r"\b(?i:v[ií]a|on|through|using|by|with|sur|par|por|en|live on|join|plateforme|plataforma"
        r"|a trav[eé]s de|au moyen de|(?:por )?medio de|mediante|depuis|desde|link|lien|enlace"
        r"|webinaires?|r[ée]union|reuni[oó]n|sala|salle|conf[ée]rence|sesi[oó]n)"
        r"(?i: (?:the|la|le|a|our))?(?i: (?:plateforme|plataforma|platform))?(?: de)? "
    )
    after = (
        r"(?i:[ -](?:registration|webinar|web ?chat|chat|broadcast|meeting|link|platform|call"
        r"|room|id|event|session|details"
        r"|information|invit\w{1,5}))"
    )
    # Between signs, or behind `Online`: `12 May | Zoom`, `Virtual (Zoom)`.
    ahead = r"(?:^|[|(•·/–—-] ?|, ?|\b(?i:online|virtual|en ligne|en l[ií]nea):? )"
    end = r"(?= ?(?:$|[|)•·/–—-]))"
    return re.compile(
        rf"{before}(?P<told>{name})\b|\b(?P<used>{name}){after}\b|{ahead}(?P<alone>{name}){end}"
    )
