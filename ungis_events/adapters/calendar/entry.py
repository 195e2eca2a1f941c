"""What a calendar file says, before it is written."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

# Clients match addresses as text, so anything a "mailto:" would have to quote is refused.
_ADDRESS = re.compile(r"[^\s@<>\",;:\\\x00-\x1f\x7f]+@[^\s@<>\",;:\\\x00-\x1f\x7f]+")
# Outlook reads SEQUENCE as a signed 32-bit number.
_GREATEST_SEQUENCE = 2**31 - 1
_LONGEST_UID = 255


class Method(StrEnum):
    """What the receiver is asked to do with the entry (RFC 5546 1.4)."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Person:
    """A mailbox and the name shown for it. Raises ValueError for an unusable address."""

    email: str
    name: str

    def __post_init__(self) -> None:
        if not _ADDRESS.fullmatch(self.email):
            raise ValueError("a person in a calendar file needs a plain e-mail address")


@dataclass(frozen=True)
class CalendarEntry:
    """One event as calendars know it.

    `starts` and `ends` are naive wall times in `zone`, an IANA name; `starts_at` and `ends_at` are
    the same moments, aware, in UTC. `created_at` and `changed_at` are aware too. `join_url` is one
    person's link: only `request` writes it. `uid` never changes and `sequence` only grows
    (RFC 5545 3.8.4.7 and 3.8.7.4).

    Raises ValueError where no valid file could be written.
    """

    uid: str
    sequence: int
    title: str
    starts: datetime
    ends: datetime
    zone: str
    starts_at: datetime
    ends_at: datetime
    description: str
    location: str
    url: str
    categories: tuple[str, ...]
    organizer: Person
    created_at: datetime
    changed_at: datetime
    is_cancelled: bool = False
    join_url: str | None = None

    def __post_init__(self) -> None:
        _check_identity(self.uid, self.sequence)
        if self.starts.tzinfo or self.ends.tzinfo:
            raise ValueError("starts and ends are wall times, without a time zone")
        for moment in (self.starts_at, self.ends_at):
            if moment.utcoffset() != timedelta(0):
                raise ValueError("starts_at and ends_at must be aware and in UTC")
        for moment in (self.created_at, self.changed_at):
            if moment.utcoffset() is None:
                raise ValueError("created_at and changed_at must be aware")
        if self.ends_at <= self.starts_at:
            raise ValueError("the event must end after it starts")
        for address in filter(None, (self.url, self.join_url)):
            if urlsplit(address).scheme not in ("http", "https"):
                raise ValueError("links in a calendar file begin with http:// or https://")


def _check_identity(uid: str, sequence: int) -> None:
    if not uid.isprintable() or not 1 <= len(uid.encode()) <= _LONGEST_UID:
        raise ValueError("uid must be 1 to 255 printable octets")
    if not 0 <= sequence <= _GREATEST_SEQUENCE:
        raise ValueError("sequence must be a count of 31 bits")
