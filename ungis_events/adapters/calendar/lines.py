"""Content lines: which characters may stand in a calendar file, escapes and folds (RFC 5545 3.1).

Everything here is about bytes; what the lines mean is said elsewhere.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

LONGEST_LINE = 75
_LINE_BREAKS = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_URI_CHARACTERS = ":/?#[]@!$&'()*+,;=%~"


def escaped(text: str) -> str:
    """A TEXT value (RFC 5545 3.3.11)."""
    return text.translate(_ESCAPED)


def paragraphs(text: str) -> str:
    """Without what no file may hold; line breaks of every kind become a line feed."""
    whole = text.encode("utf-8", "replace").decode()  # half a surrogate pair has no UTF-8
    return _FORBIDDEN.sub("", _LINE_BREAKS.sub("\n", whole).replace("\t", " "))


def one_line(text: str) -> str:
    return paragraphs(text).replace("\n", " ").strip()


def uri(address: str) -> str:
    """Percent-encode what RFC 3986 forbids; what is encoded already stays as it is."""
    return quote(address, safe=_URI_CHARACTERS)


def folded(lines: Iterable[str]) -> bytes:
    """The lines as they stand in the file, each ended by CRLF."""
    return b"".join(b"\r\n ".join(_pieces(line.encode())) + b"\r\n" for line in lines)


def _pieces(line: bytes) -> Iterator[bytes]:
    """Cut at 75 octets, never inside a character or an escape."""
    start, room = 0, LONGEST_LINE
    while len(line) - start > room:
        end = start + room
        while line[end] & 0xC0 == 0x80:  # a continuation octet of UTF-8
            end -= 1
        piece = line[start:end]
        if (len(piece) - len(piece.rstrip(b"\\"))) % 2:  # half of an escape
            piece = piece[:-1]
        yield piece
        start, room = start + len(piece), LONGEST_LINE - 1  # the space counts
    yield line[start:]
