"""The database itself asks for a new list of panelists: no change of the roster passes it by.

The same words stand in the migration that brought them; here they serve tables made for tests.
"""

from sqlalchemy import DDL, MetaData, event

# Due at once: the beginning of time is before any now. One list that waits unasked is enough.
_ASK = """INSERT INTO webinar_calls (webinar_id, kind, actor, queued_at, due_at, attempts)
 SELECT w.id, 'panelists', 'roster', '1970-01-01 00:00:00{zone}', '1970-01-01 00:00:00{zone}', 0
 FROM webinars w WHERE w.event_id = {row}.event_id AND w.status <> 'gone' AND NOT EXISTS (
 SELECT 1 FROM webinar_calls c WHERE c.webinar_id = w.id AND c.kind = 'panelists'
 AND c.due_at IS NOT NULL AND c.asked_at IS NULL AND c.attempts = 0);"""
_COLUMNS = "status, name, honorific, email, event_id"


def _sqlite(row: str) -> str:
    return _ASK.format(row=row, zone=".000000")


def _postgresql(row: str) -> str:
    return _ASK.format(row=row, zone="+00")


SQLITE = (
    f"CREATE TRIGGER panel_new AFTER INSERT ON speakers BEGIN {_sqlite('NEW')} END",
    f"CREATE TRIGGER panel_changed AFTER UPDATE OF {_COLUMNS} ON speakers "
    f"WHEN OLD.status <> NEW.status OR OLD.name <> NEW.name "
    f"OR OLD.honorific IS NOT NEW.honorific OR OLD.email IS NOT NEW.email "
    f"BEGIN {_sqlite('NEW')} END",
    f"CREATE TRIGGER panel_gone AFTER DELETE ON speakers BEGIN {_sqlite('OLD')} END",
)
POSTGRESQL = (
    f"""CREATE FUNCTION ask_for_panel() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
 IF TG_OP = 'DELETE' THEN {_postgresql("OLD")} ELSE {_postgresql("NEW")} END IF;
 RETURN NULL;
END $$""",
    "CREATE TRIGGER panel_new_or_gone AFTER INSERT OR DELETE ON speakers "
    "FOR EACH ROW EXECUTE FUNCTION ask_for_panel()",
    f"CREATE TRIGGER panel_changed AFTER UPDATE OF {_COLUMNS} ON speakers FOR EACH ROW "
    "WHEN (OLD.status <> NEW.status OR OLD.name <> NEW.name "
    "OR OLD.honorific IS DISTINCT FROM NEW.honorific OR OLD.email IS DISTINCT FROM NEW.email) "
    "EXECUTE FUNCTION ask_for_panel()",
)


def follow_speakers(metadata: MetaData) -> None:
    """Make the triggers when all tables have been made."""
    for dialect, statements in (("sqlite", SQLITE), ("postgresql", POSTGRESQL)):
        for statement in statements:
            # Doubled, as DDL takes a percent sign for its own.
            ddl = DDL(statement.replace("%", "%%")).execute_if(dialect=dialect)
            event.listen(metadata, "after_create", ddl)
