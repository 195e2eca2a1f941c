"""Who works on an event, and who of them is named to see what people need to take part."""

from collections.abc import Collection
from datetime import datetime

from flask_babel import lazy_gettext
from sqlalchemy import select

from ungis_events.accounts.models import Account, Role, TeamMember
from ungis_events.accounts.queries import find_account
from ungis_events.core.database import db
from ungis_events.core.errors import InvalidInput
from ungis_events.history.rules import Actor
from ungis_events.history.service import record_history

from .errors import NamesOneself
from .queries import get_team_member, may_name_oneself


def get_colleague(email: str) -> Account | None:
    """Who can be put on a team; None: nobody has that address. Raises InvalidInput."""
    account = find_account(email)
    if account is None:
        return None
    if not account.is_active:
        raise InvalidInput({"email": lazy_gettext("This account is switched off")})
    if account.role is Role.MEMBER:
        sentence = lazy_gettext("This is a member's focal point, who does not work at the desk")
        raise InvalidInput({"email": sentence})
    return account


def add_to_team(event_id: int, account: Account, *, actor: str, now: datetime) -> None:
    """Nothing happens where they are on it already."""
    if db.session.get(TeamMember, (event_id, account.id)) is None:
        db.session.add(TeamMember(event_id=event_id, account_id=account.id))
        _record(event_id, "team member added", account, [None, account.name], actor, now)


def join_team(event_id: int, account: Account, *, actor: str, now: datetime) -> None:
    """Of an event they made: who works on named events only would never see it again."""
    if account.role is not Role.ADMINISTRATOR and not account.has_all_events:
        add_to_team(event_id, account, actor=actor, now=now)


def remove_from_team(event_id: int, account_id: int, *, actor: str, now: datetime) -> None:
    """Raises NotOnTeam."""
    member = get_team_member(event_id, account_id)
    account = member.account
    db.session.delete(member)
    _record(event_id, "team member removed", account, [account.name, None], actor, now)


def name_for_access_needs(
    event_id: int, account_id: int, is_named: bool, *, actor: str, now: datetime
) -> None:
    """Raises NotOnTeam, NamesOneself."""
    member = get_team_member(event_id, account_id)
    is_oneself = isinstance(actor, Actor) and actor.account_id == account_id
    if is_named and is_oneself and not may_name_oneself(member.account):
        raise NamesOneself
    if member.sees_access_needs != is_named:
        member.sees_access_needs = is_named
        act = "named to see access needs" if is_named else "no longer sees access needs"
        _record(event_id, act, member.account, member.account.name, actor, now)


def set_teams(account: Account, event_ids: Collection[int], *, actor: str, now: datetime) -> None:
    """Just these events. Where they were on the team already, nothing about it changes."""
    has = set(
        db.session.scalars(select(TeamMember.event_id).where(TeamMember.account_id == account.id))
    )
    for event_id in sorted(has - set(event_ids)):
        remove_from_team(event_id, account.id, actor=actor, now=now)
    for event_id in sorted(set(event_ids) - has):
        add_to_team(event_id, account, actor=actor, now=now)
    db.session.flush()


def _record(
    event_id: int,
    act: str,
    account: Account,
    name: str | list[str | None],
    actor: str,
    now: datetime,
) -> None:
    record_history(
        event_id, act=act, changes={"account": name}, actor=actor, now=now, account_id=account.id
    )
