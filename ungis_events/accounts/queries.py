from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ungis_events.core.database import db
from ungis_events.events.models import Event, EventStatus

from .errors import AccountNotFound, SignInNotFound
from .models import Account, Role, SignIn, TeamMember
from .rules import SIGN_IN_LASTS


def find_account(email: str) -> Account | None:
    return db.session.scalar(select(Account).where(Account.email == email.strip().lower()))


def get_account(account_id: int) -> Account:
    """As it is saved now. Raises AccountNotFound."""
    account = db.session.get(Account, account_id, populate_existing=True)
    if account is None:
        raise AccountNotFound
    return account


def find_sign_in(key_hash: str) -> SignIn | None:
    """With its account, in one query: every page of the desk asks."""
    query = select(SignIn).where(SignIn.key_hash == key_hash)
    return db.session.scalar(query.options(joinedload(SignIn.account)))


def get_sign_in(account_id: int, sign_in_id: int) -> SignIn:
    """One of this person's own that has not ended. Raises SignInNotFound."""
    sign_in = db.session.get(SignIn, sign_in_id)
    if sign_in is None or sign_in.account_id != account_id or sign_in.ended_at is not None:
        raise SignInNotFound
    return sign_in


def list_sign_ins(account_id: int, now: datetime) -> Sequence[SignIn]:
    """Those that still count, latest first."""
    query = select(SignIn).where(
        SignIn.account_id == account_id,
        SignIn.ended_at.is_(None),
        SignIn.signed_in_at > now - SIGN_IN_LASTS,
    )
    return db.session.scalars(query.order_by(SignIn.signed_in_at.desc(), SignIn.id.desc())).all()


def works_on(account: Account, slug: str) -> bool:
    """Whether the event is theirs to work on, as far as their role goes."""
    if account.role is Role.ADMINISTRATOR or account.has_all_events:
        return True
    query = select(TeamMember).join(Event, Event.id == TeamMember.event_id)
    query = query.where(TeamMember.account_id == account.id, Event.slug == slug)
    return db.session.scalar(query) is not None


def own_event_ids(account: Account) -> Select[tuple[int]] | None:
    """Of the events they work on; None: of all there are."""
    if account.role is Role.ADMINISTRATOR or account.has_all_events:
        return None
    return select(TeamMember.event_id).where(TeamMember.account_id == account.id)


def list_team_events(account: Account) -> Sequence[Event]:
    """Those they were named for, the latest first."""
    query = select(Event).join(TeamMember, TeamMember.event_id == Event.id)
    query = query.where(TeamMember.account_id == account.id)
    return db.session.scalars(query.order_by(Event.starts_at.desc(), Event.id)).all()


def list_events_to_help_with(account: Account, now: datetime) -> Sequence[Event]:
    """Where a helper checks people in: what is on, soon or just over, up to 50."""
    query = select(Event).where(
        Event.status == EventStatus.PUBLISHED, Event.ends_at > now - timedelta(days=1)
    )
    among = own_event_ids(account)
    if among is not None:
        query = query.where(Event.id.in_(among))
    return db.session.scalars(query.order_by(Event.starts_at, Event.id).limit(50)).all()


def sees_access_needs(account: Account, event_id: int) -> bool:
    """Whether they were named for it at that event: no role gives it."""
    member = db.session.get(TeamMember, (event_id, account.id))
    return member is not None and member.sees_access_needs
