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
from .models import Part
from .person_lines import Person, is_to_be_confirmed, read_people, with_more
from .rules import name_key
from .source_lines import HEAD, LONGEST_LINE, Line, clean, joined, lines_to_read
from .titles import (
    Label,
    begins_label,
    find_honorific,
    is_organization,
    is_role,
    label_behind,
    label_of,
    names_no_speakers,
)

MOST_PEOPLE = 1000
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


@dataclass
class Found:
    """A person and where they were found."""

    person: Person
    text: str
    line: Line
    label: Label | None
    is_second: bool = False
    """Another under a heading for one."""


def read_roster(text: str) -> list[ReadSpeaker]:
    """Everybody on a list, or in a notice, in its order."""
    found: list[Found] = []
    held: Label | None = None
    under_held = 0
    columns: dict[str, int] = {}
    for line in joined(text):
        if len(found) >= MOST_PEOPLE:
            break
        cells = _cells(line.text)
        if are_headings(cells):
            columns = find_fields(cells, [])
            continue
        if columns and len(cells) > 1:
            found.append(Found(person := read_row(cells, columns), "", line, person.label))
            continue
        columns = {}
        if held and held.is_for_one and under_held and line.blanks_before:
            held = None
        label, words = _split_label(line.text)
        people = [] if _is_no_list(line.text) else read_people(words, are_announced=bool(label))
        if people:
            for person in people:
                under = label or person.label or held
                if label or (held and line.is_item):
                    person.is_announced()
                under_held += under is held
                is_second = bool(under is held and held and held.is_for_one and under_held > 1)
                alone = words if len(people) == 1 else ""
                found.append(Found(person, alone, line, under, is_second))
        elif label and not (found and _is_office(line) and _attach(found[-1], line)):
            held, under_held = label, 0
        elif not label and not (found and _attach(found[-1], line)) and len(line.text.split()) < 12:
            # Another heading, of a part that we have no name for.
            held = None
    return with_doubts(found)


def lines_left_out(text: str, speakers: Sequence[ReadSpeaker]) -> list[tuple[int, str]]:
    """(number, line) of all words that are neither people nor headings of theirs."""
    used = {number for speaker in speakers for number in speaker.lines}
    lines = text.splitlines()
    within = len(lines_to_read(text))
    left = []
    for number, raw in enumerate(lines[:within], 1):
        line = clean(raw)[0]
        is_heading = label_of(line.rstrip(":：")) or are_headings(_cells(line))
        if number not in used and line and not is_heading:
            left.append((number, raw.strip()))
    beyond = enumerate(lines[within:], within + 1)
    return left + [(number, raw.strip()) for number, raw in beyond if raw.strip()]


def _split_label(text: str) -> tuple[Label | None, str]:
    """(`Moderator`, who it is) of a line that says both, or one."""
    if label := label_of(text.rstrip(":： ")):
        return label, ""
    if head := HEAD.match(text):
        has_colon = text[head.end(1) :].lstrip().startswith((":", "："))
        label = label_of(head[1]) if has_colon else label_behind(head[1])
        if label and (head[2] or has_colon):
            return label, head[2]
    start = find_honorific(text)
    if start > 0:
        before = text[:start].rstrip()
        words = before.rstrip(":–—- ")
        label = label_of(words) or begins_label(words)
        if label:
            return label, text[start:]
        if before.endswith(":") and len(words.split()) < 10:
            # Rapporteur: …, which is none of our parts.
            return Label(Part.SPEAKER, words, False), text[start:]
        if before.endswith((" –", " -", " by", " par", " por")) and len(words.split()) < 10:
            return None, text[start:]
        # A programme of one column: topic and person without anything between.
        if len(words.split()) < 9 and words[:1].isupper() and _has_title(text[start:]):
            return None, text[start:]
    if head and ":" in text and len(head[1].split()) < 6 and not names_no_speakers(head[1]):
        people = read_people(head[2])
        if people and people[0].is_sure and head.end(1) < text.find(",") % len(text):
            return None, head[2]
    return None, text


def _cells(text: str) -> list[str]:
    mark = "\t" if "\t" in text else "|"
    return [cell.strip() for cell in text.split(mark)] if mark in text else []


def _has_title(text: str) -> bool:
    people = read_people(text)
    return bool(people and is_role(people[0].role or ""))


def _is_no_list(text: str) -> bool:
    return (
        len(text) >= LONGEST_LINE
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
            )
        )
    return speakers
