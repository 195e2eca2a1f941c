"""The text of a message: its subject, then what it says."""

import email
from collections.abc import Iterator
from email import policy
from email.message import MIMEPart

from .decoding import NotText, decoded
from .outcomes import NoText, Outcome
from .web import text_of_page

_DEEPEST = 5
_MOST_PARTS = 50


def text_of(data: bytes) -> str:
    """Raises NoText, or anything at all where the file is damaged.

    Of a message forwarded whole, the same follows. Attached files are left out.
    """
    message = email.message_from_bytes(data, policy=policy.default)
    parts = list(_texts(message, _DEEPEST))
    if not any(parts):
        raise NoText(Outcome.WITHOUT_TEXT)
    return "\n\n".join(parts)


def _texts(message: MIMEPart, deepest: int) -> Iterator[str]:
    subject = " ".join(str(message.get("subject", "")).split())
    if subject:
        yield subject
    body = message.get_body(("plain", "html"))
    if body is not None:
        yield _words_of(body)
    for inner in _messages_in(message) if deepest else ():
        yield from _texts(inner, deepest - 1)


def _messages_in(message: MIMEPart) -> Iterator[MIMEPart]:
    """Those directly in it, not those in them."""
    waiting = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        inside = list(part.iter_parts())
        if part.get_content_type() != "message/rfc822":
            waiting.extend(inside)
        else:
            yield from inside[:1]


def _words_of(part: MIMEPart) -> str:
    content = part.get_payload(decode=True)
    words = _decoded(content if isinstance(content, bytes) else b"", part.get_content_charset())
    is_page = part.get_content_subtype() == "html"
    return text_of_page(words) if is_page and words.strip() else words.strip()


def _decoded(content: bytes, charset: str | None) -> str:
    """By the charset that the part names; programs that name ASCII, or a wrong one, write UTF-8."""
    try:
        return content.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        pass
    try:
        return decoded(content)
    except NotText:
        raise NoText(Outcome.DAMAGED) from None
