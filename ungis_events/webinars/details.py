"""What an organizer decides about an online room, checked before it is saved."""

import re
from dataclasses import asdict, dataclass, replace
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import LazyString, lazy_gettext

from ungis_events.adapters.webinar import Interpreter, Recording, Room
from ungis_events.core.errors import InvalidInput

from .models import Webinar

MOST_ALTERNATIVE_HOSTS = 10
_PASSCODE = re.compile(r"[A-Za-z0-9@\-_*]{1,10}")  # Zoom's, the strictest of them
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_LONGEST_ADDRESS = 254

Problems = dict[str, str | LazyString]


@dataclass(frozen=True)
class WebinarDetails:
    """`host` empty: as the setting says. `passcode` None: the provider chooses one."""

    host: str = ""
    alternative_hosts: tuple[str, ...] = ()
    passcode: str | None = None
    practice_session: bool = True
    question_and_answer: bool = True
    anonymous_questions: bool = False
    recording: Recording = Recording.NONE
    interpreters: tuple[Interpreter, ...] = ()

    @classmethod
    def of(cls, webinar: Webinar) -> "WebinarDetails":
        """As they are saved."""
        return cls(
            host=webinar.host,
            alternative_hosts=tuple(webinar.alternative_hosts),
            passcode=webinar.passcode,
            practice_session=webinar.practice_session,
            question_and_answer=webinar.question_and_answer,
            anonymous_questions=webinar.anonymous_questions,
            recording=Recording(webinar.recording),
            interpreters=tuple(
                Interpreter(row["email"], (row["from"], row["to"])) for row in webinar.interpreters
            ),
        )

    @classmethod
    def found(cls, room: Room, asked: "WebinarDetails") -> "WebinarDetails":
        """Of a room that was made by hand: as it was set there, unless something was asked for."""
        nothing = cls()
        there = {
            name: getattr(room, name)
            for name in vars(nothing)
            if getattr(room, name) is not None and getattr(asked, name) == getattr(nothing, name)
        }
        return replace(asked, **there)

    def write_to(self, webinar: Webinar) -> None:
        webinar.host = self.host
        webinar.alternative_hosts = list(self.alternative_hosts)
        webinar.passcode = self.passcode
        webinar.practice_session = self.practice_session
        webinar.question_and_answer = self.question_and_answer
        webinar.anonymous_questions = self.anonymous_questions
        webinar.recording = self.recording.value
        webinar.interpreters = [
            {"email": person.email, "from": person.languages[0], "to": person.languages[1]}
            for person in self.interpreters
        ]

    def differences(self, newer: "WebinarDetails") -> dict[str, list[Any]]:
        """{field: [before, after]} as JSON values."""
        before, after = self._plain(), newer._plain()
        return {name: [before[name], after[name]] for name in before if before[name] != after[name]}

    def _plain(self) -> dict[str, Any]:
        return asdict(self) | {
            "alternative_hosts": list(self.alternative_hosts),
            "interpreters": [
                f"{person.email}: {' – '.join(person.languages)}" for person in self.interpreters
            ],
        }

    def check(self) -> None:
        """Raises InvalidInput with a sentence for each field that cannot be saved."""
        problems: Problems = {}
        if self.host and not _is_address(self.host):
            problems["host"] = _AN_ADDRESS
        self._check_alternative_hosts(problems)
        if self.passcode and not _PASSCODE.fullmatch(self.passcode):
            problems["passcode"] = lazy_gettext(
                "Use at most 10 letters without accents, digits and @ - _ *"
            )
        self._check_interpreters(problems)
        if problems:
            raise InvalidInput(problems)

    def _check_alternative_hosts(self, problems: Problems) -> None:
        hosts = self.alternative_hosts
        folded = [host.casefold() for host in hosts]
        if not all(map(_is_address, hosts)):
            problems["alternative_hosts"] = _AN_ADDRESS
        elif len(hosts) > MOST_ALTERNATIVE_HOSTS:
            problems["alternative_hosts"] = lazy_gettext(
                "Name at most %(n)s people", n=MOST_ALTERNATIVE_HOSTS
            )
        elif len(set(folded)) < len(folded):
            problems["alternative_hosts"] = lazy_gettext("Name each person once")
        elif self.host and self.host.casefold() in folded:
            problems["alternative_hosts"] = lazy_gettext(
                "The host needs no deputy of the same address"
            )

    def _check_interpreters(self, problems: Problems) -> None:
        for person in self.interpreters:
            if not _is_address(person.email):
                problems["interpreters"] = _AN_ADDRESS
            elif not all(map(_LANGUAGE.fullmatch, person.languages)):
                problems["interpreters"] = lazy_gettext("Choose two languages for each interpreter")
            elif person.languages[0] == person.languages[1]:
                problems["interpreters"] = lazy_gettext(
                    "An interpreter works between two different languages"
                )


_AN_ADDRESS = lazy_gettext("Enter an e-mail address like name@example.org")


def _is_address(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return len(text) <= _LONGEST_ADDRESS
