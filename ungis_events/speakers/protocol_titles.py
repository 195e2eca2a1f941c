"""The titles of each rank of protocol, in English, French and Spanish.

Ranks and their sources: topics/data/protocol_order.csv.
"""

import re
from typing import NamedTuple

EXCELLENCY = re.compile(
    r"\b(H\.? ?E|S\.? ?E|H\.? ?M|H\.? ?R\.? ?H|H\.? ?H)\b|\bExcm[oa]"
    r"|\bExcellenc[ey]\b|\bExcelencia\b",
    re.I,
)
MAJESTY = re.compile(r"\b[HS]\.? ?M\b(?!me)|\bMajest", re.I)
ROYAL_HIGHNESS = re.compile(r"\bH\.? ?R\.? ?H\b|\bRoyal Highness\b|\bAltesse\b|\bAlteza\b", re.I)
AMBASSADOR = re.compile(r"\bAmb(assad(or|eur|rice))?\b|\bEmbajadora?\b", re.I)
UNITED_NATIONS = re.compile(
    r"\bUnited Nations\b|\bUN\b|\bUN-|\bNations Unies\b|\bNaciones Unidas\b"
    r"|\bWorld (Bank|Food Programme|Health|Intellectual|Meteorological|Trade Organization)"
    r"|\b(ACNUDH|ACNUR|AIEA|CEA|CEB|CEPALC?|CNUCED|CTBTO|DESA|DGC|DPPA|ECA|ECE|ECLAC|ESCAP|ESCWA"
    r"|FAO|FIDA|FMI|HCDH|HCR|IAEA|ICAO|IFAD|ILO|IMF|IMO|IOM|ITC|ITU|OACI|OCHA|ODET|OHCHR|OHRLLS"
    r"|OIEA|OIM|OIT|OMC|OMI|OMM|OMPI|OMS|ONU|PNUD|PNUE|PNUMA|UIT|UNAIDS|UNCDF|UNCTAD|UNDESA|UNDP"
    r"|UNECA|UNECE|UNECLAC|UNEP|UNESCAP|UNESCO|UNESCWA|UNFPA|UNHCR|UNICEF|UNICRI|UNIDO|UNITAR"
    r"|UNODC|UNOPS|UNRWA|UNU|UNV|UPU|WFP|WHO|WIPO|WMO|WTO)\b"
)
CIVIL_SOCIETY = re.compile(
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
CATEGORIES = (
    _category(
        45,
        r"^(president|présidente?|presidenta)(,| of| de)( the| la| l[’'])? ?"
        r"((un|united nations) )?(general assembly|economic and social council|ecosoc"
        r"|assemblée générale|asamblea general|conseil économique et social"
        r"|consejo económico y social)\b",
    ),
    _category(
        45,
        r"^(secretary-general(,| of)( the)? (un|united nations)"
        r"|secrétaire générale?(,| de)( l[’'])? ?(onu|organisation des nations unies|nations unies)"
        r"|secretari[oa] general(,| de)( las?)? ?(onu|naciones unidas))$",
    ),
    _category(
        30,
        r"\bdeputy (prime minister|head of government)\b|\bvice[- ]premi(er|ère) ministre\b"
        r"|\bvice[- ]?primer[ao]? ministr[oa]\b|\bviceprimer[ao]? ministr[oa]\b",
    ),
    _category(
        20,
        r"\bprime minister\b|\bhead of government\b|\bpremi(er|ère) ministre\b"
        r"|\bprimer[ao]? ministr[oa]\b|\bchef(fe)? du gouvernement\b|\bjef[ea] (de|del) gobierno\b"
        r"|\bpresident[ea] del gobierno\b",
    ),
    _category(
        25,
        r"\bvice[- ]president\b|\bvice[- ]présidente?\b|\bvice[- ]?president[ea]\b",
        "an excellency",
    ),
    _category(
        25,
        r"\bcrown prince(ss)?\b|\bprince(sse)? hériti(er|ère)\b|\bpr[ií]ncip?e?s?a? hereder[oa]\b",
    ),
    _category(
        55,
        r"\b(vice|deputy|assistant|junior)[- ]minister\b|\b(under-?)?secretary of state\b"
        r"|\bstate secretary\b|\bpermanent secretary\b|\bvice[- ]?ministr[eoa]\b"
        r"|\bministre déléguée?\b|\b(sous-)?secrétaire d[’']état\b"
        r"|\b(sub)?secretari[oa] de estado\b",
    ),
    _category(
        40,
        r"\bminister\b(?![- ]counsell?or)|\bministre\b(?!([- ]| )conseill)"
        r"|(?<!encargado )\bministr[oa]\b(?![- ]conse)",
    ),
    _category(
        65,
        r"\bassistant (secretary|director)[- ]general\b|\b(ADG|ASG)\b"
        r"|\b(sous-)(secrétaire|direct(eur|rice)) générale?\b"
        r"|\bsub(secretari[oa]|direct(or|ora)) general\b",
        "the united nations",
    ),
    _category(
        50,
        r"\b(under-)?secretary[- ]general\b|\bdirector[- ]general\b|\bexecutive secretary\b"
        r"|\bexecutive director\b|\badministrator\b|\bhigh commissioner\b|\bUSG\b"
        r"|^president, (IFAD|world bank)"
        r"|\b(secrétaire|direct(eur|rice)) (générale?|exécuti(f|ve))\b"
        r"|\b(vice)?(secretari[oa]|directora?) (general|ejecutiv[oa])\b"
        r"|\badministrat(eur|rice)\b|\badministradora?\b"
        r"|\bhaute?[- ]commissaire\b|\balt[oa] comisionad[oa]\b",
        "the united nations",
    ),
    _category(
        60,
        r"\bambassad(or|eur|rice)\b|\bembajadora?\b|\bpermanent (representative|observer)\b"
        r"|\b(représentante?|observat(eur|rice)) permanente?\b"
        r"|\b(representante|observadora?) permanente\b",
    ),
    _category(
        10,
        r"^(president|king|queen|emir|sultan|présidente?|roi|reine|émir|president[ea]|rey|reina)\b"
        r"|\bhead of state\b|\bchef(fe)? de l[’']état\b|\bjef[ea] de(l)? estado\b",
        "an excellency",
    ),
    _category(
        70,
        r"\bdirector\b|\bchief\b|\bhead\b|\bcoordinator\b"
        r"|\bdirect(eur|rice)\b|\bdirectora\b|\bchef(fe)?\b|\bjef[ea]\b"
        r"|\bcoord(on|in)at(eur|rice)\b|\bcoordonnat(eur|rice)\b|\bcoordinadora?\b",
        "the united nations",
    ),
    _category(
        75,
        r"\b(president|chair(man|woman|person)?|chief executive( officer)?|CEO|(co-?)?founder"
        r"|rector|vice[- ]chancellor|secretary[- ]general|director[- ]general"
        r"|(executive|managing) director)\b"
        r"|\bprésidente?\b|\bpresidenta\b|\b(co-?)?fondat(eur|rice)\b|\b(co)?fundadora?\b"
        r"|\brect(eur|rice)\b|\brectora\b"
        r"|\b(secrétaire|direct(eur|rice)) (générale?|exécuti(f|ve))\b"
        r"|\b(secretari[oa]|directora?) (general|ejecutiv[oa])\b",
    ),
)
