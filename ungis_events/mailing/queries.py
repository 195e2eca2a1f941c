from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased

from ungis_events.core.database import db

from .errors import EmailNotFound
from .models import EmailStatus, OutgoingEmail

SHOWN_AT_MOST = 200


def list_unsent(
    status: EmailStatus, among: Select[tuple[int]] | None = None
) -> Sequence[OutgoingEmail]:
    """Those waiting or failed, the oldest first, up to SHOWN_AT_MOST.

    `among`: only mails about these events; None: all mails.
    """
    query = select(OutgoingEmail).where(OutgoingEmail.status == status, *_about(among))
    return db.session.scalars(query.order_by(OutgoingEmail.id).limit(SHOWN_AT_MOST)).all()


def count_emails(among: Select[tuple[int]] | None = None) -> dict[EmailStatus, int]:
    """How many are in which state.

    Nearly all are sent, so they are what the others leave of all: SQLite counts a whole table
    ten times as fast as the rows that fit. One statement, or the numbers would not add up.
    """
    every = select(func.count()).select_from(OutgoingEmail).where(*_about(among))
    others = [status for status in EmailStatus if status is not EmailStatus.SENT]
    counts = [every, *(every.where(OutgoingEmail.status == status) for status in others)]
    total, *rest = db.session.execute(select(*(each.scalar_subquery() for each in counts))).one()
    return {**dict(zip(others, rest, strict=True)), EmailStatus.SENT: total - sum(rest)}


def _about(among: Select[tuple[int]] | None) -> list[ColumnElement[bool]]:
    return [] if among is None else [OutgoingEmail.event_id.in_(among)]


def get_email(email_id: int, among: Select[tuple[int]] | None = None) -> OutgoingEmail:
    """Raises EmailNotFound, also for one that is about none of `among`."""
    query = select(OutgoingEmail).where(OutgoingEmail.id == email_id, *_about(among))
    email = db.session.scalar(query)
    if email is None:
        raise EmailNotFound
    return email


class Told(NamedTuple):
    """A mail to one person about an event."""

    registration_id: int
    kind: str
    facts: dict[str, Any]


def list_missed(
    event_id: int,
    kinds: Collection[str],
    informing: Collection[str],
    among: Collection[int] | None = None,
) -> list[Told]:
    """Mails of `kinds` that reached nobody: they wait or failed; the oldest come first.

    `among`: only those of these registrations.

    Not those that a later one made good: a mail of `informing` that was sent.
    """
    query = _told(among).where(
        OutgoingEmail.event_id == event_id,
        OutgoingEmail.kind.in_(kinds),
        OutgoingEmail.status.in_((EmailStatus.WAITING, EmailStatus.FAILED)),
        ~_was_told_later(informing),
    )
    return [Told(*row) for row in db.session.execute(query.order_by(OutgoingEmail.id))]


def list_last_sent(
    event_id: int, kind: str, informing: Collection[str], among: Collection[int] | None = None
) -> list[Told]:
    """Of everybody whose newest mail of `informing` that was sent is of that kind."""
    query = _told(among).where(
        OutgoingEmail.event_id == event_id,
        OutgoingEmail.kind == kind,
        OutgoingEmail.status == EmailStatus.SENT,
        ~_was_told_later(informing),
    )
    return [Told(*row) for row in db.session.execute(query)]


def list_registrations_told(
    event_id: int, informing: Collection[str], among: Collection[int] | None = None
) -> set[int]:
    """Whoever was sent a mail of `informing`, ever."""
    query = select(OutgoingEmail.registration_id).where(
        OutgoingEmail.event_id == event_id,
        OutgoingEmail.kind.in_(informing),
        OutgoingEmail.status == EmailStatus.SENT,
    )
    if among is not None:
        query = query.where(OutgoingEmail.registration_id.in_(among))
    return {number for number in db.session.scalars(query.distinct()) if number is not None}


def find_unsent_facts(registration_id: int, kind: str) -> dict[str, Any] | None:
    """Of the newest mail of that kind to the person that waits or failed."""
    return db.session.scalar(
        select(OutgoingEmail.facts)
        .where(
            OutgoingEmail.registration_id == registration_id,
            OutgoingEmail.kind == kind,
            OutgoingEmail.status.in_((EmailStatus.WAITING, EmailStatus.FAILED)),
        )
        .order_by(OutgoingEmail.id.desc())
        .limit(1)
    )


def newest_email_id() -> int:
    """0 while there is none."""
    return db.session.scalar(select(func.max(OutgoingEmail.id))) or 0


def _told(among: Collection[int] | None) -> Select[tuple[int | None, str, dict[str, Any]]]:
    query = select(OutgoingEmail.registration_id, OutgoingEmail.kind, OutgoingEmail.facts).where(
        OutgoingEmail.registration_id.is_not(None)
    )
    return query if among is None else query.where(OutgoingEmail.registration_id.in_(among))


def _was_told_later(informing: Collection[str]) -> ColumnElement[bool]:
    later = aliased(OutgoingEmail)
    return exists().where(
        later.registration_id == OutgoingEmail.registration_id,
        later.kind.in_(informing),
        later.status == EmailStatus.SENT,
        later.id > OutgoingEmail.id,
    )
