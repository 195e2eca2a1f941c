"""The desk's forms for an event's online room."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from babel import Locale
from flask_babel import get_locale, gettext, lazy_gettext
from wtforms import BooleanField, EmailField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Optional

from ungis_events.adapters.webinar import Interpreter, Recording
from ungis_events.adapters.webinar.providers.manual import platform_of
from ungis_events.core.desk_form import DeskForm, fingerprint
from ungis_events.core.errors import InvalidInput
from ungis_events.core.form_fields import as_choices, none_if_blank
from ungis_events.core.form_filters import tidy, tidy_lines
from ungis_events.events.details import LANGUAGE_CODES, EventDetails

from .details import WebinarDetails
from .vocabulary import RECORDINGS

SPARE_ROWS = 2
_MOST_ROWS = 20


class WebinarForm(DeskForm):
    """Each interpreter has `interpreter_<row>`, `from_<row>` and `to_<row>`."""

    host = EmailField(
        lazy_gettext("Host"),
        description=lazy_gettext(
            "Whose webinar it is: their address there. They need a webinar licence."
        ),
        filters=[tidy],
    )
    alternative_hosts = TextAreaField(
        lazy_gettext("Alternative hosts"),
        description=lazy_gettext(
            "Who may start it in the host's place: their addresses there, one a line."
        ),
        filters=[tidy_lines],
    )
    passcode = StringField(
        lazy_gettext("Passcode"),
        description=lazy_gettext(
            "Up to 10 letters and digits, also @ - _ *. People need not type it: it is in their "
            "link."
        ),
        filters=[tidy, none_if_blank],
    )
    practice_session = BooleanField(
        lazy_gettext("Practice session"),
        description=lazy_gettext("Hosts and speakers meet inside before everybody else can."),
    )
    question_and_answer = BooleanField(
        lazy_gettext("Questions and answers"),
        description=lazy_gettext("People can ask in writing while it goes on."),
    )
    anonymous_questions = BooleanField(
        lazy_gettext("They may ask without their name"),
    )
    recording = RadioField(
        lazy_gettext("Recording"),
        description=lazy_gettext(
            "It starts by itself. Record only where every speaker has agreed to it, and say so "
            "in the event's notice: everybody in the webinar is told as they come in."
        ),
        choices=as_choices((value.value, label) for value, label in RECORDINGS.items()),
    )

    @classmethod
    def of(cls, saved: WebinarDetails, filled: Mapping[str, Any]) -> "WebinarForm":
        """Filled with what is saved, unless the request brings a filled form in `filled`."""
        fields: dict[str, Any] = {}
        values: dict[str, Any] = {}
        for row in range(_rows(saved, filled)):
            one = saved.interpreters[row] if row < len(saved.interpreters) else None
            fields |= _row_fields(row)
            values[f"interpreter_{row}"] = one.email if one else ""
            values[f"from_{row}"] = one.languages[0] if one else ""
            values[f"to_{row}"] = one.languages[1] if one else ""
        values |= {
            "version": fingerprint(saved),
            "host": saved.host,
            "alternative_hosts": "\n".join(saved.alternative_hosts),
            "passcode": saved.passcode,
            "practice_session": saved.practice_session,
            "question_and_answer": saved.question_and_answer,
            "anonymous_questions": saved.anonymous_questions,
            "recording": Recording(saved.recording).value,
        }
        form: WebinarForm = type("WebinarForm", (cls,), fields)(**values)
        languages = [("", gettext("Choose")), *_languages()]
        for row in form.rows:
            form[f"from_{row}"].choices = form[f"to_{row}"].choices = as_choices(languages)
        return form

    @property
    def rows(self) -> Sequence[int]:
        """Of interpreters, empty ones among them."""
        return range(sum(field.name.startswith("interpreter_") for field in self))

    @property
    def has_problem_with_rows(self) -> bool:
        names = ("interpreter_", "from_", "to_")
        return any(field.errors for field in self if field.name.startswith(names))

    def details(self) -> WebinarDetails:
        """Raises InvalidInput for an interpreter who is not said whole."""
        return WebinarDetails(
            host=self.host.data or "",
            alternative_hosts=tuple(_addresses(self.alternative_hosts.data)),
            passcode=self.passcode.data,
            practice_session=self.practice_session.data,
            question_and_answer=self.question_and_answer.data,
            anonymous_questions=self.anonymous_questions.data,
            recording=Recording(self.recording.data),
            interpreters=self._interpreters(),
        )

    def _interpreters(self) -> tuple[Interpreter, ...]:
        problems, found = {}, []
        for row in self.rows:
            names = (f"interpreter_{row}", f"from_{row}", f"to_{row}")
            email, first, second = (self[name].data or "" for name in names)
            if not (email or first or second):
                continue
            if not email:
                problems[names[0]] = lazy_gettext("Enter the interpreter's address")
            if not first:
                problems[names[1]] = lazy_gettext("Choose a language")
            if not second or first == second:
                problems[names[2]] = lazy_gettext("Choose another language than the first")
            found.append(Interpreter(email, (first, second)))
        if problems:
            raise InvalidInput(problems)
        return tuple(found)


def _rows(saved: WebinarDetails, filled: Mapping[str, Any]) -> int:
    typed = sum(name.startswith("interpreter_") for name in filled)
    if "more" in filled:
        typed += SPARE_ROWS
    return min(max(typed, len(saved.interpreters) + SPARE_ROWS), _MOST_ROWS)


def _row_fields(row: int) -> dict[str, Any]:
    number = row + 1
    return {
        f"interpreter_{row}": EmailField(
            lazy_gettext("Address of interpreter %(number)s", number=number),
            filters=[tidy],
            validators=[
                Optional(),
                Email(lazy_gettext("Enter an e-mail address like name@example.org")),
            ],
        ),
        f"from_{row}": SelectField(
            lazy_gettext("First language of interpreter %(number)s", number=number)
        ),
        f"to_{row}": SelectField(
            lazy_gettext("Second language of interpreter %(number)s", number=number)
        ),
    }


def _addresses(text: str | None) -> list[str]:
    """One a line, or with commas or semicolons between."""
    return [word.strip(",;") for word in (text or "").replace(",", " ").replace(";", " ").split()]


def _languages() -> list[tuple[str, str]]:
    locale = str(get_locale() or "en")
    return [(code, Locale.parse(code).get_display_name(locale) or code) for code in LANGUAGE_CODES]


class AdoptForm(DeskForm):
    number = StringField(
        lazy_gettext("Its number"),
        description=lazy_gettext("As it stands in the invitation, with or without blanks."),
        validators=[DataRequired(lazy_gettext("Enter the number of the webinar"))],
        filters=[tidy],
    )

    @classmethod
    def at(cls, maker: str) -> "AdoptForm":
        """One of several on a page, each for another maker of rooms."""
        form = cls()
        form.number.id = f"number-{maker}"
        return form


class LinkForm(DeskForm):
    """A link made elsewhere; the event's other details stay as they are saved."""

    join_url = StringField(
        lazy_gettext("Link"),
        description=lazy_gettext("Zoom, Teams, Webex, Jitsi, YouTube, or any other."),
        validators=[DataRequired(lazy_gettext("Paste the link of the webinar"))],
        filters=[tidy, none_if_blank],
    )

    @classmethod
    def of(cls, details: EventDetails, version: int) -> "LinkForm":
        return cls(version=str(version), join_url=details.join_url)

    def details(self, saved: EventDetails) -> EventDetails:
        platform = platform_of(self.join_url.data or "") or saved.platform
        return replace(saved, join_url=self.join_url.data, platform=platform)
