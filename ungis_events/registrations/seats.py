"""The only writer of seats: each change is one guarded UPDATE, or stands under the row's lock.

Two people cannot both take the last seat, because "is one left?" and "take it" are one
statement. Lock order everywhere: the seats' row first, invitations and registrations after it.

`kept` are places kept for groups and not taken yet: everybody else sees `capacity - kept`. They
are the sum of `kept - used` over the event's invitations, and whatever changes either holds the
seats' row.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, bindparam, case, func, or_, select, update

from ungis_events.core.database import db
from ungis_events.events.models import Event, EventMode, Mode
from ungis_events.events.queries import lock_modes
from ungis_events.events.rules import closes_at
from ungis_events.invitations.models import Invitation

from .errors import NotEnoughFree, RegistrationClosed
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
    for table in (Registration, Invitation):
        db.session.execute(update(table).where(table.mode_id == mode.id).values(mode_id=stays.id))
    stays.taken += mode.taken
    stays.waiting += mode.waiting
    stays.kept += mode.kept
    db.session.flush()


_seats = EventMode.__table__
_HAS_SEAT = and_(
    _seats.c.waiting == 0,
    or_(_seats.c.capacity.is_(None), _seats.c.taken + _seats.c.kept < _seats.c.capacity),
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


def claim_kept(registration: Registration) -> bool:
    """Take one of the places kept for the person's group, passing those who wait for others.

    False where none is left. Raises RegistrationClosed.
    """
    mode = lock(registration.mode_id)
    if not mode.is_open:
        raise RegistrationClosed
    return take_kept(mode, registration)


def lock(mode_id: int) -> EventMode:
    """The seats' row, locked and read afresh."""
    return db.session.scalars(
        select(EventMode)
        .where(EventMode.id == mode_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def is_free(mode: EventMode) -> bool:
    """Whether there is a seat for somebody of no group, whoever waits for it."""
    return mode.capacity is None or mode.taken + mode.kept < mode.capacity


def take_kept(mode: EventMode, registration: Registration) -> bool:
    """One of the places kept for the person's group, where one is left. `mode` is locked."""
    invitation = registration.invitation_id and _lock_invitation(registration.invitation_id)
    if not invitation or invitation.mode_id != mode.id or invitation.used >= invitation.kept:
        return False
    invitation.used += 1
    mode.kept -= 1
    mode.taken += 1
    registration.has_kept_place = True
    return True


def take(mode: EventMode, registration: Registration, *, beyond: bool = False) -> bool:
    """A seat for this person, whoever waits; `beyond`: also where none is left.

    `mode` is locked.
    """
    if take_kept(mode, registration):
        return True
    if not is_free(mode) and not beyond:
        return False
    mode.taken += 1
    return True


def has_kept_for(mode: EventMode, registration: Registration) -> bool:
    """Whether their group has a place, counting the one they may have themselves."""
    if registration.invitation_id is None:
        return False
    invitation = _lock_invitation(registration.invitation_id)
    if invitation.mode_id != mode.id or invitation.released_at is not None:
        return False
    return invitation.used - registration.has_kept_place < invitation.kept


def first_in_line(mode: EventMode, *, of: int | None = None) -> Registration | None:
    """`of`: of that group. `mode` is locked."""
    query = _line(mode)
    if of is not None:
        query = query.where(Registration.invitation_id == of)
    return db.session.scalar(query)


def end_of_line(mode: EventMode, now: datetime) -> datetime:
    """Since when somebody waits who stands behind everybody else, whoever else came `now`.

    `mode` is locked.
    """
    db.session.flush()  # the one before may have been moved a moment ago
    last = db.session.scalar(
        select(func.max(Registration.waits_since)).where(
            Registration.mode_id == mode.id,
            Registration.status == RegistrationStatus.WAITLISTED,
        )
    )
    return now if last is None else max(now, last + timedelta(microseconds=1))


def release(mode: EventMode, registration: Registration) -> None:
    """Give back what the person holds in the state they are about to leave. `mode` is locked.

    A place kept for a group goes back to the group, as long as places are kept for it.
    """
    if registration.status is RegistrationStatus.WAITLISTED:
        mode.waiting -= 1
    if registration.status is not RegistrationStatus.CONFIRMED:
        return
    mode.taken -= 1
    if registration.has_kept_place and registration.invitation_id:
        registration.has_kept_place = False
        invitation = _lock_invitation(registration.invitation_id)
        invitation.used -= 1
        if invitation.released_at is None:
            mode.kept += 1
        else:
            invitation.kept -= 1


def keep(mode: EventMode, invitation: Invitation, number: int) -> None:
    """Keep `number` places for a group in all. `mode` and `invitation` are locked.

    The caller promotes afterwards: fewer kept places are more for everybody, more of them are
    for those of the group who wait. Raises NotEnoughFree: what is taken cannot be kept.
    """
    more = number - invitation.kept
    if more > 0 and mode.capacity is not None:
        free = max(mode.capacity - mode.taken - mode.kept, 0)
        if more > free:
            raise NotEnoughFree(free)
    mode.kept += more
    invitation.kept = number


def _lock_invitation(invitation_id: int) -> Invitation:
    return db.session.get_one(
        Invitation, invitation_id, with_for_update={"of": Invitation}, populate_existing=True
    )


def promote(event: Event, mode: EventMode, now: datetime) -> Iterator[Registration]:
    """Give free seats to the first in line, as long as people can still register.

    Kept places go to the first of their group. `mode` is locked; no SKIP LOCKED here, or a seat
    could be given to the second in line.
    """
    if not mode.is_open or now >= closes_at(event):
        return
    db.session.flush()  # the line below must not show who just left it
    while mode.waiting and mode.kept and (first := db.session.scalar(_line_of_groups(mode))):
        take_kept(mode, first)
        mode.waiting -= 1
        yield first
        db.session.flush()
    while mode.waiting and is_free(mode):
        first = db.session.scalar(_line(mode))
        if first is None:
            return
        mode.taken += 1
        mode.waiting -= 1
        yield first
        db.session.flush()


def _line(mode: EventMode) -> Select[tuple[Registration]]:
    """The first who waits."""
    return (
        select(Registration)
        .where(
            Registration.mode_id == mode.id,
            Registration.status == RegistrationStatus.WAITLISTED,
        )
        .order_by(Registration.waits_since, Registration.id)
        .limit(1)
        .with_for_update(of=Registration)
    )


def _line_of_groups(mode: EventMode) -> Select[tuple[Registration]]:
    """The first who waits while a place is kept for their group."""
    return (
        _line(mode)
        .join(Invitation, Invitation.id == Registration.invitation_id)
        .where(Invitation.mode_id == mode.id, Invitation.used < Invitation.kept)
    )
