"""People whom running text names with their part in the programme. Pure.

Only behind words that give one (`prose_cues`): who is only mentioned, quoted or thanked is left.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from .name_words import is_after_a_name, is_plain_name, looks_like_name
from .person_lines import Person, read_person
from .place_names import is_country, is_town
from .prose_cues import Cue, find_cues, find_doing
from .title_words import FINITE_VERB, has_acronym, is_common
from .titles import Label, find_honorific, is_organization, is_role, split_honorific

_STOP = re.compile(r"[.!?](?=\s|$)")
_SHORT_BEFORE_STOP = re.compile(
    r"(?:^|[\s.(])(?:[^\W\d_]|Mr|Mrs|Ms|Mx|Drs?|Dra|Prof|Profs|Amb|Hon|Mme|Mlle|Sra?|Srta|Excm[oa]"
    r"|Rev|Gen|Col|Sen|Eng|Ing|Lic|St|Jr|Inc|Ltd|Co|No|vs|approx|Rt|Rep|Gov|Min)$",
    re.I,
)
_IS = re.compile(
    r"\s+(?:is|est|es)\s+(?:currently\s+|actuellement\s+|actualmente\s+)?"
    r"(?:(?:an?|the|une?|una?|le|la|el)\s+)?"
)
_ENDS_AN_OFFICE = re.compile(
    r",?\s+(?:where|who|whose|with\s+over|since|depuis|desde|où|qui|donde|quien|and\s+has|has|a)\b"
)
_LONGEST = 700
"""Characters behind a cue that we look for people in."""
_ENDS_THE_LIST = re.compile(
    r"\s*,?\s+(?:will|would|shall|is|are|was|were|has|have|had|who|whom|which|that|where|while"
    r"|when|before|after|during|followed|until|about|regarding|towards|to\s+(?!the\b|UN\b)[a-z]+"
    r"|qui|sera|seront|est|sont|suivie?s?|avant|après|lors|sur|afin|que|quien(?:es)?|será|serán"
    r"|seguid[oa]s?|sobre|durante|antes|después)\b"
    r"|\s+on\s+(?=the\s+topic|\d|[“\"‘]|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
    r"|\s+(?:at|from|à|a\s+las|le|el)\s+\d|\s[–—-]\s|[“”«»]",
)
_AND = r"(?:and|et|y|e|&|as\s+well\s+as|ainsi\s+que|así\s+como|junto\s+(?:con|a)|puis|luego)"
# avec la participation de Mme Roe et de M. Doe
_AGAIN = r"(?:(?:by|from|with|par|avec|de|d['’]|por|con)\s*(?=[^\W\d_a-z]))?"
_SEPARATOR = re.compile(rf"((?:\s*[;,]\s*(?:{_AND}\s+)?|\s+{_AND}\s+){_AGAIN}(?![^()]{{0,200}}\)))")
# Not UN.
_ARTICLE = re.compile(
    r"^(?:(?:[Tt]he|[Oo]ur|its|[Ll]a|[Ll]es?|[Ee]l|los|las|une?|una|an?)\s+|[Ll]['’])"
)
# la Marocaine Jane Roe, l'Ivoirien John Doe
_OF_A_PEOPLE = re.compile(
    r"^(?:[Ll][ea]\s+|[Ll]['’])[A-ZÉ][a-zéèïç]{3,20}(?:ienne|ien|aine|ain|aise|ais|oise|ois)\s+(?=[A-ZÉ])"
)
_OF = re.compile(r"\s(?:of|from|at|with)\s(?:the\s)?(?=[^\W\d_a-z])")
_BRACKETS = re.compile(r"\([^()]*\)")
_BRACKET = re.compile(r"\s*\([^()]*\)\s*$")
_PREPOSITIONS = frozenset({"of", "for", "on", "to", "at", "in", "de", "du", "des", "del", "para"})
_PARTICLES = frozenset(
    {"da", "de", "del", "der", "di", "dos", "la", "van", "von", "den", "bin", "al", "el", "y"}
)
_MOST_NAME_WORDS = 5


def is_running_text(text: str) -> bool:
    """Whole sentences, and not a name with what the person is behind it."""
    # Not the topic of a talk: Jane Roe, Director, ITU: “Who is online?”
    first = re.split(r"[“\"«]", next(_sentences(text)), maxsplit=1)[0]
    return len(first.split()) > 7 and bool(FINITE_VERB.search(first))


def read_prose(text: str) -> list[Person]:
    """Everybody the sentences give a part, in their order, each with its label."""
    people: list[Person] = []
    for sentence in _sentences(text):
        people.extend(_read_sentence(sentence))
    return people


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for stop in _STOP.finditer(text):
        if not _SHORT_BEFORE_STOP.search(text[max(start, stop.start() - 12) : stop.start()]):
            yield text[start : stop.start()]
            start = stop.end()
    yield text[start:]


def read_office_first(text: str) -> list[Person]:
    """Minister of ICT of Kenya, H.E. Mr. Joe Doe; UN Secretary-General Jane Roe: the whole line."""
    begun = begin_person(text)
    found = list(_split_people(text)) if begun is None or begun[1] else []
    people = [read_person(words) for words, is_shown in found if is_shown]
    return [person for person in people if person and person.is_sure and person.role]


def read_introduction(text: str) -> list[Person]:
    """Jane Roe is the Director of the Fund, where she …: only below a heading of speakers."""
    first = next(_sentences(text))
    found = _IS.search(first)
    if found is None or not is_name_of_somebody(split_honorific(first[: found.start()])[1], 2):
        return []
    office = re.split(_ENDS_AN_OFFICE, first[found.end() :], maxsplit=1)[0]
    person = read_person(f"{first[: found.start()]}, {office}") if is_role(office) else None
    return [person] if person else []


def _read_sentence(sentence: str) -> Iterator[Person]:
    if doing := find_doing(sentence):
        for words, _ in _split_people(sentence[: doing.start]):
            # Who has an office too, lest every actor of a sentence speaks.
            person = read_person(words) if "," in words else None
            if person and person.is_sure:
                person.label = Label(doing.part, doing.words, False)
                yield person
    cues = find_cues(sentence)
    read_until = 0
    for number, cue in enumerate(cues):
        if cue.end < read_until:
            continue
        following = [each.start for each in cues[number + 1 :] if each.start >= cue.end]
        end = min([*following, cue.end + _LONGEST, len(sentence)])
        people = list(_people_in(sentence[cue.end : end], cue))
        if people:
            read_until = end
            for person in people:
                person.label = person.label or Label(cue.part, cue.words, False)
                person.is_announced()
                yield person


def _people_in(text: str, cue: Cue) -> Iterator[Person]:
    """Those of `Jane Roe, Director of the Fund and John Doe, journalist for Le Jour`."""
    if stop := _ENDS_THE_LIST.search(text):
        text = text[: stop.start()]
    if text.count(")") > text.count("("):
        text = text[: text.rindex(")")]
    for words, is_shown in _split_people(text.strip(" ,;:")):
        if not (is_shown or cue.is_strong):
            return
        if (person := read_person(words)) is None:
            return
        yield person


def _split_people(text: str) -> Iterator[tuple[str, bool]]:
    """(name and office of each, whether more than capitals shows that it is a person)."""
    parts = _SEPARATOR.split(text)
    pieces = [_ARTICLE.sub("", _OF_A_PEOPLE.sub("", piece)) for piece in parts[::2]]
    people = _People()
    for number, (separator, piece) in enumerate(zip(["", *parts[1::2]], pieces, strict=True)):
        following = pieces[number + 1] if number + 1 < len(pieces) else ""
        if not people.take(piece, separator, following):
            break
    people.end()
    yield from people.done


class _People:
    """Goes from comma to comma and keeps who is being read."""

    def __init__(self) -> None:
        self.done: list[tuple[str, bool]] = []
        self._person = ""
        self._is_shown = False
        self._office_before = ""
        """UN Women Executive Director, | Jane Roe"""

    def end(self) -> None:
        if self._person:
            self.done.append((self._person, self._is_shown))
        self._person, self._is_shown = "", False

    def take(self, piece: str, separator: str, following: str) -> bool:
        """Whether the list may go on behind it."""
        if self._person and is_after_a_name(piece):
            self._person = f"{self._person}, {piece}"
            return True
        start = find_honorific(piece)
        if self._office_before and start > 0 and begin_person(piece[start:]):
            # the Minister of Health | and Wellness of Fiji Mr. Roe
            office = f"{self._office_before}{separator}{piece[:start]}"
            self._begin(piece[start:], office.strip(" ,"), True)
            return True
        begun = begin_person(piece)
        if begun and self._person and not _is_new(begun, separator, following, self._person):
            begun = None
        if begun:
            self._begin(*begun)
            return True
        if self._person and ";" in separator and is_role(piece):
            # …; la directora de la Oficina, Jane Roe
            self.end()
        if self._person:
            return self._go_on(piece, separator)
        return self._wait(piece, separator)

    def _begin(self, name: str, office: str, has_title: bool) -> None:
        self.end()
        office = office or self._office_before
        self._person = ", ".join(filter(None, (name, office)))
        self._is_shown = has_title or bool(office) or "(" in name
        self._office_before = ""

    def _go_on(self, piece: str, separator: str) -> bool:
        is_office = is_role(piece) or is_organization(piece)
        if not is_office and (not self._is_shown or piece[:1].islower()):
            return False
        self._is_shown = self._is_shown or is_office
        self._person = f"{self._person}{separator}{piece}"
        return True

    def _wait(self, piece: str, separator: str) -> bool:
        """An office before the name, or an organization that speaks without one."""
        if self._office_before:
            self._office_before = f"{self._office_before}{separator}{piece}"
        elif is_role(piece):
            self._office_before = piece
        return bool(self._office_before) or is_organization(piece)


def _is_new(begun: tuple[str, str, bool], separator: str, following: str, person: str) -> bool:
    """Another person, and not a place or a field that the office before it goes on with."""
    name, office, has_title = begun
    person = _BRACKETS.sub("", person)
    if has_title or office or ";" in separator or "(" in name:
        return True
    is_last = re.search(r"\w", separator) and not following
    return is_role(following) or is_organization(following) or bool(is_last) or "," not in person


@lru_cache(4096)
def begin_person(piece: str) -> tuple[str, str, bool] | None:
    """(honorific and name, office that stood before it, whether there is a honorific)."""
    piece = _OF_A_PEOPLE.sub("", piece.strip())
    piece = _ARTICLE.sub("", piece.strip()) if not split_honorific(piece.strip())[0] else piece
    start = find_honorific(piece)
    if start > 0 and is_role(piece[:start].strip(" ,")) and begin_person(piece[start:]):
        return piece[start:].strip(), piece[:start].strip(" ,"), True
    honorific, rest = split_honorific(piece.strip())
    bare = _BRACKET.sub("", rest)
    if honorific and len(bare.split()) <= _MOST_NAME_WORDS and is_name_of_somebody(bare, 1):
        return piece.strip(), "", True
    if is_name_of_somebody(bare, 2):
        return piece.strip(), "", False
    if (of := _OF.search(rest)) and is_name_of_somebody(rest[: of.start()], 2):
        # Li Roe of Green Path
        return f"{honorific} {rest[: of.start()]} ({rest[of.end() :]})".strip(), "", True
    if behind := name_behind_office(rest):
        office, name = behind
        return f"{honorific} {name}".strip(), office, bool(honorific)
    return None


@lru_cache(4096)
def is_name_of_somebody(text: str, fewest: int) -> bool:
    words = text.split()
    return (
        fewest <= len(words) <= _MOST_NAME_WORDS
        and (is_plain_name(text) or (fewest == 1 and len(words) == 1 and words[0].istitle()))
        and not is_country(text)
        and not is_town(text)
        and not any(map(_is_no_name_word, words))
    )


def _is_no_name_word(word: str) -> bool:
    is_initial = len(word.strip(".")) == 1
    return not is_initial and (is_common(word) or (has_acronym(word) and len(word) < 5))


def name_behind_office(text: str) -> tuple[str, str] | None:
    """(`UN Secretary-General`, `Jane Roe`) of `UN Secretary-General Jane Roe`."""
    tokens = text.split()
    start = len(tokens)
    while start > 0 and _may_stand_in_name(tokens[start - 1]):
        start -= 1
    while start < len(tokens) and tokens[start].islower():
        start += 1
    if start and tokens[start - 1].casefold() in _PREPOSITIONS:
        # the President of Costa Rica Jane Roe; the Mayor of Northam Jane Roe
        ends = range(len(tokens) - 2, start, -1)
        is_state = (end for end in ends if is_country(" ".join(tokens[start:end])))
        start = next(is_state, start + 1)
    office, name = " ".join(tokens[:start]), " ".join(tokens[start:])
    if not office or not is_name_of_somebody(name, 2) or not is_role(office):
        return None
    return office, name


def _may_stand_in_name(token: str) -> bool:
    if token.islower():
        return token in _PARTICLES
    if token.isupper() and len(token.strip(".")) > 1:
        return False
    return looks_like_name(token) and not _is_no_name_word(token)
