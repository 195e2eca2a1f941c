"""What a room's row goes through: wanted, made, gone; each with what hangs on it."""

import secrets
from datetime import datetime
from typing import Any

from ungis_events.adapters.webinar import Problem, Room
from ungis_events.events import service as events
from ungis_events.events.queries import lock_event
from ungis_events.history.service import record_history

from . import calls, rules
from .calls import FOLLOWING
from .errors import WebinarNotPossible
from .models import CallKind, Webinar, WebinarStatus
from .queries import forget_panel, lock_webinar


def lock(webinar: Webinar) -> Webinar:
    """After the event, as whoever changes that one comes here from there."""
    lock_event(webinar.event)
    locked = lock_webinar(webinar.event_id)
    if locked is None:
        raise WebinarNotPossible
    return locked


def want(webinar: Webinar, now: datetime) -> None:
    """Another room than any before: none that bears an older mark is taken for it."""
    if webinar.status is not WebinarStatus.WANTED:
        webinar.status = rules.status_after(webinar.status, "want")
    webinar.status_at = now
    webinar.reference = new_reference()
    _leave(webinar, FOLLOWING, now)
    webinar.number = None
    webinar.is_adopted = False
    clear_problem(webinar)


def ask_again(webinar: Webinar, *, actor: str, now: datetime) -> None:
    """For the room that is wanted: what was given up, as it looks for one that was made unheard,
    or anew."""
    making = (CallKind.CREATE, CallKind.ADOPT)
    if calls.lock_open(webinar, *making):
        return
    given_up = [call for call in calls.list_given_up(webinar) if call.kind in making]
    if not given_up:
        calls.queue_call(webinar, CallKind.CREATE, now=now, actor=actor)
        return
    if webinar.problem == given_up[-1].problem:
        clear_problem(webinar)
    calls.reopen(given_up[-1], now)


def be_made(webinar: Webinar, room: Room, *, actor: str, now: datetime) -> None:
    """There is a room: people and speakers can be let in, and the event has its address."""
    webinar.status = rules.status_after(webinar.status, "make")
    webinar.status_at = now
    webinar.number, webinar.join_url = room.number, room.join_url
    webinar.former_number = None
    webinar.capacity = room.capacity
    if webinar.passcode is None and room.passcode:
        webinar.passcode = room.passcode
        if webinar.sent is not None:
            webinar.sent = webinar.sent | {"passcode": room.passcode}
    forget_panel(webinar)
    set_address(webinar, room.join_url, actor=actor, now=now)
    calls.queue_unless_waiting(webinar, CallKind.PANELISTS, now=now, actor=FOLLOWING)
    plan_report(webinar, rules.report_due_at(webinar.event), now)


def be_gone(webinar: Webinar, *, actor: str, now: datetime) -> None:
    """There is no room any more, and its link leads nowhere.

    The number stays, as the provider may still tell of what happened there.
    """
    if webinar.status is not WebinarStatus.GONE:
        webinar.status = rules.status_after(webinar.status, "delete")
        webinar.status_at = now
    _leave(webinar, actor, now)
    clear_problem(webinar)


def _leave(webinar: Webinar, actor: str, now: datetime) -> None:
    if webinar.join_url and webinar.event.join_url == webinar.join_url:
        set_address(webinar, None, actor=actor, now=now)
    webinar.join_url = webinar.sent = webinar.capacity = None
    if webinar.former_number is None:  # else they are in the room that was let go
        forget_panel(webinar)


def set_address(webinar: Webinar, url: str | None, *, actor: str, now: datetime) -> None:
    act = "webinar made" if url else "webinar gone"
    events.set_join_url(webinar.event, url, act=act, actor=actor, now=now)


def plan_report(webinar: Webinar, due_at: datetime, now: datetime) -> None:
    """One that has not left is moved."""
    waiting = calls.lock_waiting(webinar, CallKind.REPORT)
    for call in waiting:
        call.due_at = due_at
    if not waiting:
        calls.queue_call(webinar, CallKind.REPORT, now=now, due_at=due_at)


def note_problem(webinar: Webinar, problem: Problem, detail: str, now: datetime) -> None:
    """What an organizer has to do something about."""
    webinar.problem, webinar.problem_detail = problem.value, detail or None
    webinar.problem_at = now


def clear_problem(webinar: Webinar) -> None:
    webinar.problem = webinar.problem_detail = webinar.problem_at = None


def new_reference() -> str:
    return secrets.token_hex(12)


def record(webinar: Webinar, act: str, changes: dict[str, Any], actor: str, now: datetime) -> None:
    record_history(webinar.event_id, act=act, changes=changes, actor=actor, now=now)
