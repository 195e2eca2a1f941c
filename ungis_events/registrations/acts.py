"""The acts of organizers by their names: what a button, a row of many, or a script asks for."""

from collections.abc import Callable
from datetime import datetime

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

Act = Callable[[Registration, str | None, bool, datetime], None]
ACTS: dict[str, Act] = {
    "approve": lambda one, _note, beyond, now: approve_registration(one, now=now, beyond=beyond),
    "reject": lambda one, note, _beyond, now: reject_registration(one, note=note, now=now),
    "promote": lambda one, _note, beyond, now: promote_registration(one, now=now, beyond=beyond),
    "waitlist": lambda one, _note, _beyond, now: waitlist_registration(one, now=now),
    "withdraw": lambda one, _note, _beyond, now: withdraw_registration(
        one, now=now, by_organizer=True
    ),
    "renew": lambda one, _note, _beyond, now: renew_links(one, now=now),
}


def act_on(
    registration: Registration,
    act: str,
    *,
    note: str | None = None,
    beyond: bool = False,
    actor: str,
    now: datetime,
) -> None:
    """One of ACTS, written down. `note`: a reason, for the mail alone; `beyond`: a seat even
    where none is left.

    Raises RegistrationError.
    """
    before = registration.status
    ACTS[act](registration, note, beyond, now)
    # The number only: history outlives the person's data.
    record_history(
        registration.event_id,
        act=f"registration {registration.id}: {act}",
        changes={"status": [before.value, registration.status.value]},
        actor=actor,
        now=now,
        registration_id=registration.id,
    )
