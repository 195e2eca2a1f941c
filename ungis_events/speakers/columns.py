"""Tables of speakers: which column is what, and a person from a row of it. Pure."""

from collections.abc import Sequence

from flask_babel import lazy_gettext

from ungis_events.adapters.tables import find_columns, heading_key

from .name_words import looks_like_name
from .person_lines import (
    IS_IT_A_PERSON,
    TO_BE_CONFIRMED,
    Person,
    is_to_be_confirmed,
)
from .titles import label_behind, label_of, split_honorific

NO_NAME = lazy_gettext("No name found.")
UNKNOWN_PART = lazy_gettext("The part in the programme is not one that we know.")

_HEADINGS = {
    field: spellings.split("; ")
    for field, spellings in {
        "honorific": (
            "honorific; courtesy title; salutation; prefix; style; civilité; honorifique; "
            "titre de civilité; tratamiento; tratamiento honorífico"
        ),
        "given_name": (
            "first name; given name; given names; forename; prénom; prénom(s); prénoms; "
            "nombres; nombre(s); nombre de pila"
        ),
        "family_name": (
            "last name; family name; surname; family names; nom de famille; apellido; "
            "apellidos; apellido(s)"
        ),
        "name": (
            "name; full name; name of speaker; speaker; speaker name; speakers; panellist; "
            "panelist; person; participant; nom; nom complet; nom et prénom; nom et "
            "prénoms; prénom et nom; orateur; intervenant; intervenante; nombre; nombre "
            "completo; nombre y apellido; nombre y apellidos; orador; oradora; ponente; "
            "participante"
        ),
        "role": (
            "job title; function; functional title; position; designation; post; "
            "professional title; title/position; title and position; fonction; fonctions; "
            "poste; qualité; titre et fonction; cargo; función; puesto; cargo o título"
        ),
        "title": "title; titre; título",
        "role_or_part": "role; rôle; rol; papel",
        "organization": (
            "organization; organisation; institution; entity; affiliation; company; agency; "
            "employer; delegation; organization/entity; organisme; entité; société; "
            "établissement; délégation; organización; institución; entidad; empresa; "
            "afiliación; organismo; delegación; company/organization"
        ),
        "part": (
            "part; panel role; session role; speaking role; role in the session; role in "
            "session; role in the panel; part in the programme; type; partie; rôle dans la "
            "séance; intervention; participación; función en la sesión; parte"
        ),
        "email": (
            "email; e-mail; e-mail address; email address; mail; contact e-mail; courriel; "
            "adresse électronique; adresse e-mail; correo; correo electrónico"
        ),
        "country": "country; pays; país; state; member state",
    }.items()
}
_KNOWN = {heading_key(each) for spellings in _HEADINGS.values() for each in spellings}


def find_fields(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """{field: column}; empty when no column holds names.

    Title and Role mean this or that: the cells below decide.
    """
    found = find_columns(headings, _HEADINGS)
    if "name" not in found and "family_name" not in found:
        return {}
    if "name" in found and ("family_name" in found) != ("given_name" in found):
        # Nom beside Prénom, Nombre beside Apellidos.
        missing = "given_name" if "family_name" in found else "family_name"
        found[missing] = found.pop("name")
    for heading, first, second, fits in (
        ("title", "honorific", "role", _is_honorific),
        ("role_or_part", "part", "role", _is_part),
    ):
        if (place := found.pop(heading, None)) is None:
            continue
        cells = [row[place] for row in rows if place < len(row) and row[place]]
        is_first = bool(cells) and all(map(fits, cells))
        wanted = [first, second] if is_first or second in found else [second, first]
        field = next((each for each in wanted if each not in found), None)
        if field:
            found[field] = place
    return found


def are_headings(cells: Sequence[str]) -> bool:
    """Nothing but headings that we know, a name's among them."""
    if len(cells) < 2 or not all(heading_key(each) in _KNOWN for each in cells if each):
        return False
    return bool({"name", "family_name"} & set(find_columns(cells, _HEADINGS)))


def read_row(cells: Sequence[str], columns: dict[str, int]) -> Person:
    """What the row says, without guessing: only a honorific before the name is parted from it."""
    values = {
        field: " ".join(cells[place].split()) if place < len(cells) else ""
        for field, place in columns.items()
    }
    name = values.get("name") or " ".join(
        filter(None, (values.get("given_name"), values.get("family_name")))
    )
    honorific = values.get("honorific", "")
    if not honorific:
        honorific, name = split_honorific(name)
    person = Person(
        name=name.strip(),
        honorific=honorific or None,
        role=values.get("role") or None,
        organization=values.get("organization") or None,
        email=values.get("email") or None,
        place=values.get("country") or None,
        label=label_of(values.get("part", "")),
    )
    label = None if values.get("part") else label_behind(person.role or "")
    if label:
        person.label, person.role = label, None
    if not person.name:
        person.doubts.append(NO_NAME)
    elif is_to_be_confirmed(person.name):
        person.doubts.append(TO_BE_CONFIRMED)
    elif not looks_like_name(person.name):
        person.doubts.append(IS_IT_A_PERSON)
    if values.get("part") and person.label is None:
        person.doubts.append(UNKNOWN_PART)
    return person


def _is_honorific(text: str) -> bool:
    honorific, rest = split_honorific(f"{text} Name Name")
    return bool(honorific) and rest == "Name Name"


def _is_part(text: str) -> bool:
    return label_of(text) is not None
