"""Where people meet tells the clock of hours that have no zone; online it does not."""

import pytest

from ungis_events.announcements.composing import as_json
from ungis_events.announcements.reading import read_announcement
from ungis_events.announcements.reading.findings import Sureness


def utc(text: str) -> tuple[str | None, str | None]:
    """(start, end) in UTC, 2023-01-31T13:30Z"""
    drafted = as_json(read_announcement(text))
    return drafted["utc_start"], drafted["utc_end"]


HOURS = (
    "Seas and Cities\n\n5 March 2024, 14:00-15:00\n\n"
    "Come early.\nBring a friend.\nAll are welcome.\n\n"
)


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
    "line",
    [
        pytest.param("Speakers: Rosa Diaz (Quito)", id="a label of others"),
        pytest.param("Dr. Rosa Diaz, Quito", id="a speaker"),
        pytest.param("Rosa Diaz (Quito)", id="in brackets"),
        pytest.param("Chile", id="a country"),
        pytest.param("Jordan, Georgia and Chad host this.", id="countries that host"),
        pytest.param("Rosa Diaz, University of Quito", id="a university of somebody"),
    ],
)
def test_line_under_the_date_gives_no_zone(line: str) -> None:
    schedule = read_announcement(f"Seas and Cities\n5 March 2024, 14:00-15:00\n{line}").schedule

    assert (schedule.zone, schedule.starts_at) == (None, None)


def test_city_under_the_date_is_likely() -> None:
    schedule = read_announcement("Seas and Cities\n5 March 2024, 14:00-15:00\nQuito").schedule

    assert schedule.zone
    assert (schedule.zone.value, schedule.zone.sureness) == ("America/Guayaquil", Sureness.LIKELY)


def test_zone_at_the_hours_beats_a_city_under_the_date() -> None:
    schedule = read_announcement(
        "Seas and Cities\n5 March 2024, 14:00-15:00 (Geneva)\nQuito"
    ).schedule

    assert schedule.zone
    assert (schedule.zone.value, schedule.zone.rule) == ("Europe/Zurich", "zone.stated")


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
        pytest.param(
            "Les mers et les villes\n\nUne table ronde se tiendra le 10 octobre à 18h30 à "
            "l’Université de Genève.\n\nElle a lieu le 10 octobre 2024.",
            "2024-10-10T16:30Z",
            id="the city of the university, the year of another sentence",
        ),
        pytest.param(
            "WHEN: Thursday 7 May 2020. Opening from 1100-1130. Questions 1130-1150. EDT",
            "2020-05-07T15:00Z",
            id="the zone behind the last sentence",
        ),
        pytest.param(
            "The 2021 Tides Day " + "invites young people from many countries " * 7 + ".\n\n"
            "It takes place on 17 September at 10 a.m. EDT.\n\nThe Day began in 1981.",
            "2021-09-17T14:00Z",
            id="the year that opens a long line",
        ),
        pytest.param(
            "Seas and Cities\nDate: 5 July 2023\nDeadline for registration: 1 July 2023\n"
            "Time: 3pm–4pm CEST",
            "2023-07-05T13:00Z",
            id="a deadline between the date and the hours",
        ),
        pytest.param(
            "Seas and Cities\n15 July 2023, 15:00 – 16:00 heure d’hiver de Genève",
            "2023-07-15T13:00Z",
            id="heure d’hiver de",
        ),
    ],
)
def test_when_it_starts(text: str, starts_at: str) -> None:
    assert utc(text)[0] == starts_at
