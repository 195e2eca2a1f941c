"""Text as it is compared: without case and accents, every letter in its place."""

import unicodedata
from functools import cache


@cache
def _folded(letter: str) -> str:
    plain = unicodedata.normalize("NFD", {"’": "'", "：": ":"}.get(letter, letter))[0].lower()
    return plain if len(plain) == 1 else letter


def fold(text: str) -> str:
    """In small letters without accents, letter for letter as long as it was."""
    return "".join(map(_folded, text))
