"""Which words make up a name, and where it ends. Pure."""

import re

from .title_words import has_acronym, is_common
from .titles import is_role, qualifies, split_honorific

_AFTER_A_NAME = re.compile(
    r"^(?:ph\.?\s?d|m\.?d|m\.?p|m\.?b\.?a|m\.?\s?div|m\.?\s?sc|d\.?phil|ed\.?d|m\.?p\.?h"
    r"|esq|jr|sr|[okcm]be|[kq]c|msm|llm|s\.?j|cissp)\.?$",
    re.I,
)
_PARTICLE = re.compile(
    r"^(?:(?:d|l|al|el|ad|an|as|at|az|ar|ash|ul|ud|ur|ibn|bin|bint|abu|ould|van|von|der|den|de|da"
    r"|do|dos|das|del|della|di|du|la|le|las|los|lo|ten|ter|te|zu|zum|zur|y|e|i|af|av|vel|op|het"
    r"|san|bte|binti|binte|s/o|d/o|a/l)(?:[-'’][\w'’-]+)?|['’]t)$"
)
_NAME_WORD = re.compile(r"^[“\"'‘’(]?[^\W\d_a-zß-öø-ÿ][^\s\d,;:!?@#$%&*+/<=>{}|\[\]]*$")


def looks_like_name(text: str) -> bool:
    """Capitals or another script, with the small words that names have within."""
    words = text.split()
    # A comma only before what stands behind a name, as in Jane Roe, PhD.
    words = [word.rstrip(",") for word in words]
    return (
        0 < len(words) < 9
        and len(text) < 100
        and not re.search(r"\d|[?!@:;=<>{}©]|https?|\.{2}|[a-z]{3}[A-Z]|['’]s\b", text)
        and all(_NAME_WORD.match(word) or _PARTICLE.match(word) for word in words)
        and any(_NAME_WORD.match(word) for word in words)
    )


def is_after_a_name(text: str) -> bool:
    """PhD, Jr., MP."""
    return bool(_AFTER_A_NAME.match(text))


def where_office_begins(words: list[str]) -> int | None:
    """Of Jane Roe Deputy Director: what is no word of a name, down to the end a title."""
    known = [n for n, word in enumerate(words) if n > 1 and word[:1].isupper() and _is_known(word)]
    if not known or not is_role(" ".join(words[known[0] :])):
        return None
    return known[0]


def _is_known(word: str) -> bool:
    is_acronym = word.isupper() and has_acronym(word) and len(word) < 6
    return is_common(word) or qualifies(word) or is_acronym


def is_plain_name(text: str) -> bool:
    rest = split_honorific(text.strip())[1]
    return looks_like_name(rest) and len(rest.split()) > 1 and not is_role(rest)
