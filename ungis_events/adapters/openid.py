"""Sign-in at somebody else's house: OpenID Connect, code flow with PKCE, state and nonce.

The only user of Authlib. What goes wrong is one error, whose text is for the log.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NoReturn
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from requests import RequestException

_SIGNED_WITH = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Never `none`, and never a key that we share with the provider."""
_LEEWAY = timedelta(minutes=2)
_SECONDS = 10
_KEPT = timedelta(hours=1)


class OpenIdRefused(Exception):
    """Nobody is signed in; the text is for the log and holds nothing personal."""


@dataclass(frozen=True)
class Person:
    """Whom the provider vouches for."""

    subject: str
    email: str
    """As the provider writes it; empty where it tells none."""
    is_verified: bool


class OpenIdProvider:
    """Found by its issuer's address; what it publishes is read when first needed."""

    def __init__(self, issuer: str, client_id: str, client_secret: str) -> None:
        self._issuer, self._client_id, self._client_secret = issuer, client_id, client_secret
        self._metadata: dict[str, Any] = {}
        self._read_at: datetime | None = None
        self._keys: KeySet | None = None

    def begin(self, callback_url: str, now: datetime) -> tuple[str, dict[str, str]]:
        """Where to send the browser, and what it must bring back. Raises OpenIdRefused."""
        pending = {
            "state": generate_token(32),
            "nonce": generate_token(32),
            "verifier": generate_token(64),
        }
        metadata = self._published(now)
        url, _state = self._session(callback_url).create_authorization_url(
            metadata["authorization_endpoint"],
            state=pending["state"],
            nonce=pending["nonce"],
            code_verifier=pending["verifier"],
        )
        return url, pending

    def finish(
        self,
        pending: dict[str, str],
        answer: dict[str, str],
        callback_url: str,
        now: datetime,
    ) -> Person:
        """Who it is, from what the browser brought back. Raises OpenIdRefused."""
        if not pending or not hmac.compare_digest(
            pending["state"].encode(), answer.get("state", "").encode()
        ):
            _refuse("this browser did not ask, or asked again meanwhile")
        if answer.get("iss", self._issuer) != self._issuer:  # RFC 9207
            _refuse("another provider answered")
        if "code" not in answer:
            _refuse("the provider answered without a code")
        metadata = self._published(now)
        try:
            with self._session(callback_url) as session:
                token = session.fetch_token(
                    metadata["token_endpoint"],
                    grant_type="authorization_code",
                    code=answer["code"],
                    code_verifier=pending["verifier"],
                )
                claims = self._check_id_token(token, pending["nonce"], now)
                more = claims if "email" in claims else self._ask_who(session, claims["sub"])
        except (AuthlibBaseError, JoseError, RequestException, ValueError, KeyError) as error:
            _refuse(type(error).__name__, error)
        return Person(
            subject=str(claims["sub"]),
            email=str(more.get("email") or ""),
            is_verified=more.get("email_verified") is True,
        )

    def _check_id_token(self, token: dict[str, Any], nonce: str, now: datetime) -> dict[str, Any]:
        signed = str(token["id_token"])
        try:
            decoded = jwt.decode(signed, self._key_set(now), algorithms=_SIGNED_WITH)
        except InvalidKeyIdError:  # it has new keys
            self._keys = None
            decoded = jwt.decode(signed, self._key_set(now), algorithms=_SIGNED_WITH)
        expected = {
            "iss": {"essential": True, "value": self._issuer},
            "aud": {"essential": True, "value": self._client_id},
            "nonce": {"essential": True, "value": nonce},
        }
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            expected,
            {
                "nonce": nonce,
                "client_id": self._client_id,
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(now=int(now.timestamp()), leeway=int(_LEEWAY.total_seconds()))
        return dict(claims)

    def _ask_who(self, session: OAuth2Session, subject: str) -> dict[str, Any]:
        """For providers that leave the address out of the ID token."""
        answer = session.get(self._metadata["userinfo_endpoint"])
        answer.raise_for_status()
        told = dict(answer.json())
        return told if told.get("sub") == subject else {}  # or a token of somebody else's

    def _session(self, callback_url: str) -> OAuth2Session:
        return OAuth2Session(
            self._client_id,
            self._client_secret,
            scope="openid email",
            redirect_uri=callback_url,
            code_challenge_method="S256",
            default_timeout=_SECONDS,
        )

    def _published(self, now: datetime) -> dict[str, Any]:
        if self._read_at is None or now > self._read_at + _KEPT:
            url = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
            told = self._read(url)
            if told.get("issuer") != self._issuer:
                _refuse("what is published there is of another issuer")
            needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            if not all(_is_as_safe(str(told.get(name, "")), self._issuer) for name in needed):
                _refuse("an address of the provider is missing, or not https")
            self._metadata, self._read_at, self._keys = told, now, None
        return self._metadata

    def _key_set(self, now: datetime) -> KeySet:
        if self._keys is None:
            keys: Any = self._read(str(self._published(now)["jwks_uri"]))
            self._keys = KeySet.import_key_set(keys)
        return self._keys

    def _read(self, url: str) -> dict[str, Any]:
        try:
            with OAuth2Session(default_timeout=_SECONDS) as session:
                answer = session.get(url, withhold_token=True)
                answer.raise_for_status()
                return dict(answer.json())
        except (RequestException, ValueError, TypeError) as error:
            _refuse(f"the provider cannot be read: {type(error).__name__}", error)


def _is_as_safe(url: str, issuer: str) -> bool:
    """https, or plain http where the issuer itself is: on this machine."""
    parts = urlsplit(url)
    return bool(parts.hostname) and parts.scheme in {"https", urlsplit(issuer).scheme}


def _refuse(reason: str, cause: Exception | None = None) -> NoReturn:
    raise OpenIdRefused(reason) from cause
