"""What reading comes to: a value, the rule that gave it, where it stands, how sure it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from flask_babel import LazyString

T = TypeVar("T")


class Span(NamedTuple):
    """Characters `start` to before `end` of Notice.text."""

    start: int
    end: int


class Sureness(StrEnum):
    SURE = "sure"
    """The text says so in as many words."""
    LIKELY = "likely"
    """It follows from what the text says."""
    UNSURE = "unsure"
    """Look at it: other readings are as good."""


@dataclass(frozen=True)
class Found(Generic[T]):
    """What was read for one field."""

    value: T
    rule: str
    """Its name, for example `title.quoted`: field, dot, what the rule looks for."""
    spans: tuple[Span, ...] = ()
    sureness: Sureness = Sureness.SURE


@dataclass(frozen=True)
class Answer:
    """One way to settle a question."""

    label: LazyString | str
    values: Mapping[str, str]
    """{field of the event form: its value as the form has it}, for example
    {"starts": "2023-01-31T08:30", "zone": "America/New_York"}."""


@dataclass(frozen=True)
class Question:
    """What only a person can settle, or should look at."""

    kind: str
    """Which check asks, for example `season`."""
    sentence: LazyString | str
    """What is wrong or open, naming the words of the text."""
    spans: tuple[Span, ...] = ()
    answers: tuple[Answer, ...] = field(default=())
    """The first one is what a careful reader would take."""
    is_contradiction: bool = False
    """The text says two things that cannot both be true; otherwise it says too little."""
