"""The words of running text behind which people with a part in the programme are named:
`moderated by`, `mot de bienvenue de`, `con la participación de`. Pure."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .models import Part
from .title_words import LABELS, words_of


class Cue(NamedTuple):
    start: int
    end: int
    """Where the people begin."""
    part: Part
    words: str
    is_strong: bool
    """A bare name behind it is a person: moderated by Jane Roe. Not so: a session led by Jane Roe,
    which could as well be led by Green Path."""


_BY = r"(?:jointly\s+|conjointement\s+)?(?:by|par|por|a\s+cargo\s+de|de\s+la\s+mano\s+de)"
# What is said in front of people, with whoever says it behind `by`, `from`, `de`.
_SPEECH = (
    r"remarks?|address(?:es)?|statements?|speech(?:es)?|reflections|messages?|lectures?|keynotes?"
    r"|presentations?|interventions?|welcome|opening|closing|introductions?|talks?|comments|briefings?|observations"
    r"|allocutions?|discours|mots?|propos|exposés?|conférences?|remarques|interventions?"
    r"|palabras|discursos?|intervenci(?:ón|ones)|ponencias?|presentaci(?:ón|ones)|mensajes?"
    r"|ouverture|clôture|apertura|cierre|inauguración|introducción|vidéo|video|vídeo"
    r"|conferencias?|exposici(?:ón|ones)|comentarios|bienvenida"
)
_FROM = r"by|from|par|por|a\s+cargo\s+de|de\s+la\s+part\s+de"
_OF = r"de\s+l['’]|de|du|del|d['’]"
_LED = (
    r"moderated|chaired|facilitated|presided(?:\s+over)?|emceed|modérée?s?|animée?s?|présidée?s?"
    r"|facilitée?s?|moderad[oa]s?|presidid[oa]s?|facilitad[oa]s?|mod[eé]ration|moderación|animation"
)
_OPENED = (
    r"opened|kicked\s+off|introduced|ouverte?s?|introduite?s?|inaugurée?s?|inaugurad[oa]s?"
    r"|abiert[oa]s?"
)
_CLOSED = r"closed|concluded|clôturée?s?|conclue?s?|clausurad[oa]s?|cerrad[oa]s?"
_GIVEN = (
    r"led|delivered|given|presented|addressed|joined|attended|présentée?s?|prononcée?s?|assurée?s?"
    r"|conduite?s?|presentad[oa]s?|dirigid[oa]s?|conducid[oa]s?|impartid[oa]s?|pronunciad[oa]s?"
)
_SPEAKERS = (
    r"(?:speakers?|panell?ists?|experts?|guests?|presenters?|discussants?|moderators?"
    r"|intervenante?s?|panélistes?|orateurs?|conférenciers?|ponentes?|panelistas?|oradora?e?s?"
    r"|participants|participantes|invitados|invités)"
)
_INCLUDES = (
    r"(?:(?:will\s+)?includes?|(?:will\s+be|are|is)|sont|seront|son|serán|incluyen?|incluirán"
    r"|comprennent|comprendront)"
)
_WITH_PEOPLE = (
    r"conversation|dialogue|discussion|chat|meeting|town\s?hall|session|interview|debate|evening"
    r"|webinar|panel|lecture|briefing|event|entretien|débat|rencontre|échange|conversatorio"
    r"|conversación|diálogo|debate|encuentro|entrevista|charla|conférence|conferencia"
)
_TALKS = (
    r"(?:(?:débattr|dialoguer|échanger|s['’]entretiendr|discuter)(?:a|ont)"
    r"|(?:conversar|dialogar|debatir|discutir)(?:á|án)|debates?|converses?)"
)
_PARTICIPATION = (
    r"featuring|will\s+feature|features|with\s+(?:the\s+)?(?:participation|contributions?)\s+of"
    r"|(?:avec|en)\s+(?:la\s+)?(?:participation|présence)\s+de|en\s+présence\s+de"
    r"|con\s+la\s+(?:participación|presencia)\s+de|intervendrán|participarán(?:\s+de\s+la\s+\w{1,20})?|intervienen"
    r"|participan|interviendront|participeront|intervendrá|participará|modera"
)

_TOGETHER = (
    r"(?:will\s+)?(?:brings?|bringing)\s+together|réuni(?:t|ra|ssant)|reún[ea]|reunirá|join|hear\s+from"
    r"|listen\s+to|welcoming|(?:our|special)\s+guests?,?|junto\s+a|aux\s+côtés\s+de|(?<![^\n])with"
    r"|(?<![^\n])avec|(?<![^\n])con"
)

# (what it looks like, its part where that does not hang on the words before it, whether a bare
# name behind it is a person)
_ROWS: tuple[tuple[re.Pattern[str], Part | None, bool], ...] = tuple(
    (re.compile(rf"\b(?:{words})(?:\s*:\s*|\s+)(?:the\s+)?", re.I), part, is_strong)
    for words, part, is_strong in (
        # The debate will be moderated by Jane Roe. La séance est animée par M. Jean Roe.
        (rf"(?:{_LED})\s+{_BY}", Part.MODERATOR, True),
        (rf"(?:{_OPENED})\s+{_BY}", Part.OPENING, False),
        (rf"(?:{_CLOSED})\s+{_BY}", Part.CLOSING, False),
        # followed by a session led by the Envoy on Youth Jane Roe
        (rf"(?:{_GIVEN})\s+{_BY}", None, False),
        # Speakers include Jane Roe (ITU) and John Doe (ECA).
        # Experts on the panel will include: Jane Roe of Green Path; …
        (
            rf"{_SPEAKERS}\s+(?:(?:on|of|at|in|for)\s+(?:the|this|our)\s+\w{{1,20}}\s+)?{_INCLUDES}"
            r"(?:\s*:)?",
            None,
            True,
        ),
        (_PARTICIPATION, None, True),
        # with high-level participation of the Director, Ms. Roe; la présence de Jean Roe
        (r"participation\s+of|(?:présence|presencia)\s+de", None, False),
        # échangera avec la journaliste Jane Roe; conversará con Juan Paz
        (rf"{_TALKS}\s+(?:[^\s.;:,]{{1,30}}\s+){{0,3}}?(?:with|avec|con|autour\s+de)", None, False),
        # Join Jane Roe, Director of the Fund; une table ronde réunira Jean Roe (UIT)
        (_TOGETHER, None, False),
        # Join the conversation with H.E. Jane Roe.
        (
            rf"(?:{_WITH_PEOPLE})\s+(?:[^\s.;:,]{{1,30}}\s+){{0,5}}?(?:with|avec|con)",
            None,
            False,
        ),
        (rf"(?:{_WITH_PEOPLE})\s+of", None, False),
        (rf"(?:{_WITH_PEOPLE})\s+(?:between|entre)", None, True),
    )
)
# Ms. Roe, Director of the Fund, will moderate; M. Roe, Ministre du Plan, ouvrira la séance.
_WILL = re.compile(
    r",?\s+(?:(?:will|shall|va|a)\s+(?:also\s+|then\s+|aussi\s+)?(?:(?P<moderator>moderate|chair"
    r"|facilitate|animer|modérer|présider|moderar|presidir)|(?P<opening>open|welcome|ouvrir|abrir"
    r"|inaugurar)|(?P<closing>close|conclude|clore|clôturer|cerrar|clausurar)"
    r"|(?:discuss|talk|examine|explore|debate|reflect|deliver|give|make|present|speak|address|join|lead|introduce|share|launch|prononcer"
    r"|présenter|intervenir|presentar|pronunciar|dar|intervenir))"
    r"|(?:will\s+be|is|are|sera|seront|será|serán)\s+(?:the|our|an?|l[ea]s?|el|los|las|une?|una)?\s*"
    r"(?:(?:guest|main|featured|special|keynote)\s+){0,2}(?:speakers?|panell?ists?|intervenante?s?"
    r"|oratrices?|orateurs?|conférenci(?:er|ère)s?|orador(?:as?|es)?|ponentes?|invité(?:e?s?)?)"
    r"|(?:y\s+)?(?:sont|est|sera|seront)\s+(?:aussi\s+|également\s+)?attendue?s?"
    r"|(?:conversar|dialogar|debatir|débattr|dialoguer|échanger|s['’]entretiendr)(?:án?|a|ont)"
    r"|(?P<animera>animera|modérera|présidera|moderará|presidirá)"
    r"|(?P<ouvrira>ouvrira|abrirá|inaugurará)|(?P<fermera>clôturera|clora|clausurará|cerrará)"
    r"|ofrecerá|offrira|participará|participera|prononcera|présentera|interviendra|presentará|pronunciará|intervendrá)\b",
    re.I,
)
_PART_OF_VERB = {
    "moderator": Part.MODERATOR,
    "animera": Part.MODERATOR,
    "opening": Part.OPENING,
    "ouvrira": Part.OPENING,
    "closing": Part.CLOSING,
    "fermera": Part.CLOSING,
}
_SPEECH_BEGINS = re.compile(rf"\b(?:{_SPEECH})\b", re.I)
_FROM_WHOM, _OF_WHOM = (
    re.compile(rf"(?<![\w'’])(?:{words})(?:(?<=['’])|\s+)(?:the\s+)?", re.I)
    for words in (_FROM, _OF)
)
_OPENS = frozenset({"open", "opens", "opened", "begins", "starts", "ouvre", "abre", "inicia"})
_ANY_CAPITAL_WORD = re.compile(r"[^\W\d_a-z][^\W\d_]")
_CLAUSE = re.compile(r"[.;:!?()]")
_FARTHEST = 90
"""Characters from `presentation` to `by`: the presentation of the new Atlas by Jane Roe."""
_MOST_CUES = 40


def find_cues(sentence: str) -> list[Cue]:
    """Places behind which people may be named, in order."""
    if not _ANY_CAPITAL_WORD.search(sentence):
        return []
    cues = [
        Cue(
            found.start(),
            found.end(),
            part or _part_of(sentence, found.start(), found[0]),
            found[0].strip(),
            is_strong,
        )
        for pattern, part, is_strong in _ROWS
        for found in pattern.finditer(sentence)
    ]
    cues.extend(_speeches(sentence))
    # `La conférence sera ouverte par`: of two with one end, the one that says more.
    best: dict[int, Cue] = {}
    for cue in cues:
        other = best.get(cue.end)
        if other is None or (other.part is Part.SPEAKER, -other.start) > (
            cue.part is Part.SPEAKER,
            -cue.start,
        ):
            best[cue.end] = cue
    return sorted(best.values(), key=lambda cue: (cue.start, cue.end))[:_MOST_CUES]


def find_doing(sentence: str) -> Cue | None:
    """Where it goes on with what those before it will do; is_strong says nothing here."""
    found = _WILL.search(sentence)
    if found is None:
        return None
    part = _PART_OF_VERB.get(found.lastgroup or "")
    behind = re.split(r"[.;:,()]", sentence[found.end() : found.end() + 60])[0]
    part = part or _part_of(behind, len(behind), "")
    return Cue(found.start(), found.end(), part, found[0].strip(" ,"), False)


def _speeches(sentence: str) -> Iterator[Cue]:
    """welcome address by …; a presentation of the new Atlas by …; palabras de bienvenida de …"""
    for count, speech in enumerate(_SPEECH_BEGINS.finditer(sentence)):
        if count > _MOST_CUES:
            return
        end = _CLAUSE.search(sentence, speech.end(), speech.end() + _FARTHEST)
        within = end.start() if end else speech.end() + _FARTHEST
        part = _part_of(sentence, speech.start(), sentence[speech.start() : within])
        places = [*_FROM_WHOM.finditer(sentence, speech.end(), within)][:1]
        for whom in places or _OF_WHOM.finditer(sentence, speech.end(), within):
            yield Cue(speech.start(), whom.end(), part, sentence[speech.start() : whom.end()], True)


def _part_of(sentence: str, start: int, cue: str) -> Part:
    """By the words of the cue and the few before it in its clause: `a welcome address by`."""
    before = re.split(r"[.;:!?(),]", sentence[max(0, start - 60) : start])[-1]
    words = [*words_of(before)[-4:], *words_of(cue)]
    for part, known in LABELS.items():
        if part is not Part.SPEAKER and any(word in known for word in words):
            return part
    # The session opens with remarks from …
    return Part.OPENING if _OPENS.intersection(words) else Part.SPEAKER
