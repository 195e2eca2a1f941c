"""What the event stands beside, HLPF 2023 or CSW65, and what kind of event it is."""

import re
from collections.abc import Iterator
from functools import cache

from ungis_events.announcements.reading.findings import Found, Span, Sureness
from ungis_events.announcements.reading.folding import fold
from ungis_events.announcements.reading.lines import Line, Notice
from ungis_events.announcements.reading.words import rows

LEAD_LINES = 12
"""A notice says in its first lines what it announces."""
FORUM_LINES = 60
LONGEST_FORUM = 200
_SHORTEST_NAME = 3

_BESIDE = re.compile(
    # side event at the HLPF · at the margins of the … · on the occasion of the …
    r"(?:(?:side|parallel)[- ]events? (?:at|to|of|during|in|for)"
    r"|(?:on|at|in) the (?:margins?|side-?lines|side lines|fringes|occasion) of"
    r"|(?:during|alongside|in (?:conjunction|connection|parallel) with)"
    r"|in the (?:framework|context) of|as part of|ahead of|in preparation (?:of|for)"
    # en marge du … · événement parallèle à la … · lors de la …
    r"|en marge d(?:es?|u|(?='))|(?:evenement parallele|en parallele)(?: a| aux?| de| du)?"
    r"|a l'occasion d[eu]?|dans le cadre d[eu]?|lors d[eu]?|pendant"
    # al margen de la … · evento paralelo al … · en el marco de la …
    r"|al margen del?|con (?:ocasion|motivo) del?|en ocasion del?|evento paralelo (?:al?|del?|en)"
    r"|en el marco del?|durante|en paralelo (?:al?|con))"
    r"(?: the margins of)? ?(?:the |this year's |la |le |les |l'|'|el |los |las )?$"
)
_MARGINS = re.compile(
    r"(?:(?:on|at|in) the (?:margins?|side-?lines|side lines|occasion) of (?:the )?"
    r"|side[- ]event (?:at|to) the |en marge (?:de la |de l'|des |du |de )"
    r"|al margen (?:de la |de los |de las |del |de )|evento paralelo (?:a la |al |de la |del ))"
)
_NOT_THERE = re.compile(
    # Reflections post COP26 · on the road to COP31
    r"\b(?:post|after|since|beyond|before|(?:road|way|path) to|towards?|route (?:de|vers)|vers"
    r"|apres|avant|hacia|rumbo a|camino a|despues de|antes de)[- ](?:the |la |le )?$"
)
_BESIDE_AFTER = re.compile(r"[ -](?:\w{1,12}[ -]){0,2}(?:side|parallel)[- ]event|[:|–—]")
_SMALL = r"(?:of|on|for|and|to|in|the|de|du|des|del|la|le|les|los|las|et|y|sobre|sur|en|para|pour)"
_CAPITALS = re.compile(
    r"(?:[^\W_a-z][\w’'&/+.-]{0,30}|\d{1,4}\w{0,3})"
    rf"(?: (?:{_SMALL}"
    r"(?= )|[^\W_a-z][\w’'&/+.-]{0,30}|\d{1,4}\w{0,3}|\([A-Z][\w+-]{1,12}\))){0,16}"
)
_SMALL_WORDS = re.compile(rf"(?: {_SMALL})+$")
_IS_A_DAY = re.compile(r"\b(?:day|week|month|anniversary|journee|semaine|dia|semana|aniversario)\b")


def read_forum(notice: Notice, title: Found[str] | None) -> Found[str] | None:
    """The meeting that it is a side event of, as written with its year or number."""
    lines = notice.lines[:FORUM_LINES]
    own = _lines_of(notice, title) or lines[:1]
    for line in (*own, *lines):
        for start, end in _known(line):
            if _stands_beside(line, start, end):
                sureness = Sureness.SURE if line.index < LEAD_LINES else Sureness.LIKELY
                return _found(line, start, end, "forum.beside", sureness)
    for line in own:
        for start, end in _known(line):
            is_far = _NOT_THERE.search(fold(line.text[max(0, start - 30) : start]))
            if re.search(r"\d", line.text[start:end]) and not is_far:
                # CSW65 or HLPF 2023 in the title itself.
                return _found(line, start, end, "forum.in-title", Sureness.LIKELY)
    return _named_by_its_margins(lines)


def _known(line: Line) -> Iterator[tuple[int, int]]:
    """Where a forum of our table is named: the 2023 ECOSOC Partnership Forum."""
    for match in _forums().finditer(fold(line.text)):
        name = line.text[match.start("name") : match.end("name")]
        if not name.islower() and (len(name.split()) > 1 or name in _acronyms()):
            yield match.start(), match.end()


def _stands_beside(line: Line, start: int, end: int) -> bool:
    text = fold(line.text)
    if _BESIDE.search(text[max(0, start - 80) : start]):
        return True
    after = _BESIDE_AFTER.match(text, end)
    # HLPF side event …; and CSW65: only where the line begins so.
    return after is not None and (start == 0 or "event" in after[0])


def _named_by_its_margins(lines: tuple[Line, ...]) -> Found[str] | None:
    """A meeting that no table knows, where the words before it can mean nothing else."""
    for line in lines:
        for cue in _MARGINS.finditer(fold(line.text)):
            name = _CAPITALS.match(line.text, cue.end())
            if name is None:
                continue
            end = cue.end() + len(_SMALL_WORDS.sub("", name[0]).rstrip(".,"))
            if end - cue.end() > _SHORTEST_NAME and not _IS_A_DAY.search(fold(name[0])):
                return _found(line, cue.end(), end, "forum.margins", Sureness.LIKELY)
    return None


def _found(line: Line, start: int, end: int, rule: str, sureness: Sureness) -> Found[str]:
    value = line.text[start:end].strip(' ,.:;“”"«»')[:LONGEST_FORUM]
    value = re.sub(r"^(?:the|la|le|el) ", "", value, flags=re.IGNORECASE)
    return Found(value, rule, (Span(line.start + start, line.start + end),), sureness)


def _lines_of(notice: Notice, found: Found[str] | None) -> tuple[Line, ...]:
    if found is None:
        return ()
    held = {notice.line_at(span.start).index: notice.line_at(span.start) for span in found.spans}
    return tuple(held.values())


@cache
def _acronyms() -> frozenset[str]:
    return frozenset(row["spelling"] for row in rows("forums.csv") if " " not in row["spelling"])


@cache
def _forums() -> re.Pattern[str]:
    names = sorted({fold(row["spelling"]) for row in rows("forums.csv")}, key=len, reverse=True)
    number = r"\d{1,3} ?\.?(?:st|nd|rd|th|eme|ere|er|e|o|a|º|ª|°)?"
    ordinal = rf"(?:{number}|[a-z]{{3,12}}(?:-[a-z]{{3,8}})?)"
    session = (
        rf"{ordinal} (?:regular |special |annual |ordinary )?"
        r"(?:session|meeting|periodo de sesiones|reunion|sesion)"
        r" (?:of (?:the )?|du |de la |de l'|del )(?:un |united nations )?"
    )
    edition = r"(?:\d{4}|\d{1,3}(?:st|nd|rd|th|eme|e|º|ª)|annual) (?:annual )?(?:un )?"
    after = r"(?: ?-?\d{2,4}(?!\d))?(?: \([a-z0-9 +-]{2,16}\))?(?: \d{4}(?!\d))?"
    return re.compile(
        rf"(?<![\w+])(?:{session}|{edition})?"
        rf"(?P<name>{'|'.join(map(re.escape, names))}){after}(?!\w)"
    )


def read_kind(notice: Notice, title: Found[str] | None) -> Found[str] | None:
    """Side event, webinar, panel …, in English; a side event wins over what it consists of."""
    own = _lines_of(notice, title)
    lead = notice.lines[:LEAD_LINES]
    for rule, lines in (("kind.in-title", own), ("kind.in-lead", lead)):
        named = [
            (kind, Span(line.start + match.start(), line.start + match.end()))
            for line in lines
            for match in _kinds().finditer(fold(line.text))
            if (kind := kind_of(match[0]))
        ]
        sides = [each for each in named if each[0] == "side event"]
        if sides or named:
            kind, span = (sides or named)[0]
            sureness = Sureness.SURE if own is lines else Sureness.LIKELY
            return Found(kind, rule, (span,), sureness)
    return None


@cache
def _kind_names() -> dict[str, str]:
    return {fold(row["spelling"]): row["kind"] for row in rows("kinds.csv")}


@cache
def _kinds() -> re.Pattern[str]:
    spellings = sorted(_kind_names(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, spellings))})s?\b")


def kind_of(words: str) -> str | None:
    """The kind that these words name: `Webinaire` is a webinar."""
    plain = fold(words)
    return _kind_names().get(plain) or _kind_names().get(plain.removesuffix("s"))


def blank_kinds(folded: str) -> str:
    return _kinds().sub(" ", folded)


def blank_forums(folded: str) -> str:
    return _forums().sub(" ", folded)
