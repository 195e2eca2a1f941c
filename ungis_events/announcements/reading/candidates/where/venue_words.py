"""What is part of a printed place and what only stands beside it."""

import re

from ungis_events.announcements.reading.folding import fold

_FURNITURE = re.compile(
    r"[([]?\b(?:view (?:on )?map|see map|get directions|add to (?:my |your )?calendar"
    r"|google (?:maps?"
    r"|calendar)|carte|ver mapa|voir la carte|ajouter au calendrier|agregar al calendario"
    r"|download|t[eé]l[eé]charger|descargar)\b.*|[([]map[)\]].*|\[\{.*",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[,;|/+&•()]| [–—-] |(?<= )(?:and|et|y|or|ou|o)(?= )")
_WORDS_OF_NO_PLACE = """
a also an and at both by de en et event events free hybrid hybride hibrido hibrida in is it link
live livestream livestreamed mode modalidad formato format on only or participation platform
plateforme plataforma person presencial presentiel physical physically face to-face onsite
on-site remote remotely streaming the this to via through webinar webinaire seminario web with
virtual virtually virtuel virtuelle virtualmente online on-line ligne linea distance distanciel
zoom webex teams microsoft ms google meet interprefy kudo youtube facebook meeting meetings tbc
tbd tba confirmed confirmar confirmer announced be anunciar n/a global worldwide register
registered registration after sent will details joining available your sera que por para
participantes session y o release premiere
egalement aussi tambien please here click ici cliquez aqui rsvp password evenement evenements
evento eventos reunion seance shared provided sent follow link links enlace lien
"""
_NO_PLACE = frozenset(_WORDS_OF_NO_PLACE.split())
"""A part of these words alone names no place: `and online via Zoom`, `TBC`."""
_BEFORE_NAME = re.compile(
    r"(?:(?:(?:[Ii]n|[Aa]t|[Hh]eld|on|of|from|the|to|à|au|aux|en|dans|a|la|le|el|los|les|l['’]"
    r"|de|del|du)\b"
    r"|[,;:|–—.·•-])\s*){1,6}(?=[A-ZÉÀ\d])"
)
_EDGES = " \t,;:|–—-•·*_.>"

FIRM_PLACE = re.compile(
    r"\b(?:Conference |Meeting |Committee )?(?:[Rr]oom|ROOM|[Ss]alle|SALLE|[Ss]ala|SALA|Sal[oó]n"
    r"|Auditorio|[Aa]uditorium|[Aa]uditoire"
    r"|H[oô]tel|Building|B[aâ]timent|Edificio|Amphith[eé][aâ]tre|Anfiteatro|Hall"
    r"|Aula) (?:[A-Z0-9]|de |del )"
    r"|\b[A-Z][\w'’.-]{1,30} (?:Room|Hall|Hotel|Building|Auditorium|Chamber|Theat(?:re|er)|Library"
    r"|Conference (?:Center|Centre)|Convention (?:Center|Centre)|Palace|Tower|Campus|Lounge|Club)\b"
    r"|\b\d{1,2}(?:st|nd|rd|th|er|e|[eè]me|[oº°])? (?:[Ff]loor|[ÉEée]tage|[Pp]iso)\b"
    r"|\b(?:[Pp]alais|[Pp]alacio|[Cc]entre de conf[eé]rences"
    r"|[Cc]entro de [Cc]onvenciones) (?:de |des |du )?[A-Z]"
    r"|\b(?:Maison|Casa|Espace|Centro Cultural|Museo|Mus[eé]e) (?:de |des |du |de la "
    r"|de los )?[A-Z]"
)
"""A room, a hall, a floor, an hotel: as no title and no organization is called."""
HOUSE_IN_PROSE = re.compile(
    r"\b(?:ministr(?:y|ies)|minist[èe]re|ministerio|embassy|ambassade|embajada|universit(?:y|é)"
    r"|universidad|college|coll[èe]ge|colegio|museum|mus[ée]e|museo|library|biblioth[èe]que"
    r"|biblioteca|headquarters|si[èe]ge|sede|parliament|parlement|parlamento|mairie|cathedral"
    r"|church|mission|cent(?:re|er|ro)|institute?|instituto|school|[ée]cole|escuela)\b",
    re.IGNORECASE,
)
"""A house only where the event is said to be held there: `will take place at the Embassy of …`."""
OF_THE_PAST = re.compile(
    r"\b(?:builds? (?:up)?on|previous|last|earlier|was|were|pr[ée]c[ée]dente?s?|derni[èe]re?"
    r"|[ée]tait|anterior(?:es)?|[uú]ltim[oa]|fue)\b",
    re.IGNORECASE,
)
"""`builds on meetings held at the University of …`."""


def cleaned_place(text: str) -> tuple[int, int] | None:
    """(start, end) of the place in these words; None: they name none.

    `Room XX, Palais des Nations (map) and online via Zoom` → as far as `Nations`.
    """
    furniture = _FURNITURE.search(text)
    end = furniture.start() if furniture else len(text)
    kept: list[tuple[int, int]] = []
    start = 0
    for part in [*_PARTS.finditer(text, 0, end), None]:
        stop = part.start() if part else end
        if _is_place(text[start:stop]):
            kept.append((start, stop))
        start = part.end() if part else end
    if not kept:
        return None
    return _tight(text, kept[0][0], kept[-1][1])


def _is_place(part: str) -> bool:
    words = fold(part).replace(":", " ").split()
    if "youtube" in words:  # the channel of somebody
        return False
    return any(word.strip(".'’\"!") not in _NO_PLACE for word in words if word.strip(_EDGES))


def _tight(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Without the preposition and the signs around; a bracket left open is closed again."""
    while start < end and text[start] in _EDGES:
        start += 1
    lead = _BEFORE_NAME.match(text[start:end])
    if lead and start + lead.end() < end:
        start += lead.end()
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    if text.count("(", start, end) > text.count(")", start, end) and text[end : end + 1] == ")":
        end += 1
    return (start, end) if start < end else None
