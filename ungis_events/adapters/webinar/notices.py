"""What a maker of online rooms tells us by itself. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NoticeKind(StrEnum):
    PRACTICE = "practice"
    PRACTICE_ENDED = "practice_ended"
    """Whether the event follows at once or tomorrow."""
    STARTED = "started"
    ENDED = "ended"
    JOINED = "joined"
    LEFT = "left"
    ADMITTED = "admitted"
    """A registrant was made or approved there."""
    REFUSED = "refused"
    """A registrant was cancelled or denied there."""
    CHANGED = "changed"
    DELETED = "deleted"
    OTHER = "other"


@dataclass(frozen=True)
class Notice:
    """What the provider tells of by itself. May come twice, and in any order."""

    kind: NoticeKind
    number: str
    """Of the room; empty: of none."""
    at: datetime
    """When it happened."""
    key: str
    """The same for the same happening told again; at most 200 characters."""
    session: str = ""
    """Which time the room was open: practice and the event itself may differ."""
    participant: str = ""
    name: str = ""
    email: str | None = None
    external_id: str | None = None


@dataclass(frozen=True)
class Challenge:
    """The provider asks whether we are who holds the secret: to be answered with `answer`."""

    answer: Mapping[str, str]


class WrongNotice(Exception):
    """Not signed by the provider, too old, or not to be read. `reason` is for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
