import sqlite3
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import literal, select, text, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError

from tests.factories import NOON, make_event
from ungis_events.core.database import UtcDateTime, WallTime, db, transaction
from ungis_events.events.models import Event, EventTopic, Forum

GENEVA_WINTER = timezone(timedelta(hours=1))


def names() -> list[str]:
    with db.engine.connect() as connection:
        return list(connection.scalars(select(Forum.name).order_by(Forum.id)))


def test_a_transaction_saves_everything_in_it() -> None:
    with transaction():
        db.session.add(Forum(slug="one", name="One"))
        db.session.add(Forum(slug="two", name="Two"))

    assert names() == ["One", "Two"]


def test_an_error_takes_everything_back() -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        db.session.add(Forum(slug="one", name="One"))
        db.session.flush()
        raise ZeroDivisionError

    assert (names(), list(db.session.new)) == ([], [])


def test_a_constraint_takes_everything_back() -> None:
    with pytest.raises(IntegrityError), transaction():
        db.session.add(Forum(slug="one", name="One"))
        db.session.flush()
        db.session.add(Forum(slug="one", name="Another"))

    assert names() == []


def add_outside() -> None:
    db.session.add(Forum(slug="one", name="One"))


def change_outside() -> None:
    db.session.scalars(select(Forum)).one().name = "Changed"


def delete_outside() -> None:
    db.session.delete(db.session.scalars(select(Forum)).one())


@pytest.mark.parametrize("act", [add_outside, change_outside, delete_outside])
def test_a_transaction_refuses_what_was_changed_before_it(act: object) -> None:
    with transaction():
        db.session.add(Forum(slug="saved", name="Saved"))
    assert callable(act)
    act()

    with pytest.raises(RuntimeError, match="outside a transaction"), transaction():
        pass

    db.session.rollback()
    assert names() == ["Saved"]


def test_what_was_read_before_is_read_again_inside() -> None:
    with transaction():
        db.session.add(Forum(slug="one", name="Old"))
    forum = db.session.scalars(select(Forum)).one()
    with db.engine.begin() as somebody_else:
        somebody_else.execute(update(Forum).values(name="New"))

    with transaction():
        seen = forum.name

    assert seen == "New"


def test_the_write_lock_is_taken_before_anything_is_read() -> None:
    other = sqlite3.connect(str(db.engine.url.database), timeout=0, isolation_level=None)

    with transaction(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")  # and given back

    other.close()


def test_moments_come_back_in_utc_whatever_zone_they_were_given_in() -> None:
    event = make_event()
    with transaction():
        event.changed_at = datetime(2027, 1, 31, 14, 30, tzinfo=GENEVA_WINTER)
    db.session.expire_all()

    found = db.session.scalars(select(Event)).one().changed_at

    assert (found, found.tzinfo) == (datetime(2027, 1, 31, 13, 30, tzinfo=UTC), UTC)


def test_moments_compare_by_time_and_not_by_spelling() -> None:
    make_event()
    noon_in_geneva = NOON.astimezone(GENEVA_WINTER)

    found = db.session.scalar(select(Event.id).where(Event.changed_at == noon_in_geneva))

    assert found is not None


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        UtcDateTime().process_bind_param(datetime(2027, 1, 31), sqlite.dialect())


def test_an_aware_wall_time_is_refused() -> None:
    with pytest.raises(ValueError, match="is a moment"):
        WallTime().process_bind_param(NOON, sqlite.dialect())


def test_nothing_is_nothing_in_both_types() -> None:
    row = db.session.execute(select(literal(None, UtcDateTime()), literal(None, WallTime()))).one()

    assert tuple(row) == (None, None)


def test_rows_of_events_that_are_not_there_are_refused() -> None:
    with pytest.raises(IntegrityError), transaction():
        db.session.add(EventTopic(event_id=4711, code="SDG9", position=0))


def test_the_database_itself_refuses_an_end_before_the_start() -> None:
    event = make_event()

    with pytest.raises(IntegrityError), transaction():
        event.ends_at = event.starts_at


def test_sqlite_is_set_up_for_several_processes() -> None:
    with db.engine.connect() as connection:
        settings = [
            connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        ]

    assert settings == ["wal", 1, 15000]


def test_a_transaction_inside_a_transaction_is_refused() -> None:
    with transaction(), pytest.raises(RuntimeError, match="inside a transaction"), transaction():
        pass
