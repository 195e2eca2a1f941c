"""Rows of a file become people, with what is doubtful about each."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email
from flask_babel import LazyString, lazy_gettext

from ungis_events.adapters.tables import Row, Table, heading_key
from ungis_events.core.form_filters import has_control_characters, has_web_address, tidy
from ungis_events.events.models import Mode
from ungis_events.registrations.rules import RegistrationDetails, email_key
from ungis_events.topics.catalogue import country_codes, list_countries, list_stakeholder_groups

from .rules import ImportOptions

_LENGTHS = {
    "given_name": 100, "family_name": 100, "organization": 200, "honorific": 60, "job_title": 200,
    "access_needs": 1000, "question": 1000,
}  # fmt: skip
_LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
_ROOM = {"room", "in the room", "in person", "on site", "onsite", "sala", "presencial", "salle",
         "presentiel", "en presentiel", "en persona"}  # fmt: skip
_ONLINE = {"online", "virtual", "remote", "en ligne", "a distance", "virtuel", "en linea",
           "a distancia", "zoom"}  # fmt: skip


@dataclass(frozen=True)
class ReadRow:
    number: int
    cells: dict[str, str]
    """By field, as they stand in the file."""
    details: RegistrationDetails | None
    """None: it cannot be taken in; `problem` says why."""
    problem: LazyString | None = None
    doubts: tuple[LazyString, ...] = ()

    @property
    def name(self) -> str:
        """As it was understood, else as it stands in the file."""
        if self.details is not None:
            return f"{self.details.given_name} {self.details.family_name}".strip()
        words = (self.cells.get(each, "") for each in ("given_name", "family_name", "full_name"))
        return " ".join(each for each in words if each)

    @property
    def email(self) -> str:
        return self.cells.get("email", "") if self.details is None else self.details.email


def read_rows(
    table: Table,
    columns: Mapping[str, int],
    options: ImportOptions,
    *,
    registered: Container[str],
    modes: Container[Mode],
) -> Iterator[ReadRow]:
    """`registered`: the keys of addresses that take part already; `modes`: those of the event."""
    seen: dict[str, int] = {}
    for row in table.rows:
        yield _read(row, columns, options, registered, modes, seen)


def _read(
    row: Row,
    columns: Mapping[str, int],
    options: ImportOptions,
    registered: Container[str],
    modes: Container[Mode],
    seen: dict[str, int],
) -> ReadRow:
    cells = {name: row.cells[at] for name, at in columns.items() if at < len(row.cells)}
    email = (tidy(cells.get("email")) or "").lower()
    key = email_key(email) if email else ""
    problem = _problem_of_address(email)
    if problem is None and key in seen:
        problem = lazy_gettext("The same address stands in row %(n)s", n=seen[key])
    if problem is None and key in registered:
        problem = lazy_gettext("This address is registered already")
    seen.setdefault(key, row.number)
    words = {name: tidy(cells.get(name)) or "" for name in _LENGTHS}
    if not words["given_name"] and not words["family_name"]:
        # A name is kept as it is written: where it parts is nobody's guess.
        words["given_name"] = tidy(cells.get("full_name")) or ""
    problem = problem or _problem_of_words(words)
    if problem is not None:
        return ReadRow(row.number, cells, None, problem)
    doubts: list[LazyString] = []
    group = _known(cells.get("stakeholder_group", ""), _groups(), doubts, _UNKNOWN_GROUP)
    country = _known(cells.get("country", ""), _countries(), doubts, _UNKNOWN_COUNTRY)
    details = RegistrationDetails(
        given_name=words["given_name"],
        family_name=words["family_name"],
        email=email,
        organization=words["organization"] or "–",
        stakeholder_group=group or options.default_group,
        country=country or "none",
        honorific=words["honorific"] or None,
        job_title=words["job_title"] or None,
        access_needs=words["access_needs"] or None,
        question=words["question"] or None,
        language=options.language,
        attendance=_mode(cells.get("attendance", ""), options, modes, doubts),
    )
    if not words["organization"]:
        doubts.append(lazy_gettext("No organization"))
    return ReadRow(row.number, cells, details, None, tuple(doubts))


_UNKNOWN_GROUP = lazy_gettext("Unknown group: the one chosen for all is used")
_UNKNOWN_COUNTRY = lazy_gettext("Unknown country: taken in without one")


def _problem_of_address(email: str) -> LazyString | None:
    if not email:
        return lazy_gettext("No address")
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        return lazy_gettext("This is no e-mail address")
    return lazy_gettext("The address is too long") if len(email) > 254 else None


def _problem_of_words(words: Mapping[str, str]) -> LazyString | None:
    if not words["given_name"] and not words["family_name"]:
        return lazy_gettext("No name")
    if any(has_web_address(words[name]) for name in ("given_name", "family_name", "honorific")):
        return lazy_gettext("A web address stands in the name")
    if any(has_control_characters(text) for text in words.values()):
        return lazy_gettext("It holds control characters")
    if any(len(words[name]) > most for name, most in _LENGTHS.items()):
        return lazy_gettext("A text is too long")
    return None


def _known(
    text: str, codes: Mapping[str, str], doubts: list[LazyString], doubt: LazyString
) -> str | None:
    if not text:
        return None
    code = codes.get(heading_key(text))
    if code is None:
        doubts.append(doubt)
    return code


def _mode(
    text: str, options: ImportOptions, modes: Container[Mode], doubts: list[LazyString]
) -> Mode | None:
    key = heading_key(text)
    asked = Mode.ROOM if key in _ROOM else Mode.ONLINE if key in _ONLINE else None
    if key and asked is None:
        doubts.append(lazy_gettext("How they take part is not clear: the one for all is used"))
    if asked is not None and asked not in modes:
        doubts.append(lazy_gettext("The event does not offer that way of taking part"))
        asked = None
    mode = asked or Mode(options.attendance)
    return mode if mode in modes else None


@lru_cache(1)
def _groups() -> dict[str, str]:
    pairs = list_stakeholder_groups()
    return {heading_key(words): code for code, label in pairs for words in (code, label)}


@lru_cache(1)
def _countries() -> dict[str, str]:
    """{a code, or a name in one of the six languages: the code}"""
    names = {heading_key(code): code for code in country_codes()}
    for language in _LANGUAGES:
        for code, name in list_countries(language):
            names.setdefault(heading_key(name), code)
            # Without what stands in brackets: Bolivia (Plurinational State of).
            names.setdefault(heading_key(name.partition("(")[0]), code)
    return names


def keys_in(table: Table, columns: Mapping[str, int]) -> Iterable[str]:
    """The addresses that the file names, as the database compares them."""
    if "email" not in columns:
        return []
    texts = (row.cells[columns["email"]].lower() for row in table.rows)
    return {email_key(" ".join(text.split())) for text in texts if "@" in text}
