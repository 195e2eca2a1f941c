"""In which zone the event itself is, if it takes place somewhere."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from ungis_events.announcements.reading.finders.places import is_country, place_from
from ungis_events.announcements.reading.findings import Found, Span, Sureness
from ungis_events.announcements.reading.layout import Layout
from ungis_events.announcements.reading.marks import (
    ClockMark,
    DateMark,
    LabelMark,
    Subject,
    VenueMark,
    ZoneKind,
    ZoneMark,
)

from .days import EventDay

_CITY_BEGINS = re.compile(
    # What begins a line or stands behind a comma, a dash, a post code or `in`.
    r"(?:(?<=[,;:·|(–\d-] )|(?<=\()|(?<=\bin )|(?<=\bà )|(?<=\ben )|^)(?=[^\W\d_])"
)
_HOST_BEGINS = re.compile(
    # held at the University of Lyon: only where people meet, or it is where somebody teaches
    r"(?<=\b[Uu]niversity of )|(?<=\b[Uu]niversité de )|(?<=\b[Uu]niversidad de )"
)
_CITY_ENDS = re.compile(r"[ ]?(?:[,;·|().–]|-[ ]|$)|[ ](?:on|le|el)[ ]\d")
_LONGEST_ADDRESS = 200
_REACH = 200
_MOST_MENTIONS = 10
_OF_THE_EVENT = {Subject.DATE, Subject.TIME, Subject.DATE_AND_TIME, Subject.VENUE}
_WORD = re.compile(r"[^\W\d_]{2,40}")
_MOST_WORDS = 3
_LINES_BESIDE_THE_DATE = 3
_MEETS = re.compile(
    # will be held at Villa Aurora in Lyon · aura lieu à Dakar · se celebrará en Quito
    r"\b(?:held|take[sn]? place|taking place|in[ -]person|in presence|headquarters|hosted"
    r"|a(?:ura)? lieu|se tien(?:dra|t)|présentiel|siège|tendrá lugar|se celebrar[áa]|presencial"
    r"|sede|se llevará a cabo|se realizará)\b",
    re.IGNORECASE,
)
_OF_A_PERSON = re.compile(
    # Speakers: Rosa Diaz (Quito) · Dr. Omar Sy, Dakar
    r"\b(?:M[rs]s?\.|Mme|Dr\.|Prof\.|Sra?\.|H\.E\.|speakers?|moderators?|panell?ists?"
    r"|intervenante?s?|moderador\w{0,2}|ponentes?|panelistas?)(?!\w)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.;!?](?=[ ][A-ZÀ-Þ]|$)")
_ONLINE = re.compile(
    r"\b(?:online|virtual(?:ly)?|webinar|zoom|webex|en ligne|virtuelle?|webinaire|en línea)\b",
    re.IGNORECASE,
)
_IN_PERSON = re.compile(
    r"\b(?:hybrid[eao]?|in[ -]person|in presence|présentiel|presencial|room|salle|sala)\b",
    re.IGNORECASE,
)


def find_home(layout: Layout, venue: Found[str] | None, day: EventDay | None) -> Found[str] | None:
    """The zone of the venue: of a house that we know, or of the city named with it.

    None: nowhere, or in two zones at once.
    """
    for rule, places in (
        ("zone.venue", _in_venue(layout, venue)),
        ("zone.venue-label", _labelled(layout)),
        ("zone.known-venue", _known(layout)),
        ("zone.beside-date", _beside_the_date(layout, day)),
    ):
        found = list(places)
        if found:
            is_one = len({zone for zone, _ in found}) == 1
            sureness = Sureness.LIKELY if rule == "zone.beside-date" else Sureness.SURE
            return Found(found[0][0], rule, (found[0][1],), sureness) if is_one else None
    return None


def find_likely_home(layout: Layout) -> Found[str] | None:
    """The zone of the city where the text says that people meet, if it is always the same zone.

    Only for hours without a zone. None for an event that is online alone.
    """
    text = layout.notice.text
    if _ONLINE.search(text) and not _IN_PERSON.search(text):
        return None
    found = []
    for cue in islice(_MEETS.finditer(text), _MOST_MENTIONS):
        begins = layout.index_of(cue.start())
        end = min(layout.lines[begins].span.end, cue.end() + _REACH) if layout.lines else 0
        sentence = _SENTENCE_END.split(text[cue.end() : end], maxsplit=1)[0]
        span = Span(cue.end(), cue.end() + len(sentence))
        found += [*_cities(layout, span), *_cities(layout, span, _HOST_BEGINS)]
    if len({zone for zone, _ in found}) != 1:
        return None
    return Found(found[0][0], "zone.meeting-place", (found[0][1],), Sureness.LIKELY)


def list_places(layout: Layout) -> list[str]:
    """The zones of all houses and cities that the notice names, in its order."""
    houses = [(mark.start, mark.zone) for mark in layout.of(VenueMark)]
    cities = [(mark.start, mark.zones[0]) for mark in layout.of(ZoneMark) if _is_city(mark)]
    return [zone for _, zone in sorted([*houses, *cities])]


def _in_venue(layout: Layout, venue: Found[str] | None) -> Iterator[tuple[str, Span]]:
    for span in venue.spans if venue else ():
        yield from _places(layout, span)


def _labelled(layout: Layout) -> Iterator[tuple[str, Span]]:
    for label in layout.of(LabelMark):
        if label.subject is not Subject.VENUE:
            continue
        is_heading = not layout.notice.words(label.value).strip()
        below = layout.index_of(label.start) + 1
        if not is_heading:
            yield from _places(layout, label.value)
        elif below < len(layout.lines):
            yield from _places(layout, layout.lines[below].span)


def _known(layout: Layout) -> Iterator[tuple[str, Span]]:
    for mark in layout.of(VenueMark):
        yield mark.zone, mark.span


def _beside_the_date(layout: Layout, day: EventDay | None) -> Iterator[tuple[str, Span]]:
    """A city on a short line next to the date: `Nairobi, 5 March 2024`.

    On the lines below neither a country nor what a label or a speaker's line names.
    """
    if not day:
        return
    index = layout.index_of(day.mark.start)
    same = [
        mark
        for mark in layout.of(DateMark)
        if (mark.month, mark.day) == (day.mark.month, day.mark.day)
    ]
    for mark in same[:_MOST_MENTIONS]:
        yield from _unstated(layout, _around(layout, mark))
        yield from _just_before(layout, mark)
    for near in range(index + 1, index + _LINES_BESIDE_THE_DATE):
        if near < len(layout.lines) and len(layout.lines[near].text) <= _LONGEST_ADDRESS:
            if layout.on(near, DateMark):
                return
            if not _is_of_others(layout, near):
                yield from _towns(layout, _unstated(layout, layout.lines[near].span))


def _is_of_others(layout: Layout, index: int) -> bool:
    """Whether the line names something else than the place of the event."""
    subjects = {label.subject for label in layout.on(index, LabelMark)}
    return bool(subjects - _OF_THE_EVENT or _OF_A_PERSON.search(layout.lines[index].text))


def _towns(layout: Layout, places: Iterable[tuple[str, Span]]) -> Iterator[tuple[str, Span]]:
    """Those that stand free: no country, not Rosa Diaz (Quito), no University of Lyon."""
    for zone, span in places:
        is_of_a_name = layout.notice.text[max(0, span.start - 3) : span.start].endswith(
            ("(", "of ", "de ")
        )
        if not is_country(layout.notice.words(span)) and not is_of_a_name:
            yield zone, span


def _just_before(layout: Layout, mark: DateMark) -> Iterator[tuple[str, Span]]:
    """Town Hall Paris, Saturday 15 November: no comma between the city and the date."""
    words = layout.before(mark)
    for begins in list(_WORD.finditer(words))[-_MOST_WORDS:]:
        found = place_from(words, begins.start())
        if found and len(found[1]) == 1 and not words[found[0] :].strip(" ,–-"):
            start = mark.start - len(words) + begins.start()
            yield found[1][0], Span(start, mark.start)
            return


def _around(layout: Layout, mark: DateMark) -> Span:
    """The words before and behind it on its line."""
    line = layout.line_of(mark).span
    return Span(max(line.start, mark.start - _REACH), min(line.end, mark.end + _REACH))


def _unstated(layout: Layout, span: Span) -> Iterator[tuple[str, Span]]:
    """Its places, without those that say whose clock is meant: 10:00 Geneva."""
    index = layout.index_of(span.start)
    ends = [mark.end for mark in layout.on(index, ClockMark)]
    stated = {mark.start for mark in layout.on(index, ZoneMark)} if ends else set()
    for zone, place in _places(layout, span):
        is_of_hours = any(0 <= place.start - end < len(" – ") for end in ends)
        if place.start not in stated and not is_of_hours:
            yield zone, place


def _places(layout: Layout, span: Span) -> Iterator[tuple[str, Span]]:
    """The houses in it; where there is none, its cities."""
    first, last = layout.index_of(span.start), layout.index_of(max(span.start, span.end - 1))
    houses = [
        (mark.zone, mark.span)
        for index in range(first, last + 1)
        for mark in layout.on(index, VenueMark)
        if span.start <= mark.start < span.end
    ]
    yield from houses or _cities(layout, span)


def _cities(
    layout: Layout, span: Span, begin: re.Pattern[str] = _CITY_BEGINS
) -> Iterator[tuple[str, Span]]:
    """`Paseo del Río 8, Madrid`; `75001 Paris`; `in Nairobi`: a city that is all of a part."""
    words = layout.notice.words(span)[: 2 * _REACH + _LONGEST_ADDRESS]
    for begins in begin.finditer(words):
        found = place_from(words, begins.start())
        if found and len(found[1]) == 1 and _CITY_ENDS.match(words, found[0]):
            yield found[1][0], Span(span.start + begins.start(), span.start + found[0])


def _is_city(mark: ZoneMark) -> bool:
    return mark.kind is ZoneKind.PLACE and len(mark.zones) == 1
