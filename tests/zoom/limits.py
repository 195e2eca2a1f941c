"""How often one may ask: by the second for each label, by the day for a host or a registrant."""

import time
from bisect import bisect_left
from collections import Counter
from datetime import date, datetime, timedelta

PLANS: dict[str, dict[str, float]] = {
    "free": {"light": 4, "medium": 2, "heavy": 1},
    "pro": {"light": 30, "medium": 20, "heavy": 10},
    "business": {"light": 80, "medium": 60, "heavy": 40},
}
HOST_A_DAY, REGISTRANT_A_DAY, STATUS_A_DAY = 100, 3, 10


class TooManyRequests(Exception):
    def __init__(self, message: str, headers: dict[str, str]) -> None:
        super().__init__(message)
        self.message = message
        self.headers = headers


class Limits:
    """Seconds are real ones, also where the stand-in's clock stands still; days are its own."""

    def __init__(self) -> None:
        self.plan: str | None = None
        """None: no limit by the second. They are counted all the same."""
        self.tells_headers = True
        """Whether answers carry X-RateLimit-* and Retry-After: sources differ."""
        self._asked: dict[str, list[float]] = {"light": [], "medium": [], "heavy": []}
        self._days: Counter[tuple[date, str, str]] = Counter()

    def note(self, label: str) -> None:
        """Raises TooManyRequests beyond the plan's limit; a refused request counts too."""
        moment = time.monotonic()
        asked = self._asked[label]
        asked.append(moment)
        allowed = PLANS[self.plan][label] if self.plan else None
        if allowed is not None and len(asked) - bisect_left(asked, moment - 1) > allowed:
            raise TooManyRequests(
                "You have reached the maximum per-second rate limit for this API. Try again later.",
                self._headers(label, "QPS", allowed, None),
            )

    def worst_second(self, label: str) -> int:
        """The most requests of that label within any one second."""
        asked = self._asked[label]
        return max(
            (end - bisect_left(asked, moment - 1) + 1 for end, moment in enumerate(asked)),
            default=0,
        )

    def count_host(self, host: str, now: datetime) -> None:
        """Raises TooManyRequests for the 101st time a webinar is made or changed in a day."""
        if self._days[now.date(), "host", host] >= HOST_A_DAY:
            raise TooManyRequests(
                f"You have exceeded the daily rate limit ({HOST_A_DAY}) of Webinar Create/Update "
                "API requests permitted for this particular user. You may resume these requests "
                "at GMT 00:00:00.",
                self._headers("light", "Daily-limit", HOST_A_DAY, now),
            )
        self._days[now.date(), "host", host] += 1

    def count_registrant(self, email: str, now: datetime) -> None:
        """Raises TooManyRequests for the fourth time in a day, whatever the webinar."""
        self._count(email, "registrant", REGISTRANT_A_DAY, "Add a webinar registrant", now)

    def count_status(self, email: str, now: datetime) -> None:
        self._count(email, "status", STATUS_A_DAY, "webinar Update registrant's status", now)

    def _count(self, email: str, kind: str, allowed: int, call: str, now: datetime) -> None:
        if self._days[now.date(), kind, email] >= allowed:
            raise TooManyRequests(
                f"You have exceeded the daily rate limit of ({allowed}) for {call} API requests "
                f"for the registrant ({email}). You can resume these API requests at GMT 00:00:00.",
                {},
            )
        self._days[now.date(), kind, email] += 1

    def _headers(
        self, label: str, kind: str, allowed: float, now: datetime | None
    ) -> dict[str, str]:
        if not self.tells_headers:
            return {}
        headers = {
            "X-RateLimit-Category": label.capitalize(),
            "X-RateLimit-Type": kind,
            "X-RateLimit-Limit": f"{allowed:g}",
            "X-RateLimit-Remaining": "0",
        }
        if now:
            headers["Retry-After"] = f"{now.date() + timedelta(days=1)}T00:00:00Z"
        return headers
