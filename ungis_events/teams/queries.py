from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from ungis_events.accounts.models import Account, Role, TeamMember
from ungis_events.core.database import db

from .errors import NotOnTeam


def list_team(event_id: int) -> Sequence[TeamMember]:
    """Who was named for the event, by name."""
    query = select(TeamMember).join(Account, Account.id == TeamMember.account_id)
    query = query.where(TeamMember.event_id == event_id).options(joinedload(TeamMember.account))
    return db.session.scalars(query.order_by(func.lower(Account.name), Account.id)).all()


def list_others(event_id: int) -> Sequence[Account]:
    """Who works on it because they work on all events, and is not on the team by name."""
    query = select(Account).where(
        Account.is_active,
        Account.role != Role.MEMBER,
        or_(Account.role == Role.ADMINISTRATOR, Account.has_all_events),
        Account.id.not_in(select(TeamMember.account_id).where(TeamMember.event_id == event_id)),
    )
    return db.session.scalars(query.order_by(func.lower(Account.name), Account.id)).all()


def may_name_oneself(account: Account) -> bool:
    """To see access needs: only an administrator, where there is no other to do it."""
    if not account.is_administrator:
        return False
    others = select(Account.id).where(
        Account.is_active, Account.role == Role.ADMINISTRATOR, Account.id != account.id
    )
    return db.session.scalar(others.limit(1)) is None


def get_team_member(event_id: int, account_id: int) -> TeamMember:
    """Raises NotOnTeam."""
    member = db.session.get(TeamMember, (event_id, account_id), populate_existing=True)
    if member is None:
        raise NotOnTeam
    return member
