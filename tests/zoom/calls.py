"""What all calls of the API stand on: the state, looking things up, refusing, pages."""

import base64
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from .limits import Limits
from .state import Host, Webinar

Given = dict[str, Any]
Answer = tuple[int, Any]
PAGE_LIFE = timedelta(minutes=15)


class Refusal(Exception):
    def __init__(
        self, status: int, code: int, message: str, errors: list[dict[str, str]] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"code": code, "message": message} | ({"errors": errors} if errors else {})


class Calls:
    """A method for each operationId: what stood in the path, the query, the body, and when."""

    def __init__(self, base: str, limits: Limits, tell: Callable[..., None]) -> None:
        self.base = base
        self.hosts: dict[str, Host] = {}
        self.webinars: dict[str, Webinar] = {}
        self.unknown_zones: set[str] = set()
        """Of IANA's, those that Zoom does not take."""
        self._limits = limits
        self._tell = tell

    def _host(self, key: str) -> Host:
        for host in self.hosts.values():
            if key in (host.id, host.email, "me"):
                return host
        raise Refusal(404, 1001, f"User does not exist: {key}.")

    def _webinar(self, number: str) -> Webinar:
        webinar = self.webinars.get(number)
        if webinar is None or webinar.deleted:
            raise Refusal(404, 3001, f"Webinar {number} not found or has expired.")
        return webinar


def wrong(field: str, message: str) -> dict[str, str]:
    return {"field": field, "message": message}


def page_of(everything: list[Given], query: Given, now: datetime) -> tuple[Given, list[Given]]:
    """Raises Refusal for a page token that is wrong or older than 15 minutes."""
    size, start = int(query.get("page_size", 30)), 0
    if token := query.get("next_page_token"):
        try:
            start, made = json.loads(base64.urlsafe_b64decode(token))
        except ValueError:
            raise Refusal(400, 300, "The next page token is invalid or expired.") from None
        if now.timestamp() - made > PAGE_LIFE.total_seconds():
            raise Refusal(400, 300, "The next page token is invalid or expired.")
    elif number := query.get("page_number"):
        start = (int(number) - 1) * size
    end = start + size
    following = json.dumps([end, now.timestamp()]).encode() if end < len(everything) else b""
    page = {
        "next_page_token": base64.urlsafe_b64encode(following).decode(),
        "page_size": size,
        "page_count": -(-len(everything) // size),
        "total_records": len(everything),
    }
    return page, everything[start:end]
