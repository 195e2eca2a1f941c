"""Plain text as Markdown that shows the same text."""

import re

_ADDRESS = re.compile(
    r"<https?://[^\s<>\"]{1,2000}>|https?://[^\s<>\"]{1,2000}(?<![.,;:!?)\]}»”’'])"
)
_SIGNS = re.compile(r"[\\`*\[\]<]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w{1,30};)")
_START = re.compile(r"[-+>=~|#]|\d{1,9}([.)])(?=\s|$)")


def as_markdown(text: str) -> str:
    """One line; signs that would format are escaped, addresses become links."""
    pieces = []
    end = 0
    for match in _ADDRESS.finditer(text):
        pieces.append(_escaped(text[end : match.start()]))
        pieces.append(f"<{match[0].strip('<>')}>")
        end = match.end()
    pieces.append(_escaped(text[end:]))
    line = "".join(pieces).strip()
    start = _START.match(line)
    if not start:
        return line
    place = start.start(1) if start[1] else 0
    return f"{line[:place]}\\{line[place:]}"


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", text)
