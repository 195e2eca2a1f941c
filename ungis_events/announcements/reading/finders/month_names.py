"""Months and weekdays as they are written: CLDR's names, with and without accents and full stop."""

import re
import unicodedata
from functools import lru_cache

from babel import Locale

ABBREVIATED = ("en", "fr", "es")
"""Their short names count too: Jan., janv., ene."""
IN_FULL = (*ABBREVIATED, "pt", "it", "de", "ru", "ar")
"""Full names only: short ones of these are words elsewhere (Portuguese "set", "out")."""
MORE_MONTHS = {"sept": 9, "juill": 7, "fev": 2, "setiembre": 9}
MORE_WEEKDAYS = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
WORDS_TOO = frozenset({"may", "march", "mar", "ago"})
_WORD = re.compile(r"[^\W\d_]{3,12}+(?:-feira)?")

REST = "\ue000"
"""Stands for all letters of a name but the first one."""
MONTH = "[\ue001-\ue00c]\ue000{2,20}+"
"""A month's name in `with_signs`; its first character tells which."""
WEEKDAY = "[\ue010-\ue016]\ue000{2,20}+"
_FIRST_MONTH, _FIRST_WEEKDAY = 0xE001, 0xE010
_OTHER_SIGNS = re.compile("[\ue000-\ue016]")


def with_signs(text: str) -> str:
    """The text with a sign for each name of a month or weekday; as long as it was.

    So patterns need not try a hundred names at every letter.
    """
    return _WORD.sub(_sign, _OTHER_SIGNS.sub(" ", text))


def _sign(match: re.Match[str]) -> str:
    name = match[0]
    key = plain(name)
    if key in _months():
        first = _FIRST_MONTH + _months()[key] - 1
    elif key in _weekdays():
        first = _FIRST_WEEKDAY + _weekdays()[key]
    else:
        return name
    return chr(first) + REST * (len(name) - 1)


def month_of(sign: str) -> int:
    return ord(sign[0]) - _FIRST_MONTH + 1


def weekday_of(sign: str) -> int:
    return ord(sign[0]) - _FIRST_WEEKDAY


def plain(name: str) -> str:
    """Small and without accents: "Févr" is "fevr"."""
    if name.isascii():
        return name.lower()
    letters = unicodedata.normalize("NFD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@lru_cache(1)
def _months() -> dict[str, int]:
    """{plain name: 1 to 12}"""
    return _numbers("months") | MORE_MONTHS


@lru_cache(1)
def _weekdays() -> dict[str, int]:
    """{plain name: 0 (Monday) to 6}; Mar. is March before it is martes."""
    return _numbers("days") | MORE_WEEKDAYS


def _numbers(part: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for width, languages in (("wide", IN_FULL), ("abbreviated", ABBREVIATED)):
        for language in languages:
            for names in getattr(Locale(language), part).values():
                for number, name in names.get(width, {}).items():
                    found.setdefault(plain(name.rstrip(".")), number)
    return {name: number for name, number in found.items() if len(name) > 2}


def is_word_too(name: str, *, leads: bool) -> bool:
    """Small letters that a sentence can mean otherwise: "SDG 2 may help".

    Where the name leads, as only English has it, so does "avec mars 12 pays".
    """
    if not name.islower():
        return False
    return plain(name) in WORDS_TOO or (leads and plain(name) not in _english())


@lru_cache(1)
def _english() -> frozenset[str]:
    return frozenset(plain(name) for name in Locale("en").months["format"]["wide"].values())
