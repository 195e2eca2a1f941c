"""The desk's list of who was in the room, and who the others might be."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, Select, func, or_, select

from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.events.rules import search_text
from ungis_events.registrations.models import Registration
from ungis_events.speakers.models import Speaker
from ungis_events.speakers.rules import name_key

from .models import Attendance

PAGE_SIZE = 50
STRANGERS_SHOWN = 25
_MOST_PROPOSED = 3
_MOST_FOUND = 20
SHOWN = ("", "known", "unknown", "speakers", "aside")


class AttendanceWanted(NamedTuple):
    """What was asked for; what is empty does not narrow it."""

    q: str = ""
    show: str = ""
    """One of SHOWN."""
    page: int = 1

    def in_address(self, **more: Any) -> dict[str, Any]:
        return {"q": self.q or None, "show": self.show or None, **more}

    @property
    def for_history(self) -> str | None:
        return urlencode({name: value for name, value in self.in_address().items() if value})


class Shown(NamedTuple):
    """One person of the list."""

    attendance: Attendance
    registration: Registration | None
    speaker: Speaker | None

    @property
    def name(self) -> str:
        """As we know them, else as they called themselves in the room."""
        if self.registration is not None:
            return self.registration.full_name
        return self.speaker.name if self.speaker is not None else self.attendance.name

    @property
    def organization(self) -> str:
        if self.registration is not None:
            return self.registration.organization
        return (self.speaker.organization or "") if self.speaker is not None else ""

    @property
    def called(self) -> str | None:
        """What they called themselves, where that is another name."""
        own = self.attendance.name
        return own if own and name_key(own) != name_key(self.name) else None


def _people(event: Event) -> Select[tuple[Attendance, Registration, Speaker]]:
    return (
        select(Attendance, Registration, Speaker)
        .outerjoin(Registration, Registration.id == Attendance.registration_id)
        .outerjoin(Speaker, Speaker.id == Attendance.speaker_id)
        .where(Attendance.event_id == event.id)
    )


def list_people(event: Event, wanted: AttendanceWanted) -> tuple[Sequence[Shown], int]:
    """One page, who came first first, and how many there are."""
    query = _people(event).where(*_fitting(wanted))
    count = query.with_only_columns(func.count(), maintain_column_froms=True)
    number = db.session.scalar(count) or 0
    rows = db.session.execute(
        query.order_by(Attendance.first_joined_at, Attendance.id)
        .limit(PAGE_SIZE)
        .offset((max(wanted.page, 1) - 1) * PAGE_SIZE)
    )
    return [Shown(*row) for row in rows], number


def stream_people(event: Event, wanted: AttendanceWanted) -> Iterator[Shown]:
    """All that fit, a few hundred in memory at a time."""
    query = _people(event).where(*_fitting(wanted))
    query = query.order_by(Attendance.first_joined_at, Attendance.id)
    for row in db.session.execute(query.execution_options(yield_per=500)):
        yield Shown(*row)


def _fitting(wanted: AttendanceWanted) -> list[ColumnElement[bool]]:
    is_known = or_(Attendance.registration_id.is_not(None), Attendance.speaker_id.is_not(None))
    conditions: list[ColumnElement[bool]] = (
        [Attendance.is_set_aside.is_(wanted.show == "aside")] if wanted.show else []
    )
    if wanted.show in ("known", "unknown"):
        conditions.append(is_known if wanted.show == "known" else ~is_known)
    elif wanted.show == "speakers":
        conditions.append(Attendance.speaker_id.is_not(None))
    return conditions + [_has(word) for word in wanted.q.split()[:10]]


def _has(word: str) -> ColumnElement[bool]:
    # SQLite knows capitals of ASCII letters only: for others each spelling is looked for.
    spellings = {word} if word.isascii() else {word, word.lower(), word.upper(), word.title()}
    return or_(
        Registration.search_text.contains(search_text(word), autoescape=True),
        *(Attendance.name.icontains(each, autoescape=True) for each in spellings),
        *(Speaker.name.icontains(each, autoescape=True) for each in spellings),
        Attendance.email.icontains(word, autoescape=True),
    )


def count_strangers(event: Event) -> int:
    query = select(func.count()).where(Attendance.event_id == event.id, *_unknown())
    return db.session.scalar(query) or 0


def list_strangers(event: Event) -> Sequence[Attendance]:
    """Those no rule matched, who stayed longest first: the first STRANGERS_SHOWN."""
    query = select(Attendance).where(Attendance.event_id == event.id, *_unknown())
    query = query.order_by(Attendance.minutes.desc(), Attendance.id).limit(STRANGERS_SHOWN)
    return db.session.scalars(query).all()


def _unknown() -> list[ColumnElement[bool]]:
    return [
        Attendance.registration_id.is_(None),
        Attendance.speaker_id.is_(None),
        Attendance.is_set_aside.is_(False),
    ]


def propose(event: Event, people: Collection[Attendance]) -> Mapping[int, Sequence[Registration]]:
    """{attendance: registrations of that name}. A name alone proves nothing: a human decides."""
    keys = {each.id: _name_keys(each.name) for each in people}
    wanted = {key for of_one in keys.values() for key in of_one}
    query = select(Registration).where(
        Registration.event_id == event.id,
        Registration.name_key.in_(sorted(wanted)),
        Registration.merged_into_id.is_(None),
    )
    by_key: dict[str, list[Registration]] = {}
    for registration in db.session.scalars(query.order_by(Registration.id)):
        by_key.setdefault(registration.name_key, []).append(registration)
    return {
        number: [one for key in sorted(of_one) for one in by_key.get(key, ())][:_MOST_PROPOSED]
        for number, of_one in keys.items()
    }


def _name_keys(name: str) -> set[str]:
    """Of `Ami (Amina Diallo)` both names; of `Amina Diallo - ECA | she` what stands first."""
    parts = [name, *re.findall(r"\(([^()]+)\)", name), re.split(r"[(\[|/,–—]| - ", name)[0]]
    return {key for key in map(name_key, parts) if key}


def search_registrations(event: Event, q: str) -> Sequence[Registration]:
    """By any part of name, address or organization; the first few."""
    words = q.split()[:10]
    if not words:
        return []
    query = select(Registration).where(
        Registration.event_id == event.id,
        Registration.merged_into_id.is_(None),
        *(Registration.search_text.contains(search_text(w), autoescape=True) for w in words),
    )
    query = query.order_by(Registration.sort_name, Registration.id).limit(_MOST_FOUND)
    return db.session.scalars(query).all()


def count_set_aside(event: Event) -> int:
    query = select(func.count()).where(
        Attendance.event_id == event.id, Attendance.is_set_aside.is_(True)
    )
    return db.session.scalar(query) or 0
