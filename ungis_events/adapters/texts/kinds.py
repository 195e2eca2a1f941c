"""What a file is: by its first bytes, then by its name."""

import re
from enum import Enum
from pathlib import PurePath

_BLANKS = b" \t\r\n"
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_OUTLOOK = "__substg1.0_".encode("utf-16-le")
_PICTURE = re.compile(
    rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF.{4}WEBP|II\*\0|MM\0\*|....ftyphei", re.S
)
_HTML = re.compile(
    rb"(?:<\?xml[^>]{0,200}>\s{0,50})?(?:<!--[^>]{0,2000}-->\s{0,50})?<(?:!doctype html|html)\b",
    re.I,
)
_HEADER = re.compile(rb"([!-9;-~]{1,60}):|[ \t]")
# Sentences have a subject and a date, too; these are written by programs alone.
_HEADERS_OF_PROGRAMS = {
    b"content-type", b"delivered-to", b"dkim-signature", b"message-id", b"mime-version",
    b"received", b"return-path",
}  # fmt: skip


class Kind(Enum):
    """The values of what is taken apart are names of modules in `apart`."""

    PLAIN = "plain"
    WORD = "word"
    PDF = "pdf"
    WEB = "web"
    MAIL = "mail"
    OTHER_DOCUMENT = "other document"
    OUTLOOK = "outlook"
    CALENDAR = "calendar"
    PICTURE = "picture"
    LOCKED = "locked"
    EMPTY = "empty"
    UNKNOWN = "unknown"


_BY_NAME = {
    ".htm": Kind.WEB, ".html": Kind.WEB, ".xhtml": Kind.WEB,
    ".eml": Kind.MAIL, ".mht": Kind.MAIL, ".mhtml": Kind.MAIL,
    ".pdf": Kind.PDF,
    ".docx": Kind.WORD,
    ".doc": Kind.OTHER_DOCUMENT, ".dot": Kind.OTHER_DOCUMENT, ".odt": Kind.OTHER_DOCUMENT,
    ".pages": Kind.OTHER_DOCUMENT, ".rtf": Kind.OTHER_DOCUMENT, ".wpd": Kind.OTHER_DOCUMENT,
    ".msg": Kind.OUTLOOK,
    ".ics": Kind.CALENDAR, ".vcs": Kind.CALENDAR,
    ".bmp": Kind.PICTURE, ".gif": Kind.PICTURE, ".heic": Kind.PICTURE, ".jpeg": Kind.PICTURE,
    ".jpg": Kind.PICTURE, ".png": Kind.PICTURE, ".svg": Kind.PICTURE, ".tif": Kind.PICTURE,
    ".tiff": Kind.PICTURE, ".webp": Kind.PICTURE,
}  # fmt: skip


def kind_of(data: bytes, name: str) -> Kind:
    """What to do with the file. Text of any name is text, unless its name says it is not."""
    start = data[:20_000].lstrip(_BLANKS)
    if not start and not data[20_000:].strip(_BLANKS):
        return Kind.EMPTY
    return _by_magic(data, start) or _by_words(start) or _by_name(name)


def _by_name(name: str) -> Kind:
    return _BY_NAME.get(PurePath(name).suffix.lower(), Kind.PLAIN)


def _by_magic(data: bytes, start: bytes) -> Kind | None:
    if data.startswith(_ZIP):
        return Kind.WORD if b"word/" in data else Kind.OTHER_DOCUMENT
    if data.startswith(_OLE):
        if _LOCKED_OFFICE in data:
            return Kind.LOCKED
        return Kind.OUTLOOK if _OUTLOOK in data else Kind.OTHER_DOCUMENT
    if start.startswith(b"%PDF-"):
        return Kind.PDF
    if start.startswith(b"{\\rtf"):
        return Kind.OTHER_DOCUMENT
    return Kind.PICTURE if _PICTURE.match(data) else None


def _by_words(start: bytes) -> Kind | None:
    for bom in _BOMS:
        start = start.removeprefix(bom)
    words = start.replace(b"\0", b"").lstrip(_BLANKS)  # UTF-16 has zeros between its letters
    if words[:15].upper() == b"BEGIN:VCALENDAR":
        return Kind.CALENDAR
    if _HTML.match(words):
        return Kind.WEB
    return Kind.MAIL if _has_headers_of_programs(words) else None


def _has_headers_of_programs(words: bytes) -> bool:
    """Two of them before the first empty line, and nothing else than headers."""
    names = set()
    for number, line in enumerate(words.splitlines()):
        if not line:
            break
        header = _HEADER.match(line)
        if not header:
            if number == 0 and line.startswith(b"From "):
                continue
            return False
        names.add((header[1] or b"").lower())
    return len(names & _HEADERS_OF_PROGRAMS) >= 2
