"""The lines of a notice as paragraphs, list items and headings."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ungis_events.announcements.reading.findings import Span
from ungis_events.announcements.reading.folding import fold
from ungis_events.announcements.reading.lines import Line

_WRAPPED_FROM, _WRAPPED_TO = 45, 130
_SENTENCE_END = re.compile(r"[.!?…][\"”»’)]{0,2}$")
_CLOSES = re.compile(r"[.!?…:;,][\"”»’)]{0,2}$")
_MOST_WORDS_OF_HEADING = 9
_FEWEST_OF_SENTENCE = 7
_FEWEST_WITHOUT_END = 18


@dataclass(frozen=True)
class Block:
    """Lines that belong together."""

    lines: tuple[Line, ...]
    text: str
    is_item: bool

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def key(self) -> str:
        """Its letters alone, to know it again."""
        return key_of(self.folded)

    @property
    def span(self) -> Span:
        return Span(self.lines[0].start, self.lines[-1].span.end)

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def is_prose(self) -> bool:
        """A sentence or more, not a name, a date or a button."""
        if self.text.isupper():
            return False
        if _SENTENCE_END.search(self.text) or self.text.endswith(":"):
            return self.words >= _FEWEST_OF_SENTENCE
        return self.words >= _FEWEST_WITHOUT_END and self.is_mostly_small

    @property
    def is_sentence(self) -> bool:
        """Not a name with its office, which is full of capitals."""
        return bool(_SENTENCE_END.search(self.text)) and self.is_mostly_small

    @property
    def is_mostly_small(self) -> bool:
        return sum(word[:1].islower() for word in self.text.split()) * 2 > self.words

    @property
    def could_head(self) -> bool:
        """Short, with a capital, without an end: Background, Why now?"""
        text = self.text.rstrip(":").rstrip()
        return (
            not self.is_item
            and self.words <= _MOST_WORDS_OF_HEADING
            and text[:1].isupper()
            and not any(letter.isdigit() for letter in text)
            and ":" not in text
            and not _CLOSES.search(text.rstrip("? "))
        )


def key_of(folded: str) -> str:
    return " ".join(re.findall(r"\w{1,60}", folded))


def blocks_of(lines: Iterable[Line], alone: Collection[int]) -> list[Block]:
    """Lines that were wrapped by a program are one paragraph again.

    `alone`: indexes of lines that do not go on in the next.
    """
    return [
        Block(tuple(held), _text(held), held[0].is_item)
        for group in _groups(lines)
        for held in _joined(group, alone)
    ]


def _groups(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines without an empty one between them."""
    group: list[Line] = []
    for line in lines:
        if group and (line.blanks_before or line.number != group[-1].number + 1):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _text(lines: Sequence[Line]) -> str:
    return " ".join(word for line in lines for word in line.text.split())


def _joined(group: Sequence[Line], alone: Collection[int]) -> Iterator[list[Line]]:
    held = [group[0]]
    for line in group[1:]:
        is_new = line.is_item or line.index in alone or held[-1].index in alone
        if not is_new and _goes_on(held[-1], line):
            held.append(line)
        else:
            yield held
            held = [line]
    yield held


def _goes_on(line: Line, following: Line) -> bool:
    """The second is the rest of the first: it begins small, or the first was full."""
    if following.text[:1].islower():
        return not _SENTENCE_END.search(line.text) and len(line.text) >= 20
    is_full = _WRAPPED_FROM <= len(line.text) <= _WRAPPED_TO
    return is_full and not _CLOSES.search(line.text) and len(line.text.split()) >= 6
