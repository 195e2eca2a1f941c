"""Whose presences they are: the registration that the provider or the address names, and what an
organizer said of people before."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import or_, select

from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.registrations.models import Registration
from ungis_events.registrations.rules import email_key
from ungis_events.speakers.models import Speaker

from .models import Attendance, MatchedBy
from .rules import Presence, clean, key_of, merged, minutes_of


def compose(event: Event, stays: Iterable[Presence]) -> list[dict[str, Any]]:
    """The rows of Attendance that those stays make, one for each person, with what an organizer
    said of them before."""
    ours = _Ours.of(event)
    people: dict[str, list[tuple[Presence, MatchedBy | None]]] = {}
    for stay in stays:
        presence, how = ours.matched(stay)
        people.setdefault(key_of(presence), []).append((presence, how))
    said = _said_by_hand(event)
    return [_row(event, key, of_one, ours, said.get(key)) for key, of_one in people.items()]


class _Ours(NamedTuple):
    """Whom an event knows, by what a report may say of them."""

    registration_of: dict[str, int]
    """{email key: registration}"""
    registrations: dict[int, int]
    """{registration: the one that stands for it}; of people registered twice, one stays."""
    speaker_of: dict[str, int]
    """{their address, casefolded: speaker}"""

    @classmethod
    def of(cls, event: Event) -> "_Ours":
        columns = (Registration.id, Registration.email_key, Registration.merged_into_id)
        rows = db.session.execute(select(*columns).where(Registration.event_id == event.id)).all()
        into = {number: kept for number, _key, kept in rows}
        stands = {number: _last(into, number) for number in into}
        speakers = db.session.execute(
            select(Speaker.email_key, Speaker.id)
            .where(Speaker.event_id == event.id, Speaker.email_key.is_not(None))
            .order_by(Speaker.id.desc())
        )
        return cls(
            {key: stands[number] for number, key, _kept in rows},
            stands,
            {key: number for key, number in speakers if key},
        )

    def matched(self, presence: Presence) -> tuple[Presence, MatchedBy | None]:
        number = self.registrations.get(presence.registration_id or 0)
        if number is not None:
            return replace(presence, registration_id=number), MatchedBy.REGISTRANT
        number = self.registration_of.get(email_key(presence.email)) if presence.email else None
        how = None if number is None else MatchedBy.ADDRESS
        return replace(presence, registration_id=number), how


def _last(into: dict[int, int | None], number: int) -> int:
    seen = set()
    while (kept := into.get(number)) is not None and number not in seen:
        seen.add(number)
        number = kept
    return number


class _Said(NamedTuple):
    registration_id: int | None
    """Only where an organizer matched them."""
    is_set_aside: bool


def _said_by_hand(event: Event) -> dict[str, _Said]:
    rows = db.session.execute(
        select(
            Attendance.person_key,
            Attendance.registration_id,
            Attendance.matched_by,
            Attendance.is_set_aside,
        ).where(
            Attendance.event_id == event.id,
            or_(Attendance.matched_by == MatchedBy.HAND, Attendance.is_set_aside.is_(True)),
        )
    )
    return {
        key: _Said(number if how is MatchedBy.HAND else None, is_set_aside)
        for key, number, how, is_set_aside in rows
    }


def _row(
    event: Event,
    key: str,
    of_one: Sequence[tuple[Presence, MatchedBy | None]],
    ours: _Ours,
    said: _Said | None,
) -> dict[str, Any]:
    presences = [presence for presence, _how in of_one]
    email = next((each.email for each in presences if each.email), None)
    registration_id = presences[0].registration_id
    hows = {how for _presence, how in of_one}
    how = next((each for each in MatchedBy if each in hows), None)
    if said is not None and said.registration_id is not None and registration_id is None:
        registration_id, how = said.registration_id, MatchedBy.HAND
    speaker_id = ours.speaker_of.get(email.strip().casefold()) if email else None
    if speaker_id is not None and how is None:
        how = MatchedBy.ADDRESS
    whole = merged(presences)
    return {
        "event_id": event.id,
        "person_key": key,
        "name": clean(next((each.name for each in presences if each.name), email or ""), 300),
        "email": clean(email, 254) or None if email else None,
        "registration_id": registration_id,
        "speaker_id": speaker_id,
        "matched_by": how,
        "is_set_aside": said is not None and said.is_set_aside,
        "minutes": minutes_of(whole),
        "first_joined_at": whole[0].joined_at,
        "last_left_at": whole[-1].left_at,
        "stays": [[joined.isoformat(), left.isoformat()] for joined, left in whole],
    }
