"""What the desk calls the filters of its table and the acts of its buttons."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from flask_babel import LazyString, gettext, lazy_gettext

from ungis_events.core.clock_faces import short_date
from ungis_events.core.templating import language, language_name
from ungis_events.events.details import LANGUAGE_CODES
from ungis_events.invitations.models import Invitation
from ungis_events.labels import status_label
from ungis_events.questions.models import Question
from ungis_events.questions.rules import AskedQuestion, possible_conditions
from ungis_events.topics.catalogue import list_countries, list_stakeholder_groups
from ungis_events.topics.regions import REGIONS

from .desk_filters import NO_COUNTRY, RegistrationsWanted
from .models import RegistrationStatus

ACTS: dict[str, LazyString] = {
    "approve": lazy_gettext("Approve"),
    "reject": lazy_gettext("Do not admit"),
    "promote": lazy_gettext("Give a seat now"),
    "waitlist": lazy_gettext("Move to the waiting list"),
    "withdraw": lazy_gettext("Withdraw for them"),
}
YES_NO: dict[str, tuple[LazyString, LazyString]] = {
    "asked": (lazy_gettext("Asked a question"), lazy_gettext("Asked no question")),
    "needs": (lazy_gettext("Has access needs"), lazy_gettext("Named no access needs")),
    "attended": (lazy_gettext("Was there"), lazy_gettext("Was not there")),
    "checked_in": (lazy_gettext("Checked in"), lazy_gettext("Not checked in")),
}


class Chip(NamedTuple):
    """One filter in force; `address` is that of the list without it."""

    label: str
    address: dict[str, Any]


def chips(
    wanted: RegistrationsWanted, questions: Sequence[Question], invitations: Sequence[Invitation]
) -> list[Chip]:
    words = _Words(wanted, questions, invitations)
    return [
        Chip(words.of(name, value), wanted.without(name, value).in_address())
        for name, value in wanted.filters()
        if name != "answer"  # said with its question
    ]


def filter_choices(
    questions: Sequence[Question], invitations: Sequence[Invitation]
) -> dict[str, list[tuple[str, str]] | list[str]]:
    """{filter: (code, words) of all that can be chosen}; `answer`: suggestions."""
    offered = [each for one in questions for each in possible_conditions(AskedQuestion.of(one))]
    invited = [(str(each.id), each.label) for each in invitations]
    return {
        "status": [(each.value, status_label(each)) for each in RegistrationStatus],
        "group": list(list_stakeholder_groups()),
        "country": [(NO_COUNTRY, gettext("No country")), *list_countries(language())],
        "region": [(code, str(label)) for code, label in REGIONS.items()],
        "invitation": [("any", gettext("Any invitation")), *invited] if invited else [],
        "language": [(code, language_name(code)) for code in LANGUAGE_CODES],
        "question": [(str(each.id), each.label) for each in questions],
        "answer": list(dict.fromkeys(offered)),
    }


class _Words:
    def __init__(
        self,
        wanted: RegistrationsWanted,
        questions: Iterable[Question],
        invitations: Iterable[Invitation],
    ) -> None:
        self._answer = wanted.answer
        self._named: dict[str, dict[str, str]] = {
            "group": dict(list_stakeholder_groups()),
            "country": dict(list_countries(language())) | {"none": gettext("No country")},
            "region": {code: str(label) for code, label in REGIONS.items()},
            "invitation": {str(each.id): each.label for each in invitations}
            | {"any": gettext("Came by an invitation")},
            "question": {str(each.id): each.label for each in questions},
        }

    def of(self, name: str, value: str) -> str:
        if name in YES_NO:
            yes, no = YES_NO[name]
            return str(yes if value == "yes" else no)
        if name == "question":
            return self._answered(value)
        if name in self._named:
            return self._named[name].get(value, value)
        if name in ("status", "mode"):
            return status_label(value)
        return self._typed(name, value)

    def _answered(self, question: str) -> str:
        label = self._named["question"].get(question, f"#{question}")
        if not self._answer:
            return gettext("Answered “%(question)s”", question=label)
        return gettext("%(question)s: %(answer)s", question=label, answer=self._answer)

    @staticmethod
    def _typed(name: str, value: str) -> str:
        if name == "q":
            return gettext("“%(words)s”", words=value)
        if name == "organization":
            return gettext("Organization contains “%(words)s”", words=value)
        if name == "language":
            return gettext("Captions in %(language)s", language=language_name(value))
        day = short_date(date.fromisoformat(value), language())
        if name == "registered_from":
            return gettext("Registered from %(day)s", day=day)
        return gettext("Registered until %(day)s", day=day)
