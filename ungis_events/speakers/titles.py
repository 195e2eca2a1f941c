"""What the words around a name are: a honorific, a role, an organization, a part in the
programme. Reads by the lists in title_words.py; pure."""

import re
from functools import lru_cache
from typing import NamedTuple

from .models import Part
from .place_names import is_country
from .title_words import (
    BESIDE_LABELS,
    HEADS_OTHERS,
    LABELS,
    NOT_SPEAKERS,
    OFFICES_TOO,
    ORGANIZATIONS,
    SINGULAR_LABELS,
    UNITS,
    has_acronym,
    is_role_word,
    words_of,
)

_ONE_HONORIFIC = (
    # As in H.E., S.E.M., H.R.H. Prince; bare capitals only before another honorific: He is a name.
    r"(?:H\.\s?R\.\s?H\.?(?:\s+Prince(?:ss)?)?|H\.\s?[EMH]\.?(?:\s+(?:King|Queen))?|S\.\s?[EM]\.?"
    r"|SEM(?=\s+[^\W\d_a-z])"
    r"|(?:HE|SE|HRH|HH)(?=\s+(?:Mrs?|Ms|Mx|Dr|Prof|Amb|Hon|Eng|Mme|M|Sra?|Sheikha?)\b)"
    r"|(?:Monsieur|Madame|M\.|Mme)\s+(?:l['’]|l[ea]\s+)(?:Ambassad(?:eur|rice)|Ministre|Présidente?"
    r"|Secrétaire(?:\s+générale?)?|Direct(?:eur|rice)(?:\s+générale?)?)\b"
    r"|(?:His|Her|Their)\s+(?:Royal\s+)?(?:Excellency|Majesty|Highness|Eminence)"
    r"|(?:Son|Sa|Su)\s+(?:Excellence|Excelencia|Majest[ée]|Majestad|Altesse|Alteza|Eminencia)"
    r"|(?:The\s+)?(?:Rt\.?\s+)?Hon(?:\.|ou?rable\b|\b)|(?:Right\s+)?Honou?rable\b"
    r"|(?i:mr|mrs|ms|miss|mx|dr|dra|prof|amb|mme|mlle|srta|sra?|excm[oa]|ilm[oa]|dña|pr|rev|sen|gen"
    r"|col|capt|maj|lt|brig|adm|eng|engr|ing|arch|lic|adv|msgr|fr|ph\.?d)\."
    r"|(?:M[Rr]|M[Rr][Ss]|M[Ss]|M[Xx]|Miss|Dra?|DR|Prof|Amb|Mme|Mlle|Sra?|Srta|Excm[oa]|Dña|Pr)\b"
    r"|M\.|Ambassad(?:or|eur|rice)\b|Embajadora?\b|Profess(?:or|eure?)\b|Profesora?\b"
    r"|Doct(?:or|ora|eure?)\b|Sir\b|Dame\b|Lady\b|Lord\b|Sheikha?\b|Shaikha?\b|Senator\b"
    r"|Justice\b|Judge\b|General\b|Colonel\b|Captain\b|Admiral\b|Reverend\b|Bishop\b|Monsieur\b"
    r"|Madame\b|Señora?\b|Engineer\b"
    r"|Г-жа|Г-н|г-жа|г-н|Е\.\s?П\.|[Пп]роф\.|[Дд]-р|السيدة|السيد|الدكتورة|الدكتور|معالي|سعادة"
    r"|الأستاذة|الأستاذ|د\.)"
)
# Spanish D. stands at the beginning alone: within a name it is an initial.
_HONORIFIC = re.compile(rf"(?:{_ONE_HONORIFIC}|D\.?\s?ª|D\.)(?:(?<=\.)\s*|\s+)")
_BEFORE_DON = re.compile(r"(?:^|\b(?:Sra?|Excm[oa]|Ilm[oa])\.?\s*)$")
_HONORIFIC_WITHIN = re.compile(
    r"(?<![\w.-])" + _ONE_HONORIFIC + r"(?:(?<=\.)\s*|\s+)(?=[^\W\d_a-z])"
)
_INITIAL = re.compile(r"^[^\W\d_]\.")
# Before these a title says whose it is.
_OF = (
    r"of|for|at|from|with|de la|de l['’]|de las|de los|des|de|du|del|d['’]|à l['’]|à la|à|au|aux"
    r"|en|chez|pour la|pour"
)
SPACED_OF = re.compile(rf"\s(?:{_OF})(?:\s+|(?<=['’]))(?:the\s+)?", re.I)
AND = re.compile(r"\s(?:and|et|y|e|&)\s|[,/]", re.I)

_KEYNOTE = re.compile(r"\bkey[- ]note", re.I)
_QUALIFIERS = re.compile(
    r"^(?:Investigative|Independent|Lead|Founding|Principal|Visiting|Digital|Deputy|Assistant|Associate|Executive|Vice|Regional|Senior|Junior|Chief|Resident|Special"
    r"|Permanent|Acting|Interim|Former|Country|Programme|Program|Managing|Under|High|Director"
    r"|Global|National|Technical|Immunization|Policy|Project|Legal|General)\b",
)


_MAYOR_IS_GREAT = frozenset(
    {"academia", "colegio", "consejo", "escuela", "instituto", "universidad"}
)
"""Universidad Mayor de San Carlos is no mayor."""


class Label(NamedTuple):
    """A part of the programme, as `Opening remarks` before the names of those who make them."""

    part: Part
    words: str
    is_for_one: bool


@lru_cache(4096)
def split_honorific(text: str) -> tuple[str, str]:
    """(`H.E. Ms.`, the rest), both as written; ("", text) where there is none."""
    end = 0
    while match := _HONORIFIC.match(text, end):
        rest = text[match.end() :]
        first = rest.partition(" ")[0].strip(",.;")
        # M. S. Rao has initials; Professor of Law is a title, General Counsel and Sr. Partner too.
        if match[0].rstrip() == "M." and _INITIAL.match(rest):
            break
        if match[0].rstrip() == "D." and not (_BEFORE_DON.search(text[:end]) and _is_whole(rest)):
            break
        is_word = (match[0][-2:-1].isalpha() and len(match[0].strip()) > 4) or match[0].startswith(
            "Sr"
        )
        if not first or first[0].islower() or (is_word and (is_role(first) or qualifies(first))):
            break
        end = match.end()
    return text[:end].rstrip(), text[end:]


def _is_whole(text: str) -> bool:
    """Juan Paz, and not what an initial stands before: D. Menon, D. S. Rao."""
    name = re.split(r"\s*[,;:(|\t]|\s[–—-]", text, maxsplit=1)[0]
    return len(name.split()) > 1 and not _INITIAL.match(name)


@lru_cache(4096)
def find_honorific(text: str) -> int:
    """Where the first one stands that a name follows; -1."""
    match = _HONORIFIC_WITHIN.search(text)
    return match.start() if match else -1


@lru_cache(4096)
def label_of(text: str) -> Label | None:
    """The part that a heading or the words before a colon name; None for any other words."""
    words = words_of(_KEYNOTE.sub("keynote", text))
    if not words or len(words) > 9:
        return None
    parts = [part for word in words for part, known in LABELS.items() if word in known]
    if not parts or any(
        word not in BESIDE_LABELS and not any(word in known for known in LABELS.values())
        for word in words
    ):
        return None
    first = next((part for part in parts if part is not Part.SPEAKER), Part.SPEAKER)
    # A keynote speaker, but the opening of a panel.
    return Label(first, text.strip(), any(word in SINGULAR_LABELS for word in words))


def label_behind(text: str) -> Label | None:
    """As label_of, for words behind a name, where a chair is rather somebody's office."""
    return None if set(words_of(text)) <= OFFICES_TOO else label_of(text)


def begins_label(text: str) -> Label | None:
    """As label_of, for `Keynote address and official launch` before a honorific."""
    words = words_of(text)
    known = next((part for part, each in LABELS.items() if words and words[0] in each), None)
    return Label(known, text.strip(), False) if known and len(words) < 16 else None


def names_no_speakers(text: str) -> bool:
    """Venue: …, RSVP: …, Hosted by …"""
    words = words_of(text)
    return bool(words) and words[0] in NOT_SPEAKERS


def heads_others(text: str) -> bool:
    """`Contacts`, `Organizing committee`: people below it have no part in the programme."""
    words = words_of(text)
    if not 0 < len(words) < 8 or (is_role(text) and words[0] != "about"):
        return False
    return any(word in HEADS_OTHERS for word in words[:3])


@lru_cache(4096)
def is_role(text: str) -> bool:
    """`Deputy Executive Secretary of X`, `Directrice de X`, `ITU Director`; not `Office of …`."""
    head = SPACED_OF.split(f"{text} ", maxsplit=1)[0]
    return any(_is_role_phrase(piece) for piece in AND.split(head))


def _is_role_phrase(text: str) -> bool:
    words = words_of(re.sub(r"\ba\.\s?i\.|\(.*?\)", " ", text))
    if not words:
        return False
    if len(words) > 1 and words[-1] == "mayor" and words[-2] in _MAYOR_IS_GREAT:
        return False
    if is_role_word(words[-1]) or is_role_word(words[0]):
        # The Chief Executives Board; Member States.
        return is_role_word(words[-1]) or words[-1] not in ORGANIZATIONS
    has_role = any(map(is_role_word, words))
    return has_role and not any(word in ORGANIZATIONS for word in words)


@lru_cache(4096)
def is_organization(text: str) -> bool:
    """Anything that its words, capitals or place on the map show to be one."""
    words = words_of(text)
    if not words or is_role(text):
        return False
    return (
        any(word in ORGANIZATIONS for word in words)
        or has_acronym(text)
        or is_country(text)
        or bool(re.search(r"[a-z][A-Z]\w", text))
    )


def is_unit(text: str) -> bool:
    """A department, which stands within an organization."""
    words = words_of(text)
    return bool(words) and (words[0] in UNITS or words[-1] in UNITS)


def qualifies(token: str) -> bool:
    """Senior, Deputy: the title goes on behind it."""
    return bool(_QUALIFIERS.match(token))
