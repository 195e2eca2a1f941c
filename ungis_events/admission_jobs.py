"""Let people into the rooms at their providers, and out of them: a job of the worker.

Lease and commit; ask, outside any transaction and a few requests at once; record and commit.
"""

import logging
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import timedelta
from functools import cache

from flask import Flask, current_app

from ungis_events.adapters.webinar import (
    Act,
    Admitted,
    Problem,
    ProviderError,
    Retry,
    WebinarProvider,
)
from ungis_events.admissions import answering
from ungis_events.admissions.queries import find_next_webinar
from ungis_events.admissions.rules import HOLD, Ask, Claim, Consequence, Lot, plan
from ungis_events.admissions.service import claim
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.webinars import pacing

log = logging.getLogger(__name__)

AT_ONCE = 4
"""Requests that travel at the same time: a provider takes most of a second for each."""
_TO_ASK = timedelta(minutes=2)
"""What must be left of a lease to begin with a request."""


def work_admissions(
    providers: Mapping[str, WebinarProvider], stop: threading.Event | None = None
) -> int:
    """Serve some of the people of one room, the one whose event starts first.

    Returns how many were looked at, 0 when nobody waits. Told to stop, it waits for what travels
    and begins with nothing more.
    """
    remote = {name: provider for name, provider in providers.items() if provider.is_remote}
    lot = _claim(remote)
    if lot is None:
        return 0
    provider = remote[lot.provider]
    claims = _look(provider, lot)
    stop = stop or threading.Event()
    _Round(provider, lot, plan(claims, provider.batch_size), stop).work()
    return lot.size


def _claim(providers: Mapping[str, WebinarProvider]) -> Lot | None:
    if not providers:
        return None
    now = clock.now()
    with transaction():
        webinar = find_next_webinar(providers, now)
        if webinar is None:
            return None
        size = providers[webinar.provider].batch_size * AT_ONCE
        return claim(webinar, limit=size, now=now)


def _look(provider: WebinarProvider, lot: Lot) -> list[Claim]:
    """Those who are to be asked for, after looking for those of whom an answer was lost."""
    sure = [each for each in lot.claims if not each.is_unsure]
    sought = [each for each in lot.claims if each.is_unsure]
    if not sought:
        return sure
    try:
        found = _find(provider, lot, {each.person.email for each in sought})
    except ProviderError as error:
        with transaction():
            now = clock.now()
            answering.record_refusal(lot, Ask(Act.LIST_PEOPLE, tuple(sought)), error, now)
        return sure
    with transaction():
        still = answering.record_found(lot, sought, found, clock.now())
    return sorted([*sure, *still], key=lambda each: each.id)


def _find(provider: WebinarProvider, lot: Lot, addresses: set[str]) -> dict[str, Admitted]:
    """Once for all of them, page by page until all are found."""
    found: dict[str, Admitted] = {}
    pages = iter(provider.list_people(lot.number))
    while addresses - found.keys():
        long_wait = _wait_for_turn(provider, Act.LIST_PEOPLE)
        if long_wait:
            seconds = long_wait.total_seconds()
            raise ProviderError(Problem.TOO_FAST, retry=Retry.SOON, wait_seconds=seconds)
        page = next(pages, None)
        if page is None:
            break
        found |= {place.email: place for place in page if place.email in addresses}
    return found


def _wait_for_turn(provider: WebinarProvider, act: Act) -> timedelta | None:
    """Until the provider's limits let the request leave; how long that is if it is long."""
    with transaction():
        now = clock.now()
        slot = pacing.reserve(provider, act, now=now)
    if slot > now + pacing.NEAR:
        return slot - now
    pacing.wait_until(slot, now)
    return None


class _Round:
    """The requests for one lot: a few under way, the others waiting for their turn."""

    def __init__(
        self, provider: WebinarProvider, lot: Lot, asks: Sequence[Ask], stop: threading.Event
    ) -> None:
        self._app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        self._provider, self._lot, self._stop = provider, lot, stop
        self._waiting = deque(asks)
        self._under_way: dict[Future[list[Admitted]], Ask] = {}

    def work(self) -> None:
        while self._waiting or self._under_way:
            while self._waiting and len(self._under_way) < AT_ONCE:
                self._start(self._waiting.popleft())
            done, _ = wait(self._under_way, return_when=FIRST_COMPLETED)
            for answered in done:
                self._arrive(answered, self._under_way.pop(answered))

    def _start(self, ask: Ask) -> None:
        is_late = clock.now() > self._lot.until - _TO_ASK
        if is_late or self._stop.is_set():
            self._put_back([ask], timedelta())  # by the answer they might be another worker's
            return
        long_wait = _wait_for_turn(self._provider, ask.act)
        if long_wait:
            self._put_back([ask, *self._take_like(ask)], long_wait)
            return
        answer = _travellers().submit(_ask, self._app, self._provider, self._lot.number, ask)
        self._under_way[answer] = ask

    def _arrive(self, answered: Future[list[Admitted]], ask: Ask) -> None:
        error = answered.exception()
        if isinstance(error, ProviderError):
            self._refused(ask, error)
        elif isinstance(error, Exception):
            # They keep their lease, and are looked for when it is over. No address in the log.
            log.error("people of webinar %s", self._lot.webinar_id, exc_info=error)
        elif error is not None:
            raise error
        else:
            with transaction():
                now = clock.now()
                if ask.act is Act.REMOVE_PEOPLE:
                    answering.record_removed(self._lot, ask.claims, now)
                else:
                    answering.record_admitted(self._lot, ask.claims, answered.result(), now)

    def _refused(self, ask: Ask, error: ProviderError) -> None:
        with transaction():
            now = clock.now()
            consequence = answering.record_refusal(self._lot, ask, error, now)
            until = answering.holds_all_until(error, ask, now)
            if until:
                pacing.hold(self._provider, ask.act, until)
        if consequence is Consequence.GONE:
            self._put_back([*self._waiting], timedelta())
            self._waiting.clear()
        elif consequence is Consequence.HOLD:
            held = timedelta() if ask.claims[0].is_wanted else HOLD
            self._put_back(self._take_like(ask), held)

    def _take_like(self, ask: Ask) -> list[Ask]:
        """Those who wait for the same: what keeps one out keeps them out too."""
        leaves = ask.act is Act.REMOVE_PEOPLE
        same = [each for each in self._waiting if (each.act is Act.REMOVE_PEOPLE) is leaves]
        self._waiting = deque(each for each in self._waiting if each not in same)
        return same

    def _put_back(self, asks: Sequence[Ask], wait: timedelta) -> None:
        with transaction():
            now = clock.now()
            for ask in asks:
                answering.put_back(self._lot, ask, now + wait, now)


@cache
def _travellers() -> ThreadPoolExecutor:
    """Kept, as each of its threads keeps its connection to the provider open."""
    return ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="admissions")


def _ask(app: Flask, provider: WebinarProvider, number: str, ask: Ask) -> list[Admitted]:
    """In a thread of its own: nothing but the request, and the token for it."""
    with app.app_context():
        if ask.act is Act.REMOVE_PEOPLE:
            provider.remove_people(number, [each.place for each in ask.claims])
            return []
        people = [each.person for each in ask.claims]
        if ask.act is Act.ADD_PEOPLE:
            return provider.add_people(number, people)
        return [provider.add_person(number, people[0])]
