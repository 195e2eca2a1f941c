"""Topics that the text names by their numbers."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from ungis_events.announcements.reading.findings import Span
from ungis_events.announcements.reading.folding import fold
from ungis_events.announcements.reading.lines import Notice
from ungis_events.announcements.reading.marks import DateMark, Marks
from ungis_events.topics.catalogue import topics_by_code

from .topic_words import topic_at_start

# More than that are all of them, and nothing is said: SDGs 1-17.
_LONGEST_RANGE = 6
_BETWEEN = (
    r"\s{0,3}(?P<mark>,\s{0,2}(?:and|et|y|&)\b|,|;|/|&|\band\b|\bet\b|\by\b|\be\b|\bto\b|\ba\b|[–-])"
    r"\s{0,3}"
)
# A number of something else: SDG 4 and 5 million people; SDGs: 10 a.m.
_OF_ELSE = (
    r"(?!\d|\s?%|:\d|[.,]\d{3}"
    r"| (?:million|billion|milli|countr|people|years?\b|days?\b|hours?\b|min|[ap]\.?m\b))"
)


@dataclass(frozen=True)
class _Family:
    """How its topics are called; patterns see the text in small letters without accents."""

    prefix: str
    head: str
    """What stands before the number."""
    number: str
    needs: str = ""
    """Words that must stand somewhere, since the head alone can mean other things."""

    def first(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?P<head>{self.head})(?P<number>{self.number}){_OF_ELSE}")

    def more(self) -> re.Pattern[str]:
        """5, 9 and 17; SDG 5 and SDG 9; the number is not one of something else: 5 % or 3 May."""
        head = rf"(?:(?:{self.head}))?"
        return re.compile(rf"{_BETWEEN}{head}(?P<number>{self.number}){_OF_ELSE}")


_GOAL = r"(?:1[0-7]|[1-9])(?!\d)"
_SUSTAINABLE = r"sustainable development|\bsdgs?\b|2030 agenda|agenda 2030"
_COMPACT = (
    r"gdc|global digital compact|pacte numerique mondial|pacto digital mundial|pacto digital global"
)
_FAMILIES = (
    # SDG 9, SDGs 5, 9 and 17, SDG16+, #SDG9, SDG target 4.7, ODD 4, ODS 13
    _Family(
        "SDG",
        r"#?(?:sdgs?|odds?|ods)(?: (?:targets?|nos?\.?|n°|numero|goals?))?[\s:#(-]{0,3}",
        _GOAL,
    ),
    # Sustainable Development Goal 5, objectif de développement durable n° 5
    _Family(
        "SDG",
        r"(?:sustainable development goals?|objectifs? de developpement durable"
        r"|objetivos? de desarrollo sostenible)[\s,:(]{0,3}(?:n°|no\.?|numero|number)?\s?",
        _GOAL,
    ),
    # Goal 5, where the goals are those of sustainable development
    _Family("SDG", r"goals? ", _GOAL, _SUSTAINABLE),
    # Action Line C7, WSIS Action Lines C2 and C4, ligne d'action C5, línea de acción C8
    _Family(
        "",
        r"(?:action lines?|lignes? d'action|grandes? orientations?|lineas? de accion|wsis|smsi"
        r"|cmsi)[\s:(#-]{0,3}",
        r"c(?:1[01]|[1-9])(?!\d)",
    ),
    # GDC Objective 3, Global Digital Compact objectives 1 and 3
    _Family(
        "GDC",
        rf"(?:{_COMPACT})[\s,:'s]{{0,4}}(?:objectives?|objectifs?|objetivos?)?[\s:#-]{{0,2}}",
        r"[1-5](?![\d.])",
    ),
    # Objective 3 of the Global Digital Compact
    _Family(
        "GDC",
        r"(?:objectives?|objectifs?|objetivos?) ",
        r"[1-5](?=(?:[ ,]{1,2}(?:and |et |y )?[1-5]){0,4}"
        rf" (?:of|du|del) (?:the )?(?:{_COMPACT}))",
    ),
)  # fmt: skip
_PATTERNS = tuple((family, family.first(), family.more()) for family in _FAMILIES)
# C7 has lines of its own: C7 e-health, C7: e-learning, C7-EAGR
_BEFORE_PART = re.compile(r"[\s:(,–-]{1,4}(?:ict applications?[\s:(,–-]{1,4})?")
_REST_OF_TARGET = re.compile(r"\.(?:\d{1,2}|[a-d])\b|\+")
_C7_ALONE = re.compile(r"(?<!\w)c7(?!\w)")


def find_named_topics(notice: Notice, marks: Marks) -> dict[str, Span]:
    """{code: where it is first named}."""
    text = fold(notice.text)
    dates = _Dates([mark.span for mark in marks.of(DateMark)])
    found: dict[str, Span] = {}
    for family, first, more in _PATTERNS:
        if family.needs and not re.search(family.needs, text):
            continue
        for code, span in _named(text, family, first, more):
            if code in topics_by_code() and not dates.hold(span):
                found[code] = min(found.get(code, span), span)
    for match in _C7_ALONE.finditer(text):
        part = _part_of_c7(text, match.end())
        if part != "C7":
            found.setdefault(part, Span(*match.span()))
    return found


def _named(
    text: str, family: _Family, first: re.Pattern[str], more: re.Pattern[str]
) -> Iterator[tuple[str, Span]]:
    for match in first.finditer(text):
        named = [(match["number"], Span(*match.span()))]
        # SDG 4, 13 May: after one goal a comma ends it.
        is_many = match["head"].rstrip(" :#(-").endswith(("s", "odd"))
        for _ in range(20):
            last, span = named[-1]
            following = more.match(text, _behind_target(text, span.end))
            if not following or (not is_many and following["mark"] in (",", ";", "-", "–")):
                break
            span = Span(following.start("number"), following.end())
            number = following["number"]
            if following["mark"] in ("-", "–", "to", "a") and number.isdigit():
                between = range(int(last) + 1, int(number))
                if len(between) >= _LONGEST_RANGE:
                    named.pop()
                    break
                named.extend((str(each), span) for each in between)
            named.append((number, span))
        for number, span in named:
            code = f"{family.prefix}{number}".upper()
            yield (_part_of_c7(text, span.end) if code == "C7" else code), span


def _behind_target(text: str, end: int) -> int:
    """Behind the rest of a goal's number: SDG 4.7 and 5.c, SDG16+."""
    rest = _REST_OF_TARGET.match(text, end)
    return rest.end() if rest else end


def _part_of_c7(text: str, end: int) -> str:
    before = _BEFORE_PART.match(text, end)
    if not before:
        return "C7"
    behind = text[before.end() : before.end() + 40]
    written = f"C7-{behind[:4].upper()}"
    if written in topics_by_code() and not behind[4:5].isalnum():
        return written
    return topic_at_start(behind, [code for code in topics_by_code() if "C7-" in code]) or "C7"


class _Dates:
    """Where dates stand: the 4 in `SDG 4 May` is none of a goal."""

    def __init__(self, spans: list[Span]) -> None:
        self._starts = [span.start for span in spans]
        self._ends = list(accumulate((span.end for span in spans), max))

    def hold(self, number: Span) -> bool:
        """Whether its last figure stands in a date."""
        index = bisect_right(self._starts, number.end - 1) - 1
        return index >= 0 and number.end - 1 < self._ends[index]
