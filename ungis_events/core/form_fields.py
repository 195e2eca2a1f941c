"""Fields of forms, with the sentences people read when something does not fit."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from wtforms import DateTimeLocalField, IntegerField
from wtforms.fields.choices import SelectChoice


def as_choices(labels: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in labels]


def none_if_blank(text: str | None) -> str | None:
    return text or None


def one_kind_of_line_end(text: str | None) -> str:
    """Browsers send CRLF. Blanks at line ends stay: two of them are a line break in Markdown."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")


class WallTimeField(DateTimeLocalField):
    def __init__(self, label: object, **kwargs: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        super().__init__(label, format=formats, **kwargs)

    def process_formdata(self, values: list[str]) -> None:
        try:
            super().process_formdata(values)
        except ValueError:
            raise ValueError(gettext("Enter a date and a time, as in 2027-01-31T08:30")) from None


class NumberField(IntegerField):
    def process_formdata(self, values: list[str]) -> None:
        try:
            super().process_formdata(values)
        except ValueError:
            raise ValueError(gettext("Enter a whole number, or leave it empty")) from None
