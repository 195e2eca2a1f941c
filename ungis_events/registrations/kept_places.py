"""Places kept for groups, and the links to them. Each act is one of the event's history.

Here and not in invitations/, because seats move with every one of them: it begins with the locks
of the event's seats and ends by giving to those who wait what has become free.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext

from ungis_events.core.database import db
from ungis_events.core.errors import InvalidInput
from ungis_events.events.models import Event
from ungis_events.events.queries import lock_event
from ungis_events.events.service import record_change
from ungis_events.invitations.details import InvitationDetails
from ungis_events.invitations.errors import InvitationRevoked
from ungis_events.invitations.models import Invitation
from ungis_events.invitations.queries import get_invitation_by_id, lock_invitation
from ungis_events.invitations.service import derive_moment

from . import seats
from .errors import NotEnoughFree
from .service import promote_waiting

WORKER = "worker"


def add_invitation(
    event: Event, details: InvitationDetails, *, actor: str, now: datetime
) -> Invitation:
    """Raises InvalidInput, also where fewer places are free than shall be kept."""
    lock_event(event)
    details.check(event, 0, now)
    details = _with_mode(event, details)
    invitation = Invitation(event_id=event.id, label=details.label, kept=0, used=0, created_at=now)
    db.session.add(invitation)
    _write(invitation, details, event)
    _keep(invitation, details.kept)
    about = {"invitation": [None, details.label], "kept": [0, details.kept]}
    _record(event, "invitation added", about, actor, now)
    return invitation


def change_invitation(
    event: Event, invitation: Invitation, details: InvitationDetails, *, actor: str, now: datetime
) -> None:
    """Raises InvalidInput, InvitationRevoked."""
    lock_event(event)
    lock_invitation(invitation)
    _check_in_use(invitation)
    details.check(event, invitation.used, now)
    details = _with_mode(event, details)
    before = InvitationDetails.of(invitation)
    _check_mode_may_change(invitation, before, details)
    changes = before.differences(details)
    if not changes:
        return
    former = invitation.mode
    if former and details.mode is not former.mode:
        _keep(invitation, invitation.used)  # which is none
    if details.kept > invitation.kept:
        invitation.released_at = None
    _write(invitation, details, event)
    _keep(invitation, details.kept)
    about = {"invitation": [before.label, details.label]} | changes
    _record(event, "invitation changed", about, actor, now)
    _promote(event, now)


def _check_mode_may_change(
    invitation: Invitation, before: InvitationDetails, details: InvitationDetails
) -> None:
    if invitation.used and details.mode is not before.mode:
        sentence = lazy_gettext("People have taken places there: make another link for the others")
        raise InvalidInput({"mode": sentence})


def renew_invitation(event: Event, invitation: Invitation, *, actor: str, now: datetime) -> None:
    """A new address; the one given out so far leads nowhere. Raises InvitationRevoked."""
    lock_event(event)
    lock_invitation(invitation)
    _check_in_use(invitation)
    invitation.link_version += 1
    _record(event, "invitation renewed", {"invitation": invitation.label}, actor, now)


def revoke_invitation(event: Event, invitation: Invitation, *, actor: str, now: datetime) -> None:
    """The link leads nowhere, and nothing is kept any more; who came by it stays.

    Raises InvitationRevoked.
    """
    lock_event(event)
    lock_invitation(invitation)
    _check_in_use(invitation)
    freed = _release(invitation, now)
    invitation.revoked_at = now
    about = {"invitation": [invitation.label, None], "places": freed}
    _record(event, "invitation revoked", about, actor, now)
    _promote(event, now)


def release_places(event: Event, invitation: Invitation, *, actor: str, now: datetime) -> int:
    """Unused kept places become everybody's; returns how many. The link goes on letting in."""
    lock_event(event)
    lock_invitation(invitation)
    freed = _release(invitation, now)
    if freed:
        about = {"invitation": invitation.label, "places": freed}
        _record(event, "places released", about, actor, now)
        _promote(event, now)
    return freed


def release_if_due(invitation_id: int, *, now: datetime) -> int:
    """For the worker; 0 when it was moved or released meanwhile."""
    invitation = get_invitation_by_id(invitation_id)
    event = db.session.get_one(Event, invitation.event_id)
    lock_event(event)
    lock_invitation(invitation)
    if invitation.keeps_until_at is None or invitation.keeps_until_at > now:
        return 0
    return release_places(event, invitation, actor=WORKER, now=now)


def set_by_invitation(event: Event, wanted: bool, *, actor: str, now: datetime) -> None:
    """Whether only links let people register."""
    lock_event(event)
    if event.by_invitation is not wanted:
        event.by_invitation = wanted
        _record(event, "changed", {"by_invitation": [not wanted, wanted]}, actor, now)


def _release(invitation: Invitation, now: datetime) -> int:
    """From here on `kept` says how many of the group have one: all that is kept is used."""
    freed = invitation.kept - invitation.used
    _keep(invitation, invitation.used)
    invitation.released_at = now
    return freed


def _keep(invitation: Invitation, number: int) -> None:
    if invitation.mode is None:
        return
    try:
        seats.keep(invitation.mode, invitation, number)
    except NotEnoughFree as error:
        raise InvalidInput({"kept": error.message}) from None


def _write(invitation: Invitation, details: InvitationDetails, event: Event) -> None:
    invitation.label = details.label
    invitation.only_kept = details.only_kept
    invitation.skips_approval = details.skips_approval
    invitation.keeps_until = details.keeps_until
    derive_moment(invitation, event)
    modes = {mode.mode: mode for mode in event.modes}
    invitation.mode = modes[details.mode] if details.mode else None
    invitation.mode_id = invitation.mode.id if invitation.mode else None


def _with_mode(event: Event, details: InvitationDetails) -> InvitationDetails:
    """Where places are kept when nothing was chosen: in the only mode there is."""
    mode = (details.mode or event.modes[0].mode) if details.kept else None
    return replace(details, mode=mode)


def _check_in_use(invitation: Invitation) -> None:
    if invitation.revoked_at is not None:
        raise InvitationRevoked


def _promote(event: Event, now: datetime) -> None:
    db.session.flush()
    for mode in event.modes:
        promote_waiting(event, mode, now)


def _record(event: Event, act: str, changes: dict[str, Any], actor: str, now: datetime) -> None:
    db.session.flush()
    record_change(event, act=act, changes=changes, actor=actor, now=now)
