from collections.abc import Iterator

import pytest
from sqlalchemy import event as sqlalchemy_event

from ungis_events.core.database import db


@pytest.fixture
def statements(database: None) -> Iterator[list[str]]:
    """What was asked of the database, but for the beginning and end of transactions."""
    heard: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        heard.append(statement)

    sqlalchemy_event.listen(db.engine, "before_cursor_execute", hear)
    yield heard
    sqlalchemy_event.remove(db.engine, "before_cursor_execute", hear)
