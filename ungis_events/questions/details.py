"""Everything an organizer can set on a question, checked before anything is saved."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from flask_babel import LazyString, lazy_gettext

from ungis_events.core.errors import InvalidInput
from ungis_events.core.form_filters import has_control_characters

from .models import WITH_OPTIONS, Question, QuestionKind
from .rules import AskedQuestion, possible_conditions

MOST_OPTIONS = 100
LONGEST_OPTION = 200
_LENGTHS = {"label": 300, "help": 500}


@dataclass(frozen=True)
class QuestionDetails:
    label: str
    kind: QuestionKind = QuestionKind.TEXT
    help: str | None = None
    is_required: bool = False
    options: tuple[str, ...] = ()
    asked_if_id: int | None = None
    asked_if_answer: str | None = None

    def __post_init__(self) -> None:
        """One way to say the same: only some kinds have options, and a condition has two parts."""
        if self.kind not in WITH_OPTIONS:
            object.__setattr__(self, "options", ())
        if self.asked_if_id is None or self.asked_if_answer is None:
            object.__setattr__(self, "asked_if_id", None)
            object.__setattr__(self, "asked_if_answer", None)

    @classmethod
    def of(cls, question: Question) -> "QuestionDetails":
        values = {field.name: getattr(question, field.name) for field in fields(cls)}
        return cls(**values | {"options": tuple(question.options)})

    def differences(self, newer: "QuestionDetails") -> dict[str, list[Any]]:
        """{field: [before, after]} as JSON values."""
        before, after = self._plain(), newer._plain()
        return {name: [before[name], after[name]] for name in before if before[name] != after[name]}

    def _plain(self) -> dict[str, Any]:
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return values | {"kind": self.kind.value, "options": list(self.options)}

    def check(self, earlier: Sequence[AskedQuestion]) -> None:
        """Raises InvalidInput. `earlier`: the questions that stand before it on the form."""
        problems: dict[str, str | LazyString] = {}
        for name, longest in _LENGTHS.items():
            text = getattr(self, name) or ""
            if len(text) > longest:
                problems[name] = lazy_gettext("Use at most %(n)s characters", n=longest)
            elif has_control_characters(text) or "\n" in text:
                problems[name] = lazy_gettext("Write this on one line")
        if not self.label.strip():
            problems["label"] = lazy_gettext("Enter the question")
        if self.kind in WITH_OPTIONS and (sentence := self._problem_of_options()):
            problems["options"] = sentence
        if self.asked_if_id is not None:
            on = next((each for each in earlier if each.id == self.asked_if_id), None)
            if on is None or self.asked_if_answer not in possible_conditions(on):
                problems["asked_if"] = lazy_gettext(
                    "Choose an answer to a question that stands before this one"
                )
        if problems:
            raise InvalidInput(problems)

    def _problem_of_options(self) -> LazyString | None:
        if len(self.options) < 2:
            return lazy_gettext("Give at least two options, each on a line of its own")
        if len(self.options) > MOST_OPTIONS:
            return lazy_gettext("Give at most %(n)s options", n=MOST_OPTIONS)
        if len(set(self.options)) != len(self.options):
            return lazy_gettext("Each option only once")
        if any(len(option) > LONGEST_OPTION for option in self.options):
            return lazy_gettext("Use at most %(n)s characters for an option", n=LONGEST_OPTION)
        if any(has_control_characters(option) for option in self.options):
            return lazy_gettext("Remove the control characters from this text")
        return None
