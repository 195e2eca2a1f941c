"""The text of a file that an announcement comes in: plain, .docx, .pdf, .html, .eml.

What the file is, its bytes say, and where they are silent its name. Plain text is read here;
everything else by a process of its own (`apart`), which may use little time and memory: the
libraries that take such files apart are large, and the files come from anywhere.
"""

from . import errors
from .apart.decoding import NotText, decoded
from .apart.outcomes import Outcome
from .child import take_apart
from .errors import TextNotRead
from .kinds import Kind, kind_of

__all__ = ["LONGEST_BYTES", "LONGEST_TEXT", "TextNotRead", "take_text"]

LONGEST_BYTES = 1_000_000
LONGEST_TEXT = 200_000
"""Characters; what lies beyond is left out."""

_REFUSED = {
    Kind.EMPTY: errors.empty,
    Kind.OTHER_DOCUMENT: errors.to_save_as_docx,
    Kind.OUTLOOK: errors.to_save_as_mail,
    Kind.CALENDAR: errors.calendar,
    Kind.PICTURE: errors.picture,
    Kind.LOCKED: errors.with_password,
    Kind.UNKNOWN: errors.unknown,
}
_FAILED = {
    Outcome.DAMAGED: errors.damaged,
    Outcome.LOCKED: errors.with_password,
    Outcome.WITHOUT_TEXT: errors.without_text,
    Outcome.TOO_MUCH: errors.too_much,
    Outcome.TOO_SLOW: errors.too_slow,
}


def take_text(data: bytes, name: str) -> str:
    """The words of a file, line by line. Raises TextNotRead."""
    if len(data) > LONGEST_BYTES:
        raise TextNotRead(errors.too_large(name, LONGEST_BYTES))
    kind = kind_of(data, name)
    if kind in _REFUSED:
        raise TextNotRead(_REFUSED[kind](name))
    if kind is Kind.PLAIN:
        try:
            return decoded(data)[:LONGEST_TEXT]
        except NotText:
            raise TextNotRead(errors.unknown(name)) from None
    outcome, text = take_apart(data, kind.value)
    if outcome is not Outcome.TEXT:
        raise TextNotRead(_FAILED[outcome](name))
    return text[:LONGEST_TEXT]
