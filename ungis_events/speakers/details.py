"""Everything that is written about a speaker, checked before anything is saved."""

from dataclasses import dataclass, fields
from typing import Any, Self

from email_validator import EmailNotValidError, validate_email
from flask_babel import LazyString, lazy_gettext

from ungis_events.core import clock
from ungis_events.core.errors import InvalidInput
from ungis_events.core.form_filters import has_control_characters
from ungis_events.topics.catalogue import country_codes

from .models import Gender, Part, Speaker
from .rules import count_words

MOST_WORDS = 150
"""Of a biography: what a moderator reads out."""
PRIVATE = frozenset({"email", "pronunciation", "biography", "access_needs", "zone"})
"""History is kept for ever, these are not: it says that they changed, not to what."""
UNRECORDED = frozenset({"gender", "country"})
"""Of these not even that: beside the balance of a panel it would tell who said what."""
_LENGTHS = {
    "honorific": 60, "name": 200, "role": 300, "organization": 300, "pronunciation": 200,
    "biography": 5000, "access_needs": 1000,
}  # fmt: skip
_OF_SEVERAL_LINES = {"biography", "access_needs"}


@dataclass(frozen=True)
class SpeakerDetails:
    """What an event file holds of a speaker; names are kept as written."""

    name: str
    honorific: str | None = None
    role: str | None = None
    organization: str | None = None
    part: Part = Part.SPEAKER

    @classmethod
    def of(cls, speaker: Speaker) -> Self:
        return cls(**{field.name: getattr(speaker, field.name) for field in fields(cls)})

    def check(self) -> None:
        """Raises InvalidInput."""
        problems = self._problems()
        if problems:
            raise InvalidInput(problems)

    def _problems(self) -> dict[str, str | LazyString]:
        problems: dict[str, str | LazyString] = {}
        for name, longest in _LENGTHS.items():
            text = getattr(self, name, None) or ""
            if len(text) > longest:
                problems[name] = lazy_gettext("Use at most %(n)s characters", n=longest)
            is_one_line = name not in _OF_SEVERAL_LINES
            if has_control_characters(text) or (is_one_line and "\n" in text):
                problems[name] = lazy_gettext("Remove the control characters from this text")
        if not self.name.strip():
            problems["name"] = lazy_gettext("Enter the speaker's name")
        return problems

    def differences(self, other: "SpeakerDetails") -> dict[str, list[Any]]:
        """{field: [mine, the other's]} for history; of what is private only that it changed."""
        found: dict[str, list[Any]] = {}
        for field in fields(other):
            before, after = getattr(self, field.name), getattr(other, field.name)
            if before != after and field.name not in UNRECORDED:
                pair = _marked if field.name in PRIVATE else _kept
                found[field.name] = pair(before, after)
        return found


@dataclass(frozen=True)
class SpeakerProfile(SpeakerDetails):
    """All that is kept of a speaker, in the organizers' words or their own."""

    email: str | None = None
    language: str = "en"
    pronunciation: str | None = None
    biography: str | None = None
    may_record: bool | None = None
    gender: Gender | None = None
    country: str | None = None
    zone: str | None = None
    access_needs: str | None = None

    def _problems(self) -> dict[str, str | LazyString]:
        problems = super()._problems()
        if self.email and not _is_address(self.email):
            problems["email"] = lazy_gettext("Enter an e-mail address like name@example.org")
        words = count_words(self.biography or "")
        if words > MOST_WORDS:
            problems["biography"] = lazy_gettext(
                "Use at most %(most)s words: this has %(words)s, %(over)s too many",
                most=MOST_WORDS,
                words=words,
                over=words - MOST_WORDS,
            )
        if self.country and self.country not in country_codes():
            problems["country"] = lazy_gettext("Choose a country from the list, or none")
        if self.zone and not clock.is_zone(self.zone):
            problems["zone"] = lazy_gettext("Choose a time zone from the list, or leave it empty")
        return problems


def _is_address(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return len(text) <= 254


def _kept(before: Any, after: Any) -> list[Any]:
    return [_in_a_word(before), _in_a_word(after)]


def _in_a_word(value: Any) -> Any:
    """History holds texts: yes and no rather than true and false."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _marked(before: Any, after: Any) -> list[Any]:
    return ["set" if before else None, ("changed" if before else "set") if after else "removed"]
