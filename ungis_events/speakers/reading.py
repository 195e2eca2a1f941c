"""Rosters as people write them, in a mail or a notice, become people to look through.

A careful reader, not a clever one: every line that speaks of a person becomes one, with doubts
where the words leave any; what is no person is left to `lines_left_out`, so that nothing
disappears unseen. Nothing is looked up, nothing is saved. Reads English, French and Spanish
titles, and names in any script.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import LazyString, lazy_gettext

from .columns import are_headings, find_fields, read_row
from .line_labels import cells_of, split_label
from .models import Part
from .person_lines import Person, in_capitals, is_to_be_confirmed, read_people, with_more
from .prose_lines import (
    is_name_of_somebody,
    is_running_text,
    read_introduction,
    read_office_first,
    read_prose,
)
from .rules import name_key
from .source_lines import LONGEST_OF_PEOPLE, Line, clean, joined, lines_to_read
from .titles import (
    Label,
    heads_others,
    is_organization,
    is_role,
    label_behind,
    label_of,
    names_no_speakers,
)

MOST_PEOPLE = 1000
# Or a letter of a script that has no capitals.
_CAPITALIZED = re.compile(r"[^\W\d_a-zß-öø-ÿ]")
FROM_TWO_LINES = lazy_gettext("Taken from two lines: is it one person?")
NO_ORGANIZATION = lazy_gettext("No organization found.")
NO_ROLE_OR_ORGANIZATION = lazy_gettext("No role and no organization found.")


@dataclass(frozen=True)
class ReadSpeaker:
    """Somebody on a list, as the list has them. Names are kept as written."""

    name: str
    honorific: str | None = None
    role: str | None = None
    organization: str | None = None
    part: Part = Part.SPEAKER
    email: str | None = None
    lines: tuple[int, ...] = ()
    """Where they stand, counted from 1."""
    source: str = ""
    """Those lines."""
    doubts: tuple[LazyString, ...] = ()
    """What somebody should look at, a sentence each."""
    is_sure: bool = True
    """False: only capital letters say that this is a person."""
    is_headed: bool = False
    """Stands under a heading of people: Panellists."""


@dataclass
class Found:
    """A person and where they were found."""

    person: Person
    text: str
    line: Line
    label: Label | None
    is_second: bool = False
    """Another under a heading for one."""
    is_headed: bool = False


def read_roster(text: str) -> list[ReadSpeaker]:
    """Everybody on a list, or in a notice, in its order."""
    reader = _Reader(text)
    for line in joined(text):
        if len(reader.found) >= MOST_PEOPLE:
            break
        reader.read(line)
    return with_doubts(reader.found)


class _Reader:
    """Goes from line to line and keeps what holds for the next one."""

    def __init__(self, text: str) -> None:
        self.found: list[Found] = []
        self._text = text
        self._held: Label | None = None
        """The heading of a part that we are under."""
        self._under_held = 0
        self._others = ""
        """The heading that we are under is one of people without a part: Contacts."""
        self._columns: dict[str, int] = {}

    def read(self, line: Line) -> None:
        if self._read_table(line):
            return
        held = self._held
        if held and held.is_for_one and self._under_held and line.blanks_before:
            self._held = None
        label, words = split_label(line.text)
        if people := self._people_of(line, words, label):
            self._add(people, line, words, label)
        elif label and not (self.found and _is_office(line) and _attach(self.found[-1], line)):
            # Panel 2 (moderated by Jane Roe, ITU)
            self._add(read_prose(line.text), line, "", None)
            self._held, self._under_held, self._others = label, 0, ""
        elif heads_others(line.text) or (
            not label and not (self.found and _attach(self.found[-1], line))
        ):
            self._read_heading(line)

    def _read_table(self, line: Line) -> bool:
        cells = cells_of(line.text)
        if are_headings(cells):
            self._columns = find_fields(cells, [])
            return True
        if self._columns and len(cells) > 1:
            person = read_row(cells, self._columns)
            self.found.append(Found(person, "", line, person.label))
            return True
        self._columns = {}
        return False

    def _people_of(self, line: Line, words: str, label: Label | None) -> list[Person]:
        if not _CAPITALIZED.search(line.text):
            return []
        if is_running_text(line.text):
            return read_prose(line.text) or (read_introduction(line.text) if self._held else [])
        if people := in_capitals(words, self._text, bool(label or self._held)):
            return people
        if label or not _is_no_list(line.text):
            people = read_people(words, are_announced=bool(label))
        if people or (label and not words):
            return people
        people = read_prose(line.text)
        return people if people or _is_no_list(line.text) else read_office_first(words)

    def _add(self, people: list[Person], line: Line, words: str, label: Label | None) -> None:
        held = self._held
        alone = words if len(people) == 1 and not is_running_text(line.text) else ""
        for person in people:
            under = label or person.label or held
            if label or (held and line.is_item):
                person.is_announced()
            self._under_held += under is held
            is_second = bool(under is held and held and held.is_for_one and self._under_held > 1)
            if self._others and not (label or person.label):
                person.is_sure = False
                person.doubts.append(lazy_gettext("Stands under “%(words)s”.", words=self._others))
            is_headed = bool(held) or self._is_beside(line)
            is_headed = is_headed and is_name_of_somebody(person.name, 2)
            self.found.append(Found(person, alone, line, under, is_second, is_headed))

    def _is_beside(self, line: Line) -> bool:
        """The next item of a list of people."""
        if not self.found:
            return False
        last = self.found[-1]
        is_next = last.line.numbers[-1] + 1 == line.numbers[0]
        return is_next and line.is_item and last.line.is_item and last.person.is_sure

    def _read_heading(self, line: Line) -> None:
        """Another heading, of a part that we have no name for, or of people without a part."""
        if len(line.text.split()) < 12:
            self._held = None
            self._others = line.text.strip(" :：") if heads_others(line.text) else ""


def lines_left_out(text: str, speakers: Sequence[ReadSpeaker]) -> list[tuple[int, str]]:
    """(number, line) of all words that are neither people nor headings of theirs."""
    used = {number for speaker in speakers for number in speaker.lines}
    lines = text.splitlines()
    within = len(lines_to_read(text))
    left = []
    for number, raw in enumerate(lines[:within], 1):
        line = clean(raw)[0]
        is_heading = label_of(line.rstrip(":：")) or are_headings(cells_of(line))
        if number not in used and line and not is_heading:
            left.append((number, raw.strip()))
    beyond = enumerate(lines[within:], within + 1)
    return left + [(number, raw.strip()) for number, raw in beyond if raw.strip()]


def _is_no_list(text: str) -> bool:
    return (
        len(text) >= LONGEST_OF_PEOPLE
        or "://" in text
        or "www." in text
        or (names_no_speakers(text) and ":" in text)
    )


def _is_office(line: Line) -> bool:
    """`Chair` below a name."""
    return not line.blanks_before and label_behind(line.text) is None


def _attach(found: Found, line: Line) -> bool:
    """A title on the line below the name."""
    person = found.person
    is_near = line.blanks_before == 0 and not line.is_item
    is_bare = not (person.role or person.organization)
    if not found.text or len(line.text) > 300 or line.blanks_before > 1:
        return False
    first = re.split(r"[,.;]\s", line.text)[0]
    if is_bare and not (is_role(first) or (is_near and is_organization(first))):
        return False
    if not is_bare and (person.organization or not is_near or not is_organization(line.text)):
        return False
    again = with_more(person, found.text, line.text)
    if again is None:
        return False
    passed_over = line.numbers[0] - found.line.numbers[-1] - 1 - line.blanks_before
    if passed_over or is_to_be_confirmed(line.text) or FROM_TWO_LINES in person.doubts:
        # Mr. Wu Hongbo / TBC / Representative of Kenya (tbd): two people, perhaps.
        again.doubts.append(FROM_TWO_LINES)
    found.person = again
    found.text = f"{found.text.rstrip(' ,.;')}, {line.text}"
    found.line.numbers.extend(line.numbers)
    found.line.source = f"{found.line.source}\n{line.source}"
    return True


def with_doubts(found: Sequence[Found]) -> list[ReadSpeaker]:
    """Also what shows only beside the others: the same name twice."""
    speakers = []
    first_lines: dict[str, int] = {}
    for each in found:
        person = each.person
        doubts = list(person.doubts)
        organization = person.organization or person.place
        if not organization:
            doubts.append(NO_ORGANIZATION if person.role else NO_ROLE_OR_ORGANIZATION)
        if each.is_second and each.label:
            words = each.label.words.strip(":： ")
            doubts.append(lazy_gettext("Stands under “%(words)s” too.", words=words))
        number = each.line.numbers[0]
        first = first_lines.setdefault(name_key(person.name), number)
        if first != number:
            doubts.append(lazy_gettext("The same name stands in line %(n)s.", n=first))
        speakers.append(
            ReadSpeaker(
                name=person.name,
                honorific=person.honorific,
                role=person.role,
                organization=organization,
                part=each.label.part if each.label else Part.SPEAKER,
                email=person.email,
                lines=tuple(each.line.numbers),
                source=each.line.source,
                doubts=tuple(doubts),
                is_sure=person.is_sure,
                is_headed=each.is_headed,
            )
        )
    return speakers
