"""Asking Zoom: the token, one repetition after it was refused, errors as ProviderError."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from ungis_events.adapters.webinar import Problem, ProviderError, Retry, Token

from .account import Account
from .errors import refused
from .http import Answer, Http

_PAGE_SIZE = 300
_MOST_PAGES = 400
"""120,000 people. A list that never ends is an error of theirs."""


class Client:
    def __init__(
        self, api_url: str, account: Account, http: Http, clock: Callable[[], datetime]
    ) -> None:
        self._api_url, self._account = api_url.rstrip("/"), account
        self._http, self._clock = http, clock

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """What Zoom answers; empty for 204. `path` is quoted already. Raises ProviderError."""
        token = self._account.token()
        error = self._try(method, path, token, query, body)
        if isinstance(error, ProviderError) and (
            error.problem is Problem.CREDENTIALS
            # A token has the scopes it was born with: one given since needs another token.
            or (error.problem is Problem.SCOPE_MISSING and not self._account.is_young(token))
        ):
            error = self._try(method, path, self._account.renew(token), query, body)
        if isinstance(error, ProviderError):
            raise error
        return error

    def pages(
        self, path: str, rows_name: str, query: Mapping[str, str] | None = None
    ) -> Iterator[list[dict[str, Any]]]:
        """The rows of a list, page by page. Raises ProviderError.

        The mark of a next page lives 15 minutes: where it has died meanwhile, the list is read
        once more from its beginning, and what was told already comes again.
        """
        mark, begun_again = "", False
        for _page in range(_MOST_PAGES):
            asked = {**(query or {}), "page_size": str(_PAGE_SIZE)}
            try:
                told = self.ask(
                    "GET", path, query=asked | ({"next_page_token": mark} if mark else {})
                )
            except ProviderError as error:
                if not mark or begun_again or error.problem is not Problem.WRONG_VALUE:
                    raise
                mark, begun_again = "", True
                continue
            yield rows_of(told, rows_name)
            before, mark = mark, told.get("next_page_token") or ""
            if not isinstance(mark, str) or not mark or mark == before:
                return

    def _try(
        self,
        method: str,
        path: str,
        token: Token,
        query: Mapping[str, str] | None,
        body: Mapping[str, Any] | None,
    ) -> dict[str, Any] | ProviderError:
        answer = self._http.exchange(
            method,
            f"{self._api_url}{path}",
            headers={"Authorization": f"Bearer {token.value}"},
            params=query,
            json=body,
        )
        is_write = method != "GET"
        if 200 <= answer.status < 300:
            return _content(answer, is_write=is_write)
        return refused(
            answer.status, answer.told, answer.headers, is_write=is_write, now=self._clock()
        )


def _content(answer: Answer, *, is_write: bool) -> dict[str, Any] | ProviderError:
    if isinstance(answer.told, dict):
        return answer.told
    if answer.status == 204:
        return {}
    return not_understood(is_write=is_write)


def not_understood(*, is_write: bool) -> ProviderError:
    """Zoom said yes, in words that cannot be read: what was asked may be done."""
    return ProviderError(
        Problem.UNREACHABLE,
        retry=Retry.SOON,
        detail="an answer that cannot be read",
        is_unsure=is_write,
    )


def rows_of(told: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    rows = told.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def part(text: str) -> str:
    """One part of a path. Zoom unquotes it before it looks for the call: a UUID that begins with
    / or holds // has to be quoted twice, and any other slash may be."""
    quoted = quote(text, safe="")
    return quote(quoted, safe="") if "/" in text else quoted
