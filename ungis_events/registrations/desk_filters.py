"""What the table of registrations was asked for, as it stands in the address of the page."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from ungis_events.events.details import LANGUAGE_CODES
from ungis_events.events.models import Mode
from ungis_events.topics.catalogue import country_codes, list_stakeholder_groups
from ungis_events.topics.regions import REGIONS

from .models import RegistrationStatus

SORTS = ("name", "email", "organization", "group", "country", "status", "registered")
NO_COUNTRY = "none"
_LONGEST = 200
_YES_NO = ("yes", "no")


@dataclass(frozen=True)
class RegistrationsWanted:
    """Empty: not asked for. Several values of one filter widen it, several filters narrow.

    `-` before `sort` turns it round.
    """

    q: str = ""
    status: tuple[str, ...] = ()
    mode: str = ""
    group: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    organization: str = ""
    invitation: str = ""
    """A number of one, or any."""
    asked: str = ""
    needs: str = ""
    attended: str = ""
    checked_in: str = ""
    registered_from: str = ""
    registered_to: str = ""
    """Days as 2027-01-31, in the event's zone."""
    language: str = ""
    question: str = ""
    answer: str = ""
    sort: str = "-registered"
    page: int = 1

    _CODES: ClassVar[Mapping[str, Any]] = {
        "status": lambda: [status.value for status in RegistrationStatus],
        "mode": lambda: [mode.value for mode in Mode],
        "group": lambda: [code for code, _ in list_stakeholder_groups()],
        "country": lambda: [*country_codes(), NO_COUNTRY],
        "region": lambda: list(REGIONS),
        "language": lambda: LANGUAGE_CODES,
        "asked": lambda: _YES_NO,
        "needs": lambda: _YES_NO,
        "attended": lambda: _YES_NO,
        "checked_in": lambda: _YES_NO,
    }

    @classmethod
    def of(cls, asked: "MultiDict[str, str]") -> "RegistrationsWanted":
        """What makes no sense is passed over: addresses are typed and shortened by people."""
        found: dict[str, Any] = {}
        for name in cls.filter_names():
            values = [value.strip()[:_LONGEST] for value in asked.getlist(name)]
            kept = [value for value in dict.fromkeys(values) if value and cls._fits(name, value)]
            if kept:
                found[name] = tuple(kept) if isinstance(getattr(cls, name), tuple) else kept[0]
        sort = asked.get("sort", "")
        if sort.removeprefix("-") in SORTS:
            found["sort"] = sort
        if "question" not in found:
            found.pop("answer", None)
        page = asked.get("page", 1, type=int)
        return cls(**found, page=min(max(page, 1), 1_000_000))

    @classmethod
    def filter_names(cls) -> list[str]:
        return [each.name for each in fields(cls) if each.name not in ("sort", "page")]

    @classmethod
    def _fits(cls, name: str, value: str) -> bool:
        if name in cls._CODES:
            return value in cls._CODES[name]()
        if name in ("registered_from", "registered_to"):
            return _is_day(value)
        if name == "question":
            return _is_number(value)
        if name == "invitation":
            return value == "any" or _is_number(value)
        return "\0" not in value

    def filters(self) -> list[tuple[str, str]]:
        """Each value that narrows the list."""
        return [
            (name, value)
            for name in self.filter_names()
            for value in _as_values(getattr(self, name))
        ]

    @property
    def is_filtered(self) -> bool:
        return bool(self.filters())

    @property
    def address(self) -> str:
        """After the question mark: filters and order, not the page."""
        order = [("sort", self.sort)] if self.sort != RegistrationsWanted.sort else []
        return urlencode(self.filters() + order)

    @property
    def for_history(self) -> str:
        """What may be kept for ever: names of people were typed into some of them."""
        typed = ("q", "organization", "answer")
        kept = [(name, "…" if name in typed else value) for name, value in self.filters()]
        return ", ".join(f"{name}={value}" for name, value in kept)

    def in_address(self, **changed: Any) -> dict[str, Any]:
        """For `url_for`."""
        values: dict[str, Any] = {}
        for name, value in self.filters():
            values.setdefault(name, []).append(value)
        if self.sort != RegistrationsWanted.sort:
            values["sort"] = self.sort
        return values | changed

    def without(self, name: str, value: str) -> "RegistrationsWanted":
        """For the chip that takes one filter away."""
        left = tuple(each for each in _as_values(getattr(self, name)) if each != value)
        emptied: Any = left if isinstance(getattr(RegistrationsWanted, name), tuple) else ""
        changed = replace(self, **{name: emptied, "page": 1})
        return replace(changed, answer="") if name == "question" else changed

    def without_needs(self) -> "RegistrationsWanted":
        """For who was not named to see access needs: not even whom they are of."""
        return replace(self, needs="")


def _as_values(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def _is_day(value: str) -> bool:
    try:
        return bool(date.fromisoformat(value)) and len(value) == 10
    except ValueError:
        return False


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 10
