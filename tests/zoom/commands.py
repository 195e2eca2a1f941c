"""What a test tells the stand-in to be, and what it can ask it afterwards."""

import json
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from .faults import Fault, Faults
from .limits import Limits
from .state import Host
from .webhooks import Sender, Webhook, sign


class Commands:
    faults: Faults
    limits: Limits
    hosts: Any
    latency: dict[str, float]
    operations_asked: list[str]
    now: Callable[[], datetime]
    _lock: threading.RLock
    _asked: threading.Condition
    _sender: Sender
    _operations: Any
    _tokens: dict[str, tuple[datetime, str]]
    _scopes: str

    def misbehave(
        self,
        operation_id: str,
        *,
        status: int | None = None,
        code: int | None = None,
        message: str = "",
        times: int = 1,
        lose_answer: bool = False,
        hang_seconds: float = 0,
        cut_answer: bool = False,
        retry_after: str | int | None = None,
        before: bool | None = None,
    ) -> None:
        """The next `times` calls of the operation (`*`: any) go wrong: see faults.Fault."""
        fault = Fault(
            operation_id, status, code, message, times, lose_answer, cut_answer,
            hang_seconds, retry_after, before,
        )  # fmt: skip
        with self._lock:
            self.faults.add(fault)

    def expire_tokens(self) -> None:
        """Tokens given out so far answer 401/124."""
        with self._lock:
            self._tokens.clear()

    def set_scopes(self, *scopes: str) -> None:
        """Of tokens given out from now on; older ones keep theirs."""
        self._scopes = " ".join(scopes)

    def remove_scopes(self, *scopes: str) -> None:
        self._scopes = " ".join(each for each in self._scopes.split() if each not in scopes)

    def without_webinar_plan(self) -> None:
        for host in self.hosts.values():
            host.has_webinar_plan = False

    def with_webinar_plan(self) -> None:
        for host in self.hosts.values():
            host.has_webinar_plan = True

    def add_host(self, email: str) -> None:
        self.hosts[email] = Host(email, f"id-of-{email.partition('@')[0]}")

    def set_capacity(self, people: int) -> None:
        for host in self.hosts.values():
            host.capacity = people

    def forget_zone(self, zone: str) -> None:
        """Zoom does not know every zone of IANA's."""
        self._operations.unknown_zones.add(zone)

    def set_plan(self, plan: str | None) -> None:
        """free, pro, business: its limits by the second hold; None: none hold."""
        self.limits.plan = plan

    def set_latency(self, **seconds: float) -> None:
        """How long an answer takes, by label: light=0.15, heavy=0.6."""
        self.latency = seconds

    def worst_second(self, label: str) -> int:
        """The most requests of light, medium or heavy ones within any one second."""
        return self.limits.worst_second(label)

    def count_asked(self, operation_id: str) -> int:
        return self.operations_asked.count(operation_id)

    def wait_until_asked(self, operation_id: str, times: int = 1, seconds: float = 30) -> None:
        """Raises TimeoutError. A request counts as soon as it has arrived."""
        with self._asked:
            is_asked = self._asked.wait_for(
                lambda: self.count_asked(operation_id) >= times, seconds
            )
        if not is_asked:
            raise TimeoutError(f"{operation_id} was not asked {times} times")

    @property
    def webhook_url(self) -> str | None:
        return self._sender.url

    @webhook_url.setter
    def webhook_url(self, url: str | None) -> None:
        self._sender.url = url

    @property
    def webhooks(self) -> list[Webhook]:
        """All it told of: (headers, body) each."""
        return self._sender.webhooks

    @property
    def webhook_answers(self) -> list[int]:
        return self._sender.answers

    def take_webhooks(self, event: str | None = None) -> list[Webhook]:
        """What it told of since the last time, only `event` if named; the list is empty then."""
        told, self._sender.webhooks = self._sender.webhooks, []
        return [each for each in told if event in (None, each.event)]

    def hold_webhooks(self) -> None:
        """Nothing is posted until `deliver`."""
        self._sender.is_held = True

    def deliver(self, order: list[int] | str | None = None, times: int = 1) -> None:
        self._sender.is_held = False
        self._sender.deliver(order, times)

    def flush_webhooks(self) -> None:
        self._sender.flush()

    def signed(self, told: dict[str, Any], at: datetime | None = None) -> Webhook:
        """Any event, signed now or `at` another moment."""
        return sign(json.dumps(told).encode(), at or self.now())

    def challenge(self, plain: str = "a plain token") -> Webhook:
        """The question whether the address is ours."""
        told = {"event": "endpoint.url_validation", "payload": {"plainToken": plain}}
        return self.signed(told | {"event_ts": int(self.now().timestamp() * 1000)})
