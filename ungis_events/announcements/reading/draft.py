"""What a notice becomes: an event that nobody has confirmed yet."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ungis_events.events.models import EventFormat
from ungis_events.speakers.reading import ReadSpeaker

from .findings import Answer, Found, Question, Span
from .lines import Notice


@dataclass(frozen=True)
class StatedTime:
    """When the event is by one of the zones that the text names."""

    zone_text: str | None
    """As printed: `EST, New York time`; None: no zone stands beside it."""
    zone: str | None
    """IANA name, where a place is given or clear."""
    offset: timedelta | None
    """What the abbreviation or offset says taken literally, ahead of UTC."""
    day: date | None
    begins: time
    ends: time | None
    starts_at: datetime | None
    """UTC; None: the text does not settle it."""
    ends_at: datetime | None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Schedule:
    """When, as the best reading of all stated times has it."""

    times: tuple[StatedTime, ...] = ()
    zone: Found[str] | None = None
    """IANA name: where the event's own wall times are counted."""
    starts: Found[datetime] | None = None
    """Naive wall time in `zone`; without a zone still what the clock shows, unless no date."""
    ends: Found[datetime] | None = None
    starts_at: datetime | None = None
    """UTC; None: no honest answer, so somebody is asked."""
    ends_at: datetime | None = None
    questions: tuple[Question, ...] = ()

    def is_read_as(self, answer: Answer) -> bool:
        """The answer's start is the one that was read and settled."""
        if self.starts is None or self.starts_at is None:
            return False
        return answer.values.get("starts") == f"{self.starts.value:%Y-%m-%dT%H:%M}"


@dataclass(frozen=True)
class AgendaPart:
    """A stretch of the programme as the text has it."""

    title: str
    begins: time | None
    """As written, in the zone of the event; None: only a length is given."""
    ends: time | None
    minutes: int | None
    spans: tuple[Span, ...]
    names: tuple[str, ...] = ()
    """Of the speakers below it, as in Draft.speakers."""


@dataclass(frozen=True)
class Draft:
    """Every field with its rule and place; None or empty: the text does not say."""

    notice: Notice
    schedule: Schedule
    title: Found[str] | None = None
    theme: Found[str] | None = None
    """A line beside the title: the theme, or what it is a side event of."""
    forum: Found[str] | None = None
    kind: Found[str] | None = None
    """side event, webinar, panel …, in English as the event form has them."""
    organizers: Found[tuple[str, ...]] | None = None
    format: Found[EventFormat] | None = None
    platform: Found[str] | None = None
    venue: Found[str] | None = None
    languages: Found[tuple[str, ...]] | None = None
    """Codes: en, fr …"""
    registration_url: Found[str] | None = None
    join_url: Found[str] | None = None
    contact: Found[str] | None = None
    description: Found[str] | None = None
    """Markdown."""
    topics: Found[tuple[str, ...]] | None = None
    """Codes as in events: SDG9, C1, GDC4."""
    speakers: tuple[ReadSpeaker, ...] = ()
    agenda: tuple[AgendaPart, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def is_consistent(self) -> bool:
        return not any(question.is_contradiction for question in self.questions)
