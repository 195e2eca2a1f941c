"""Our values as Zoom's JSON, and the other way."""

import re
from datetime import UTC, datetime
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError

from ungis_events.adapters.webinar import (
    Admitted,
    Interpreter,
    PanelistPlace,
    Person,
    Problem,
    ProviderError,
    Recording,
    Retry,
    Room,
    RoomWanted,
    Stay,
)
from ungis_events.core import clock

from .client import not_understood

TOPIC_LENGTH = 200
AGENDA_LENGTH = 2000
_NAME_LENGTH = 64
_LONGEST_MINUTES = 24 * 60
_PASSCODE = re.compile(r"[A-Za-z0-9@_*-]{1,10}")
_MARK = "Ref. "
_MARKED = re.compile(r"^Ref\. (\S{1,40})$", re.MULTILINE)
_SINGLE = 5
"""A webinar on one date: the only kind that batches of registrants can be added to."""
_NO_MAIL = {"enable": False, "type": 0}
_LANGUAGES = {"en": "en-US", "es": "es-ES", "fr": "fr-FR", "ru": "ru-RU", "zh": "zh-CN"}
"""Zoom knows no Arabic here; it decides only about mails of Zoom's, which are off."""


def new_webinar(wanted: RoomWanted) -> dict[str, Any]:
    return {"type": _SINGLE, **changed_webinar(wanted)}


def changed_webinar(wanted: RoomWanted) -> dict[str, Any]:
    """All of it, without its kind. Raises ProviderError WRONG_VALUE.

    No passcode wanted: Zoom's own stays, as the account may demand one.
    """
    body: dict[str, Any] = {
        "topic": shortened(wanted.topic, TOPIC_LENGTH),
        "agenda": _agenda(wanted),
        # Without a Z it is the wall time in `timezone`.
        "start_time": wanted.starts.strftime("%Y-%m-%dT%H:%M:%S"),
        "timezone": wanted.zone,
        "duration": min(max(wanted.minutes, 1), _LONGEST_MINUTES),
        "settings": _settings(wanted),
    }
    if wanted.passcode:
        if not _PASSCODE.fullmatch(wanted.passcode):
            raise wrong("password: up to 10 of a-z A-Z 0-9 @ - _ *")
        body["password"] = wanted.passcode
    return body


def in_utc(body: dict[str, Any]) -> dict[str, Any]:
    """The same moment for a Zoom that does not know the event's zone. Raises NotOnTheClock."""
    wall_time = datetime.fromisoformat(body["start_time"])
    moment = clock.from_wall_time(wall_time, body["timezone"])
    return body | {"start_time": moment.strftime("%Y-%m-%dT%H:%M:%SZ"), "timezone": "UTC"}


def _settings(wanted: RoomWanted) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "approval_type": 0,  # at once; Zoom's default is no registration at all
        "registration_type": 1,
        # Ours go out, in six languages.
        "registrants_email_notification": False,
        "registrants_confirmation_email": False,
        "panelists_invitation_email_notification": False,
        "attendees_and_panelists_reminder_email_notification": _NO_MAIL,
        "follow_up_attendees_email_notification": _NO_MAIL,
        "follow_up_absentees_email_notification": _NO_MAIL,
        "allow_multiple_devices": True,
        "practice_session": wanted.practice_session,
        "auto_recording": str(wanted.recording),
        "alternative_hosts": ",".join(wanted.alternative_hosts),
        "question_and_answer": {
            "enable": wanted.question_and_answer,
            "allow_anonymous_questions": wanted.anonymous_questions,
        },
        "language_interpretation": _interpretation(wanted.interpreters),
    }
    contact = {"contact_name": wanted.contact_name, "contact_email": wanted.contact_email}
    return settings | {name: value for name, value in contact.items() if value}


def _interpretation(interpreters: tuple[Interpreter, ...]) -> dict[str, Any]:
    if not interpreters:
        return {"enable": False}
    return {
        "enable": True,
        "interpreters": [
            {
                "email": each.email,
                "interpreter_languages": ",".join(language_name(code) for code in each.languages),
            }
            for each in interpreters
        ],
    }


def language_name(code: str) -> str:
    """English, French …: as Zoom's user settings list them. Raises ProviderError WRONG_VALUE.

    Zoom brings English, Chinese, Japanese, German, French, Russian, Portuguese, Spanish and
    Korean; Arabic and others the account adds under these names.
    """
    try:
        name = Locale.parse(code).english_name
    except (ValueError, UnknownLocaleError):
        name = None
    if name is None:
        raise wrong(f"interpreter_languages: {code[:20]}")
    return name


def _agenda(wanted: RoomWanted) -> str:
    """Our mark first: lists of webinars show the first 250 characters only."""
    return shortened(f"{_MARK}{wanted.reference}\n\n{wanted.agenda}".strip(), AGENDA_LENGTH)


def reference_of(agenda: object) -> str | None:
    found = _MARKED.search(agenda.replace("\r", "")) if isinstance(agenda, str) else None
    return found[1] if found else None


def shortened(text: str, length: int) -> str:
    """Cut after a word, where there is one in the last fifth."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    head, _, _ = cut.rpartition(" ")
    return (head if len(head) > length * 4 // 5 else cut).rstrip() + "…"


def room_of(told: dict[str, Any], *, is_write: bool) -> Room:
    """Raises ProviderError; of a series WRONG_VALUE, as it has no one date."""
    number, join_url = told.get("id"), told.get("join_url")
    if not is_number(number) or not isinstance(join_url, str):
        raise not_understood(is_write=is_write)
    if told.get("type", _SINGLE) != _SINGLE:
        raise wrong("It is a series of webinars: only one on a single date can be used.")
    return Room(
        number=str(number),
        join_url=join_url,
        topic=str(told.get("topic") or ""),
        reference=reference_of(told.get("agenda")),
        starts_at=moment(told.get("start_time")),
        minutes=whole(told.get("duration")),
        host=text_of(told.get("host_email")),
        passcode=text_of(told.get("password")),
        capacity=whole(told.get("capacity")),
        **_settings_of(told.get("settings")),
    )


def _settings_of(told: object) -> dict[str, Any]:
    """What somebody set there by hand; what cannot be read counts as not said."""
    settings = told if isinstance(told, dict) else {}
    questions = settings.get("question_and_answer")
    questions = questions if isinstance(questions, dict) else {}
    hosts = re.split(r"[,;\s]+", text_of(settings.get("alternative_hosts")) or "")
    recording = settings.get("auto_recording")
    return {
        "alternative_hosts": tuple(filter(None, hosts)),
        "interpreters": _interpreters_of(settings.get("language_interpretation")),
        "practice_session": _flag(settings.get("practice_session")),
        "question_and_answer": _flag(questions.get("enable")),
        "anonymous_questions": _flag(questions.get("allow_anonymous_questions")),
        "recording": Recording(recording) if recording in list(Recording) else None,
    }


def _flag(told: object) -> bool | None:
    return told if isinstance(told, bool) else None


def _interpreters_of(told: object) -> tuple[Interpreter, ...]:
    """Those whose two languages are known by their English names."""
    rows = told.get("interpreters") if isinstance(told, dict) and told.get("enable") else None
    found = []
    for row in rows if isinstance(rows, list) else ():
        row = row if isinstance(row, dict) else {}
        email, names = text_of(row.get("email")), text_of(row.get("interpreter_languages")) or ""
        codes = [_codes().get(name.strip().casefold()) for name in names.split(",")]
        if email and len(codes) == 2 and codes[0] and codes[1]:
            found.append(Interpreter(email, (codes[0], codes[1])))
    return tuple(found)


@cache
def _codes() -> dict[str, str]:
    names = Locale("en").languages
    return {str(names[code]).casefold(): str(code) for code in names if len(str(code)) == 2}


def registrant(person: Person) -> dict[str, str]:
    """A person with one name bears it as their given one, which Zoom insists on."""
    return {**batch_registrant(person), **_more(person)}


def batch_registrant(person: Person) -> dict[str, str]:
    given, family = person.given_name.strip(), person.family_name.strip()
    return {
        "email": person.email,
        "first_name": (given or family or person.email.partition("@")[0])[:_NAME_LENGTH],
        "last_name": (family if given else "")[:_NAME_LENGTH],
    }


def _more(person: Person) -> dict[str, str]:
    more = {
        "org": person.organization[:128],
        "country": person.country,
        "job_title": (person.job_title or "")[:128],
        "language": _LANGUAGES.get(person.language),
    }
    return {name: value for name, value in more.items() if value}


def admitted_of(told: dict[str, Any], id_name: str, email: str | None = None) -> Admitted | None:
    """None where something is missing: they are not let in yet."""
    email = email or text_of(told.get("email"))
    external_id, join_url = text_of(told.get(id_name)), text_of(told.get("join_url"))
    if not (email and external_id and join_url):
        return None
    return Admitted(email.casefold(), external_id, join_url)


def panelist_of(told: dict[str, Any]) -> PanelistPlace | None:
    email, external_id = text_of(told.get("email")), text_of(told.get("id"))
    if not (email and external_id):
        return None
    return PanelistPlace(
        email.casefold(),
        text_of(told.get("name")) or "",
        external_id,
        text_of(told.get("join_url")),
    )


def stay_of(told: dict[str, Any]) -> Stay | None:
    joined_at, left_at = moment(told.get("join_time")), moment(told.get("leave_time"))
    if joined_at is None or left_at is None or left_at < joined_at:
        return None
    email = text_of(told.get("user_email")) or text_of(told.get("email"))
    return Stay(
        participant=str(told.get("user_id") or told.get("id") or "")[:200],
        name=text_of(told.get("name")) or "",
        email=email.casefold() if email else None,
        external_id=text_of(told.get("registrant_id")),
        joined_at=joined_at,
        left_at=left_at,
    )


def text_of(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def is_number(value: object) -> bool:
    """Of a webinar: 85746065123, also as a text."""
    text = str(value) if whole(value) is not None else value
    return isinstance(text, str) and text.isascii() and text.isdigit() and len(text) <= 40


def moment(value: object) -> datetime | None:
    """2026-11-22T10:00:00Z. None for what has no zone."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
        return read.astimezone(UTC) if read and read.tzinfo else None
    except (ValueError, OverflowError):
        return None


def wrong(detail: str) -> ProviderError:
    return ProviderError(Problem.WRONG_VALUE, retry=Retry.NEVER, detail=detail)
