"""What people do for a living or stand for, in English, French and Spanish, as `fold` writes it.
Pure."""

import re

_LISTED = """
    activista artista astronaut astronauta astronaute biochemist broadcaster canciller cantante
    cantautor cantautora catedratica catedratico chanteur chanteuse chemist chimiste cientifica
    cientifico climber coach columnist columnista comedian commentator conferencista defensor
    defensora docente documentarist enfermera enfermero ensayista essayist essayiste excanciller
    exministra exministro expresidenta expresidente gestora guionista hydrogeologist illustrateur
    illustrator illustratrice infirmier infirmiere initiateur initiatrice innovator integrante
    lideresa mathematician mathematicien mathematicienne medecin medica medico militant militante
    musicien musicienne novelist novelista nurse paediatrician pediatra pediatre pediatrician
    physicien physicienne physicist plasticien plasticienne politicien politicienne politician
    presentateur presentatrice romancier romanciere scenariste sindicalista statisticien
    statisticienne subdirector subdirectora subsecretaria subsecretario surgeon syndicaliste
    technician traducteur traductrice undersecretary
"""
PROFESSIONS = frozenset(_LISTED.split())
# anthropologist, politologue, bióloga, photographer, geógrafo
_LEARNED = re.compile(
    r"(?!homo|pro|ana)[a-z]{2,12}(?:olog(?:ist|ue|o|a)s?|ograph(?:er|e)|ograf[oa]"
    r"|iatrist|onomist)"
)


def is_profession(word: str) -> bool:
    """Of one folded word."""
    return word in PROFESSIONS or (len(word) > 7 and bool(_LEARNED.fullmatch(word)))
