"""What a room shall be, the states it passes through, and when its doors are open. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from typing import Any, Literal, NamedTuple

from ungis_events.adapters.webinar import (
    Interpreter,
    PanelistPlace,
    Recording,
    RoomWanted,
)
from ungis_events.core.markdown import to_text
from ungis_events.events.models import Event, EventStatus
from ungis_events.events.rules import DOORS_OPEN_BEFORE

from .errors import WebinarNotPossible
from .models import CallKind, Webinar, WebinarStatus

TRANSITIONS = {
    (WebinarStatus.WANTED, "make"): WebinarStatus.SCHEDULED,
    (WebinarStatus.WANTED, "delete"): WebinarStatus.GONE,
    (WebinarStatus.SCHEDULED, "practice"): WebinarStatus.PRACTICE,
    (WebinarStatus.SCHEDULED, "start"): WebinarStatus.LIVE,
    (WebinarStatus.SCHEDULED, "end early"): WebinarStatus.SCHEDULED,
    (WebinarStatus.SCHEDULED, "end"): WebinarStatus.ENDED,
    (WebinarStatus.SCHEDULED, "delete"): WebinarStatus.GONE,
    (WebinarStatus.PRACTICE, "start"): WebinarStatus.LIVE,
    (WebinarStatus.PRACTICE, "end early"): WebinarStatus.SCHEDULED,
    (WebinarStatus.PRACTICE, "end"): WebinarStatus.ENDED,
    (WebinarStatus.PRACTICE, "delete"): WebinarStatus.GONE,
    (WebinarStatus.LIVE, "start"): WebinarStatus.LIVE,
    (WebinarStatus.LIVE, "end early"): WebinarStatus.SCHEDULED,
    (WebinarStatus.LIVE, "end"): WebinarStatus.ENDED,
    (WebinarStatus.LIVE, "delete"): WebinarStatus.GONE,
    (WebinarStatus.ENDED, "practice"): WebinarStatus.PRACTICE,
    (WebinarStatus.ENDED, "start"): WebinarStatus.LIVE,
    (WebinarStatus.ENDED, "end"): WebinarStatus.ENDED,
    (WebinarStatus.ENDED, "move"): WebinarStatus.SCHEDULED,
    (WebinarStatus.ENDED, "delete"): WebinarStatus.GONE,
    (WebinarStatus.SCHEDULED, "want"): WebinarStatus.WANTED,
    (WebinarStatus.PRACTICE, "want"): WebinarStatus.WANTED,
    (WebinarStatus.LIVE, "want"): WebinarStatus.WANTED,
    (WebinarStatus.ENDED, "want"): WebinarStatus.WANTED,
    (WebinarStatus.GONE, "want"): WebinarStatus.WANTED,
}
"""`end early`: a rehearsal, before the event. `want` from a state with a room: the old room is
being deleted and cannot be called back. `move`: the event takes place later than it did. Two
starts or two ends, one after the other: what happened between them is told later."""
OF_A_PERSON = (CallKind.FORGET_PANELIST, CallKind.FORGET)
"""Each about somebody else, thousands of them: none stands for another, nobody waits for them."""
OF_THE_EVENT = tuple(kind for kind in CallKind if kind not in OF_A_PERSON)
TOLD = frozenset({"practice", "start", "end", "delete"})
REPORT_AFTER_EVENT = timedelta(minutes=30)
"""When to ask for the report where nobody told us of the end."""
REPORT_AFTER_END = timedelta(minutes=15)
"""Zoom's report is complete some minutes after the end."""
REPORT_UNTIL = timedelta(hours=24)
"""After the event's end; a room that has no report by then was never opened."""
_LONGEST_AGENDA = 1500  # Zoom takes 2,000 characters, our mark among them
Unit = Literal["day", "hour", "minute"]

DOORS_CLOSE_AFTER = timedelta(minutes=30)  # a discussion may run over
_MINUTES: tuple[tuple[Unit, int], ...] = (("day", 24 * 60), ("hour", 60), ("minute", 1))
_TEST_PAGES = {"zoom": "https://zoom.us/test"}


class Doors(StrEnum):
    EARLY = "early"
    OPEN = "open"
    OVER = "over"
    CANCELLED = "cancelled"
    NO_LINK = "no_link"
    IN_PERSON = "in_person"
    """It was online once, and its links were mailed; now there is only the room."""


def doors_open_at(event: Event) -> datetime:
    return event.starts_at - DOORS_OPEN_BEFORE


def doors_at(event: Event, now: datetime, own_link: str | None = None) -> Doors:
    """`own_link`: the person's own way in, where the provider knows them."""
    if event.status is not EventStatus.PUBLISHED:
        return Doors.CANCELLED
    if now >= event.ends_at + DOORS_CLOSE_AFTER:
        return Doors.OVER
    if not event.is_online:
        return Doors.IN_PERSON
    if now < doors_open_at(event):
        return Doors.EARLY
    return Doors.OPEN if own_link or event.join_url else Doors.NO_LINK


def time_left(left: timedelta) -> list[tuple[Unit, int]]:
    """In its two largest units, whole minutes rounded up: [("hour", 2), ("minute", 5)].

    countdown.js counts in the same way.
    """
    minutes = max(ceil(left / timedelta(minutes=1)), 1)
    counted: list[tuple[Unit, int]] = []
    for unit, length in _MINUTES:
        number, minutes = divmod(minutes, length)
        if number or counted:
            counted.append((unit, number))
    return [(unit, number) for unit, number in counted[:2] if number]


def sound_test_page(event: Event) -> str | None:
    """Where the webinar's own maker lets people try sound and picture."""
    platform = (event.platform or "").casefold()
    return next((page for name, page in _TEST_PAGES.items() if name in platform), None)


def status_after(status: WebinarStatus, act: str) -> WebinarStatus:
    """Raises WebinarNotPossible."""
    if (status, act) not in TRANSITIONS:
        raise WebinarNotPossible
    return TRANSITIONS[status, act]


def told_status(webinar: Webinar, act: str, at: datetime) -> WebinarStatus | None:
    """What the provider's word of `at` makes of it; None: nothing, or something later is known."""
    if at < webinar.status_at or act not in TOLD:
        return None
    # The end of the practice is told with the start of the event itself.
    if act == "end" and webinar.status is WebinarStatus.LIVE and at == webinar.status_at:
        return None
    if act == "end" and at < webinar.event.starts_at:
        act = "end early"
    status = TRANSITIONS.get((webinar.status, act))
    is_told_again = status is webinar.status and at == webinar.status_at
    return None if is_told_again else status


def is_over(event: Event, now: datetime) -> bool:
    """The record of a past event may be corrected without anything following."""
    return event.ends_at <= now


def shall_be(event: Event, now: datetime) -> bool:
    """Whether a room is still to be made or kept as the event is."""
    is_cancelled = event.status is EventStatus.CANCELLED
    return event.is_online and not is_cancelled and not is_over(event, now)


def report_due_at(event: Event) -> datetime:
    return event.ends_at + REPORT_AFTER_EVENT


def wanted_room(event: Event, webinar: Webinar, page: str) -> RoomWanted:
    """What the provider is to be told. `page`: the event's own, where people register."""
    length = event.ends_at - event.starts_at
    return RoomWanted(
        reference=webinar.reference,
        topic=event.title,
        agenda=_agenda(event, page),
        starts=event.starts,
        zone=event.zone,
        minutes=ceil(length / timedelta(minutes=1)),
        host=webinar.host,
        alternative_hosts=tuple(webinar.alternative_hosts),
        passcode=webinar.passcode,
        practice_session=webinar.practice_session,
        question_and_answer=webinar.question_and_answer,
        anonymous_questions=webinar.anonymous_questions,
        recording=Recording(webinar.recording),
        interpreters=tuple(
            Interpreter(row["email"], (row["from"], row["to"])) for row in webinar.interpreters
        ),
        contact_name=", ".join(event.organizers) or None,
        contact_email=event.contact,
    )


def to_be_told(event: Event, webinar: Webinar) -> dict[str, Any]:
    """The same as JSON, to be kept in `webinar.sent` and compared with it later.

    With the address of the page left at its slug: the rest is the same for all pages.
    """
    told = asdict(wanted_room(event, webinar, event.slug))
    told["starts"] = told["starts"].isoformat()
    told["alternative_hosts"] = list(told["alternative_hosts"])
    told["interpreters"] = [
        {"email": person["email"], "languages": list(person["languages"])}
        for person in told["interpreters"]
    ]
    return told


def _agenda(event: Event, page: str) -> str:
    text = "\n\n".join(filter(None, (page, event.theme, to_text(event.description))))
    if len(text) <= _LONGEST_AGENDA:
        return text
    return text[:_LONGEST_AGENDA].rsplit(maxsplit=1)[0] + " …"


class PanelPlan(NamedTuple):
    leaving: list[str]
    """Their numbers at the provider."""
    coming: list[tuple[str, str]]
    """(name, e-mail)"""


def plan_panel(
    wanted: Mapping[str, tuple[str, str]],
    ours: Mapping[str, str],
    places: Collection[PanelistPlace],
) -> PanelPlan:
    """What makes the panel there the wanted one, `{address: (name, e-mail)}`.

    `ours`: {address: name} of whom we put there; others were put there by hand and stay. A
    provider cannot rename: who has another name goes out and comes in again.
    """
    leaving = [
        place
        for place in places
        if place.email in ours
        and (place.email not in wanted or wanted[place.email][0] != ours[place.email])
    ]
    staying = {place.email for place in places} - {place.email for place in leaving}
    coming = [who for address, who in wanted.items() if address not in staying]
    return PanelPlan([place.external_id for place in leaving], coming)
