"""Lines that are no headline: dates, people, links, prose, what every page of a site has."""

import re
from functools import cache

from ungis_events.announcements.reading.findings import Span
from ungis_events.announcements.reading.folding import fold
from ungis_events.announcements.reading.lines import Line
from ungis_events.announcements.reading.marks import (
    ClockMark,
    DateMark,
    Marks,
    VenueMark,
    YearMark,
    ZoneMark,
)
from ungis_events.announcements.reading.words import rows

from .forums import blank_forums, blank_kinds

MOST_WORDS = 35
PROSE_WORDS = 25
SENTENCE_WORDS = 12
CELLS_OF_TABLE = 4

_HOSTING = re.compile(
    r"^\W{0,3}(?:(?:an?|the|une?|un|joint|this)\b ?)?(?:[a-z-]{1,20} ){0,3}?"
    r"(?:(?:co-?|jointly )?(?:organi[sz]ed|hosted|convened|sponsored|presented|moderated)"
    r" (?:jointly )?by|(?:co-?)?(?:organisee?|parrainee?)s? par|(?:co-?)?(?:organizad[oa]"
    r"|auspiciad[oa]) por"
    r"|in (?:partnership|collaboration|cooperation|association) with|together with"
    r"|en (?:partenariat|collaboration|colaboracion|asociacion) (?:avec|con)|by (?=[A-Z]))"
)
_FURNITURE_VERB = re.compile(
    r"^(?:watch|download|skip|share|register|click|back|sign up|log ?in|view|read|subscribe|follow"
    r"|add (?:to|this)|save (?:to|this)|posted|published|updated|last updated|written by|by|photo"
    r"|copyright|©|image|find out|learn more|see (?:all|more)|print|rsvp"
    r"|join (?:the )?(?:meeting|event|zoom|webinar|now|here)|telecharger|partager|inscrivez|cliquez"
    r"|voir|lire|publie|ajouter|suivez|descargar|compartir|inscribase|registrese|haga clic|ver|leer"
    r"|publicado|anadir|agregar|siga|to register|pour s'inscrire|para inscribirse|dear|chere?s?"
    r"|estimad[oa]s?)\b"
)
_PERSON = re.compile(
    r"^(?:(?:h\.? ?e|mr|mrs|ms|dr|dra|prof|amb|hon|sr|sra|mme|m|s\.? ?e|sir|dame)"
    r"(?:\.|\b(?= [a-z]))|ambassador |professor |moderat|moderador|modera |keynote|welcome"
    r"|opening (?:remarks|statements?|address|session)|closing (?:remarks|statements?)"
    r"|chair(?:person)?s?:|panell?ists?:)"
)
_SENTENCE_INSIDE = re.compile(r"[^\W\d_]{3}[.!] [^\W\d_a-z]")


def is_no_headline(line: Line, marks: Marks) -> bool:
    """Date lines, links, hosts, people and what every page of a site has."""
    text = fold(line.text).strip(" *_#|>.:!\"'")
    if line.text.startswith("|") and line.text.count("|") >= CELLS_OF_TABLE:
        return True  # | Name | Title | Organization |
    if text in _furniture() or not re.search(r"[^\W\d_]{3}", text):
        return True
    if re.match(r"(?:https?:|www\.)|\S{1,80}@\S", text) or re.search(
        r"\S [>»›/] \S.{1,99} [>»›/] ", text
    ):
        return True
    if _FURNITURE_VERB.match(text) and len(text.split()) <= 8 and ":" not in text:
        return True
    return bool(_HOSTING.match(text) or _PERSON.match(text)) or is_date_line(line, marks)


def is_date_line(line: Line, marks: Marks) -> bool:
    """Nothing but when and where: `4 May 2023, 10:00 (Geneva time), Room XX`."""
    within = [
        mark
        for kind in (DateMark, ClockMark)
        for mark in marks.on(line, kind)
        if not (isinstance(mark, DateMark) and mark.day is None and mark.start > line.start)
    ]
    rest = re.findall(r"[^\W\d_]{2,}", blank_times(line.span, line.text, marks))
    if marks.on(line, VenueMark) and len(rest) <= 10 and ":" not in line.text:
        return True
    if not within:
        digits = sum(any(map(str.isdigit, word)) for word in line.text.split())
        return digits >= 2 * len(rest)
    if len(rest) <= 3 or (len(rest) == 4 and isinstance(within[-1], ClockMark)):
        return True
    begins = min(mark.start for mark in within) - line.start
    starts_so = (begins <= 12 and len(rest) <= 8) or (begins <= 24 and len(rest) <= 5)
    return starts_so and not re.search(r": ?[^\W\d_]{2}", line.text)


def blank_times(span: Span, text: str, marks: Marks) -> str:
    """The text with blanks for all that says when."""
    letters = list(text)
    for kind in (DateMark, ClockMark, ZoneMark, YearMark):
        for mark in marks.within(span, kind):
            for place in range(mark.start - span.start, min(mark.end - span.start, len(letters))):
                letters[place] = " "
    return "".join(letters)


def is_prose(text: str) -> bool:
    words = len(text.split())
    return (
        words > MOST_WORDS
        or (text.endswith(".") and words > SENTENCE_WORDS)
        or (words > PROSE_WORDS and bool(_SENTENCE_INSIDE.search(text)))
    )


def is_generic(text: str) -> bool:
    """Only what many events share: `HLPF 2023 virtual side event`."""
    rest = blank_kinds(blank_forums(fold(text)))
    words = re.findall(r"[^\W\d_]+", rest)
    return all(word in _generic_words() for word in words)


@cache
def _furniture() -> frozenset[str]:
    return frozenset(fold(row["line"]) for row in rows("furniture.csv"))


@cache
def _generic_words() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("generic.csv"))
