"""Zones: EST, CET, UTC+2, Eastern Time, heure de Genève, and places that stand beside an hour.

An abbreviation or a place is one only beside an hour or another zone, or with a word for time:
"est", "AT" and Geneva are other things elsewhere. "EST, New York time" gives two marks.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ungis_events.announcements.reading.lines import Line, Notice
from ungis_events.announcements.reading.marks import ClockMark, Mark, ZoneKind, ZoneMark

from .wrapping import unwrapped
from .zone_items import (
    find_absolute,
    name_from,
    name_until,
    place_mark_until,
    zone_from,
    zone_until,
)

MOST_ANCHORS = 400
"""Hours and words for time that we look around: no notice has more."""
_BRIDGE = re.compile(
    r"(?:[ ]{0,10}(?:[,;:(\[)|/&·•*–—-]|\.(?=[ ][A-Z]{3,4}\b)"
    r"|(?<!\w)(?:in|at|en|à|a|de|du|of|and|et|y|or|o|ou|the|is"
    r"|(?i:times?|hours|hrs|local|horas?|heures?))\b)){0,4}[ ]{0,10}"
)
"""What may stand between an hour and its zone."""
_BRIDGE_BEFORE = re.compile(
    r"(?:[ ]{0,10}(?:[,:()\[|@–—-]|(?<!\w)(?:at|à|a las|las|from|de|(?i:times?|hours?))\b)){0,4}"
    r"[ ]{0,10}\Z"
)
_WINDOW = 24
_TIME = re.compile(
    r"(?=[htzf])(?<!\w)(?:heures?|horas?|times?|time ?zone|temps|tiempo|fuseau|zona|huso)\b",
    re.IGNORECASE,
)
_BETWEEN_PLACE_AND_TIME = re.compile(r"(?:[’']s)?[ ](?:local |\(local\) )?\Z")
_LEADS_TO_ZONE = re.compile(
    r"(?:heures? (?:locale )?(?:d[’'](?:été|hiver) )?(?:de |d[’']|du |à |en |au )?(?:la |l[’'])?"
    r"|horas? (?:local )?(?:de (?:verano|invierno) )?(?:de |del |en )?(?:la )?"
    r"|time ?zone|times? ?(?:is |are )?(?:given |shown |listed |indicated )?(?:in |of |at )?"
    r"|fuseau horaire|zona horaria|huso horario)[ ]?[:(]?[ ]{0,3}",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"[ ]{0,3}(?:\Z|[\n)\]|/;,.&•–—(-]|:?[ ]?\d|(?-i:(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ]))"
    r"|(?:times?|and|et|y|or|o|ou|local|hours|hrs)\b)",
    re.IGNORECASE,
)
"""What follows a place that is one: not "10:00 Paris Agreement"."""
_OPENS = re.compile(
    r"(?:^|[\n|/;,.:()\[\]•–—·*-]|\b(?:in|at|à|en|from|and|et|y|de|time))[ ]{0,4}\Z"
)
"""What leads to a place that is one: not "Ana Lima 10:00"."""
_CODE = re.compile(r"[ ]?\((?P<code>[A-Z][A-Za-z. ]{1,20})\)")
"""San José (CR)"""
_MOST_IN_A_ROW = 40


def find_zones(notice: Notice, hours: Sequence[ClockMark]) -> Iterator[Mark]:
    text = unwrapped(notice.text)
    clocks = hours[:MOST_ANCHORS]
    found = _Found(len(text))
    found.add_while_new(find_absolute(text))
    for cue in list(_TIME.finditer(text))[:MOST_ANCHORS]:
        found.add_while_new(_with_word_for_time(text, cue))
    crowded = _lines_of_several(notice, clocks)
    for anchor in [*clocks, *found.marks[:MOST_ANCHORS]]:
        is_list = notice.text.rfind("\n", 0, anchor.start) in crowded
        found.add_while_new(_behind(text, anchor.end, is_list=is_list))
        found.add_while_new(_before(text, anchor.start))
    for line in _headings(notice, clocks):
        found.add_while_new(_behind(text, line.start))
    yield from found.marks


class _Found:
    """Marks that do not overlap."""

    def __init__(self, length: int) -> None:
        self.marks: list[ZoneMark] = []
        self._taken = bytearray(length)

    def add_while_new(self, marks: Iterable[ZoneMark]) -> None:
        """Up to the first one that is there already: from there on, others are too."""
        for mark in marks:
            if any(self._taken[mark.start : mark.end]):
                break
            self._taken[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
            self.marks.append(mark)


def _with_word_for_time(text: str, cue: re.Match[str]) -> Iterator[ZoneMark]:
    """Eastern Time, Geneva time, heure de Genève, hora de Ginebra, all times are in CET."""
    named = name_until(text, cue.end()) or name_from(text, cue.start())
    if named:
        yield named
        return
    start = max(0, cue.start() - _WINDOW)
    between = _BETWEEN_PLACE_AND_TIME.search(text, start, cue.start())
    if between and cue[0][0] in "tT" and (mark := place_mark_until(text, between.start())):
        yield mark
    elif leads := _LEADS_TO_ZONE.match(text, cue.start()):
        mark = zone_from(text, leads.end())
        if mark and (mark.kind != ZoneKind.PLACE or _CLOSES.match(text, mark.end)):
            yield mark


def _lines_of_several(notice: Notice, clocks: Iterable[ClockMark]) -> set[int]:
    """The line ends before lines with several hours: 9:00 México / 10:00 Perú / 11:00 Chile."""
    counts = Counter(notice.text.rfind("\n", 0, clock.start) for clock in clocks)
    return {line_end for line_end, count in counts.items() if count > 1}


def _behind(text: str, position: int, *, is_list: bool = False) -> Iterator[ZoneMark]:
    """What follows an hour: EDT (New York), – Los Angeles, Vancouver; in a list also Chile."""
    country = None
    for count in range(_MOST_IN_A_ROW):
        bridge = _BRIDGE.match(text, position)
        mark = zone_from(text, bridge.end() if bridge else position)
        if mark is None or (mark.kind == ZoneKind.PLACE and not _CLOSES.match(text, mark.end)):
            break
        is_bare = not is_list and "(" not in (bridge[0] if bridge else "")
        if mark.rule == "zone.country" and not count and is_bare:
            country = mark  # "10:10 Kenya" is a speaker's turn, unless more zones follow
        else:
            yield mark
            if country:
                yield country
        position = mark.end
        if code := _CODE.match(text, position):
            position = position if zone_from(text, code.start("code")) else code.end()


def _before(text: str, position: int) -> Iterator[ZoneMark]:
    """What leads to an hour: Geneva 3 p.m., (CET) 13:00, New York: 9:00."""
    for _ in range(_MOST_IN_A_ROW):
        window = text[max(0, position - _WINDOW) : position]
        bridge = _BRIDGE_BEFORE.search(window)
        end = position - (len(bridge[0]) if bridge else 0)
        mark = zone_until(text, end)
        if mark is None:
            break
        if mark.kind == ZoneKind.PLACE and not _OPENS.search(
            text[max(0, mark.start - 12) : mark.start]
        ):
            break
        yield mark
        position = mark.start


def _headings(notice: Notice, clocks: Iterable[ClockMark]) -> Iterator[Line]:
    """Lines of nothing but places beside a line of nothing but hours: New York | Geneva."""
    starts = [line.start for line in notice.lines]
    letters: dict[int, int] = {}
    for clock in clocks:
        index = max(0, bisect_right(starts, clock.start) - 1)
        text = notice.lines[index].text
        letters.setdefault(index, sum(character.isalnum() for character in text[:80]))
        words = notice.text[clock.start : clock.end]
        letters[index] -= sum(character.isalnum() for character in words)
    bare = [index for index, count in letters.items() if count <= 0]
    for index in sorted({near for at in bare for near in (at - 1, at + 1)} - set(letters)):
        if 0 <= index < len(starts) and _is_of_places(notice.lines[index].text):
            yield notice.lines[index]


def _is_of_places(words: str) -> bool:
    position = 0
    while mark := zone_from(words, position):
        bridge = _BRIDGE.match(words, mark.end)
        position = bridge.end() if bridge else mark.end
        if position >= len(words):
            return True
    return False
