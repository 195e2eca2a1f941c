"""For operators and load balancers: does this process live, and can it serve?

Tables are read by name: core knows no feature.
"""

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import tzdata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import Connection, column, func, literal, select, table
from sqlalchemy.exc import SQLAlchemyError

from . import clock
from .database import UtcDateTime, db

health = Blueprint("health", __name__, url_prefix="/health")

_MIGRATIONS = Path(__file__).parents[2] / "migrations"
_EMAILS = table("outgoing_emails", column("status"), column("queued_at", UtcDateTime()))


@health.get("/live")
def live() -> Response:
    """Says only that the process answers: a restart would not help a broken database."""
    return Response("ok", mimetype="text/plain")


@health.get("/ready")
def ready() -> tuple[Response, int]:
    report = _report(clock.now())
    return jsonify(report), 200 if report["ready"] else 503


def _report(now: datetime) -> dict[str, Any]:
    report: dict[str, Any] = {
        "ready": False,
        "database": "unreachable",
        "migrations": "unknown",
        "zone_data": {"pytz": clock.ZONE_DATA_EDITION, "tzdata": tzdata.IANA_VERSION},
        "oldest_waiting_mail_seconds": None,
    }
    try:
        with db.engine.connect() as connection:
            connection.execute(select(literal(1)))
            report["database"] = "ok"
            report["migrations"] = "ok" if _is_migrated(connection) else "behind"
            if report["migrations"] == "ok":
                report["oldest_waiting_mail_seconds"] = _oldest_waiting_mail(connection, now)
    except SQLAlchemyError:
        # What went wrong may name hosts and people: the status alone is told.
        current_app.logger.error("The database does not answer")
        return report
    # Two editions would put one event at two times: pytz makes the pages, tzdata Babel's dates.
    same_zone_data = clock.PACKAGED_EDITION == tzdata.IANA_VERSION
    report["ready"] = report["migrations"] == "ok" and same_zone_data
    return report


@lru_cache(1)
def _newest_migrations() -> frozenset[str]:
    return frozenset(ScriptDirectory(str(_MIGRATIONS)).get_heads())


def _is_migrated(connection: Connection) -> bool:
    """Whether the database stands where the code's migrations end."""
    current = MigrationContext.configure(connection).get_current_heads()
    return frozenset(current) == _newest_migrations()


def _oldest_waiting_mail(connection: Connection, now: datetime) -> int | None:
    """Seconds; a number that keeps rising says that no worker runs or no mail leaves."""
    oldest = connection.scalar(
        select(func.min(_EMAILS.c.queued_at)).where(_EMAILS.c.status == "waiting")
    )
    return round((now - oldest).total_seconds()) if oldest else None
