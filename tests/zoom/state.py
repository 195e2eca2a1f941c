"""What the stand-in keeps: hosts, webinars, registrants, panelists, and who was in the room."""

import base64
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

HOST = "host@example.org"
_number = count(85_746_065_123, 1_117)  # always beyond 32 bits
_presence = count(16_778_240, 1_024)


@dataclass
class Host:
    email: str
    id: str
    has_webinar_plan: bool = True
    capacity: int = 500


@dataclass
class Registrant:
    id: str
    email: str
    status: str
    join_url: str
    created_at: datetime
    given: dict[str, Any]
    """As it was sent."""

    @property
    def name(self) -> str:
        return f"{self.given['first_name']} {self.given.get('last_name', '')}".strip()


@dataclass
class Panelist:
    id: str
    email: str
    name: str
    join_url: str


@dataclass
class Presence:
    """One time somebody was in the room."""

    user_id: str
    session: str
    """The UUID of the time the room was open."""
    name: str
    email: str
    registrant_id: str
    joined_at: datetime
    left_at: datetime | None = None


@dataclass
class Webinar:
    number: str
    uuid: str
    host: Host
    fields: dict[str, Any]
    """topic, start_time, duration …, as Zoom keeps them."""
    settings: dict[str, Any]
    created_at: datetime
    join_url: str
    state: str = "waiting"
    """waiting, practice, live or ended"""
    session: str = ""
    """The UUID of the time it is or was open last."""
    ended_sessions: list[str] = field(default_factory=list)
    practice_sessions: list[str] = field(default_factory=list)
    deleted: bool = False
    registrants: dict[str, Registrant] = field(default_factory=dict)
    """By their id, the cancelled ones too."""
    panelists: dict[str, Panelist] = field(default_factory=dict)
    presences: list[Presence] = field(default_factory=list)
    questions: dict[str, Any] = field(
        default_factory=lambda: {"questions": [], "custom_questions": []}
    )
    capacity: int | None = None
    """None: the host's."""
    is_paid: bool = False

    @property
    def topic(self) -> str:
        return str(self.fields["topic"])

    @property
    def has_registration(self) -> bool:
        return int(self.settings["approval_type"]) != 2

    @property
    def is_open(self) -> bool:
        return self.state in ("practice", "live")

    @property
    def approved(self) -> list[Registrant]:
        return [each for each in self.registrants.values() if each.status == "approved"]

    def find_registrant(self, email: str) -> Registrant | None:
        """Who is registered by that address; the cancelled and deleted ones are not."""
        for each in self.registrants.values():
            if each.email == email.casefold() and each.status in ("approved", "pending"):
                return each
        return None

    def has_room(self, more: int = 1) -> bool:
        limit = self.host.capacity if self.capacity is None else self.capacity
        own = int(self.settings.get("registrants_restrict_number", 0))
        return len(self.approved) + more <= (min(limit, own) if own else limit)

    def present(self) -> list[Presence]:
        return [each for each in self.presences if each.left_at is None]


DEFAULT_SETTINGS: dict[str, Any] = {
    "approval_type": 2,
    "registration_type": 1,
    "registrants_email_notification": True,
    "registrants_confirmation_email": True,
    "panelists_invitation_email_notification": True,
    "attendees_and_panelists_reminder_email_notification": {"enable": True, "type": 1},
    "follow_up_attendees_email_notification": {"enable": False, "type": 0},
    "follow_up_absentees_email_notification": {"enable": False, "type": 0},
    "close_registration": False,
    "registrants_restrict_number": 0,
    "practice_session": False,
    "host_video": False,
    "panelists_video": False,
    "on_demand": False,
    "allow_multiple_devices": False,
    "auto_recording": "none",
    "audio": "both",
    "alternative_hosts": "",
    "question_and_answer": {"enable": True, "allow_anonymous_questions": True},
}
"""A webinar made without settings mails its registrants and takes none: what we must switch."""


def next_number() -> str:
    return str(next(_number))


def next_presence() -> str:
    return str(next(_presence))


def new_uuid() -> str:
    """As Zoom writes them; one in three begins with a slash or holds two, to be encoded twice."""
    text = base64.b64encode(secrets.token_bytes(16)).decode()
    return {0: f"/{text[1:]}", 1: f"{text[:8]}//{text[10:]}"}.get(secrets.randbelow(6), text)


def new_id() -> str:
    return secrets.token_urlsafe(16)


def iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
