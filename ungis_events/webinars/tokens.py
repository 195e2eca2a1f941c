"""The tokens with which the workers sign in at a provider: sealed rows that all of them share."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, text
from sqlalchemy.dialects import postgresql, sqlite

from ungis_events.adapters.webinar import Token
from ungis_events.core.database import db, fetch_rows, transaction
from ungis_events.core.sealing import seal, unseal

from .models import ProviderToken

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_PURPOSE = "provider token"
_FIND = text("SELECT sealed, expires_at FROM provider_tokens WHERE name = :name")


class DatabaseTokens:
    """Called by workers while they ask a provider, which they never do inside a transaction:
    saving opens a short one of its own."""

    def __init__(self, secret_key: str) -> None:
        self._secret_key = secret_key

    def find(self, name: str) -> Token | None:
        rows = fetch_rows(_FIND, name=name)
        if not rows:
            return None
        sealed, expires_at = rows[0]
        value = unseal(sealed, _PURPOSE, self._secret_key)
        return Token(value, _moment(expires_at)) if value is not None else None

    def save(self, name: str, token: Token) -> None:
        """The last one wins: any of them opens the door."""
        sealed = seal(token.value, _PURPOSE, self._secret_key)
        new = {"sealed": sealed, "expires_at": token.expires_at}
        statement = _INSERT[db.engine.dialect.name](ProviderToken).values(name=name, **new)
        with transaction():
            db.session.execute(statement.on_conflict_do_update(index_elements=["name"], set_=new))

    def forget(self, name: str, token: Token) -> None:
        with transaction():
            row = db.session.get(ProviderToken, name)
            if row and unseal(row.sealed, _PURPOSE, self._secret_key) == token.value:
                db.session.execute(
                    delete(ProviderToken).where(
                        ProviderToken.name == name, ProviderToken.sealed == row.sealed
                    )
                )


def _moment(stored: datetime | str) -> datetime:
    """SQLite's driver hands out text, PostgreSQL's a moment."""
    read = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
