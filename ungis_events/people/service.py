"""Who may sign in, and what they may do: invited, changed, switched off by administrators."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from ungis_events.accounts.models import Account, Role
from ungis_events.accounts.queries import get_account, list_team_events
from ungis_events.accounts.service import (
    AccountDetails,
    create_account,
    describe_account,
    end_sign_ins,
)
from ungis_events.core.database import db
from ungis_events.history.service import record_history
from ungis_events.sign_in_links.service import invite, revoke_links
from ungis_events.teams.service import set_teams

from .errors import LastAdministrator


def invite_person(
    details: AccountDetails, event_ids: Collection[int], *, actor: str, now: datetime
) -> Account:
    """An account and a mail with a link to begin. Raises InvalidInput."""
    account = create_account(
        email=details.email,
        name=details.name,
        role=details.role,
        organization=details.organization,
        has_all_events=details.has_all_events,
        password=None,
        now=now,
    )
    set_teams(account, event_ids, actor=actor, now=now)
    invite(account, invited_by=actor, now=now)
    changes = {"role": [None, account.role.value]}
    _record(account, "account invited", changes, actor, now)
    return account


def invite_again(account: Account, *, actor: str, now: datetime) -> None:
    """With a new link; the old one works no more."""
    invite(account, invited_by=actor, now=now)
    _record(account, "invitation sent again", {}, actor, now)


def change_person(
    account_id: int,
    details: AccountDetails,
    event_ids: Collection[int] | None,
    *,
    actor: str,
    now: datetime,
) -> None:
    """With their next request they may do what is said here. `event_ids` None: their teams stay.

    Raises InvalidInput, LastAdministrator.
    """
    account = get_account(account_id)
    if details.role is not Role.ADMINISTRATOR:
        _check_others_administrate(account)
    before = _facts(account)
    email_before = account.email
    describe_account(account, details, problems={})
    if event_ids is not None:
        set_teams(account, event_ids, actor=actor, now=now)
    if account.email != email_before:
        revoke_links(account.id, now)  # they lie in the other mailbox
    after = _facts(account)
    changes = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    if changes:
        _record(account, "account changed", changes, actor, now)


def switch_off(
    account_id: int, *, actor: str, now: datetime, act: str = "account switched off"
) -> None:
    """Every session ends with its next request, and no link mailed before works.

    Raises LastAdministrator.
    """
    account = get_account(account_id)
    _check_others_administrate(account)
    if not account.is_active:
        return
    account.is_active = False
    end_sign_ins(account.id, now=now)
    revoke_links(account.id, now)
    _record(account, act, {}, actor, now)


def switch_on(account_id: int, *, actor: str, now: datetime) -> None:
    account = get_account(account_id)
    if not account.is_active:
        account.is_active = True
        _record(account, "account switched on", {}, actor, now)


def end_all_sessions(account_id: int, *, actor: str, now: datetime) -> None:
    account = get_account(account_id)
    end_sign_ins(account.id, now=now)
    _record(account, "sessions ended", {}, actor, now)


def _check_others_administrate(account: Account) -> None:
    """Raises LastAdministrator unless another one can sign in.

    All of them are locked first, in one order, and read afresh: two who switch each other off
    at once would leave nobody.
    """
    administrators = db.session.scalars(
        select(Account)
        .where(
            Account.role == Role.ADMINISTRATOR,
            Account.is_active,
            or_(Account.password_hash.is_not(None), Account.last_signed_in_at.is_not(None)),
        )
        .order_by(Account.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if [each.id for each in administrators] == [account.id]:
        raise LastAdministrator


def _facts(account: Account) -> dict[str, Any]:
    """What history tells of them."""
    return {
        "name": account.name,
        "email": account.email,
        "role": account.role.value,
        "organization": account.organization.acronym if account.organization else None,
        "all_events": account.has_all_events,
        "events": sorted(event.title for event in list_team_events(account)),
    }


def _record(account: Account, act: str, changes: dict[str, Any], actor: str, now: datetime) -> None:
    changes = {"account": account.name} | changes
    record_history(None, act=act, changes=changes, actor=actor, now=now, account_id=account.id)
