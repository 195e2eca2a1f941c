"""A stand-in for an OpenID provider: a real server on loopback that signs real ID tokens.

It keeps to the protocol (RFC 6749, 7636; OpenID Connect Core) except where a test spoils it.
"""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

CLIENT_ID, CLIENT_SECRET = "ungis-events", "a secret of the two"


@dataclass
class Provider:
    """What it does next can be set; what it was asked stands in `asked`."""

    issuer: str
    now: datetime
    claims: dict[str, Any] = field(default_factory=dict)
    """Beside the usual ones, or instead of them; None leaves one out."""
    userinfo: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    asked: list[str] = field(default_factory=list)
    published: dict[str, Any] = field(default_factory=dict)
    """Instead of the usual."""
    signing_key: Any = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    published_key: Any = None
    """None: the one it signs with."""
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def authorize(self, url: str, *, code: str = "a code") -> dict[str, str]:
        """What the person's browser brings back from the page at `url`."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT_ID
        assert asked["code_challenge_method"] == "S256"
        self._codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def answer(self, method: str, path: str, body: str) -> tuple[int, dict[str, Any]]:
        self.asked.append(f"{method} {path}")
        match path:
            case "/.well-known/openid-configuration":
                return 200, self._configuration() | self.published
            case "/keys":
                key = self.published_key or self.signing_key
                return 200, KeySet([key]).as_dict(private=False)
            case "/token":
                return self._token({name: each[0] for name, each in parse_qs(body).items()})
            case "/userinfo":
                return 200, self.userinfo
        return 404, {}

    def _configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
        }

    def _token(self, given: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self._codes.pop(given.get("code", ""), None)
        if asked is None or asked["redirect_uri"] != given.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if challenge != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        return 200, {
            "access_token": "for userinfo",
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": self._id_token(asked["nonce"]),
        }

    def _id_token(self, nonce: str) -> str:
        seconds = int(self.now.timestamp())
        usual = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "person-1",
            "nonce": nonce,
            "iat": seconds,
            "exp": seconds + 300,
            "email": "amina@example.org",
            "email_verified": True,
        }
        claims = {name: value for name, value in (usual | self.claims).items() if value is not None}
        key, header = self.signing_key, {"alg": self.algorithm, "kid": "one"}
        if self.algorithm.startswith("HS"):
            key = OctKey.import_key(CLIENT_SECRET)
        if self.algorithm == "none":
            return ".".join((_part({"alg": "none"}), _part(claims), ""))
        return jwt.encode(header, claims, key, algorithms=[self.algorithm])


def _part(content: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


@contextmanager
def serving_provider(now: datetime) -> Iterator[Provider]:
    """On a port of its own, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("GET", "")

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            self._answer("POST", self.rfile.read(length).decode())

        def _answer(self, method: str, body: str) -> None:
            code, content = provider.answer(method, urlsplit(self.path).path, body)
            written = json.dumps(content).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = Provider(f"http://127.0.0.1:{server.server_port}", now)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
