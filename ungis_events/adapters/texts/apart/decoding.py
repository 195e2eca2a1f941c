"""Bytes become letters, in whatever encoding text comes."""

import re

_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f\ufffd]")
# A page break or the like comes along in text that was copied; more is no text.
_MOST_CONTROLS = 0.01


class NotText(ValueError):
    """Bytes that no person wrote."""


def decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else the Windows of old. Raises NotText."""
    encoding = next((code for bom, code in _BOMS.items() if data.startswith(bom)), None)
    text = data.decode(encoding, "replace") if encoding else _without_mark(data)
    broken = text.count("\ufffd") + len(_CONTROLS.findall(text))
    if "\0" in text or broken > len(text) * _MOST_CONTROLS + 1:
        raise NotText
    return text


def _without_mark(data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    # A file cut in the middle of a letter is still UTF-8: most letters come out whole.
    if broken and len(_BEYOND_ASCII.findall(text)) <= broken:
        return data.decode("cp1252", "replace")
    return text
