from datetime import datetime
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ungis_events.core.database import Model
from ungis_events.core.leases import Leased


class WebhookDelivery(Leased, Model):
    """What a provider told us of, stored at once and worked later.

    Only what is used of it, and of that what is personal until it has been worked.
    """

    __tablename__ = "webhook_deliveries"

    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(240), unique=True)
    """provider:key of the notice. Told again it is the same row."""
    kind: Mapped[str] = mapped_column(String(30))
    number: Mapped[str] = mapped_column(String(40))
    happened_at: Mapped[datetime]
    received_at: Mapped[datetime]
    facts: Mapped[dict[str, Any] | None]
    """session, participant, name, email, external_id; None once worked."""
    done_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(Text)
