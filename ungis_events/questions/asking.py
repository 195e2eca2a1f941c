"""A form with an event's own questions, and with the standard ones as the event wants them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar, TypeVar

from flask_babel import LazyString
from flask_wtf import FlaskForm
from wtforms.fields.core import UnboundField
from wtforms.validators import DataRequired

from . import rules
from .fields import FileAnswer, fields_of, name_of
from .models import Answer
from .rules import AskedQuestion, FilledIn, FormShape, Standard


class OwnQuestionsForm(FlaskForm):
    """Made for one event by `with_shape`; as it stands it asks nothing more."""

    shape: ClassVar[FormShape] = FormShape()
    required_sentences: ClassVar[dict[str, LazyString]] = {}
    """What is said of a standard question that this event requires."""
    first: ClassVar[tuple[str, ...]] = ()
    """The fields that the page shows before all others."""

    def validate(self, extra_validators: Any = None) -> bool:
        """What is not asked after these answers cannot be wrong."""
        super().validate(extra_validators)
        asked = self._asked()
        for question in self.shape.questions:
            if question.id not in asked:
                self[name_of(question.id)].errors = []
        return not self.errors

    def _asked(self) -> dict[int, AskedQuestion]:
        words = {each.id: self[name_of(each.id)].words for each in self.shape.questions}
        return {each.id: each for each in rules.asked(self.shape.questions, words)}

    @property
    def names_in_order(self) -> list[str]:
        """The fields as the page shows them: own questions stand before what may stay empty."""
        always = [name for name in self.first if name in self]
        required = [name for name, value in self.shape.standard if value is Standard.REQUIRED]
        own = [name_of(question.id) for question in self.shape.questions]
        return [*always, *required, *own]

    @property
    def has_conditions(self) -> bool:
        return any(question.asked_if_id is not None for question in self.shape.questions)

    @property
    def files(self) -> list[FileAnswer]:
        return [field for field in self if isinstance(field, FileAnswer)]

    @property
    def has_new_files(self) -> bool:
        return any(field.data for field in self.files)

    def find_kept_files(self) -> None:
        """Those that came with an earlier try."""
        for field in self.files:
            field.find_kept(self[f"{field.name}_kept"].data or "")

    def take_files(self, now: datetime) -> None:
        """Keep what came with this one, in the caller's transaction."""
        for field in self.files:
            if field.data:
                field.take(now)

    def show_answers(self, answers: Iterable[Answer]) -> None:
        """Fill in what was answered before; what was sent with a POST wins."""
        for answer in answers:
            field = self._fields.get(name_of(answer.question_id))
            if field is not None:
                sent = field.data
                field.show(answer)
                field.data = sent if self.is_submitted() else field.data

    def answers(self) -> FilledIn:
        """What was answered, once it was found valid, of what is asked."""
        given = {number: self[name_of(number)].given for number in self._asked()}
        filled = {number: each for number, each in given.items() if each.value}
        return FilledIn(self.shape.questions, filled)

    @property
    def not_asked(self) -> Collection[str]:
        """The fields that this event switched off: what was said there before stays."""
        return [name for name, value in self.shape.standard if value is Standard.OFF]


Form = TypeVar("Form", bound=OwnQuestionsForm)


def with_shape(base: type[Form], shape: FormShape) -> type[Form]:
    """The form as one event asks it."""
    if shape == base.shape:
        return base
    made: type[Form] = _made(base, shape)  # type: ignore[arg-type] # mypy: no class is hashable
    return made


@lru_cache(256)
def _made(base: Any, shape: FormShape) -> Any:
    """Once, because making a class takes longer than using it."""
    changed: dict[str, Any] = {"shape": shape}
    for name, value in shape.standard:
        changed[name] = None if value is Standard.OFF else _required(base, name)
    return type(base.__name__, (base,), changed | fields_of(shape.questions))


def _required(base: type[OwnQuestionsForm], name: str) -> UnboundField:
    """The same field at the same place, which may not stay empty."""
    field: UnboundField = getattr(base, name)
    must = DataRequired(base.required_sentences[name])
    changed = field.kwargs | {"validators": [must, *field.kwargs.get("validators", ())]}
    required = UnboundField(field.field_class, *field.args, **changed)
    required.creation_counter = field.creation_counter
    return required
