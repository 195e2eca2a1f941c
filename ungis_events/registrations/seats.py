"""The only writer of seats: each change is one guarded UPDATE, or stands under the row's lock.

Two people cannot both take the last seat, because "is one left?" and "take it" are one
statement. Lock order everywhere: the seats' row first, registrations after it.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import and_, bindparam, case, or_, select, update

from ungis_events.core.database import db
from ungis_events.events.models import Event, EventMode, Mode
from ungis_events.events.queries import lock_modes
from ungis_events.events.rules import closes_at

from .errors import RegistrationClosed
from .models import Registration, RegistrationStatus


def set_capacities(event: Event, capacities: dict[Mode, int | None], *, is_open: bool) -> None:
    """Make or change the event's seats.

    Where the event gives up a mode (the room was taken away), its people move with their seats
    and their places in line to the one that stays, even beyond its capacity. The caller promotes
    afterwards: a larger room may have seats for those who wait.
    """
    existing = {mode.mode: mode for mode in lock_modes(event)} if event.id else {}
    for name, capacity in capacities.items():
        mode = existing.pop(name, None)
        if mode is None:
            event.modes.append(EventMode(mode=name, capacity=capacity, is_open=is_open))
        else:
            mode.capacity, mode.is_open = capacity, is_open
    db.session.flush()
    for mode in existing.values():
        (stays,) = (each for each in event.modes if each is not mode)
        _move_people(mode, stays)
        event.modes.remove(mode)
    db.session.flush()


def _move_people(mode: EventMode, stays: EventMode) -> None:
    db.session.execute(
        update(Registration).where(Registration.mode_id == mode.id).values(mode_id=stays.id)
    )
    stays.taken += mode.taken
    stays.waiting += mode.waiting
    db.session.flush()


_seats = EventMode.__table__
_HAS_SEAT = and_(
    _seats.c.waiting == 0, or_(_seats.c.capacity.is_(None), _seats.c.taken < _seats.c.capacity)
)
# Written once: putting the statement together costs more than running it.
_CLAIM = (
    update(EventMode.__table__)  # type: ignore[arg-type] # a table, typed as a FromClause
    .where(_seats.c.id == bindparam("of_mode"), _seats.c.is_open)
    .values(
        taken=_seats.c.taken + case((_HAS_SEAT, 1), else_=0),
        waiting=_seats.c.waiting + case((_HAS_SEAT, 0), else_=1),
    )
    .returning(_seats.c.waiting)
)


def claim(mode_id: int) -> int:
    """Take a seat or a place in line: 0 = a seat, n = the n-th in line.

    Nobody passes those who wait: while the line is not empty every newcomer joins it.
    Raises RegistrationClosed.
    """
    place: int | None = db.session.connection().scalar(_CLAIM, {"of_mode": mode_id})
    if place is None:
        raise RegistrationClosed
    return place


def lock(mode_id: int) -> EventMode:
    """The seats' row, locked and read afresh."""
    return db.session.scalars(
        select(EventMode)
        .where(EventMode.id == mode_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def release(mode: EventMode, status: RegistrationStatus) -> None:
    """Give back what `status` held. `mode` is locked."""
    if status is RegistrationStatus.CONFIRMED:
        mode.taken -= 1
    elif status is RegistrationStatus.WAITLISTED:
        mode.waiting -= 1


def promote(event: Event, mode: EventMode, now: datetime) -> Iterator[Registration]:
    """Give free seats to the first in line, as long as people can still register.

    `mode` is locked; no SKIP LOCKED here, or a seat could be given to the second in line.
    """
    if not mode.is_open or now >= closes_at(event):
        return
    db.session.flush()  # the line below must not show who just left it
    while mode.waiting and (mode.capacity is None or mode.taken < mode.capacity):
        first = db.session.scalar(
            select(Registration)
            .where(
                Registration.mode_id == mode.id,
                Registration.status == RegistrationStatus.WAITLISTED,
            )
            .order_by(Registration.registered_at, Registration.id)
            .limit(1)
            .with_for_update()
        )
        if first is None:
            return
        mode.taken += 1
        mode.waiting -= 1
        yield first
        db.session.flush()
