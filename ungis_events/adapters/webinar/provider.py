"""What an online room's maker has to do for us: one protocol for all of them.

Values only: nothing here knows an event, a database or HTTP. A method may be tried again after
any failure, also after one whose answer was lost: see ProviderError.is_unsure.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from .notices import Challenge, Notice


class Recording(StrEnum):
    NONE = "none"
    CLOUD = "cloud"
    LOCAL = "local"


@dataclass(frozen=True)
class Interpreter:
    """One interpreter and the two languages between which they work, ISO 639-1: en, fr."""

    email: str
    languages: tuple[str, str]


@dataclass(frozen=True)
class RoomWanted:
    """What the room shall be. The whole of it: an update sends all of it again."""

    reference: str
    """Our mark, kept in the room's description: by it a room is found whose making we asked for
    without hearing the answer."""
    topic: str
    agenda: str
    starts: datetime
    """The wall time in `zone`, naive."""
    zone: str
    minutes: int
    host: str
    """Their address at the provider; empty: the provider's own default."""
    alternative_hosts: tuple[str, ...] = ()
    passcode: str | None = None
    practice_session: bool = True
    question_and_answer: bool = True
    anonymous_questions: bool = False
    recording: Recording = Recording.NONE
    interpreters: tuple[Interpreter, ...] = ()
    contact_name: str | None = None
    contact_email: str | None = None


@dataclass(frozen=True)
class Room:
    """What the room is, as the provider says. Never holds the host's start link: it is a secret
    nobody here needs."""

    number: str
    """A text: the provider's numbers outgrow 32 bits."""
    join_url: str
    topic: str
    reference: str | None
    """None: it does not bear a mark of ours."""
    starts_at: datetime | None = None
    minutes: int | None = None
    host: str | None = None
    passcode: str | None = None
    capacity: int | None = None
    alternative_hosts: tuple[str, ...] = ()
    interpreters: tuple[Interpreter, ...] = ()
    practice_session: bool | None = None
    """None, here and below: it did not say."""
    question_and_answer: bool | None = None
    anonymous_questions: bool | None = None
    recording: Recording | None = None


@dataclass(frozen=True)
class Person:
    """Who shall be let in."""

    email: str
    given_name: str
    family_name: str = ""
    organization: str = ""
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    job_title: str | None = None
    language: str = "en"


@dataclass(frozen=True)
class Admitted:
    """A person whom the provider lets in, by their own link."""

    email: str
    """Casefolded."""
    external_id: str
    join_url: str


@dataclass(frozen=True)
class PanelistPlace:
    email: str
    """Casefolded."""
    name: str
    external_id: str
    join_url: str | None


@dataclass(frozen=True)
class Stay:
    """One time somebody was in the room. One person may have several, also at once."""

    participant: str
    """What tells one presence from another, by the provider; empty: it does not say."""
    name: str
    email: str | None
    external_id: str | None
    """Of the registrant, as in Admitted."""
    joined_at: datetime
    left_at: datetime


class Act(StrEnum):
    """What is asked of a provider; each costs something of its limits."""

    CREATE = "create"
    FIND = "find"
    FETCH = "fetch"
    UPDATE = "update"
    DELETE = "delete"
    ADD_PERSON = "add_person"
    ADD_PEOPLE = "add_people"
    LIST_PEOPLE = "list_people"
    """One page of up to 300."""
    REMOVE_PEOPLE = "remove_people"
    FORGET_PERSON = "forget_person"
    LIST_PANELISTS = "list_panelists"
    ADD_PANELISTS = "add_panelists"
    REMOVE_PANELIST = "remove_panelist"
    REPORT = "report"
    """One page of up to 300."""


@dataclass(frozen=True)
class Limits:
    """How often acts of one `label` may be asked for, by all workers together."""

    label: str
    a_second: float
    a_day: int | None = None


@dataclass(frozen=True)
class Token:
    value: str
    expires_at: datetime

    def __repr__(self) -> str:
        return "<Token>"  # never in a log


class TokenStore(Protocol):
    """Where the workers share what they were given to sign in with."""

    def find(self, name: str) -> Token | None: ...

    def save(self, name: str, token: Token) -> None: ...

    def forget(self, name: str, token: Token) -> None:
        """Unless another one has taken its place already."""


class WebinarProvider(Protocol):
    """One maker of online rooms. Every method but `limits_of` may raise ProviderError."""

    name: str
    """In the database and in addresses: zoom."""
    label: str
    """For people: Zoom."""
    is_remote: bool
    """Whether it makes rooms and lets people in by itself. Where not (`manual`), the organizer
    pastes a link, and only `name`, `label` and `limits_of` are used."""
    batch_size: int
    """How many people `add_people` and `remove_people` take at once."""

    def limits_of(self, act: Act) -> tuple[Limits, ...]:
        """All of them hold at once; empty: as often as one likes."""

    def read_number(self, typed: str) -> str | None:
        """The number in what an organizer typed or pasted, its link too; None: there is none."""

    def create_room(self, wanted: RoomWanted) -> Room: ...

    def find_room(self, reference: str, host: str) -> Room | None:
        """The room bearing our mark, whose making may have gone unheard."""

    def fetch_room(self, number: str) -> Room:
        """Raises ProviderError NOT_FOUND."""

    def update_room(self, number: str, wanted: RoomWanted) -> None: ...

    def delete_room(self, number: str) -> None:
        """Without any mail of the provider's. One that is gone already counts as deleted."""

    def add_person(self, number: str, person: Person) -> Admitted:
        """One who is in already keeps their place and link."""

    def add_people(self, number: str, people: Sequence[Person]) -> list[Admitted]:
        """Up to `batch_size`; who is missing from the answer was not let in."""

    def list_people(self, number: str) -> Iterator[Sequence[Admitted]]:
        """Page by page, all that are let in."""

    def remove_people(self, number: str, people: Sequence[Admitted]) -> None:
        """Up to `batch_size`; who is out already stays out."""

    def forget_person(self, number: str, external_id: str) -> None:
        """Remove all that the provider keeps of them. Unknown counts as forgotten."""

    def list_panelists(self, number: str) -> list[PanelistPlace]: ...

    def add_panelists(self, number: str, panelists: Collection[tuple[str, str]]) -> None:
        """`panelists`: (name, e-mail). The provider sends no mail of its own."""

    def remove_panelist(self, number: str, external_id: str) -> None: ...

    def list_stays(self, number: str) -> Iterator[Sequence[Stay]]:
        """Page by page, who was in the room; complete some minutes after the end."""

    def room_page(self, number: str) -> str | None:
        """Where an organizer who is signed in at the provider sees and edits the room."""

    def read_notice(
        self, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Notice | Challenge:
        """What was posted to /webhooks/<name>. Raises WrongNotice."""
