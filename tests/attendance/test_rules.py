from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import NOON
from ungis_events.attendance.models import MarkKind
from ungis_events.attendance.rules import (
    Counted,
    Interval,
    Presence,
    by_person,
    clean,
    merged,
    minutes_of,
    peak,
    people_over_time,
    person_key,
    stays_of,
    tally,
)

J, L = MarkKind.JOINED, MarkKind.LEFT
END = NOON + timedelta(minutes=90)


@dataclass(frozen=True)
class Mark:
    kind: MarkKind
    at: datetime
    participant: str = "p"
    session: str = "s"
    name: str = "Amina"
    email: str | None = None
    registration_id: int | None = None


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def marks(*told: tuple[MarkKind, float]) -> list[Mark]:
    return [Mark(kind, at(minutes)) for kind, minutes in told]


def times(stays: list[Presence]) -> list[tuple[float, float]]:
    """In minutes after noon."""
    return [
        tuple((moment - NOON).total_seconds() / 60 for moment in stay) for stay in merged(stays)
    ]  # type: ignore[misc]


def stay(joined: float, left: float, name: str = "Amina", **more: object) -> Presence:
    return Presence(name, None, at(joined), at(left), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([(J, 0), (L, 30)], [(0, 30)]),
        ([(J, 0), (L, 30), (J, 40), (L, 60)], [(0, 30), (40, 60)]),
        ([(J, 10)], [(10, 90)]),
        ([(J, 0), (J, 20), (L, 30)], [(0, 30)]),
        ([(L, 30)], [(30, 30)]),
        ([(J, 0), (L, 30), (L, 50)], [(0, 30), (50, 50)]),
        ([(J, 0), (L, 30), (J, 30), (L, 60)], [(0, 60)]),
        ([(J, 30), (L, 30)], [(30, 30)]),
        ([(J, 120)], [(120, 120)]),
    ],
    ids=[
        "one stay",
        "gone and back",
        "never left: until the end",
        "joined twice: one stay",
        "only left: there for no time",
        "left twice",
        "out and in at one second",
        "in and out at one second",
        "joined after the end",
    ],
)
def test_stays_are_made_of_joins_and_leaves(
    told: list[tuple[MarkKind, float]], expected: list[tuple[float, float]]
) -> None:
    assert times(stays_of(marks(*told), END)) == expected


def test_each_presence_is_followed_by_itself() -> None:
    """Somebody's telephone stays when their computer leaves."""
    told = [
        Mark(J, at(0), "computer"),
        Mark(J, at(5), "telephone"),
        Mark(L, at(10), "computer"),
        Mark(L, at(20), "telephone"),
    ]

    assert [(each.joined_at, each.left_at) for each in stays_of(told, END)] == [
        (at(0), at(10)),
        (at(5), at(20)),
    ]


def test_who_never_left_an_earlier_session_left_with_its_last() -> None:
    rehearsal = [
        Mark(J, at(-600), "a", "first"),
        Mark(J, at(-600), "b", "first"),
        Mark(L, at(-580), "b", "first"),
    ]

    assert times(stays_of([*rehearsal, Mark(J, at(0), "a", "second")], END)) == [
        (-600, -580),
        (0, 90),
    ]


def test_what_any_mark_says_of_somebody_is_known_of_their_stay() -> None:
    told = [
        Mark(J, at(0), name="Ami", email="ami@example.org", registration_id=7),
        Mark(L, at(5), name=""),
    ]

    [found] = stays_of(told, END)

    assert (found.name, found.email, found.registration_id) == ("Ami", "ami@example.org", 7)


_MARKS = st.lists(
    st.builds(
        Mark,
        st.sampled_from(MarkKind),
        st.integers(0, 100).map(at),
        st.sampled_from("abc"),
        st.sampled_from("st"),
        st.sampled_from(["", "Amina", "Bo"]),
        st.sampled_from([None, "amina@example.org"]),
        st.sampled_from([None, 1, 2]),
    ),
    max_size=12,
)


@given(_MARKS, st.randoms())
def test_order_and_repetition_change_nothing(told: list[Mark], chance: object) -> None:
    again = [*told, *told[::2]]
    chance.shuffle(again)  # type: ignore[attr-defined]

    assert stays_of(again, END) == stays_of(told, END)


@given(_MARKS)
def test_nobody_stays_longer_than_from_the_first_to_the_last(told: list[Mark]) -> None:
    stays = stays_of(told, END)

    for of_one in by_person(stays).values():
        first = min(each.joined_at for each in of_one)
        last = max(each.left_at for each in of_one)
        assert 1 <= minutes_of(of_one) <= max(1, (last - first) / timedelta(minutes=1))
        assert last <= max([END, *(each.at for each in told)])


@given(_MARKS, st.integers(1, 70))
def test_never_are_more_in_the_room_than_people_or_than_at_the_peak(
    told: list[Mark], points: int
) -> None:
    stays = stays_of(told, END)

    shown = people_over_time(stays, at(-10), at(110), points)

    assert peak(stays) <= len(by_person(stays))
    assert max(number for _moment, number in shown) <= peak(stays)
    assert (shown[0][0], shown[-1][0]) == (at(-10), at(110))
    assert len(shown) <= points + 1


@given(_MARKS)
def test_minute_by_minute_the_chart_counts_who_is_there(told: list[Mark]) -> None:
    stays = stays_of(told, END)

    for moment, number in people_over_time(stays, at(0), at(60)):
        inside = [each for each in stays if each.joined_at <= moment <= each.left_at]
        assert number == len(by_person(inside))


def test_the_chart_has_round_minutes_and_the_end() -> None:
    shown = people_over_time([stay(0, 30)], at(0), at(75), 30)

    assert [moment for moment, _number in shown[:3]] == [at(0), at(5), at(10)]
    assert shown[-1] == (at(75), 0)
    assert people_over_time([stay(0, 30)], at(0), at(0)) == [(at(0), 1)]


def test_two_devices_at_once_count_once() -> None:
    assert merged([stay(0, 30), stay(10, 20), stay(30, 40), stay(50, 60)]) == [
        Interval(at(0), at(40)),
        Interval(at(50), at(60)),
    ]
    assert minutes_of([stay(0, 30), stay(10, 45)]) == 45
    assert peak([stay(0, 30), stay(10, 45)]) == 1


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(0, 1), (29, 1), (89, 1), (90, 2), (1800, 30), (1829, 30), (1830, 31)]
)
def test_minutes_are_whole_and_one_for_whoever_was_there(seconds: int, minutes: int) -> None:
    assert minutes_of([stay(0, seconds / 60)]) == minutes
    assert minutes_of([]) == 0


def test_a_person_is_a_registration_an_address_a_name_or_just_one_presence() -> None:
    assert [
        person_key(7, "a@example.org", "Amina", "p"),
        person_key(None, "A@Example.org", "Amina", "p"),
        person_key(None, None, "Amina DIALLO", "p"),
        person_key(None, None, "", "p"),
    ] == ["r:7", "a:a@example.org", "n:amina diallo", "p:p"]


def test_two_presences_of_one_registration_are_one_person() -> None:
    def counted(number: int, registration: int | None, start: int, end: int) -> Counted:
        written = [[at(start).isoformat(), at(end).isoformat()]]
        return Counted(number, registration, None, written)

    found = tally([counted(1, 7, 0, 30), counted(2, 7, 20, 50), counted(3, None, 10, 20)])

    assert found == (2, 1, 60, 2, {7: 50})


def test_names_keep_their_letters_and_lose_what_breaks_a_table() -> None:
    assert clean(" Амина\x00\tDiallo\n\x07", 100) == "Амина Diallo"
