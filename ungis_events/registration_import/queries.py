from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.registrations.models import Registration, RegistrationStatus

from .errors import ImportNotFound
from .models import ImportedRow, RegistrationImport

PAGE_SIZE = 50
_IN_ONE_QUERY = 1000


class RowShown(NamedTuple):
    """No name: left out more than a day ago, or the registration was removed since."""

    number: int
    registration_id: int | None
    given_name: str | None
    family_name: str | None
    email: str | None
    status: str | None
    problem: str | None

    @property
    def name(self) -> str | None:
        return f"{self.given_name or ''} {self.family_name or ''}".strip() or self.email


def get_import(event: Event, import_id: int) -> RegistrationImport:
    """Raises ImportNotFound, also for one of another event."""
    found = db.session.get(RegistrationImport, import_id)
    if found is None or found.event_id != event.id:
        raise ImportNotFound
    return found


def list_imports(event: Event, limit: int = 50) -> Sequence[RegistrationImport]:
    """The latest first."""
    query = select(RegistrationImport).where(RegistrationImport.event_id == event.id)
    return db.session.scalars(query.order_by(RegistrationImport.id.desc()).limit(limit)).all()


def list_registered(event_id: int, keys: Iterable[str]) -> set[str]:
    """Those addresses that cannot be taken in again: all but who withdrew."""
    every, found = list(keys), set[str]()
    for start in range(0, len(every), _IN_ONE_QUERY):
        query = select(Registration.email_key).where(
            Registration.event_id == event_id,
            Registration.email_key.in_(every[start : start + _IN_ONE_QUERY]),
            Registration.status != RegistrationStatus.WITHDRAWN,
        )
        found.update(db.session.scalars(query))
    return found


def list_rows(done: RegistrationImport, show: str, page: int) -> list[RowShown]:
    """One page of what became of the rows; `show`: saved, failed or empty for all."""
    query = (
        select(
            ImportedRow.number,
            ImportedRow.registration_id,
            func.coalesce(Registration.given_name, ImportedRow.name),
            Registration.family_name,
            func.coalesce(Registration.email, ImportedRow.email),
            ImportedRow.status,
            ImportedRow.problem,
        )
        .outerjoin(Registration, Registration.id == ImportedRow.registration_id)
        .where(ImportedRow.import_id == done.id)
    )
    if show:
        is_failed = ImportedRow.problem.is_not(None)
        query = query.where(is_failed if show == "failed" else ~is_failed)
    rows = db.session.execute(
        query.order_by(ImportedRow.number).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    )
    return [RowShown(*row) for row in rows]


def count_failed(done: RegistrationImport) -> int:
    query = select(func.count()).where(
        ImportedRow.import_id == done.id, ImportedRow.problem.is_not(None)
    )
    return db.session.scalar(query) or 0
