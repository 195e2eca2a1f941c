from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ungis_events.core.database import db

from .errors import SignInNotFound
from .models import Account, SignIn
from .rules import SIGN_IN_LASTS


def find_account(email: str) -> Account | None:
    return db.session.scalar(select(Account).where(Account.email == email.strip().lower()))


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
