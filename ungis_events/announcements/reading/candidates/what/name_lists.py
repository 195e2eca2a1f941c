"""Lists of organizations in running text: `A, B (B1, B2) and the Commission for X and Y`."""

import re
from collections.abc import Iterator

from ungis_events.announcements.reading.folding import fold

MOST_NAMES = 30
MOST_WORDS = 18

_BODY = re.compile(
    r"\b(?:missions?|misiones|mision|ministr\w{1,5}|minister\w{1,3}|governments?|gouvernement|gobierno"
    r"|universit\w{1,3}|universidad|institut\w{0,2}|instituto|embass\w{1,3}|ambassade|embajada|offices?"
    r"|bureau|oficina|organi[sz]a\w{3,6}|commission\w?|comision|committee|comite|council|conseil"
    r"|consejo|foundation|fondation|fundacion|federations?|federacion|associations?|asociacion"
    r"|alliance|alianza|cent(?:re|er|ro)s?|groups?|groupe|grupo|network|reseau|red|union|agency|agence"
    r"|agencia|bank|banque|banco|programme|program|programa|fund|fonds|fondo|platform|plateforme"
    r"|plataforma|forum|foro|society|societe|sociedad|initiative|iniciativa|secretariat|secretaria"
    r"|department|departement|departamento|academy|academie|academia|school|ecole|escuela|nations"
    r"|naciones|movement|mouvement|movimiento|coalition|partnership|international|trust|company"
    r"|summit|sommet|cumbre|house|service|servicio|library|museum|chamber|authority|delegation)\b"
)
_AND = re.compile(r",? (?:and|et|&|y|e|as well as|ainsi que|asi como|along with|together with) ")
_WITH = re.compile(
    r",? (?:in|en) (?:close )?(?:partnership|collaboration|cooperation|co-operation|association"
    r"|conjunction|partenariat|colaboracion|cooperacion|asociacion|alianza) (?:with|avec|con) "
)
_ARTICLE = re.compile(r"^(?:(?:the|la|le|les|el|los|las)\s|l['’])", re.IGNORECASE)
_NAMES_WITH_COMMAS = re.compile(
    # United Nations Educational, Scientific and Cultural Organization, and in French and Spanish
    r"educational, scientific and cultural|education, la science et la culture"
    r"|educacion, la ciencia y la cultura"
)
_SEVERAL = re.compile(
    # (the Permanent Missions) of …: each gets the singular in front
    r"^(?:the |las |les )?(?P<heads>permanent missions|missions permanentes|misiones permanentes"
    r"|governments|gouvernements|gobiernos|embassies|ambassades|embajadas|ministries) "
    r"(?P<of>of|des?|du|del)(?= | ?l')"
)
_ONE = {
    "permanent missions": "Permanent Mission",
    "missions permanentes": "Mission permanente",
    "misiones permanentes": "Misión Permanente",
    "governments": "Government",
    "gouvernements": "Gouvernement",
    "gobiernos": "Gobierno",
    "embassies": "Embassy",
    "ambassades": "Ambassade",
    "embajadas": "Embajada",
    "ministries": "Ministry",
}
_ENGLISH = ("Permanent Mission ", "Government ", "Embassy ", "Ministry ")
_INSIDE = re.compile(r" (?:of|for|on|de|du|pour|para|sur|sobre) ")


def split_names(text: str) -> tuple[str, ...]:
    """The names of a list, without articles; not split inside brackets or inside one name."""
    names: list[str] = []
    prefix = ""
    for piece in _pieces(" ".join(text.split())):
        several = _SEVERAL.match(fold(piece))
        if several:
            prefix = f"{_ONE[several['heads']]} "
            piece = piece[several.start("of") :]
        elif prefix and _BODY.search(fold(piece)):
            prefix = ""
        name = _named_alone(piece, prefix)
        if name and name not in names:
            names.append(name)
    return tuple(names[:MOST_NAMES])


def _named_alone(piece: str, prefix: str) -> str | None:
    piece = piece.strip(' ,;:.|*–—-"“”«»')
    if prefix:
        has_of = re.match(r"(?:of|de|du|des|del) |d['’]", piece)
        of = "" if has_of else "of " if prefix in _ENGLISH else "de "
        return f"{prefix}{of}{piece}" if piece else None
    piece = _ARTICLE.sub("", piece)
    is_name = piece and (piece[0].isupper() or any(map(str.isupper, piece[1:3])))
    return piece if is_name and len(piece.split()) <= MOST_WORDS else None


def _pieces(text: str) -> Iterator[str]:
    """Cut at commas, semicolons and `and`, outside of brackets and of names that hold them."""
    chunks = [chunk for part in _cut(text, _WITH) for chunk in _at_commas(part)]
    for index, chunk in enumerate(chunks):
        chunk = re.sub(r"^(?:and|et|y|&) ", "", chunk)
        yield from _at_and(chunk, is_last_of_many=0 < index == len(chunks) - 1)


def _cut(text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    start = 0
    for match in pattern.finditer(fold(text)):
        yield text[start : match.start()]
        start = match.end()
    yield text[start:]


def _kept(text: str) -> set[int]:
    """Places inside names that have commas of their own."""
    return {
        place
        for match in _NAMES_WITH_COMMAS.finditer(fold(text))
        for place in range(match.start(), match.end())
    }


def _at_commas(text: str) -> Iterator[str]:
    kept = _kept(text)
    depth = start = 0
    for place, letter in enumerate(text):
        depth = max(0, depth + (letter in "([") - (letter in ")]"))
        if letter in ",;|" and depth == 0 and place not in kept:
            yield text[start:place].strip()
            start = place + 1
    yield text[start:].strip()


def _at_and(chunk: str, *, is_last_of_many: bool) -> Iterator[str]:
    start = 0
    kept = _kept(chunk)
    for match in list(_AND.finditer(fold(chunk)))[:MOST_NAMES]:
        left, right = chunk[start : match.start()], chunk[match.end() :]
        is_inside = left.count("(") > left.count(")") or match.start() in kept
        if not is_inside and _are_two(left, right, is_last_of_many=is_last_of_many):
            yield left
            start = match.end()
    yield chunk[start:]


def _are_two(left: str, right: str, *, is_last_of_many: bool) -> bool:
    """Whether `and` stands between two names rather than in one: Latin America and the Caribbean.

    Two: X (ABC) and Y · UNDP and X · X and UNESCO · X and the World Bank · X, Y and Z
    One: Food and Agriculture Organization · Ministry of Science and Technology
    """
    bare = _ARTICLE.sub("", right)
    first = re.match(r"[\w'’-]{1,40}", bare)
    if left.endswith(")") or _is_acronym(left.split()[-1:]) or _is_acronym(first and [first[0]]):
        return True
    if _SEVERAL.match(fold(left)) or _INSIDE.match(f" {fold(bare)[:4]}"):
        return True  # Permanent Missions of Ghana and Peru
    next_name = _AND.split(fold(bare), maxsplit=1)[0]
    if bare != right and _BODY.search(next_name):
        return True
    if _BODY.match(next_name) or re.match(r"(?:permanent|united|world) ", next_name):
        return len(left.split()) > 1
    return (is_last_of_many or len(left.split()) > 1) and not _INSIDE.search(fold(left))


def _is_acronym(words: list[str] | None) -> bool:
    return bool(words and sum(map(str.isupper, words[0])) > 1)
