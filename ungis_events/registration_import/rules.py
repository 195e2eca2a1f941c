"""How a list is taken in, and what its columns are called. Pure: no database, no Flask."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from flask_babel import LazyString, lazy_gettext

LONGEST_BYTES = 5 * 2**20
MOST_ROWS = 5_000
BATCH = 50
"""Rows in one transaction: people register between two of them."""
AT_ONCE = 50
"""Up to so many are taken in while the organizer waits; the worker takes in more."""
KEPT_FOR = timedelta(days=1)
"""An unconfirmed file with its personal data; then it is dropped."""

FIELDS: dict[str, tuple[LazyString, tuple[str, ...]]] = {
    "given_name": (
        lazy_gettext("Given name"),
        ("Given name", "First name", "Forename", "Prénom", "Prénoms", "Nombre", "Nombres"),
    ),
    "family_name": (
        lazy_gettext("Family name"),
        ("Family name", "Last name", "Surname", "Nom", "Nom de famille", "Apellido", "Apellidos"),
    ),
    "full_name": (
        lazy_gettext("Whole name"),
        ("Name", "Full name", "Participant", "Nom complet", "Nom et prénom", "Prénom et nom",
         "Nombre completo", "Nombre y apellidos", "Participante"),
    ),
    "email": (
        lazy_gettext("E-mail"),
        ("E-mail", "Email", "E-mail address", "Email address", "Mail", "Courriel",
         "Adresse électronique", "Adresse e-mail", "Correo", "Correo electrónico",
         "Dirección de correo electrónico"),
    ),
    "organization": (
        lazy_gettext("Organization"),
        ("Organization", "Organisation", "Affiliation", "Company", "Institution", "Entity",
         "Organisme", "Société", "Organización", "Institución", "Entidad", "Empresa"),
    ),
    "stakeholder_group": (
        lazy_gettext("Stakeholder group"),
        ("Stakeholder group", "Stakeholder", "Group", "Stakeholder type", "Groupe",
         "Partie prenante", "Groupe de parties prenantes", "Grupo", "Parte interesada",
         "Grupo de interés"),
    ),
    "country": (
        lazy_gettext("Country"),
        ("Country", "Country code", "Nationality", "Pays", "Code du pays", "País",
         "Código del país"),
    ),
    "honorific": (
        lazy_gettext("Title"),
        ("Title", "Honorific", "Salutation", "Civilité", "Titre", "Tratamiento", "Título"),
    ),
    "job_title": (
        lazy_gettext("Job title"),
        ("Job title", "Position", "Function", "Role", "Fonction", "Poste", "Cargo", "Función",
         "Puesto"),
    ),
    "attendance": (
        lazy_gettext("Takes part"),
        ("Takes part", "Attendance", "Mode", "Participation", "Présence", "Asistencia",
         "Modalidad"),
    ),
    "access_needs": (
        lazy_gettext("Access needs"),
        ("Access needs", "Accessibility", "Accommodations", "Accessibilité", "Besoins d'accès",
         "Accesibilidad", "Necesidades de acceso"),
    ),
    "question": (
        lazy_gettext("Question"),
        ("Question", "Question for the speakers", "Questions", "Pregunta"),
    ),
}  # fmt: skip
"""What a column can be, and the headings that people give it in English, French and Spanish."""


@dataclass(frozen=True)
class ImportOptions:
    """What is the same for every row."""

    status: str = "pending"
    is_told: bool = True
    default_group: str = "OTHER"
    """Where the file names none, or one that is not known."""
    attendance: str = "online"
    language: str = "en"

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "ImportOptions":
        return cls(**{name: kept[name] for name in cls.__dataclass_fields__ if name in kept})

    def kept(self) -> dict[str, Any]:
        return asdict(self)


def fingerprint(columns: dict[str, Any], options: dict[str, Any]) -> str:
    """What a preview showed: confirming another one would take in something unseen."""
    words = json.dumps([columns, options], sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()[:16]
