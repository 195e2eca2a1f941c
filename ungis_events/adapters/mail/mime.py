"""An Email as the bytes that travel (RFC 5322, RFC 2045 to 2047; with a calendar RFC 6047).

The address headers are folded here: the standard library's folding loses quotes and spaces of
long names that are not ASCII.
"""

import hashlib
import re
from base64 import b64encode, encodebytes
from binascii import b2a_qp
from datetime import UTC
from email.utils import format_datetime
from textwrap import wrap

import idna

from .email import Email, MailError

_LINE = 76  # RFC 2047 2, for lines with encoded words; we keep all to it
_LONGEST_LINE = 998
_LONGEST_MESSAGE_ID = 250
# 45 octets are 60 characters of base64: an encoded word may have 75 (RFC 2047 2).
_WORD_OCTETS = 45
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]+@[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]+")
_MESSAGE_ID = re.compile(r"<?([!#-;=?A-Z^-~]+@[!#-;=?A-Z^-~]+)>?")
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_OUR_HEADERS = {
    *("from", "to", "cc", "bcc", "sender", "reply-to", "subject", "date", "message-id"),
    *("mime-version", "content-type", "content-transfer-encoding", "content-disposition"),
    *("auto-submitted", "x-auto-response-suppress"),
}


def to_bytes(email: Email) -> bytes:
    """The whole message, CRLF line ends, ASCII unless an address needs SMTPUTF8 (RFC 6532).

    Raises ValueError for an address, Message-ID, header or calendar that cannot be sent; line
    breaks in names and subjects become spaces.
    """
    lines = [
        f"From: {_mailbox(email.from_name, email.from_address, len('From: '))}",
        f"To: {_mailbox(email.to_name, email.to_address, len('To: '))}",
        *([f"Reply-To: {wire_address(email.reply_to)}"] if email.reply_to else []),
        _unstructured("Subject", email.subject),
        f"Date: {_date(email)}",
        f"Message-ID: <{message_id(email)}>",
        # RFC 3834: vacation programs and mailing lists must not answer.
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: OOF, AutoReply",
        *(_extra(name, value) for name, value in email.headers),
        "MIME-Version: 1.0",
    ]
    if any(len(part) > _LONGEST_LINE for line in lines for part in line.split("\r\n")):
        raise ValueError("a header line is longer than 998 characters")
    return "".join(f"{line}\r\n" for line in lines).encode() + _content(email)


def sendable_bytes(email: Email) -> bytes:
    """As to_bytes, for mailers. Raises MailError, not retryable, without the reason's details."""
    try:
        return to_bytes(email)
    except ValueError:
        # The text of the error may quote an address; the cause goes no further.
        raise MailError("the e-mail cannot be written as a message", retryable=False) from None


def wire_address(address: str) -> str:
    """The address with its domain in ASCII (IDNA 2008). Raises ValueError.

    A local part outside ASCII stays: only a server with SMTPUTF8 takes it.
    """
    if not _ADDRESS.fullmatch(address):
        raise ValueError("not a plain e-mail address")
    local, _, domain = address.rpartition("@")
    if not domain.isascii():
        domain = idna.encode(domain, uts46=True).decode()  # idna.IDNAError is a ValueError
    local.encode()  # half a surrogate pair is a ValueError too
    return f"{local}@{domain}"


def message_id(email: Email) -> str:
    """The Message-ID without angle brackets. Raises ValueError."""
    match = _MESSAGE_ID.fullmatch(email.message_id)
    if match is None or len(match[1]) > _LONGEST_MESSAGE_ID:
        raise ValueError("not a Message-ID")
    return match[1]


def _content(email: Email) -> bytes:
    """The content's own headers and the content, in seven bits: no server needs 8BITMIME.

    Put together here: the standard library's way takes as long as all the rest of a mail.
    """
    # Made from the Message-ID, which nobody can guess; a second try is the same bytes. "=_" is in
    # no quoted-printable and no base64 (RFC 2045 6.7).
    mark = hashlib.sha256(email.message_id.encode()).hexdigest()[:32]
    content = _text("plain", email.text)
    alternatives = [content]
    if email.html is not None:
        alternatives.append(_text("html", email.html))
    if email.calendar is not None:
        alternatives.append(_invitation(email.calendar, email.calendar_method))
    elif email.calendar_method is not None:
        raise ValueError("a calendar method without a calendar")
    if len(alternatives) > 1:
        content = _multipart("alternative", f"=_a{mark}", alternatives)
    if email.calendar is not None:
        content = _multipart("mixed", f"=_m{mark}", [content, _attachment(email.calendar)])
    return content


def _text(subtype: str, text: str) -> bytes:
    """As it is where it fits into a mail, else in the shorter of the two encodings."""
    data = b"".join(line + b"\r\n" for line in _whole(text).encode().splitlines())
    is_plain = data.isascii() and b"\0" not in data  # RFC 2045 2.7
    if is_plain and max(map(len, data.split(b"\r\n"))) <= _LONGEST_LINE:
        return _part(f'text/{subtype}; charset="utf-8"', "7bit", data)
    quoted, base64 = b2a_qp(data), _base64(data)
    if len(quoted) <= len(base64):
        return _part(f'text/{subtype}; charset="utf-8"', "quoted-printable", quoted)
    return _part(f'text/{subtype}; charset="utf-8"', "base64", base64)


def _invitation(calendar: bytes, method: str | None) -> bytes:
    """The calendar as an alternative, the last one.

    Outlook looks for it in the first part of the mixed message only (MS-STANOICAL 2.2.168), and
    drops it unless the two methods agree (RFC 6047 2.4).
    """
    if method not in ("REQUEST", "CANCEL") or f"\r\nMETHOD:{method}\r\n".encode() not in calendar:
        raise ValueError("the calendar's METHOD is not the one announced")
    kind = f'text/calendar; charset="utf-8"; method="{method}"'
    return _part(kind, "base64", _base64(calendar))


def _attachment(calendar: bytes) -> bytes:
    """The calendar once more, for clients that show no buttons."""
    disposition = b'Content-Disposition: attachment; filename="invite.ics"\r\n'
    return disposition + _part("application/ics", "base64", _base64(calendar))


def _multipart(subtype: str, boundary: str, parts: list[bytes]) -> bytes:
    """RFC 2046 5.1."""
    line = f"--{boundary}".encode()
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n'.encode()
    return head + b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


def _part(kind: str, encoding: str, body: bytes) -> bytes:
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + body


def _base64(data: bytes) -> bytes:
    return encodebytes(data).replace(b"\n", b"\r\n")


def _mailbox(name: str, address: str, start: int) -> str:
    address = f"<{wire_address(address)}>"
    name = _one_line(name)
    if not name:
        return address
    if name.isascii() and len(name) < _LINE - start and "=?" not in name:
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        shown = f'"{quoted}"'
    else:
        shown = _encoded_words(name, start)
    last_line = shown.rpartition("\r\n")[2]
    fits = start + len(last_line) + 1 + len(address) <= _LINE
    return f"{shown} {address}" if fits else f"{shown}\r\n {address}"


def _unstructured(name: str, value: str) -> str:
    value = _one_line(value)
    if _is_plain(name, value):
        lines = wrap(
            value,
            _LINE,
            initial_indent=f"{name}: ",
            subsequent_indent=" ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        return "\r\n".join(lines) or f"{name}:"
    return f"{name}: {_encoded_words(value, len(name) + 2)}"


def _is_plain(name: str, value: str) -> bool:
    """Whether it can stand in a header as it is, folded at its spaces."""
    if not value.isascii() or "=?" in value or "  " in value:
        return False
    return max(map(len, value.split(" "))) < _LONGEST_LINE - len(name) - 2


def _extra(name: str, value: str) -> str:
    """Never in encoded words: nobody would find the address in them (RFC 2047 5)."""
    if not _HEADER_NAME.fullmatch(name) or name.lower() in _OUR_HEADERS:
        raise ValueError("a header that may not be added")
    if not _is_plain(name, _one_line(value)):
        raise ValueError("a header that cannot stand as it is")
    return _unstructured(name, value)


def _encoded_words(text: str, start: int) -> str:
    """RFC 2047 encoded words, one a line, each of whole characters.

    `start`: how much of the first line is taken.
    """
    words, word = [], b""
    room = (_LINE - start - len("=?utf-8?b??=")) // 4 * 3
    for character in text:
        octets = character.encode()
        if len(word) + len(octets) > room:
            words.append(word)
            word, room = b"", _WORD_OCTETS
        word += octets
    return "\r\n ".join(f"=?utf-8?b?{b64encode(part).decode()}?=" for part in [*words, word])


def _one_line(text: str) -> str:
    return _CONTROLS.sub(" ", _whole(text)).strip()


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()  # half a surrogate pair has no UTF-8


def _date(email: Email) -> str:
    if email.date.utcoffset() is None:
        raise ValueError("the date of an e-mail must be aware")
    return format_datetime(email.date.astimezone(UTC))
