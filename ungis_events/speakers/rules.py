"""The order of protocol, proposed; the order made by hand always wins. Pure.

Ranks and their sources: topics/data/protocol_order.csv.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .models import Speaker

EVERYBODY_ELSE = 80

_EXCELLENCY = re.compile(r"\b(H\.? ?E|S\.? ?E|H\.? ?M|H\.? ?R\.? ?H|H\.? ?H)\b|\bExcm[oa]", re.I)
_MAJESTY = re.compile(r"\bH\.? ?M\b", re.I)
_ROYAL_HIGHNESS = re.compile(r"\bH\.? ?R\.? ?H\b", re.I)
_AMBASSADOR = re.compile(r"\bAmb(assador)?\b", re.I)
_UNITED_NATIONS = re.compile(
    r"\bUnited Nations\b|\bUN\b|\bUN-|\bWorld (Bank|Food Programme|Health|Intellectual|"
    r"Meteorological|Trade Organization)|\b(CEB|CTBTO|DESA|DGC|DPPA|ECA|ECE|ECLAC|ESCAP|ESCWA|FAO|"
    r"IAEA|ICAO|IFAD|ILO|IMF|IMO|IOM|ITC|ITU|OCHA|ODET|OHCHR|OHRLLS|UNAIDS|UNCDF|UNCTAD|UNDESA|"
    r"UNDP|UNECA|UNECE|UNECLAC|UNEP|UNESCAP|UNESCO|UNESCWA|UNFPA|UNHCR|UNICEF|UNICRI|UNIDO|"
    r"UNITAR|UNODC|UNOPS|UNRWA|UNU|UNV|UPU|WFP|WHO|WIPO|WMO|WTO)\b"
)
_CIVIL_SOCIETY = re.compile(
    r"\b(in|with) (general |special )?(consultative )?(relationship|status|partnership)\b"
    r"|\bassociations?\b|\bnon-governmental\b|\bfederation\b|\bfoundation\b",
    re.I,
)


class Category(NamedTuple):
    """A row of the CSV as words to look for; `of` narrows who they are looked for with."""

    rank: int
    words: re.Pattern[str]
    of: str = "anybody"


def _category(rank: int, words: str, of: str = "anybody") -> Category:
    return Category(rank, re.compile(words, re.I), of)


# The first that fits decides, so the narrower title stands before the wider one it contains.
_CATEGORIES = (
    _category(
        45,
        r"^president(,| of)( the)?( un| united nations)? "
        r"(general assembly|economic and social council|ecosoc)\b",
    ),
    _category(45, r"^secretary-general(,| of)( the)? (un|united nations)$"),
    _category(30, r"\bdeputy (prime minister|head of government)\b"),
    _category(20, r"\bprime minister\b|\bhead of government\b"),
    _category(25, r"\bvice[- ]president\b", "an excellency"),
    _category(25, r"\bcrown prince(ss)?\b"),
    _category(
        55,
        r"\b(vice|deputy|assistant|junior)[- ]minister\b|\bsecretary of state\b"
        r"|\bstate secretary\b|\bpermanent secretary\b",
    ),
    _category(40, r"\bminister\b(?![- ]counsell?or)"),
    _category(
        65, r"\bassistant (secretary|director)[- ]general\b|\b(ADG|ASG)\b", "the united nations"
    ),
    _category(
        50,
        r"\b(under-)?secretary[- ]general\b|\bdirector[- ]general\b|\bexecutive secretary\b"
        r"|\bexecutive director\b|\badministrator\b|\bhigh commissioner\b|\bUSG\b"
        r"|^president, (IFAD|world bank)",
        "the united nations",
    ),
    _category(60, r"\bambassador\b|\bpermanent (representative|observer)\b"),
    _category(10, r"^(president|king|queen|emir|sultan)\b|\bhead of state\b", "an excellency"),
    _category(70, r"\bdirector\b|\bchief\b|\bhead\b|\bcoordinator\b", "the united nations"),
    _category(
        75,
        r"\b(president|chair(man|woman|person)?|chief executive( officer)?|CEO|(co-?)?founder"
        r"|rector|vice[- ]chancellor|secretary[- ]general|director[- ]general"
        r"|(executive|managing) director)\b",
    ),
)


def protocol_rank(speaker: Speaker) -> int:
    """The smaller, the earlier; what the title does not tell comes with EVERYBODY_ELSE."""
    honorific = speaker.honorific or ""
    if _MAJESTY.search(honorific):
        return 10
    if _ROYAL_HIGHNESS.search(honorific):
        return 25
    organization = speaker.organization or ""
    facts = {
        "anybody": True,
        "an excellency": bool(_EXCELLENCY.search(honorific)),
        # CoNGO has "United Nations" in its name and is not of it.
        "the united nations": bool(_UNITED_NATIONS.search(organization))
        and not _CIVIL_SOCIETY.search(organization),
    }
    title = f"{speaker.role or ''}, {organization}"
    for category in _CATEGORIES:
        # The role alone says what somebody is; the name of an office may need its organization.
        text = title if category.words.pattern.startswith("^") else speaker.role or ""
        if facts[category.of] and category.words.search(text):
            return category.rank
    return 60 if _AMBASSADOR.search(honorific) else EVERYBODY_ELSE


def in_protocol_order(speakers: Iterable[Speaker]) -> list[Speaker]:
    """Those of one rank keep the order they stand in."""
    return sorted(speakers, key=protocol_rank)


def moved(ids: Sequence[int], moving: int, by: int) -> list[int]:
    """The order with one id a place earlier (-1) or later (1); at the ends it stays."""
    order = list(ids)
    place = order.index(moving)
    other = place + by
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    return order
