"""What Zoom calls the columns of its reports, in English, French and Spanish. Pure.

Two reports are meant: a webinar's "Attendee Report" of several tables under titles of their own,
and the list of participants of a meeting. Both changed their words over the years.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain

from ungis_events.adapters.tables import find_columns, heading_key

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "attended": ("Attended", "A participé", "Présent", "Présence", "Asistió", "Ha asistido"),
    "name": (
        "User Name (Original Name)", "User Name", "Name (Original Name)", "Name",
        "Name (original name)", "Participant", "Nom d'utilisateur (nom original)",
        "Nom d'utilisateur (nom d'origine)", "Nom d'utilisateur", "Nom (nom original)",
        "Nom (nom d'origine)", "Nombre de usuario (nombre original)", "Nombre de usuario",
        "Nombre (nombre original)", "Nombre y apellidos",
    ),
    "given_name": ("First Name", "Prénom", "Nombre"),
    "family_name": ("Last Name", "Nom de famille", "Nom", "Apellido", "Apellidos"),
    "email": (
        "Email", "User Email", "Email Address", "E-mail", "Adresse e-mail",
        "Adresse e-mail de l'utilisateur", "E-mail de l'utilisateur", "Courriel",
        "Correo electrónico", "E-mail del usuario", "Correo electrónico del usuario", "Correo",
    ),
    "joined": (
        "Join Time", "Joined At", "Heure d'arrivée", "Heure de connexion", "Heure d'entrée",
        "Hora de entrada", "Hora para unirse", "Hora de ingreso", "Hora de conexión",
        # A Spanish report of some years calls the time of joining so: "puesto", as of work.
        "Puesto de trabajo",
    ),
    "left": (
        "Leave Time", "Left At", "Heure de départ", "Heure de déconnexion", "Heure de sortie",
        "Hora de salida", "Hora para salir", "Hora de desconexión",
    ),
    "minutes": (
        "Time in Session (minutes)", "Session Duration (minutes)", "Duration (Minutes)",
        "Temps de session (minutes)", "Temps dans la session (minutes)",
        "Temps passé dans la session (minutes)", "Durée (minutes)",
        "Tiempo en la sesión (minutos)", "Tiempo en sesión (minutos)", "Duración (minutos)",
    ),
    "total_minutes": (
        "Total Duration (Minutes)", "Durée totale (minutes)", "Duración total (minutos)",
    ),
    "waits": (
        "In Waiting Room", "Salle d'attente", "Dans la salle d'attente", "En sala de espera",
    ),
}  # fmt: skip
ABOUT: Mapping[str, tuple[str, ...]] = {
    "number": (
        "Webinar ID", "Meeting ID", "ID du webinaire", "ID de webinaire", "ID de réunion",
        "ID de la réunion", "ID del seminario web", "ID de seminario web", "ID de la reunión",
        "ID de reunión",
    ),
    "topic": ("Topic", "Sujet", "Tema"),
    "started": (
        "Actual Start Time", "Start Time", "Heure de début réelle", "Heure de début",
        "Hora de inicio real", "Hora de inicio",
    ),
}  # fmt: skip
"""The table above the others, of one row: about the room itself."""
MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "jan january janv janvier ene enero", "feb february fev fevr fevrier febrero",
            "mar march mars marzo", "apr april avr avril abr abril", "may mai mayo",
            "jun june juin junio", "jul july juil juillet julio", "aug august aout ago agosto",
            "sep sept september septembre septiembre set setiembre", "oct october octobre octubre",
            "nov november novembre noviembre", "dec december decembre dic diciembre",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_NO = {"no", "non", "n"}
_YES = {"yes", "oui", "si", "y", "true"}


_SPELLINGS = {each.casefold() for words in (COLUMNS, ABOUT) for each in chain(*words.values())}
_OF_A_PERSON = re.compile(r"@|\d:\d\d")


@lru_cache(256)
def is_no(text: str) -> bool:
    return heading_key(text) in _NO


@lru_cache(256)
def is_yes(text: str) -> bool:
    return heading_key(text) in _YES


def find_people(cells: Sequence[str]) -> dict[str, int] | None:
    """{column: its place}, where the row is the headings of people; else None."""
    if not _may_be_headings(cells):
        return None
    found = find_columns(cells, COLUMNS)
    if "name" not in found and "given_name" in found and "family_name" not in found:
        found["name"] = found.pop("given_name")  # "Nombre" alone is the whole name
    has_name = "name" in found or {"given_name", "family_name"} <= found.keys()
    has_time = {"joined", "left"} <= found.keys() or "total_minutes" in found
    return found if has_name and (has_time or _is_total(found)) else None


def _is_total(found: Mapping[str, int]) -> bool:
    """A list of people that says of each only how long they were there."""
    return "minutes" in found and not {"joined", "left"} & found.keys()


def find_about(cells: Sequence[str]) -> dict[str, int] | None:
    """As `find_people`, of the table about the room."""
    if not _may_be_headings(cells):
        return None
    found = find_columns(cells, ABOUT)
    return found if {"number", "topic"} <= found.keys() else None


def _may_be_headings(cells: Sequence[str]) -> bool:
    """Told quickly: thousands of rows are people, and to fold the letters of each takes long."""
    return any(cell.casefold() in _SPELLINGS for cell in cells) or not any(
        map(_OF_A_PERSON.search, cells)
    )
