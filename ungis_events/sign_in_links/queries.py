from datetime import datetime, timedelta

from sqlalchemy import func, select

from ungis_events.accounts.models import LinkPurpose, SignInLink
from ungis_events.core.database import db

from .errors import LinkNotUsable
from .rules import is_open


def get_link(link_id: int, now: datetime) -> SignInLink:
    """One that still works. Raises LinkNotUsable."""
    link = db.session.get(SignInLink, link_id, populate_existing=True)
    if link is None or not is_open(link, now):
        raise LinkNotUsable
    return link


def find_link(link_id: int) -> SignInLink | None:
    return db.session.get(SignInLink, link_id)


def find_invitation(account_id: int) -> SignInLink | None:
    """The newest, whatever became of it."""
    query = select(SignInLink).where(
        SignInLink.account_id == account_id, SignInLink.purpose == LinkPurpose.INVITATION
    )
    return db.session.scalar(query.order_by(SignInLink.id.desc()).limit(1))


def count_asked(account_id: int, now: datetime) -> int:
    """Links that were asked for in the last hour."""
    query = select(func.count(SignInLink.id)).where(
        SignInLink.account_id == account_id,
        SignInLink.purpose != LinkPurpose.INVITATION,
        SignInLink.made_at > now - timedelta(hours=1),
    )
    return db.session.scalar(query) or 0
