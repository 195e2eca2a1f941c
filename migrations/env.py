"""Alembic's way into the app: `flask db upgrade`, `flask db migrate`."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

migrate = current_app.extensions["migrate"]
engine = migrate.db.engine


def set_foreign_keys(connection: Connection, wanted: str) -> None:
    """SQLite changes a table by making it anew, and lets nobody drop one that rows point at."""
    if connection.dialect.name == "sqlite":
        # Past SQLAlchemy, which would begin a transaction, where the pragma does nothing.
        connection.connection.cursor().execute(f"PRAGMA foreign_keys={wanted}")


with engine.connect() as connection:
    set_foreign_keys(connection, "OFF")
    context.configure(
        connection=connection, target_metadata=migrate.db.metadata, **migrate.configure_args
    )
    try:
        with context.begin_transaction():
            context.run_migrations()
            if connection.dialect.name == "sqlite":
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if broken:
                    raise RuntimeError(f"rows point at nothing: {broken[:5]}")
    finally:
        set_foreign_keys(connection, "ON")
