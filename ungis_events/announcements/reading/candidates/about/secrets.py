"""What opens an online room. An event page is public, so none of it may stand there."""

import re

from ungis_events.announcements.reading.folding import fold

_ROOMS = (
    r"zoom\.us/(?:j|s|w|my|wc)/",
    r"zoomgov\.com/(?:j|s|w)/",
    r"teams\.(?:microsoft|live)\.com/(?:l/meetup-join|meet)",
    r"meet\.google\.com/",
    r"webex\.com/(?:meet|join|[\w./-]{0,60}j\.php)",
    r"gotomeeting\.com/join",
    r"gotomeet\.me/",
    r"bluejeans\.com/\d",
    r"whereby\.com/",
    r"meet\.jit\.si/",
    r"kudo\.(?:ai|live|com)/",
    r"interprefy\.(?:com|interpret\.world)/",
)
_WORDS = (
    r"meeting (?:id|number|code|no\b)",
    r"webinar (?:id|number)",
    r"(?:event|conference|access|participant|host|room|entry) (?:id|code|number|key|pin)\b",
    r"pass ?codes?\b",
    r"pass ?words?\b",
    r"pwd\b",
    r"pin(?: code)?:",
    r"dial[- ]?in\b",
    r"dial by\b",
    r"one[- ]tap mobile",
    r"join by (?:phone|telephone|sip|h\.?323)",
    r"sips?:",
    r"h\.323",
    r"(?:id|identifiant|numero|code) de (?:la )?(?:reunion|conference|seance|webinaire|acces)",
    r"code (?:secret|d'acces|d'entree)",
    r"mot de passe",
    r"(?:id|numero|codigo) de (?:la )?(?:reunion|conferencia|sesion|acceso|videoconferencia)",
    r"contrasena",
    r"clave de acceso",
    r"codigo de acceso",
)
_SECRET = re.compile(rf"\b(?:{'|'.join((*_ROOMS, *_WORDS))})")
# 819 5560 9790, +41 22 555 01 23: an ID or a telephone
_LONG_NUMBER = re.compile(r"(?:\d[ .-]?){8}\d|\+\d{1,3}[ ()\d.-]{7}")
_PIECE_END = re.compile(r"[,;|()\[\]\n]|[.?!] |: | [–—-] ")
_GIVEN = re.compile(
    # Passcode: 556677 · mot de passe est hunter22 · passcode for guests 556677; not: a world
    # without passwords, passwords in 2030
    rf"\b(?:{'|'.join(_ROOMS)})"
    rf"|\b(?:{'|'.join(_WORDS)})(?: ?[:=#–—,-]| is| are| est| es)? ?"
    r"(?:[^\W\d_]{0,30}\d|(?:[a-z]{1,15} ){1,3}(?!(?:19|20)\d\d\b)\d{4}"
    r"|(?<=[:=] )[\w-]{3,40}[ .)]{0,3}$)"
)
_ADDRESS_OF_PAGE = re.compile(r"https?://\S{1,2000}")


def is_secret(folded: str) -> bool:
    """Whether the text, in small letters without accents, says how to get in."""
    if _SECRET.search(folded):
        return True
    return bool(_LONG_NUMBER.search(_ADDRESS_OF_PAGE.sub(" ", folded)))


def without_secrets(text: str) -> str:
    """A line up to the piece that says how to get in: `Room XX (passcode 556677)` → `Room XX`.

    A title may speak of passwords: here, unlike in prose, the word is no secret without its value.
    """
    folded = fold(text)
    given = _GIVEN.search(folded) or _number_in(folded)
    if given is None:
        return text
    ends = [end.start() for end in _PIECE_END.finditer(folded, 0, given.start())]
    kept = text[: ends[-1] if ends else 0].rstrip(" ,;:|–—-([")
    return without_secrets(kept) if len(kept) < len(text) else ""


def _number_in(folded: str) -> re.Match[str] | None:
    blanked = _ADDRESS_OF_PAGE.sub(lambda address: " " * len(address[0]), folded)
    return _LONG_NUMBER.search(blanked)
