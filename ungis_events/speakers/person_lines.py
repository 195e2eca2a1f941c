"""One line of a roster becomes one person, or several, or nobody. Pure.

Names stay as written, letter by letter; what cannot be told becomes a doubt.
"""

import re
from dataclasses import dataclass, field, replace

from flask_babel import LazyString, lazy_gettext

from .name_words import is_after_a_name, is_plain_name, looks_like_name, where_office_begins
from .offices import in_columns, in_segments
from .place_names import is_country, is_town
from .title_words import is_common
from .titles import Label, is_organization, is_role, label_behind, split_honorific

IS_IT_A_PERSON = lazy_gettext("Is this a person?")
TITLE_OR_ORGANIZATION = lazy_gettext("Title and organization may be mixed up.")
TO_BE_CONFIRMED = lazy_gettext("To be confirmed, says the list.")
PARTED_IN_TWOS = lazy_gettext("Names in capitals with nothing between them: parted in twos.")
PERHAPS_AN_INITIAL = lazy_gettext("“M.” could be an initial of the name.")

_END_OF_NAME = re.compile(
    r"\s*(?:[,;\t|(\[:，；：（،؛—]|\s(?:[–—―-]{1,2}|/)(?=\s))|\.(?=\s+(?:[^\W\d_]{2}))(?<=[^\W\d_]{3}\.)"
)
_BIG_BREAK = re.compile(
    r"\s*[\t|;；؛]\s*|\s/\s|(?<!\d)\s+[–—―-]{1,2}\s+|\s+[–—―-]{1,2}\s+(?!\d)|(?<=\w)—(?=\w)"
)
_COMMA = re.compile(r"\s*[,，،]\s*(?![^()]*\))")
_END_OF_SENTENCE = re.compile(r"(?<=[^\W\d_]{3})\.\s+(?=[^\W\d_a-z])|(?<=\))\.\s*(?=[^\W\d_])")
_ADDRESS = r"\b[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}\b"
_EMAIL = re.compile(rf"\(\s*{_ADDRESS}\s*\)|<?{_ADDRESS}>?")
_TO_BE_CONFIRMED = re.compile(
    r"[\[(]?\b(?:tbc|tbd|to be (?:confirmed|determined)|[àa] confirmer|(?:por|a) confirmar)\b"
    r"[\])]?",
    re.I,
)
_BY_THE_WAY = re.compile(
    r"\s*\((?:\s*(?:video|pre-?recorded|recorded|online|virtual(?:ly)?|remote(?:ly)?|in person|via "
    r"\w+|by \w+|en ligne|vidéo|en línea|\d+ ?min\w*|she/\w+|he/\w+|they/\w+|elle|il|ella|él)"
    r"(?: message)?\s*)\),?",
    re.I,
)
_TOPIC = re.compile(r"\s*[:–—-]\s*[“\"«].*$")
"""Jane Roe, Director, ITU: “Why networks matter” """
_NO_PART_OF_ONE = re.compile(
    r"(?:['’]s|,?\s+(?:and|et|y|en\s+funciones|par\s+intérim|ad\s+interim|a\.\s?i\.))$"
)
"""Behind an organization: Green Path’s; OEA en funciones; ITU and"""
_NEXT_SLOT = re.compile(r"(?<=[^\W\d_])\d{1,2}[.:h]\d{2}\s+[–—-]\s.*$")
"""Stuck to the line by whoever copied it: Board member, Green Path16.40 – Questions"""
_HANDLE = re.compile(r"\s@\w{2,30}(?=\s*(?:\(|,|;|$))")
"""Of a network: Jane Roe, Director, Fjord @fjord"""
_SURNAME_FIRST = re.compile(r"^[^\W\d_a-z][^\W\d_a-z'’ -]{2,40}, ([^\W\d_]+(?:[ -][^\W\d_]+)?),")
_VERB = re.compile(r"\b(?:is|are|was|were|will|has|have|est|sont|sera|ont|es|son|será|han)\b")
_PERSON_IS = re.compile(r"^[^\W\d_]+ (?:is|est|es) (?:(?:an?|the|une?|una?|le|la|el) )?")
_COURTESY_BEFORE_RANK = re.compile(
    r"\b(M[rsx]s?\.?|M\.|Mme|Sra?\.)\s?(Amb\w*\.?|Ambassad\w+|Embajador\w*|Sen\w*\.?|Gen\w*\.?)(?!\w)"
)
_BETWEEN_PEOPLE = re.compile(
    r"(?:[,;]\s*(?:(?:and|et|y|e|&)\s+)?|\s+(?:and|et|y|&)\s+)"
    r"(?=(?:H\.\s?E\.|S\.\s?E\.|Mr|Mrs|Ms|Mx|Dra?|Dña|Prof|Amb|Mme|M|Sra?|Hon)(?:\.|\s)\s*[^\W\d_a-z])"
)
_BETWEEN_BRACKETED = re.compile(r"(?<=\))\s*(?:[,;]|\band\b|\bet\b|\by\b|&)+\s*(?:and|et|y|&)?\s+")
_BETWEEN_NAMES = re.compile(r"\s*[,;]\s*(?:and|et|y|&)\s+|\s+(?:and|et|y|&)\s+|\s*[,;]\s*")


@dataclass
class Person:
    name: str
    honorific: str | None = None
    role: str | None = None
    organization: str | None = None
    email: str | None = None
    label: Label | None = None
    place: str | None = None
    """A country in brackets behind the name: the organization where none is found."""
    is_sure: bool = True
    doubts: list[LazyString] = field(default_factory=list)

    def is_announced(self) -> None:
        """A heading says that people follow: so this is one."""
        self.is_sure = True
        self.doubts = [doubt for doubt in self.doubts if doubt is not IS_IT_A_PERSON]


def read_people(text: str, *, are_announced: bool = False) -> list[Person]:
    """Those of one line; `are_announced`: a heading or label says that people follow."""
    for between in (_BETWEEN_PEOPLE, _BETWEEN_BRACKETED, re.compile(r"\s*;\s*")):
        pieces = [piece for piece in between.split(text) if piece.strip()]
        people = [read_person(piece) for piece in pieces] if len(pieces) > 1 else []
        if people and all(person and person.is_sure for person in people):
            return [person for person in people if person]
    names = _BETWEEN_NAMES.split(text)
    if are_announced and 1 < len(names) < 12 and all(map(is_plain_name, names)):
        people = [read_person(name) for name in names]
        if all(people):
            return [person for person in people if person]
    person = read_person(text)
    return [person] if person else []


def read_person(text: str) -> Person | None:
    doubts: list[LazyString] = []
    left_out = []
    email = _EMAIL.search(text)
    plain = _EMAIL.sub(" ", text) if email else text
    plain = _NEXT_SLOT.sub("", _HANDLE.sub("", plain))
    if _TO_BE_CONFIRMED.search(plain):
        plain = _TO_BE_CONFIRMED.sub(" ", plain)
        doubts.append(TO_BE_CONFIRMED)
    if aside := _BY_THE_WAY.search(plain):
        left_out.append(aside[0].strip(" ,"))
        plain = plain[: aside.start()] + "," + plain[aside.end() :]
    honorific, rest = split_honorific(plain.strip(" \t,;:*_").lstrip("."))
    name, bracket, tail = _split_name(rest, bool(honorific))
    if topic := _TOPIC.search(tail):
        left_out.append(tail[topic.start() :].strip(" :"))
        tail = tail[: topic.start()]
    if more := _END_OF_SENTENCE.search(tail):
        left_out.append(tail[more.end() :].strip())
        tail = tail[: more.start()]
    tail = _without_full_stop(tail.strip(" \t,;:–—―|/-").lstrip("."))
    person = Person(
        name=name,
        honorific=honorific or None,
        email=email[0].strip("<>() ") if email else None,
        doubts=doubts,
    )
    _read_tail(person, tail)
    if person.role and person.label is None and (label := label_behind(person.role)):
        person.label, person.role = label, None
    if bracket:
        _read_bracket(person, bracket, left_out)
    if not _is_person(person, tail):
        return None
    for words in filter(None, left_out):
        short = words if len(words) < 80 else f"{words[:79]}…"
        doubts.append(lazy_gettext("Left out: “%(words)s”.", words=short))
    _doubt_honorific(person)
    return person


def _split_name(text: str, has_honorific: bool) -> tuple[str, str, str]:
    """(name, what stands in brackets behind it, the rest)."""
    end = _END_OF_NAME.search(text)
    name, tail = (text[: end.start()], text[end.start() :].lstrip()) if end else (text, "")
    words = name.split()
    cut = where_office_begins(words)
    if cut and (has_honorific or looks_like_name(" ".join(words[:cut]))):
        # No comma before the title: Jane Roe Minister for Health.
        tail = f"{' '.join(words[cut:])}{tail}"
        name = " ".join(words[:cut])
    if surname := _SURNAME_FIRST.match(f"{name}{tail}"):
        behind = tail[surname.end() - len(name) :]
        # FALL, Awa, Director; not UNESCO, Paris, Director
        if is_role(behind) and not is_organization(surname[1]):
            name, tail = surname[0].rstrip(","), behind
    bracket = ""
    if found := re.match(r"[(\[（]([^()\[\]（）]*)[)\]）]\s*[.,:;]?\s*", tail):
        bracket, tail = found[1].strip(), tail[found.end() :]
    first, more = _first_and_more(tail)
    while is_after_a_name(first):
        name, tail = f"{name}, {first}", more
        first, more = _first_and_more(tail)
    return _without_full_stop(name.strip()), bracket, tail


def _first_and_more(tail: str) -> tuple[str, str]:
    """(`PhD`, the rest) of PhD – Director, ITU."""
    pieces = re.split(r"(?=,|\s[–—|-]\s)", tail.lstrip(", "), maxsplit=1)
    return pieces[0].strip(), pieces[1] if len(pieces) > 1 else ""


def _without_full_stop(text: str) -> str:
    """Without that of a sentence; the one of Jr., Inc. or a.i. stays."""
    is_short = re.search(
        r"(?:^|[\s.])(?:\w|Jr|Sr|Esq|Ph\.?D|Corp|Inc|Ltd|Co|LLC|Assn|Univ)\.$", text
    )
    return text if is_short else text.rstrip(".")


def _read_tail(person: Person, tail: str) -> None:
    pieces = [piece.strip(" ,") for piece in _BIG_BREAK.split(tail) if piece.strip(" ,.")]
    if pieces and (label := label_behind(pieces[-1].strip("()"))):
        person.label = label
        pieces.pop()
    elif pieces and (bracketed := re.search(r"\s*\(([^()]{3,30})\)$", pieces[-1])):
        person.label = label_behind(bracketed[1])
        if person.label:
            pieces[-1] = pieces[-1][: bracketed.start()].strip(" ,.")
    if len(pieces) > 1:
        role, organization, is_sure = in_columns(pieces)
    else:
        segments = [each for each in _COMMA.split(pieces[0] if pieces else "") if each]
        if len(segments) > 1 and (label := label_behind(segments[-1])):
            person.label = label
            segments.pop()
        role, organization, is_sure = in_segments(segments)
    organization = _NO_PART_OF_ONE.sub("", organization.strip(" ,"))
    person.role, person.organization = role.strip(" ,") or None, organization or None
    if not is_sure:
        person.doubts.append(TITLE_OR_ORGANIZATION)


def _read_bracket(person: Person, bracket: str, left_out: list[str]) -> None:
    """Name (Organization); Name (moderator); Name (Country)."""
    if label := label_behind(bracket):
        person.label = label
    elif all(is_country(each) for each in re.split(r"\s*[/,]\s*", bracket)):
        person.place = bracket
        if person.organization and person.organization != bracket:
            left_out.append(f"({bracket})")
    elif person.organization:
        left_out.append(f"({bracket})")
    elif person.role:
        person.organization = bracket
    else:
        role, organization, is_sure = in_segments([e for e in _COMMA.split(bracket) if e])
        person.role, person.organization = role or None, organization or None
        if not is_sure and role:
            person.doubts.append(TITLE_OR_ORGANIZATION)


def _is_person(person: Person, tail: str) -> bool:
    is_name = looks_like_name(person.name)
    if person.honorific:
        return is_name
    if not is_name or is_common(person.name) or is_country(person.name) or is_town(person.name):
        return False
    if person.name[0] in '“"‘(':
        # “One Planet”, the webinar
        return False
    title = bool(person.role and is_role(person.role))
    # 王小明 is a whole name.
    is_one_word = len(person.name.split()) < 2 and person.name != person.name.swapcase()
    if is_one_word and not title:
        return False
    # A sentence goes on in small letters and has a verb: In Geneva, which is …
    if not title and ((tail[:1].islower() and tail[0].isascii()) or _VERB.search(tail)):
        return False
    known_office = person.organization and not is_country(person.organization)
    shown = title or bool(known_office and is_organization(person.organization or ""))
    person.is_sure = bool(shown or person.email or person.label) and not is_one_word
    if not person.is_sure:
        person.doubts.insert(0, IS_IT_A_PERSON)
    return True


def _doubt_honorific(person: Person) -> None:
    if clash := _COURTESY_BEFORE_RANK.search(person.honorific or ""):
        person.doubts.append(
            lazy_gettext(
                "“%(first)s” does not go before “%(second)s”.", first=clash[1], second=clash[2]
            )
        )
    if person.honorific == "M." and len(person.name.split()) == 1:
        person.doubts.append(PERHAPS_AN_INITIAL)


def is_to_be_confirmed(text: str) -> bool:
    return bool(_TO_BE_CONFIRMED.search(text))


def with_more(person: Person, text: str, more: str) -> Person | None:
    """The same person read again with the title that stands on the next line."""
    again = read_person(f"{text.rstrip(' ,.;')}, {_PERSON_IS.sub('', more)}")
    return replace(again, label=again.label or person.label) if again else None


def in_capitals(text: str, notice: str, is_announced: bool) -> list[Person]:
    """JANE ROE JOHN DOE, where the notice has one of the names in small letters elsewhere."""
    words = text.split()
    if not (4 <= len(words) <= 16 and len(words) % 2 == 0 and all(map(_is_capital_name, words))):
        return []
    names = [" ".join(map(_in_small_letters, words[n : n + 2])) for n in range(0, len(words), 2)]
    if not is_announced and not any(name in notice for name in names):
        return []
    return [Person(name, doubts=[PARTED_IN_TWOS]) for name in names]


def _is_capital_name(word: str) -> bool:
    return (
        word.isupper()
        and not re.search(r"[.,]", word)
        and len(word) > 1
        and looks_like_name(word)
        and not is_common(word)
    )


def _in_small_letters(word: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda found: found[0].capitalize(), word)
