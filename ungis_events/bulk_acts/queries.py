from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import and_, case, func, select

from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.registrations.models import Registration, RegistrationStatus

from .errors import BulkActNotFound
from .models import BY_NEEDS, BulkAct, BulkOutcome

PAGE_SIZE = 50
_IN_ONE_QUERY = 1000


class Progress(NamedTuple):
    all: int
    done: int
    """The act was done, or there was nothing to do."""
    failed: int

    @property
    def left(self) -> int:
        return self.all - self.done - self.failed


class OutcomeShown(NamedTuple):
    """No name: the registration was removed since."""

    registration_id: int
    given_name: str | None
    family_name: str | None
    email: str | None
    status_before: str | None
    status_after: str | None
    problem: str | None
    is_done: bool

    @property
    def name(self) -> str | None:
        return f"{self.given_name or ''} {self.family_name or ''}".strip() or self.email


def get_bulk_act(event: Event, bulk_act_id: int, *, sees_needs: bool) -> BulkAct:
    """Raises BulkActNotFound, also for one of another event, or one by access needs for who was
    not named to see them: it lists whom they are of.
    """
    bulk_act = db.session.get(BulkAct, bulk_act_id)
    if bulk_act is None or bulk_act.event_id != event.id:
        raise BulkActNotFound
    if bulk_act.is_by_needs and not sees_needs:
        raise BulkActNotFound
    return bulk_act


def find_by_form(form_key: str) -> BulkAct | None:
    return db.session.scalar(select(BulkAct).where(BulkAct.form_key == form_key))


def list_bulk_acts(event: Event, *, sees_needs: bool, limit: int = 100) -> Sequence[BulkAct]:
    """The latest first; without `sees_needs` as in `get_bulk_act`."""
    query = select(BulkAct).where(BulkAct.event_id == event.id)
    if not sees_needs:
        query = query.where(~BulkAct.query.contains(BY_NEEDS))
    return db.session.scalars(query.order_by(BulkAct.id.desc()).limit(limit)).all()


def count_progress(bulk_acts: Collection[int]) -> dict[int, Progress]:
    """{bulk act: …}, in one query."""
    is_done = BulkOutcome.done_at.is_not(None)
    rows = db.session.execute(
        select(
            BulkOutcome.bulk_act_id,
            func.count(),
            func.sum(case((and_(is_done, BulkOutcome.problem.is_(None)), 1), else_=0)),
            func.sum(case((and_(is_done, BulkOutcome.problem.is_not(None)), 1), else_=0)),
        )
        .where(BulkOutcome.bulk_act_id.in_(bulk_acts))
        .group_by(BulkOutcome.bulk_act_id)
    )
    counted = {bulk_act_id: Progress(*numbers) for bulk_act_id, *numbers in rows}
    return {each: counted.get(each, Progress(0, 0, 0)) for each in bulk_acts}


def list_outcomes(bulk_act: BulkAct, show: str, page: int) -> list[OutcomeShown]:
    """One page in their order. `show`: done, failed, left or empty for all."""
    query = (
        select(
            BulkOutcome.registration_id,
            Registration.given_name,
            Registration.family_name,
            Registration.email,
            BulkOutcome.status_before,
            BulkOutcome.status_after,
            BulkOutcome.problem,
            BulkOutcome.done_at.is_not(None),
        )
        .outerjoin(Registration, Registration.id == BulkOutcome.registration_id)
        .where(BulkOutcome.bulk_act_id == bulk_act.id)
    )
    if show == "left":
        query = query.where(BulkOutcome.done_at.is_(None))
    elif show:
        is_failed = BulkOutcome.problem.is_not(None)
        query = query.where(
            BulkOutcome.done_at.is_not(None), is_failed if show == "failed" else ~is_failed
        )
    rows = db.session.execute(
        query.order_by(BulkOutcome.position).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    )
    return [OutcomeShown(*row) for row in rows]


def list_next(bulk_act: BulkAct, limit: int) -> Sequence[BulkOutcome]:
    """The next rows that nobody has worked."""
    query = select(BulkOutcome).where(
        BulkOutcome.bulk_act_id == bulk_act.id, BulkOutcome.done_at.is_(None)
    )
    return db.session.scalars(query.order_by(BulkOutcome.position).limit(limit)).all()


def list_changed(bulk_act: BulkAct) -> set[int]:
    """On whom it was done so far."""
    query = select(BulkOutcome.registration_id).where(
        BulkOutcome.bulk_act_id == bulk_act.id,
        BulkOutcome.done_at.is_not(None),
        BulkOutcome.problem.is_(None),
    )
    return set(db.session.scalars(query))


def count_chosen(event: Event, ids: Collection[int]) -> dict[tuple[int, RegistrationStatus], int]:
    """By mode and state; numbers that are not this event's are passed over."""
    counted = Counter[tuple[int, RegistrationStatus]]()
    for some in _some_of(ids):
        rows = db.session.execute(
            select(Registration.mode_id, Registration.status, func.count())
            .where(Registration.event_id == event.id, Registration.id.in_(some))
            .group_by(Registration.mode_id, Registration.status)
        )
        for mode_id, status, number in rows:
            counted[mode_id, status] += number
    return counted


def list_of_event(event: Event, ids: Collection[int]) -> list[int]:
    """Those of them that are this event's, in their order."""
    found: set[int] = set()
    for some in _some_of(ids):
        query = select(Registration.id).where(
            Registration.event_id == event.id, Registration.id.in_(some)
        )
        found.update(db.session.scalars(query))
    return [each for each in dict.fromkeys(ids) if each in found]


def _some_of(ids: Collection[int]) -> Iterator[list[int]]:
    """Databases take a few thousand values in one statement."""
    every = list(ids)
    for start in range(0, len(every), _IN_ONE_QUERY):
        yield every[start : start + _IN_ONE_QUERY]
