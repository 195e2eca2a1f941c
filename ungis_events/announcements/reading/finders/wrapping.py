"""The text as finders look at it."""

import re
from collections.abc import Iterable

from ungis_events.announcements.reading.findings import Span

WRAPPED_FROM = 55
"""A line this long was broken by an e-mail program: what goes on below belongs to it."""
_WRAP = re.compile(rf"(?<=[^\n]{{{WRAPPED_FROM}}})\n(?=[^\W_])")


def unwrapped(text: str) -> str:
    """The text with a blank for each line end inside a sentence; as long as it was."""
    return _WRAP.sub(" ", text)


def covered(length: int, spans: Iterable[Span]) -> bytearray:
    """A 1 for each character that lies in one of the spans."""
    places = bytearray(length)
    for start, end in spans:
        places[start:end] = b"\1" * (end - start)
    return places
