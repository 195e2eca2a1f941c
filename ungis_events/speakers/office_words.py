"""What titles look like where they stand beside an organization, in English, French and Spanish."""

import re

AT = re.compile(r"\s(?:(?:at|@|chez)\s+(?:the\s+)?|with\s+(?:the\s+)?(?=[^\W\d_a-z]))", re.I)
OF_A_STATE = re.compile(
    r"\b(?:minist|government|gouvernement|gobierno|parl[ia]|embass|ambassad|embajad|mission"
    r"|misi[oó]n|delegation|court|cour\b|corte|senat|s[eé]nat|presidency|state|commission\b"
    r"|authority|agency|national|bureau|office|department|secretar|city|bank)",
    re.I,
)
HOSTS = re.compile(r"(?:host|hosts|host country|host government|hôte|pays hôte|anfitri)\b", re.I)
TEACHES = re.compile(r"\b(?:profess|profes)", re.I)
"""Before a field: Professor of Law."""
# Of what offices are named after too: Minister of Industry, Head of Programme.
FIELDS_TOO = frozenset(
    {
        *(
            "business",
            "cabinet",
            "campaign",
            "chair",
            "chamber",
            "city",
            "club",
            "court",
            "government",
        ),
        *("enterprise", "hub", "industries", "industry", "initiative", "international", "media"),
        *("internacional", "internationale", "journal", "mission", "missions", "network", "news"),
        *(
            "partners",
            "partnership",
            "platform",
            "press",
            "program",
            "programa",
            "programme",
            "trust",
        ),
        *(
            "project",
            "radio",
            "services",
            "solutions",
            "state",
            "states",
            "system",
            "systems",
            "times",
        ),
        *("technologies", "watch"),
    }
)
# Those that a paper or a broadcaster has: journalist for Le Jour.
OF_THE_PRESS = re.compile(
    r"^(?:senior |chief |freelance )?(?:journalist|reporter|correspondent|anchor|columnist"
    r"|journaliste|chroniqueu(?:r|se)|periodista|corresponsal|editor|editor-in-chief|redact(?:or|eur|rice)a?)$",
    re.I,
)
LISTS_MORE = re.compile(r"\s(?:and|et|y|&)\s")
HAS_FIELDS = re.compile(r"\bminist|\bfor\b|\bof\b", re.I)
GOES_ON = re.compile(r"(?:of|for|and|de|des|du|del|d['’]|et|y|para|à|aux?)\b")
STATE_TITLE = re.compile(
    r"\b(minist(?:er|re|ra|ro)|premi[eè]re?|president[ea]?|président[e]?|king|queen|"
    r"ambassad(?:or|eur|rice)|embajadora?|permanente?|secretary|secrétaire|secretari[ao]|envoy|"
    r"governor|consul|delegate|delegad[oa]|déléguée?|chargé|charge|parliament|senat(?:or|eur)|mayor)\b",
    re.I,
)
HEADS_AN_ORGANIZATION = re.compile(
    r"^(?:(?:co|vice|youth|senior|deputy|executive|founding|interim|acting|former|managing|general|regional)"
    r"[- ])*(?:director(?:[- ]general)?|president|chair(?:man|woman|person)?|ceo|head"
    r"|chief executive(?: officer)?|secretary(?:[- ]general)?|founder|cofounder|rector|member"
    r"|coordinator|convenor|representative|delegate|ambassador|spokesperson|professor|chancellor"
    r"|professeure?|profesora?|représentante?|representante|déléguée?|delegad[oa]"
    r"|(?:vice-?)?(?:président|fondat|direct|rect|coordinat)(?:e|eur|rice)?"
    r"(?: général[e]?| exécuti(?:f|ve))?(?: adjoint[e]?)?"
    r"|secrétaire(?: général[e]?| exécuti(?:f|ve))?"
    r"|(?:president|director|fundador|coordinador|rector)[ea]?(?: (?:general|ejecutiv[oa]))?"
    r"(?: adjunt[oa])?|secretari[ao](?: (?:general|ejecutiv[oa]))?(?: adjunt[oa])?)$",
    re.I,
)
