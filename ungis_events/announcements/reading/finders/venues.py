"""Places that we know: houses of the United Nations, their rooms, addresses in their cities.

Only where an event takes place. "Geneva-based institutions", "the UN in Geneva" in somebody's
title and "Geneva time" name no house, so they give no mark.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from ungis_events.announcements.reading.folding import fold
from ungis_events.announcements.reading.lines import Line, Notice
from ungis_events.announcements.reading.marks import VenueMark
from ungis_events.announcements.reading.words import rows

from .places import place_from, place_until

LONGEST_PLACE_LINE = 240
"""A longer line is prose: there a house counts only where words say that the event is held."""
MOST_ON_A_LINE = 6
"""No line names more houses, rooms or addresses where one event is held."""
ROOM_REACH = 2
"""So many lines around a room can say which house it is in."""

_WORD = re.compile(r"\w{1,40}")
_ROMAN_ROOM = re.compile(r"\b(?:room|salle|sala) (?=[ivx])(?:x{0,2}(?:ix|iv|v?i{0,3}))\b")
_NUMBERED_ROOM = re.compile(
    r"\b(?:conference room|salle de conferences?|sala de conferencias) (?:\d{1,2}|[a-e])\b"
)
_STREET_WORD = (
    r"(?i:avenue|ave|av|street|st|road|rd|boulevard|blvd|place|plaza|rue|chemin|route|quai|calle"
    r"|avenida|paseo|strasse|platz|viale)"
)
_STREET = re.compile(
    rf"\b\d{{1,4}}(?:bis|ter|[a-z])?,? (?:[^\s,;|]{{1,30}} ){{0,3}}{_STREET_WORD}\b"
    r"\.?[^,;|]{0,40}(?:, | [–-] )(?=[^\W\d_])"
    rf"|\b{_STREET_WORD}\b\.?[^,;|]{{1,40}} \d{{1,4}}(?:, | [–-] )(?=[^\W\d_])"
)
"""As far as the city: `7bis, avenue de la Paix, `, `Rue de Varembé 9, `."""
# No post code looks like a year, or "the 2018 Geneva talks" would be an address.
_CODE_BEFORE = re.compile(r"\b(?:[A-Z]{1,2}-)?(?!19\d\d|20\d\d)\d{4,5},? (?=[A-ZÉ])")
_CODE_AFTER = re.compile(
    r"(?<=[^\W\d_])(?:,? [A-Z]{2},?| D\.C\.,?)? (?!19\d\d\b|20\d\d\b)(?:\d{5}|1[012]\d\d)\b"
    r"(?! ?[:h])"
)
_HELD = re.compile(
    r"\b(?:take[sn]? place|taking place|held|hosted|meet(?:s|ing)?|join us|come|gather|venue"
    r"|invite[sd]?|location|lieu|lugar|sede del evento|aura lieu|se tien(?:t|dra)|tendra lugar"
    r"|se celebrara|celebrado|organise[e]? a|from \d|\d ?[ap]\.?m\b|\d[h:.]\d\d|on \d{1,2})"
)
_SOMEBODYS_POST = re.compile(
    r"\b(?:mr|ms|mrs|dr|prof|h\.?e|sr|sra|mme|m|director|officer|representative|ambassador|chief"
    r"|head|secretary|directrice|directeur|directora?|representante?|jefe|embajadora?|ambassadeur"
    r"|ambassadrice|speaker|moderator|consultant|specialist|advis[eo]r|coordinator)\b[^;.|]{0,120}$"
)
_OF_A_NAME = re.compile(r"^(?:[- ]based| time\b)|^ (?:agreement|staff|branch|liaison)\b")


@dataclass(frozen=True)
class _House:
    name: str
    zone: str
    cities: tuple[str, ...]
    spellings: tuple[str, ...]


def find_venues(notice: Notice) -> Iterator[VenueMark]:
    """Every known house, room and address where something can take place, in order."""
    folded = [fold(line.text) for line in notice.lines]
    for line, words in zip(notice.lines, folded, strict=True):
        for marks in (_houses_on(line, words), _rooms_on(line, words, folded)):
            yield from islice(marks, MOST_ON_A_LINE)
        yield from islice(_addresses_on(line), MOST_ON_A_LINE)


def _houses_on(line: Line, words: str) -> Iterator[VenueMark]:
    end = 0
    for word in _WORD.finditer(words):
        if word.start() < end:
            continue
        for spelling, house in _spellings().get(word[0], ()):
            last = word.start() + len(spelling)
            if not words.startswith(spelling, word.start()) or words[last : last + 1].isalnum():
                continue
            if _is_where_it_is_held(words, word.start(), last):
                yield _mark(line, word.start(), last, "venue.known-house", house)
                end = last
                break


def _is_where_it_is_held(words: str, start: int, end: int) -> bool:
    before, after = words[max(0, start - 160) : start], words[end : end + 20]
    if _OF_A_NAME.match(after) or _SOMEBODYS_POST.search(before):
        return bool(_HELD.search(before)) and not _OF_A_NAME.match(after)
    return len(words) <= LONGEST_PLACE_LINE or bool(_HELD.search(before))


def _rooms_on(line: Line, words: str, folded: list[str]) -> Iterator[VenueMark]:
    """`Room XXV` is in the Palais, `Conference Room 6` at Headquarters, if the city says so."""
    if "room" not in words and "sal" not in words:
        return
    around = "\n".join(folded[max(0, line.index - ROOM_REACH) : line.index + ROOM_REACH + 1])
    for pattern, houses in (
        (_ROMAN_ROOM, ("Palais des Nations", "UNESCO House")),
        (_NUMBERED_ROOM, ("UN Headquarters",)),
    ):
        house = _house_named(around, houses) if pattern.search(words) else None
        if house is None:
            continue
        for room in pattern.finditer(words):
            yield _mark(line, room.start(), room.end(), "venue.room", house)


def _house_named(around: str, names: tuple[str, ...]) -> _House | None:
    """The one of these that the lines around name, or whose city they name."""
    for name in names:
        house = _houses()[name]
        if any(words in around for words in (*house.cities, *house.spellings)):
            return house
    return None


def _addresses_on(line: Line) -> Iterator[VenueMark]:
    """`…, New York, NY 10017`, `1202 Genève`, `7bis, avenue de la Paix, Geneva`."""
    for found in (*_CODE_BEFORE.finditer(line.text), *_STREET.finditer(line.text)):
        city = place_from(line.text, found.end())
        if city:
            yield from _address(line, found.start(), (found.end(), city[0]), city[0], city[1])
    for code in _CODE_AFTER.finditer(line.text):
        city = place_until(line.text, code.start())
        if city:
            yield from _address(line, city[0], (city[0], code.start()), code.end(), city[1])


def _address(
    line: Line, start: int, city: tuple[int, int], end: int, zones: tuple[str, ...]
) -> Iterator[VenueMark]:
    """From `start` to before `end`; a country with several clocks is no city."""
    if len(zones) == 1:
        name = line.text[slice(*city)]
        yield VenueMark(line.start + start, line.start + end, "venue.address", name, zones[0])


def _mark(line: Line, start: int, end: int, rule: str, house: _House) -> VenueMark:
    return VenueMark(line.start + start, line.start + end, rule, house.name, house.zone)


@lru_cache(1)
def _houses() -> dict[str, _House]:
    return {
        row["name"]: _House(
            row["name"],
            row["zone"],
            tuple(fold(city) for city in row["cities"].split(";")),
            tuple(fold(spelling) for spelling in row["spellings"].split(";")),
        )
        for row in rows("venues.csv")
    }


@lru_cache(1)
def _spellings() -> dict[str, list[tuple[str, _House]]]:
    """{first word: [(a whole spelling, whose)]}, the longest first."""
    found: dict[str, list[tuple[str, _House]]] = {}
    for house in _houses().values():
        for spelling in house.spellings:
            first = _WORD.search(spelling)
            if first:
                found.setdefault(first[0], []).append((spelling, house))
    for known in found.values():
        known.sort(key=lambda pair: -len(pair[0]))
    return found
