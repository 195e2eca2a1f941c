"""A pasted text becomes lines to read: without bullets, numbers and times, those glued together
that are one. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .person_lines import read_people
from .title_words import FINITE_VERB
from .titles import find_honorific, label_of

# Far more than any roster; what lies beyond is told as left out.
MOST_LINES = 1500
MOST_CHARACTERS = 60_000
LONGEST_LINE = 4000
"""As far as a paragraph is read."""
LONGEST_OF_PEOPLE = 1000
"""A longer line is running text, not a list of people."""
_BULLET = re.compile(
    r"^\s*(?:[•·●▪▫◦‣⁃∙○■□►➢✓✔*o]\s+|[•●▪►➢✓✔–—-]\s*(?=\S)|\(?\d{1,3}[.)]\s+|\(?[a-z]\)\s+|#{1,6}\s+|>\s*)"
)
_CLOCK = r"\d{1,2}\s?[:.hH]\s?\d{2}\s*(?:[ap]\.?\s?m\.?)?"
_TIME = re.compile(
    rf"^\s*{_CLOCK}(?:\s*(?:[-–—]|to|à|a)\s*{_CLOCK})?\s*(?-i:[A-Z]{{3,4}}\b)?\s*[-–—:|]?\s*",
    re.I,
)
# 10 min | Opening remarks
_LENGTH = re.compile(r"^\(?\d{1,3} ?(?:min|minutes|mins|m)\.?\)?\s*[|\t:–—-]\s*", re.I)
_NOTHING = re.compile(
    r"^(?:[\W\d_]*|\(?\d+(?:\s?[-–]\s?\d+)? ?(?:min(?:ute)?s?|mins? each)\b.*|live|tbc|tbd)$", re.I
)
HEAD = re.compile(r"^(.{2,70}?)\s*(?:[:：]\s*|\s[–—―-]\s+|\t+|,\s*)(.*)$")
_JOINS = re.compile(
    r"(?:[,，(&/]|\b(?:and|of|for|the|et|de|du|des|la|le|les|y|del|los|las))$", re.I
)
# Speakers • Jane Roe (ITU) • Ann Poe (UNDP); Director, ITUMr. Bo Chen: ends of lines are lost.
_LOST_END = re.compile(
    r"\s*(?=[•●▪■]\s*\S)|(?<=[^\W\d_)])(?=(?:M(?:rs?|s)|Dra?|Prof|H\.E)\.\s?[^\W\d_a-z])"
)
_LONGEST_SPLIT = 6_000
_BLANKS = re.compile("[\u00a0\u2000-\u200a\u202f\u3000]")
_UNSEEN = re.compile("[\u200b\ufeff\u2060]")


@dataclass
class Line:
    numbers: list[int]
    text: str
    source: str
    is_item: bool
    """It has a bullet or a number."""
    blanks_before: int = 0


def lines_to_read(text: str) -> list[str]:
    """As far as we read."""
    lines = []
    left = MOST_CHARACTERS
    for line in text.splitlines()[:MOST_LINES]:
        # A long one is passed over, not read.
        left -= min(len(line), _LONGEST_SPLIT)
        if left < 0:
            break
        lines.append(line)
    return lines


def joined(text: str) -> Iterator[Line]:
    """The lines with words, those glued together that are one."""
    line: Line | None = None
    blanks = 0
    for number, raw in _pieces(text):
        words, is_item = clean(raw)
        if not words:
            blanks += not raw.strip()
            continue
        is_beside = line and not blanks and not is_item and _TIME.match(raw.lstrip()) is None
        if line and is_beside and (_goes_on(line.text, words) or _is_wrapped(line, words)):
            line.text = f"{line.text} {words}"
            line.source = f"{line.source}\n{raw.strip()}"
            line.numbers.append(number)
            continue
        if line:
            yield line
        line = Line([number], words, raw.strip(), is_item, blanks)
        blanks = 0
    if line:
        yield line


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """(number of its line, what stands there as if on a line of its own)."""
    for number, raw in enumerate(lines_to_read(text), 1):
        pieces = _LOST_END.split(raw[:_LONGEST_SPLIT])
        if len(pieces) == 1:
            yield number, raw
        for piece in pieces if len(pieces) > 1 else ():
            if piece.strip():
                yield number, piece


def clean(raw: str) -> tuple[str, bool]:
    """(the words without bullet and time, whether there was a bullet)."""
    if len(raw) > LONGEST_LINE:
        return raw[:LONGEST_LINE], False
    line = _UNSEEN.sub("", _BLANKS.sub(" ", raw)).strip(" \r\n\f\v")
    without = _BULLET.sub("", line, count=1)
    words = _TIME.sub("", without.replace("**", "").replace("__", ""), count=1)
    words = _LENGTH.sub("", words, count=1).strip(" \t|")
    return ("" if _NOTHING.match(words) else words), without != line


def _is_wrapped(line: Line, words: str) -> bool:
    """A sentence that a mail breaks at its margin."""
    last = line.source.rpartition("\n")[2]
    return (
        len(last) > 54
        and last[-1:] not in ".!?:"
        and len(line.text) + len(words) < LONGEST_LINE
        and bool(FINITE_VERB.search(line.text))
        and label_of(words.rstrip(": ")) is None
    )


def _goes_on(before: str, words: str) -> bool:
    if len(before) + len(words) > LONGEST_OF_PEOPLE or find_honorific(words) == 0:
        return False
    if words.startswith(", "):
        # A name with a link of its own stands alone on its line.
        return True
    if before.count("(") > before.count(")"):
        return True
    if not _JOINS.search(before) or label_of(HEAD.sub(r"\1", words)):
        return False
    people = read_people(words)
    return not (people and people[0].is_sure)
