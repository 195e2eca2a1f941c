"""One zone at a place of the text: an abbreviation, a name, an offset, a city or a country."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

from ungis_events.announcements.reading.marks import ZoneKind, ZoneMark
from ungis_events.announcements.reading.words import rows
from ungis_events.core.clock import is_zone

from .places import is_country, place_from, place_until

UTC = ("Etc/UTC",)
_SUMMER = {"yes": True, "no": False}
_BACKWARDS = 60
_LONGEST_TAIL = 20
_OFFSET = re.compile(
    r"(?<![\w/])(?:UTC/GMT|GMT/UTC|UTC|GMT|TUC)(?:[ ]?(?P<sign>[+−–-])(?P<hours>1[0-4]|0?\d)"
    r"(?::?(?P<minutes>00|15|30|45))?(?!\d|[:.h]\d))?(?!\w)|(?<=\d)Z(?!\w)"
)
_IANA = re.compile(r"(?<![\w/.])[A-Z][A-Za-z]{2,12}(?:/[A-Z][A-Za-z_-]{2,24}){1,2}(?![\w/])")
_TAIL = r"(?:[ ]\((?:US|USA|U\.S\.A?\.?|US ?(?:&|and) ?Canada)\)|[ ](?:USA?|U\.S\.)(?!\w))?"


def find_absolute(text: str) -> Iterator[ZoneMark]:
    """What is a zone wherever it stands: UTC, UTC+2, Europe/Zurich."""
    for match in _OFFSET.finditer(text):
        yield _offset_mark(match)
    for match in _IANA.finditer(text):
        if is_zone(match[0]):
            yield ZoneMark(*match.span(), "zone.iana", ZoneKind.IANA, (match[0],))


def name_from(text: str, start: int) -> ZoneMark | None:
    """heure de l’Est, time zone by a name of several words"""
    match = _names().match(text, start)
    return _named(match) if match else None


def name_until(text: str, end: int) -> ZoneMark | None:
    """Eastern Time, and USA behind it"""
    for match in _names().finditer(text, max(0, end - _BACKWARDS), end + _LONGEST_TAIL):
        if match.end("name") == end:
            return _named(match)
    return None


def zone_from(text: str, start: int) -> ZoneMark | None:
    """The zone that begins here, beside an hour."""
    for pattern, read in _forms():
        if match := pattern.match(text, start):
            return read(match)
    place = place_from(text, start)
    return _place(start, place[0], place[1], text) if place else None


def zone_until(text: str, end: int) -> ZoneMark | None:
    """The zone that ends here, before an hour."""
    for pattern, read in _forms():
        for match in pattern.finditer(text, max(0, end - _BACKWARDS), end + 1):
            if match.end() == end:
                return read(match)
    return place_mark_until(text, end)


def _forms() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], ZoneMark]], ...]:
    return (_OFFSET, _offset_mark), (_names(), _named), (_abbreviations(), _named)


def _place(start: int, end: int, zones: tuple[str, ...], text: str) -> ZoneMark:
    rule = "zone.country" if is_country(text[start:end]) else "zone.city"
    return ZoneMark(start, end, rule, ZoneKind.PLACE, zones)


def place_mark_until(text: str, end: int) -> ZoneMark | None:
    place = place_until(text, end)
    return _place(place[0], end, place[1], text) if place else None


def _offset_mark(match: re.Match[str]) -> ZoneMark:
    """UTC itself is a zone; UTC+2 names no place."""
    if not match["sign"]:
        return ZoneMark(*match.span(), "zone.utc", ZoneKind.OFFSET, UTC, timedelta(0))
    sign = 1 if match["sign"] == "+" else -1
    offset = sign * timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    return ZoneMark(*match.span(), "zone.offset", ZoneKind.OFFSET, (), offset)


def _named(match: re.Match[str]) -> ZoneMark:
    found = _table()[_key(match["name"])]
    return replace(found, start=match.start(), end=match.end())


@lru_cache(1)
def _table() -> dict[str, ZoneMark]:
    """{key of the name: its mark, still without a place in a text}"""
    return {
        _key(row["text"]): ZoneMark(
            0,
            0,
            f"zone.{row['kind']}",
            ZoneKind.ABBREVIATION,
            tuple(row["zones"].split()),
            _read_offset(row["offset"]),
            _SUMMER.get(row["summer"]),
        )
        for row in rows("zones.csv")
    }


def _key(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").split())


def _read_offset(hours: str) -> timedelta | None:
    if not hours:
        return None
    whole, _, minutes = hours.lstrip("+-").partition(":")
    length = timedelta(hours=int(whole), minutes=int(minutes or 0))
    return -length if hours.startswith("-") else length


@lru_cache(1)
def _abbreviations() -> re.Pattern[str]:
    """Only in capitals: "est" is French."""
    return re.compile(rf"(?<!\w)(?P<name>{_any_of('abbreviation')})(?!\w|[-’']\w)")


@lru_cache(1)
def _names() -> re.Pattern[str]:
    names = _any_of("name").replace("’", "[’']").replace(r"\ ", "[ ]{1,2}")
    return re.compile(rf"(?<!\w)(?P<name>{names})(?-i:(?![a-zà-ÿ\d_])){_TAIL}", re.IGNORECASE)


def _any_of(kind: str) -> str:
    texts = [row["text"] for row in rows("zones.csv") if row["kind"] == kind]
    return "|".join(re.escape(text) for text in sorted(texts, key=len, reverse=True))
