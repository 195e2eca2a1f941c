"""Everything an organizer decides about a circular, checked before it is saved or leaves."""

from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import LazyString, lazy_gettext

from ungis_events.core import clock
from ungis_events.core.errors import DomainError, InvalidInput
from ungis_events.core.form_filters import has_control_characters
from ungis_events.events.models import Event, EventFormat, Mode
from ungis_events.registrations.models import RegistrationStatus
from ungis_events.topics.catalogue import list_stakeholder_groups

from . import rules
from .models import Attendance, Circular, Purpose

_LENGTHS = {"subject": 200, "body": 20_000}
Problems = dict[str, str | LazyString]


@dataclass(frozen=True)
class CircularDetails:
    """`send` is a naive wall time in the event's zone; None: at once."""

    subject: str
    body: str
    purpose: Purpose = Purpose.EVENT
    statuses: list[str] = field(default_factory=lambda: [RegistrationStatus.CONFIRMED.value])
    groups: list[str] = field(default_factory=list)
    attendance: Attendance = Attendance.ANY
    mode: str | None = None
    bulk_act_id: int | None = None
    """Only to the people of that bulk act."""
    send: datetime | None = None

    @classmethod
    def of(cls, circular: Circular) -> "CircularDetails":
        """As it is saved."""
        return cls(**{name: getattr(circular, name) for name in cls.__dataclass_fields__})

    def leaves_at(self, event: Event, now: datetime) -> datetime:
        """Raises NotOnTheClock; OverflowError at the ends of the calendar."""
        return now if self.send is None else clock.from_wall_time(self.send, event.zone)

    def check(self, event: Event, now: datetime) -> None:
        """Raises InvalidInput with all that is wrong."""
        problems = self._check_words() | self._check_audience(event)
        try:
            at = self.leaves_at(event, now)
        except DomainError as error:
            problems["send"] = error.message
        except OverflowError:
            problems["send"] = lazy_gettext("That date cannot be used")
        else:
            if at < now or (self.send is not None and at == now):
                problems["send"] = lazy_gettext(
                    "That moment has passed. Choose a later one, or empty the field to send at once"
                )
            link = self.join_link_problem(event, at)
            if link is not None:
                problems.setdefault("body", link)
        if problems:
            raise InvalidInput(problems)

    def join_link_problem(self, event: Event, at: datetime) -> LazyString | None:
        if "join_link" not in rules.placeholders_in(self.body):
            return None
        return rules.join_link_problem(self, event, at)

    def _check_words(self) -> Problems:
        problems: Problems = {}
        if not self.subject:
            problems["subject"] = lazy_gettext("Enter a subject")
        if not self.body.strip():
            problems["body"] = lazy_gettext("Write the message")
        for name, most in _LENGTHS.items():
            text = getattr(self, name)
            problem = rules.placeholder_problem(text, links=name == "body")
            if len(text) > most:
                problem = lazy_gettext("Use at most %(max)d characters", max=most)
            elif has_control_characters(text):
                problem = lazy_gettext("Remove the control characters from this text")
            if problem is not None:
                problems[name] = problem
        return problems

    def _check_audience(self, event: Event) -> Problems:
        problems: Problems = {}
        if not self.statuses:
            problems["statuses"] = lazy_gettext("Choose at least one state")
        elif not set(self.statuses) <= set(RegistrationStatus):
            problems["statuses"] = lazy_gettext("Choose states from the list")
        if not set(self.groups) <= {code for code, _ in list_stakeholder_groups()}:
            problems["groups"] = lazy_gettext("Choose groups from the list")
        if self.mode is not None and self.mode not in list(Mode):
            problems["mode"] = lazy_gettext("Choose how they take part from the list")
        elif self.mode is not None and event.format is not EventFormat.HYBRID:
            problems["mode"] = lazy_gettext("Everybody takes part in the same way: choose both")
        return problems
