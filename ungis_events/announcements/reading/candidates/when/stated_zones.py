"""Which zone the text gives to which hours, and what its words can mean on a date."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from ungis_events.announcements.reading.findings import Span
from ungis_events.announcements.reading.layout import Layout
from ungis_events.announcements.reading.marks import ClockMark, ZoneKind, ZoneMark
from ungis_events.core import clock

_PARTS = re.compile(r"[|/;•]")
"""What divides the hours of one city from those of the next."""
_MOST_BETWEEN = 30
_MOST_WORDS_BETWEEN = 3
_NOTE = re.compile(
    # All times in CEST · Timezone: America/New_York · Toutes les heures sont en heure de Genève
    r"\b(?:all times|times? (?:are|is|in|shown)|time ?zone|fuseau|toutes les heures|horaires?"
    r"|todas las horas|zona horaria|hora de referencia)\b",
    re.IGNORECASE,
)
_OF_TIME = re.compile(r"\b(?:time|heure|hora|horas|heures)\b", re.IGNORECASE)
_TIME_BEFORE = re.compile(
    r"\b(?:heure (?:locale )?(?:de |d['’]|du )(?:la )?|hora (?:local )?(?:de |del |en )?(?:la )?)$",
    re.IGNORECASE,
)
_TIME_BEHIND = re.compile(r" (?:local )?time\b", re.IGNORECASE)
_FEW_WORDS = 4
_LOCAL = re.compile(r"[ ,(]{0,3}(?:local time|local|heure locale|hora local)\b", re.IGNORECASE)
"""12:30 local time: by the clocks of the venue."""


@dataclass(frozen=True)
class ZoneReading:
    """What the zone words beside some hours mean on a date."""

    zone: str | None = None
    """IANA name; None: an offset alone, or open."""
    offset: timedelta | None = None
    """What an abbreviation or offset says taken literally."""
    options: tuple[str, ...] = ()
    """The zones it can mean, if they differ on that date."""
    is_conflict: bool = False
    """A place and an abbreviation that exclude each other: USA (CEST)."""

    @property
    def is_known(self) -> bool:
        return (
            not self.options
            and not self.is_conflict
            and (self.zone is not None or self.offset is not None)
        )


def zones_of(layout: Layout, mark: ClockMark) -> tuple[ZoneMark, ...]:
    """The zone words that hold for these hours; none: the text gives no zone."""
    if _LOCAL.match(layout.after(mark, 20)):
        return ()
    index = layout.index_of(mark.start)
    last = layout.index_of(max(mark.start, mark.end - 1))
    inside = tuple(
        zone for zone in layout.on(index, ZoneMark) if mark.start <= zone.start < mark.end
    )
    return (
        inside
        or _beside(layout, last, mark)
        or _before_all_hours(layout, index, mark)
        or _of_the_label(layout, mark)
        or _of_lines_near(layout, index)
        or _of_a_note(layout)
    )


def words_of(layout: Layout, zones: Sequence[ZoneMark]) -> str | None:
    """As printed, from the first zone word to the last."""
    if not zones:
        return None
    start, end = min(zone.start for zone in zones), max(zone.end for zone in zones)
    before, behind = (
        layout.notice.text[max(0, start - 20) : start],
        layout.notice.text[end : end + 12],
    )
    if lead := _TIME_BEFORE.search(before):
        start -= len(before) - lead.start()
    if tail := _TIME_BEHIND.match(behind):
        end += tail.end()
    words = " ".join(layout.notice.words(Span(start, min(end, start + 200))).split())
    # `CEST (Geneva` loses its bracket with the rest of the line.
    return f"{words})" if words.count("(") > words.count(")") else words


def _beside(layout: Layout, index: int, mark: ClockMark) -> tuple[ZoneMark, ...]:
    """Behind the hours (9:00 EST, New York time) or before them (Geneva 15:00 | Nairobi 16:00)."""
    clocks, zones = layout.on(index, ClockMark), layout.on(index, ZoneMark)
    if _zones_lead(layout, clocks, zones):
        earlier = [each.end for each in clocks if each.end <= mark.start]
        floor = max(earlier, default=0)
        leading = [zone for zone in zones if floor <= zone.start and zone.end <= mark.start]
        return _linked(layout, [*leading, mark], backwards=True)
    later = [each.start for each in clocks if each.start >= mark.end]
    ceiling = min(later, default=len(layout.notice.text))
    trailing = [zone for zone in zones if mark.end <= zone.start < ceiling]
    return _linked(layout, [mark, *trailing], backwards=False)


def _zones_lead(layout: Layout, clocks: list[ClockMark], zones: list[ZoneMark]) -> bool:
    """Whether each city stands before its hours: one before the first, none behind the last."""
    if not clocks or not zones or zones[0].start > clocks[0].start:
        return False
    before = [zone for zone in zones if zone.end <= clocks[0].start]
    last = clocks[-1]
    behind = [zone for zone in zones if zone.start >= last.end]
    is_behind = bool(behind) and _is_light(layout, last.end, behind[0].start)
    if not before or is_behind:
        return False
    return _is_light(layout, before[-1].end, clocks[0].start)


def _linked(
    layout: Layout, chain: Sequence[ClockMark | ZoneMark], *, backwards: bool
) -> tuple[ZoneMark, ...]:
    """The zones of the chain that follow on the hours with little between."""
    ordered = list(reversed(chain)) if backwards else list(chain)
    linked: list[ZoneMark] = []
    for one, other in pairwise(ordered):
        start, end = (other.end, one.start) if backwards else (one.end, other.start)
        if not _is_light(layout, start, end) or not isinstance(other, ZoneMark):
            break
        linked.append(other)
    return tuple(sorted(linked, key=lambda zone: zone.start))


def _is_light(layout: Layout, start: int, end: int) -> bool:
    between = layout.notice.text[start:end]
    return (
        len(between) <= _MOST_BETWEEN
        and len(re.findall(r"[\w’']+", between)) <= _MOST_WORDS_BETWEEN
        and not re.search(r"[.!?] ", between)
    )


def _before_all_hours(layout: Layout, index: int, mark: ClockMark) -> tuple[ZoneMark, ...]:
    """`Time (CET): 14:00–15:00`, `New York time: from 9:00, coffee at 10:00`; or once at the end.

    `9:00–10:00 and 11:00–12:00 EST`: the one zone of the line holds for all its hours.
    """
    zones = layout.on(index, ZoneMark)
    clocks = layout.on(index, ClockMark)
    before = [
        zone
        for zone in zones
        if zone.end <= clocks[0].start and _is_light(layout, zone.end, clocks[0].start)
    ]
    if before and mark in clocks:
        return tuple(before)
    # 12:30 (10:30 GMT): what stands in brackets is said of the hours in them.
    is_other_in_brackets = any(
        "(" in layout.notice.text[mark.end : other.start]
        for other in clocks
        if other.end > mark.end
    )
    if is_other_in_brackets:
        return ()
    times = [zone for zone in zones if zone.kind is not ZoneKind.PLACE or _says_time(layout, zone)]
    return tuple(times) if len({zone.zones[:1] for zone in times}) == 1 else ()


def _of_the_label(layout: Layout, mark: ClockMark) -> tuple[ZoneMark, ...]:
    """`Time (Geneva):` alone on its line, over the hours."""
    label = layout.label_of(mark)
    if not label:
        return ()
    index = layout.index_of(label.start)
    if index == layout.index_of(mark.start) or layout.on(index, ClockMark):
        return ()
    return tuple(layout.on(index, ZoneMark))


def _of_lines_near(layout: Layout, index: int) -> tuple[ZoneMark, ...]:
    """A line that says a zone and little else, above or below; an empty line only before it."""
    for near in (index + 1, index - 1, index + 2, index - 2):
        gap = 1 if near == index + 1 else 0
        if not _is_next_to(layout, near, index, gap) or layout.on(near, ClockMark):
            continue
        zones = tuple(layout.on(near, ZoneMark))
        if zones and (_is_note(layout, near) or _is_little_else(layout, near, zones)):
            return zones
    return ()


def _is_next_to(layout: Layout, near: int, index: int, gap: int) -> bool:
    if not 0 <= near < len(layout.lines):
        return False
    low, high = sorted((near, index))
    return all(line.blanks_before <= gap for line in layout.lines[low + 1 : high + 1])


def _is_little_else(layout: Layout, index: int, zones: Iterable[ZoneMark]) -> bool:
    words = len(re.findall(r"\w+", layout.lines[index].text[:300]))
    own = sum(len(re.findall(r"\w+", layout.notice.words(zone.span))) for zone in zones)
    is_time = any(zone.kind is not ZoneKind.PLACE or _says_time(layout, zone) for zone in zones)
    return is_time and words - own <= _FEW_WORDS


def _says_time(layout: Layout, zone: ZoneMark) -> bool:
    near = layout.before(zone, 12) + layout.notice.words(zone.span) + layout.after(zone, 8)
    return bool(_OF_TIME.search(near))


def _of_a_note(layout: Layout) -> tuple[ZoneMark, ...]:
    """All times in CEST: wherever it stands, on a line without hours."""
    for zone in layout.of(ZoneMark):
        index = layout.index_of(zone.start)
        if _is_all_times(layout, index) and not layout.on(index, ClockMark):
            return tuple(layout.on(index, ZoneMark))
    return ()


def _is_note(layout: Layout, index: int) -> bool:
    return bool(_NOTE.search(layout.lines[index].text[:300]))


_ALL_TIMES = re.compile(
    r"\b(?:all times|times (?:are|shown)|toutes les heures|tous les horaires|todas las horas"
    r"|todos los horarios)\b",
    re.IGNORECASE,
)


def _is_all_times(layout: Layout, index: int) -> bool:
    return bool(_ALL_TIMES.search(layout.lines[index].text[:300]))


def read_zone(zones: Sequence[ZoneMark], words: str, day: date) -> ZoneReading:
    """What they mean on that day: a place beats an abbreviation, a slip means the place's time."""
    places = [zone for zone in zones if zone.kind in (ZoneKind.PLACE, ZoneKind.IANA)]
    signs = [zone for zone in zones if zone.kind in (ZoneKind.ABBREVIATION, ZoneKind.OFFSET)]
    # (GMT -5:00) Eastern Time: the name tells more than the offset.
    signs.sort(key=lambda sign: not sign.zones)
    offset = next((zone.offset for zone in signs if zone.offset is not None), None)
    if places and signs:
        fitting = [name for name in places[0].zones if _agrees(name, signs[0], day.year)]
        if fitting:
            return ZoneReading(fitting[0], offset)
        if "(" in words or _OF_TIME.search(words):
            return ZoneReading(None, offset, is_conflict=True)
    if places and not signs:
        return _of_names(places[0].zones, None, day)
    if not signs:
        return ZoneReading()
    names = signs[0].zones
    if all(_is_named_for(name, signs[0], day.year) for name in names):
        # EST is New York's first, though Panama has it all year: a slip there, not a riddle.
        return ZoneReading(names[0] if names else None, offset)
    return _of_names(names, offset, day)


def _of_names(names: tuple[str, ...], offset: timedelta | None, day: date) -> ZoneReading:
    if len({offset_on(name, day) for name in names}) > 1:
        return ZoneReading(None, offset, options=names)
    return ZoneReading(names[0] if names else None, offset)


def _is_named_for(name: str, sign: ZoneMark, year: int) -> bool:
    return sign.offset is None or sign.offset in offsets_in(name, year)


def _agrees(name: str, sign: ZoneMark, year: int) -> bool:
    """Whether the place's clocks show that abbreviation or offset at some time of the year."""
    return name in sign.zones or (sign.offset is not None and sign.offset in offsets_in(name, year))


@lru_cache(1024)
def offset_on(name: str, day: date) -> timedelta:
    """How far the clocks of a zone are ahead of UTC at noon UTC of a day."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return clock.to_wall_time(noon, name).utcoffset() or timedelta()


def offsets_in(name: str, year: int) -> set[timedelta]:
    """Of winter and summer."""
    return {offset_on(name, date(year, 1, 15)), offset_on(name, date(year, 7, 15))}
