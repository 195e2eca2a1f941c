"""How long mailed links last, and what they are for. Pure."""

from datetime import datetime, timedelta

from ungis_events.accounts.models import Account, LinkPurpose, SignInLink
from ungis_events.accounts.rules import is_local_path, signs_in_by_link

LASTS = {
    LinkPurpose.SIGN_IN: timedelta(minutes=30),
    LinkPurpose.PASSWORD: timedelta(minutes=30),
    LinkPurpose.INVITATION: timedelta(days=7),
}
LONGEST_PATH = 500
MOST_AN_HOUR = 3
"""Mails that strangers can make us send to one address."""


def purpose_for(account: Account | None) -> LinkPurpose:
    """What whoever asks for a link gets.

    A mailbox alone opens no desk: whoever has a password chooses a new one, and is then asked
    for their second factor as ever.
    """
    if account is not None and not signs_in_by_link(account):
        return LinkPurpose.PASSWORD
    return LinkPurpose.SIGN_IN


def kept_path(target: str | None) -> str | None:
    """Where a link may lead once it has let somebody in: on this site, or to the usual page."""
    is_kept = target and len(target) <= LONGEST_PATH and is_local_path(target)
    return target if is_kept else None


def is_open(link: SignInLink, now: datetime) -> bool:
    return (
        link.used_at is None
        and now < link.expires_at
        and link.account is not None
        and link.account.is_active
    )


def chooses_password(link: SignInLink) -> bool:
    """Whether the link asks for a new password before it lets anybody in."""
    return link.account is not None and not signs_in_by_link(link.account)
