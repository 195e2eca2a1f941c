"""Cleaning and checks shared by all forms."""

import re
import unicodedata

from flask_babel import lazy_gettext
from wtforms import Field, Form, ValidationError
from wtforms.validators import Length

# Initials and titles have dots too, but one letter before them or a capital after: J.R., Ph.D.
_WEB_ADDRESS = re.compile(
    r"://|\bwww\.|\w\.\w{2,}/|[^\s.]{2,}\."
    r"([a-z]{2,}|(?i:com|net|org|info|biz|xyz|top|io|ru|cn|site|online|app|shop))\b"
)
# Marks that steer the direction of text may stand in Arabic titles; a bare control may not.
_KEPT_CONTROLS = set("\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u200c\u200d")


def tidy(text: str | None) -> str | None:
    """Single spaces, none at the ends."""
    return " ".join(text.split()) if text else text


def tidy_lines(text: str | None) -> str | None:
    """One kind of line end, no blanks at the ends of lines or of the text."""
    if not text:
        return text
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


def lower(text: str | None) -> str | None:
    return text.lower() if text else text


def short_note(text: str | None, longest: int = 1000) -> str | None:
    """A few lines of somebody's own, without what would break a mail or a database."""
    lines = tidy_lines(text) or ""
    kept = "".join(character for character in lines if not has_control_characters(character))
    return kept[:longest] or None


def has_control_characters(text: str) -> bool:
    return any(
        unicodedata.category(character) in ("Cc", "Cs", "Co")
        and character not in "\n\t"
        and character not in _KEPT_CONTROLS
        for character in text
    )


def has_web_address(text: str) -> bool:
    return bool(_WEB_ADDRESS.search(text))


def at_most(characters: int) -> Length:
    return Length(max=characters, message=lazy_gettext("Use at most %(max)d characters"))


class NoControlCharacters:
    """Refuse what no keyboard types: it breaks calendars, spreadsheets and mail headers."""

    def __call__(self, form: Form, field: Field) -> None:
        if isinstance(field.data, str) and has_control_characters(field.data):
            raise ValidationError(lazy_gettext("Remove the control characters from this text"))


class NoWebAddress:
    """Refuse web addresses in names: they turn our own mail into an advertisement."""

    def __call__(self, form: Form, field: Field) -> None:
        if isinstance(field.data, str) and has_web_address(field.data):
            raise ValidationError(lazy_gettext("Leave web addresses out of this field"))
