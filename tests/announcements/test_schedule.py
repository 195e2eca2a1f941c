"""When an invented event is, by what its notice says of dates, hours and zones."""

import pytest

from ungis_events.announcements.composing import as_json
from ungis_events.announcements.reading.candidates.when.schedule import read_schedule
from ungis_events.announcements.reading.draft import Draft, Schedule
from ungis_events.announcements.reading.finders import find_marks
from ungis_events.announcements.reading.findings import Found
from ungis_events.announcements.reading.lines import read_lines


def schedule_of(text: str) -> Schedule:
    notice = read_lines(text)
    return read_schedule(notice, find_marks(notice), None)


def utc(text: str) -> tuple[str | None, str | None]:
    """(start, end) in UTC, 2023-01-31T13:30Z"""
    drafted = as_json(Draft(read_lines(text), schedule_of(text)))
    return drafted["utc_start"], drafted["utc_end"]


def zone(text: str) -> str | None:
    found: Found[str] | None = schedule_of(text).zone
    return found.value if found else None


def kinds(text: str) -> list[str]:
    return [question.kind for question in schedule_of(text).questions]


def answers(text: str) -> list[dict[str, str]]:
    (question,) = schedule_of(text).questions
    return [dict(answer.values) for answer in question.answers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "31 January 2023, 08:30-09:45 EST, New York time / 14:30-15:45 CET, Geneva time",
            ("2023-01-31T13:30Z", "2023-01-31T14:45Z"),
            id="two cities on a line",
        ),
        pytest.param(
            "4 May 2023\nGeneva 3 p.m. | Nairobi 4 p.m. | New York 9 a.m.",
            ("2023-05-04T13:00Z", None),
            id="cities before their hours, no end",
        ),
        pytest.param(
            "When: 4 May 2023\nTime:\n- 7:00 am – Los Angeles\n- 10:00 am – Ottawa, Lima\n"
            "- 4:00 pm – Geneva, Madrid",
            ("2023-05-04T14:00Z", None),
            id="a line for each group of cities",
        ),
        pytest.param(
            "Date: 13 July 2023\nTime: 12:00-13:30 Eastern Time USA | 16:00 UTC | 17:00 London",
            ("2023-07-13T16:00Z", "2023-07-13T17:30Z"),
            id="only one zone has an end",
        ),
        pytest.param(
            "Date: 6 March 2024\nTime (CET): 14:00 – 15:30",
            ("2024-03-06T13:00Z", "2024-03-06T14:30Z"),
            id="zone on the label",
        ),
        pytest.param(
            "Tuesday 5 March 2024\n14:00 – 15:30\nAll times in CET",
            ("2024-03-05T13:00Z", "2024-03-05T14:30Z"),
            id="zone in a note",
        ),
        pytest.param(
            "5 March 2024, 9:30 (doors at 9:00) to 12:15 CET",
            ("2024-03-05T08:30Z", "2024-03-05T11:15Z"),
            id="another hour in brackets",
        ),
        pytest.param(
            "5 March 2024, 12:30 local time (10:30 GMT)",
            ("2024-03-05T10:30Z", None),
            id="local time beside GMT",
        ),
        pytest.param(
            "5 March 2024, 9am London – 10am Berlin – 5pm Singapore",
            ("2024-03-05T09:00Z", None),
            id="dashes between cities",
        ),
        pytest.param(
            "5 March 2024, 10:00 EST – 11:00 EST",
            ("2024-03-05T15:00Z", "2024-03-05T16:00Z"),
            id="zone behind both ends",
        ),
        pytest.param(
            "Start: 2024-03-05T18:30:00+01:00 – 2024-03-05T20:00:00+01:00",
            ("2024-03-05T17:30Z", "2024-03-05T19:00Z"),
            id="ISO",
        ),
        pytest.param(
            "Mardi 5 mars 2024, de 14h30 à 16h, heure de Genève",
            ("2024-03-05T13:30Z", "2024-03-05T15:00Z"),
            id="French",
        ),
        pytest.param(
            "Martes 5 de marzo de 2024, de 10:00 a 11:30, hora de Nueva York",
            ("2024-03-05T15:00Z", "2024-03-05T16:30Z"),
            id="Spanish",
        ),
        pytest.param(
            "5 March 2024, 14:00–15:00 (UTC+2)",
            ("2024-03-05T12:00Z", "2024-03-05T13:00Z"),
            id="an offset without a place",
        ),
        pytest.param(
            "5 March 2024, 22:00–00:30 CET",
            ("2024-03-05T21:00Z", "2024-03-05T23:30Z"),
            id="over midnight",
        ),
        pytest.param(
            "Date: 13 July 2023\nTime: 20:00–21:00 New York / 9:00–10:00 Tokyo",
            ("2023-07-14T00:00Z", "2023-07-14T01:00Z"),
            id="the next day in another city",
        ),
        pytest.param(
            "Session 1: 13 July 2023, 12:00–13:30 EDT\nSession 2: 20 July 2023, 9:00–10:00 EDT",
            ("2023-07-13T16:00Z", "2023-07-13T17:30Z"),
            id="of two sessions the first",
        ),
    ],
)
def test_start_and_end_are_what_the_zones_say(text, expected):
    assert utc(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("31 July 2023, 12:00–13:00 EST", "2023-07-31T16:00Z", id="EST in summer"),
        pytest.param("8 April 2024, 13.00–14.30 CET", "2024-04-08T11:00Z", id="CET in summer"),
        pytest.param("8 January 2024, 10:00–11:00 EDT", "2024-01-08T15:00Z", id="EDT in winter"),
        pytest.param(
            "31 July 2023, 10:00–11:00 EST | 11:00–12:00 Brasilia",
            "2023-07-31T14:00Z",
            id="as the other city has it",
        ),
        pytest.param(
            "31 July 2023, 10:00–11:00 EST (Bogota time)", "2023-07-31T15:00Z", id="EST all year"
        ),
    ],
)
def test_seasonal_slip_means_the_clocks_of_the_place(text, expected):
    assert utc(text)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Date: Thursday, 5 October 2023\nTime: 6:00 PM - 7:30 PM\nVenue: UNESCO House",
            "Europe/Paris",
            id="the house",
        ),
        pytest.param("5 October 2023, 14:00 EDT / 20:00 CEST", "America/New_York", id="first"),
        pytest.param(
            "5 October 2023, 14:00–15:00 UTC\nPalais des Nations, Room XXV", "Europe/Zurich",
            id="the room before the stated zone",
        ),
        pytest.param("5 October 2023, 14:00–15:00 UTC+3", "Etc/GMT-3", id="an offset"),
        pytest.param("5 October 2023, 14:00–15:00", None, id="none"),
    ],
)  # fmt: skip
def test_zone_of_the_event(text, expected):
    assert zone(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Side event: rivers that remember\n2 June 2025\n"
            "Join us on 16 June 2025, from 1:00 PM to 2:00 PM CEST",
            "2025-06-16T11:00Z",
            id="not the day of posting",
        ),
        pytest.param(
            "Date: 16 June 2025\nTime: 13:00 CEST\nRegistration deadline: 12 June 2025, 18:00 CEST",
            "2025-06-16T11:00Z",
            id="not a deadline",
        ),
        pytest.param(
            "22 May 2018, 13:15 EDT\nOn the occasion of the Special Meeting (23 May)",
            "2018-05-22T17:15Z",
            id="not another meeting",
        ),
        pytest.param(
            "Webinar for River Day 2020\nDate: 12 June\nTime: 14:00 UTC",
            "2020-06-12T14:00Z",
            id="year of the title",
        ),
        pytest.param(
            "Forum week, 10–20 July 2023\nThursday 13 July, 10:00 EDT",
            "2023-07-13T14:00Z",
            id="year of the range it is in",
        ),
        pytest.param(
            "12 June, 14:00 UTC\nA webinar is planned for 12 June 2020.",
            "2020-06-12T14:00Z",
            id="year of the same date elsewhere",
        ),
        pytest.param(
            "Wednesday 6 March, 13:00–14:45 CET\nVision 2021: a report", None, id="report"
        ),
        pytest.param(
            "6 March, 13:00 CET\nDecade of Rivers (2021-2030)", None, id="years of a span"
        ),
        pytest.param("6 March, 13:00 CET\n© 2019 River Institute", None, id="copyright"),
        pytest.param(
            "18 May 2020\nJoin us on Thursday 21 May at 16:00 CEST",
            "2020-05-21T14:00Z",
            id="year of the posting",
        ),
        pytest.param("20:00 GMT, on Wednesday.\nShe was born on 18 March 1966.", None, id="birth"),
    ],
)
def test_date_is_the_events_and_its_year_from_the_text(text, expected):
    assert utc(text)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "5 March 2024\n10:00–11:30 CET\nProgramme\n10:00–10:10 Welcome\n10:10–11:00 Panel\n"
            "11:00–11:30 Questions",
            ("2024-03-05T09:00Z", "2024-03-05T10:30Z"),
            id="announced hours before a programme",
        ),
        pytest.param(
            "5 March 2024\nPalais des Nations\n10:00–10:10 Welcome\n10:10–11:00 Panel\n"
            "11:00–11:30 Questions",
            ("2024-03-05T09:00Z", "2024-03-05T10:30Z"),
            id="a programme alone",
        ),
        pytest.param(
            "5 March 2024, doors open at 9:30, 10:00–11:30 CET",
            ("2024-03-05T09:00Z", "2024-03-05T10:30Z"),
            id="not when doors open",
        ),
    ],
)
def test_hours_are_the_events(text, expected):
    assert utc(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("5 March 2024, 10:00–11:00", ["no-zone"], id="no zone"),
        pytest.param("5 March, 10:00–11:00 CET", ["no-year"], id="no year"),
        pytest.param("5 March 2024, 10:00 CET", ["no-end"], id="no end"),
        pytest.param("31 March 2024, 02:30–04:00 CET", ["clock-change"], id="an hour skipped"),
        pytest.param("5 March 2024, 12:00–13:00 USA (CEST)", ["zone"], id="conflict"),
        pytest.param("5 March 2024, 12:00–13:00 IST", ["zone-open"], id="Delhi or Jerusalem"),
        pytest.param("5 March 2024, 12:00–13:00 IST / 6:30–7:30 UTC", [], id="another zone tells"),
        pytest.param("05/03/2024, 10:00–11:00 CET", ["date-order"], id="5 March or 3 May"),
        pytest.param("Nothing is planned.", [], id="no event"),
    ],
)
def test_what_the_text_leaves_open_is_asked(text, expected):
    assert kinds(text) == expected


def test_without_a_zone_both_house_cities_are_proposed():
    assert answers("5 March 2024, 10:00–11:00") == [
        {"starts": "2024-03-05T10:00", "ends": "2024-03-05T11:00", "zone": "America/New_York"},
        {"starts": "2024-03-05T10:00", "ends": "2024-03-05T11:00", "zone": "Europe/Zurich"},
    ]


def test_without_a_year_the_weekday_proposes_those_it_falls_on():
    text = "Wednesday 6 March, 13:00–14:45 CET\nUntil 31 December 2021 nobody knew of the rivers."

    assert answers(text) == [{"starts": "2019-03-06T13:00"}, {"starts": "2024-03-06T13:00"}]


def test_without_an_end_the_usual_lengths_are_proposed():
    assert answers("5 March 2024, 10:00 CET") == [
        {"ends": "2024-03-05T11:00"},
        {"ends": "2024-03-05T11:15"},
        {"ends": "2024-03-05T11:30"},
    ]


def test_an_hour_that_the_clocks_skip_has_no_moment_but_a_zone():
    text = "31 March 2024, 02:30–04:00 CET"

    assert (utc(text), zone(text)) == ((None, None), "Europe/Zurich")


def test_another_zone_settles_the_skipped_hour():
    assert utc("31 March 2024, 02:30 CET / 01:30 UTC")[0] == "2024-03-31T01:30Z"
