"""Zoom webinars, by server-to-server OAuth. What Zoom's API says is in zoom_api/."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from ungis_events.adapters.webinar import (
    Act,
    Admitted,
    Challenge,
    Limits,
    Notice,
    PanelistPlace,
    Person,
    Problem,
    ProviderError,
    Room,
    RoomWanted,
    Stay,
    TokenStore,
)
from ungis_events.adapters.webinar.zoom_api import bodies, limits, notices
from ungis_events.adapters.webinar.zoom_api.account import Account, Credentials
from ungis_events.adapters.webinar.zoom_api.client import Client, not_understood, part, rows_of
from ungis_events.adapters.webinar.zoom_api.http import Http, Patience

_BATCH = 30
_NUMBER = re.compile(r"[0-9]{9,12}")
_IN_LINK = re.compile(r"^\s*https?://\S+?/([0-9]{9,12})(?![0-9])")


def from_settings(
    settings: Mapping[str, object],
    tokens: TokenStore,
    clock: Callable[[], datetime],
    patience: Patience | None = None,
) -> "ZoomProvider | None":
    """None without ZOOM_ACCOUNT_ID."""
    if not settings.get("ZOOM_ACCOUNT_ID"):
        return None
    given = {name: str(settings.get(name) or "") for name in _SETTINGS}
    http = Http(patience)
    credentials = Credentials(
        given["ZOOM_ACCOUNT_ID"], given["ZOOM_CLIENT_ID"], given["ZOOM_CLIENT_SECRET"]
    )
    account = Account(credentials, given["ZOOM_OAUTH_URL"], tokens, clock, http)
    return ZoomProvider(
        Client(given["ZOOM_API_URL"], account, http, clock),
        account_id=credentials.account_id,
        webhook_secret=given["ZOOM_WEBHOOK_SECRET"],
        host=given["ZOOM_HOST"],
        plan=given["ZOOM_PLAN"],
    )


_SETTINGS = (
    "ZOOM_ACCOUNT_ID",
    "ZOOM_CLIENT_ID",
    "ZOOM_CLIENT_SECRET",
    "ZOOM_WEBHOOK_SECRET",
    "ZOOM_HOST",
    "ZOOM_API_URL",
    "ZOOM_OAUTH_URL",
    "ZOOM_PLAN",
)


class ZoomProvider:
    name = "zoom"
    label = "Zoom"
    is_remote = True
    batch_size = _BATCH

    def __init__(
        self, client: Client, *, account_id: str, webhook_secret: str, host: str, plan: str
    ) -> None:
        self._client, self._account_id = client, account_id
        self._webhook_secret, self._host, self._plan = webhook_secret, host, plan

    def limits_of(self, act: Act) -> tuple[Limits, ...]:
        return limits.limits_of(act, self._plan)

    def read_number(self, typed: str) -> str | None:
        """9 to 12 digits, with or without blanks, or in https://…zoom.us/w/85746065123?pwd=…"""
        in_link = _IN_LINK.search(typed)
        digits = in_link[1] if in_link else re.sub(r"[\s-]", "", typed)
        return digits if _NUMBER.fullmatch(digits) else None

    def create_room(self, wanted: RoomWanted) -> Room:
        body = bodies.new_webinar(wanted)
        told = self._say("POST", self._webinars_of(wanted.host), body)
        return bodies.room_of(told, is_write=True)

    def find_room(self, reference: str, host: str) -> Room | None:
        for rows in self._client.pages(self._webinars_of(host), "webinars"):
            for row in rows:
                if bodies.reference_of(row.get("agenda")) == reference:
                    return self.fetch_room(str(row.get("id")))
        return None

    def fetch_room(self, number: str) -> Room:
        return bodies.room_of(self._client.ask("GET", _webinar(number)), is_write=False)

    def update_room(self, number: str, wanted: RoomWanted) -> None:
        self._say("PATCH", _webinar(number), bodies.changed_webinar(wanted))

    def delete_room(self, number: str) -> None:
        self._undo(_webinar(number), {"cancel_webinar_reminder": "false"})

    def add_person(self, number: str, person: Person) -> Admitted:
        path = f"{_webinar(number)}/registrants"
        told = self._client.ask("POST", path, body=bodies.registrant(person))
        admitted = bodies.admitted_of(told, "registrant_id", person.email)
        if admitted is None:
            raise not_understood(is_write=True)
        return admitted

    def add_people(self, number: str, people: Sequence[Person]) -> list[Admitted]:
        registrants = [bodies.batch_registrant(person) for person in people]
        told = self._client.ask(
            "POST",
            f"{_webinar(number)}/batch_registrants",
            body={
                "auto_approve": True,
                "registrants_confirmation_email": False,
                "registrants": registrants,
            },
        )
        rows = rows_of(told, "registrants")
        return [one for row in rows if (one := bodies.admitted_of(row, "registrant_id"))]

    def list_people(self, number: str) -> Iterator[Sequence[Admitted]]:
        path = f"{_webinar(number)}/registrants"
        for rows in self._client.pages(path, "registrants", {"status": "approved"}):
            if people := [one for row in rows if (one := bodies.admitted_of(row, "id"))]:
                yield people

    def remove_people(self, number: str, people: Sequence[Admitted]) -> None:
        registrants = [{"id": each.external_id, "email": each.email} for each in people]
        self._client.ask(
            "PUT",
            f"{_webinar(number)}/registrants/status",
            body={"action": "cancel", "registrants": registrants},
        )

    def forget_person(self, number: str, external_id: str) -> None:
        self._undo(f"{_webinar(number)}/registrants/{part(external_id)}")

    def list_panelists(self, number: str) -> list[PanelistPlace]:
        told = self._client.ask("GET", f"{_webinar(number)}/panelists")
        rows = rows_of(told, "panelists")
        return [place for row in rows if (place := bodies.panelist_of(row))]

    def add_panelists(self, number: str, panelists: Collection[tuple[str, str]]) -> None:
        rows = [{"name": name, "email": email} for name, email in panelists]
        for start in range(0, len(rows), _BATCH):
            body = {"panelists": rows[start : start + _BATCH]}
            self._client.ask("POST", f"{_webinar(number)}/panelists", body=body)

    def remove_panelist(self, number: str, external_id: str) -> None:
        self._undo(f"{_webinar(number)}/panelists/{part(external_id)}")

    def list_stays(self, number: str) -> Iterator[Sequence[Stay]]:
        """No page is empty, and nothing is told twice."""
        told_before: set[Stay] = set()
        missing: ProviderError | None = None
        for session in self._sessions(number):
            try:
                for rows in self._participants(session):
                    stays = dict.fromkeys(stay for row in rows if (stay := bodies.stay_of(row)))
                    if new := [stay for stay in stays if stay not in told_before]:
                        told_before.update(new)
                        yield new
            except ProviderError as error:
                if error.problem is not Problem.NOT_FOUND:
                    raise
                missing = error  # a session nobody was in
        if missing and not told_before:
            raise missing

    def _sessions(self, number: str) -> list[str]:
        """Each time the room was open: by its number alone Zoom tells of the last one."""
        try:
            told = self._client.ask("GET", f"/past_webinars/{part(number)}/instances")
        except ProviderError as error:
            if error.problem not in (Problem.SCOPE_MISSING, Problem.NOT_FOUND):
                raise
            return [number]
        found = (bodies.text_of(row.get("uuid")) for row in rows_of(told, "webinars"))
        return [uuid for uuid in found if uuid] or [number]

    def _participants(self, session: str) -> Iterator[list[dict[str, object]]]:
        """From the report; where it may not be read, from the list of past participants."""
        path = f"webinars/{part(session)}/participants"
        query = {"include_fields": "registrant_id"}
        pages = self._client.pages(f"/report/{path}", "participants", query)
        try:
            first = next(pages, [])
        except ProviderError as error:
            if error.problem not in (Problem.SCOPE_MISSING, Problem.NOT_FOUND):
                raise
            yield from self._client.pages(f"/past_{path}", "participants")
            return
        yield first
        yield from pages

    def room_page(self, number: str) -> str | None:
        return f"https://zoom.us/webinar/{part(number)}"

    def read_notice(
        self, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Notice | Challenge:
        return notices.read_notice(
            headers, body, now, secret=self._webhook_secret, account_id=self._account_id
        )

    def _webinars_of(self, host: str) -> str:
        """`me`: who set up the app at Zoom."""
        return f"/users/{part(host or self._host or 'me')}/webinars"

    def _say(self, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Zoom does not know every zone of IANA: one it refuses is told as UTC."""
        try:
            return self._client.ask(method, path, body=body)
        except ProviderError as error:
            is_of_zone = "zone" in error.detail.lower()
            if error.problem is not Problem.WRONG_VALUE or not is_of_zone:
                raise
            return self._client.ask(method, path, body=bodies.in_utc(body))

    def _undo(self, path: str, query: Mapping[str, str] | None = None) -> None:
        """What is not there any more is undone."""
        try:
            self._client.ask("DELETE", path, query=query)
        except ProviderError as error:
            if error.problem is not Problem.NOT_FOUND:
                raise


def _webinar(number: str) -> str:
    return f"/webinars/{part(number)}"
