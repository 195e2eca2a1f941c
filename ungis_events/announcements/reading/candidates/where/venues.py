"""Where an event takes place, as printed."""

import re
from collections.abc import Iterator

from ungis_events.announcements.reading.finders.places import place_from, place_until
from ungis_events.announcements.reading.findings import Found, Span, Sureness
from ungis_events.announcements.reading.layout import Layout
from ungis_events.announcements.reading.lines import Line, Notice
from ungis_events.announcements.reading.marks import (
    AnyMark,
    ClockMark,
    DateMark,
    LabelMark,
    LinkMark,
    Mark,
    Marks,
    Subject,
    VenueMark,
    ZoneKind,
    ZoneMark,
)

from .venue_words import FIRM_PLACE, HOUSE_IN_PROSE, OF_THE_PAST, cleaned_place

LONGEST_PLACE = 160
LONGEST_LINE_OF_ADDRESS = 90
MOST_LINES_OF_ADDRESS = 4
MOST_KNOWN = 20
HEAD_LINES = 12
NEAR_DATE = 3
"""A place stands so many lines from the date, or it belongs to something else."""

_HELD_AT = re.compile(
    r"\b(?:event|session|meeting|discussion|dialogue|panel|launch|workshop|reception|roundtable"
    r"|seminar|conference|ceremony|s[ée]minaire|conf[ée]rence|c[ée]r[ée]monie|seminario|conferencia"
    r"|[ée]v[èée]nement|r[ée]union|rencontre|atelier|d[ée]bat|colloque|evento|encuentro|reuni[oó]n"
    r"|sesi[oó]n|taller|di[aá]logo|panel|foro|conversatorio|jornada|lanzamiento)\b[^.]{0,80}?"
    r"\b(?:held|hosted|take[s]? place|taking place|aura lieu|se tiendra|tendr[aá] lugar"
    r"|se celebrar[aá]|se realizar[aá]|se llevar[aá] a cabo)\b[^.]{0,80}?"
    r"\b(?:in|at|à|au|à la|en|en el|en la|dans)(?: the| la| le| el| l['’])? ?"
    r"(?P<place>(?:[A-ZÉ0-9]|(?:si[èe]ge|sede|universit[ée]|universidad|ambassade|embajada"
    r"|minist[èe]re|ministerio|mus[ée]e|museo|biblioth[èe]que|biblioteca|mairie)(?= ))"
    r"(?:[^.;|]|\.(?= [a-z])){2,100})"
)
_AT_HOUSE = re.compile(
    r"\b(?:join|celebrat|invit|attend|event|evento|[ée]v[ée]nement|conference|conférence|workshop"
    r"|launch|session|r[ée]union|reuni[oó]n|rencontre|encuentro)[^.|]{0,160}?"
    r"\b(?:at|à|au|en el|en la)(?: the| la| l['’])? ?(?P<place>[A-ZÉ][^.;|()]{2,60}?)"
    r"(?: \(|, (?:in )?| in | en | à )(?=[A-ZÉ])"
)
_PERSON = re.compile(
    r"\b(?:Mr|Ms|Mrs|Dr|Prof|H\.E|Sr|Sra|Mme|M|Ambassador|Director|Professor|President|Moderator"
    r"|Mod[eé]rat\w{2,5}|Moderador\w{0,2}|Speakers?)\b"
)
# Not behind an abbreviation: 12 Av. Foch, St. John Hall.
_END_OF_SENTENCE = re.compile(r"(?:(?<=[^\W\d_]{4})|(?<=[\dX]))\. (?=[A-ZÉ])")
_SENTENCE = re.compile(r"[.?!] [A-ZÉ¿¡]|(?:\b[a-zé]{2,20} ){6}")
_PROSE_STOP = re.compile(
    r"\.(?= [^a-z]|$)|[;|•?!](?: |$)|  | (?:for|to|on|from|with|pour|para|con|avec|where) "
)
_LEADING_WORD = re.compile(
    r"\b(?:in|at|à|au|en|dans|aux)(?: the| la| le| el| l['’])? ?(?=[A-ZÉ0-9])"
)


def read_venue(notice: Notice, marks: Marks) -> Found[str] | None:
    """Room, house and address; None: the text names no place, or only ways in online."""
    layout = Layout(notice, marks)
    for read in _READERS:
        found = read(layout)
        if found:
            return found
    return None


def _labelled(layout: Layout) -> Found[str] | None:
    """`Venue: …`, `Lieu : …`, `Where: …`, with the lines of address below."""
    labels = [label for label in layout.of(LabelMark) if label.subject is Subject.VENUE]
    spans: list[Span] = []
    for label in labels:
        if label.value.start < label.value.end and not _overlaps(spans, label.value):
            place = _place_in(layout, _without_times(layout, _first_sentence(layout, label.value)))
            if place:
                spans.append(place)
                spans.extend(_lines_below(layout, layout.lines[layout.index_of(place.start)]))
    if not spans:
        return None
    is_city = all(_is_city(part) for span in spans for part in layout.notice.words(span).split(","))
    sureness = Sureness.UNSURE if is_city else Sureness.SURE
    return _found(layout, spans, "venue.label", sureness)


def _first_sentence(layout: Layout, span: Span) -> Span:
    """`Palais des Nations, Room XXII. A livestream is planned.` → as far as the room."""
    stop = _END_OF_SENTENCE.search(layout.notice.text, span.start, span.end)
    return Span(span.start, stop.start() if stop else span.end)


def _overlaps(spans: list[Span], other: Span) -> bool:
    return any(span.start < other.end and other.start < span.end for span in spans)


def _is_city(words: str) -> bool:
    """`Location: Geneva, Switzerland` is no house yet."""
    words = words.strip()
    place = place_from(words, 0)
    return place is not None and place[0] == len(words)


def _lines_below(layout: Layout, line: Line) -> Iterator[Span]:
    """Palais des Nations / 1211 Geneva: what goes on with the address."""
    for below in layout.lines[line.index + 1 : line.index + MOST_LINES_OF_ADDRESS]:
        is_other = below.blanks_before or layout.on(below.index, LabelMark) or below.is_item
        if is_other or len(below.text) > LONGEST_LINE_OF_ADDRESS or below.text.endswith("."):
            return
        if not (layout.on(below.index, VenueMark) or FIRM_PLACE.search(below.text)):
            return
        if any(isinstance(mark, ClockMark | DateMark) for mark in layout.on(below.index, Mark)):
            return
        place = _place_in(layout, below.span)
        if place:
            yield place


def _known(layout: Layout) -> Found[str] | None:
    """The house we know that is told most exactly: with its room, with its address."""
    best: tuple[int, Found[str]] | None = None
    for venue in layout.of(VenueMark)[:MOST_KNOWN]:
        line = layout.line_of(venue)
        place = _place_in(layout, _stretch_around(layout, line, venue))
        if not place or _PERSON.search(layout.notice.words(place)):
            continue
        spans = [*_line_above(layout, line, place), place]
        if place.end >= line.span.end - 12:
            spans.extend(_lines_below(layout, line))
        exactness = sum(len(_within(layout, span, VenueMark)) for span in spans)
        if best is None or exactness > best[0]:
            sureness = Sureness.LIKELY if venue.rule == "venue.address" else Sureness.SURE
            best = exactness, _found(layout, spans, venue.rule, sureness)
    return best[1] if best else None


def _line_above(layout: Layout, line: Line, place: Span) -> Iterator[Span]:
    """Lake Museum, 2nd floor / 7bis, avenue du Lac, Geneva: the house over its address."""
    above = layout.lines[line.index - 1] if line.index else None
    if not above or line.blanks_before or place.start > line.start + 1:
        return
    is_place = FIRM_PLACE.search(above.text) and len(above.text) <= LONGEST_LINE_OF_ADDRESS
    if is_place and not layout.on(above.index, Mark) and not _PERSON.search(above.text):
        yield above.span


def _stretch_around(layout: Layout, line: Line, venue: VenueMark) -> Span:
    """The words around a house up to the times beside it, or in prose to where it is told."""
    around = _between_times(layout, line.span, venue)
    words = layout.notice.words(around)
    before = layout.notice.text[max(around.start, venue.start - 80) : venue.start]
    leads = list(_LEADING_WORD.finditer(before))
    told = before[: leads[-1].start()] if leads else ""
    is_told = len(told.split()) > 2 and not FIRM_PLACE.search(told)
    if len(words) <= LONGEST_PLACE and not is_told and not _SENTENCE.search(words.lstrip(" .")):
        return around
    start = venue.start - len(before) + leads[-1].end() if leads else venue.start
    last = max(
        mark.end
        for mark in _within(layout, Span(venue.start, around.end), VenueMark)
        if mark.start - venue.start <= LONGEST_PLACE
    )
    stop = _PROSE_STOP.search(layout.notice.text, last, min(around.end, last + 60))
    return Span(start, stop.start() if stop else min(around.end, last + 60))


def _between_times(layout: Layout, span: Span, venue: VenueMark) -> Span:
    start, end = span
    for other in _beside(layout, span):
        if other.end <= venue.start:
            start = max(start, other.end)
        elif other.start >= venue.end:
            end = min(end, other.start)
    return Span(start, end)


def _without_times(layout: Layout, span: Span) -> Span:
    """`Room XX, 4 May, 10:00` → as far as the date; `4 May, Room XX` → from behind it."""
    start = span.start
    for mark in _beside(layout, span):
        if _place_in(layout, Span(start, mark.start)):
            return Span(start, mark.start)
        start = max(start, mark.end)
    return Span(start, max(start, span.end))


def _beside(layout: Layout, span: Span) -> list[Mark]:
    """Dates, hours, their zones, labels and links: no part of a place."""
    found: list[Mark] = []
    for mark in _within(layout, span, Mark):
        if isinstance(mark, DateMark | ClockMark | LinkMark | LabelMark):
            found.append(mark)
        if isinstance(mark, ZoneMark) and _is_of_an_hour(layout.notice, found, mark):
            found.append(mark)
    return found


def _is_of_an_hour(notice: Notice, before: list[Mark], zone: ZoneMark) -> bool:
    """`CET`, `New York time`, but not the city of an address."""
    is_next = bool(before) and isinstance(before[-1], ClockMark) and zone.start - before[-1].end < 4
    words = notice.text[zone.start : zone.end + 6].lower()
    return is_next or zone.kind is not ZoneKind.PLACE or " time" in words


def _held_at(layout: Layout) -> Found[str] | None:
    """`The session will be held at the Hotel Meridian`; a city alone is a weak sign."""
    for line in layout.lines:
        held = _HELD_AT.search(line.text)
        if not held:
            continue
        span = Span(line.start + held.start("place"), line.start + held.end("place"))
        stop = _PROSE_STOP.search(layout.notice.text, span.start, span.end)
        span = _without_times(layout, Span(span.start, stop.start() if stop else span.end))
        place = _place_in(layout, span)
        if not place:
            continue
        words = layout.notice.words(place)
        is_now = not OF_THE_PAST.search(line.text)
        if FIRM_PLACE.search(words) or (is_now and HOUSE_IN_PROSE.search(words)):
            return _found(layout, [place], "venue.held-at", Sureness.LIKELY)
        if any(zone.start == place.start for zone in _within(layout, place, ZoneMark)):
            return _found(layout, [place], "venue.held-in-city", Sureness.UNSURE)
    return None


def _at_house_in_city(layout: Layout) -> Found[str] | None:
    """`Join us to celebrate the day of seeds at BELVEDERE (Brussels)`."""
    for line in layout.lines[:HEAD_LINES]:
        told = _AT_HOUSE.search(line.text)
        city = place_from(line.text, told.end()) if told else None
        if told and city and not _PERSON.search(line.text):
            span = Span(line.start + told.start("place"), line.start + city[0] + 1)
            place = _place_in(layout, _without_times(layout, span))
            if place:
                return _found(layout, [place], "venue.at-house-in-city", Sureness.UNSURE)
    return None


def _beside_the_time(layout: Layout) -> Found[str] | None:
    """`Monday 5 March, 12:30. Casa Azul, Calle Mayor 8, Madrid`: it ends with a city."""
    for line in layout.lines:
        times = [mark for mark in _beside(layout, line.span) if mark.end < line.span.end]
        if len(line.text) > LONGEST_PLACE or not any(isinstance(m, DateMark) for m in times):
            continue
        place = _place_in(layout, Span(max(mark.end for mark in times), line.span.end))
        words = layout.notice.words(place) if place else ""
        city = place_until(words, len(words))
        if place and city and city[0] > 2 and "," in words[: city[0]] and not _PERSON.search(words):
            return _found(layout, [place], "venue.beside-time", Sureness.LIKELY)
    return None


def _near_the_date(layout: Layout) -> Found[str] | None:
    """A line of its own close to the date: `Auditorio Sur, piso 3`."""
    dated = {layout.index_of(mark.start) for mark in layout.of(DateMark)}
    near = {index + lines for index in dated for lines in range(-NEAR_DATE, NEAR_DATE + 1)}
    for line in layout.lines:
        if (
            line.index not in near
            or len(line.text) > LONGEST_LINE_OF_ADDRESS
            or _PERSON.search(line.text)
        ):
            continue
        firm = FIRM_PLACE.search(line.text)
        is_labelled = ":" in line.text or layout.on(line.index, LabelMark)
        if firm and not line.is_item and not is_labelled:
            at = VenueMark(line.start + firm.start(), line.start + firm.end(), "", "", "")
            place = _place_in(layout, _between_times(layout, line.span, at))
            if place:
                spans = [place, *_lines_below(layout, line)]
                return _found(layout, spans, "venue.near-date", Sureness.LIKELY)
    return None


def _within(layout: Layout, span: Span, kind: type[AnyMark]) -> list[AnyMark]:
    """The marks that begin in these words of one line."""
    marks = layout.on(layout.index_of(span.start), kind)
    return [mark for mark in marks if span.start <= mark.start < span.end]


def _place_in(layout: Layout, span: Span) -> Span | None:
    place = cleaned_place(layout.notice.words(span)[:LONGEST_PLACE])
    return Span(span.start + place[0], span.start + place[1]) if place else None


def _found(layout: Layout, spans: list[Span], rule: str, sureness: Sureness) -> Found[str]:
    words = ", ".join(" ".join(layout.notice.words(span).split()) for span in spans)
    return Found(words, rule, tuple(spans), sureness)


_READERS = (_labelled, _known, _held_at, _beside_the_time, _near_the_date, _at_house_in_city)
"""The surest first."""
