"""One act on many registrations, a few in each transaction; what became of each row is kept."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy import insert, update

from ungis_events.core.database import db
from ungis_events.core.errors import DomainError
from ungis_events.core.languages import gettext_noop
from ungis_events.core.leases import LEASE
from ungis_events.events.models import Event
from ungis_events.events.queries import lock_modes
from ungis_events.history.rules import Actor
from ungis_events.history.service import record_history
from ungis_events.registrations.acts import act_on
from ungis_events.registrations.models import Registration

from .errors import NobodyChosen
from .models import BulkAct, BulkOutcome
from .queries import list_changed, list_next
from .rules import AT_ONCE, BATCH, MAIL

_REMOVED = gettext_noop("The registration was removed.")


def start_bulk_act(
    event: Event,
    act: str,
    ids: Sequence[int],
    *,
    form_key: str,
    note: str | None = None,
    beyond: bool = False,
    query: str = "",
    actor: str,
    now: datetime,
) -> BulkAct:
    """Write down what is to be done to whom; `work_some` does it.

    Raises NobodyChosen; IntegrityError when the same form arrives twice at the same moment.
    """
    if not ids:
        raise NobodyChosen
    bulk_act = BulkAct(
        event_id=event.id,
        act=act,
        note=note,
        beyond=beyond,
        query=query,
        form_key=form_key,
        actor=actor,
        actor_id=actor.account_id if isinstance(actor, Actor) else None,
        asked_at=now,
        # A few are worked by who asked; should that end early the worker takes them up.
        due_at=now + LEASE if len(ids) <= AT_ONCE else now,
        attempts=0,
    )
    db.session.add(bulk_act)
    db.session.flush()
    rows = [
        {"bulk_act_id": bulk_act.id, "registration_id": each, "position": position}
        for position, each in enumerate(ids)
    ]
    db.session.execute(insert(BulkOutcome), rows)
    record_history(
        event.id,
        act=f"many registrations: {act}",
        changes={"rows": [None, len(rows)]},
        actor=actor,
        now=now,
    )
    if act == MAIL:
        _choose(bulk_act, now)
    return bulk_act


def _choose(bulk_act: BulkAct, now: datetime) -> None:
    """A message goes to exactly these: nothing becomes of the registrations."""
    chosen = update(BulkOutcome).where(BulkOutcome.bulk_act_id == bulk_act.id)
    db.session.execute(chosen.values(done_at=now))
    bulk_act.done_at, bulk_act.due_at = now, None


def work_bulk_act(bulk_act_id: int, now: datetime) -> None:
    """The worker's part: a few rows, and the next few at once with its next round."""
    work_some(bulk_act_id, now)


def work_some(bulk_act_id: int, now: datetime) -> bool:
    """The next BATCH rows, each with its outcome, all in the caller's transaction: a worker that
    dies has done all of them or none. Returns whether any are left.
    """
    bulk_act = db.session.get(BulkAct, bulk_act_id, with_for_update=True, populate_existing=True)
    if bulk_act is None or bulk_act.done_at is not None:
        return False
    event = db.session.get_one(Event, bulk_act.event_id)
    lock_modes(event)  # both at once, in the order that everybody takes them in
    outcomes = list_next(bulk_act, BATCH)
    done = list_changed(bulk_act)
    for outcome in outcomes:
        _work(bulk_act, outcome, done, now)
        if outcome.problem is None:
            done.add(outcome.registration_id)
    is_left = len(outcomes) == BATCH
    if is_left:
        bulk_act.due_at = now if bulk_act.due_at is None or bulk_act.attempts else bulk_act.due_at
    else:
        bulk_act.done_at, bulk_act.due_at = now, None
    return is_left


def _work(bulk_act: BulkAct, outcome: BulkOutcome, done: set[int], now: datetime) -> None:
    """`done`: on whom the act was done before."""
    registration = db.session.get(Registration, outcome.registration_id, populate_existing=True)
    outcome.done_at = now
    if registration is None:
        outcome.problem = _REMOVED
        return
    outcome.status_before = registration.status.value
    actor = bulk_act.actor
    if bulk_act.actor_id is not None:
        actor = Actor.of(bulk_act.actor, bulk_act.actor_id)
    try:
        with db.session.begin_nested():  # what the act began with this person is taken back
            act_on(
                registration,
                bulk_act.act,
                note=bulk_act.note,
                beyond=bulk_act.beyond,
                together=done,
                actor=actor,
                now=now,
            )
    except DomainError as error:
        with force_locale("en"):  # whoever's language it is now: each reader has it translated
            outcome.problem = str(error.message)
    outcome.status_after = registration.status.value
