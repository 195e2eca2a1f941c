"""The database itself counts registrations: no way of changing a row passes it by.

The same words stand in the migration that brought them; here they serve tables made for tests.
"""

from sqlalchemy import DDL, Table, event

_COLUMNS = "event_id, mode_id, status, stakeholder_group"
_LESS = """UPDATE registration_counts SET number = number - 1
 WHERE event_id = OLD.event_id AND mode_id = OLD.mode_id AND status = OLD.status
 AND stakeholder_group = OLD.stakeholder_group;"""
_MORE = f"""INSERT INTO registration_counts ({_COLUMNS}, number)
 VALUES (NEW.event_id, NEW.mode_id, NEW.status, NEW.stakeholder_group, 1)
 ON CONFLICT ({_COLUMNS}) DO UPDATE SET number = registration_counts.number + 1;"""  # noqa: S608 - our own words

SQLITE = (
    f"CREATE TRIGGER count_new AFTER INSERT ON registrations BEGIN {_MORE} END",
    f"CREATE TRIGGER count_gone AFTER DELETE ON registrations BEGIN {_LESS} END",
    f"CREATE TRIGGER count_moved AFTER UPDATE OF {_COLUMNS} ON registrations "
    f"BEGIN {_LESS} {_MORE} END",
)
POSTGRESQL = (
    f"""CREATE FUNCTION count_registration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
 IF TG_OP <> 'INSERT' THEN {_LESS} END IF;
 IF TG_OP <> 'DELETE' THEN {_MORE} END IF;
 RETURN NULL;
END $$""",
    "CREATE TRIGGER count_new_or_gone AFTER INSERT OR DELETE ON registrations "
    "FOR EACH ROW EXECUTE FUNCTION count_registration()",
    f"CREATE TRIGGER count_moved AFTER UPDATE OF {_COLUMNS} ON registrations FOR EACH ROW "
    "WHEN (OLD.status <> NEW.status OR OLD.mode_id <> NEW.mode_id "
    "OR OLD.stakeholder_group <> NEW.stakeholder_group OR OLD.event_id <> NEW.event_id) "
    "EXECUTE FUNCTION count_registration()",
)


def keep_counts(table: Table) -> None:
    """Make the triggers when `table` and the one it counts have been made."""
    for dialect, statements in (("sqlite", SQLITE), ("postgresql", POSTGRESQL)):
        for statement in statements:
            # Doubled, as DDL takes a percent sign for its own.
            ddl = DDL(statement.replace("%", "%%")).execute_if(dialect=dialect)
            event.listen(table.metadata, "after_create", ddl)
