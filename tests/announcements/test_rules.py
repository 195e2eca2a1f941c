from datetime import datetime, time

import pytest

from ungis_events.announcements.rules import PlannedPart, place_parts

NEW_YORK = "America/New_York"
STARTS, ENDS = datetime(2027, 1, 14, 8, 30), datetime(2027, 1, 14, 10, 0)
EVENING, NIGHT = datetime(2027, 1, 14, 22, 0), datetime(2027, 1, 15, 1, 0)


def part(title: str, begins: str = "", minutes: int | None = None) -> PlannedPart:
    return PlannedPart(title, time.fromisoformat(begins) if begins else None, minutes)


def placed(
    parts: list[PlannedPart], starts: datetime = STARTS, ends: datetime = ENDS
) -> tuple[list[tuple[str, int, int]], list[str]]:
    within, outside = place_parts(parts, starts, ends, NEW_YORK)
    return (
        [(each.part.title, each.starts_after, each.minutes) for each in within],
        [each.title for each in outside],
    )


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param(
            [part("Opening", "08:30", 10), part("Panel", "08:45", 60)],
            [("Opening", 0, 10), ("Panel", 15, 60)],
            id="with hours and lengths",
        ),
        pytest.param(
            [part("Opening", "08:30"), part("Panel", "08:40"), part("Closing", "09:50")],
            [("Opening", 0, 10), ("Panel", 10, 70), ("Closing", 80, 10)],
            id="hours alone: until the next, the last until the end",
        ),
        pytest.param(
            [part("Opening", minutes=10), part("Panel", minutes=60), part("Questions")],
            [("Opening", 0, 10), ("Panel", 10, 60), ("Questions", 70, 20)],
            id="lengths alone: one behind the other",
        ),
        pytest.param(
            [part("Room 1", "08:30", 60), part("Room 2", "08:30")],
            [("Room 1", 0, 60), ("Room 2", 0, 90)],
            id="two at the same time",
        ),
    ],
)
def test_parts_are_placed_in_minutes_after_the_start(
    parts: list[PlannedPart], expected: list[tuple[str, int, int]]
) -> None:
    assert placed(parts) == (expected, [])


def test_parts_outside_the_hours_are_left_out() -> None:
    parts = [
        part("Doors", "08:00", 15),
        part("Opening", "08:30", 10),
        part("Panel", "09:30", 40),
        part("Coffee", "10:00", 30),
    ]

    assert placed(parts) == ([("Opening", 0, 10)], ["Doors", "Panel", "Coffee"])


def test_hour_after_midnight_is_one_of_the_next_day() -> None:
    parts = [part("Vigil", "23:00", 60), part("Farewell", "00:30", 30)]

    assert placed(parts, EVENING, NIGHT) == ([("Vigil", 60, 60), ("Farewell", 150, 30)], [])


def test_hour_that_no_clock_shows_that_day_is_left_out() -> None:
    # On 14 March 2027 the clocks of New York go from 02:00 to 03:00.
    starts, ends = datetime(2027, 3, 14, 1, 0), datetime(2027, 3, 14, 4, 0)

    assert placed([part("Skipped", "02:30", 10), part("Kept", "03:30", 10)], starts, ends) == (
        [("Kept", 90, 10)],
        ["Skipped"],
    )
