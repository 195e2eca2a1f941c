"""What the provider is to forget of single people: a call for each, by thousands."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, delete, func, insert, literal, select, update

from ungis_events.adapters.webinar import Problem
from ungis_events.core.database import db

from .models import CallKind, Panelist, Webinar, WebinarCall, WebinarStatus
from .rules import OF_A_PERSON

_COLUMNS = (
    *("webinar_id", "kind", "number", "external_id"),
    *("actor", "queued_at", "due_at", "attempts"),
)


def number_there() -> ColumnElement[str | None]:
    """Of the room that is still at the provider, with people in it: also of one let go."""
    has_room = case((Webinar.status != WebinarStatus.GONE, Webinar.number), else_=None)
    return func.coalesce(Webinar.former_number, has_room)


def queue_forgetting(
    kind: CallKind,
    external_id: ColumnElement[Any],
    chosen: Callable[[Select[Any]], Select[Any]],
    now: datetime,
) -> None:
    """For everybody who is `chosen` from the joined webinars, in their order."""
    known = chosen(
        select(
            Webinar.id,
            literal(kind, WebinarCall.kind.type),
            number_there(),
            external_id,
            literal("privacy"),
            literal(now, WebinarCall.queued_at.type),
            literal(now, WebinarCall.due_at.type),
            literal(0),
        ).where(number_there().is_not(None), external_id.is_not(None), external_id != "")
    )
    db.session.flush()
    db.session.execute(insert(WebinarCall).from_select(_COLUMNS, known))


def forget_panelists(concerned: ColumnElement[bool], now: datetime) -> None:
    """`concerned`: which of Panelist or Webinar. Their places here go at once."""
    queue_forgetting(
        CallKind.FORGET_PANELIST,
        Panelist.external_id.expression,
        lambda query: (
            query.join(Panelist, Panelist.webinar_id == Webinar.id)
            .where(concerned)
            .order_by(Panelist.id)
        ),
        now,
    )
    webinars = select(Webinar.id).where(Panelist.webinar_id == Webinar.id, concerned)
    db.session.execute(
        delete(Panelist)
        .where(webinars.correlate(Panelist).exists())
        .execution_options(synchronize_session=False)
    )


def give_up_like(call: WebinarCall, problem: Problem) -> None:
    """Those about other people that would meet the same; not what is being asked just now."""
    _change(
        call.webinar_id,
        WebinarCall.kind == call.kind,
        WebinarCall.due_at.is_not(None),
        WebinarCall.asked_at.is_(None) | WebinarCall.problem.is_not(None),
        due_at=None,
        problem=problem.value,
    )


def try_again(webinar: Webinar, now: datetime) -> None:
    """Those about people that were given up, or wait."""
    _change(
        webinar.id,
        WebinarCall.kind.in_(OF_A_PERSON),
        WebinarCall.problem.is_not(None),
        WebinarCall.done_at.is_(None),
        due_at=now,
    )


def _change(webinar_id: int, *conditions: ColumnElement[bool], **values: Any) -> None:
    db.session.flush()
    db.session.execute(
        update(WebinarCall)
        .where(WebinarCall.webinar_id == webinar_id, *conditions)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
