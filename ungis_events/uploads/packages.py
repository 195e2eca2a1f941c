"""Documents that are zip archives: which kind they are, and what is refused in them.

Nothing is ever unpacked: the list of parts is read, and one small part that names the kind.
"""

import zipfile
from typing import BinaryIO

_MAIN_PARTS = {
    b"wordprocessingml.document.main+xml": "wordprocessingml.document",
    b"presentationml.presentation.main+xml": "presentationml.presentation",
    b"spreadsheetml.sheet.main+xml": "spreadsheetml.sheet",
}
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_MOST_PARTS = 5_000
# What a reader's program would have to hold; a deck full of pictures unpacks to what it weighs.
_MOST_UNPACKED = 500 * 2**20
_LONGEST_LIST_OF_TYPES = 2**20


def kind_of_package(stream: BinaryIO) -> str | None:
    """The media type; None for other archives, and for what holds macros or is made to burst."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            if not _can_be_opened(parts):
                return None
            names = {part.filename for part in parts}
            if "[Content_Types].xml" in names:
                return _kind_of_office(archive, names)
            return _kind_of_open_document(archive, names) if "mimetype" in names else None
    except Exception:  # a made-up archive makes zipfile fail in every way there is
        return None


def _can_be_opened(parts: list[zipfile.ZipInfo]) -> bool:
    """No bomb, no password, and no part twice, of which two readers would take different ones."""
    return (
        len(parts) <= _MOST_PARTS
        and len({part.filename.lower() for part in parts}) == len(parts)
        and sum(part.file_size for part in parts) <= _MOST_UNPACKED
        and not any(part.flag_bits & 1 for part in parts)
        and {part.compress_type for part in parts} <= {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    )


def _kind_of_office(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        return None
    types = _read(archive, "[Content_Types].xml", _LONGEST_LIST_OF_TYPES)
    # Spelt with entities or hidden in a comment, a type would mean another thing to a reader.
    if b"macroenabled" in types.lower() or b"&" in types or b"<!" in types:
        return None
    found = [kind for main, kind in _MAIN_PARTS.items() if main in types]
    return f"application/vnd.openxmlformats-officedocument.{found[0]}" if len(found) == 1 else None


def _kind_of_open_document(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    if any(name.lower().startswith(("basic/", "scripts/")) for name in names):
        return None
    media_type = _read(archive, "mimetype", 100).decode("ascii", "replace")
    allowed = {f"{_OPEN_DOCUMENT}{kind}" for kind in ("text", "presentation", "spreadsheet")}
    return media_type if media_type in allowed else None


def _read(archive: zipfile.ZipFile, name: str, longest: int) -> bytes:
    with archive.open(name) as part:
        return part.read(longest)
