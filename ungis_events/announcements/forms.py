"""A notice is given, and what was read from it is looked through and sent on."""

import json
from collections.abc import Mapping
from datetime import time
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional, Regexp

from ungis_events.agenda.details import LONGEST_TITLE
from ungis_events.core.form_fields import NumberField, one_kind_of_line_end
from ungis_events.core.form_filters import NoControlCharacters, at_most, tidy
from ungis_events.core.pasted_or_file import PastedOrFileForm
from ungis_events.events.details import EventDetails
from ungis_events.roster_import.forms import PersonForm
from ungis_events.roster_import.rules import MOST_AT_ONCE
from ungis_events.speakers.details import SpeakerProfile

from .reading.lines import MOST_CHARACTERS
from .rules import PlannedPart

MOST_PARTS = 100
_MOST_QUESTIONS = 100
_DAY = 24 * 60


class NoticeForm(PastedOrFileForm):
    both_given = lazy_gettext("Give either a text or a file, not both")
    none_given = lazy_gettext("Paste the announcement, or choose a file")

    text = TextAreaField(
        lazy_gettext("Announcement"),
        description=lazy_gettext(
            "The whole of it, as it was sent: title, date, hours with their zones, speakers, "
            "programme, links. In English, French or Spanish."
        ),
        filters=[one_kind_of_line_end],
        validators=[
            Length(
                max=MOST_CHARACTERS,
                message=lazy_gettext(
                    "Use at most %(max)d characters: leave out what is not about this event"
                ),
            )
        ],
    )
    file = FileField(
        lazy_gettext("Or a file"),
        description=lazy_gettext(
            "A concept note or an e-mail as .docx, .pdf, .html, .eml or .txt, at most 1 MB."
        ),
    )


class FoundPersonForm(PersonForm):
    number = HiddenField()
    """Their place in the notice, which the parts of the programme name them by."""


class PartForm(Form):
    """A part of the programme, to be taken or left."""

    is_taken = BooleanField(lazy_gettext("Take"))
    title = StringField(
        lazy_gettext("Title"),
        filters=[tidy],
        validators=[
            DataRequired(lazy_gettext("Enter what this item is called")),
            at_most(LONGEST_TITLE),
            NoControlCharacters(),
        ],
    )
    begins = StringField(
        lazy_gettext("Begins"),
        filters=[tidy],
        validators=[
            Optional(),
            Regexp(
                r"([01]?\d|2[0-3]):[0-5]\d\Z",
                message=lazy_gettext("Enter when it starts, as in 08:40"),
            ),
        ],
    )
    minutes = NumberField(
        lazy_gettext("Minutes"),
        validators=[
            Optional(),
            NumberRange(1, _DAY, lazy_gettext("Enter how many minutes it takes")),
        ],
    )
    speakers = HiddenField()
    """Numbers of FoundPersonForm."""
    names = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        """What is left needs no mending."""
        return not self.is_taken.data or super().validate(extra_validators)

    def planned(self) -> PlannedPart:
        numbers = (_number(word) for word in (self.speakers.data or "").split()[:MOST_AT_ONCE])
        hours, _, minutes = (self.begins.data or "").partition(":")
        return PlannedPart(
            self.title.data or "",
            time(int(hours), int(minutes)) if minutes else None,
            self.minutes.data,
            tuple(dict.fromkeys(number for number in numbers if number is not None)),
        )


class QuestionForm(Form):
    sentence = HiddenField()
    answer = HiddenField()
    """The values of the form that follow from it, as JSON; empty: left open."""


class FoundForm(Form):
    """What goes along with the event's own form, and is checked with it."""

    people = FieldList(FormField(FoundPersonForm), max_entries=MOST_AT_ONCE)
    parts = FieldList(FormField(PartForm), max_entries=MOST_PARTS)
    questions = FieldList(FormField(QuestionForm), max_entries=_MOST_QUESTIONS)

    def taken_people(self) -> list[FoundPersonForm]:
        return [entry.form for entry in self.people if entry.form.is_taken.data]

    def taken_parts(self) -> list[PartForm]:
        return [entry.form for entry in self.parts if entry.form.is_taken.data]

    def open_questions(self) -> list[str]:
        forms = [entry.form for entry in self.questions]
        return [form.sentence.data for form in forms if form.sentence.data and not form.answer.data]

    def speakers(self) -> dict[int, SpeakerProfile]:
        """By number; whoever came without one stands behind the others."""
        found: dict[int, SpeakerProfile] = {}
        for place, person in enumerate(self.taken_people()):
            number = _number(person.number.data or "")
            is_free = number is not None and number not in found
            found[number if is_free and number is not None else 10_000 + place] = person.details()
        return found

    def planned(self) -> list[PlannedPart]:
        return [part.planned() for part in self.taken_parts()]


def with_answers(given: MultiDict[str, str]) -> MultiDict[str, str]:
    """The form as sent, with the values of the answers chosen in place of what stood there."""
    answered = MultiDict(given)
    for number in range(_MOST_QUESTIONS):
        for name, value in _values(given.get(f"questions-{number}-answer", "")).items():
            if name in EventDetails.__dataclass_fields__:
                answered.setlist(name, [value])
    return answered


def _values(answer: str) -> Mapping[str, str]:
    try:
        values = json.loads(answer) if answer.startswith("{") else {}
    except (ValueError, RecursionError):
        return {}
    return {name: value for name, value in values.items() if isinstance(value, str)}


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 5 else None
