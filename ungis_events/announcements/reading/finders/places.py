"""Places that stand for their clock: "3 p.m. Geneva", "hora de Ginebra", "Kenya time"."""

import re
from functools import lru_cache

from babel import Locale

from ungis_events.announcements.reading.words import rows
from ungis_events.core.clock import list_zones, zones_by_country

from .month_names import plain

LANGUAGES = ("en", "fr", "es")
MOST_WORDS = 5
_LONGEST = 60
_WORD = re.compile(r"[^\W\d_](?:(?<![a-zà-ÿ])[A-ZÀ-Þ]|[^\W\d_A-ZÀ-Þ]|[.’'-](?=[^\W\d_])){0,30}")
"""As far as a word is one: London in LondonRegister."""
_GAP = re.compile(r"\.?,?[ ]{1,2}|\.")


@lru_cache(1)
def zones_of_places() -> dict[str, tuple[str, ...]]:
    """{key of a city or country: its zones, the likeliest first}; our own table comes first."""
    found = _rows_of("country") | _rows_of("city")
    for language in LANGUAGES:
        names = Locale(language).time_zones
        for zone in list_zones():
            city = names.get(zone, {}).get("city") or _last_part(zone)
            if city:
                found.setdefault(place_key(city), (zone,))
    return _countries() | found


@lru_cache(2)
def _rows_of(kind: str) -> dict[str, tuple[str, ...]]:
    return {
        place_key(name): tuple(row["zones"].split())
        for row in rows("cities.csv")
        if row["kind"] == kind
        for name in row["names"].split("|")
    }


@lru_cache(1)
def _countries() -> dict[str, tuple[str, ...]]:
    """Those of our own table, then those of pytz by their names in CLDR."""
    found: dict[str, tuple[str, ...]] = {}
    for language in LANGUAGES:
        names = Locale(language).territories
        for code, zones in zones_by_country().items():
            if code in names:
                found.setdefault(place_key(names[code]), zones)
    return found | _rows_of("country")


def is_country(words: str) -> bool:
    """Singapore is a city first."""
    key = place_key(words)
    return key in _countries() and key not in _rows_of("city")


def _last_part(zone: str) -> str:
    """America/New_York: New York. Nothing for US/Eastern and the like."""
    if "/" not in zone or zone.startswith(("US/", "Canada/", "Etc/")):
        return ""
    return zone.rsplit("/", 1)[1].replace("_", " ")


def place_key(name: str) -> str:
    """The same for Washington, D.C. and WASHINGTON DC."""
    letters = (
        plain(name.strip()).replace(".", "").replace(",", " ").replace("’", "'").replace("-", " ")
    )
    return " ".join(letters.split())


def place_from(text: str, start: int) -> tuple[int, tuple[str, ...]] | None:
    """(where it ends, its zones) of the longest place that begins here."""
    ends: list[int] = []
    position = start
    while len(ends) < MOST_WORDS and (word := _WORD.match(text, position)):
        ends.append(word.end())
        gap = _GAP.match(text, word.end())
        if not gap:
            break
        position = gap.end()
    if not ends or place_key(text[start : ends[0]]).split(" ")[0] not in _first_words():
        return None
    for end in reversed(ends):
        zones = _zones(text[start:end])
        if zones:
            return end, zones
    return None


def place_until(text: str, end: int) -> tuple[int, tuple[str, ...]] | None:
    """(where it begins, its zones) of the longest place that ends here."""
    first = max(0, end - _LONGEST)
    words = list(_WORD.finditer(text, first, end))
    if not words or text[words[-1].end() : end] not in ("", "."):
        return None
    for word in words[-MOST_WORDS:]:
        zones = _zones(text[word.start() : end])
        if zones and (word.start() == 0 or not text[word.start() - 1].isalnum()):
            return word.start(), zones
    return None


@lru_cache(1)
def _first_words() -> frozenset[str]:
    return frozenset(key.split(" ", 1)[0] for key in zones_of_places())


def _zones(words: str) -> tuple[str, ...]:
    if not words[:1].isupper():
        return ()
    return zones_of_places().get(place_key(words), ())
