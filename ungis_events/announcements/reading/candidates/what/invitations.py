"""Titles that sentences name: a webinar “…”, … invites you to the launch of …"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from ungis_events.announcements.reading.findings import Span
from ungis_events.announcements.reading.folding import fold
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import ClockMark, DateMark, LabelMark, Marks

from .headline_lines import is_generic

LEAD = 4_000
"""Characters: further below nobody says what the event is called."""
FIRST_WORDS = 500
LONGEST_TITLE = 300
MOST_WORDS = 40
MOST_SENTENCES = 20

_QUOTES = re.compile(
    '“([^“”\n]{3,280})[”"]|« ?([^«»\n]{3,280}) ?»|"([^"“”\n]{3,280})"'
    # In single signs, where they are no apostrophe.
    r"|‘([^‘\n]{3,280}?)’(?!\w)|(?<!\w)'(?!\s)([^'\n]{3,280})(?<!\s)'(?!\w)"
)
_QUOTE_CUE = re.compile(
    r"(?:webinars?|(?:side|parallel)?[ -]?events?|sessions?|workshops?|panels?|discussions?"
    r"|dialogues?|conferences?|roundtables?|round tables?|meetings?|briefings?|seminars?|symposium"
    r"|launch(?: of)?|titled|entitled|called|theme|title|topic|report|book|publication|you to"
    r"|invitation"
    r"|webinaires?|evenements?(?: paralleles?)?|manifestation|atelier|seminaires?|colloque|debat"
    r"|intitulee?|theme|table ronde|lancement|rapport|reunion"
    r"|seminarios?(?: web)?|eventos?(?: paralelos?)?|talleres|taller|titulad[oa]|denominad[oa]"
    r"|tema|lema|conversatorio|mesa redonda|sesion|lanzamiento|informe|conferencia|dialogo)\b"
)
_IS_WHAT = re.compile(
    # “…”, a dynamic side event of …
    r",? (?:is |est |es )?(?:an?|the|une?|la|una) (?:[a-z-]{1,20} ){0,3}?(?:webinar|side[- ]event"
    r"|event|panel|dialogue|workshop|conference|webinaire|evenement|table ronde|seminario|evento)\b"
)
_OF_ANOTHER = re.compile(
    # … builds on the report “…”, … a la suite de la conférence “…”; not: the launch of the report
    r"\b(?:builds?(?:ing)? (?:up)?on|based on|follow(?:s|ing)|previous|last|earlier|part of|suite"
    r"|precedente?|anterior|tras|basad[oa]s? en|s'appuie\w{0,4} sur|apres|after|since)\b"
    r"|(?<!launch of )(?<!launch )(?<!presentation of )\b(?:its|the|a|our) (?:[a-z-]{1,20} )?"
    r"(?:report|book|publication)\b[ ,:]{0,3}$"
)
_APPOSED = re.compile(
    # The Night of Seeds, an event of the Example Institute, will …
    r", (?:(?:an?|une?|una|the|la|le|l') ?)?(?:[a-z-]{1,20} ){0,2}?(?:webinar|event|initiative|day"
    r"|evenement|webinaire|journee|evento|seminario|iniciativa|jornada)\b"
)
_INVITES = re.compile(
    # … is pleased to invite you to attend the …
    r"\b(?:invit(?:e|es|ed|ing))(?: you| all| everyone| members| interested \w{1,20})?"
    r"(?: cordially)?\s+to\s+(?:(?:attend|join|participate in|take part in|register for|be part of"
    r"|join us (?:for|at|in))\s+)?(?:(?:the|an?|its|our|their|this)\s+)?"
    # … is pleased to announce its next …
    r"|\b(?:pleased|delighted|happy|honou?red) to (?:announce|present|host|organi[sz]e)\s+"
    r"(?:(?:the|an?|its|our)\s+)?"
    # … kindly request the pleasure of your participation at the webinar / Title of its own
    r"|\brequests? the (?:pleasure|honou?r) of your (?:company|participation|presence|attendance)"
    r"\s+(?:at|in|to|for)\s+(?:(?:the|an?|our|their|its)\s+)?"
    r"(?:(?:[a-z-]{1,12} )?(?:webinar|event|meeting|discussion|workshop)\s{0,2}:?\n\s{0,3})?"
    # Join us for a …
    r"|\bjoin (?:us|them)(?: online| virtually| live)?\s+(?:for|at|in|on)\s+"
    r"(?:(?:the|an?|our|its|this)\s+)?"
    # … vous invite à participer au …
    r"|\b(?:invit(?:e|ent|ons)|convien?t|invitee?s?|conviee?s?)(?: cordialement)?\s+"
    r"(?:a\s+|aux?\s+)(?:(?:participer|assister|prendre part|vous joindre)\s+(?:a\s+|aux?\s+))?"
    r"(?:l'|(?:la|les?|une?|cette?|son|sa|notre)\s+)?"
    r"|\brejoignez-nous\s+pour\s+(?:l'|(?:la|le|une?)\s+)?"
    # … le invita a participar en el …
    r"|\b(?:invitan?|invitamos|invitad[oa]s?|invitarl[eo]s?|convocan?)(?: cordialmente)?"
    r"(?: a usted(?:es)?)?\s+al?\s+"
    r"(?:(?:participar|asistir|unirse|sumarse|tomar parte)\s+(?:en|al?)\s+)?"
    r"(?:(?:la|el|los|las|una?|este|esta|su|nuestro|nuestra)\s+)?"
)
_HOSTS = re.compile(
    r"\b(?:will (?:host|hold|organi[sz]e|convene)|(?:is|are) (?:hosting|organi[sz]ing|holding)"
    r"|organi[sz]es|hosts|convenes|organisent?|organiseront|organisera|organizan?|organizara"
    r"|celebrara)\s+"
    r"(?:the|an?|une?|la|le|l'|el|una)\s?"
)
_LAUNCHES = re.compile(
    r"\b(?:to launch|for the launch of|at the launch of|pour le lancement d[eu]"
    r"|para el lanzamiento de)\s+(?:the\s+|la\s+|le\s+|el\s+)?"
)
_IS_HELD = re.compile(
    r"(?:^|\n|[.!?]\s)(?:the|an?|la|le|l'|el|los|les|una?|une)?\s?"
    r"((?!(?:this|these|it|which|that|il|ce|cet|este|esta)\b)"
    r"(?:(?!\b(?:is|are|was|est|es)\b)[^.!?\n:]){8,160}?)\s"
    r"(?:(?:will be|is|was) held|(?:will )?takes? place|is planned|aura lieu"
    r"|se tiendra|se deroulera|se celebrara|tendra lugar|se llevara a cabo|se realizara)\b"
)
_END = re.compile(
    r"[.!?](?=\s|$)|\n\s*\n|\s[–—-]\s(?=(?:on|le|el)\s)"
    r"|,?\s(?:which|that|who|where|to be held|taking place|organi[sz]ed|hosted|co-?organi[sz]ed"
    r"|co-?hosted|moderated|scheduled|this (?:coming )?\w{3,9}day"
    r"|qui|organisee?s?|coorganisee?s?|prevue?s?|que|organizad[oa]s?|coorganizad[oa]s?"
    r"|previst[oa])\b|:\s(?=an?\s|the\s|une?\s|una\s)|;\s|\(\s?(?=https?:)"
)
_BEFORE_DATE = re.compile(r"[\s,(]*(?:(?:on|du|le|el|del|this|from|for|-|–|\|)\s{1,2})?$")
_SMALL_END = re.compile(r"[:,]$|\b(?:of|the|and|for|on|in|de|la|el|du|y|et|sur|en)$")
_TO_ANOTHER = re.compile(r"\s(?:for|at|on|pour|para)\s+(?:the|an?|our|une?|la|le|el)\s+")


@dataclass(frozen=True)
class Named:
    span: Span
    text: str
    rule: str
    points: float
    """As those of headlines."""


def list_named(notice: Notice, marks: Marks) -> Iterator[Named]:
    """What the first sentences call the event."""
    folded = fold(notice.text[:LEAD])
    yield from _quoted(notice, folded)
    for cue, rule, points in (
        (_INVITES, "title.invitation", 0.7),
        (_HOSTS, "title.host-sentence", 0.4),
        (_LAUNCHES, "title.launch", 0.45),
    ):
        for match in islice(cue.finditer(folded), MOST_SENTENCES):
            start = _past_date(marks, folded, match.end())
            span = Span(start, _end_of(marks, folded, start))
            if cue is _LAUNCHES:  # To launch the Example Decade, its director will …
                comma = folded.find(",", span.start, span.end)
                span = Span(start, comma if comma > 0 else span.end)
            yield from _named(notice, span, rule, points)
    for match in islice(_IS_HELD.finditer(folded), MOST_SENTENCES):
        start, end = match.span(1)
        apposed = _APPOSED.search(folded, start, end)
        end = apposed.start() if apposed and apposed.start() > start else end
        yield from _named(notice, Span(start, end), "title.held", 0.4)


def _quoted(notice: Notice, folded: str) -> Iterator[Named]:
    """The webinar “…”: what the words right before the quotation say it is."""
    for match in _QUOTES.finditer(notice.text, 0, LEAD):
        index = match.lastindex or 0
        before = folded[max(0, match.start() - 90) : match.start()]
        cues = list(_QUOTE_CUE.finditer(before))
        words = match[index].strip(" ,").split()
        if len(words) > 2 and _IS_WHAT.match(folded, match.end()):
            yield Named(Span(*match.span(index)), " ".join(words), "title.quoted", 0.9)
        goes_on = re.match(r" ?[:–—] ?\w", folded[match.end() : match.end() + 4])
        if goes_on or not cues or len(words) < 2 or re.search(r"[.!?]\s", before[cues[-1].end() :]):
            continue
        near = len(before) - cues[-1].end() <= 3
        points = 0.6 + 0.4 * near + 0.3 * (match.start() < FIRST_WORDS) - 0.6 * (len(words) < 3)
        points -= 0.6 * bool(_OF_ANOTHER.search(before))
        yield Named(Span(*match.span(index)), " ".join(words), "title.quoted", points)


def _past_date(marks: Marks, folded: str, start: int) -> int:
    """Join us on Tuesday, 4 May, at 10:00 for the …: what stands behind the date."""
    near = Span(start, start + 12)
    if not marks.within(near, DateMark) and not marks.within(near, ClockMark):
        return start
    another = _TO_ANOTHER.search(folded, start, start + 150)
    return another.end() if another else start


def _end_of(marks: Marks, folded: str, start: int) -> int:
    """Where the sentence stops naming: at its end, at a date, at `which` or `organized by`."""
    most = min(len(folded), start + LONGEST_TITLE)
    end = _END.search(folded, start, most)
    while end and "\n" in end[0] and _SMALL_END.search(folded[start : end.start()].rstrip()):
        end = _END.search(folded, end.end(), most)  # … a breakfast on / / Title of its own
    stop = end.start() + (folded[end.start()] == "?") if end else most
    for mark in marks.within(Span(start, stop), DateMark):
        before = _BEFORE_DATE.search(folded, max(start, mark.start - 12), mark.start)
        if before and (mark.day is not None) and before.start() > start:
            stop = min(stop, before.start())
    return _end_of_line(marks, folded, start, stop)


def _end_of_line(marks: Marks, folded: str, start: int, stop: int) -> int:
    """A line that ends in a small word or a colon goes on below; a full one does not."""
    position = folded.find("\n", start, stop)
    while position >= 0:
        line = folded[start:position].rstrip()
        below = folded[position + 1 : stop]
        is_open = not line or re.search(
            r"[:,]$|\b(?:of|the|and|for|on|de|la|el|du|y|et|sur|en)$", line
        )
        is_label = marks.within(Span(position, position + 3), LabelMark)
        if not is_open or is_label or not below.strip():
            return position
        position = folded.find("\n", position + 1, stop)
    return stop


def _named(notice: Notice, span: Span, rule: str, points: float) -> Iterator[Named]:
    text = " ".join(notice.words(span).split()).strip(" ,;:–—-*_")
    words = text.split()
    is_name = 3 <= len(words) <= MOST_WORDS and not is_generic(text)
    if is_name and not re.search('https?:|@|[“«"‘]', text):
        yield Named(span, text, rule, points)
