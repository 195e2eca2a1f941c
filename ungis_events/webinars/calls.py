"""The rows by which a provider is asked: queued, claimed one after the other, and settled."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import aliased

from ungis_events.adapters.webinar import Problem
from ungis_events.core.database import db
from ungis_events.core.leases import LEASE, claim_due

from .models import CallKind, Webinar, WebinarCall

FOLLOWING = "webinar"
"""The actor of what nobody asked for: it follows from a change of the event."""
_FAR = timedelta(minutes=1)
OF_THE_ROOM = (CallKind.CREATE, CallKind.ADOPT, CallKind.UPDATE, CallKind.DELETE)
"""Until they are settled, nothing later is asked for the same room."""


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
    return db.session.scalars(
        select(WebinarCall)
        .where(
            WebinarCall.webinar_id == webinar.id,
            WebinarCall.due_at.is_(None),
            WebinarCall.done_at.is_(None),
        )
        .order_by(WebinarCall.id)
    ).all()


def find_last(webinar: Webinar, *kinds: CallKind) -> WebinarCall | None:
    return db.session.scalar(
        select(WebinarCall)
        .where(WebinarCall.webinar_id == webinar.id, WebinarCall.kind.in_(kinds))
        .order_by(WebinarCall.id.desc())
        .limit(1)
    )


def claim_call(providers: Collection[str], *, now: datetime) -> Claim | None:
    """Take the call that is due longest, for LEASE: of each room only the oldest that is open,
    also while another worker has that one."""
    earlier = aliased(WebinarCall)
    is_first = ~(
        select(earlier.id)
        .where(
            earlier.webinar_id == WebinarCall.webinar_id,
            earlier.id < WebinarCall.id,
            earlier.due_at.is_not(None),
            or_(earlier.kind.in_(OF_THE_ROOM), earlier.kind == WebinarCall.kind),
        )
        .exists()
    )
    of_providers = WebinarCall.webinar_id.in_(
        select(Webinar.id).where(Webinar.provider.in_(providers))
    )
    for call in claim_due(WebinarCall, is_first, of_providers, now=now, limit=1):
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
    return None


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
    call.done_at = now
    db.session.execute(
        update(WebinarCall)
        .where(
            WebinarCall.webinar_id == call.webinar_id,
            WebinarCall.kind == call.kind,
            WebinarCall.id < call.id,
            WebinarCall.due_at.is_(None),
            WebinarCall.done_at.is_(None),
        )
        .values(done_at=now)
    )


def drop(calls: Collection[WebinarCall]) -> None:
    for call in calls:
        db.session.delete(call)
    db.session.flush()
