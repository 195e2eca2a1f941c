"""What is written down of every act, in the transaction of the act."""

from datetime import datetime
from typing import Any

from ungis_events.core.database import db

from .models import HistoryEntry
from .rules import Actor, search_text, without_secrets


def record_history(
    event_id: int | None,
    *,
    act: str,
    changes: dict[str, Any],
    actor: str,
    now: datetime,
    registration_id: int | None = None,
    speaker_id: int | None = None,
    account_id: int | None = None,
) -> None:
    """`changes`: {field: [before, after]}, never personal data of registrants: numbers only.

    `event_id` None: it is about the desk itself, such as an account.
    """
    kept = without_secrets(changes)
    db.session.add(
        HistoryEntry(
            event_id=event_id,
            registration_id=registration_id,
            speaker_id=speaker_id,
            account_id=account_id,
            actor=actor,
            actor_id=actor.account_id if isinstance(actor, Actor) else None,
            act=act,
            changes=kept,
            happened_at=now,
            search_text=search_text(actor, act, kept),
        )
    )
