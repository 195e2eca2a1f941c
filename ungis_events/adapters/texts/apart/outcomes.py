"""How the reading of a file ends."""

from enum import IntEnum


class Outcome(IntEnum):
    """Exit codes; Python itself uses 1 and 2, signals go below 0."""

    TEXT = 0
    DAMAGED = 10
    LOCKED = 11
    """It has a password."""
    WITHOUT_TEXT = 12
    TOO_MUCH = 13
    TOO_SLOW = 14


class NoText(Exception):
    """Why nothing comes out."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        super().__init__(outcome.name)
