"""What one act would do to many. Pure: no database, no Flask."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from ungis_events.registrations.models import RegistrationStatus
from ungis_events.registrations.rules import TRANSITIONS

CONFIRMED = RegistrationStatus.CONFIRMED
MAIL = "mail"
ACTS = ("approve", "promote", "waitlist", "reject", "withdraw", MAIL)
AT_ONCE = 100
"""Up to so many are done while the organizer waits; the worker does more."""
BATCH = 25
"""In one transaction: people register between two of them."""


class Room(NamedTuple):
    """What one mode of the event has for them."""

    left: int | None
    """Seats for everybody; below zero where more have one than there are; None: no limit."""
    waiting: int
    has_line: bool
    moves_on: bool
    """A seat that becomes free goes to who waits first."""


class Forecast(NamedTuple):
    """How many of each state the act is possible for, and of which it is not."""

    possible: dict[RegistrationStatus, int]
    impossible: dict[RegistrationStatus, int]
    in_line: int = 0
    """Of those possible: who gets a place in line, for want of a seat."""
    by_seats: int = 0
    """For whom it would be possible, were it not for the seats."""

    @property
    def number_possible(self) -> int:
        return sum(self.possible.values())


def foresee(
    act: str,
    chosen: Mapping[tuple[int, RegistrationStatus], int],
    rooms: Mapping[int, Room],
) -> Forecast:
    """`chosen`: {(mode, state): how many}; `rooms`: {mode: …}, as they are now."""
    possible, impossible = Counter[RegistrationStatus](), Counter[RegistrationStatus]()
    for (_mode, status), number in chosen.items():
        can = act == MAIL or (status, act) in TRANSITIONS
        (possible if can else impossible)[status] += number
    in_line = by_seats = 0
    for mode, room in rooms.items():
        of_mode = {status: chosen.get((mode, status), 0) for status in possible}
        waits, cannot = _by_seats(act, of_mode, room)
        in_line, by_seats = in_line + waits, by_seats + sum(cannot.values())
        possible -= Counter(cannot)
    return Forecast(dict(possible), dict(+impossible), in_line, by_seats)


def _by_seats(
    act: str, chosen: Mapping[RegistrationStatus, int], room: Room
) -> tuple[int, dict[RegistrationStatus, int]]:
    """How many get a place in line for a seat, and who can get neither."""
    number = sum(chosen.values())
    if act == "approve":
        short = _beyond(number, 0 if room.waiting else room.left)
        return (short, {}) if room.has_line else (0, _last(chosen, short))
    if act == "promote":
        return 0, _last(chosen, _beyond(number, room.left))
    if act == "waitlist" and not room.has_line:
        return 0, dict(chosen)
    if act == "waitlist" and room.moves_on:
        if room.left is None or room.left > 0:
            return 0, dict(chosen)
        # Their seats go to who waits by now, after those that are one too many.
        with_seat = chosen.get(CONFIRMED, 0)
        return 0, {CONFIRMED: _beyond(with_seat, room.waiting - room.left)}
    return 0, {}


def _beyond(number: int, left: int | None) -> int:
    return 0 if left is None else max(number - max(left, 0), 0)


def _last(chosen: Mapping[RegistrationStatus, int], number: int) -> dict[RegistrationStatus, int]:
    """Which of them, where `number` go away empty: nobody knows whose turn it is before."""
    found: dict[RegistrationStatus, int] = {}
    for status in reversed(list(chosen)):
        found[status] = min(chosen[status], number)
        number -= found[status]
    return found
