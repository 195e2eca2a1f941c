"""When a request to a provider may leave: all workers together keep within its limits."""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from ungis_events.adapters.webinar import Act, Limits, WebinarProvider
from ungis_events.core.database import db

from .models import ProviderPace

NEAR = timedelta(seconds=2)
"""So long a worker waits for its turn; for a later one it does something else meanwhile."""
_AFTER_MIDNIGHT_SECONDS = 120
_INSERTS: dict[str, Callable[..., Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def reserve(provider: WebinarProvider, act: Act, *, now: datetime) -> datetime:
    """When the request may leave, counted in the caller's transaction.

    Up to `now + NEAR` the place is taken: wait until then and ask. A later one is not taken:
    come back then. Where the day's number is used up that is the next midnight, UTC.
    """
    paces = _lock_paces(provider, act, now)
    today = _day(now)
    if any(
        pace.day == today and pace.used >= limits.a_day for pace, limits in paces if limits.a_day
    ):
        return next_midnight(now)
    slot = max([now, *(pace.free_at for pace, _ in paces)])
    if slot <= now + NEAR:
        for pace, limits in paces:
            pace.free_at = slot + timedelta(seconds=1 / limits.a_second)
            pace.used = pace.used + 1 if pace.day == today else 1
            pace.day = today
    return slot


def wait_until(slot: datetime, now: datetime) -> None:
    """Outside any transaction. NEAR at the longest, also when told to stop: a request that left
    before its turn would be one too many for the provider."""
    time.sleep(max((slot - now).total_seconds(), 0))


def hold(provider: WebinarProvider, act: Act, until: datetime) -> None:
    """Let nobody ask for it before: the provider said that it is too much."""
    for pace, _ in _lock_paces(provider, act, until):
        pace.free_at = max(pace.free_at, until)


def next_midnight(now: datetime, draw: float | None = None) -> datetime:
    """The provider's, 00:00 UTC, and up to two minutes: not all who wait for it at once."""
    tomorrow = now.astimezone(UTC).date() + timedelta(days=1)
    late = random.random() if draw is None else draw  # noqa: S311 - not a secret
    midnight = datetime.combine(tomorrow, datetime.min.time(), UTC)
    return midnight + timedelta(seconds=_AFTER_MIDNIGHT_SECONDS * late)


def _lock_paces(
    provider: WebinarProvider, act: Act, now: datetime
) -> list[tuple[ProviderPace, Limits]]:
    """The rows of all limits on it, until the transaction ends; always in the same order."""
    limits = {f"{provider.name}:{each.label}": each for each in provider.limits_of(act)}
    day = _day(now)
    rows = [{"label": label, "free_at": now, "day": day, "used": 0} for label in sorted(limits)]
    if rows:
        insert = _INSERTS[db.engine.dialect.name](ProviderPace).values(rows)
        db.session.execute(insert.on_conflict_do_nothing())
    paces = db.session.scalars(
        select(ProviderPace)
        .where(ProviderPace.label.in_(limits))
        .order_by(ProviderPace.label)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return [(pace, limits[pace.label]) for pace in paces]


def _day(now: datetime) -> str:
    return now.astimezone(UTC).date().isoformat()
