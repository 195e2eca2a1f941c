"""The stand-in: asked over HTTP, told over HTTP or by a test what happens in its rooms."""

import base64
import json
import secrets
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from . import contract
from .attendance_calls import AttendanceCalls
from .calls import Refusal
from .commands import Commands
from .contract import Operation
from .faults import Fault, Faults
from .limits import Limits, TooManyRequests
from .people_calls import PeopleCalls
from .room import RoomCommands
from .state import HOST, Host, Webinar
from .webhooks import ACCOUNT, WEBHOOK_SECRET, Sender, describe
from .webinar_calls import WebinarCalls

CLIENT_ID, CLIENT_SECRET = "client-of-tests", "client-secret-of-tests"
TOKEN_SECONDS = 3600
ALL_SCOPES = sorted({each.scopes[0] for each in contract.list_operations() if each.scopes})
"""The granular ones."""


class Answer:
    """What goes back: as JSON, cut short, or not at all."""

    def __init__(self, status: int, body: Any = None, headers: dict[str, str] | None = None):
        self.status = status
        self.content = b"" if body is None else json.dumps(body).encode()
        self.body = body
        self.headers = headers or {}
        self.is_lost = False
        self.is_cut = False


class Operations(WebinarCalls, PeopleCalls, AttendanceCalls):
    """All that the API can be asked."""


class ZoomStandIn(Commands, RoomCommands):
    """State in memory under one lock. `base`: the address it listens on."""

    def __init__(self, base: str, clock: Callable[[], datetime] = lambda: datetime.now(UTC)):
        self.base = base
        self._clock = clock
        self.closing = threading.Event()
        self._lock = threading.RLock()
        self._asked = threading.Condition()
        self._sender = Sender(self.now)
        self.reset()

    def reset(self) -> None:
        """As if new."""
        with self._lock:
            self._ahead = timedelta()
            self.latency: dict[str, float] = {}
            self.limits = Limits()
            self.faults = Faults()
            self.requests: list[tuple[str, str, int]] = []
            self.operations_asked: list[str] = []
            """The name of each operation, when it was asked, before it is answered."""
            self.violations: list[str] = []
            self._tokens: dict[str, tuple[datetime, str]] = {}
            self._scopes = " ".join(ALL_SCOPES)
            self._operations = Operations(self.base, self.limits, self._tell)
            self._operations.hosts[HOST] = Host(HOST, "host-of-tests")
            self._sender.close()
            self._sender = Sender(self.now)

    @property
    def settings(self) -> dict[str, str]:
        """For create_app or the environment."""
        return {
            "ZOOM_ACCOUNT_ID": ACCOUNT,
            "ZOOM_CLIENT_ID": CLIENT_ID,
            "ZOOM_CLIENT_SECRET": CLIENT_SECRET,
            "ZOOM_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "ZOOM_HOST": HOST,
            "ZOOM_PLAN": self.limits.plan or "pro",
            "ZOOM_API_URL": f"{self.base}/v2",
            "ZOOM_OAUTH_URL": f"{self.base}/oauth/token",
        }

    @property
    def webinars(self) -> dict[str, Webinar]:
        """By number, the deleted ones too."""
        return self._operations.webinars

    @property
    def hosts(self) -> dict[str, Host]:
        return self._operations.hosts

    # its clock

    def now(self) -> datetime:
        return self._clock() + self._ahead

    def move_clock(self, **by: float) -> None:
        """`hours=1` and the like, as timedelta takes them."""
        self._ahead += timedelta(**by)

    def _tell(self, event: str, webinar: Webinar, **more: Any) -> None:
        self._sender.tell(describe(event, webinar, self.now(), **more))

    def close(self) -> None:
        self.closing.set()
        self._sender.close()

    # the API

    def answer(
        self, method: str, path: str, query: dict[str, str], headers: Any, content: bytes
    ) -> Answer:
        """`path` still encoded, without /v2."""
        found = contract.find_operation(method, path)
        name = found[0].name if found else "?"
        with self._asked:
            self.operations_asked.append(name)
            self._asked.notify_all()
        answer = self._answer(found, query, headers, content, f"{method} {path}")
        with self._lock:
            self.requests.append((method, path, answer.status))
        return answer

    def _answer(
        self,
        found: tuple[Operation, dict[str, str]] | None,
        query: dict[str, str],
        headers: Any,
        content: bytes,
        line: str,
    ) -> Answer:
        if found is None:
            self.violations.append(f"{line}: no such call")
            return Answer(404, {"code": 404, "message": "No such call."})
        operation, places = found
        with self._lock:
            fault = self.faults.take(operation.name)
        if fault is None or not fault.comes_first:
            answer = self._carried_out(operation, places, query, headers, content, line)
            if seconds := self.latency.get(operation.label or ""):
                self.closing.wait(seconds)
        else:
            answer = Answer(500)
        return self._spoilt(answer, fault) if fault else answer

    def _spoilt(self, answer: Answer, fault: Fault) -> Answer:
        if instead := fault.answer():
            answer = Answer(*instead)
        if fault.hang_seconds:
            self.closing.wait(fault.hang_seconds)
        answer.is_lost, answer.is_cut = fault.lose_answer, fault.cut_answer
        return answer

    def _carried_out(
        self,
        operation: Operation,
        places: dict[str, str],
        query: dict[str, str],
        headers: Any,
        content: bytes,
        line: str,
    ) -> Answer:
        try:
            with self._lock:
                if operation.name != "createToken":
                    self._check_token(operation, headers)
                body = _read(content, headers)
                problems = contract.request_problems(operation, places, query, body)
                if problems:
                    self.violations.append(f"{line}: {'; '.join(problems)}")
                    errors = [{"field": "", "message": problem} for problem in problems]
                    raise Refusal(400, 300, "Validation Failed.", errors)
                if operation.name == "createToken":
                    status, answered = self._create_token(body, headers)
                else:
                    act = getattr(self._operations, _snake(operation.name))
                    status, answered = act(places, query, body, self.now())
                answer = Answer(status, answered)
        except Refusal as refusal:
            answer = Answer(refusal.status, refusal.body)
        except TooManyRequests as refusal:
            body = {"code": 429, "message": refusal.message}
            answer = Answer(429, body, refusal.headers)
        for problem in contract.answer_problems(operation, answer.status, answer.body):
            self.violations.append(f"our own answer to {line}: {problem}")
        return answer

    def _check_token(self, operation: Operation, headers: Any) -> None:
        kind, _, token = headers.get("Authorization", "").partition(" ")
        ends_at, scopes = self._tokens.get(token, (None, ""))
        if kind != "Bearer" or ends_at is None:
            raise Refusal(401, 124, "Invalid access token.")
        if ends_at <= self.now():
            raise Refusal(401, 124, "Access token is expired.")
        if operation.label:
            self.limits.note(operation.label)
        if not set(operation.scopes) & set(scopes.split()):
            wanted = ", ".join(operation.scopes)
            raise Refusal(400, 4711, f"Invalid access token, does not contain scopes:[{wanted}].")

    def _create_token(self, body: dict[str, str], headers: Any) -> tuple[int, Any]:
        wanted = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if headers.get("Authorization") != f"Basic {wanted}":
            return 401, {"reason": "Invalid client_id or client_secret", "error": "invalid_client"}
        if body["account_id"] != ACCOUNT:
            return 400, {"reason": "Bad Request", "error": "invalid_request"}
        token = secrets.token_urlsafe(24)
        self._tokens[token] = (self.now() + timedelta(seconds=TOKEN_SECONDS), self._scopes)
        return 200, {
            "access_token": token,
            "token_type": "bearer",
            "expires_in": TOKEN_SECONDS,
            "scope": self._scopes,
            "api_url": self.base,
        }


def _read(content: bytes, headers: Any) -> Any:
    if not content:
        return None
    if headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
        return dict(parse_qsl(content.decode()))
    try:
        return json.loads(content)
    except ValueError:
        return content.decode(errors="replace")


def _snake(name: str) -> str:
    return "".join(f"_{each.lower()}" if each.isupper() else each for each in name)
