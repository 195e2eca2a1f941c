from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ungis_events.live.rules import (
    HEIGHT,
    WIDTH,
    arrivals_over_time,
    draw,
    level_above,
    rounded_start,
    ticks_between,
)

START = datetime(2027, 1, 31, 13, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)


@given(start=moments, length=st.timedeltas(timedelta(0), timedelta(days=40)))
def test_ticks_are_few_round_and_evenly_apart(start: datetime, length: timedelta) -> None:
    ticks = ticks_between(start, start + length)

    assert 2 <= len(ticks) <= 7
    assert len({after - before for before, after in pairwise(ticks)}) == 1
    assert ticks[0] <= start <= start + length <= ticks[-1]
    assert {(tick.second, tick.microsecond) for tick in ticks} == {(0, 0)}


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (4, ["13:30", "13:31", "13:32", "13:33", "13:34"]),
        (75, ["13:30", "13:45", "14:00", "14:15", "14:30", "14:45"]),
        (90, ["13:30", "14:00", "14:30", "15:00"]),
    ],
)
def test_ticks_are_what_people_read_off_a_clock(minutes: int, expected: list[str]) -> None:
    ticks = ticks_between(START, START + minutes * MINUTE)

    assert [f"{tick:%H:%M}" for tick in ticks] == expected


@pytest.mark.parametrize(
    ("count", "level"),
    [(0, 2), (1, 2), (2, 2), (3, 4), (5, 6), (9, 10), (11, 20), (99, 100), (4025, 6000)],
)
def test_the_upper_end_is_round_and_has_a_whole_half(count: int, level: int) -> None:
    assert (level_above(count), level % 2) == (level, 0)


def test_the_line_begins_below_left_and_stays_in_its_box() -> None:
    points = [(START + n * MINUTE, count) for n, count in enumerate((0, 2, 4, 1))]

    chart = draw(points, START + MINUTE, START + 90 * MINUTE)

    assert chart
    assert chart.line == "0,300 333.3,150 666.7,0 1000,225"
    assert chart.area == "0,300 0,300 333.3,150 666.7,0 1000,225 1000,300"
    assert (chart.levels, chart.tick_places) == ([4, 2, 0], [0.0, 333.3, 666.7, 1000.0])
    assert chart.marks == [333.3]
    assert (WIDTH, HEIGHT) == (1000, 300)


@pytest.mark.parametrize("points", [[], [(START, 3)]])
def test_less_than_two_moments_are_no_line(points: list[tuple[datetime, int]]) -> None:
    assert draw(points, START, START + MINUTE) is None


def test_arrivals_add_up() -> None:
    arrived = [START + 2 * MINUTE, START, START + 2 * MINUTE]

    counted = arrivals_over_time(arrived, [START + n * MINUTE for n in range(4)])

    assert [count for _moment, count in counted] == [1, 1, 3, 3]


def test_a_chart_begins_at_round_five_minutes() -> None:
    assert rounded_start(START + timedelta(minutes=14, seconds=59)) == START + 10 * MINUTE
