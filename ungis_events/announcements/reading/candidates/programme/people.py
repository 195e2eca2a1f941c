"""Who takes part, by the reader that the roster's lists are read with.

A notice holds more than a list: whoever only looks like a person, has no part or is there to be
written to is left, and who stands in it twice is one.
"""

import re
from dataclasses import replace

from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import ClockMark, DateMark, Marks, ZoneMark
from ungis_events.speakers.models import Part
from ungis_events.speakers.reading import ReadSpeaker, read_roster
from ungis_events.speakers.rules import name_key

_TIMES = (DateMark, ClockMark, ZoneMark)
_CAPITAL = re.compile(r"[^\W\d_a-zß-öø-ÿ]")
"""Or a letter of a script without small ones: without it there is no name."""
_TELEPHONE = re.compile(r"\+\d[\d ()./-]{6,20}\d")
_DEGREE = re.compile(r"(?:,?\s+(?:Ph\.?\s?D|M\.?D|M\.?Div|M\.?Sc|M\.?B\.?A|LL\.?M|MPH)\.?){1,3}$")
_AT_LARGE = re.compile(r"UN|ONU|United Nations|Nations [Uu]nies|Naciones Unidas")
_STRENGTH = {Part.MODERATOR: 2, Part.SPEAKER: 0, Part.PANELLIST: 0}
"""A moderator stays one; a slot of one's own says more than the list of all."""


def read_speakers(notice: Notice, marks: Marks) -> tuple[ReadSpeaker, ...]:
    """Everybody with a part in the programme, in the order of the text."""
    people: list[ReadSpeaker] = []
    by_word: dict[str, list[int]] = {}
    for person in read_roster(_without_times(notice, marks)):
        if not (person.is_sure or person.is_headed) or _is_contact(person):
            continue
        words = set(name_key(person.name).split())
        alike = sorted({number for word in words for number in by_word.get(word, ())})
        same = next((n for n in alike if is_same(people[n].name, person.name)), None)
        if same is None:
            same = len(people)
            people.append(replace(person, name=_DEGREE.sub("", person.name) or person.name))
        else:
            people[same] = merge(people[same], person)
        for word in words:
            by_word.setdefault(word, []).append(same)
    return tuple(people)


def _without_times(notice: Notice, marks: Marks) -> str:
    """The text without the lines that say when and nothing else: no New York takes part."""
    lines = notice.text.split("\n")
    for line in notice.lines:
        times = [mark for kind in _TIMES for mark in marks.on(line, kind)]
        rest = list(line.text)
        for mark in times:
            end = mark.end - line.start
            rest[mark.start - line.start : end] = " " * len(rest[mark.start - line.start : end])
        if times and not _CAPITAL.search("".join(rest)):
            lines[line.number - 1] = "-"  # not an empty one, which would part what it stands in
    return "\n".join(lines)


def _is_contact(person: ReadSpeaker) -> bool:
    is_to_be_reached = bool(person.email) or bool(_TELEPHONE.search(person.source))
    return is_to_be_reached and person.part is Part.SPEAKER


def is_same(one: str, other: str) -> bool:
    """Jane Roe, Jane Q. Roe and ROE Jane; not Jane Roe and Ann Roe."""
    first, second = set(name_key(one).split()), set(name_key(other).split())
    first_long = {word for word in first if len(word) > 1}
    second_long = {word for word in second if len(word) > 1}
    shared = first_long & second_long
    if (
        first == second
        or (len(first) == 1 and first < second)
        or (len(second) == 1 and second < first)
    ):
        # Dr. Roe, once Jane Roe is known
        return True
    return len(shared) > 1 and shared in (first_long, second_long)


def _more_exact(first: str | None, other: str | None) -> str | None:
    """An organ of the United Nations and its name: the name."""
    if first and other and _AT_LARGE.fullmatch(first):
        return other
    return first or other


def merge(first: ReadSpeaker, again: ReadSpeaker) -> ReadSpeaker:
    """One person of two mentions: the fuller words, the stronger part, the lines of both."""
    full = max(first, again, key=lambda each: bool(each.role) + bool(each.organization))
    other = again if full is first else first
    parts = sorted((first.part, again.part), key=lambda part: _STRENGTH.get(part, 1))
    is_stronger = _STRENGTH.get(again.part, 1) > _STRENGTH.get(first.part, 1)
    return replace(
        full,
        name=max(first.name, again.name, key=len),
        honorific=max(first.honorific or "", again.honorific or "", key=len) or None,
        role=full.role or other.role,
        organization=_more_exact(full.organization, other.organization),
        part=parts[-1] if is_stronger else first.part,
        lines=tuple(sorted({*first.lines, *again.lines})),
        source=f"{first.source}\n{again.source}",
        doubts=full.doubts,
    )
