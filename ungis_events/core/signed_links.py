"""Personal links: id + HMAC(SECRET_KEY, purpose, id, link version).

A later mail can build the same link again, nothing secret is stored, and raising the row's
link version revokes every link given out. Tokens for different purposes differ.
"""

import hashlib
import hmac
from base64 import b32encode
from collections.abc import Callable

from .errors import NotFound


def make_token(secret: str, purpose: str, row_id: int, version: int) -> str:
    """`<id>-<32 letters and digits>`: 160 bits that cannot be guessed.

    No punctuation: programs that turn text into links drop a hyphen at the end.
    """
    mac = hmac.new(
        secret.encode(), f"{purpose}:{row_id}:{version}".encode(), hashlib.sha256
    ).digest()
    return f"{row_id}-{b32encode(mac[:20]).decode().lower()}"


def check_token(
    secret: str, purpose: str, token: str, find_version: Callable[[int], int | None]
) -> int:
    """The id in `token`. Raises NotFound, with the same answer for unknown, forged and revoked."""
    head, _, _ = token.partition("-")
    if not head.isascii() or not head.isdigit() or len(head) > 15:
        raise NotFound
    row_id = int(head)
    if row_id > 2**31 - 1:  # no number of a row
        raise NotFound
    version = find_version(row_id)
    if version is None:
        raise NotFound
    if not hmac.compare_digest(
        token.encode(), make_token(secret, purpose, row_id, version).encode()
    ):
        raise NotFound
    return row_id
