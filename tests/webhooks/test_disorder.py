"""However often and in whatever order an event's notices come, the end is the same."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import NamedTuple

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.conftest import Hands
from tests.factories import make_event, make_registration
from tests.webinars.rooms import let_in, make_room
from ungis_events.adapters.webinar import Notice, NoticeKind
from ungis_events.admissions.models import Admission
from ungis_events.attendance.models import Attendance, AttendanceMark
from ungis_events.core.database import db, transaction
from ungis_events.registrations.models import Registration
from ungis_events.webhooks.service import store
from ungis_events.webinars.models import Webinar, WebinarStatus

from .told import work

_number = count(80000000000)
MINUTE = timedelta(minutes=1)
PEOPLE = ("amina", "bo", "chen")


class Happening(NamedTuple):
    minute: int
    """After the event's start."""
    kind: NoticeKind
    who: str = ""
    session: str = ""


@st.composite
def histories(draw: st.DrawFn) -> list[Happening]:
    """A rehearsal or none, the event, perhaps begun again; people who come, go and come back;
    hosts who change the webinar or its list, and perhaps delete it. In the order it happened."""
    found, minute = [], -50
    for session in range(draw(st.integers(0, 3))):
        minute += draw(st.integers(1, 40))
        name = f"session-{session}"
        found.append(Happening(minute, NoticeKind.STARTED, session=name))
        begins = minute
        minute += draw(st.integers(1, 40))
        if draw(st.booleans()) or minute < 0:
            found.append(Happening(minute, NoticeKind.ENDED, session=name))
        for who in PEOPLE:
            times = sorted(draw(st.sets(st.integers(begins, minute), max_size=4)))
            kinds = (NoticeKind.JOINED, NoticeKind.LEFT)
            found += [Happening(at, kinds[n % 2], who, name) for n, at in enumerate(times)]
    for who in PEOPLE:
        times = sorted(draw(st.sets(st.integers(-900, 90), max_size=3)))
        kinds = (NoticeKind.REFUSED, NoticeKind.ADMITTED)
        found += [Happening(at, kinds[n % 2], who) for n, at in enumerate(times)]
    found += [
        Happening(at, NoticeKind.CHANGED) for at in draw(st.sets(st.integers(-900, 60), max_size=3))
    ]
    if draw(st.booleans()):
        found.append(Happening(max(minute, 90) + 1, NoticeKind.DELETED))
    return sorted(found)


class Known(NamedTuple):
    """All that follows, without what numbers a database gave."""

    status: WebinarStatus
    minute: float
    problem: str | None
    has_address: bool
    marks: list[tuple[str, str, str, float]]
    minutes: dict[str, int] | None
    """Per address; None while the room is open, as the list is drawn up at its end."""
    joined: dict[str, float | None]
    admitted: dict[str, tuple[str | None, bool]]


def make_example() -> Webinar:
    event = make_event()
    number = str(next(_number))
    webinar = make_room(event, number=number, join_url=f"https://zoom.example/j/{number}")
    with transaction():
        db.session.get_one(Webinar, webinar.id).status_at = event.starts_at - timedelta(days=30)
    for who in PEOPLE:
        registration = make_registration(event, email=f"{who}@example.org")
        let_in(registration, webinar, external_id=f"r-{who}")
    return webinar


def tell(webinar: Webinar, happenings: Sequence[Happening]) -> None:
    for minute, kind, who, session in happenings:
        at = webinar.event.starts_at + minute * MINUTE
        notice = Notice(
            kind=kind,
            number=webinar.number or "",
            at=at,
            key=f"{webinar.number} {kind} {minute} {who}",
            session=session,
            participant=who,
            external_id=f"r-{who}" if who else None,
        )
        with transaction():
            store("zoom", notice, now=at)


def known(webinar_id: int) -> Known:
    db.session.rollback()
    db.session.expire_all()
    webinar = db.session.get_one(Webinar, webinar_id)
    start = webinar.event.starts_at
    of_event = Registration.event_id == webinar.event_id
    people = db.session.scalars(select(Registration).where(of_event)).all()
    marks = select(AttendanceMark).where(AttendanceMark.event_id == webinar.event_id)
    present = select(Attendance).where(Attendance.event_id == webinar.event_id)
    admissions = select(Admission).where(Admission.webinar_id == webinar.id)
    is_open = webinar.status is WebinarStatus.LIVE
    return Known(
        status=webinar.status,
        minute=(webinar.status_at - start) / MINUTE,
        problem=webinar.problem,
        has_address=webinar.event.join_url is not None,
        marks=sorted(
            (mark.session, mark.participant, mark.kind.value, (mark.at - start) / MINUTE)
            for mark in db.session.scalars(marks)
        ),
        minutes=None
        if is_open
        else {
            each.registration.email: each.minutes
            for each in db.session.scalars(present)
            if each.registration
        },
        joined={
            each.email: each.joined_at and (each.joined_at - start) / MINUTE for each in people
        },
        admitted={
            each.registration.email: (
                each.problem,
                each.join_url is not None or each.due_at is not None,
            )
            for each in db.session.scalars(admissions)
        },
    )


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a smaller example takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=histories(), data=st.data())
def test_order_and_repetition_change_nothing(
    clock_hands: Hands, history: list[Happening], data: st.DataObject
) -> None:
    as_it_happened, otherwise = make_example(), make_example()
    clock_hands.set_to(as_it_happened.event.starts_at + 200 * MINUTE)
    for happening in history:
        tell(as_it_happened, [happening])
        work()

    repeated = history + data.draw(st.lists(st.sampled_from(history)) if history else st.just([]))
    shuffled = data.draw(st.permutations(repeated))
    for happening in shuffled:
        tell(otherwise, [happening])
        if data.draw(st.booleans()):
            work()
    work()
    first = known(otherwise.id)
    tell(otherwise, repeated)
    work()

    expected = known(as_it_happened.id)
    for name in Known._fields:
        assert (name, getattr(first, name)) == (name, getattr(expected, name))
    assert known(otherwise.id) == expected
