"""Two registrations of one person become one: who stays keeps all that either said."""

from datetime import datetime

from flask_babel import lazy_gettext
from sqlalchemy import select, update

from ungis_events.core.database import db
from ungis_events.events.queries import lock_modes
from ungis_events.history.service import record_history
from ungis_events.questions.models import Answer

from . import seats
from .desk_service import leave_merged, promote_registration
from .errors import RegistrationError
from .models import Registration, RegistrationStatus
from .queries import lock_registration
from .rules import ACTIVE, status_after
from .service import promote_waiting

_FILLED = (
    "honorific", "job_title", "captions_language", "access_needs", "question", "zone",
    "joined_at", "checked_in_at", "attended_minutes", "invitation_id",
)  # fmt: skip


class CannotMerge(RegistrationError):
    message = lazy_gettext("These two cannot become one: choose two of the same event.")


def check_mergeable(stays: Registration, leaves: Registration) -> None:
    """Raises CannotMerge."""
    if stays.id == leaves.id or stays.event_id != leaves.event_id:
        raise CannotMerge
    if leaves.merged_into_id is not None or stays.merged_into_id is not None:
        raise CannotMerge(lazy_gettext("One of the two has been merged already."))
    if leaves.status in ACTIVE and stays.status not in ACTIVE:
        raise CannotMerge(
            lazy_gettext("Let the one stay that still takes part: the other has left the event.")
        )


def takes_over_seat(stays: Registration, leaves: Registration) -> bool:
    """Whoever waits in line with one address and has a seat by the other keeps that seat."""
    return (
        leaves.status is RegistrationStatus.CONFIRMED
        and stays.status is RegistrationStatus.WAITLISTED
        and leaves.mode_id == stays.mode_id
    )


def merge_registrations(
    stays: Registration, leaves: Registration, *, actor: str, now: datetime
) -> None:
    """Answers, gaps and the earlier moment go to who stays; the other leaves and frees its seat.

    Raises CannotMerge.
    """
    lock_modes(stays.event)
    for each in sorted((stays, leaves), key=lambda one: one.id):
        lock_registration(each)
    check_mergeable(stays, leaves)
    status_after(leaves.status, "merge")
    before = stays.status, leaves.status
    has_seat_to_give = takes_over_seat(stays, leaves)
    since = leaves.waits_since or leaves.registered_at
    leave_merged(leaves, into=stays, now=now)
    for name in _FILLED:
        if getattr(stays, name) is None and getattr(leaves, name) is not None:
            setattr(stays, name, getattr(leaves, name))
    stays.registered_at = min(stays.registered_at, leaves.registered_at)
    if stays.waits_since is not None:
        stays.waits_since = min(stays.waits_since, since)
    _take_answers(stays, leaves)
    if has_seat_to_give:
        promote_registration(stays, now=now, beyond=True)  # the seat that has just become free
    for mode_id in sorted({stays.mode_id, leaves.mode_id}):
        promote_waiting(stays.event, seats.lock(mode_id), now)
    for one, was, other in ((stays, before[0], leaves), (leaves, before[1], stays)):
        record_history(
            one.event_id,
            act=f"registration {one.id}: merge",
            changes={
                "registration": [leaves.id, stays.id],
                "status": [was.value, one.status.value],
                "with": other.id,
            },
            actor=actor,
            now=now,
            registration_id=one.id,
        )


def _take_answers(stays: Registration, leaves: Registration) -> None:
    """Where both answered, what who stays said stands."""
    db.session.flush()
    answered = select(Answer.question_id).where(Answer.registration_id == stays.id)
    db.session.execute(
        update(Answer)
        .where(
            Answer.registration_id == leaves.id,
            Answer.question_id.not_in(list(db.session.scalars(answered))),
        )
        .values(registration_id=stays.id)
        .execution_options(synchronize_session=False)
    )
