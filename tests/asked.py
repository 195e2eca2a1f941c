"""What a page asks the database, and how SQLite would look it up."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.event import listen, remove

from ungis_events.core.database import db


def statements_of(client: FlaskClient, path: str) -> list[tuple[str, Any]]:
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        asked.append((statement, values))

    db.session.rollback()
    db.session.expire_all()
    listen(db.engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200
    finally:
        remove(db.engine, "before_cursor_execute", note)
    return asked


def plan_of(statement: str, values: Any) -> list[str]:
    with db.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        return [row[3] for row in rows]
