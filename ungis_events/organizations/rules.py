"""What a row of a list of organizations says. Pure."""

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from flask_babel import LazyString, lazy_gettext

from ungis_events.core.errors import InvalidInput
from ungis_events.core.form_filters import has_control_characters

from .models import Organization, OrganizationStatus

EVIDENCE = ("A", "B")
"""A, named by UNGIS or its officers; B, spoke at its sessions. What is unconfirmed (C) is not
taken: the site would say of somebody what nobody has said."""
STANDING: dict[str, tuple[OrganizationStatus, str]] = {
    "member": (OrganizationStatus.MEMBER, ""),
    "member_probable": (OrganizationStatus.MEMBER, "probably a member"),
    "member_or_observer": (OrganizationStatus.MEMBER, "member or observer"),
    "observer": (OrganizationStatus.OBSERVER, ""),
    "partner": (OrganizationStatus.PARTNER, ""),
}
"""What lists call it: how we file it, and the doubt that goes into the note."""
_LONGEST = {"acronym": 40, "name": 300, "website": 300, "as_of": 40, "note": 1000, "source": 2000}


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class OrganizationDetails:
    acronym: str
    name: str
    status: OrganizationStatus
    website: str | None = None
    evidence: str | None = None
    as_of: str | None = None
    note: str | None = None
    source: str | None = None
    is_current: bool = True

    @classmethod
    def of(cls, organization: Organization) -> "OrganizationDetails":
        return cls(**{each.name: getattr(organization, each.name) for each in fields(cls)})

    def check(self) -> None:
        """Raises InvalidInput."""
        problems: dict[str, str | LazyString] = {}
        for name in ("acronym", "name"):
            if not getattr(self, name):
                problems[name] = lazy_gettext("Enter a name")
        for name, longest in _LONGEST.items():
            text = getattr(self, name) or ""
            if len(text) > longest:
                problems[name] = lazy_gettext("Use at most %(max)d characters", max=longest)
            elif has_control_characters(text):
                problems[name] = lazy_gettext("Remove the control characters from this text")
        if self.website and not self.website.startswith(("https://", "http://")):
            problems["website"] = lazy_gettext("Enter an address that begins with https://")
        if self.evidence not in (None, *EVIDENCE):
            problems["evidence"] = lazy_gettext("Only what is seen (A) or heard (B) is taken")
        if problems:
            raise InvalidInput(problems)

    def differences(self, other: "OrganizationDetails") -> dict[str, list[Any]]:
        """{field: [mine, theirs]} where they differ."""
        return {
            each.name: [getattr(self, each.name), getattr(other, each.name)]
            for each in fields(self)
            if getattr(self, each.name) != getattr(other, each.name)
        }


def read_row(cells: dict[str, str]) -> OrganizationDetails:
    """`cells`: {column: text}, of the columns that the file has. Raises InvalidInput."""
    standing = cells.get("status", "member").strip().lower().replace(" ", "_")
    evidence = cells.get("evidence", "").strip().upper() or None
    if standing == "unconfirmed" or evidence == "C":
        sentence = lazy_gettext("unconfirmed (C): only what is seen (A) or heard (B) is taken")
        raise InvalidInput({"evidence": sentence})
    if standing not in STANDING:
        sentence = lazy_gettext("“%(status)s” is no standing we know", status=standing[:60])
        raise InvalidInput({"status": sentence})
    status, doubt = STANDING[standing]
    note = cells.get("note", "").strip()
    details = OrganizationDetails(
        acronym=" ".join(cells.get("acronym", "").split()),
        name=" ".join(cells.get("name", "").split()),
        status=status,
        website=cells.get("website", "").strip() or None,
        evidence=evidence,
        as_of=cells.get("as_of", "").strip() or None,
        note=": ".join(filter(None, (doubt, note))) or None,
        source=cells.get("source", "").strip() or None,
    )
    details.check()
    return details


def completed(details: OrganizationDetails, columns: set[str], saved: Organization) -> Any:
    """What the file has no column for stays as it is saved."""
    kept = {
        each.name: getattr(saved, each.name)
        for each in fields(details)
        if each.name not in columns and each.name not in ("acronym", "name")
    }
    return replace(details, **kept)
