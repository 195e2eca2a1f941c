"""What stands behind a name, parted into role and organization. Pure.

The words decide, then the place: people write `Title, Organization` more often than the other
way round.
"""

import re

from .office_words import (
    AT,
    FIELDS_TOO,
    GOES_ON,
    HAS_FIELDS,
    HEADS_AN_ORGANIZATION,
    HOSTS,
    LISTS_MORE,
    OF_A_STATE,
    OF_THE_PRESS,
    STATE_TITLE,
    TEACHES,
)
from .place_names import is_country, is_town
from .title_words import ORGANIZATIONS, UNITS, has_acronym, is_common, words_of
from .titles import AND, SPACED_OF, is_organization, is_role, is_unit, qualifies

_WITHIN_ONE = re.compile(r"\b(?:cent(?:re|er)|school|lab|programme|program|chair)\b", re.I)
"""Stands within the organization behind it: School of Law, University of Accra."""
_AND_A_ROLE = re.compile(r"\s(?:and|et|y|&)\s(?:the\s)?([^,]{3,60})")
Office = tuple[str, str, bool]
"""(role, organization, whether that is sure); "" where there is none."""


def in_columns(pieces: list[str]) -> Office:
    """Title – Organization; the other way round where the words say so."""
    if sum(map(is_role, pieces)) > 1:
        # Ambassador; Senior Fellow, Fjord Fund
        return in_segments([each.strip() for piece in pieces for each in piece.split(",")])
    first_role = next((n for n, piece in enumerate(pieces) if is_role(piece)), None)
    if first_role:
        others = pieces[:first_role] + pieces[first_role + 1 :]
        return pieces[first_role], ", ".join(others), False
    if first_role is None and is_organization(pieces[0]):
        return "", ", ".join(pieces), True
    return pieces[0], ", ".join(pieces[1:]), True


def in_segments(segments: list[str]) -> Office:
    """(role, organization, whether that is sure) of what stands between commas."""
    segments = _without_place(_with_what_goes_on(segments))
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
    while len(segments) > last + 1 and _is_of_the_role(segments[last]):
        last += 1
    rest = segments[last:]
    lists_fields = LISTS_MORE.search(rest[0]) and HAS_FIELDS.search(segments[last - 1])
    if lists_fields and not is_organization(rest[0]):
        # Minister for Health, Wellness and Sport, Dominica.
        is_sure = len(rest) > 1 and is_organization(rest[1])
        return ", ".join([*segments[:last], rest[0]]), ", ".join(rest[1:]), is_sure
    if len(rest) > 1 and _is_acronym(rest[-1]) and not _begins_one(rest[0]):
        # Director, International Health, WHO
        return ", ".join([*segments[:last], *rest[:-1]]), rest[-1], True
    if (at := AT.search(rest[-1])) and is_organization(rest[-1][at.end() :]):
        # Coordinator for Social, Human Rights and Humanitarian Affairs at the Mission of Fiji
        role = ", ".join([*segments[:last], *rest[:-1], rest[-1][: at.start()]])
        return role, rest[-1][at.end() :], True
    is_sure = len(rest) == 1 or any(map(is_organization, rest))
    return ", ".join(segments[:last]), ", ".join(rest), is_sure


def _is_of_the_role(segment: str) -> bool:
    """Head, | Strategy Department, | ITU; Vice-President, | Global Policy, | Acme Corporation."""
    are_fields = all(map(is_common, re.findall(r"[^\W\d_]{4,}", segment)))
    return (
        is_unit(segment)
        or bool(_WITHIN_ONE.search(segment))
        or (are_fields and not is_organization(segment))
    )


def _without_place(segments: list[str]) -> list[str]:
    """AfriNet | , Accra, Ghana; Ministry of Health of Fiji | , Host Government of the Summit.

    The state of a ministry is part of its name.
    """
    while len(segments) > 1 and HOSTS.match(segments[-1]):
        segments = segments[:-1]
    if len(segments) > 1 and is_town(segments[-1]) and not is_role(segments[-2]):
        return segments[:-1]
    places = [n for n, each in enumerate(segments) if _is_named_organization(each)]
    if not places:
        return segments
    if not is_country(segments[-1]):
        return segments
    named, behind = segments[places[-1]], segments[places[-1] + 1 : -1]
    is_of_state = OF_A_STATE.search(named) or is_unit(named)
    are_towns = len(behind) < 2 and all(len(each.split()) < 4 for each in behind)
    has_role = any(map(is_role, behind))
    return segments if is_of_state or has_role or not are_towns else segments[: places[-1] + 1]


def _is_named_organization(text: str) -> bool:
    return is_organization(text) and not is_country(text)


def _with_what_goes_on(segments: list[str]) -> list[str]:
    """Ministre des Postes, des Télécommunications et du Numérique: one title."""
    joined: list[str] = []
    for segment in segments:
        if joined and GOES_ON.match(segment):
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
    if is_role(text) and (match := AT.search(text)):
        return text[: match.start()], text[match.end() :], True
    return (
        _behind_acronym(text)
        or split_state(text)
        or _of_an_organization(text)
        or _behind_one(text)
        or _before_one(text)
        or _of_something_named(text)
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
        if is_country(state) and STATE_TITLE.search(text[: match.start()]):
            role = text[: match.start()] + (tail[0] if tail else "")
            return role, _without_article(state), True
    return None


def _of_an_organization(text: str) -> Office | None:
    """Director | of the Pan American Health Organization."""
    matches = list(SPACED_OF.finditer(text))
    # Chair of the 62nd session | of the Commission: rather where the name of one begins.
    matches.sort(key=lambda match: not _begins_one(text[match.end() :]))
    for match in matches:
        role, rest = text[: match.start()], text[match.end() :]
        more = _AND_A_ROLE.search(rest)
        if more and is_role(more[1]):
            # Director of the Fund and member of its board: the first one counts.
            role, rest = f"{role}{rest[more.start() :]}", rest[: more.start()]
        last = AND.split(text[: match.start()])[-1].strip()
        is_place = is_organization(rest) and not is_unit(rest)
        heads = bool(HEADS_AN_ORGANIZATION.match(last) or OF_THE_PRESS.match(last))
        heads = heads or (is_role(last) and _names_one(rest)) or _begins_one(rest)
        if is_place and heads:
            unit, rest = _without_unit(rest)
            role = f"{role}{match[0]}{unit}" if unit else role
            return role, rest, has_acronym(rest) or not AND.search(rest)
    return None


def _names_one(text: str) -> bool:
    """It begins or ends as the name of an organization does: the Academy of Arts; WHO."""
    words = words_of(text)
    first = text.split()[0] if words else ""
    ends = {*words[:2], words[-1]} if words else set()
    return bool(ends & (ORGANIZATIONS - UNITS - FIELDS_TOO)) or has_acronym(first)


def _is_acronym(text: str) -> bool:
    return " " not in text and text.isupper() and has_acronym(text)


def _begins_one(text: str) -> bool:
    words = words_of(text)
    if not words:
        return False
    return words[0] in ORGANIZATIONS - UNITS - FIELDS_TOO or has_acronym(text.split()[0])


def _behind_acronym(text: str) -> Office | None:
    """UNIDO | Director in Lima and Representative for Peru."""
    first, _, rest = text.partition(" ")
    is_known = _is_acronym(first) and first not in ("UN", "ONU", "USG") and not is_country(first)
    begins = is_role(rest.partition(" ")[0]) or qualifies(rest)
    return (rest, first, True) if is_known and begins and is_role(rest) else None


def _without_unit(text: str) -> tuple[str, str]:
    """(`Health Division`, `Bright Fund`) of Health Division of the Bright Fund; ("", text)."""
    for match in SPACED_OF.finditer(text):
        unit, rest = text[: match.start()], text[match.end() :]
        if is_unit(unit) and _names_one(rest) and not is_unit(rest) and not AND.search(unit):
            return unit, rest
    return "", text


def _behind_one(text: str) -> Office | None:
    """PAHO/WHO | Deputy Director; UN Women | Executive Director."""
    if not is_role(text):
        return None
    tokens = text.split()
    start = next((n for n, token in enumerate(tokens) if is_role(token.strip(","))), 0)
    while start > 1 and qualifies(tokens[start - 1]):
        start -= 1
    before = " ".join(tokens[:start])
    is_quality = re.search(r"\w[-–](?:winning|nominated|based|born|trained)$", before)
    if before not in ("UN", "U.N.", "ONU") and is_organization(before) and not is_quality:
        return " ".join(tokens[start:]), before, True
    return None


def _before_one(text: str) -> Office | None:
    """Co-Founder | Youth Academy: without a comma only a guess."""
    tokens = text.split()
    for end in range(min(4, len(tokens) - 1), 0, -1):
        role, rest = " ".join(tokens[:end]), " ".join(tokens[end:])
        if HEADS_AN_ORGANIZATION.match(role) and rest[:1].isupper():
            is_named = is_organization(rest) or not all(map(is_common, rest.split()))
            return (role, rest, False) if is_named and not is_unit(rest) else None
    return None


def _of_something_named(text: str) -> Office | None:
    """CEO | of Fjord; journalist | for Le Jour: by capitals alone, so only a guess."""
    match = SPACED_OF.search(text)
    if match is None:
        return None
    role, rest = text[: match.start()], text[match.end() :]
    if is_organization(rest) or TEACHES.search(role):
        return None
    is_press = bool(OF_THE_PRESS.match(role))
    if not (is_press or HEADS_AN_ORGANIZATION.match(AND.split(role)[-1].strip())):
        return None
    is_named = rest[:1].isupper() and not all(map(is_common, rest.split()))
    return (role, rest, is_press) if is_named and not is_unit(rest) else None


def _without_article(text: str) -> str:
    return re.sub(r"^(?:(?:the|la|le|les|el|los|las)\s+|l['’])", "", text.strip(), flags=re.I)
