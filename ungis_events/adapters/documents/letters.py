"""Which letters our fonts can set, and what stands for those they cannot."""

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path

_LIST = Path(__file__).parent / "fonts" / "letters.txt"
_BLANKS = re.compile(r"[ \t\v\f]+")
_MISSING = "□"
"""A box, as printers leave one: PDF/UA allows no letter without a shape."""


@lru_cache(1)
def _ranges() -> tuple[list[int], list[int]]:
    lines = [line.split("-") for line in _LIST.read_text().split()]
    return [int(start, 16) for start, _ in lines], [int(end, 16) for _, end in lines]


def is_printable(letter: str) -> bool:
    starts, ends = _ranges()
    found = bisect_right(starts, ord(letter)) - 1
    return found >= 0 and ord(letter) <= ends[found]


def printable(text: str) -> str:
    """The text with a box for each letter no font has; blanks as one, lines kept.

    Emoji, and marks that have no shape of their own (joiners, directions), are left out where no
    font has them.
    """
    # Blanks that forbid the end of a line stay: French sets its colons with them.
    lines = (
        _BLANKS.sub(" ", line).strip() for line in unicodedata.normalize("NFC", text).splitlines()
    )
    return "".join(
        letter if letter == "\n" or is_printable(letter) else _MISSING
        for letter in "\n".join(filter(None, lines))
        if letter == "\n" or is_printable(letter) or not _is_no_letter(letter)
    )


def _is_no_letter(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cf", "Cc", "Cs", "Mn", "Sk", "So")


def missing_letters(text: str) -> str:
    """The letters that would be boxes, each once, in the order of the text."""
    clean = unicodedata.normalize("NFC", text)
    return "".join(
        dict.fromkeys(
            letter
            for letter in clean
            if not (letter.isspace() or is_printable(letter) or _is_no_letter(letter))
        )
    )
