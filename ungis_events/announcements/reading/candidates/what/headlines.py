"""Which lines at the top of a notice read as its headline, and how well."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ungis_events.announcements.reading.findings import Span
from ungis_events.announcements.reading.folding import fold
from ungis_events.announcements.reading.lines import Line, Notice
from ungis_events.announcements.reading.marks import (
    ClockMark,
    DateMark,
    LabelMark,
    Marks,
    Subject,
)

from .forums import kind_of
from .headline_lines import blank_times, is_date_line, is_generic, is_no_headline, is_prose

TOP_LINES = 25
MOST_JOINED = 3
"""Lines of one title that was wrapped."""
GOOD_POINTS = 0.9
"""A quoted line below such a headline is its theme, unless that is weaker."""
LEAST_LETTERS = 5
QUOTED = 0.5
LED_BY_HOUR = 0.8
ONE_OF_SERIES = 0.8

_SMALL_END = re.compile(
    r"(?:[:,&–—(«“-]|\b(?:a|an|the|of|and|or|for|on|in|to|at|with|by|from|its|their|towards|through"
    r"|de|la|le|les|des|du|et|ou|sur|en|pour|dans|au|aux|une?|avec|par|l'|d'"
    r"|el|los|las|del|y|o|sobre|para|por|con|un|al))$"
)
_INVITING = re.compile(
    r"\b(?:invit(?:e|es|ed|ing|ent|ons|a|an|amos|ar\w{0,3}|ados?|adas?|ee?s?)|convien?t?|conviee?s?"
    r"|pleased to|delighted to|(?:pleasure|honou?r) of your"
    r"|le plaisir de|el agrado de|join us|join the|rejoignez|unase|acompanenos)\b"
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
_QUOTED = re.compile('^[“"«‘].{3,300}[”"»’]$')


@dataclass(frozen=True)
class Headline:
    span: Span
    text: str
    """As written, wrapped lines joined."""
    points: float
    """How much it looks like the title: about 1 is a good one, below 0 none."""
    line: Line

    @property
    def is_good(self) -> bool:
        """It stands for itself, and announces no title below it: `Panel discussion:`."""
        return self.points >= GOOD_POINTS and not self.line.text.endswith(":")


def list_headlines(notice: Notice, marks: Marks) -> list[Headline]:
    """Headlines among the first lines, in their order."""
    top = notice.lines[:TOP_LINES]
    skipped = _label_lines(notice, marks, top)
    agenda = _line_of_agenda(notice, marks)
    found: list[Headline] = []
    prose = 0
    for line in top:
        is_led = _is_led_by_hour(line, marks)
        if line.index in skipped or is_no_headline(line, marks) or (is_led and line.index > agenda):
            continue
        # A full stop makes no prose of a headline that stands there twice.
        is_heard = sum(line.text in other.text for other in top) > 1
        if is_prose(line.text.rstrip(".") if is_heard else line.text):
            prose += 1
            continue
        before = sum(len(each.text.split()) > 1 for each in found)
        is_of_series = bool(found) and _is_series(found[0].text)
        text, span = _joined(notice, marks, line, skipped)
        if is_prose(text):  # It ends in a comma, and a paragraph follows.
            text, span = line.text, line.span
        if is_prose(text.rstrip(".") if is_heard else text) or _INVITING.search(fold(text)):
            continue
        points = 1 - 0.1 * before - 0.6 * min(prose, 2) - _flaws(notice, marks, line, text)
        is_below_title = any(each.is_good for each in found)
        points += QUOTED * (not is_below_title and bool(_QUOTED.match(text)))
        points -= LED_BY_HOUR * (line.index > agenda or is_led)
        # Peace Week 2027 / … / Seeds of peace / 4 May 2027, 10:00: one event of it is announced.
        points += ONE_OF_SERIES * (is_of_series and _is_over_hours(notice, line, marks))
        found.append(Headline(span, text, points, line))
    return found


def _line_of_agenda(notice: Notice, marks: Marks) -> int:
    """The index of the line that heads the programme: below it are parts, and no titles."""
    labels = (mark for mark in marks.of(LabelMark) if mark.subject is Subject.AGENDA)
    return next((notice.line_at(label.start).index for label in labels), len(notice.lines))


def _is_led_by_hour(line: Line, marks: Marks) -> bool:
    """`2:15 pm | First lessons`: a row of a programme."""
    return any(mark.start <= line.start + 2 for mark in marks.on(line, ClockMark))


def _is_over_hours(notice: Notice, line: Line, marks: Marks) -> bool:
    below = notice.lines[line.index + 1 : line.index + 2]
    return any(marks.on(each, DateMark) and marks.on(each, ClockMark) for each in below)


def _is_series(text: str) -> bool:
    return bool(_SERIES.search(fold(text)) and re.search(r"\d{4}", text))


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
        (len(words) == 1, _flaw_of_one_word(notice, marks, line)),
        (len(words) == 2, _flaw_of_two_words(notice, marks, line)),
        (_is_lead_in(notice, line), 0.6),
        (text[0].islower(), 1.0),
        (is_generic(times_off), 1.5),
        (bool(_IS_BODY.search(plain)) and not re.search("[:?!|]", text), 1.0),
        (bool(kind and any(map(kind_of, kind["kind"].split()))), 0.15),
        (not _is_in_title_case(words), 0.05),
        (text.endswith("."), 0.3),
        (len(words) <= 8 and _is_series(text), 0.2),
        (line.is_item and not _is_heading(notice, line), 0.8),
        (_is_heading(notice, line), -0.3),
        (repeats in (2, 3), -0.5),
    )
    return sum(points for is_so, points in flaws if is_so)


def _flaw_of_one_word(notice: Notice, marks: Marks, line: Line) -> float:
    """`Headwaters` over the date is a title; `UNFX` is who invites."""
    below = notice.lines[line.index + 1 : line.index + 2]
    is_name = len(line.text) < LEAST_LETTERS or not line.text[1:].islower()
    return 0.5 if below and not is_name and _is_over_date(line, below[0], marks) else 1.5


def _is_over_date(line: Line, below: Line, marks: Marks) -> bool:
    """It is the first line, and the next one says when: `4 May 2027`, `Date: 4 May 2027`."""
    dated = bool(marks.on(below, DateMark))
    is_date = is_date_line(below, marks) or bool(marks.on(below, LabelMark))
    return line.index == 0 and dated and is_date


def _flaw_of_two_words(notice: Notice, marks: Marks, line: Line) -> float:
    """`Open skies` over the date is a title; `Forest Trust` over a blank may be anybody."""
    below = notice.lines[line.index + 1 : line.index + 2]
    if line.index or not below:
        return 1.0
    if _is_over_date(line, below[0], marks):
        return 0.05
    is_sentence = line.text.split()[-1][0].islower()
    return 0.3 if below[0].blanks_before and is_sentence else 1.0


def _is_lead_in(notice: Notice, line: Line) -> bool:
    """`Questions will include:` over a list."""
    below = notice.lines[line.index + 1 : line.index + 2]
    return line.text.endswith(":") and bool(below) and below[0].is_item


def _is_heading(notice: Notice, line: Line) -> bool:
    """# Title, as Markdown marks it."""
    return notice.text[max(0, line.start - 4) : line.start].lstrip().startswith("#")


def _is_in_title_case(words: list[str]) -> bool:
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    return sum(word[0].isupper() for word in long) >= 0.8 * len(long)


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
