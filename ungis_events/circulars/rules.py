"""What a circular may say, to whom, and what becomes of it. Pure: no database, no Flask."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple, Protocol

from flask_babel import LazyString, lazy_gettext

from ungis_events.events.models import Event, EventStatus
from ungis_events.registrations.models import Registration, RegistrationStatus

from .errors import CircularActNotPossible
from .models import Attendance, CircularState, Purpose

TRANSITIONS: dict[tuple[CircularState, str], CircularState] = {
    (CircularState.DRAFT, "schedule"): CircularState.SCHEDULED,
    (CircularState.SCHEDULED, "call back"): CircularState.DRAFT,
    (CircularState.SCHEDULED, "send"): CircularState.SENT,
}

PLACEHOLDERS: dict[str, LazyString] = {
    "given_name": lazy_gettext("their given name"),
    "family_name": lazy_gettext("their family name"),
    "full_name": lazy_gettext("both names"),
    "honorific": lazy_gettext("Ms., H.E. Mr. …; nothing where none was given"),
    "organization": lazy_gettext("where they work"),
    "title": lazy_gettext("the event's title"),
    "times": lazy_gettext("when, in the home cities and where they are"),
    "place": lazy_gettext("the platform, the room, or both"),
    "join_link": lazy_gettext("their own way into the webinar; only for confirmed people"),
    "own_link": lazy_gettext("their own page, where they change or withdraw"),
    "event_link": lazy_gettext("the event's public page"),
}
BY_NOW: dict[RegistrationStatus, LazyString] = {
    RegistrationStatus.CONFIRMED: lazy_gettext("their registration is confirmed by now"),
    RegistrationStatus.WAITLISTED: lazy_gettext("their registration is waitlisted by now"),
    RegistrationStatus.PENDING: lazy_gettext("their registration is pending by now"),
    RegistrationStatus.REJECTED: lazy_gettext("their registration is rejected by now"),
    RegistrationStatus.WITHDRAWN: lazy_gettext("their registration is withdrawn by now"),
}
LINKS = frozenset({"join_link", "own_link", "event_link"})
_BRACES = re.compile(r"(?P<literal>\{\{|\}\})|\{(?P<name>[^{}\n]*)\}|(?P<lone>[{}])")


class Piece(NamedTuple):
    """A stretch of a text. `kind`: words, placeholder, unknown (its name) or brace (alone)."""

    kind: str
    text: str


class Audience(Protocol):
    """A circular, saved or only typed."""

    @property
    def purpose(self) -> Purpose: ...
    @property
    def statuses(self) -> list[str]: ...
    @property
    def groups(self) -> list[str]: ...
    @property
    def attendance(self) -> Attendance: ...
    @property
    def mode(self) -> str | None: ...
    @property
    def bulk_act_id(self) -> int | None: ...


def state_after(state: CircularState, act: str) -> CircularState:
    """Raises CircularActNotPossible."""
    if (state, act) not in TRANSITIONS:
        raise CircularActNotPossible
    return TRANSITIONS[state, act]


def pieces_of(text: str) -> Iterator[Piece]:
    """Any text falls into pieces; `{{` and `}}` are the braces themselves."""
    end = 0
    for match in _BRACES.finditer(text):
        yield Piece("words", text[end : match.start()])
        end = match.end()
        if match["literal"]:
            yield Piece("words", match["literal"][0])
        elif match["lone"]:
            yield Piece("brace", match["lone"])
        else:
            name = match["name"]
            yield Piece("placeholder" if name in PLACEHOLDERS else "unknown", name)
    yield Piece("words", text[end:])


def placeholders_in(text: str) -> set[str]:
    return {piece.text for piece in pieces_of(text) if piece.kind == "placeholder"}


def placeholder_problem(text: str, *, links: bool = True) -> LazyString | None:
    """The sentence for the first thing in braces that would not be filled in."""
    allowed = [name for name in PLACEHOLDERS if links or name not in LINKS]
    listed = ", ".join(f"{{{name}}}" for name in allowed)
    for kind, found in pieces_of(text):
        if kind == "brace":
            return lazy_gettext(
                "A %(brace)s stands alone. Placeholders look like {given_name}; for the brace "
                "itself write it twice. You can use: %(list)s",
                brace=found,
                list=listed,
            )
        if kind == "unknown":
            return lazy_gettext(
                "There is no {%(name)s}. You can use: %(list)s", name=found[:60], list=listed
            )
        if kind == "placeholder" and found not in allowed:
            return lazy_gettext(
                "A subject holds no links: put {%(name)s} into the message. You can use: %(list)s",
                name=found,
                list=listed,
            )
    return None


def join_link_problem(audience: Audience, event: Event, at: datetime) -> LazyString | None:
    """Why not everybody chosen could have {join_link} in a mail that leaves `at`."""
    if not event.is_online:
        return lazy_gettext("The event is in a room: nobody can join it by {join_link}.")
    if event.status is EventStatus.CANCELLED:
        return lazy_gettext("The event is cancelled: take {join_link} out.")
    if event.ends_at <= at:
        return lazy_gettext("The event will be over when this leaves: take {join_link} out.")
    if audience.statuses != [RegistrationStatus.CONFIRMED.value]:
        return lazy_gettext(
            "Only confirmed people can join: choose them alone, or take {join_link} out."
        )
    return None


def reason_left_out(audience: Audience, person: Registration) -> LazyString | None:
    """Why somebody does not (any longer) get it, in words for organizers."""
    if person.status.value not in audience.statuses:
        return BY_NOW[person.status]
    if audience.groups and person.stakeholder_group not in audience.groups:
        return lazy_gettext("they are in another stakeholder group by now")
    if audience.attendance is Attendance.JOINED and not person.attended:
        return lazy_gettext("they were not there")
    if audience.attendance is Attendance.ABSENT and person.attended:
        return lazy_gettext("they were there after all")
    if audience.mode and person.mode.mode.value != audience.mode:
        return lazy_gettext("they take part in another way by now")
    if audience.purpose is Purpose.NEWS and not person.later_news:
        return lazy_gettext("they want no more news")
    return None


def is_called_off(event: Event, scheduled_at: datetime) -> bool:
    """Cancelled since somebody decided to send. Writing about a cancelled event is allowed."""
    return event.cancelled_at is not None and scheduled_at < event.cancelled_at
