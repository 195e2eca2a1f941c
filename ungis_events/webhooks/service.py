"""What providers told us: kept at once, worked later, each once and in whatever order it came."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite

from ungis_events.adapters.webinar import Notice, NoticeKind, Problem
from ungis_events.admissions.queries import registration_of
from ungis_events.attendance.service import gather_from_marks, record_mark
from ungis_events.core.database import db
from ungis_events.webinars.models import Webinar, WebinarStatus
from ungis_events.webinars.service import note_state

from . import queries, rules
from .models import WebhookDelivery

_STATE_ACTS = {
    NoticeKind.PRACTICE: "practice",
    NoticeKind.PRACTICE_ENDED: "end early",
    NoticeKind.STARTED: "start",
    NoticeKind.ENDED: "end",
    NoticeKind.DELETED: "delete",
}
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True)
class _Told:
    """A notice of a room of ours, as it is worked."""

    kind: NoticeKind
    at: datetime
    session: str = ""
    participant: str = ""
    name: str = ""
    email: str | None = None
    external_id: str | None = None


def is_of_interest(provider: str, notice: Notice) -> bool:
    """Whether it tells of a room of ours: an account may have thousands that are not, and of
    those nothing is kept."""
    return notice.kind in rules.OF_INTEREST and queries.is_room_of_ours(provider, notice.number)


def store(provider_name: str, notice: Notice, *, now: datetime) -> bool:
    """Keep what is of interest until it is worked; returns whether it is new.

    However often it is told, there is one row.
    """
    if not is_of_interest(provider_name, notice):
        return False
    insert = _INSERT[db.engine.dialect.name]
    row = {
        "provider": provider_name,
        "key": f"{provider_name}:{notice.key}",
        "kind": notice.kind.value,
        "number": notice.number,
        "happened_at": notice.at,
        "received_at": now,
        "facts": _facts(notice),
        "due_at": now,
        "attempts": 0,
    }
    adding = insert(WebhookDelivery).values(row)
    adding = adding.on_conflict_do_nothing(index_elements=["key"])  # type: ignore[attr-defined] # of both
    return db.session.connection().execute(adding).rowcount == 1


def _facts(notice: Notice) -> dict[str, str | None]:
    if notice.kind not in rules.PERSONAL:
        return {}
    return {
        "session": notice.session,
        "participant": notice.participant,
        "name": notice.name[:300],
        "email": notice.email,
        "external_id": notice.external_id,
    }


def work_delivery(delivery_id: int, now: datetime) -> None:
    """Do what follows from a notice. Its personal facts go with it."""
    delivery = db.session.get(WebhookDelivery, delivery_id)
    if delivery is None or delivery.due_at is None:
        return
    webinar = queries.lock_room(delivery.provider, delivery.number)
    if webinar is None:
        outcome = "no room of ours any more"
    else:
        told = _Told(NoticeKind(delivery.kind), delivery.happened_at, **(delivery.facts or {}))
        outcome = _ACTS[told.kind](webinar, told, now)
    delivery.outcome, delivery.done_at = outcome, now
    delivery.facts, delivery.due_at = None, None
    if webinar is not None:
        _draw_up(webinar, delivery, now)


def forget_old(now: datetime) -> int:
    """Remove what was told long ago; returns how many rows."""
    long_ago = WebhookDelivery.received_at < now - rules.KEPT_FOR
    return db.session.connection().execute(delete(WebhookDelivery).where(long_ago)).rowcount


def _draw_up(webinar: Webinar, delivery: WebhookDelivery, now: datetime) -> None:
    """Who was there, once the room is closed and nothing more waits: thousands leave at the same
    moment, and the list is made once for all of them."""
    is_closed = webinar.status in (WebinarStatus.ENDED, WebinarStatus.GONE)
    if delivery.kind not in rules.OF_ATTENDANCE or not is_closed:
        return
    db.session.flush()
    if queries.is_more_to_come(delivery):
        return
    ended_at = queries.find_end(webinar)
    if ended_at is not None:
        gather_from_marks(webinar.event, now=now, ended_at=ended_at)


def _note_state(webinar: Webinar, told: _Told, now: datetime) -> str:
    act = _STATE_ACTS[told.kind]
    is_new = note_state(webinar, act, at=told.at, now=now)
    return "noted" if is_new else "something later is known"


def _note_presence(webinar: Webinar, told: _Told, now: datetime) -> str:
    external_id = told.external_id
    registration_id = registration_of(webinar, external_id) if external_id else None
    record_mark(
        webinar.event,
        told.kind,
        session=told.session,
        participant=told.participant,
        at=told.at,
        name=told.name,
        email=told.email,
        external_id=external_id,
        registration_id=registration_id,
    )
    return "noted" if registration_id else "noted, by no registrant of ours"


def _note_admitted(webinar: Webinar, told: _Told, now: datetime) -> str:
    """Approved there: by us, which we know, or by a host who had turned them away."""
    admission = queries.lock_admission(webinar, told.external_id, told.email)
    if admission is None:
        return "nobody of ours"
    if admission.told_at is not None and told.at <= admission.told_at:
        return "something later is known"
    admission.told_at = told.at
    if admission.problem != Problem.TURNED_AWAY or not admission.is_wanted:
        return "known"
    # Asking again gives the link: who is in already keeps their place there.
    admission.problem, admission.due_at, admission.attempts = None, now, 0
    return "let in again"


def _note_refused(webinar: Webinar, told: _Told, now: datetime) -> str:
    """Taken off the list there. By a host: then it stays so, and the desk shows it."""
    admission = queries.lock_admission(webinar, told.external_id, told.email)
    if admission is None:
        return "nobody of ours"
    if admission.told_at is not None and told.at <= admission.told_at:
        return "something later is known"
    admission.told_at = told.at
    registration = admission.registration
    is_ours = not admission.is_wanted or rules.is_our_own_removal(
        admission.revision, registration.confirmed_at, told.at
    )
    if is_ours or admission.external_id is None:  # not on the list yet
        return "known"
    admission.join_url = None
    admission.problem, admission.due_at = Problem.TURNED_AWAY, None
    return "turned away there"


def _note_changed(webinar: Webinar, told: _Told, now: datetime) -> str:
    """What it is now is not told: an organizer looks, and either side is put right."""
    is_ours = queries.is_sending(webinar) or rules.is_our_own_change(
        told.at, queries.last_sent_at(webinar)
    )
    if is_ours or not webinar.is_there:
        return "known"
    if webinar.problem is None:
        webinar.problem, webinar.problem_detail = Problem.CHANGED_THERE, None
        webinar.problem_at = told.at
    return "changed there"


_ACTS: dict[NoticeKind, Callable[[Webinar, _Told, datetime], str]] = {
    NoticeKind.PRACTICE: _note_state,
    NoticeKind.PRACTICE_ENDED: _note_state,
    NoticeKind.STARTED: _note_state,
    NoticeKind.ENDED: _note_state,
    NoticeKind.JOINED: _note_presence,
    NoticeKind.LEFT: _note_presence,
    NoticeKind.ADMITTED: _note_admitted,
    NoticeKind.REFUSED: _note_refused,
    NoticeKind.CHANGED: _note_changed,
    NoticeKind.DELETED: _note_state,
}
