"""The stand-in's commands over HTTP, for a test that does not live in its process."""

import time
from typing import Any

import requests


class ZoomControl:
    """The methods of ZoomStandIn, with arguments that JSON can carry: `control.joins("8…", "id")`.

    What is read (violations, requests, operations_asked, webinars …) is fetched anew each time.
    A command that does not fit raises AssertionError.
    """

    _FIELDS = (
        "violations", "requests", "operations_asked", "settings", "webhook_answers", "webinars",
    )  # fmt: skip

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    @property
    def webhook_url(self) -> Any:
        return self._get("webhook_url")

    @webhook_url.setter
    def webhook_url(self, url: str | None) -> None:
        self._post("set", {"webhook_url": url})

    def wait_until_ready(self, seconds: float = 30) -> None:
        """Raises TimeoutError."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                self._get("violations")
            except requests.ConnectionError:
                if time.monotonic() > deadline:
                    raise TimeoutError(f"nothing answers at {self.url}") from None
                time.sleep(0.05)
            else:
                return

    def __getattr__(self, name: str) -> Any:
        if name in self._FIELDS:
            return self._get(name)

        def command(*arguments: Any, **named: Any) -> Any:
            return self._post(name, {"arguments": arguments, **named})

        return command

    def _get(self, name: str) -> Any:
        return self._checked(requests.get(f"{self.url}/_standin/{name}", timeout=60))

    def _post(self, name: str, body: dict[str, Any]) -> Any:
        return self._checked(requests.post(f"{self.url}/_standin/{name}", json=body, timeout=60))

    @staticmethod
    def _checked(answer: requests.Response) -> Any:
        assert answer.status_code == 200, answer.text
        return answer.json()
