"""What one act would do to many. Pure: no database, no Flask."""

from collections.abc import Mapping
from typing import NamedTuple

from ungis_events.registrations.models import RegistrationStatus
from ungis_events.registrations.rules import TRANSITIONS

MAIL = "mail"
ACTS = ("approve", "promote", "waitlist", "reject", "withdraw", MAIL)
AT_ONCE = 100
"""Up to so many are done while the organizer waits; the worker does more."""
BATCH = 25
"""In one transaction: people register between two of them."""


class Forecast(NamedTuple):
    """How many of each state the act is possible for, and of which it is not."""

    possible: dict[RegistrationStatus, int]
    impossible: dict[RegistrationStatus, int]

    @property
    def number_possible(self) -> int:
        return sum(self.possible.values())


def foresee(act: str, by_status: Mapping[RegistrationStatus, int]) -> Forecast:
    counted = {status: number for status, number in by_status.items() if number}
    possible = {
        status: number
        for status, number in counted.items()
        if act == MAIL or (status, act) in TRANSITIONS
    }
    return Forecast(
        possible,
        {status: number for status, number in counted.items() if status not in possible},
    )
