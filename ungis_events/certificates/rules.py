"""The code on a certificate. Pure."""

import re

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: what looks alike is one letter, and no words come out of it."""
LETTERS = 12
"""60 bits: nobody guesses one."""
_GROUP = 4
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def read_code(typed: str) -> str | None:
    """The code in what somebody typed, whatever its case, spaces and dashes; None: it is none."""
    code = re.sub(r"[\s\-\u2010-\u2015_.]", "", typed).upper().translate(_MEANT)
    is_code = len(code) == LETTERS and set(code) <= set(ALPHABET)
    return code if is_code else None


def spaced_code(code: str) -> str:
    """7F3K-9QRT-42XM, as it is printed."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))
