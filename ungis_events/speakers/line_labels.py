"""What stands on a line before the people: a part, a topic, the cells of a table. Pure."""

import re

from .models import Part
from .name_words import is_plain_name
from .person_lines import read_people
from .source_lines import HEAD
from .title_words import is_common
from .titles import (
    Label,
    begins_label,
    find_honorific,
    is_role,
    label_behind,
    label_of,
    names_no_speakers,
)

_MENTIONS = re.compile(
    r"\b(?:we|thanks?|according|said|nous|merci|gracias|agradec\w+|remerci\w+|honou?r|tribute|memory"
    r"|late|nominated|represent(?:ed|ing)|behalf|written|photo|led)\b",
    re.I,
)
"""Of a sentence that only speaks of somebody: We thank Mr. Roe."""
_NO_PERSON = re.compile(r"(?:\d{1,3} ?min\w*|\d{1,2}[:.hH]\d{2}.{0,20}|[\d\W]*|tbc|tbd)\s*", re.I)


def split_label(text: str) -> tuple[Label | None, str]:
    """(`Moderator`, who it is) of a line that says both, or one."""
    if label := label_of(text.rstrip(":： ")):
        return label, ""
    if cells := [cell for cell in cells_of(text) if not _NO_PERSON.fullmatch(cell)]:
        label, text = _of_cells(cells)
        if label:
            return label, text
    if head := HEAD.match(text):
        has_colon = text[head.end(1) :].lstrip().startswith((":", "："))
        label = label_of(head[1]) if has_colon else label_behind(head[1])
        if label and (head[2] or has_colon):
            return label, head[2].lstrip("–—- ")
    if found := _before_honorific(text):
        return found
    if head and not names_no_speakers(head[1]) and _is_topic(text, head):
        return None, head[2]
    return None, _behind_last_dash(text)


def _behind_last_dash(text: str) -> str:
    """Health for all and the road to the meeting of 2030 – | Jane Roe, Director, ITU"""
    topic, dash, rest = text.rpartition(" – ")
    if not dash or not 70 < len(topic) < 300 or "," in topic:
        return text
    people = read_people(rest)
    return rest if people and people[0].is_sure and people[0].role else text


def _is_topic(text: str, head: re.Match[str]) -> bool:
    """Data for all: Jane Roe, Director, ITU; Data for all – Jane Roe, Director, ITU"""
    is_short = ":" in text and len(head[1].split()) < 6
    is_before_dash = re.match(r"\s[–—-]\s", text[head.end(1) :]) and is_common(head[1])
    if not (is_short or is_before_dash) or head.end(1) >= text.find(",") % len(text):
        return False
    if is_plain_name(head[1]) and not is_common(head[1]) and len(head[1].split()) > 1:
        # Jane Roe: Director, ITU
        return False
    people = read_people(head[2])
    return bool(people and people[0].is_sure)


def _before_honorific(text: str) -> tuple[Label | None, str] | None:
    """(part, who it is) of what stands before Ms. or H.E.; None: nothing we know."""
    start = find_honorific(text)
    if start > 0:
        before = text[:start].rstrip()
        words = before.rstrip(":–—- ")
        label = label_of(words) or begins_label(words) or begins_label(words.partition(": ")[2])
        if label:
            return label, text[start:]
        if before.endswith(":") and len(words.split()) < 10 and not names_no_speakers(words):
            # Rapporteur: …, which is none of our parts.
            return Label(Part.SPEAKER, words, False), text[start:]
        if before.endswith((" –", " -", " by", " par", " por")) and len(words.split()) < 10:
            return None, text[start:]
        # A programme of one column: topic and person without anything between.
        is_topic = len(words.split()) < 16 and words[:1].isupper() and not _MENTIONS.search(words)
        if is_topic and _has_title(text[start:]):
            return None, text[start:]
    return None


def _of_cells(cells: list[str]) -> tuple[Label | None, str]:
    """(`Opening remarks`, the others) of a row; those from the first that names somebody on:
    Data for all | Jane Roe, ITU | Director."""
    if len(cells) > 1 and (label := label_of(cells[0].rstrip(": "))):
        return label, " | ".join(cells[1:])
    return None, _without_topics(cells)


def _without_topics(cells: list[str]) -> str:
    for place, cell in enumerate(cells[:4]):
        people = read_people(cell)
        if people and people[0].is_sure:
            return " | ".join(cells[place:])
    return " | ".join(cells)


def cells_of(text: str) -> list[str]:
    mark = "\t" if "\t" in text else "|"
    return [cell.strip() for cell in text.split(mark)] if mark in text else []


def _has_title(text: str) -> bool:
    people = read_people(text)
    return bool(people and is_role(people[0].role or ""))
