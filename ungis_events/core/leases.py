"""Queue-like tables: claim rows that are due, give them back, count the attempts.

A row is claimed by moving its `due_at` to the end of a lease. A worker that dies keeps nothing:
when the lease is over the row is due again. So every row is worked at least once.
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.orm import Mapped, mapped_column

from .database import Model, db

LEASE = timedelta(minutes=5)
_LONGEST_WAIT = timedelta(hours=6)


class Leased:
    """Columns of a table whose rows are worked later. `due_at` None: nothing is left to do."""

    due_at: Mapped[datetime | None] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)


Row = TypeVar("Row", bound=Model)


def claim_due(
    table: type[Row],
    *conditions: ColumnElement[bool],
    now: datetime,
    limit: int = 20,
    last: ColumnElement[bool] | None = None,
) -> Sequence[Row]:
    """Take up to `limit` rows that are due, for LEASE. Call inside a transaction.

    The longest due come first, those for which `last` is true after all others.

    On PostgreSQL SKIP LOCKED lets several workers pass each other; on SQLite the
    transaction's write lock does.
    """
    due_at = table.due_at  # type: ignore[attr-defined] # of Leased, which mypy cannot intersect
    order: list[ColumnElement[Any]] = [due_at, table.id]  # type: ignore[attr-defined] # every table has one
    if last is not None:
        order.insert(0, case((last, 1), else_=0))
    rows = db.session.scalars(
        select(table)
        .where(due_at <= now, *conditions)
        .order_by(*order)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.due_at = now + LEASE  # type: ignore[attr-defined]
        row.attempts += 1  # type: ignore[attr-defined]
    return rows


def next_try(
    attempts: int,
    now: datetime,
    draw: float | None = None,
    *,
    unit: timedelta = timedelta(minutes=1),
    longest: timedelta = _LONGEST_WAIT,
) -> datetime:
    """When to try again after `attempts` failures: 1, 2, 4 … units, with up to a third more.

    The part drawn at random keeps a thousand failed rows from returning together.
    """
    doublings = min(max(attempts - 1, 0), 16)  # a timedelta has an end too
    wait = min(unit * 2**doublings, longest)
    return now + wait * (1 + (random.random() if draw is None else draw) / 3)  # noqa: S311 - not a secret
