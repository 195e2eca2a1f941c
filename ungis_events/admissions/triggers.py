"""The database itself asks that people be let in or not: no way of getting a seat passes it by.

The same words stand in the migration that brought them; here they serve tables made for tests.
"""

from sqlalchemy import DDL, MetaData, event

_IS_IN = (
    "NEW.status = 'confirmed' AND EXISTS "
    "(SELECT 1 FROM event_modes m WHERE m.id = NEW.mode_id AND m.mode = 'online')"
)
# Due at once: the beginning of time is before any now.
_DUE = "'1970-01-01 00:00:00{zone}'"
# Whose request is under way is not taken up by another worker before its answer, or its lease's
# end; the answer meets a higher revision, and leaves the row due.
_DUE_AFTER = f"CASE WHEN admissions.asked_at IS NULL OR admissions.due_at IS NULL THEN {_DUE} ELSE admissions.due_at END"  # noqa: E501
_ATTEMPTS = "CASE WHEN admissions.asked_at IS NULL THEN 0 ELSE admissions.attempts END"
_LET_IN = f"""INSERT INTO admissions (webinar_id, registration_id, is_wanted, revision, attempts, due_at, is_alone)
 SELECT w.id, NEW.id, {{true}}, 1, 0, {_DUE}, {{false}} FROM webinars w
 WHERE w.event_id = NEW.event_id AND {_IS_IN}
 ON CONFLICT (registration_id) DO UPDATE SET is_wanted = {{true}}, attempts = {_ATTEMPTS},
 revision = admissions.revision + 1, due_at = {_DUE_AFTER}, problem = NULL
 WHERE NOT admissions.is_wanted;"""  # noqa: S608, E501 - our own words
_LET_OUT = f"""UPDATE admissions SET is_wanted = {{false}}, attempts = {_ATTEMPTS},
 revision = revision + 1, due_at = {_DUE_AFTER}, problem = NULL
 WHERE registration_id = NEW.id AND is_wanted AND NOT ({_IS_IN});"""  # noqa: S608 - our own words


def _sqlite(words: str) -> str:
    return words.format(true="1", false="0", zone=".000000")


def _postgresql(words: str) -> str:
    return words.format(true="true", false="false", zone="+00")


SQLITE = (
    f"CREATE TRIGGER admission_new AFTER INSERT ON registrations "
    f"WHEN NEW.status = 'confirmed' BEGIN {_sqlite(_LET_IN)} END",
    f"CREATE TRIGGER admission_moved AFTER UPDATE OF status, mode_id ON registrations "
    f"WHEN OLD.status <> NEW.status OR OLD.mode_id <> NEW.mode_id "
    f"BEGIN {_sqlite(_LET_IN)} {_sqlite(_LET_OUT)} END",
)
POSTGRESQL = (
    f"""CREATE FUNCTION ask_for_admission() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
 {_postgresql(_LET_IN)}
 IF TG_OP = 'UPDATE' THEN {_postgresql(_LET_OUT)} END IF;
 RETURN NULL;
END $$""",
    "CREATE TRIGGER admission_new AFTER INSERT ON registrations FOR EACH ROW "
    "WHEN (NEW.status = 'confirmed') EXECUTE FUNCTION ask_for_admission()",
    "CREATE TRIGGER admission_moved AFTER UPDATE OF status, mode_id ON registrations FOR EACH ROW "
    "WHEN (OLD.status <> NEW.status OR OLD.mode_id <> NEW.mode_id) "
    "EXECUTE FUNCTION ask_for_admission()",
)


def follow_registrations(metadata: MetaData) -> None:
    """Make the triggers when all tables have been made."""
    for dialect, statements in (("sqlite", SQLITE), ("postgresql", POSTGRESQL)):
        for statement in statements:
            # Doubled, as DDL takes a percent sign for its own.
            ddl = DDL(statement.replace("%", "%%")).execute_if(dialect=dialect)
            event.listen(metadata, "after_create", ddl)
