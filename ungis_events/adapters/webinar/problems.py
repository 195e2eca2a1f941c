"""Why a maker of online rooms did not do what it was asked, and when to ask again."""

from enum import StrEnum


class Problem(StrEnum):
    """Why something did not succeed; each has its sentence on the desk (webinars/vocabulary)."""

    UNREACHABLE = "unreachable"
    TOO_FAST = "too_fast"
    DAILY_LIMIT = "daily_limit"
    PERSON_LIMIT = "person_limit"
    """This one person was registered too often today."""
    CREDENTIALS = "credentials"
    SCOPE_MISSING = "scope_missing"
    NO_PLAN = "no_plan"
    """The host has no licence for webinars."""
    HOST_UNKNOWN = "host_unknown"
    NOT_HOST = "not_host"
    NOT_FOUND = "not_found"
    RUNNING = "running"
    """It cannot be deleted while people are in it."""
    OVER = "over"
    REGISTRATION_OFF = "registration_off"
    PAID = "paid"
    """The room takes money for registering: not one of ours."""
    CAPACITY = "capacity"
    PERSON_REFUSED = "person_refused"
    """The provider does not take this person: the host's own or a private address."""
    CHANGED_THERE = "changed_there"
    """Somebody changed the room at the provider: what is there and here may differ."""
    DELETED_THERE = "deleted_there"
    """Somebody deleted the room at the provider."""
    TURNED_AWAY = "turned_away"
    """Somebody took this person off the list at the provider: we do not put them back."""
    WRONG_VALUE = "wrong_value"
    UNKNOWN = "unknown"


class Retry(StrEnum):
    NEVER = "never"
    SOON = "soon"
    """In seconds, then longer."""
    TOMORROW = "tomorrow"
    """Not before the provider's midnight, 00:00 UTC."""


class ProviderError(Exception):
    """`detail`: the provider's own words, without personal data or secrets, for the desk."""

    def __init__(
        self,
        problem: Problem,
        *,
        retry: Retry,
        detail: str = "",
        is_unsure: bool = False,
        wait_seconds: float | None = None,
    ) -> None:
        super().__init__(f"{problem}: {detail}" if detail else str(problem))
        self.problem = problem
        self.retry = retry
        self.detail = detail
        self.is_unsure = is_unsure
        """The request may have been carried out: look before asking again."""
        self.wait_seconds = wait_seconds
        """What the provider asks to wait, where it says so."""
