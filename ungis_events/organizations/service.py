"""Organizations: added and changed at the desk, or from a list."""

from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import func, select

from ungis_events.core.database import db
from ungis_events.core.errors import InvalidInput
from ungis_events.history.service import record_history

from .importing import ListRead, read_list
from .models import Organization
from .queries import find_organization
from .rules import OrganizationDetails, Outcome

_OWN_LIST = Path(__file__).parent / "data" / "ungis_members.csv"


def save_organization(
    organization: Organization | None, details: OrganizationDetails, *, actor: str, now: datetime
) -> Organization:
    """Raises InvalidInput."""
    details.check()
    changes: dict[str, Any]
    namesake = find_organization(details.acronym)
    if namesake is not None and namesake is not organization:
        sentence = lazy_gettext("Another organization has this acronym")
        raise InvalidInput({"acronym": sentence})
    if organization is None:
        organization = Organization()
        db.session.add(organization)
        act, changes = "organization added", {"organization": [None, details.acronym]}
    else:
        differences = OrganizationDetails.of(organization).differences(details)
        act, changes = "organization changed", differences
        if differences:
            changes = {"organization": organization.acronym} | changes
    for each in fields(details):
        setattr(organization, each.name, getattr(details, each.name))
    db.session.flush()
    if changes:
        record_history(None, act=act, changes=changes, actor=actor, now=now)
    return organization


def save_list(read: ListRead, *, actor: str, now: datetime) -> list[str]:
    """What is new and what has changed; a line for each row that is not as it was.

    Who does not stand in the list stays: lists are often a part.
    """
    lines = []
    for row in read.rows:
        if row.details is not None and row.outcome in (Outcome.NEW, Outcome.CHANGED):
            organization = find_organization(row.acronym)
            save_organization(organization, row.details, actor=actor, now=now)
        if row.outcome is not Outcome.UNCHANGED:
            problem = f": {row.problem}" if row.problem else ""
            lines.append(f"row {row.number}, {row.acronym}: {row.outcome}{problem}")
    return lines


def import_organizations(content: bytes, name: str, *, actor: str, now: datetime) -> list[str]:
    """From a file, all that can be used; a line for each row. Raises TableNotRead."""
    return save_list(read_list(content, name), actor=actor, now=now)


def load_organizations(*, actor: str, now: datetime) -> list[str]:
    """The members and observers that are known, where there are no organizations yet."""
    if db.session.scalar(select(func.count(Organization.id))):
        return []
    return import_organizations(_OWN_LIST.read_bytes(), _OWN_LIST.name, actor=actor, now=now)
