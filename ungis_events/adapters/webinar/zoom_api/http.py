"""One HTTP exchange with Zoom: bounded in time and size, never followed elsewhere, never logged."""

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from requests.exceptions import (
    ConnectionError as NotConnected,
)
from requests.exceptions import (
    ConnectTimeout,
    RequestException,
    SSLError,
)
from urllib3.exceptions import HTTPError, MaxRetryError, NewConnectionError

from ungis_events.adapters.webinar import Problem, ProviderError, Retry

_AGENT = "ungis-events (webinars)"
_LARGEST_ANSWER = 8 * 1024 * 1024
"""A page of 300 registrants with all their answers is well below."""
_PIECE = 64 * 1024


@dataclass(frozen=True)
class Patience:
    """Seconds."""

    connect: float = 5.0
    read: float = 20.0
    whole: float = 60.0
    """For an answer that comes drop by drop."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    told: object
    """The JSON; None where there is none, or it cannot be read."""


class Http:
    """A session for each thread, as `requests` promises nothing about sharing one."""

    def __init__(self, patience: Patience | None = None) -> None:
        self._patience = patience or Patience()
        self._of_thread = threading.local()

    def exchange(self, method: str, url: str, **parts: Any) -> Answer:
        """`parts` as requests takes them. Raises ProviderError UNREACHABLE."""
        is_write = method != "GET"
        started = time.monotonic()
        try:
            with self._session().request(
                method,
                url,
                timeout=(self._patience.connect, self._patience.read),
                allow_redirects=False,
                stream=True,
                **parts,
            ) as answer:
                body = self._read(answer, started)
        except RequestException as error:
            raise _unreachable(error, is_unsure=is_write and not _never_left(error)) from None
        except (HTTPError, _Cut) as error:  # of urllib3, while the answer was read
            raise _unreachable(error, is_unsure=is_write) from None
        return Answer(answer.status_code, answer.headers, _json(body))

    def _read(self, answer: requests.Response, started: float) -> bytes:
        pieces, size = [], 0
        for piece in answer.iter_content(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > _LARGEST_ANSWER:
                raise _Cut("the answer is too long")
            if time.monotonic() - started > self._patience.whole:
                raise _Cut("the answer takes too long")
        return b"".join(pieces)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._of_thread, "session", None)
        if session is None:
            session = self._of_thread.session = requests.Session()
            # No proxy, and no password from ~/.netrc in place of our token.
            session.trust_env = False
            session.headers.update({"User-Agent": _AGENT, "Accept": "application/json"})
        return session


class _Cut(Exception):
    """The answer was not read to its end."""


def _never_left(error: RequestException) -> bool:
    """Whether the connection was never made, so that nothing can have been carried out."""
    if isinstance(error, ConnectTimeout | SSLError):
        return True
    cause = error.args[0] if isinstance(error, NotConnected) and error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)


def _unreachable(error: Exception, *, is_unsure: bool) -> ProviderError:
    """Only the kind of error: its text holds the address, and in it numbers and tokens."""
    detail = str(error) if isinstance(error, _Cut) else type(error).__name__
    return ProviderError(Problem.UNREACHABLE, retry=Retry.SOON, detail=detail, is_unsure=is_unsure)


def _json(body: bytes) -> object:
    try:
        told: object = json.loads(body) if body else None
    except (ValueError, RecursionError):
        return None
    return told
