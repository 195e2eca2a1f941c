"""What a call sends when it leaves, and what its answer changes.

Everything here has the event and the webinar locked, and gets the call that was claimed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ungis_events.adapters.webinar import Problem, ProviderError, Retry, Room, RoomWanted
from ungis_events.core.leases import next_try
from ungis_events.events.models import EventStatus

from . import calls, erasing, rules, states
from .details import WebinarDetails
from .models import CallKind, Webinar, WebinarCall, WebinarStatus
from .pacing import next_midnight
from .queries import find_webinar_by_number
from .service import follow

_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=1), timedelta(minutes=15)
_SAYS_IT_IS_GONE = (CallKind.UPDATE, CallKind.PANELISTS)


@dataclass(frozen=True)
class Sent:
    """What the provider is told of a room, and how that is kept."""

    number: str
    wanted: RoomWanted
    kept: dict[str, Any]


def begin_search(call: WebinarCall) -> tuple[str, str]:
    """Mark and host of the room whose making may have gone unheard: as they were then."""
    return call.reference or call.webinar.reference, call.host or ""


def begin_creation(call: WebinarCall, page: str, now: datetime) -> RoomWanted | None:
    """None: it is not wanted any more, and the call is settled."""
    webinar, event = call.webinar, call.webinar.event
    deletion = calls.lock_deletions(webinar)
    if webinar.is_there or deletion or not rules.shall_be(event, now):
        calls.settle(call, now)
        if not webinar.is_there and not deletion:
            states.note_problem(webinar, Problem.OVER, "", now)
        return None
    webinar.sent = rules.to_be_told(event, webinar)
    call.reference, call.host = webinar.reference, webinar.host
    return rules.wanted_room(event, webinar, page)


def record_made(call: WebinarCall, room: Room, now: datetime) -> bool:
    """False: another event has adopted it meanwhile, and the call is given up."""
    webinar = call.webinar
    if _is_anothers(webinar, room.number):
        call.asked_at = call.reference = call.host = None
        _give_up(call, Problem.WRONG_VALUE, "", now)
        return False
    states.be_made(webinar, room, actor=call.actor, now=now)
    record_success(call, now)
    follow(webinar.event, now=now)  # what changed while it was being made
    return True


def record_adopted(call: WebinarCall, room: Room, now: datetime) -> bool:
    """False: it is another event's by now, and the call is given up."""
    webinar = call.webinar
    if _is_anothers(webinar, room.number):
        _give_up(call, Problem.WRONG_VALUE, "", now)
        return False
    webinar.is_adopted = True
    WebinarDetails.found(room, WebinarDetails.of(webinar)).write_to(webinar)
    states.be_made(webinar, room, actor=call.actor, now=now)
    record_success(call, now)
    follow(webinar.event, now=now)  # it takes the event's title and times
    return True


def _is_anothers(webinar: Webinar, number: str) -> bool:
    other = find_webinar_by_number(webinar.provider, number)
    return other is not None and other is not webinar and other.is_there


def begin_update(call: WebinarCall, page: str, now: datetime) -> Sent | None:
    """None: the provider knows it all, or there is no room to change; the call is settled."""
    webinar, event = call.webinar, call.webinar.event
    told = rules.to_be_told(event, webinar)
    if (
        webinar.number is None
        or not webinar.is_there
        or not rules.shall_be(event, now)
        or told == webinar.sent
    ):
        calls.settle(call, now)
        return None
    webinar.sent = None  # until the answer nobody knows what is there
    return Sent(webinar.number, rules.wanted_room(event, webinar, page), told)


def record_updated(call: WebinarCall, sent: Sent, now: datetime) -> None:
    webinar = call.webinar
    record_success(call, now)
    if webinar.number != sent.number:
        return
    webinar.sent = sent.kept
    if webinar.status is WebinarStatus.ENDED and webinar.event.starts_at > now:
        webinar.status = rules.status_after(webinar.status, "move")
        webinar.status_at = now
    follow(webinar.event, now=now)


def find_lost(call: WebinarCall) -> tuple[str, str] | None:
    """Mark and host of the room to be deleted, where it may have been made unheard."""
    webinar = call.webinar
    if (call.number or webinar.number or call.reference) is None:
        for lost in filter(calls.is_lost, calls.list_given_up(webinar)):
            call.reference, call.host = lost.reference, lost.host
            calls.drop([lost])
    return (call.reference, call.host or "") if call.reference else None


def begin_deletion(call: WebinarCall, found: str | None, now: datetime) -> str | None:
    """The number of the room; None: there is none, and the call is settled.

    `found`: the one that bears the mark of one made unheard.
    """
    webinar = call.webinar
    if call.reference:
        number = None if found and _is_anothers(webinar, found) else found
    else:
        number = call.number = call.number or webinar.number
    if number is None:
        record_deleted(call, now)
    return number


def record_deleted(call: WebinarCall, now: datetime) -> None:
    webinar = call.webinar
    # Or the event took place after all, and has another room by now or waits for one.
    of_this = webinar.number == call.number and not calls.is_of_another_room(call, webinar)
    if of_this and not calls.lock_open(webinar, CallKind.CREATE, CallKind.ADOPT):
        states.be_gone(webinar, actor=call.actor, now=now)
    record_success(call, now)


def record_failure(
    call: WebinarCall, error: ProviderError, *, was_asked: bool, now: datetime
) -> None:
    """Try again when that may help; else an organizer is told."""
    webinar, event = call.webinar, call.webinar.event
    if not (error.is_unsure or was_asked):
        call.asked_at = None
        if call.kind is CallKind.CREATE:
            call.reference = call.host = None
    if call.kind is CallKind.REPORT and error.problem in _NO_REPORT_YET:
        wait_for_report(call, now)
    elif error.problem is Problem.NOT_FOUND and call.kind in _SAYS_IT_IS_GONE:
        states.be_gone(webinar, actor=webinar.provider, now=now)
        calls.settle(call, now)
        if rules.shall_be(event, now):
            states.note_problem(webinar, Problem.DELETED_THERE, error.detail, now)
    elif error.retry is Retry.NEVER:
        _give_up(call, error.problem, error.detail, now)
    else:
        call.problem = error.problem.value
        call.due_at = _next_try(call, error, now)


_NO_REPORT_YET = (Problem.NOT_FOUND, Problem.OVER)


def wait_for_report(call: WebinarCall, now: datetime) -> None:
    """There is none before some minutes have passed, and none ever of a room nobody opened."""
    if now > call.webinar.event.ends_at + rules.REPORT_UNTIL:
        calls.settle(call, now)
    else:
        call.asked_at = None
        call.due_at = now + rules.REPORT_AFTER_END


def begin_report(call: WebinarCall, now: datetime) -> str | None:
    """The room's number; None: nobody was there, and the call is settled."""
    webinar = call.webinar
    if webinar.number is None or webinar.event.status is EventStatus.CANCELLED:
        calls.settle(call, now)
        return None
    return webinar.number


def begin_forgetting(call: WebinarCall, now: datetime) -> str | None:
    """The number of the room that knows the person; None: there is none, and the call settled."""
    if call.number is None or call.external_id is None:
        calls.settle(call, now)
        return None
    return call.number


def _next_try(call: WebinarCall, error: ProviderError, now: datetime) -> datetime:
    if error.retry is Retry.TOMORROW:
        return next_midnight(now)
    soon = next_try(call.attempts, now, unit=_FIRST_WAIT, longest=_LONGEST_WAIT)
    return max(soon, now + timedelta(seconds=error.wait_seconds or 0))


def _give_up(call: WebinarCall, problem: Problem, detail: str, now: datetime) -> None:
    call.problem, call.due_at = problem.value, None
    if call.kind in rules.OF_A_PERSON and problem in _MEETS_ALL:
        erasing.give_up_like(call, problem)
    states.note_problem(call.webinar, problem, detail, now)


_MEETS_ALL = (Problem.CREDENTIALS, Problem.NO_PLAN, Problem.SCOPE_MISSING)
"""What everybody else would be answered too, until an organizer does something about it."""
_SOLVES = {
    CallKind.CREATE: {Problem.DELETED_THERE, Problem.OVER},
    CallKind.ADOPT: {Problem.DELETED_THERE, Problem.OVER},
    CallKind.UPDATE: {Problem.CHANGED_THERE, Problem.REGISTRATION_OFF},
}
"""What is over once such a call has succeeded, whoever met it."""


def record_success(call: WebinarCall, now: datetime) -> None:
    """What went wrong with calls of its kind is over; what was something else's stays said."""
    webinar: Webinar = call.webinar
    same = {problem for kind, problem in calls.find_given_up(webinar) if kind is call.kind}
    calls.settle(call, now)
    left = {problem for _, problem in calls.find_given_up(webinar)}
    if webinar.problem in (same | _SOLVES.get(call.kind, set())) - left:
        states.clear_problem(webinar)
