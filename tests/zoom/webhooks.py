"""What the stand-in tells by itself, signed as Zoom signs it."""

import hashlib
import hmac
import json
import threading
from collections.abc import Callable
from datetime import datetime
from queue import SimpleQueue
from typing import Any, NamedTuple

import requests

from .state import Presence, Registrant, Webinar, iso

ACCOUNT = "account-of-tests"
WEBHOOK_SECRET = "webhook-secret-of-tests"


class Webhook(NamedTuple):
    """To be posted to /webhooks/zoom."""

    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> str:
        return str(json.loads(self.body)["event"])


def sign(body: bytes, now: datetime, secret: str = WEBHOOK_SECRET) -> Webhook:
    stamp = str(int(now.timestamp()))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "x-zm-request-timestamp": stamp,
        "x-zm-signature": f"v0={digest}",
    }
    return Webhook(headers, body)


def describe(
    event: str,
    webinar: Webinar,
    now: datetime,
    *,
    registrant: Registrant | None = None,
    presence: Presence | None = None,
    old: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The JSON of an event. The webinar's number is a text in some and a number in others."""
    happens_inside = event.rpartition(".")[2] in (
        "started",
        "ended",
        "participant_joined",
        "participant_left",
    )
    told: dict[str, Any] = {
        "id": webinar.number if happens_inside else int(webinar.number),
        "uuid": (webinar.session if happens_inside else "") or webinar.uuid,
        "host_id": webinar.host.id,
        "topic": webinar.topic,
        "type": webinar.fields["type"],
        "start_time": webinar.fields["start_time"],
        "duration": webinar.fields["duration"],
        "timezone": webinar.fields["timezone"],
    }
    payload: dict[str, Any] = {"account_id": ACCOUNT, "object": told}
    if event == "webinar.ended":
        told |= {
            "end_time": iso(now),
            "practice_session": webinar.session in webinar.practice_sessions,
        }
    if registrant:
        told["registrant"] = _registrant(registrant, event)
    if presence:
        told["participant"] = _participant(presence, event)
    if event in ("webinar.created", "webinar.updated", "webinar.deleted"):
        payload |= {"operator": webinar.host.email, "operator_id": webinar.host.id}
    if event == "webinar.updated":
        payload |= {"time_stamp": int(now.timestamp() * 1000), "old_object": old or {}}
    return {"event": event, "event_ts": int(now.timestamp() * 1000), "payload": payload}


def _registrant(registrant: Registrant, event: str) -> dict[str, Any]:
    names = ("first_name", "last_name")
    told = {name: registrant.given.get(name, "") for name in names}
    told |= {"id": registrant.id, "email": registrant.email}
    if event in ("webinar.registration_created", "webinar.registration_approved"):
        told |= {"status": registrant.status, "join_url": registrant.join_url}
    return told


def _participant(presence: Presence, event: str) -> dict[str, Any]:
    told = {
        "user_id": presence.user_id,
        "user_name": presence.name,
        "id": "",
        "email": presence.email,
        "registrant_id": presence.registrant_id,
        "participant_uuid": f"{presence.user_id}-uuid",
    }
    if event == "webinar.participant_joined":
        return told | {"join_time": iso(presence.joined_at)}
    return told | {
        "leave_time": iso(presence.left_at or presence.joined_at),
        "leave_reason": f"{presence.name} left the webinar.",
    }


class Sender:
    """Keeps what is told, and posts it, one after the other, where there is somewhere to."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.url: str | None = None
        self.is_held = False
        self.webhooks: list[Webhook] = []
        """Everything told since the start, or since a test emptied the list."""
        self.answers: list[int] = []
        """The status each posting got; 0: no answer."""
        self._clock = clock
        self._held: list[Webhook] = []
        self._queue: SimpleQueue[Webhook | None] = SimpleQueue()
        self._pending = 0
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def tell(self, told: dict[str, Any]) -> None:
        webhook = sign(json.dumps(told).encode(), self._clock())
        self.webhooks.append(webhook)
        if self.is_held:
            self._held.append(webhook)
        elif self.url:
            self._post_later(webhook)

    def deliver(self, order: list[int] | str | None = None, times: int = 1) -> None:
        """Post what was held, newly stamped: in the order of `order` (places in the list; one
        may be named twice), `reversed`, or as it happened."""
        held, self._held = self._held, []
        places = list(range(len(held)))
        if order == "reversed":
            places.reverse()
        elif order is not None:
            places = [int(place) for place in order]
        for place in places:
            for _ in range(times):
                self._post_later(sign(held[place].body, self._clock()))
        self.flush()

    def flush(self, seconds: float = 20) -> None:
        """Wait until everything has been posted. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: not self._pending, seconds):
                raise TimeoutError("the webhooks are not taken")

    def close(self) -> None:
        if self._thread:
            self._queue.put(None)
            self._thread.join()

    def _post_later(self, webhook: Webhook) -> None:
        with self._changed:
            self._pending += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()
        self._queue.put(webhook)

    def _work(self) -> None:
        with requests.Session() as session:
            while webhook := self._queue.get():
                status = 0
                try:
                    if self.url:
                        answer = session.post(
                            self.url, data=webhook.body, headers=webhook.headers, timeout=3
                        )
                        status = answer.status_code
                except requests.RequestException:
                    pass
                finally:
                    with self._changed:
                        self.answers.append(status)
                        self._pending -= 1
                        self._changed.notify_all()
