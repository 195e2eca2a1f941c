from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ungis_events.core.database import db
from ungis_events.events.models import Event

from .errors import InvitationNotFound
from .models import Invitation


def list_invitations(event: Event) -> Sequence[Invitation]:
    """In use first, then those revoked; each in the order they were made."""
    query = (
        select(Invitation)
        .where(Invitation.event_id == event.id)
        .options(joinedload(Invitation.mode))
        .order_by(Invitation.revoked_at.is_not(None), Invitation.id)
    )
    return db.session.scalars(query).all()


def get_invitation(event: Event, invitation_id: int) -> Invitation:
    """Raises InvitationNotFound, also for one of another event."""
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is None or invitation.event_id != event.id:
        raise InvitationNotFound
    return invitation


def get_invitation_by_id(invitation_id: int) -> Invitation:
    """With its mode. Raises InvitationNotFound."""
    query = select(Invitation).where(Invitation.id == invitation_id)
    invitation = db.session.scalar(query.options(joinedload(Invitation.mode)))
    if invitation is None:
        raise InvitationNotFound
    return invitation


def find_link_version(invitation_id: int) -> int | None:
    """None too for a link that was revoked."""
    return db.session.scalar(
        select(Invitation.link_version).where(
            Invitation.id == invitation_id, Invitation.revoked_at.is_(None)
        )
    )


def find_slug(invitation: Invitation) -> str:
    """Of its event."""
    query = select(Event.slug).where(Event.id == invitation.event_id)
    return db.session.scalars(query).one()


def lock_invitation(invitation: Invitation) -> None:
    """Until the transaction ends, and read afresh. The seats' rows are locked before it."""
    db.session.refresh(invitation, with_for_update={"of": Invitation})


def list_due_for_release(now: datetime) -> Sequence[int]:
    """The numbers of those whose unused places are everybody's by now."""
    query = select(Invitation.id).where(
        Invitation.keeps_until_at <= now,
        Invitation.released_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.kept > Invitation.used,
    )
    return db.session.scalars(query.order_by(Invitation.keeps_until_at)).all()
