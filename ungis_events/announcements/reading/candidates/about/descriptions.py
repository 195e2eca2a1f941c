"""What a notice tells beside its facts: its prose, as Markdown.

Kept are sentences, lists below them, and headings above what is kept. Everything else has a field
of its own, is furniture of a page, or opens the room (`secrets`) and must not stand on a page
that everybody reads.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import cache
from itertools import pairwise, zip_longest

from ungis_events.announcements.reading.draft import AgendaPart
from ungis_events.announcements.reading.findings import Found, Span, Sureness
from ungis_events.announcements.reading.folding import fold
from ungis_events.announcements.reading.layout import Layout
from ungis_events.announcements.reading.lines import Line, Notice
from ungis_events.announcements.reading.marks import (
    ClockMark,
    DateMark,
    LabelMark,
    LinkMark,
    Mark,
    Marks,
    Subject,
    VenueMark,
    ZoneMark,
)
from ungis_events.announcements.reading.words import rows
from ungis_events.speakers.reading import ReadSpeaker

from .markdown import as_markdown
from .paragraphs import Block, blocks_of, key_of
from .secrets import is_secret

_FACTS = (DateMark, ClockMark, ZoneMark, VenueMark, LinkMark)
_TOLD = {Subject.DESCRIPTION, Subject.OBJECTIVES, Subject.AUDIENCE}
_WORDS_THAT_ARE_NO_FACT = 15
_MOST_WORDS_BESIDE_FACTS = 4
_MOST_LINES_WITHIN_A_PART = 6
_LONG = 40
_SENTENCE_ABOUT_PEOPLE = 15
_INTRO = 6
_WORDS_OF_LABEL = 3
# Register here by 3 May: <https://…>; write to desk@example.org
_CALL = re.compile(
    r"\b(?:regist|inscri|rsvp|join (?:us|the)|contact|s'inscri|watch|download)\w{0,9}"
)
_CALLS_SAY = 25
_REACHED_BY = re.compile(r"@\w|https?://|www\.|\bhere\b|\bici\b|\baqui\b")
_FURNITURE = re.compile(
    r"©|\bcopyright\b|all rights reserved|\bcookies?\b|privacy policy|tous droits reserves"
    r"|todos los derechos reservados|add to (?:your )?calendar|click (?:here|on)\b|unsubscribe"
)
_HONORIFIC = re.compile(
    r"(?:h\.? ?e\.?|s\.? ?e\.?|mr|mrs|ms|m|mme|mlle|dr|dra|prof|sr|sra|hon)\.? (?=\w)"
)


class _Is(Enum):
    TOLD = "told"
    HEADING = "heading"
    ITEM = "item"
    LEFT_OUT = "left out"
    SECRET = "secret"  # noqa: S105 - a kind of paragraph


_LONGEST_OF_HOURS = 90
"""A shorter line with hours says when; a longer one tells something."""


def read_description(
    notice: Notice,
    marks: Marks,
    names: Sequence[Found[str] | None],
    join_url: Found[str] | None,
    speakers: Sequence[ReadSpeaker],
    agenda: Sequence[AgendaPart],
) -> Found[str] | None:
    """Paragraphs, lists and headings in their order, each once; not the `names` of the event."""
    rooms = join_url.spans if join_url else ()
    known = [each for each in names if each]
    reader = _Reader(Layout(notice, marks), known, rooms, speakers, agenda)
    kept = list(reader.kept())
    if not kept:
        return None
    return Found(
        _composed(kept),
        "description.prose",
        tuple(block.span for _, block in kept),
        Sureness.LIKELY,
    )


class _Reader:
    def __init__(
        self,
        layout: Layout,
        names: Sequence[Found[str]],
        rooms: Sequence[Span],
        speakers: Sequence[ReadSpeaker],
        agenda: Sequence[AgendaPart],
    ) -> None:
        self._layout = layout
        self._notice = notice = layout.notice
        self._names = {key_of(fold(found.value)) for found in names} | {
            key_of(fold(notice.words(span))) for found in names for span in found.spans
        }
        self._name_spans = [span for found in names for span in found.spans]
        self._rooms = rooms
        self._people = {number for speaker in speakers for number in speaker.lines}
        self._programme = _lines_of_programme(self._layout, agenda)

    def kept(self) -> Iterator[tuple[_Is, Block]]:
        """Headings only with something below them, items only below what is kept."""
        seen: set[str] = set()
        heading: Block | None = None
        is_list_open = False
        blocks = blocks_of(self._notice.lines, self._lines_alone())
        kinds = [self._kind_of(block, below) for block, below in zip_longest(blocks, blocks[1:])]
        _cover_secrets(blocks, kinds)
        _leave_out_what_hangs(blocks, kinds)
        for kind, block in zip(kinds, blocks, strict=True):
            if kind is _Is.HEADING and (seen or self._is_labelled(block)):
                heading, is_list_open = block, True
            elif kind is _Is.TOLD or (kind is _Is.ITEM and is_list_open):
                is_list_open = True
                if block.key in seen:
                    continue
                if heading:
                    yield _Is.HEADING, heading
                    heading = None
                seen.add(block.key)
                yield kind, block
            elif kind is _Is.SECRET or not block.is_item:
                heading, is_list_open = None, False

    def _kind_of(self, block: Block, below: Block | None) -> _Is:
        if is_secret(block.folded) or any(_meet(room, block.span) for room in self._rooms):
            return _Is.SECRET
        label = self._label(block)
        if label and label.subject not in _TOLD and not self._is_long(block, label):
            return _Is.LEFT_OUT
        if self._is_elsewhere(block):
            return _Is.LEFT_OUT
        if block.is_item:
            return _Is.ITEM if block.words > 1 else _Is.LEFT_OUT
        if label and not _length(label.value, block.span):
            return _Is.HEADING
        is_intro = below and below.is_item and block.words >= _INTRO and block.is_mostly_small
        if block.is_prose or label or is_intro:
            return _Is.TOLD
        return _Is.HEADING if block.could_head else _Is.LEFT_OUT

    def _is_elsewhere(self, block: Block) -> bool:
        """In a field of its own, or no part of the notice."""
        if block.key in self._names or block.key in _furniture():
            return True
        named = sum(_length(span, block.span) for span in self._name_spans)
        if named * 2 > len(block.text):
            return True
        if self._is_of_people(block) or self._is_programme(block) or self._is_fact(block):
            return True
        is_call = block.words <= _CALLS_SAY and _is_call(block.folded)
        return bool(is_call or _FURNITURE.search(block.folded))

    def _lines_alone(self) -> set[int]:
        """Those that never go on in the next line: labels, names of the event, people, hours."""
        return {line.index for line in self._notice.lines if self._is_alone(line)}

    def _is_alone(self, line: Line) -> bool:
        named = sum(_length(span, line.span) for span in self._name_spans)
        says_when = len(line.text) < _LONGEST_OF_HOURS and self._layout.on(line.index, ClockMark)
        is_labelled = self._layout.on(line.index, LabelMark)
        is_named = named * 2 > len(line.text)
        return bool(is_labelled or says_when) or is_named or line.number in self._people

    def _is_of_people(self, block: Block) -> bool:
        if not block.is_item and block.is_sentence and block.words >= _SENTENCE_ABOUT_PEOPLE:
            return False
        is_person = _HONORIFIC.match(block.folded) and block.words < _CALLS_SAY
        return bool(is_person) or any(line.number in self._people for line in block.lines)

    def _is_programme(self, block: Block) -> bool:
        if block.words > _LONG:
            return False
        return any(line.index in self._programme for line in block.lines)

    def _is_fact(self, block: Block) -> bool:
        """Nothing but dates, hours, zones and places."""
        if block.words > _LONG:
            return False
        start, end = block.span
        rest = list(self._notice.text[start:end])
        marks = [
            mark
            for line in block.lines
            for mark in self._layout.on(line.index, Mark)
            if isinstance(mark, _FACTS)
        ]
        for mark in marks:
            for place in range(mark.start - start, min(mark.end, end) - start):
                rest[place] = " "
        words = re.findall(r"[^\W\d_]{2,}", "".join(rest))
        return bool(marks) and len(words) <= _MOST_WORDS_BESIDE_FACTS

    def _label(self, block: Block) -> LabelMark | None:
        labels = self._layout.on(block.lines[0].index, LabelMark)
        return next((each for each in labels if each.start <= block.span.start + 2), None)

    def _is_long(self, block: Block, label: LabelMark) -> bool:
        """A paragraph that begins with a word that could be a label."""
        is_open = label.subject in (Subject.FORMAT, Subject.THEME, Subject.AGENDA)
        return is_open and block.is_prose and block.words > _WORDS_THAT_ARE_NO_FACT

    def _is_labelled(self, block: Block) -> bool:
        label = self._label(block)
        return bool(label and label.subject in _TOLD)


def _lines_of_programme(layout: Layout, agenda: Sequence[AgendaPart]) -> set[int]:
    """The lines of its parts, and the few between two of them."""
    own = sorted(
        {
            index
            for part in agenda
            for span in part.spans
            for index in range(layout.index_of(span.start), layout.index_of(span.end - 1) + 1)
        }
    )
    between = {
        index
        for before, behind in pairwise(own)
        if behind - before <= _MOST_LINES_WITHIN_A_PART
        for index in range(before, behind)
    }
    return between | set(own)


def _cover_secrets(blocks: Sequence[Block], kinds: list[_Is]) -> None:
    """What a label like `Passcode:` announces may stand below it, in a line or a list."""
    labels = [
        kind is _Is.SECRET
        and (block.text.endswith(":") or (block.words <= _WORDS_OF_LABEL and ":" not in block.text))
        for kind, block in zip(kinds, blocks, strict=True)
    ]
    for place in range(1, len(blocks)):
        is_below = kinds[place - 1] is _Is.SECRET and kinds[place] is not _Is.TOLD
        if is_below or labels[place - 1]:
            kinds[place] = _Is.SECRET


def _leave_out_what_hangs(blocks: Sequence[Block], kinds: list[_Is]) -> None:
    """`We invite you to the launch of:`, and what follows is told elsewhere."""
    for place, block in enumerate(blocks):
        is_open = kinds[place] is _Is.TOLD and block.text.endswith(":")
        if is_open and kinds[place + 1 : place + 2] not in ([_Is.ITEM], [_Is.TOLD]):
            kinds[place] = _Is.LEFT_OUT


def _composed(kept: Sequence[tuple[_Is, Block]]) -> str:
    pieces: list[str] = []
    previous: _Is | None = None
    for kind, block in kept:
        words = as_markdown(block.text)
        if kind is _Is.HEADING:
            words = f"### {as_markdown(block.text.rstrip(': '))}"
        elif kind is _Is.ITEM:
            words = f"- {words}"
        if pieces:
            pieces.append("\n" if kind is previous is _Is.ITEM else "\n\n")
        pieces.append(words)
        previous = kind
    return "".join(pieces)


@cache
def _furniture() -> frozenset[str]:
    return frozenset(key_of(fold(row["line"])) for row in rows("furniture.csv"))


def _is_call(folded: str) -> bool:
    return bool(_CALL.search(folded) and _REACHED_BY.search(folded))


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _length(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))
