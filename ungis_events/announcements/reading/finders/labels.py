"""Labels: the words that say what follows, `Date and time:` or `Lieu` on a line of its own."""

import re
from collections.abc import Iterator
from functools import cache

from babel.dates import get_day_names

from ungis_events.announcements.reading.findings import Span
from ungis_events.announcements.reading.folding import fold
from ungis_events.announcements.reading.lines import Line, Notice
from ungis_events.announcements.reading.marks import LabelMark, Subject
from ungis_events.announcements.reading.words import rows

LANGUAGES = ("en", "fr", "es")
LONGEST_VALUE = 160
"""A longer line under a heading is its text, not its value."""
MOST_BLANKS = 3
"""Further below a heading stands something else."""
LONGEST_LABEL = 45
SHORTEST_COLUMN = 3
"""As many blanks part a label from its value: `Venue     Room XX`."""

_TIMES = (Subject.DATE, Subject.TIME, Subject.DATE_AND_TIME)
_FACTS = (
    *_TIMES,
    *(Subject.VENUE, Subject.PLATFORM, Subject.FORMAT, Subject.LANGUAGES, Subject.REGISTRATION),
    *(Subject.JOIN, Subject.CONTACT, Subject.DEADLINE),
)
"""What a line can go on with after its first label: `Date: 4 May Time: 10:00`."""
_ONLY_BEFORE_COLONS = re.compile(
    r"(?:zoom|via|link|event|what|how|type|mode|day|tipo|nom|public|but|local)$"
)
"""Words that else stand for something of their own: `Zoom (webinar)` under `Platform:`,
`Public – Private Partnerships`."""
_NUMBERED = ("session", "part", "day", "partie", "jour", "parte")
"""Session 2 speakers: …"""
_FIRST_WORD = re.compile(r"[*_#>\[ ]{0,6}([^\W_]{1,20})")
_CUT = " |;,–—-•·*_"
"""What stands around a value without being part of it."""


def find_labels(notice: Notice) -> Iterator[LabelMark]:
    """Labels at the start of lines, and those glued behind or strung after them."""
    by_line = [list(_labels_on(notice, line)) for line in notice.lines]
    for line, labels in zip(notice.lines, by_line, strict=True):
        for index, label in enumerate(labels):
            end = labels[index + 1].start if index + 1 < len(labels) else line.span.end
            value = _trimmed(notice, Span(label.value.start, end))
            if value.start == value.end and end == line.span.end:
                value = _line_below(notice, line, by_line) or Span(label.end, label.end)
            yield LabelMark(label.start, label.end, label.rule, label.subject, value)


def _labels_on(notice: Notice, line: Line) -> Iterator[LabelMark]:
    """The labels of one line; their values begin where these say, and end is still open."""
    text = fold(line.text)
    first = _first_label(line, text)
    if first:
        yield first
    past = first.value.start - line.start if first else 0
    for colon in re.finditer(":", text):
        if colon.start() < past:
            continue
        start = _start_of_label(line.text, text, past, colon.start())
        past = colon.end()
        if start is not None and (first or _is_parted(line.text, start)):
            rule = "label.glued" if line.text[start - 1].isalnum() else "label.strung"
            end = start + len(text[start : colon.start()].rstrip())
            subject = _patterns().subjects[_plain(text[start:end])]
            yield _mark(line, start, end, colon.end(), rule, subject)


def _start_of_label(written: str, text: str, past: int, colon: int) -> int | None:
    """Where the longest label of a fact begins that ends at this colon: `12 June Time:`."""
    for start in range(max(past, colon - LONGEST_LABEL), colon):
        if written[start].isupper() and not written[start - 1 : start].isupper():
            subject = _patterns().subjects.get(_plain(text[start:colon]))
            if subject in _FACTS:
                return start
    return None


def _first_label(line: Line, text: str) -> LabelMark | None:
    word = _FIRST_WORD.match(text)
    # Most lines begin with no word of a label: do not try them all.
    if word is None or word[1] not in _patterns().first_words:
        return None
    match = _pattern_of(word[1]).match(text)
    subject = _patterns().subjects[_plain(match["label"])] if match else None
    rule = _rule_of(line, match, subject, text) if match and subject else None
    if match is None or subject is None or rule is None:
        return None
    return _mark(line, match.start("label"), match.end("label"), match.end(), rule, subject)


def _rule_of(line: Line, match: re.Match[str], subject: Subject, text: str) -> str | None:
    """Why these words are a label and not how a sentence begins; None: they are not."""
    rest = text[match.end() :]
    if match["colon"]:
        return "label.colon"
    if _ONLY_BEFORE_COLONS.match(match["label"]):
        return None
    if not rest:
        return "label.heading"
    if match["dash"] and line.text[match.start("label")].isupper():
        return "label.dash"
    if len(match["blanks"]) >= SHORTEST_COLUMN:
        return "label.column"
    if subject in _TIMES and match["blanks"] and len(rest) <= LONGEST_VALUE // 2:
        # A tab came out of a table as one blank: Date 4 May 2023.
        return "label.before-date" if _patterns().day.match(rest) else None
    return None


def _mark(
    line: Line, start: int, end: int, value_start: int, rule: str, subject: Subject
) -> LabelMark:
    begin = line.start + value_start
    return LabelMark(line.start + start, line.start + end, rule, subject, Span(begin, begin))


def _is_parted(text: str, start: int) -> bool:
    """Something ends right before: 2023Time:, `| Time:`, `. Time:`, `   Time:`."""
    before = text[:start]
    if before[-1:].isdigit() or before[-1:].islower() or before[-1:] in (")", "|"):
        return True
    return before.endswith("  ") or before.rstrip()[-1:] in ("|", ";", ".", ",", "–", "—", "•", "·")


def _line_below(notice: Notice, line: Line, by_line: list[list[LabelMark]]) -> Span | None:
    """The value under a heading: short, near, and no label itself."""
    below = line.index + 1
    if below >= len(notice.lines) or by_line[below]:
        return None
    under = notice.lines[below]
    if len(under.text) > LONGEST_VALUE or under.blanks_before > MOST_BLANKS:
        return None
    return _trimmed(notice, under.span)


def _trimmed(notice: Notice, span: Span) -> Span:
    words = notice.words(span)
    kept = words.strip(_CUT)
    start = span.start + len(words) - len(words.lstrip(_CUT))
    return Span(start, start + len(kept)) if kept else Span(span.start, span.start)


def _plain(label: str) -> str:
    return " ".join(fold(label).split())


def _first_word(spelling: str) -> str:
    word = _FIRST_WORD.match(spelling)
    return word[1] if word else spelling


class _Patterns:
    """What the table comes to, built once."""

    def __init__(self) -> None:
        self.subjects = {
            _plain(row["spelling"]): Subject(row["subject"]) for row in rows("labels.csv")
        }
        self.first_words = {*map(_first_word, self.subjects), *_NUMBERED}
        days = (
            day
            for language in LANGUAGES
            for width in ("wide", "abbreviated")
            for day in get_day_names(width, locale=language).values()
        )
        names = "|".join(sorted({re.escape(fold(day).strip(".")) for day in days}, reverse=True))
        self.day = re.compile(rf"\d|(?:{names})\b")


@cache
def _patterns() -> _Patterns:
    return _Patterns()


@cache
def _pattern_of(first_word: str) -> re.Pattern[str]:
    """The labels that begin with this word; after `session`, `part`, `day` any can stand."""
    is_numbered = first_word in _NUMBERED
    subjects = _patterns().subjects
    kept = [each for each in subjects if is_numbered or _first_word(each) == first_word]
    kept.sort(key=lambda spelling: (-len(spelling), spelling))
    label = "|".join(re.escape(each).replace(r"\ ", " {1,2}") for each in kept)
    # Label (New York time):   Objectives of the meeting:   Session 2 speakers:
    numbered = rf"(?:(?:{'|'.join(_NUMBERED)}) (?:\d{{1,2}}|[ivx]{{1,4}}) )?"
    of_what = (
        r"(?: (?:of (?:the|this)|for (?:the|this)|de la|de l'|du|del|para el|de este)"
        r" ?[a-z-]{1,15}(?: [a-z-]{1,15})?(?= ?:))?"
    )
    bracket = r"(?: ?\([^()]{1,40}\)(?=[*_ ]{0,4}(?::|$)))?"
    after = r"[*_\]]{0,4}(?P<blanks> {0,40})(?:(?P<colon>:)|(?P<dash>[–—|-](?= )))?[*_ ]{0,40}"
    return re.compile(
        rf"[*_#>\[ ]{{0,6}}{numbered}(?P<label>{label})(?![\w'’-]){of_what}{bracket}{after}"
    )
