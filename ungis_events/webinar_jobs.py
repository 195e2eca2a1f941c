"""Ask the providers what is to be asked of them: a job of the worker.

Claim and commit; before each request take its turn and commit; ask, outside any transaction;
record and commit. A worker that dies in between leaves a lease that runs out.
"""

import logging
import threading
from collections.abc import Callable, Mapping

from flask import current_app
from sqlalchemy.exc import IntegrityError

from ungis_events.adapters.webinar import Act, Problem, ProviderError, Retry, Stay, WebinarProvider
from ungis_events.admissions import service as admissions
from ungis_events.admissions.queries import map_registrations
from ungis_events.attendance.models import Source
from ungis_events.attendance.rules import Presence
from ungis_events.attendance.service import save_report
from ungis_events.claimed_calls import ClaimedCall, NotYet, Overtaken
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.core.site_links import site_url
from ungis_events.webinars import calls, outcomes, panel
from ungis_events.webinars.models import CallKind, WebinarCall

log = logging.getLogger(__name__)

AT_MOST = 20
"""Calls in one go: people who wait for their links have their turn in between."""

_OF_ONE = (Problem.PERSON_REFUSED, Problem.WRONG_VALUE)
"""What may be one person's fault alone."""


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
        _work(ClaimedCall(claim, remote[claim.provider]))
        count += 1
    return count


def _work(claimed: ClaimedCall) -> None:
    """Whatever goes wrong with one call never stops the others."""
    try:
        try:
            _ACTS[claimed.claim.kind](claimed)
        except NotYet as wait:
            claimed.postpone(wait.until)
        except ProviderError as error:
            claimed.fail(error)
        except Overtaken:
            raise
        except Exception as error:
            log.error("webinar call %s could not be worked", claimed.claim.id, exc_info=error)
            claimed.fail(ProviderError(Problem.UNKNOWN, retry=Retry.SOON, is_unsure=True))
    except Overtaken:
        log.warning("webinar call %s took longer than its lease", claimed.claim.id)


def _create(claimed: ClaimedCall) -> None:
    room = None
    if claimed.claim.was_asked:
        sought = claimed.take_turn(Act.FIND, outcomes.begin_search)
        room = claimed.provider.find_room(*sought) if sought else None
    if room is None:
        wanted = claimed.take_turn(
            Act.CREATE, lambda call: outcomes.begin_creation(call, _page(call), clock.now())
        )
        if wanted is None:
            return
        room = claimed.provider.create_room(wanted)
    made = room

    def record(call: WebinarCall) -> None:
        if outcomes.record_made(call, made, clock.now()):
            _let_people_in(call)

    _record_room(claimed, record)


def _adopt(claimed: ClaimedCall) -> None:
    number = str(claimed.claim.number)
    claimed.take_turn(Act.FETCH)
    room = claimed.provider.fetch_room(number)

    def record(call: WebinarCall) -> None:
        if outcomes.record_adopted(call, room, clock.now()):
            _let_people_in(call)

    _record_room(claimed, record)


def _record_room(claimed: ClaimedCall, record: Callable[[WebinarCall], None]) -> None:
    """Of two events that take over the same room at once, the second sees the first's."""
    try:
        claimed.record(record)
    except IntegrityError:
        claimed.record(record)


def _let_people_in(call: WebinarCall) -> None:
    """Into a room in which nobody is yet."""
    admissions.reset(call.webinar)
    admissions.enlist_everyone(call.webinar, now=clock.now())


def _update(claimed: ClaimedCall) -> None:
    sent = claimed.take_turn(
        Act.UPDATE, lambda call: outcomes.begin_update(call, _page(call), clock.now())
    )
    if sent is not None:
        claimed.provider.update_room(sent.number, sent.wanted)
        claimed.record(lambda call: outcomes.record_updated(call, sent, clock.now()))


def _delete(claimed: ClaimedCall) -> None:
    found = None
    sought = claimed.record(outcomes.find_lost)
    if sought:
        claimed.take_turn(Act.FIND)
        room = claimed.provider.find_room(*sought)
        found = room.number if room else None
    number = claimed.take_turn(
        Act.DELETE, lambda call: outcomes.begin_deletion(call, found, clock.now())
    )
    if number is not None:
        claimed.provider.delete_room(number)
        claimed.record(lambda call: outcomes.record_deleted(call, clock.now()))


def _panel(claimed: ClaimedCall) -> None:
    provider = claimed.provider
    number = claimed.take_turn(
        Act.LIST_PANELISTS, lambda call: panel.begin_panel(call, clock.now())
    )
    if number is None:
        return
    places = provider.list_panelists(number)
    plan = claimed.record(lambda call: panel.plan_changes(call.webinar, places))
    for external_id in plan.leaving:
        claimed.take_turn(Act.REMOVE_PANELIST)
        provider.remove_panelist(number, external_id)
    refused = None
    if plan.coming:
        refused = _add_to_panel(claimed, number, list(plan.coming))
        claimed.take_turn(Act.LIST_PANELISTS)
        places = provider.list_panelists(number)

    def record(call: WebinarCall) -> None:
        panel.record_panel(call, places)
        if refused is None:
            outcomes.record_success(call, clock.now())

    claimed.record(record)
    if refused is not None:
        raise refused  # the others are in; the desk says what is wrong with this one


def _add_to_panel(
    claimed: ClaimedCall, number: str, coming: list[tuple[str, str]]
) -> ProviderError | None:
    """All at once, or one by one where one of them keeps the others out; then who was refused."""
    try:
        claimed.take_turn(Act.ADD_PANELISTS)
        claimed.provider.add_panelists(number, coming)
        return None
    except ProviderError as error:
        if error.problem not in _OF_ONE:
            raise
        refused = error
    if len(coming) > 1:
        for each in coming:
            refused = _add_to_panel(claimed, number, [each]) or refused
    return refused


def _report(claimed: ClaimedCall) -> None:
    number = claimed.take_turn(Act.REPORT, lambda call: outcomes.begin_report(call, clock.now()))
    if number is None:
        return
    stays: list[Stay] = []
    pages = iter(claimed.provider.list_stays(number))
    while page := next(pages, None):
        stays += page
        claimed.take_turn(Act.REPORT)

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

    claimed.record(record)


def _forget(claimed: ClaimedCall) -> None:
    number = claimed.take_turn(
        Act.FORGET_PERSON, lambda call: outcomes.begin_forgetting(call, clock.now())
    )
    if number is not None and claimed.claim.external_id is not None:
        claimed.provider.forget_person(number, claimed.claim.external_id)
        claimed.record(lambda call: outcomes.record_success(call, clock.now()))


def _forget_panelist(claimed: ClaimedCall) -> None:
    number = claimed.take_turn(
        Act.REMOVE_PANELIST, lambda call: outcomes.begin_forgetting(call, clock.now())
    )
    if number is not None and claimed.claim.external_id is not None:
        claimed.provider.remove_panelist(number, claimed.claim.external_id)
        claimed.record(lambda call: outcomes.record_success(call, clock.now()))


def _page(call: WebinarCall) -> str:
    with current_app.test_request_context(base_url=current_app.config["BASE_URL"]):
        return site_url("events.show", slug=call.webinar.event.slug)


_ACTS: dict[CallKind, Callable[[ClaimedCall], None]] = {
    CallKind.CREATE: _create,
    CallKind.ADOPT: _adopt,
    CallKind.UPDATE: _update,
    CallKind.PANELISTS: _panel,
    CallKind.DELETE: _delete,
    CallKind.REPORT: _report,
    CallKind.FORGET: _forget,
    CallKind.FORGET_PANELIST: _forget_panelist,
}
