"""How we sign in at Zoom: a server-to-server token, shared by all workers and renewed early."""

import hashlib
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ungis_events.adapters.webinar import (
    Problem,
    ProviderError,
    Retry,
    Token,
    TokenStore,
)

from .errors import detail_of, refused
from .http import Answer, Http

_EARLY = timedelta(minutes=5)
_LIVES = timedelta(hours=1)
_YOUNG = timedelta(minutes=1)
_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{1,8000}")


@dataclass(frozen=True)
class Credentials:
    account_id: str
    client_id: str
    client_secret: str

    def __repr__(self) -> str:
        return "<Credentials>"  # never in a log


class Account:
    """Zoom gives no refresh token and lets several tokens live at once."""

    def __init__(
        self,
        credentials: Credentials,
        oauth_url: str,
        store: TokenStore,
        clock: Callable[[], datetime],
        http: Http,
    ) -> None:
        self._credentials, self._oauth_url = credentials, oauth_url
        self._store, self._clock, self._http = store, clock, http
        self._lock = threading.Lock()
        owner = "\0".join((oauth_url, credentials.account_id, credentials.client_id))
        self._name = f"zoom:{hashlib.sha256(owner.encode()).hexdigest()[:40]}"

    def token(self) -> Token:
        """One that lives for some minutes yet. Raises ProviderError."""
        known = self._find()
        if known is not None:
            return known
        with self._lock:  # the threads of this process ask once
            known = self._find()
            if known is None:
                known = self._fetch()
                self._store.save(self._name, known)
            return known

    def is_young(self, token: Token) -> bool:
        """Then another one would have the same scopes, and all workers had to fetch it."""
        return token.expires_at - self._clock() > _LIVES - _YOUNG

    def renew(self, refused_one: Token) -> Token:
        """A token instead of one that Zoom no longer takes. Raises ProviderError."""
        self._store.forget(self._name, refused_one)
        return self.token()

    def _find(self) -> Token | None:
        token = self._store.find(self._name)
        return token if token and token.expires_at - _EARLY > self._clock() else None

    def _fetch(self) -> Token:
        given = self._credentials
        try:
            answer = self._http.exchange(
                "POST",
                self._oauth_url,
                auth=(given.client_id, given.client_secret),
                data={"grant_type": "account_credentials", "account_id": given.account_id},
            )
        except ProviderError as error:
            raise _not_asked_yet(error) from None
        now = self._clock()
        if answer.status != 200:
            raise _no_token(answer, now)
        told = answer.told if isinstance(answer.told, dict) else {}
        value = told.get("access_token")
        if not isinstance(value, str) or not _TOKEN.fullmatch(value):
            raise ProviderError(
                Problem.UNREACHABLE, retry=Retry.SOON, detail="an answer without a token"
            )
        return Token(value, now + _lives(told.get("expires_in")))


def _lives(seconds: object) -> timedelta:
    if not isinstance(seconds, int) or not 0 < seconds < _LIVES.total_seconds():
        return _LIVES
    return timedelta(seconds=seconds)


def _no_token(answer: Answer, now: datetime) -> ProviderError:
    error = refused(answer.status, answer.told, answer.headers, is_write=False, now=now)
    if answer.status == 429 or not 400 <= answer.status < 500:
        return error
    told = answer.told if isinstance(answer.told, dict) else {}
    return ProviderError(
        Problem.CREDENTIALS,
        retry=Retry.NEVER,
        detail=detail_of(told) or f"HTTP {answer.status}",
    )


def _not_asked_yet(error: ProviderError) -> ProviderError:
    """What we wanted to ask for has not left: only the asking for a token has."""
    return ProviderError(error.problem, retry=error.retry, detail=error.detail)
