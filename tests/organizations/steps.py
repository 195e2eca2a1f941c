from typing import Any

from tests.factories import NOON
from ungis_events.core.database import transaction
from ungis_events.organizations.models import Organization, OrganizationStatus
from ungis_events.organizations.rules import OrganizationDetails
from ungis_events.organizations.service import save_organization

HEADINGS = "acronym,full_name,website,status,evidence,role_history,as_of,source"


def make_organization(acronym: str = "ITU", **overrides: Any) -> Organization:
    details: dict[str, Any] = {"name": acronym, "status": OrganizationStatus.MEMBER} | overrides
    with transaction():
        return save_organization(
            None, OrganizationDetails(acronym, **details), actor="test", now=NOON
        )


def list_of(*rows: str) -> bytes:
    """A file as the published list is."""
    return "\n".join((HEADINGS, *rows)).encode()
