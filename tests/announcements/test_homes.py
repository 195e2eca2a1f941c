"""Where people meet tells the clock of hours that have no zone; online it does not."""

import pytest

from ungis_events.announcements.composing import as_json
from ungis_events.announcements.reading import read_announcement


def utc(text: str) -> tuple[str | None, str | None]:
    """(start, end) in UTC, 2023-01-31T13:30Z"""
    drafted = as_json(read_announcement(text))
    return drafted["utc_start"], drafted["utc_end"]


HOURS = "Seas and Cities\n\n5 March 2024, 14:00-15:00\n\nCome early.\nBring a friend.\nAll are welcome.\n\n"


@pytest.mark.parametrize(
    "words",
    [
        "The talk will be held in person at Villa Aurora in Geneva, with coffee.",
        "La rencontre aura lieu en présentiel à Genève, avec un café.",
        "El acto tendrá lugar en Ginebra, con un café.",
    ],
)
def test_hours_are_those_of_the_city_where_people_meet(words: str) -> None:
    assert utc(HOURS + words) == ("2024-03-05T13:00Z", "2024-03-05T14:00Z")


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("The webinar follows the summit held in Geneva.", id="online alone"),
        pytest.param(
            "The talk will be held in Geneva. The next one takes place in New York.",
            id="two cities",
        ),
    ],
)
def test_no_city_where_it_can_be_another(words: str) -> None:
    assert utc(HOURS + words) == (None, None)


@pytest.mark.parametrize(
    ("text", "starts_at"),
    [
        pytest.param(
            "Seas and Cities\nWhen, local time:\n5 March 2024\n14:00\n"
            "United States of America, New York",
            "2024-03-05T19:00Z",
            id="country and city under the hours",
        ),
        pytest.param(
            "Seas and Cities\n\n5 March 2024 14:00\n\n(GMT -5:00) Eastern Time",
            "2024-03-05T19:00Z",
            id="offset with minutes under an empty line",
        ),
        pytest.param(
            "05/02/2024 | Press release | Distributed by Lima News on 05/02/2024 13:06\n\n"
            "Tides of Tomorrow\n\nThe report comes out on Tuesday 12 March 2024, at 11:00 "
            "(UTC/GMT-3).",
            "2024-03-12T14:00Z",
            id="the stamp of a press release is no event",
        ),
        pytest.param(
            "Lyon, 2 March 2025 (ABC) – The Tides Forum meets in Lyon.\n\n"
            "Thursday, 6 March\nTime: 14:00\nVenue: City Hall, Lyon",
            "2025-03-06T13:00Z",
            id="the year of a dateline",
        ),
        pytest.param(
            "Seas and Cities\n5 July 2023\nTime: 9:00 México / 10:00 Perú / 11:00 Chile",
            "2023-07-05T15:00Z",
            id="countries behind their hours",
        ),
    ],
)
def test_when_it_starts(text: str, starts_at: str) -> None:
    assert utc(text)[0] == starts_at
