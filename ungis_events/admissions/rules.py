"""Who is asked for together, and what follows from a refusal. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import NamedTuple

from ungis_events.adapters.webinar import Act, Admitted, Person, Problem, ProviderError, Retry

POUR_FROM = 4
"""So many waiting are asked for together: a batch costs one of the scarcer requests."""
HOLD = timedelta(hours=1)
"""After a refusal that would meet everybody."""
OF_THE_WEBINAR = frozenset(
    {
        Problem.CAPACITY,
        Problem.CREDENTIALS,
        Problem.HOST_UNKNOWN,
        Problem.NO_PLAN,
        Problem.NOT_HOST,
        Problem.OVER,
        Problem.PAID,
        Problem.REGISTRATION_OFF,
        Problem.SCOPE_MISSING,
    }
)
"""What would be answered to everybody until an organizer does something about it."""


class AdmissionCounts(NamedTuple):
    wanted: int
    """Who have a seat online."""
    admitted: int
    """Of them, who have their own link."""
    waiting: int
    given_up: int
    """Also of those who shall be let out."""


@dataclass(frozen=True)
class Claim:
    """One row as it was when it was claimed: an answer counts as long as that still holds."""

    id: int
    attempt: int
    revision: int
    is_wanted: bool
    is_unsure: bool
    """A request left before whose answer was never heard."""
    is_alone: bool
    external_id: str | None
    join_url: str | None
    person: Person

    @property
    def place(self) -> Admitted:
        return Admitted(self.person.email, self.external_id or "", self.join_url or "")


@dataclass(frozen=True)
class Lot:
    """People of one room who were claimed together."""

    webinar_id: int
    provider: str
    number: str
    until: datetime
    """When the lease ends: whatever is heard later, another worker may know better."""
    claims: tuple[Claim, ...]
    size: int
    """With those who needed no request."""


@dataclass(frozen=True)
class Ask:
    """One request to the provider."""

    act: Act
    claims: tuple[Claim, ...]


class Consequence(Enum):
    LATER = auto()
    TOMORROW = auto()
    ALONE = auto()
    """Each by themselves: one of them may hold up the others."""
    HOLD = auto()
    """Nobody else is asked for either, for a while."""
    LOOK = auto()
    """At who is there: one of them is not."""
    GONE = auto()
    GIVE_UP = auto()


def plan(claims: Sequence[Claim], batch_size: int) -> list[Ask]:
    """The requests for those who are to be asked for; who shall go out goes first, as that may
    free a place."""
    leaving = [claim for claim in claims if not claim.is_wanted]
    coming = [claim for claim in claims if claim.is_wanted]
    asks = [Ask(Act.REMOVE_PEOPLE, some) for some in _together(leaving, batch_size)]
    return asks + sorted(_plan_coming(coming, batch_size), key=lambda ask: ask.claims[0].id)


def _plan_coming(coming: Sequence[Claim], batch_size: int) -> list[Ask]:
    pours = sum(not claim.is_alone for claim in coming) >= POUR_FROM and batch_size > 1
    if not pours:
        return [Ask(Act.ADD_PERSON, (claim,)) for claim in coming]
    return [
        Ask(Act.ADD_PERSON if some[0].is_alone else Act.ADD_PEOPLE, some)
        for some in _together(coming, batch_size)
    ]


def _together(claims: Sequence[Claim], batch_size: int) -> list[tuple[Claim, ...]]:
    alone = [(claim,) for claim in claims if claim.is_alone]
    others = [claim for claim in claims if not claim.is_alone]
    batches = [
        tuple(others[first : first + batch_size]) for first in range(0, len(others), batch_size)
    ]
    return alone + batches


def what_follows(error: ProviderError, ask: Ask) -> Consequence:
    is_batch = ask.act is Act.ADD_PEOPLE or len(ask.claims) > 1
    if error.problem is Problem.NOT_FOUND:  # the room, or somebody in it
        return Consequence.LOOK if ask.act is Act.REMOVE_PEOPLE else Consequence.GONE
    if error.problem in OF_THE_WEBINAR:
        return Consequence.HOLD
    if error.retry is Retry.SOON or (
        ask.act is Act.LIST_PEOPLE and error.retry is Retry.NEVER  # about nobody of them
    ):
        return Consequence.LATER
    if error.retry is Retry.TOMORROW and not (
        is_batch and error.problem is Problem.PERSON_LIMIT  # which of them is not told
    ):
        return Consequence.TOMORROW
    return Consequence.ALONE if is_batch else Consequence.GIVE_UP
