from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Select, func, or_, select

from ungis_events.core.database import db

from .errors import OrganizationNotFound
from .models import Organization, OrganizationStatus

PAGE_SIZE = 100


class OrganizationsWanted(NamedTuple):
    """What the list was asked for."""

    q: str = ""
    status: str = ""
    page: int = 1


def list_organizations(wanted: OrganizationsWanted) -> Sequence[Organization]:
    """One page of them, by acronym; those that have left come last."""
    query = _wanted(wanted).order_by(
        Organization.is_current.desc(), func.lower(Organization.acronym), Organization.id
    )
    query = query.limit(PAGE_SIZE).offset((wanted.page - 1) * PAGE_SIZE)
    return db.session.scalars(query).all()


def count_organizations(wanted: OrganizationsWanted) -> int:
    query = select(func.count()).select_from(_wanted(wanted).subquery())
    return db.session.scalar(query) or 0


def _wanted(wanted: OrganizationsWanted) -> Select[tuple[Organization]]:
    query = select(Organization)
    for word in wanted.q.split()[:10]:
        query = query.where(
            or_(
                func.lower(Organization.acronym).contains(word.lower(), autoescape=True),
                func.lower(Organization.name).contains(word.lower(), autoescape=True),
                # As typed too: SQLite knows small letters of English only.
                Organization.name.contains(word, autoescape=True),
            )
        )
    if wanted.status in list(OrganizationStatus):
        query = query.where(Organization.status == OrganizationStatus(wanted.status))
    return query


def list_current_organizations() -> Sequence[Organization]:
    """For a list to choose from."""
    query = select(Organization).where(Organization.is_current)
    return db.session.scalars(query.order_by(func.lower(Organization.acronym))).all()


def get_organization(organization_id: int) -> Organization:
    """Raises OrganizationNotFound."""
    organization = db.session.get(Organization, organization_id)
    if organization is None:
        raise OrganizationNotFound
    return organization


def find_organization(acronym: str) -> Organization | None:
    """However its letters are written: `un women`."""
    query = select(Organization).where(func.lower(Organization.acronym) == acronym.strip().lower())
    return db.session.scalar(query.order_by(Organization.id).limit(1))


def organizations_by_acronym() -> dict[str, Organization]:
    """All of them, by their acronyms in small letters."""
    return {each.acronym.lower(): each for each in db.session.scalars(select(Organization))}
