"""The acts of organizers by their names: what a button, a row of many, or a script asks for."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import NamedTuple

from ungis_events.history.service import record_history

from .desk_service import (
    approve_registration,
    promote_registration,
    reject_registration,
    renew_links,
    waitlist_registration,
)
from .models import Registration
from .service import withdraw_registration


class How(NamedTuple):
    now: datetime
    note: str | None = None
    """A reason, for the mail alone."""
    beyond: bool = False
    """A seat even where none is left."""
    together: Collection[int] = ()
    """On whom the same act was done already."""


Act = Callable[[Registration, How], None]
ACTS: dict[str, Act] = {
    "approve": lambda one, how: approve_registration(one, now=how.now, beyond=how.beyond),
    "reject": lambda one, how: reject_registration(one, note=how.note, now=how.now),
    "promote": lambda one, how: promote_registration(one, now=how.now, beyond=how.beyond),
    "waitlist": lambda one, how: waitlist_registration(one, now=how.now, together=how.together),
    "withdraw": lambda one, how: withdraw_registration(one, now=how.now, by_organizer=True),
    "renew": lambda one, how: renew_links(one, now=how.now),
}


def act_on(
    registration: Registration,
    act: str,
    *,
    note: str | None = None,
    beyond: bool = False,
    together: Collection[int] = (),
    actor: str,
    now: datetime,
) -> None:
    """One of ACTS, written down; the rest as in How. Raises RegistrationError."""
    before = registration.status
    ACTS[act](registration, How(now, note, beyond, together))
    # The number only: history outlives the person's data.
    record_history(
        registration.event_id,
        act=f"registration {registration.id}: {act}",
        changes={"status": [before.value, registration.status.value]},
        actor=actor,
        now=now,
        registration_id=registration.id,
    )
