"""Which lines at the top of a notice read as its headline, and how well."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ungis_events.announcements.reading.findings import Span
from ungis_events.announcements.reading.folding import fold
from ungis_events.announcements.reading.lines import Line, Notice
from ungis_events.announcements.reading.marks import (
    ClockMark,
    DateMark,
    LabelMark,
    Marks,
    Subject,
    VenueMark,
    YearMark,
    ZoneMark,
)
from ungis_events.announcements.reading.words import rows

from .forums import blank_forums, blank_kinds, kind_of

TOP_LINES = 25
MOST_WORDS = 35
PROSE_WORDS = 25
SENTENCE_WORDS = 12
MOST_JOINED = 3
"""Lines of one title that was wrapped."""

_SMALL_END = re.compile(
    r"(?:[:,&–—(«“-]|\b(?:a|an|the|of|and|or|for|on|in|to|at|with|by|from|its|their|towards|through"
    r"|de|la|le|les|des|du|et|ou|sur|en|pour|dans|au|aux|une?|avec|par|l'|d'"
    r"|el|los|las|del|y|o|sobre|para|por|con|un|al))$"
)
_INVITING = re.compile(
    r"\b(?:invit(?:e|es|ed|ing|ent|ons|a|an|amos|ar\w{0,3}|ados?|adas?|ee?s?)|convien?t?|conviee?s?"
    r"|pleased to|delighted to"
    r"|le plaisir de|el agrado de|join us|join the|rejoignez|unase|acompanenos)\b"
)
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
    r"(?:\.|\b(?= [a-z]))|ambassador |professor |moderat|modera |keynote|opening remarks|welcome)"
)
_BODY = (
    r"(?:permanent mission|united nations|ministry|university|institute|institut|universite"
    r"|universidad|ministere|ministerio|mission permanente|mision permanente|nations unies"
    r"|naciones unidas|government|department|office|fundacion|fondation|foundation|federation"
    r"|association|alliance|centre|center|commission|organi[sz]ation|council|secretariat|network"
    r"|bank|union|agency)"
)
_IS_BODY = re.compile(rf"^(?:the |la |le |el |l')?(?:[a-z-]{{1,20}} ){{0,3}}{_BODY}\b|\b{_BODY}$")
_STARTS_AS_KIND = re.compile(
    r"^(?:an? |une? )?(?:[\w-]{1,20} ){0,2}?(?P<kind>[\w-]{4,20}(?: [\w-]{4,12})?)"
    r" (?:on|sur|sobre) "
)
_SERIES = re.compile(
    # Digital Cooperation Day 2024 · Semaine des droits humains 2020
    r"\b(?:days?|weeks?|series|summit|festival|journees?|semaines?|serie|cycle|dias?|semanas?"
    r"|jornadas?|ciclo|cumbre|sommet)\b"
)
_LINK = re.compile(r"https?:|www\.|\S{1,80}@\S")
_BREADCRUMBS = re.compile(r"\S [>»›/] \S.{1,99} [>»›/] ")
_SENTENCE_INSIDE = re.compile(r"[^\W\d_]{3}[.!] [^\W\d_a-z]")
_QUOTED = re.compile('^[“"«‘].{3,300}[”"»’]$')


@dataclass(frozen=True)
class Headline:
    span: Span
    text: str
    """As written, wrapped lines joined."""
    points: float
    """How much it looks like the title: about 1 is a good one, below 0 none."""
    line: Line


def list_headlines(notice: Notice, marks: Marks) -> list[Headline]:
    """Headlines among the first lines, in their order."""
    top = notice.lines[:TOP_LINES]
    skipped = _label_lines(notice, marks, top)
    found: list[Headline] = []
    prose = 0
    for line in top:
        if line.index in skipped or is_no_headline(line, marks):
            continue
        # A full stop makes no prose of a headline that stands there twice.
        is_heard = sum(line.text in other.text for other in top) > 1
        if is_prose(line.text.rstrip(".") if is_heard else line.text):
            prose += 1
            continue
        before = sum(len(each.text.split()) > 1 for each in found)
        text, span = _joined(notice, marks, line, skipped)
        if is_prose(text.rstrip(".") if is_heard else text) or _INVITING.search(fold(text)):
            continue
        points = 1 - 0.1 * before - 0.6 * min(prose, 2) - _flaws(notice, marks, line, text)
        found.append(Headline(span, text, points, line))
    return found


def _label_lines(notice: Notice, marks: Marks, top: tuple[Line, ...]) -> set[int]:
    """Lines that begin with a label, and those that hold its value: Date / 4 May 2023."""
    skipped: set[int] = set()
    told = (Subject.TITLE, Subject.THEME, Subject.DESCRIPTION, Subject.MATERIAL, Subject.AGENDA)
    for label in marks.of(LabelMark):
        line = notice.line_at(label.start)
        if line.index >= len(top):
            break
        skipped.add(line.index)
        if label.subject not in told and label.value.end > label.value.start:
            skipped.add(notice.line_at(label.value.start).index)
    return skipped


def is_no_headline(line: Line, marks: Marks) -> bool:
    """Date lines, links, hosts, people and what every page of a site has."""
    text = fold(line.text).strip(" *_#|>.:!\"'")
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


def _joined(notice: Notice, marks: Marks, line: Line, skipped: set[int]) -> tuple[str, Span]:
    """The headline that begins on this line, with the lines it was wrapped over."""
    text, last = line.text, line
    for following in notice.lines[line.index + 1 : line.index + MOST_JOINED]:
        if following.index in skipped or is_no_headline(following, marks):
            break
        if not _goes_on(text, following):
            break
        text, last = f"{text} {following.text}", following
    return text, Span(line.start, last.span.end)


def _goes_on(text: str, following: Line) -> bool:
    if following.blanks_before > 1:
        return False
    if _SMALL_END.search(fold(text)) or text.count("“") > text.count("”"):
        return True
    return text.count("«") > text.count("»") or (
        following.blanks_before == 0 and following.text[0].islower() and len(text.split()) > 2
    )


def _flaws(notice: Notice, marks: Marks, line: Line, text: str) -> float:
    """What speaks against a headline; below 0: more speaks for it."""
    words = text.split()
    times_off = blank_times(line.span, text, marks)
    plain = fold(text)
    # The same words stand once more below: page title and headline.
    small = text.lower()
    repeats = sum(small in other.text.lower() for other in notice.lines[:TOP_LINES])
    kind = _STARTS_AS_KIND.match(plain)
    flaws = (
        (len(words) == 1, 1.5),
        (len(words) == 2, 1.0),
        (text[0].islower(), 1.0),
        (is_generic(times_off), 1.5),
        (bool(_IS_BODY.search(plain)) and not re.search("[:?!|]", text), 1.0),
        (bool(kind and any(map(kind_of, kind["kind"].split()))), 0.15),
        (not _is_in_title_case(words), 0.05),
        (text.endswith("."), 0.3),
        (len(words) <= 8 and bool(_SERIES.search(plain) and re.search(r"\d{4}", line.text)), 0.2),
        (line.is_item and not _is_heading(notice, line), 0.8),
        (_is_heading(notice, line), -0.3),
        (repeats in (2, 3), -0.5),
        (bool(_QUOTED.match(text)), -0.5),
    )
    return sum(points for is_so, points in flaws if is_so)


def _is_heading(notice: Notice, line: Line) -> bool:
    """# Title, as Markdown marks it."""
    return notice.text[max(0, line.start - 4) : line.start].lstrip().startswith("#")


def _is_in_title_case(words: list[str]) -> bool:
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    return sum(word[0].isupper() for word in long) >= 0.8 * len(long)


@cache
def _furniture() -> frozenset[str]:
    return frozenset(fold(row["line"]) for row in rows("furniture.csv"))


@cache
def _generic_words() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("generic.csv"))


def following_headlines(headlines: list[Headline], title: Span) -> Iterator[Headline]:
    """Those that stand within two lines of the title, the ones below it first."""
    lines = [
        each.line.index for each in headlines if each.span.start <= title.start < each.span.end
    ]
    if not lines:
        return
    near = [each for each in headlines if 0 < abs(each.line.index - lines[0]) <= 2]
    for each in sorted(near, key=lambda each: (each.line.index < lines[0], each.line.index)):
        if not (each.span.start < title.end and title.start < each.span.end):
            yield each
