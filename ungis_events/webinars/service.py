"""What can be done with an event's online room. The worker asks the provider, call by call."""

from datetime import datetime

from flask_babel import LazyString, lazy_gettext

from ungis_events.adapters.webinar import Problem, WebinarProvider
from ungis_events.core.database import db
from ungis_events.core.errors import Conflict, InvalidInput
from ungis_events.events.models import Event, EventStatus
from ungis_events.events.queries import lock_event
from ungis_events.registrations.models import Registration

from . import calls, erasing, rules, states
from .calls import FOLLOWING
from .details import WebinarDetails
from .errors import WebinarNotPossible
from .models import CallKind, Webinar, WebinarStatus
from .queries import find_webinar_by_number, lock_webinar
from .rules import Doors, doors_at


def want_webinar(
    event: Event, details: WebinarDetails, *, provider: WebinarProvider, actor: str, now: datetime
) -> Webinar:
    """Have a room made. Raises InvalidInput, WebinarNotPossible."""
    details.check()
    webinar = _place_for_room(event, provider, actor, now)
    details.write_to(webinar)
    states.want(webinar, now)
    calls.queue_call(webinar, CallKind.CREATE, now=now, actor=actor)
    states.record(webinar, "webinar asked for", {"provider": [None, provider.label]}, actor, now)
    return webinar


def adopt_webinar(
    event: Event, number: str, *, provider: WebinarProvider, actor: str, now: datetime
) -> Webinar:
    """Take over a room that was made by hand.

    Raises InvalidInput (`number`), WebinarNotPossible.
    """
    known = provider.read_number(number)
    if known is None:
        sentence = lazy_gettext(
            "Enter the number of a webinar at %(provider)s, or paste its link",
            provider=provider.label,
        )
        raise InvalidInput({"number": sentence})
    other = find_webinar_by_number(provider.name, known)
    if other is not None and other.is_there and other.event_id != event.id:
        sentence = lazy_gettext("It is the webinar of “%(title)s” already", title=other.event.title)
        raise InvalidInput({"number": sentence})
    webinar = _place_for_room(event, provider, actor, now)
    WebinarDetails().write_to(webinar)  # what was set there stands
    states.want(webinar, now)
    calls.queue_call(webinar, CallKind.ADOPT, now=now, actor=actor, number=known)
    states.record(webinar, "webinar adopted", {"number": [None, known]}, actor, now)
    return webinar


def change_webinar(webinar: Webinar, details: WebinarDetails, *, actor: str, now: datetime) -> None:
    """Raises InvalidInput, WebinarNotPossible."""
    details.check()
    webinar = states.lock(webinar)
    if webinar.status is WebinarStatus.GONE:
        raise WebinarNotPossible
    before = WebinarDetails.of(webinar)
    if before == details:
        return
    details.write_to(webinar)
    if webinar.is_there:
        calls.queue_unless_waiting(webinar, CallKind.UPDATE, now=now, actor=actor)
    else:  # what was given up for a wrong host or passcode may succeed now
        states.ask_again(webinar, actor=actor, now=now)
    states.record(webinar, "webinar changed", before.differences(details), actor, now)


def let_go(webinar: Webinar, *, actor: str, now: datetime) -> None:
    """The event has no room any more; at the provider it stays. Raises WebinarNotPossible."""
    webinar = states.lock(webinar)
    opened = calls.lock_open(webinar, *rules.OF_THE_EVENT)
    if webinar.status is WebinarStatus.GONE or any(map(calls.is_being_asked, opened)):
        raise WebinarNotPossible
    given_up = calls.list_given_up(webinar)
    calls.part_with(webinar, [*opened, *given_up], now=now, actor=actor)
    webinar.former_number = webinar.number or webinar.former_number
    states.be_gone(webinar, actor=actor, now=now)
    webinar.number = None
    states.record(webinar, "webinar let go", {}, actor, now)


def delete_webinar(webinar: Webinar, *, actor: str, now: datetime) -> None:
    """Also at the provider. Raises WebinarNotPossible."""
    webinar = states.lock(webinar)
    if webinar.status is WebinarStatus.GONE or calls.lock_deletions(webinar):
        raise WebinarNotPossible
    if webinar.status is WebinarStatus.LIVE:
        raise WebinarNotPossible(lazy_gettext("People are in it: end it first, then delete it."))
    _queue_deletion(webinar, actor, now)
    states.record(webinar, "webinar deletion asked for", {}, actor, now)


def try_again(webinar: Webinar, *, actor: str, now: datetime) -> None:
    """What was given up or waits: at once; and what somebody changed there is put right."""
    webinar = states.lock(webinar)
    given_up = calls.list_given_up(webinar)
    again = {(call.kind, call.number, call.reference): call for call in given_up}
    for call in again.values():
        calls.reopen(call, now)
    erasing.try_again(webinar, now)
    for call in calls.lock_waiting(webinar, *rules.OF_THE_EVENT):
        if call.problem is not None:
            call.due_at = now
    if webinar.problem == Problem.CHANGED_THERE:
        webinar.sent = None  # what we told last is not what is there
        calls.queue_unless_waiting(webinar, CallKind.UPDATE, now=now, actor=actor)
    states.clear_problem(webinar)
    if webinar.is_there:
        _tell(webinar, actor, now)
    states.record(webinar, "webinar tried again", {}, actor, now)


def ask_for_report(webinar: Webinar, *, now: datetime) -> None:
    """Who was there, from the provider. Raises WebinarNotPossible before the end."""
    webinar = states.lock(webinar)
    is_over = rules.is_over(webinar.event, now) or webinar.status is WebinarStatus.ENDED
    if webinar.number is None or not is_over:
        raise WebinarNotPossible
    states.plan_report(webinar, now, now)


def note_state(webinar: Webinar, act: str, *, at: datetime, now: datetime) -> bool:
    """What the provider tells of: practice, start, end, delete. Returns whether it changed
    anything."""
    webinar = states.lock(webinar)
    status = rules.told_status(webinar, act, at)
    if status is None:
        return False
    if status is WebinarStatus.GONE:
        is_ours = bool(calls.lock_deletions(webinar))
        states.be_gone(webinar, actor=webinar.provider, now=now)
        if not is_ours and rules.shall_be(webinar.event, now):
            states.note_problem(webinar, Problem.DELETED_THERE, "", now)
    webinar.status, webinar.status_at = status, at
    if status is WebinarStatus.ENDED:
        states.plan_report(webinar, max(at + rules.REPORT_AFTER_END, now), now)
    elif status is WebinarStatus.LIVE:
        states.plan_report(webinar, max(rules.report_due_at(webinar.event), now), now)
    return True


def follow(event: Event, *, now: datetime) -> None:
    """Let the room be where the event's times, words and status want it.

    Call with the event locked. Doing it twice changes nothing more.
    """
    webinar = lock_webinar(event.id)
    if webinar is None or rules.is_over(event, now):
        return
    if not rules.shall_be(event, now):
        if webinar.status is not WebinarStatus.GONE:
            _follow_cancellation(webinar, now)
        return
    _call_back_deletion(webinar, now)
    if not webinar.is_there:
        return
    states.plan_report(webinar, rules.report_due_at(event), now)
    if event.join_url is None:
        states.set_address(webinar, webinar.join_url, actor=FOLLOWING, now=now)
    _tell(webinar, FOLLOWING, now)


def _tell(webinar: Webinar, actor: str, now: datetime) -> None:
    """Where the provider knows something else, or nobody knows what it knows."""
    is_known = rules.to_be_told(webinar.event, webinar) == webinar.sent
    if not is_known and not calls.lock_deletions(webinar):
        calls.queue_unless_waiting(webinar, CallKind.UPDATE, now=now, actor=actor)


def _follow_cancellation(webinar: Webinar, now: datetime) -> None:
    if not calls.lock_deletions(webinar):
        _queue_deletion(webinar, FOLLOWING, now)


def _queue_deletion(webinar: Webinar, actor: str, now: datetime) -> None:
    calls.drop(calls.lock_waiting(webinar, CallKind.UPDATE, CallKind.PANELISTS, CallKind.REPORT))
    calls.queue_call(webinar, CallKind.DELETE, now=now, actor=actor, number=webinar.number)


def _call_back_deletion(webinar: Webinar, now: datetime) -> None:
    """The event takes place after all: keep the room, or have a new one made where it is gone.

    Only where the cancelled event took it along: what an organizer deleted stays deleted.
    """
    last = calls.went_with_event(webinar)
    if last is None:
        return
    if last.done_at is not None or last.asked_at is not None or last.reference:
        states.want(webinar, now)
        if last.done_at is None and last.due_at is None:
            calls.reopen(last, now)
        calls.queue_call(webinar, CallKind.CREATE, now=now)
        return
    calls.drop([last])
    if webinar.is_there:
        calls.queue_unless_waiting(webinar, CallKind.PANELISTS, now=now, actor=FOLLOWING)
    else:
        states.ask_again(webinar, actor=FOLLOWING, now=now)


def _place_for_room(event: Event, provider: WebinarProvider, actor: str, now: datetime) -> Webinar:
    """The event's row, new or free for another room. Raises WebinarNotPossible."""
    lock_event(event)
    refusal = _why_not(event, provider, now)
    webinar = lock_webinar(event.id)
    if webinar and (webinar.is_there or _has_open_calls(webinar)):
        refusal = lazy_gettext("The event has a webinar already.")
    if refusal:
        raise WebinarNotPossible(refusal)
    if webinar is None:
        webinar = Webinar(event_id=event.id, event=event, created_at=now)
        WebinarDetails().write_to(webinar)
        webinar.status, webinar.status_at = WebinarStatus.WANTED, now
        webinar.reference = states.new_reference()
        db.session.add(webinar)
    webinar.provider = provider.name
    db.session.flush()
    calls.part_with(webinar, calls.list_given_up(webinar), now=now, actor=actor)
    return webinar


def _has_open_calls(webinar: Webinar) -> bool:
    opened = calls.lock_open(webinar, *calls.OF_THE_ROOM)
    return not all(calls.is_of_another_room(call, webinar) for call in opened)


def _why_not(event: Event, provider: WebinarProvider, now: datetime) -> LazyString | None:
    if not provider.is_remote:
        return lazy_gettext("With this provider you paste the link of a webinar made there.")
    if event.status is EventStatus.CANCELLED:
        return lazy_gettext("The event is cancelled.")
    if rules.is_over(event, now):
        return lazy_gettext("The event is over.")
    if not event.is_online:
        return lazy_gettext("The event takes place in a room only.")
    return None


def enter(registration: Registration, own_link: str | None = None, *, now: datetime) -> str:
    """Record that the person came, once, and return their own way in, else the room's address.

    Raises Conflict while the doors are closed.
    """
    event = registration.event
    address = own_link or event.join_url
    if doors_at(event, now, own_link) is not Doors.OPEN or not address:
        raise Conflict
    if registration.joined_at is None:
        registration.joined_at = now
    return address
