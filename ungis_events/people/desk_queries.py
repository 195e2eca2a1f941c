"""What administrators see of accounts."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from ungis_events.accounts.models import Account, Role, SignIn
from ungis_events.accounts.rules import SIGN_IN_LASTS
from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.history.models import HistoryEntry

PAGE_SIZE = 50
EVENTS_OFFERED = 100
HISTORY_SHOWN = 200


class PeopleWanted(NamedTuple):
    """What the list was asked for."""

    q: str = ""
    role: str = ""
    organization: int = 0
    page: int = 1


def list_people(wanted: PeopleWanted) -> Sequence[Account]:
    """One page of them by name, with their organizations; those switched off come last."""
    query = _wanted(wanted).options(joinedload(Account.organization))
    query = query.order_by(Account.is_active.desc(), func.lower(Account.name), Account.id)
    query = query.limit(PAGE_SIZE).offset((wanted.page - 1) * PAGE_SIZE)
    return db.session.scalars(query).all()


def count_people(wanted: PeopleWanted) -> int:
    query = select(func.count()).select_from(_wanted(wanted).subquery())
    return db.session.scalar(query) or 0


def _wanted(wanted: PeopleWanted) -> Select[tuple[Account]]:
    query = select(Account)
    for word in wanted.q.split()[:10]:
        query = query.where(
            or_(
                # As typed too: SQLite knows small letters of English only.
                Account.name.contains(word, autoescape=True),
                func.lower(Account.name).contains(word.lower(), autoescape=True),
                Account.email.contains(word.lower(), autoescape=True),
            )
        )
    if wanted.role in list(Role):
        query = query.where(Account.role == Role(wanted.role))
    if wanted.organization:
        query = query.where(Account.organization_id == wanted.organization)
    return query


def count_sessions(account_ids: Collection[int], now: datetime) -> dict[int, int]:
    """{account id: in how many browsers they are signed in}; who is in none is left out."""
    query = select(SignIn.account_id, func.count(SignIn.id)).where(
        SignIn.account_id.in_(account_ids),
        SignIn.ended_at.is_(None),
        SignIn.signed_in_at > now - SIGN_IN_LASTS,
    )
    return {row[0]: row[1] for row in db.session.execute(query.group_by(SignIn.account_id))}


def list_events_to_offer(now: datetime, chosen: Collection[int]) -> Sequence[Event]:
    """What somebody may be named for: the next to come, and what they have already."""
    coming = select(Event.id).where(Event.ends_at > now)
    coming = coming.order_by(Event.starts_at, Event.id).limit(EVENTS_OFFERED)
    query = select(Event).where(or_(Event.id.in_(coming), Event.id.in_(chosen)))
    return db.session.scalars(query.order_by(Event.starts_at, Event.id)).all()


def list_history_of(account_id: int) -> Sequence[HistoryEntry]:
    """What they did and what was done about them, the latest first, up to HISTORY_SHOWN."""
    query = select(HistoryEntry).where(
        or_(HistoryEntry.actor_id == account_id, HistoryEntry.account_id == account_id)
    )
    return db.session.scalars(query.order_by(HistoryEntry.id.desc()).limit(HISTORY_SHOWN)).all()
