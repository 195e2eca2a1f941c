"""What Zoom's refusals mean: a table, first match first."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from ungis_events.adapters.webinar import Problem, ProviderError, Retry

NEVER, SOON, TOMORROW = Retry.NEVER, Retry.SOON, Retry.TOMORROW


@dataclass(frozen=True)
class Refusal:
    """None matches everything. `words`: anywhere in the message, in either case."""

    status: int | None
    code: int | None
    words: str | None
    problem: Problem
    retry: Retry = NEVER
    wait_seconds: float | None = None

    def is_of(self, status: int, code: int | None, words: str) -> bool:
        return (
            self.status in (None, status)
            and self.code in (None, code)
            and (self.words is None or re.search(self.words, words, re.IGNORECASE) is not None)
        )


_END_OF_EVENT = 15 * 60.0
"""It cannot be deleted while it runs: no use in asking every second."""

REFUSALS = (
    # The message alone tells a limit of one registrant from that of the host or the account:
    # "… for the registrant (name@host)", "… permitted for (name@host) this particular registrant".
    Refusal(
        429, None, r"daily.*(for the|this particular) registrant", Problem.PERSON_LIMIT, TOMORROW
    ),
    Refusal(429, None, r"daily", Problem.DAILY_LIMIT, TOMORROW),
    Refusal(429, None, None, Problem.TOO_FAST, SOON),
    Refusal(None, 4700, None, Problem.SCOPE_MISSING),
    Refusal(None, 4711, None, Problem.SCOPE_MISSING),
    Refusal(None, None, r"does not contain scope", Problem.SCOPE_MISSING),
    Refusal(401, None, None, Problem.CREDENTIALS),
    Refusal(None, 124, None, Problem.CREDENTIALS),
    Refusal(None, 200, None, Problem.NO_PLAN),
    Refusal(None, 1010, None, Problem.HOST_UNKNOWN),
    Refusal(None, 1001, None, Problem.HOST_UNKNOWN),
    Refusal(None, 3000, r"\bpaid\b|payment", Problem.PAID),
    Refusal(None, 3000, r"limit|maximum|capacity|\bfull\b", Problem.CAPACITY),
    Refusal(None, 3000, r"registration|not enabled", Problem.REGISTRATION_OFF),
    Refusal(None, 3001, None, Problem.NOT_FOUND),
    Refusal(None, 3002, None, Problem.RUNNING, SOON, _END_OF_EVENT),
    Refusal(None, 3003, None, Problem.NOT_HOST),
    Refusal(None, 3007, None, Problem.OVER),
    Refusal(None, 3027, None, Problem.PERSON_REFUSED),
    Refusal(None, 3034, None, Problem.PERSON_REFUSED),
    Refusal(None, 3035, None, Problem.CAPACITY),
    Refusal(None, 3038, None, Problem.OVER),
    Refusal(None, 3043, None, Problem.CAPACITY),
    Refusal(None, None, r"(registrant|panelist).*(not found|not exist)", Problem.NOT_FOUND),
    Refusal(None, 300, None, Problem.WRONG_VALUE),
    Refusal(408, None, None, Problem.UNREACHABLE, SOON),
)

_LONGEST_WAIT = 5 * 60.0
"""One odd answer must not stop everything for hours."""
_DETAIL_LENGTH = 300
_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:]+@[^\s<>()\[\]\"',;:]+")
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)


def refused(
    status: int, told: object, headers: Mapping[str, str], *, is_write: bool, now: datetime
) -> ProviderError:
    """The error that an answer other than 2xx is. `told`: its JSON, or None."""
    body = told if isinstance(told, dict) else {}
    code = body.get("code") if isinstance(body.get("code"), int) else None
    detail = detail_of(body) or f"HTTP {status}"
    wait = _wait_asked_for(headers.get("Retry-After"), now)
    if status >= 500:
        # The request may have been carried out all the same.
        return ProviderError(
            Problem.UNREACHABLE, retry=SOON, detail=detail, is_unsure=is_write, wait_seconds=wait
        )
    if status < 400:  # a redirect, which is not followed: the token is for this address alone
        return ProviderError(Problem.UNREACHABLE, retry=SOON, detail=detail)
    words = f"{body.get('message', '')} {headers.get('X-RateLimit-Type', '')}"
    row = next((row for row in REFUSALS if row.is_of(status, code, words)), None)
    if row is None:
        # Also a 404: a wrong address is no webinar that is gone.
        return ProviderError(Problem.UNKNOWN, retry=NEVER, detail=detail)
    return ProviderError(
        row.problem,
        retry=row.retry,
        detail=detail,
        is_unsure=is_write and status == 408,
        wait_seconds=row.wait_seconds if wait is None else wait,
    )


def detail_of(told: Mapping[str, Any]) -> str:
    """Zoom's own words, without the addresses and links that it likes to repeat."""
    said = [told.get("message") or told.get("reason") or told.get("error")]
    fields = told.get("errors")
    for each in fields if isinstance(fields, list) else ():
        if isinstance(each, dict):
            said.append(f"{each.get('field', '')}: {each.get('message', '')}")
    text = " ".join(each for each in said if isinstance(each, str))
    text = _ADDRESS.sub("…", _LINK.sub("…", text))
    return "".join(letter for letter in text if letter.isprintable())[:_DETAIL_LENGTH].strip()


def _wait_asked_for(given: str | None, now: datetime) -> float | None:
    """Seconds, from seconds, from an HTTP date, or from 2026-11-23T00:00:00Z as Zoom writes it."""
    if not given:
        return None
    if given.isascii() and given.isdecimal():
        return min(float(given[:10]), _LONGEST_WAIT)
    try:
        until = (
            datetime.fromisoformat(given) if given[:1].isdigit() else parsedate_to_datetime(given)
        )
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        seconds = (until - now).total_seconds()
    except (ValueError, OverflowError):
        return None
    return min(max(seconds, 0.0), _LONGEST_WAIT)
