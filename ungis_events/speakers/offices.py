"""What stands behind a name, parted into role and organization. Pure.

The words decide, then the place: people write `Title, Organization` more often than the other
way round.
"""

import re

from .title_words import has_acronym, is_country
from .titles import AND, SPACED_OF, is_organization, is_role, is_unit, qualifies

Office = tuple[str, str, bool]
"""(role, organization, whether that is sure); "" where there is none."""

_AT = re.compile(r"\s(?:at|@|chez)\s+(?:the\s+)?", re.I)
_LISTS_MORE = re.compile(r"\s(?:and|et|y|&)\s")
_HAS_FIELDS = re.compile(r"\bminist|\bfor\b|\bof\b", re.I)
_GOES_ON = re.compile(r"(?:of|for|and|de|des|du|del|d['’]|et|y|para|à|aux?)\b")
_STATE_TITLE = re.compile(
    r"\b(minist(?:er|re|ra|ro)|premi[eè]re?|president[ea]?|président[e]?|king|queen|"
    r"ambassad(?:or|eur|rice)|embajadora?|permanente?|secretary|secrétaire|secretari[ao]|envoy|"
    r"governor|consul|chargé|charge|parliament|senat(?:or|eur)|mayor)\b",
    re.I,
)
_HEADS_AN_ORGANIZATION = re.compile(
    r"^(?:(?:co|vice|deputy|executive|founding|interim|acting|former|managing|general|regional)"
    r"[- ])*(?:director(?:[- ]general)?|president|chair(?:man|woman|person)?|ceo|head"
    r"|chief executive(?: officer)?|secretary(?:[- ]general)?|founder|cofounder|rector|member"
    r"|coordinator|convenor|representative|(?:président|fondat|direct|rect|coordinat)(?:e|eur|rice)?"
    r"(?: général[e]?)?(?: adjoint[e]?)?|secrétaire(?: général[e]?| exécuti(?:f|ve))?"
    r"|(?:president|director|fundador|coordinador|rector)[ea]?(?: (?:general|ejecutiv[oa]))?"
    r"|secretari[ao](?: (?:general|ejecutiv[oa]))?)$",
    re.I,
)


def in_columns(pieces: list[str]) -> Office:
    """Title – Organization; the other way round where the words say so."""
    first_role = next((n for n, piece in enumerate(pieces) if is_role(piece)), None)
    if first_role:
        others = pieces[:first_role] + pieces[first_role + 1 :]
        return pieces[first_role], ", ".join(others), False
    if first_role is None and is_organization(pieces[0]):
        return "", ", ".join(pieces), True
    return pieces[0], ", ".join(pieces[1:]), True


def in_segments(segments: list[str]) -> Office:
    """(role, organization, whether that is sure) of what stands between commas."""
    segments = _with_what_goes_on(segments)
    if not segments:
        return "", "", True
    if len(segments) == 1:
        return split_title(segments[0])
    roles = [n for n, segment in enumerate(segments) if is_role(segment)]
    if not roles:
        if is_organization(segments[0]):
            return "", ", ".join(segments), True
        return segments[0], ", ".join(segments[1:]), False
    if roles[0] > 0:
        return _organization_first(segments, roles)
    if roles[-1] == len(segments) - 1:
        return _only_roles(segments)
    last = roles[-1] + 1
    if is_unit(segments[last]) and len(segments) > last + 1:
        last += 1
    rest = segments[last:]
    lists_fields = _LISTS_MORE.search(rest[0]) and _HAS_FIELDS.search(segments[last - 1])
    if lists_fields and not is_organization(rest[0]):
        # Minister for Health, Wellness and Sport, Dominica.
        is_sure = len(rest) > 1 and is_organization(rest[1])
        return ", ".join([*segments[:last], rest[0]]), ", ".join(rest[1:]), is_sure
    is_sure = len(rest) == 1 or any(map(is_organization, rest))
    return ", ".join(segments[:last]), ", ".join(rest), is_sure


def _with_what_goes_on(segments: list[str]) -> list[str]:
    """Ministre des Postes, des Télécommunications et du Numérique: one title."""
    joined: list[str] = []
    for segment in segments:
        if joined and _GOES_ON.match(segment):
            joined[-1] = f"{joined[-1]}, {segment}"
        else:
            joined.append(segment)
    return joined


def _organization_first(segments: list[str], roles: list[int]) -> Office:
    before = segments[: roles[0]]
    after = segments[roles[0] :]
    if roles[-1] == len(segments) - 1:
        return ", ".join(after), ", ".join(before), is_organization(before[0])
    return ", ".join(segments[: roles[-1] + 1]), ", ".join(segments[roles[-1] + 1 :]), False


def _only_roles(segments: list[str]) -> Office:
    between = [each for each in segments if not is_role(each)]
    if between:
        return ", ".join(each for each in segments if is_role(each)), ", ".join(between), False
    for split in (split_state, split_title):
        for place in range(len(segments) - 1, -1, -1):
            role, organization, is_sure = split(segments[place]) or ("", "", True)
            if organization:
                titles = [*segments[:place], role, *segments[place + 1 :]]
                return ", ".join(titles), organization, is_sure and place == len(segments) - 1
    return ", ".join(segments), "", True


def split_title(text: str) -> Office:
    """(role, organization, whether that is sure) of a title that may hold both."""
    text = text.strip()
    if is_role(text) and (match := _AT.search(text)):
        return text[: match.start()], text[match.end() :], True
    return (
        split_state(text)
        or _of_an_organization(text)
        or _behind_one(text)
        or _before_one(text)
        or ((text, "", True) if is_role(text) else ("", text, is_organization(text)))
    )


def split_state(text: str) -> Office | None:
    """Permanent Representative | of Fiji | to the United Nations."""
    if not is_role(text):  # the Permanent Mission of Fiji
        return None
    for match in reversed(list(SPACED_OF.finditer(text))):
        rest = text[match.end() :]
        tail = re.search(r"\s(?:to|in|auprès|ante|près|,)\s.*$", rest)
        state = rest[: tail.start()] if tail else rest
        if is_country(state) and _STATE_TITLE.search(text[: match.start()]):
            role = text[: match.start()] + (tail[0] if tail else "")
            return role, _without_article(state), True
    return None


def _of_an_organization(text: str) -> Office | None:
    """Director | of the Pan American Health Organization."""
    for match in SPACED_OF.finditer(text):
        role, rest = text[: match.start()], text[match.end() :]
        last = AND.split(role)[-1].strip()
        is_place = is_organization(rest) and not is_unit(rest)
        if is_place and _HEADS_AN_ORGANIZATION.match(last):
            return role, rest, has_acronym(rest) or not AND.search(rest)
    return None


def _behind_one(text: str) -> Office | None:
    """PAHO/WHO | Deputy Director; UN Women | Executive Director."""
    if not is_role(text):
        return None
    tokens = text.split()
    start = next((n for n, token in enumerate(tokens) if is_role(token.strip(","))), 0)
    while start > 1 and qualifies(tokens[start - 1]):
        start -= 1
    before = " ".join(tokens[:start])
    if before not in ("UN", "U.N.", "ONU") and is_organization(before):
        return " ".join(tokens[start:]), before, True
    return None


def _before_one(text: str) -> Office | None:
    """Co-Founder | Youth Academy: without a comma only a guess."""
    tokens = text.split()
    for end in range(min(4, len(tokens) - 1), 0, -1):
        role, rest = " ".join(tokens[:end]), " ".join(tokens[end:])
        if _HEADS_AN_ORGANIZATION.match(role) and rest[:1].isupper():
            return (role, rest, False) if is_organization(rest) and not is_unit(rest) else None
    return None


def _without_article(text: str) -> str:
    return re.sub(r"^(?:(?:the|la|le|les|el|los|las)\s+|l['’])", "", text.strip(), flags=re.I)
