"""What the desk's forms have in common: they notice that somebody else saved meanwhile."""

import hashlib
from dataclasses import asdict
from datetime import datetime
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField

from .errors import Conflict, InvalidInput

CHANGED_MEANWHILE = lazy_gettext(
    "Somebody saved this while you were editing. Your words are kept, and what is saved now "
    "stands beside them. Save again to keep yours."
)


class DeskForm(FlaskForm):
    """A form that knows which version it was read at."""

    version = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.saved_now: dict[str, str] = {}
        """{field: what somebody else saved there meanwhile}"""

    def show_problems(self, error: InvalidInput) -> None:
        """Each sentence beside its field."""
        for name, message in error.fields.items():
            if name in self:
                self[name].errors = [message]
            else:
                self.form_errors.append(message)

    def show_conflict(self, typed: Any, saved: Any, version: int | None = None) -> None:
        """Keep what was typed, show what is saved, and make saving again a decision.

        `version` None: the rows carry none, their fingerprint serves.
        """
        mine, theirs = asdict(typed), asdict(saved)
        self.saved_now = {
            name: in_words(theirs[name])
            for name in mine
            if name in self and mine[name] != theirs[name]
        }
        self.version.data = fingerprint(saved) if version is None else str(version)
        self.form_errors.append(CHANGED_MEANWHILE)

    def read_version(self) -> int:
        """-1, which no row has, when the form did not say."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else -1

    def check_read(self, saved: Any) -> None:
        """Raises Conflict unless this form was filled from what is saved now."""
        if self.version.data != fingerprint(saved):
            raise Conflict(CHANGED_MEANWHILE)


def fingerprint(details: Any) -> str:
    """A version for rows that carry none."""
    return hashlib.sha256(repr(asdict(details)).encode()).hexdigest()[:16]


def in_words(value: object) -> str:
    match value:
        case None | "" | []:
            return str(gettext("(empty)"))
        case bool():
            return str(gettext("yes") if value else gettext("no"))
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case list() | tuple():
            return ", ".join(value)
        case _:
            return str(value)
