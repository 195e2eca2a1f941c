"""The text of a notice cut into pieces, each of which knows what was read from it. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from flask_babel import LazyString

from .reading.findings import Span

_MOST_SPANS = 60
"""Of one thing: a text can name a topic on every line."""


@dataclass(frozen=True)
class Source:
    """Something that was read, and where it stands in the text."""

    key: str
    """Of the field that shows it: title, speaker-2."""
    tag: LazyString | str
    """What stands behind the words in the text."""
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Piece:
    """Characters of the text that belong to the same things."""

    start: int
    text: str
    keys: tuple[str, ...] = ()
    """Empty: nothing was read from it."""
    ending: tuple[Source, ...] = ()
    """Those that end here and are not named again on the same line."""

    @property
    def id(self) -> str:
        return f"m{self.start}"


def cut(text: str, sources: Iterable[Source]) -> list[Piece]:
    """All of the text, in order. No two pieces overlap, whatever the spans do: where spans meet
    or lie in each other, the text is cut, and each piece names all that it belongs to."""
    opening: dict[int, list[Source]] = {}
    closing: dict[int, list[Source]] = {}
    for source in sources:
        for span in _usable(source.spans, len(text)):
            opening.setdefault(span.start, []).append(source)
            closing.setdefault(span.end, []).append(source)
    places = sorted({0, len(text), *opening, *closing})
    return _named_once_a_line(list(_pieces(text, places, opening, closing)))


def _usable(spans: Iterable[Span], length: int) -> list[Span]:
    within = {Span(max(0, span.start), min(span.end, length)) for span in spans}
    return sorted(span for span in within if span.start < span.end)[:_MOST_SPANS]


def _pieces(
    text: str,
    places: Sequence[int],
    opening: dict[int, list[Source]],
    closing: dict[int, list[Source]],
) -> Iterator[Piece]:
    open_now: list[Source] = []
    for start, end in pairwise(places):
        for source in closing.get(start, ()):
            open_now.remove(source)
        open_now += opening.get(start, ())
        keys = tuple(dict.fromkeys(source.key for source in open_now))
        ending = {str(source.tag): source for source in reversed(closing.get(end, ()))}
        yield Piece(start, text[start:end], keys, tuple(reversed(ending.values())))


def _named_once_a_line(pieces: Sequence[Piece]) -> list[Piece]:
    """Behind the last of them: 31 January, 10:00, EST [When]."""
    kept: list[Piece] = []
    named: set[str] = set()
    for piece in reversed(pieces):
        ending = tuple(source for source in piece.ending if str(source.tag) not in named)
        named |= {str(source.tag) for source in ending}
        if "\n" in piece.text:
            named = set()
        kept.append(replace(piece, ending=ending))
    return kept[::-1]


def first_pieces(pieces: Iterable[Piece]) -> dict[str, Piece]:
    """{key: where in the text it is first}"""
    found: dict[str, Piece] = {}
    for piece in pieces:
        for key in piece.keys:
            found.setdefault(key, piece)
    return found
