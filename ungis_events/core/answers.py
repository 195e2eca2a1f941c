"""Cached public answers: whole byte strings, right at once in every process.

The key holds everything the bytes depend on, the versions of the rows among it, so nothing is
ever invalidated: a change makes a new key. The versions come from one small query an answer.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

import brotli
from flask import Response, request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

_MOST_ANSWERS = 2_000
_MOST_OCTETS = 100 * 2**20
# From here on the best compression takes longer than sending what it saves: brotli needs 73 ms
# for 600 kB at quality 9, 17 ms at 4, for 4 % more.
_LONG = 100_000


@dataclass
class Answer:
    """One body in the encodings asked for so far."""

    body: bytes
    mimetype: str
    valid_until: datetime | None = None
    headers: dict[str, str] = field(default_factory=dict)
    etag: str = ""
    _encoded: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.etag = hashlib.sha256(self.body).hexdigest()[:20]

    def encoded(self, encoding: str) -> bytes:
        """Compressed once: pages are read far more often than they change."""
        if encoding not in self._encoded:
            is_long = len(self.body) > _LONG
            self._encoded[encoding] = {
                "br": lambda: brotli.compress(self.body, quality=4 if is_long else 9),
                "gzip": lambda: gzip.compress(self.body, 6 if is_long else 9, mtime=0),
                "": lambda: self.body,
            }[encoding]()
        return self._encoded[encoding]


class Answers:
    """The least recently used answers leave when the room is full."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()
        self._octets = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, now: datetime, make: Callable[[], Answer]) -> Answer:
        with self._lock:
            answer = self._kept.get(key)
            if answer is not None:
                self._kept.move_to_end(key)
        if answer is None or (answer.valid_until is not None and now >= answer.valid_until):
            answer = make()
            with self._lock:
                self._keep(key, answer)
        return answer

    def _keep(self, key: Hashable, answer: Answer) -> None:
        replaced = self._kept.pop(key, None)
        self._octets += len(answer.body) - (len(replaced.body) if replaced else 0)
        self._kept[key] = answer
        while len(self._kept) > _MOST_ANSWERS or self._octets > _MOST_OCTETS:
            if len(self._kept) == 1:
                return
            self._octets -= len(self._kept.popitem(last=False)[1].body)

    def forget_all(self) -> None:
        """For tests that begin with other rows under the same numbers."""
        with self._lock:
            self._kept.clear()
            self._octets = 0


answers = Answers()


def _encoding() -> str:
    return _best_encoding(request.headers.get("Accept-Encoding", ""))


@lru_cache(256)
def _best_encoding(accepted: str) -> str:
    """br, gzip or none; a weight of 0 refuses one (RFC 9110 12.5.3)."""
    weights = parse_accept_header(accepted, Accept)
    return next((name for name in ("br", "gzip") if _names(weights, name)), "")


def _names(weights: Accept, name: str) -> bool:
    return any(value.lower() == name and weight > 0 for value, weight in weights)


def to_response(answer: Answer) -> Response:
    """The answer as asked for: compressed, or 304 when the asker holds it already.

    The ETag differs by encoding (RFC 9110 8.8.3.3); browsers ask again each time (no-cache)
    and are mostly told that nothing changed.
    """
    encoding = _encoding()
    etag = f'"{answer.etag}-{encoding}"' if encoding else f'"{answer.etag}"'
    asked = request.headers.get("If-None-Match")
    if asked and any(tag.strip().removeprefix("W/") in (etag, "*") for tag in asked.split(",")):
        response = Response(status=304)
    else:
        response = Response(answer.encoded(encoding), content_type=answer.mimetype)
        if encoding:
            response.headers["Content-Encoding"] = encoding
    headers = response.headers
    headers["ETag"] = etag
    headers["Cache-Control"] = "public, no-cache"
    headers["Vary"] = "Accept-Encoding"
    for name, value in answer.headers.items():
        headers[name] = value
    return response


def to_private_response(body: bytes, mimetype: str) -> Response:
    """A page that holds one visitor's tokens: compressed lightly, kept by nobody.

    Nothing the visitor sent may stand in `body`: compressed beside a secret it would give the
    secret away (BREACH).
    """
    encoding = _encoding()
    if encoding:
        compressed = (
            brotli.compress(body, quality=1) if encoding == "br" else gzip.compress(body, 1)
        )
        response = Response(compressed, content_type=mimetype)
        response.headers["Content-Encoding"] = encoding
    else:
        response = Response(body, content_type=mimetype)
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    response.headers["Cache-Control"] = "no-store"
    return response
