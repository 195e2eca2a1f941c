"""Who holds the event, and whom to write to."""

import re
from collections.abc import Iterator
from itertools import islice

from ungis_events.announcements.reading.findings import Found, Span, Sureness
from ungis_events.announcements.reading.folding import fold
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import DateMark, LabelMark, Marks, Subject

from .name_lists import split_names

LEAD = 8_000
"""Characters: who holds it is said among the first of them."""
LONGEST_LIST = 600
MOST_LINES = 25
MOST_SENTENCES = 20
SHORT = 140
"""An organization's line is no longer; its list below a label ends with the first that is."""

_HELPERS = re.compile(r"partner|socio|partenaire|support|apoyo|sponsor|parrain|patrocin|auspici")
_ORGANIZED_BY = re.compile(
    r"\b(?:co-?|jointly |proudly )?(?:organi[sz]ed|hosted|convened|sponsored|presented|held)"
    r"(?: jointly| together)? by\s"
    r"|\b(?:co-?)?(?:organisee?s?|parrainee?s?|proposee?s?)(?: conjointement)? par\s"
    r"|\ba l'initiative d(?:e|u|es|')\s?"
    r"|\b(?:co-?)?(?:organizad[oa]s?|convocad[oa]s?|auspiciad[oa]s?|patrocinad[oa]s?)"
    r"(?: conjuntamente)? por\s"
    r"|\b(?:webinar|side event|workshop|briefing|webinaire|seminario web) (?:with|by|avec|con|de)\s"
)
_INVITING = re.compile(
    # … is pleased to invite you · … vous invitent · … tienen el agrado de invitar
    r"\s(?:(?:is|are|has|have|would|cordially|warmly|jointly) [a-z ]{0,50}?\binvit(?:e|ing)\b"
    r"|(?:cordially |warmly )?invites? (?:you|all|everyone|members|interested|participants)\b"
    r"|(?:a|ont) l(?:e plaisir|'honneur) de vous (?:inviter|convier)|vous (?:invit|convi)ent?\b"
    r"|tienen?(?: el| la)? [a-z ]{0,40}?\binvitar\w{0,3}\b"
    r"|(?:l[eao]s? )?invitan? (?:a|cordialmente)\b)"
)
_HOLDING = re.compile(
    # … will host a webinar · … organisent un atelier · … organizan un taller
    r"\s(?:(?:will|are|is) (?:(?:co-?|jointly )?(?:host|organi[sz]|hold|conven)\w{0,3})"
    r"|(?:co-?|jointly )?(?:organi[sz]es?|hosts?|convenes?|holds?)"
    r"|(?:co-?)?organis(?:e|ent|era|eront)|(?:co-?)?organizan?|han? organizado|(?:a|ont) organise)"
    r" (?:the|an?|this|une?|la|le|el|una)\s"
)
_LIST_END = re.compile(
    r"[.!?:](?=\s|$)|\n|\s[–—|-]\s|,?\s(?:which|that|who|will|is|are|was|were|has|as|at|during"
    r"|to|under|through|within|online|considers?|aims?|brings?|explores?|this|it|(?:on|in|at)"
    r" the (?:margins?|side-?lines|occasion|framework|context)|for the (?:first|launch)|qui"
    r"|sera|aura|est|lors|en marge|dans|a l'occasion|le \d|que|sera|tendra"
    r"|se|durante|al margen|en el|el \d)\b"
)
_SENTENCE_START = re.compile(
    r"(?<=\w\w\w)[.!?:](?=\s)|\n\s*\n|\n(?=\s*[•·*-])|\]\s"
    # A line that ends so goes on below: … Mission of Fiji and the / Example Group invite you
    r"|(?<![,&])(?<! and)(?<! the)(?<! of)(?<! et)(?<! de)(?<! la)(?<! y)(?<! for)\s{0,2}\n"
)
_PURPOSE = re.compile(r"\sfor (?:the|an?|our|this)\b")
_NO_HOST = re.compile(
    r"^(?:we|you|i|they|it|he|she|this|these|those|there|who|nous|vous|il|elle|nosotros|usted|dear"
    r"|event|webinar|session)\b|\b(?:h\.? ?e|mr|ms|mrs|dr|dra|prof|amb|mme|sr|sra)\b\.?"
)
_ADVERB = re.compile(
    r"(?:on|in|as|for|following|to|during|at|within|ahead|after|under|with|dans|lors|a l'|pour|en"
    r"|con|durante|para|tras|como|apres|ce|cette|este|esta|del?|el proximo|le \d|el \d|\d)\b"
)
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}+@(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,12}\b", re.IGNORECASE
)
_EMAIL_CUE = re.compile(
    r"contact|information|inquir|enquir|question|rsvp|e-?mail|write to|courriel|renseignement|ecri"
    r"|correo|consulta|informacion|escrib|confirm"
)


def read_organizers(notice: Notice, marks: Marks) -> Found[tuple[str, ...]] | None:
    """By their label, then by `organized by`, then as those who invite or join in."""
    for found in (_labelled(notice, marks), _in_sentences(notice, marks)):
        if found:
            return found
    return None


def _labelled(notice: Notice, marks: Marks) -> Found[tuple[str, ...]] | None:
    """Organizers: …, on the line or as a list below; partners only where nobody else is named."""
    labels = [label for label in marks.of(LabelMark) if label.subject is Subject.ORGANIZERS]
    labels = labels[:MOST_SENTENCES]
    hosts = [each for each in labels if not _HELPERS.search(fold(notice.words(each.span)))]
    for kept in (hosts, labels):
        names: dict[str, None] = {}
        spans: list[Span] = []
        for label in kept:
            for span in _values(notice, marks, label):
                names.update(dict.fromkeys(split_names(notice.words(span))))
                spans.append(span)
        if names:
            return Found(tuple(names), "organizers.labelled", tuple(spans))
    return None


def _values(notice: Notice, marks: Marks, label: LabelMark) -> Iterator[Span]:
    """What stands behind the label, and the lines of the list that begins there."""
    if label.value.start == label.value.end:
        return
    yield label.value
    first = notice.line_at(label.value.start)
    is_on_line = first.index == notice.line_at(label.start).index
    for line in notice.lines[first.index + 1 : first.index + MOST_LINES]:
        is_list = line.is_item == first.is_item and not is_on_line and line.blanks_before == 0
        if not is_list or len(line.text) > SHORT or marks.on(line, LabelMark):
            return
        if marks.on(line, DateMark) or line.text.endswith("."):
            return
        yield line.span


def _in_sentences(notice: Notice, marks: Marks) -> Found[tuple[str, ...]] | None:
    text = notice.text[:LEAD]
    folded = fold(text)
    readings = (
        ("organizers.organized-by", _after(marks, folded, _ORGANIZED_BY), Sureness.SURE),
        ("organizers.inviting", _before(folded, _INVITING), Sureness.SURE),
        ("organizers.holding", _before(folded, _HOLDING), Sureness.LIKELY),
        ("organizers.joined", _joined(marks, text, folded), Sureness.UNSURE),
    )
    for rule, spans, sureness in readings:
        for span in islice(spans, MOST_SENTENCES):
            names = split_names(notice.words(span))
            if names:
                return Found(names, rule, (span,), sureness)
    return None


def _after(marks: Marks, folded: str, cue: re.Pattern[str]) -> Iterator[Span]:
    for match in cue.finditer(folded):
        yield _list_from(marks, folded, match.end())


def _list_from(marks: Marks, folded: str, start: int) -> Span:
    """The list that begins here, up to where the sentence goes on without it."""
    most = min(len(folded), start + LONGEST_LIST)
    position = start
    stop = most
    while (end := _LIST_END.search(folded, position, most)) is not None:
        before = folded[start : end.start()]
        is_open = re.search(r"(?:[,&(]|\b(?:and|of|the|et|de|y|for))$", before.rstrip())
        if end[0] != "\n" or not is_open:
            stop = end.start()
            break
        position = end.end()
    dates = [mark.start for mark in marks.within(Span(start, stop), DateMark)]
    return Span(start, min([stop, *dates]))


def _before(folded: str, cue: re.Pattern[str]) -> Iterator[Span]:
    """The subject of the sentence: The Permanent Mission of X and Y are pleased …"""
    for match in cue.finditer(folded):
        begin = max(0, match.start() - LONGEST_LIST)
        for start in _SENTENCE_START.finditer(folded, begin, match.start()):
            begin = start.end()
        begin += len(folded[begin : match.start()]) - len(folded[begin : match.start()].lstrip())
        begin = _past_adverbs(folded, begin, match.start())
        subject = folded[begin : match.start()]
        if subject and not _NO_HOST.search(subject) and len(subject.split()) <= 60:
            yield Span(begin, match.start())


def _past_adverbs(folded: str, begin: int, end: int) -> int:
    """On River Day 2020, · Dans le cadre du mois de l'eau, · Con motivo de …, el próximo jueves,"""
    while _ADVERB.match(folded, begin, end):
        comma = folded.find(",", begin, end)
        if comma < 0:
            return begin
        begin = comma + 1 + len(folded[comma + 1 : end]) - len(folded[comma + 1 : end].lstrip())
    return begin


def _joined(marks: Marks, text: str, folded: str) -> Iterator[Span]:
    """Join the Geneva Internet Platform, online, on …"""
    for match in re.finditer(r"\b[Jj]oin (?:the )?(?=[A-Z])", text):
        span = _list_from(marks, folded, match.end())
        purpose = _PURPOSE.search(folded, span.start, span.end)
        yield Span(span.start, purpose.start() if purpose else span.end)


def read_contact(notice: Notice, marks: Marks) -> Found[str] | None:
    """The address where contact, RSVP or information stand; otherwise the only one there is."""
    found = list(_EMAIL.finditer(notice.text))
    for label in marks.of(LabelMark):
        held = _EMAIL.search(notice.words(label.value))
        if label.subject is Subject.CONTACT and held:
            start = label.value.start
            span = Span(start + held.start(), start + held.end())
            return Found(held[0], "contact.labelled", (span,))
    for match in found:
        line = notice.line_at(match.start())
        above = notice.lines[max(0, line.index - 1)]
        begin = above.start if match.start() - above.start < 2 * SHORT else line.start
        before = fold(notice.text[max(begin, match.start() - 2 * SHORT) : match.start()])
        if _EMAIL_CUE.search(before):
            return Found(match[0], "contact.announced", (Span(*match.span()),))
    if len({match[0].lower() for match in found}) == 1:
        span = Span(*found[0].span())
        return Found(found[0][0], "contact.only-address", (span,), Sureness.LIKELY)
    return None
