"""The rows by which a provider is asked: queued, claimed one after the other, and settled."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import aliased

from ungis_events.adapters.webinar import Problem
from ungis_events.core.database import db
from ungis_events.core.leases import LEASE, claim_due

from .models import CallKind, Webinar, WebinarCall, WebinarStatus
from .rules import OF_A_PERSON, OF_THE_EVENT

FOLLOWING = "webinar"
"""The actor of what nobody asked for: it follows from a change of the event."""
_FAR = timedelta(minutes=1)
OF_THE_ROOM = (CallKind.CREATE, CallKind.ADOPT, CallKind.UPDATE, CallKind.DELETE)
"""Until they are settled, nothing later is asked for the same room."""
_TURNS = (
    (*OF_THE_ROOM, CallKind.PANELISTS),
    (CallKind.REPORT,),
    *((kind,) for kind in OF_A_PERSON),
)


@dataclass(frozen=True)
class Claim:
    """A call as it was when a worker took it."""

    id: int
    attempts: int
    webinar_id: int
    event_id: int
    provider: str
    kind: CallKind
    number: str | None
    external_id: str | None
    was_asked: bool
    """A request may have left before whose answer was never heard."""


def queue_call(
    webinar: Webinar,
    kind: CallKind,
    *,
    now: datetime,
    actor: str = FOLLOWING,
    number: str | None = None,
    due_at: datetime | None = None,
) -> WebinarCall:
    call = WebinarCall(
        webinar_id=webinar.id,
        kind=kind,
        actor=actor,
        number=number,
        queued_at=now,
        due_at=due_at or now,
        attempts=0,
    )
    db.session.add(call)
    db.session.flush()
    return call


def queue_unless_waiting(webinar: Webinar, kind: CallKind, *, now: datetime, actor: str) -> None:
    """One that has not left yet says what is true when it does: it serves for this change too."""
    if not lock_waiting(webinar, kind):
        queue_call(webinar, kind, now=now, actor=actor)


def lock_open(webinar: Webinar, *kinds: CallKind) -> Sequence[WebinarCall]:
    """Those that are not settled, oldest first; read afresh and locked."""
    return db.session.scalars(
        select(WebinarCall)
        .where(
            WebinarCall.webinar_id == webinar.id,
            WebinarCall.due_at.is_not(None),
            WebinarCall.kind.in_(kinds),
        )
        .order_by(WebinarCall.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def lock_waiting(webinar: Webinar, *kinds: CallKind) -> list[WebinarCall]:
    """The same without those that a worker is asking at this moment."""
    return [call for call in lock_open(webinar, *kinds) if not is_being_asked(call)]


def is_being_asked(call: WebinarCall) -> bool:
    """Or was, by a worker that died: then until its lease is over."""
    return call.asked_at is not None and call.problem is None


def list_given_up(webinar: Webinar) -> Sequence[WebinarCall]:
    """Without those about single people."""
    return db.session.scalars(
        select(WebinarCall)
        .where(
            WebinarCall.webinar_id == webinar.id,
            WebinarCall.kind.in_(OF_THE_EVENT),
            WebinarCall.due_at.is_(None),
            WebinarCall.done_at.is_(None),
        )
        .order_by(WebinarCall.id)
    ).all()


def find_given_up(webinar: Webinar) -> set[tuple[CallKind, str | None]]:
    """What met which problem; also those about single people."""
    given_up = select(WebinarCall.kind, WebinarCall.problem).where(
        WebinarCall.webinar_id == webinar.id,
        WebinarCall.due_at.is_(None),
        WebinarCall.done_at.is_(None),
    )
    return set(db.session.execute(given_up.distinct()).tuples())


def is_lost(call: WebinarCall) -> bool:
    """Whether it may have made a room of which we never heard."""
    return call.kind is CallKind.CREATE and call.asked_at is not None


def is_of_another_room(call: WebinarCall, webinar: Webinar) -> bool:
    """Whether it deletes one that the event had before, or never heard of."""
    return call.kind is CallKind.DELETE and (
        call.reference not in (None, webinar.reference)
        or call.number not in (None, webinar.number)
        or (call.reference is not None and webinar.status is WebinarStatus.GONE)
    )


def lock_deletions(webinar: Webinar) -> list[WebinarCall]:
    """The open ones of the room the event has or waits for."""
    opened = lock_open(webinar, CallKind.DELETE)
    return [call for call in opened if not is_of_another_room(call, webinar)]


def reopen(call: WebinarCall, now: datetime) -> None:
    call.due_at, call.attempts, call.problem = now, 0, None


def find_last(webinar: Webinar, *kinds: CallKind) -> WebinarCall | None:
    return db.session.scalar(
        select(WebinarCall)
        .where(WebinarCall.webinar_id == webinar.id, WebinarCall.kind.in_(kinds))
        .order_by(WebinarCall.id.desc())
        .limit(1)
    )


def went_with_event(webinar: Webinar) -> WebinarCall | None:
    """The deletion that a cancelled event brought along, if that was the last of the room: not
    what an organizer deleted."""
    last = find_last(webinar, CallKind.CREATE, CallKind.ADOPT, CallKind.DELETE)
    is_so = last is not None and last.kind is CallKind.DELETE and last.actor == FOLLOWING
    return last if is_so else None


def claim_call(providers: Collection[str], *, now: datetime) -> Claim | None:
    """Take the call that is due longest, for LEASE: of each room only the oldest that is open,
    also while another worker has that one. People are forgotten in any order, after all else."""
    of_providers = WebinarCall.webinar_id.in_(
        select(Webinar.id).where(Webinar.provider.in_(providers))
    )
    for kinds in _TURNS:
        which = WebinarCall.kind.in_(kinds) if len(kinds) > 1 else WebinarCall.kind == kinds[0]
        has_turn = _room_is_quiet() if kinds[0] in OF_A_PERSON else _is_first()
        claimed = claim_due(WebinarCall, which, has_turn, of_providers, now=now, limit=1)
        if claimed:
            return _claim_of(claimed[0])
    return None


def _is_first() -> ColumnElement[bool]:
    earlier = aliased(WebinarCall)
    return ~(
        select(earlier.id)
        .where(
            earlier.webinar_id == WebinarCall.webinar_id,
            earlier.id < WebinarCall.id,
            earlier.due_at.is_not(None),
            or_(earlier.kind.in_(OF_THE_ROOM), earlier.kind == WebinarCall.kind),
        )
        .exists()
    )


def _room_is_quiet() -> ColumnElement[bool]:
    """Found once for all people, not for each of a hundred thousand."""
    opened = aliased(WebinarCall)
    busy = select(opened.webinar_id).where(opened.kind.in_(OF_THE_ROOM), opened.due_at.is_not(None))
    return WebinarCall.webinar_id.not_in(busy)


def _claim_of(call: WebinarCall) -> Claim:
    webinar = db.session.get_one(Webinar, call.webinar_id)
    return Claim(
        id=call.id,
        attempts=call.attempts,
        webinar_id=webinar.id,
        event_id=webinar.event_id,
        provider=webinar.provider,
        kind=call.kind,
        number=call.number,
        external_id=call.external_id,
        was_asked=call.asked_at is not None,
    )


def find_claimed(claim: Claim) -> WebinarCall | None:
    """None: the lease was over, and the call is another worker's by now, or nobody's."""
    return db.session.scalar(
        select(WebinarCall)
        .where(
            WebinarCall.id == claim.id,
            WebinarCall.attempts == claim.attempts,
            WebinarCall.due_at.is_not(None),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def note_asked(call: WebinarCall, now: datetime) -> None:
    """A request leaves; the lease begins anew, as a call may need several."""
    call.asked_at = call.asked_at or now
    call.problem = None
    call.due_at = now + LEASE


def postpone(call: WebinarCall, until: datetime, now: datetime) -> None:
    """The limits let it leave later: that is no failure of its own."""
    is_far = until > now + _FAR
    call.problem = (Problem.DAILY_LIMIT if is_far else Problem.TOO_FAST).value
    call.due_at = until
    call.attempts -= 1


def settle(call: WebinarCall, now: datetime) -> None:
    """Nothing is left to do, also for what was given up of the same kind before."""
    call.due_at = call.problem = call.asked_at = call.external_id = None
    call.reference = call.host = None
    call.done_at = now
    if call.kind in OF_A_PERSON:
        return  # the others are about other people
    db.session.execute(
        update(WebinarCall)
        .where(
            WebinarCall.webinar_id == call.webinar_id,
            WebinarCall.kind == call.kind,
            WebinarCall.id < call.id,
            WebinarCall.due_at.is_(None),
            WebinarCall.done_at.is_(None),
            WebinarCall.reference.is_(None),  # that is another room, which nothing else deletes
        )
        .values(done_at=now)
    )


def part_with(
    webinar: Webinar, calls: Collection[WebinarCall], *, now: datetime, actor: str
) -> None:
    """Drop them. A room that was made unheard is looked for and deleted all the same."""
    for call in calls:
        if call.kind is CallKind.DELETE and (call.reference or is_of_another_room(call, webinar)):
            if call.due_at is None:
                reopen(call, now)
            continue
        if is_lost(call):
            deletion = queue_call(webinar, CallKind.DELETE, now=now, actor=actor)
            deletion.reference, deletion.host = call.reference, call.host
        drop([call])


def drop(calls: Collection[WebinarCall]) -> None:
    for call in calls:
        db.session.delete(call)
    db.session.flush()
