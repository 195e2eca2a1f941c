"""Who was in the online room, and how long. Pure: no database, no Flask."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple, Protocol, Self

from ungis_events.adapters.webinar import Stay
from ungis_events.core.form_filters import has_control_characters
from ungis_events.events.models import Event
from ungis_events.registrations.rules import email_key
from ungis_events.speakers.rules import name_key

from .models import MarkKind

_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440)
"""Minutes between two points of a chart: round ones, as people read them in a table."""
_MINUTE = timedelta(minutes=1)
NEAR = timedelta(hours=3)
"""Before the event: who was in its room earlier was at a rehearsal."""


class Interval(NamedTuple):
    joined_at: datetime
    left_at: datetime


class Mark(Protocol):
    """An AttendanceMark, as far as a stay is made of it."""

    @property
    def session(self) -> str: ...
    @property
    def participant(self) -> str: ...
    @property
    def kind(self) -> MarkKind: ...
    @property
    def at(self) -> datetime: ...
    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str | None: ...
    @property
    def registration_id(self) -> int | None: ...


@dataclass(frozen=True)
class Presence:
    """One time somebody was in the room, and who that is to us, where we know it."""

    name: str
    email: str | None
    joined_at: datetime
    left_at: datetime
    registration_id: int | None = None
    participant: str = ""
    """What tells two nameless ones apart."""

    @classmethod
    def of(cls, stay: Stay, registration_id: int | None) -> Self:
        """A provider's stay; `registration_id` of whom its registrant is, if one of ours."""
        return cls(
            stay.name, stay.email, stay.joined_at, stay.left_at, registration_id, stay.participant
        )


def is_of_event(event: Event, at: datetime) -> bool:
    """Whether being in the room at that moment was being at the event."""
    return at >= event.starts_at - NEAR


def clean(text: str, longest: int) -> str:
    """What somebody called themself in a room, without what breaks a database or a table."""
    if not text.isprintable():
        text = "".join(" " if has_control_characters(each) else each for each in text)
    return " ".join(text.split())[:longest].rstrip()


def person_key(registration_id: int | None, email: str | None, name: str, otherwise: str) -> str:
    """Two presences with one key are one person's: the registration says it first, then the
    address, then the name; who has none of them is told apart by `otherwise`."""
    if registration_id is not None:
        return f"r:{registration_id}"
    if email:
        return f"a:{email_key(email)}"[:300]
    key = name_key(name)
    return (f"n:{key}" if key else f"p:{otherwise}")[:300]


def key_of(presence: Presence) -> str:
    return person_key(presence.registration_id, presence.email, presence.name, presence.participant)


def stays_of(marks: Iterable[Mark], end: datetime) -> list[Presence]:
    """The stays that marks tell of: the same ones in whatever order and however often they came.

    Each presence is followed by time, in its session. A join opens a stay and the next leave
    closes it; joining twice without leaving is one stay. Who never left stayed until `end`: the
    session's end, or now while it is live; in a session that another one followed, until the
    last that is known of it. A leave without a join shows that somebody was there, but not since
    when: a stay of no length, at that moment.
    """
    by_presence: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    last_of: dict[str, datetime] = {}
    for mark in marks:
        by_presence[mark.session, mark.participant].append(mark)
        last_of[mark.session] = max(mark.at, last_of.get(mark.session, mark.at))
    latest = max(last_of.values(), default=end)
    found = []
    for (session, participant), of_one in sorted(by_presence.items()):
        is_latest = last_of[session] == latest
        known = _known_of(of_one)
        for joined, left in _paired(of_one, end if is_latest else last_of[session]):
            found.append(Presence(known.name, known.email, joined, left, known.registration_id,
                                  f"{session} {participant}"))  # fmt: skip
    return found


class _Known(NamedTuple):
    name: str
    email: str | None
    registration_id: int | None


def _known_of(marks: Sequence[Mark]) -> _Known:
    """What any of one presence's marks says of them: a leave often says less than a join.

    The latest wins where they differ, whatever the order they came in.
    """
    ordered = sorted(marks, key=lambda mark: (mark.at, mark.kind, mark.name, mark.email or ""))
    return _Known(
        next((mark.name for mark in reversed(ordered) if mark.name), ""),
        next((mark.email for mark in reversed(ordered) if mark.email), None),
        max((mark.registration_id for mark in ordered if mark.registration_id), default=None),
    )


def _paired(marks: Iterable[Mark], end: datetime) -> Iterator[Interval]:
    since: datetime | None = None
    for at, same in groupby(sorted(marks, key=attrgetter("at")), key=attrgetter("at")):
        kinds = {mark.kind for mark in same}
        if MarkKind.LEFT in kinds:
            yield Interval(at if since is None else since, at)
        # Both at one second: who was in went and came back, who was not came and went.
        if kinds == {MarkKind.LEFT} or (len(kinds) == 2 and since is None):
            since = None
        elif len(kinds) == 2 or since is None:
            since = at
    if since is not None:
        yield Interval(since, max(since, end))


def merged(stays: Iterable[Presence | Interval]) -> list[Interval]:
    """Their union, by time: two devices at once count once."""
    whole: list[Interval] = []
    for stay in sorted((each.joined_at, max(each.joined_at, each.left_at)) for each in stays):
        joined, left = stay
        if whole and joined <= whole[-1].left_at:
            whole[-1] = Interval(whole[-1].joined_at, max(left, whole[-1].left_at))
        else:
            whole.append(Interval(joined, left))
    return whole


def minutes_of(stays: Iterable[Presence | Interval]) -> int:
    """Whole minutes of their union, rounded half up; at least 1 for who was there at all."""
    whole = merged(stays)
    if not whole:
        return 0
    total = sum((left - joined for joined, left in whole), timedelta())
    return max(1, (total + _MINUTE / 2) // _MINUTE)


def by_person(stays: Iterable[Presence]) -> dict[str, list[Presence]]:
    """{person key: their stays}, in the order people first appear."""
    people: dict[str, list[Presence]] = defaultdict(list)
    for stay in stays:
        people[key_of(stay)].append(stay)
    return dict(people)


def people_over_time(
    stays: Iterable[Presence], start: datetime, end: datetime, points: int = 60
) -> list[tuple[datetime, int]]:
    """[(moment, people in the room then)] from `start` to `end`, both included.

    At most `points` steps, of a round number of minutes. Who comes or goes at the very moment
    is in the room.
    """
    people = [merged(each) for each in by_person(stays).values()]
    return count_over_time(people, start, end, points)


def count_over_time(
    people: Iterable[Sequence[Interval]], start: datetime, end: datetime, points: int
) -> list[tuple[datetime, int]]:
    """As `people_over_time`, of each person's own merged stays."""
    changes = _changes(people)
    found, inside, place = [], 0, 0
    for moment in _moments(start, max(start, end), points):
        while place < len(changes) and changes[place] < (moment, _LEAVES):
            inside += 1 if changes[place][1] == _COMES else -1
            place += 1
        found.append((moment, inside))
    return found


def peak(stays: Iterable[Presence]) -> int:
    """Most people in the room at once: nobody twice, however many devices they had."""
    return peak_of(merged(each) for each in by_person(stays).values())


def peak_of(people: Iterable[Sequence[Interval]]) -> int:
    """As `peak`, of each person's own merged stays."""
    inside = most = 0
    for _moment, change in _changes(people):
        inside += 1 if change == _COMES else -1
        most = max(most, inside)
    return most


_COMES, _LEAVES = 0, 1


def _changes(people: Iterable[Sequence[Interval]]) -> list[tuple[datetime, int]]:
    """By time; at one moment who comes is counted before who leaves."""
    return sorted(
        change
        for stays in people
        for joined, left in stays
        for change in ((joined, _COMES), (left, _LEAVES))
    )


def _moments(start: datetime, end: datetime, points: int) -> Iterator[datetime]:
    longest = (end - start) / max(points, 1)
    step = next((each * _MINUTE for each in _STEPS if each * _MINUTE >= longest), longest)
    moment = start
    while moment < end:
        yield moment
        moment += step
    yield end


class Counted(NamedTuple):
    """Of an Attendance, what is counted."""

    id: int
    registration_id: int | None
    speaker_id: int | None
    stays: Sequence[Sequence[str]]


class Tally(NamedTuple):
    people: int
    matched: int
    minutes: int
    peak: int
    minutes_of: dict[int, int]
    """{registration: minutes}"""


def tally(rows: Iterable[Counted]) -> Tally:
    """Two presences of one registration, as an organizer may find, are one person's."""
    people: dict[tuple[str, int], list[Interval]] = defaultdict(list)
    known = set()
    for number, registration_id, speaker_id, stays in rows:
        who = ("row", number) if registration_id is None else ("registration", registration_id)
        people[who] += intervals_of(stays)
        if registration_id is not None or speaker_id is not None:
            known.add(who)
    minutes = {who: minutes_of(stays) for who, stays in people.items()}
    return Tally(
        len(people),
        len(known),
        sum(minutes.values()),
        peak_of(merged(stays) for stays in people.values()),
        {number: value for (kind, number), value in minutes.items() if kind == "registration"},
    )


def intervals_of(stays: Iterable[Sequence[str]]) -> list[Interval]:
    """Attendance.stays as moments."""
    return [
        Interval(datetime.fromisoformat(joined), datetime.fromisoformat(left))
        for joined, left in stays
    ]
