"""Migrations end where the models are, and lead back to nothing, on both databases."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Connection, MetaData, Table, inspect, text

from ungis_events import create_app
from ungis_events.core.database import Model, UtcDateTime, db
from ungis_events.events.models import Event
from ungis_events.registrations.models import Registration
from ungis_events.reminders.models import Reminder

FOLDER = Path(__file__).parent.parent / "migrations"


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)],
)
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An app whose database has no tables."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        url = request.getfixturevalue("postgresql_url")
    with app_on(url) as app:
        yield app


@contextmanager
def app_on(url: str) -> Iterator[Flask]:
    app = create_app({"TESTING": True, "SECRET_KEY": "x" * 32, "SQLALCHEMY_DATABASE_URI": url})
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_upgraded_database_equals_the_models(empty_app: Flask) -> None:
    flask_migrate.upgrade(str(FOLDER))

    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        differences = compare_metadata(context, Model.metadata)
    assert differences == []
    assert tables() == set(Model.metadata.tables)


def test_migrations_lead_back_to_nothing_and_up_again(empty_app: Flask) -> None:
    flask_migrate.upgrade(str(FOLDER))
    flask_migrate.downgrade(str(FOLDER), revision="base")
    after_downgrade = tables()
    flask_migrate.upgrade(str(FOLDER))

    assert after_downgrade == set()
    assert tables() == set(Model.metadata.tables)


def test_one_line_of_migrations() -> None:
    """Two heads would stop every upgrade."""
    assert len(ScriptDirectory(str(FOLDER)).get_heads()) == 1


def test_migrations_never_import_the_app() -> None:
    """They must run years from now, when the app's names have changed."""
    importing = [
        path.name
        for path in (FOLDER / "versions").glob("*.py")
        if "ungis_events" in path.read_text()
    ]

    assert importing == []


def test_check_constraints_are_in_the_upgraded_database(empty_app: Flask) -> None:
    """compare_metadata does not look at them."""
    flask_migrate.upgrade(str(FOLDER))

    inspector = inspect(db.engine)
    expected = {
        (table.name, str(constraint.name))
        for table in Model.metadata.sorted_tables
        for constraint in table.constraints
        if type(constraint).__name__ == "CheckConstraint" and not constraint._type_bound
    }
    found = {
        (table, constraint["name"])
        for table in tables()
        for constraint in inspector.get_check_constraints(table)
    }
    assert expected <= found


def test_partial_indexes_hold_the_same_rows_in_the_upgraded_database(empty_app: Flask) -> None:
    """compare_metadata does not look at these conditions either."""
    flask_migrate.upgrade(str(FOLDER))

    option = f"{db.engine.dialect.name}_where"
    inspector = inspect(db.engine)
    expected = {
        (index.name, str(index.dialect_kwargs[option]))
        for table in Model.metadata.sorted_tables
        for index in table.indexes
        if index.dialect_kwargs.get(option) is not None
    }
    found = {
        (index["name"], re.sub(r"::text|[()]", "", str(index["dialect_options"][option])))
        for table in tables()
        for index in inspector.get_indexes(table)
        if index.get("dialect_options", {}).get(option) is not None
    }
    assert expected
    assert found == expected


def test_counts_of_registrations_are_kept_by_triggers_after_every_upgrade(
    empty_app: Flask,
) -> None:
    """SQLite forgets a table's triggers when a later migration makes the table anew."""
    flask_migrate.upgrade(str(FOLDER))

    is_sqlite = db.engine.dialect.name == "sqlite"
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'registrations'"
        if is_sqlite
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with db.engine.connect() as connection:
        found = {name for name in connection.scalars(text(query)) if name.startswith("count_")}
    assert found == (
        {"count_new", "count_gone", "count_moved"}
        if is_sqlite
        else {"count_new_or_gone", "count_moved"}
    )


def test_upgrade_keeps_what_is_there(empty_app: Flask) -> None:
    """A second `make run` upgrades a database that is in use."""
    flask_migrate.upgrade(str(FOLDER))
    with db.engine.begin() as connection:
        connection.execute(
            text("INSERT INTO forums (slug, name) VALUES ('hlpf-2027', 'HLPF 2027')")
        )
    flask_migrate.upgrade(str(FOLDER))

    with db.engine.connect() as connection:
        assert connection.scalar(text("SELECT name FROM forums")) == "HLPF 2027"


def test_events_from_before_there_were_reminders_get_theirs(empty_app: Flask) -> None:
    flask_migrate.upgrade(str(FOLDER), revision="0001")
    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=5)
    with db.engine.begin() as connection:
        for number, (status, starts_at) in enumerate(
            [("published", soon), ("cancelled", soon), ("published", soon - timedelta(days=99))], 1
        ):
            insert_old_event(connection, number, status, starts_at)
    flask_migrate.upgrade(str(FOLDER))

    reminders = db.session.query(Reminder).order_by(Reminder.event_id, Reminder.id)
    found = [
        (each.event_id, each.kind, each.state.value, each.due_at and each.due_at - soon)
        for each in reminders
    ]
    assert found == [
        (1, "before-1440", "missed", None),
        (1, "before-60", "waiting", timedelta(hours=-1)),
        (1, "before-10", "waiting", timedelta(minutes=-10)),
        (1, "recording", "waiting", timedelta(hours=1, minutes=30)),
        (2, "before-1440", "dropped", None),
        (2, "before-60", "dropped", None),
        (2, "before-10", "dropped", None),
        (2, "recording", "dropped", None),
    ]
    cancelled = db.session.get_one(Event, 2)
    assert cancelled.cancelled_at == cancelled.changed_at


def test_who_waits_keeps_their_place_and_events_are_found_without_strokes(
    empty_app: Flask,
) -> None:
    flask_migrate.upgrade(str(FOLDER), revision="0001")
    soon = datetime.now(UTC).replace(microsecond=0)
    with db.engine.begin() as connection:
        insert_old_event(connection, 1, "published", soon)
    flask_migrate.upgrade(str(FOLDER), revision="0011")
    with db.engine.begin() as connection:
        tables = MetaData()
        tables.reflect(connection, only=["events", "event_modes", "registrations"])
        events, modes = tables.tables["events"], tables.tables["event_modes"]
        connection.execute(events.update().values(search_text="łodz \x1f łukasz"))
        zeros = {"taken": 1, "waiting": 1, "kept": 0, "is_open": True}
        connection.execute(modes.insert().values(id=1, event_id=1, mode="online", **zeros))
        for number, status in enumerate(("confirmed", "waitlisted"), 1):
            moment = UtcDateTime().process_bind_param(soon, connection.dialect)
            values = {
                "id": number, "event_id": 1, "mode_id": 1, "status": status,
                "email": f"{number}@example.org", "email_key": f"{number}@example.org",
                "given_name": "Łukasz", "family_name": "Żółty", "organization": "",
                "stakeholder_group": "UN", "country": "PL", "later_news": False, "language": "en",
                "link_version": 1, "has_kept_place": False, "registered_at": moment,
            }  # fmt: skip
            connection.execute(tables.tables["registrations"].insert().values(values))
    flask_migrate.upgrade(str(FOLDER))

    rows = db.session.query(Registration).order_by(Registration.id).all()
    assert [row.waits_since for row in rows] == [None, soon]
    assert {row.sort_name for row in rows} == {"zolty lukasz"}
    assert db.session.get_one(Event, 1).search_text == "lodz \x1f lukasz"


def insert_old_event(connection: Connection, number: int, status: str, starts_at: datetime) -> None:
    """As the tables were at 0001."""
    events = Table("events", MetaData(), autoload_with=connection)
    moment = UtcDateTime().process_bind_param(starts_at, connection.dialect)
    values = {
        "id": number, "uid": f"{number}@ungis-events", "slug": f"event-{number}",
        "title": "Event", "kind": "side event", "status": status, "format": "virtual",
        "zone": "UTC", "starts": starts_at.replace(tzinfo=None),
        "ends": starts_at.replace(tzinfo=None) + timedelta(hours=1), "starts_at": moment,
        "ends_at": moment + timedelta(hours=1), "zone_data": "2026f", "languages": ["en"],
        "description": "", "organizers": [], "waitlist": True, "approval": False, "version": 1,
        "sequence": 0, "created_at": moment, "changed_at": moment, "search_text": "",
    }  # fmt: skip
    connection.execute(events.insert().values(values))
