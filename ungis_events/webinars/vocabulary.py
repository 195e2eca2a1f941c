"""The countdown in words, in the reader's language."""

from datetime import timedelta
from math import inf

from babel.dates import format_timedelta
from flask_babel import gettext

from .rules import time_left


def countdown(left: timedelta, language: str) -> str:
    """2 hours 5 minutes."""
    words = [
        # Without the threshold 23 hours would become "1 day".
        format_timedelta(
            timedelta(**{f"{unit}s": number}), granularity=unit, threshold=inf, locale=language
        )
        for unit, number in time_left(left)
    ]
    return pair(*words) if len(words) == 2 else words[0]


def pair(larger: str, smaller: str) -> str:
    """Two units beside each other, as the language joins them."""
    return gettext("%(larger)s %(smaller)s", larger=larger, smaller=smaller)
