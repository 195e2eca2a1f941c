"""A server on loopback that answers what it is told to, for what no stand-in of Zoom would do."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ungis_events.adapters.webinar import Token
from ungis_events.adapters.webinar.providers import zoom as zoom_provider
from ungis_events.adapters.webinar.providers.zoom import ZoomProvider
from ungis_events.adapters.webinar.zoom_api.http import Patience


@dataclass
class Answer:
    status: int = 200
    told: object = None
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    """Instead of `told`, as it is."""
    cut: bool = False
    """Say more than is sent."""
    drop: bool = False
    """Close the line without a word."""
    wait: threading.Event | None = None
    """Say nothing before it is set."""


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> object:
        return json.loads(self.body)


class Scripted:
    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.asked: list[Asked] = []
        self.tokens_given = 0
        self.token_answers: list[Answer] = []
        self.lock = threading.Lock()
        self.url = ""

    def then(self, *args: object, **named: object) -> "Scripted":
        self.answers.append(Answer(*args, **named))  # type: ignore[arg-type] # passed through
        return self

    def paths(self) -> list[str]:
        return [f"{each.method} {each.path}" for each in self.asked if "/oauth" not in each.path]

    def next_for(self, asked: Asked) -> Answer:
        with self.lock:
            self.asked.append(asked)
            if asked.path != "/oauth/token":
                return self.answers.pop(0)
            if self.token_answers:
                return self.token_answers.pop(0)
            self.tokens_given += 1
            told = {"access_token": f"token-{self.tokens_given}", "expires_in": 3600}
            return Answer(200, told)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    script: Scripted

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        asked = Asked(self.command, self.path, dict(self.headers), body)
        answer = self.script.next_for(asked)
        if answer.wait is not None:
            answer.wait.wait(10)
        if answer.drop or answer.wait is not None:
            self.close_connection = True
            return
        content = answer.raw
        if content is None:
            content = b"" if answer.told is None else json.dumps(answer.told).encode()
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(content) + 100 * answer.cut))
        self.end_headers()
        try:
            self.wfile.write(content)
        except OSError:  # the other side has heard enough
            self.close_connection = True
        if answer.cut:
            self.close_connection = True

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815 - http.server's names

    def log_message(self, *_args: object) -> None:
        pass


@contextmanager
def scripted_server() -> Iterator[Scripted]:
    script = Scripted()
    handler = type("Handler", (_Handler,), {"script": script})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    script.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield script
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class MemoryTokens:
    """A TokenStore that one process keeps."""

    def __init__(self) -> None:
        self.kept: dict[str, Token] = {}

    def find(self, name: str) -> Token | None:
        return self.kept.get(name)

    def save(self, name: str, token: Token) -> None:
        self.kept[name] = token

    def forget(self, name: str, token: Token) -> None:
        if self.kept.get(name) == token:
            del self.kept[name]


def settings_of(url: str, **more: str) -> dict[str, object]:
    return {
        "ZOOM_ACCOUNT_ID": "account-1",
        "ZOOM_CLIENT_ID": "client-1",
        "ZOOM_CLIENT_SECRET": "very-secret",
        "ZOOM_WEBHOOK_SECRET": "webhook-secret",
        "ZOOM_HOST": "host@example.org",
        "ZOOM_API_URL": f"{url}/v2",
        "ZOOM_OAUTH_URL": f"{url}/oauth/token",
        "ZOOM_PLAN": "pro",
        **more,
    }


class Wall:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def make_zoom(
    url: str, tokens: MemoryTokens, wall: Wall, patience: Patience | None = None, **more: str
) -> ZoomProvider:
    provider = zoom_provider.from_settings(settings_of(url, **more), tokens, wall, patience)
    assert provider is not None
    return provider
