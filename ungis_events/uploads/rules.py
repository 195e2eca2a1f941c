"""What a file is, told by its content alone, and how it may be called.

Libraries that know file types (puremagic, filetype) answer "what could this be?" for hundreds
of kinds. We ask "is it one of these few, whole and without macros?", which neither answers:
Word with and without macros are one kind to them, and so is text that a browser would run.
"""

import codecs
import re
import unicodedata
from enum import StrEnum
from typing import BinaryIO

from ungis_events.adapters.images import is_readable

from .packages import kind_of_package


class Kind(StrEnum):
    """The kinds that are taken, by the media type they are sent with.

    No HTML and no SVG: a browser would run what stands in them.
    """

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    WEBP = "image/webp"
    TEXT = "text/plain"
    CSV = "text/csv"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ODT = "application/vnd.oasis.opendocument.text"
    ODP = "application/vnd.oasis.opendocument.presentation"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    MP4 = "video/mp4"
    M4A = "audio/mp4"
    MP3 = "audio/mpeg"


EXTENSIONS = {
    Kind.PDF: "pdf", Kind.PNG: "png", Kind.JPEG: "jpg", Kind.WEBP: "webp", Kind.TEXT: "txt",
    Kind.CSV: "csv", Kind.DOCX: "docx", Kind.PPTX: "pptx", Kind.XLSX: "xlsx", Kind.ODT: "odt",
    Kind.ODP: "odp", Kind.ODS: "ods", Kind.MP4: "mp4", Kind.M4A: "m4a", Kind.MP3: "mp3",
}  # fmt: skip
NAMES = {
    Kind.PDF: "PDF", Kind.PNG: "PNG", Kind.JPEG: "JPEG", Kind.WEBP: "WebP", Kind.TEXT: "TXT",
    Kind.CSV: "CSV", Kind.DOCX: "DOCX", Kind.PPTX: "PPTX", Kind.XLSX: "XLSX", Kind.ODT: "ODT",
    Kind.ODP: "ODP", Kind.ODS: "ODS", Kind.MP4: "MP4", Kind.M4A: "M4A", Kind.MP3: "MP3",
}  # fmt: skip
"""As people call them, in every language."""
PICTURES = (Kind.JPEG, Kind.PNG, Kind.WEBP)
DOCUMENTS = (
    Kind.PDF, Kind.DOCX, Kind.PPTX, Kind.XLSX, Kind.ODT, Kind.ODP, Kind.ODS, Kind.TEXT, Kind.CSV,
)  # fmt: skip
RECORDINGS = (Kind.MP4, Kind.M4A, Kind.MP3)

_LONGEST_NAME = 120
# File systems count octets, 255 of them; " (1)" of a second download must fit too.
_LONGEST_NAME_IN_OCTETS = 240
_MP4_BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V "}
_M4A_BRANDS = {b"M4A ", b"M4B "}
_READ = 64 * 1024
_END_OF_PDF = 1024


def kind_of(stream: BinaryIO, name: str) -> Kind | None:
    """What the content is; None: nothing that is taken.

    `name` only says which of two names harmless text gets, CSV or plain.
    """
    stream.seek(0)
    head = stream.read(512)
    for is_kind, kind in (
        (head.startswith(b"%PDF-"), Kind.PDF),
        (head.startswith(b"\x89PNG\r\n\x1a\n"), Kind.PNG),
        (head.startswith(b"\xff\xd8\xff"), Kind.JPEG),
        (head[:4] == b"RIFF" and head[8:12] == b"WEBP", Kind.WEBP),
        (head[4:8] == b"ftyp" and head[8:12] in _MP4_BRANDS, Kind.MP4),
        (head[4:8] == b"ftyp" and head[8:12] in _M4A_BRANDS, Kind.M4A),
        (_begins_like_mp3(head), Kind.MP3),
    ):
        if is_kind:
            return kind if _is_whole(stream, kind) else None
    if head.startswith(b"PK\x03\x04"):
        media_type = kind_of_package(stream)
        return Kind(media_type) if media_type else None
    if _is_plain_text(stream):
        return Kind.CSV if name.lower().endswith(".csv") else Kind.TEXT
    return None


def _is_whole(stream: BinaryIO, kind: Kind) -> bool:
    """Not the first octets alone: a picture that opens, a PDF with its end."""
    stream.seek(0)
    if kind in PICTURES:
        return is_readable(stream)
    if kind is Kind.PDF:
        # Readers look for the mark there, as some programs write more after it.
        stream.seek(max(stream.seek(0, 2) - _END_OF_PDF, 0))
        return b"%%EOF" in stream.read()
    return True


def _begins_like_mp3(head: bytes) -> bool:
    """An ID3 tag, or the first frame: its sync bits, layer III, a real bit rate and sample rate."""
    if head.startswith(b"ID3") and len(head) >= 10 and head[3] in (2, 3, 4):
        return True
    return (
        len(head) >= 4
        and head[0] == 0xFF
        and head[1] in (0xFB, 0xFA, 0xF3, 0xF2)
        and head[2] >> 4 not in (0x0, 0xF)
        and head[2] >> 2 & 3 != 3
    )


def _is_plain_text(stream: BinaryIO) -> bool:
    """UTF-8 that no reader takes for markup, without what no keyboard types."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    beginning = ""
    try:
        while block := stream.read(_READ):
            text = decoder.decode(block)
            if any(ord(character) < 32 and character not in "\t\n\r\f" for character in text):
                return False
            beginning = beginning or text.lstrip()[:1]
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return beginning not in ("", "<")


def safe_name(name: str, kind: Kind) -> str:
    """The given name without path, controls or direction marks, ending as its content does."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    stem = re.sub(r"\.(?=[a-z0-9]*[a-z])[a-z0-9]{1,5}$", "", name.strip(), flags=re.IGNORECASE)
    kept = "".join(
        character if unicodedata.category(character)[0] in "LMN" or character in " -_.,()+&’'"
        else "" if unicodedata.category(character)[0] == "C" else " "
        for character in stem
    )  # fmt: skip
    stem = " ".join(kept.split()).lstrip(". ")
    ending = f".{EXTENSIONS[kind]}"
    stem = stem[: _LONGEST_NAME - len(ending)]
    while len((stem + ending).encode()) > _LONGEST_NAME_IN_OCTETS:
        stem = stem[:-1]
    return (stem.rstrip(". ") or "file") + ending
