"""Everything an organizer can set on an event, checked before anything is saved."""

import re
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from flask_babel import LazyString, lazy_gettext

from ungis_events.core import clock
from ungis_events.core.errors import InvalidInput
from ungis_events.core.form_filters import has_control_characters
from ungis_events.topics.catalogue import topics_by_code

from .models import Event, EventFormat, Mode

LANGUAGE_CODES = (
    "ar", "zh", "en", "fr", "ru", "es", "pt", "de", "it", "ja", "ko", "sw", "hi",
)  # fmt: skip
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_RESERVED_SLUGS = {"new", "import", "sent"}
_LENGTHS = {
    "slug": 100, "title": 300, "theme": 300, "forum": 200, "kind": 60, "platform": 100,
    "venue": 300, "join_url": 1000, "contact": 254, "access": 5000, "description": 50_000,
}  # fmt: skip

Problems = dict[str, str | LazyString]


@dataclass(frozen=True)
class EventDetails:
    """`starts`, `ends` and the registration times are naive wall times in `zone`."""

    slug: str
    title: str
    zone: str
    starts: datetime
    ends: datetime
    theme: str | None = None
    forum: str | None = None
    kind: str = "side event"
    format: EventFormat = EventFormat.VIRTUAL
    platform: str | None = None
    venue: str | None = None
    join_url: str | None = None
    languages: list[str] = field(default_factory=lambda: ["en"])
    description: str = ""
    organizers: list[str] = field(default_factory=list)
    contact: str | None = None
    access: str | None = None
    capacity: int | None = None
    room_capacity: int | None = None
    waitlist: bool = True
    approval: bool = False
    registration_opens: datetime | None = None
    registration_closes: datetime | None = None
    topics: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """One way to say the same: `room_capacity` is for hybrid events, beside `capacity`."""
        if self.format is EventFormat.IN_PERSON and self.room_capacity is not None:
            object.__setattr__(self, "capacity", self.room_capacity)
        if self.format is not EventFormat.HYBRID:
            object.__setattr__(self, "room_capacity", None)

    @classmethod
    def of(cls, event: Event) -> "EventDetails":
        """As they are saved."""
        capacities = {mode.mode: mode.capacity for mode in event.modes}
        seats_in_room_only = event.format is EventFormat.IN_PERSON
        return cls(
            **{
                name: getattr(event, name)
                for name in cls.__dataclass_fields__
                if name not in ("forum", "capacity", "room_capacity")
            },
            forum=event.forum.name if event.forum else None,
            capacity=capacities.get(Mode.ROOM if seats_in_room_only else Mode.ONLINE),
            room_capacity=None if seats_in_room_only else capacities.get(Mode.ROOM),
        )

    def capacities(self) -> dict[Mode, int | None]:
        """The seats in each mode. Hybrid events count room and online apart."""
        if self.format is EventFormat.VIRTUAL:
            return {Mode.ONLINE: self.capacity}
        if self.format is EventFormat.IN_PERSON:
            return {Mode.ROOM: self.capacity}
        return {Mode.ROOM: self.room_capacity, Mode.ONLINE: self.capacity}

    def differences(self, newer: "EventDetails") -> dict[str, list[Any]]:
        """{field: [before, after]} as JSON values."""
        before, after = _plain(self), _plain(newer)
        return {name: [before[name], after[name]] for name in before if before[name] != after[name]}

    def check(self) -> None:
        """Raises InvalidInput with a sentence for each field that cannot be saved."""
        problems: Problems = {}
        self._check_texts(problems)
        self._check_times(problems)
        self._check_choices(problems)
        if problems:
            raise InvalidInput(problems)

    def _check_texts(self, problems: Problems) -> None:
        for name, longest in _LENGTHS.items():
            text = getattr(self, name)
            if text and len(text) > longest:
                problems[name] = lazy_gettext("Use at most %(n)s characters", n=longest)
            if text and has_control_characters(text):
                problems[name] = lazy_gettext("Remove the control characters from this text")
        if any(has_control_characters(name) or len(name) > 200 for name in self.organizers):
            problems["organizers"] = lazy_gettext("Use at most %(n)s characters", n=200)
        for name in ("title", "theme", "forum", "venue", "platform"):
            if set("\n\t") & set(getattr(self, name) or ""):
                problems[name] = lazy_gettext("Write this on one line")
        if not self.title.strip():
            problems["title"] = lazy_gettext("Enter a title")
        if not _SLUG.fullmatch(self.slug) or self.slug in _RESERVED_SLUGS:
            problems["slug"] = lazy_gettext(
                "Use small letters, digits and single hyphens, as in wsis-forum-2027"
            )
        if self.join_url and not is_web_address(self.join_url):
            problems["join_url"] = lazy_gettext("Give an address that begins with https://")
        if self.contact and not _is_email(self.contact):
            problems["contact"] = lazy_gettext("Enter an e-mail address like name@example.org")

    def _check_times(self, problems: Problems) -> None:
        if not clock.is_zone(self.zone):
            problems["zone"] = lazy_gettext(
                "Choose a time zone from the list, as in America/New_York"
            )
            return
        moments = {}
        for name in ("starts", "ends", "registration_opens", "registration_closes"):
            wall_time = getattr(self, name)
            if wall_time is None:
                continue
            if not 1970 <= wall_time.year <= 9998:  # every city must be able to show it
                problems[name] = lazy_gettext("That date cannot be used")
                continue
            try:
                moments[name] = clock.from_wall_time(wall_time, self.zone)
            except clock.NotOnTheClock as error:
                problems[name] = error.message
        if {"starts", "ends"} <= moments.keys():
            if moments["ends"] <= moments["starts"]:
                problems["ends"] = lazy_gettext("The end must be after the start")
            elif (moments["ends"] - moments["starts"]).days > 31:
                problems["ends"] = lazy_gettext("An event lasts at most a month: check the date")
        opens, closes = moments.get("registration_opens"), moments.get("registration_closes")
        if opens and closes and closes <= opens:
            problems["registration_closes"] = lazy_gettext("Registration must close after it opens")

    def _check_choices(self, problems: Problems) -> None:
        unknown = [code for code in self.topics if code not in topics_by_code()]
        if unknown:
            problems["topics"] = lazy_gettext("Unknown topic: %(code)s", code=unknown[0])
        if len(set(self.topics)) != len(self.topics):
            problems["topics"] = lazy_gettext("Each topic only once")
        unknown = [code for code in self.languages if code not in LANGUAGE_CODES]
        if unknown:
            problems["languages"] = lazy_gettext("Unknown language: %(code)s", code=unknown[0])
        for name in ("capacity", "room_capacity"):
            number = getattr(self, name)
            if number is not None and not 0 < number <= 1_000_000:
                problems[name] = lazy_gettext("Give a number from 1 to 1,000,000, or leave it out")


def is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:  # "Invalid IPv6 URL"
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and not re.search(r"[\s<>\"]", url)
        and not has_control_characters(url)
    )


def _is_email(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def _plain(details: EventDetails) -> dict[str, Any]:
    return {
        name: value.isoformat(timespec="minutes") if isinstance(value, datetime) else value
        for name, value in asdict(details).items()
    }
