"""The languages that a text says are spoken or interpreted; never the one it is written in."""

import re
from functools import lru_cache

from babel import Locale

from ungis_events.announcements.reading.findings import Found, Span
from ungis_events.announcements.reading.folding import fold
from ungis_events.announcements.reading.lines import Line, Notice
from ungis_events.announcements.reading.marks import LabelMark, Marks, Subject

CODES = (
    "en", "fr", "es", "ar", "zh", "ru", "pt", "de", "it", "ja", "ko", "hi", "sw", "tr", "uk", "fa",
    "nl", "pl", "sv", "vi", "th", "id", "ur", "bn", "el", "he", "am", "so", "ca", "ht", "qu", "gn",
)  # fmt: skip
UN_LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
_WRITTEN_IN = ("en", "fr", "es")
_OWN_NAMES = {
    "castellano": "es",
    "castilian": "es",
    "mandarin": "zh",
    "creole": "ht",
    "espagnole": "es",
}
"""As notices call them where CLDR has another name."""

_SIX = re.compile(
    r"\b(?:all |the |les |los |dans les |en los )?(?:six|6|seis) (?:official |langues|idiomas"
    r"|lenguas"
    r"|un |u\.n\. |united nations )|\ball (?:the )?(?:official )?(?:un"
    r"|united nations)(?: official)?"
    r" languages"
)
_SPOKEN = re.compile(
    r"\b(?:interpret(?:ation|ing|ed)|interpretes?|interpretacion|traduccion|traduction|translation"
    r"|translated|traducid[oa]|languages?|langues?|idiomas?|lenguas?|audio|bilingual|bilingue"
    r"|trilingual|multilingual|(?:held|conducted|delivered|offered|take place|taking place"
    r"|presented"
    r"|streamed|broadcast|moderated|given) in|se (?:deroulera|tiendra)|aura lieu|sera (?:donnee?"
    r"|anime|presente)|se (?:celebrara|realizara|llevara a cabo|desarrollara|impartira))\b"
)
_WRITTEN = re.compile(
    r"\b(?:report|publication|document|concept note|flyer|brochure|website|book|submission"
    r"|applications?|abstracts?|proposals?|questions?|informe|rapport|nota conceptual|policy brief"
    r"|note conceptuelle|cover letter|fluent|fluency|speaks?|native"
    r"|(?:learn|teach)(?:ing)? (?:english|french|spanish|arabic|chinese|russian)\b)"
)
"""What is written or spoken by somebody, not at the event."""
_ENDS_SENTENCE = re.compile(r"(?<=[.!?;])\s|\|")


def read_languages(notice: Notice, marks: Marks) -> Found[tuple[str, ...]] | None:
    """Codes in the order of the text; sign languages have none here."""
    for label in marks.of(LabelMark):
        if label.subject is Subject.LANGUAGES:
            found = _found(notice, label.value, "languages.label", is_label=True)
            if found:
                return found
    for line in notice.lines:
        words = fold(line.text)
        is_telling = _names().search(words) or _SIX.search(words)
        found = _in_sentences(notice, line) if is_telling else None
        if found:
            return found
    return None


def _in_sentences(notice: Notice, line: Line) -> Found[tuple[str, ...]] | None:
    """`simultaneous interpretation in English and French`, `Audio only in Spanish`."""
    start = 0
    for end in [*(stop.end() for stop in _ENDS_SENTENCE.finditer(line.text)), len(line.text)]:
        words = fold(line.text[start:end])
        span = Span(line.start + start, line.start + end)
        start = end
        if _WRITTEN.search(words):
            continue
        if _SPOKEN.search(words):
            found = _found(notice, span, "languages.spoken")
            if found:
                return found
        held = _held_in().search(words)
        if held:
            place = Span(span.start + held.start(), span.start + held.end())
            return _found(notice, place, "languages.held-in")
    return None


def _found(
    notice: Notice, span: Span, rule: str, is_label: bool = False
) -> Found[tuple[str, ...]] | None:
    words = fold(notice.words(span))
    names = list(_names().finditer(words))
    codes = [_codes()[name[0]] for name in names]
    if is_label and not codes:
        codes = [_CODE_LETTERS[code.lower()] for code in _code_list(notice.words(span))]
    if _SIX.search(words):
        codes = list(UN_LANGUAGES)
    if not codes:
        return None
    if names and not is_label:
        span = Span(span.start + names[0].start(), span.start + names[-1].end())
    return Found(tuple(dict.fromkeys(codes)), rule, (span,))


_CODE_LETTERS = {code: code for code in CODES} | {
    "eng": "en", "fra": "fr", "fre": "fr", "esp": "es", "spa": "es", "e": "en", "f": "fr",
    "s": "es", "a": "ar", "c": "zh", "r": "ru", "ara": "ar", "rus": "ru", "por": "pt", "an": "en",
}  # fmt: skip


def _code_list(words: str) -> list[str]:
    """`EN/FR/ES`, `E, F, S`: capitals, or words would be read (`es`, `a`)."""
    return [code for code in re.findall(r"\b[A-Z]{1,3}\b", words) if code.lower() in _CODE_LETTERS]


@lru_cache(1)
def _codes() -> dict[str, str]:
    """{name in one of the three languages, folded: code}."""
    names = {
        fold(Locale.parse(language).languages[code]): code
        for language in _WRITTEN_IN
        for code in CODES
        if Locale.parse(language).languages.get(code)
    }
    return names | _OWN_NAMES


@lru_cache(1)
def _names() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_alternatives()})\b")


@lru_cache(1)
def _held_in() -> re.Pattern[str]:
    """`in English only`, `English launch event`, `webinaire en français`, `en español`."""
    name = f"(?:{_alternatives()})"
    event = (
        r"(?:launch|session|webinar|event|seminar|meeting|panel|workshop|webinaire|evenement"
        r"|reunion|atelier|seance|evento|sesion|taller|conversatorio|encuentro|webinario)"
    )
    several = rf"{name}(?:(?:, | and | et | y | & |/){name}){{0,5}}"
    return re.compile(
        rf"\b(?:in|en) {several} (?:only|seulement|uniquement|unicamente|solamente)\b"
        rf"|\bonly in {several}\b|\b{several}[ -](?:only\b|speaking {event}\b)"
        rf"|\b{name} {event}\b|\b{event} (?:will be |is |sera |est |es )?(?:in|en) {several}\b"
        rf"|^\W{{0,3}}(?:in|en) {several}\W{{0,3}}$"
    )


@lru_cache(1)
def _alternatives() -> str:
    return "|".join(re.escape(name) for name in sorted(_codes(), key=len, reverse=True))
