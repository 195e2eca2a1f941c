"""Ask the providers what is to be asked of them: a job of the worker.

Claim and commit; before each request take its turn and commit; ask, outside any transaction;
record and commit. A worker that dies in between leaves a lease that runs out.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

from flask import current_app

from ungis_events.adapters.webinar import Act, Problem, ProviderError, Retry, Stay, WebinarProvider
from ungis_events.admissions import service as admissions
from ungis_events.admissions.queries import map_registrations
from ungis_events.attendance.models import Source
from ungis_events.attendance.rules import Presence
from ungis_events.attendance.service import save_report
from ungis_events.core import clock
from ungis_events.core.database import db, transaction
from ungis_events.core.site_links import site_url
from ungis_events.events.models import Event
from ungis_events.events.queries import lock_event
from ungis_events.webinars import calls, outcomes, pacing, panel
from ungis_events.webinars.calls import Claim
from ungis_events.webinars.models import CallKind, WebinarCall
from ungis_events.webinars.queries import lock_webinar

log = logging.getLogger(__name__)

_A_SECOND = timedelta(seconds=1)
AT_MOST = 20
"""Calls in one go: people who wait for their links have their turn in between."""

Answer = TypeVar("Answer")


class _Overtaken(Exception):
    """The lease was over, and the call is another worker's by now."""


class _NotYet(Exception):
    """The provider's limits let the request leave later; the call waits for it."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


def work_calls(
    providers: Mapping[str, WebinarProvider], stop: threading.Event | None = None
) -> int:
    """Ask what is due; returns how many calls were looked at, 0 when none was due."""
    remote = {name: provider for name, provider in providers.items() if provider.is_remote}
    stop = stop or threading.Event()
    count = 0
    while remote and count < AT_MOST and not stop.is_set():
        with transaction():
            claim = calls.claim_call(remote, now=clock.now())
        if claim is None:
            break
        _work(_Desk(claim, remote[claim.provider], stop))
        count += 1
    return count


class _Desk:
    """Where one claimed call is worked: every step of it is a transaction of its own."""

    def __init__(self, claim: Claim, provider: WebinarProvider, stop: threading.Event) -> None:
        self.claim, self.provider = claim, provider
        self._stop = stop
        self._act: Act | None = None

    def record(self, act: Callable[[WebinarCall], Answer]) -> Answer:
        """Raises _Overtaken."""
        with transaction():
            return act(self._lock())

    def take_turn(
        self, act: Act, prepare: Callable[[WebinarCall], Answer | None] = lambda call: None
    ) -> Answer | None:
        """What `prepare` makes of the moment, once the request may leave.

        Where that is nothing, nothing is counted or noted either. Raises _NotYet, _Overtaken.
        """
        with transaction():
            call, now = self._lock(), clock.now()
            what = prepare(call)
            if call.due_at is None:
                return None
            slot = pacing.reserve(self.provider, act, now=now)
            if slot > now + pacing.NEAR:
                raise _NotYet(slot)
            calls.note_asked(call, now)
        self._act = act
        self._stop.wait((slot - now).total_seconds())
        return what

    def postpone(self, until: datetime) -> None:
        with transaction():
            calls.postpone(self._lock(), until, clock.now())

    def fail(self, error: ProviderError) -> None:
        with transaction():
            call, now = self._lock(), clock.now()
            outcomes.record_failure(call, error, was_asked=self.claim.was_asked, now=now)
            if error.problem is Problem.TOO_FAST and self._act:
                until = now + max(_A_SECOND, timedelta(seconds=error.wait_seconds or 0))
                pacing.hold(self.provider, self._act, until)

    def _lock(self) -> WebinarCall:
        """The call, with the event and its webinar locked before it."""
        lock_event(db.session.get_one(Event, self.claim.event_id))
        lock_webinar(self.claim.event_id)
        call = calls.find_claimed(self.claim)
        if call is None:
            raise _Overtaken
        return call


def _work(desk: _Desk) -> None:
    """Whatever goes wrong with one call never stops the others."""
    try:
        try:
            _ACTS[desk.claim.kind](desk)
        except _NotYet as wait:
            desk.postpone(wait.until)
        except ProviderError as error:
            desk.fail(error)
        except _Overtaken:
            raise
        except Exception as error:
            log.error("webinar call %s could not be worked", desk.claim.id, exc_info=error)
            desk.fail(ProviderError(Problem.UNKNOWN, retry=Retry.SOON, is_unsure=True))
    except _Overtaken:
        log.warning("webinar call %s took longer than its lease", desk.claim.id)


def _create(desk: _Desk) -> None:
    room = None
    if desk.claim.was_asked:
        sought = desk.take_turn(Act.FIND, outcomes.begin_search)
        room = desk.provider.find_room(*sought) if sought else None
    if room is None:
        wanted = desk.take_turn(
            Act.CREATE, lambda call: outcomes.begin_creation(call, _page(call), clock.now())
        )
        if wanted is None:
            return
        room = desk.provider.create_room(wanted)
    made = room

    def record(call: WebinarCall) -> None:
        outcomes.record_made(call, made, clock.now())
        _let_people_in(call)

    desk.record(record)


def _adopt(desk: _Desk) -> None:
    number = str(desk.claim.number)
    desk.take_turn(Act.FETCH)
    room = desk.provider.fetch_room(number)

    def record(call: WebinarCall) -> None:
        if outcomes.record_adopted(call, room, clock.now()):
            _let_people_in(call)

    desk.record(record)


def _let_people_in(call: WebinarCall) -> None:
    """Into a room in which nobody is yet."""
    admissions.reset(call.webinar)
    admissions.enlist_everyone(call.webinar, now=clock.now())


def _update(desk: _Desk) -> None:
    sent = desk.take_turn(
        Act.UPDATE, lambda call: outcomes.begin_update(call, _page(call), clock.now())
    )
    if sent is not None:
        desk.provider.update_room(sent.number, sent.wanted)
        desk.record(lambda call: outcomes.record_updated(call, sent, clock.now()))


def _delete(desk: _Desk) -> None:
    number = desk.take_turn(Act.DELETE, lambda call: outcomes.begin_deletion(call, clock.now()))
    if number is not None:
        desk.provider.delete_room(number)
        desk.record(lambda call: outcomes.record_deleted(call, clock.now()))


def _panel(desk: _Desk) -> None:
    provider = desk.provider
    number = desk.take_turn(Act.LIST_PANELISTS, lambda call: panel.begin_panel(call, clock.now()))
    if number is None:
        return
    places = provider.list_panelists(number)
    plan = desk.record(lambda call: panel.plan_changes(call.webinar, places))
    for external_id in plan.leaving:
        desk.take_turn(Act.REMOVE_PANELIST)
        provider.remove_panelist(number, external_id)
    if plan.coming:
        desk.take_turn(Act.ADD_PANELISTS)
        provider.add_panelists(number, plan.coming)
        desk.take_turn(Act.LIST_PANELISTS)
        places = provider.list_panelists(number)

    def record(call: WebinarCall) -> None:
        panel.record_panel(call, places)
        outcomes.record_success(call, clock.now())

    desk.record(record)


def _report(desk: _Desk) -> None:
    number = desk.take_turn(Act.REPORT, lambda call: outcomes.begin_report(call, clock.now()))
    if number is None:
        return
    stays: list[Stay] = []
    pages = iter(desk.provider.list_stays(number))
    while page := next(pages, None):
        stays += page
        desk.take_turn(Act.REPORT)

    def record(call: WebinarCall) -> None:
        webinar, now = call.webinar, clock.now()
        registration_of = map_registrations(webinar)
        presences = [
            Presence.of(stay, registration_of.get(stay.external_id or "")) for stay in stays
        ]
        if save_report(webinar.event, presences, source=Source.REPORT, now=now):
            outcomes.record_success(call, now)
        else:
            outcomes.wait_for_report(call, now)

    desk.record(record)


def _forget(desk: _Desk) -> None:
    number = desk.take_turn(
        Act.FORGET_PERSON, lambda call: outcomes.begin_forgetting(call, clock.now())
    )
    if number is not None and desk.claim.external_id is not None:
        desk.provider.forget_person(number, desk.claim.external_id)
        desk.record(lambda call: outcomes.record_success(call, clock.now()))


def _page(call: WebinarCall) -> str:
    with current_app.test_request_context(base_url=current_app.config["BASE_URL"]):
        return site_url("events.show", slug=call.webinar.event.slug)


_ACTS: dict[CallKind, Callable[[_Desk], None]] = {
    CallKind.CREATE: _create,
    CallKind.ADOPT: _adopt,
    CallKind.UPDATE: _update,
    CallKind.PANELISTS: _panel,
    CallKind.DELETE: _delete,
    CallKind.REPORT: _report,
    CallKind.FORGET: _forget,
}
