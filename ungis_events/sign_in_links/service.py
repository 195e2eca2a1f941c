"""Mailed links that work once: made, used, taken back."""

from datetime import datetime

from sqlalchemy import update

from ungis_events.accounts.models import Account, LinkPurpose, SignInLink
from ungis_events.accounts.queries import find_account
from ungis_events.accounts.service import choose_password
from ungis_events.core.database import db
from ungis_events.history.rules import Actor
from ungis_events.history.service import record_history
from ungis_events.mailing.service import NewEmail, queue_email

from .errors import LinkNotUsable
from .queries import count_asked, get_link
from .rules import LASTS, MOST_AN_HOUR, kept_path, purpose_for

MAILS = {
    LinkPurpose.SIGN_IN: "sign_in_link",
    LinkPurpose.PASSWORD: "password_reset",
    LinkPurpose.INVITATION: "account_invited",
}


def ask_for_link(email: str, *, now: datetime, leads_to: str | None = None) -> None:
    """Mail a way in to whoever has that address, three times an hour at most.

    The same is read and written whether or not there is somebody, or the time it takes would
    tell a stranger who has an account. What is for nobody leads nowhere, and is dropped by the
    worker; the address that was typed is not kept.
    """
    account = find_account(email)
    asked = count_asked(account.id if account else 0, now)
    purpose = purpose_for(account)
    if account is not None and (not account.is_active or asked >= MOST_AN_HOUR):
        account = None
    _mail_link(account, purpose, now, leads_to=kept_path(leads_to))


def invite(account: Account, *, invited_by: str, now: datetime) -> None:
    """Mail an invitation; the one before, if any, works no more."""
    revoke_links(account.id, now)
    _mail_link(account, LinkPurpose.INVITATION, now, invited_by=invited_by)


def _mail_link(
    account: Account | None,
    purpose: LinkPurpose,
    now: datetime,
    *,
    leads_to: str | None = None,
    **facts: str,
) -> None:
    link = SignInLink(
        account_id=account.id if account else None,
        purpose=purpose,
        made_at=now,
        expires_at=now + LASTS[purpose],
        leads_to=leads_to,
    )
    db.session.add(link)
    db.session.flush()
    email = NewEmail(
        kind=MAILS[purpose],
        to_address=account.email if account else "",
        event_id=None,
        registration_id=None,
        facts={"link": link.id, **facts},
        language="en",  # accounts have none
        account_id=account.id if account else None,
    )
    queue_email(email, now=now)


def use_link(link_id: int, *, now: datetime, password: str | None = None) -> Account:
    """Whose it is, once. Raises LinkNotUsable, InvalidInput for the password."""
    account = get_link(link_id, now).account
    if account is None:
        raise LinkNotUsable
    if not _take(link_id, now):
        raise LinkNotUsable
    revoke_links(account.id, now)
    act = "signed in with a link"
    if password is not None:
        choose_password(account, password, now=now)
        act = "password chosen"
    actor = Actor.of(account.name, account.id)
    record_history(None, act=act, changes={}, actor=actor, now=now, account_id=account.id)
    return account


def _take(link_id: int, now: datetime) -> bool:
    """One write decides: of two browsers with one link, the second finds it used."""
    taken = db.session.connection().execute(
        update(SignInLink)
        .where(SignInLink.id == link_id, SignInLink.used_at.is_(None), SignInLink.expires_at > now)
        .values(used_at=now)
    )
    return taken.rowcount == 1


def revoke_links(account_id: int, now: datetime) -> None:
    """None that was mailed to them works any more."""
    db.session.execute(
        update(SignInLink)
        .where(SignInLink.account_id == account_id, SignInLink.used_at.is_(None))
        .values(used_at=now)
    )
