"""Each mistake is named, with the words of the text and the answers that come to mind."""

from datetime import time

import pytest

from ungis_events.announcements.reading.candidates.when.schedule import read_schedule
from ungis_events.announcements.reading.checks import find_mistakes
from ungis_events.announcements.reading.draft import AgendaPart
from ungis_events.announcements.reading.finders import find_marks
from ungis_events.announcements.reading.findings import Question
from ungis_events.announcements.reading.lines import read_lines


def mistakes(text: str, *agenda: AgendaPart) -> list[Question]:
    notice = read_lines(text)
    marks = find_marks(notice)
    questions = find_mistakes(notice, marks, read_schedule(notice, marks, None), agenda)
    return [question for question in questions if question.is_contradiction]


def kinds(text: str, *agenda: AgendaPart) -> list[str]:
    return [question.kind for question in mistakes(text, *agenda)]


def part(begins: str, ends: str | None, title: str = "Panel") -> AgendaPart:
    end = time.fromisoformat(ends) if ends else None
    return AgendaPart(title, time.fromisoformat(begins), end, None, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "31 July 2023, 10:00–11:00 EST",
            "“EST” stands beside Mon 31 Jul 2023, when the clocks of New York show EDT (UTC−4).",
            id="EST in summer",
        ),
        pytest.param(
            "8 April 2024, 13.00–14.30 CET",
            "“CET” stands beside Mon 8 Apr 2024, when the clocks of Geneva show CEST (UTC+2).",
            id="CET in summer",
        ),
        pytest.param(
            "Mardi 9 janvier 2024, de 10h à 11h CEST (heure de Genève)",
            "“CEST” stands beside Tue 9 Jan 2024, when the clocks of Geneva show CET (UTC+1).",
            id="CEST in winter",
        ),
        pytest.param(
            "Martes 9 de enero de 2024, de 10:00 a 11:00 EDT",
            "“EDT” stands beside Tue 9 Jan 2024, when the clocks of New York show EST (UTC−5).",
            id="EDT in winter",
        ),
        pytest.param(
            "8 July 2024, 15:00–16:00 GMT (London time)",
            "“GMT” stands beside Mon 8 Jul 2024, when the clocks of London show BST (UTC+1).",
            id="GMT in a London summer",
        ),
        pytest.param(
            "Thursday, 25 September 2018, 18:00–19:00 EDT",
            "“Thursday, 25 September 2018”: that day is a Tuesday.",
            id="weekday",
        ),
        pytest.param(
            "18 March 2026, 09:00 New York / 15:00 Geneva",
            "09:00 New York is 14:00 Geneva on Wed 18 Mar 2026, not 15:00: it is one of the "
            "five-hour weeks, in which the clocks of one city have changed and those of the other "
            "have not.",
            id="a five-hour week",
        ),
        pytest.param(
            "18 May 2026, 09:00 New York / 14:00 Geneva",
            "09:00 New York is 15:00 Geneva on Mon 18 May 2026, not 14:00.",
            id="cities an hour off",
        ),
        pytest.param(
            "5 March 2024, 1:00 p.m. – 2:30 a.m. CET",
            "“1:00 p.m. – 2:30 a.m.” ends at 02:30, before it starts at 13:00.",
            id="a.m. for p.m.",
        ),
        pytest.param(
            "5 March 2024, 16:00–15:00 CET",
            "“16:00–15:00” ends at 15:00, before it starts at 16:00.",
            id="end before start",
        ),
        pytest.param(
            "5 March 2024, 12:00–13:00 USA (CEST)",
            "“USA (CEST)” names two zones whose clocks differ: which one is meant?",
            id="zones that exclude each other",
        ),
        pytest.param(
            "River Day, 6 July 2021\nDate: 7 July 2021\nTime: 10:00–11:00 CEST",
            "The title says “6 July 2021”, the date line “7 July 2021”.",
            id="two dates",
        ),
    ],
)
def test_mistake_is_named(text, expected):
    assert [str(question.sentence) for question in mistakes(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("31 January 2023, 08:30-09:45 EST / 14:30-15:45 CET", id="two cities"),
        pytest.param("18 March 2026, 09:00 EDT / 14:00 CET", id="right in a five-hour week"),
        pytest.param("31 July 2023, 10:00–11:00 EST (Bogota time)", id="no summer time there"),
        pytest.param("8 July 2024, 15:00–16:00 GMT", id="GMT of no place"),
        pytest.param("5 March 2024, 9:30 AM – 8:30 PM CET", id="a long day"),
        pytest.param("5 March 2024, 22:00–00:30 CET", id="over midnight"),
        pytest.param("13 July 2023, 20:00 New York / 9:00 Tokyo", id="the next day there"),
        pytest.param("5 March 2024, 10:00–11:00", id="too little said"),
        pytest.param("5 March, 10:00–11:00 CET", id="no year"),
        pytest.param("5 March 2024, 10:00–11:00 CET\nMonday, 5 May 2020: founded", id="other date"),
        pytest.param(
            "Session 1: 5 March 2024, 10:00 CET\nSession 2: 7 March 2024, 15:00 CET", id="sessions"
        ),
        pytest.param(
            "Rivers in June\n2 June 2025\nDate: 16 June 2025\nTime: 13:00 CEST", id="posted before"
        ),
        pytest.param(
            "Side event at the Forum, 10–20 July 2023\nDate: 13 July 2023\nTime: 10:00 EDT",
            id="the forum's days",
        ),
    ],
)
def test_right_or_short_notice_is_no_mistake(text):
    assert kinds(text) == []


HOURS = "5 March 2024, 10:00–11:30 CET / 4:00–5:30 EST"


@pytest.mark.parametrize(
    ("agenda", "expected"),
    [
        pytest.param([part("10:00", "10:30"), part("10:30", "11:30")], [], id="inside"),
        pytest.param([part("10:00", "10:30"), part("10:30", "11:35")], [], id="five minutes over"),
        pytest.param([part("04:00", "04:30"), part("04:30", "05:30")], [], id="New York's hours"),
        pytest.param(
            [part("09:30", "10:00", "Registration"), part("10:00", "11:00"), part("11:00", None)],
            [],
            id="registration before",
        ),
        pytest.param([part("16:00", "16:30"), part("16:30", "17:30")], [], id="elsewhere"),
        pytest.param([part("10:00", "10:30"), part("10:30", "13:00")], ["programme"], id="longer"),
        pytest.param([part("09:00", "10:00"), part("10:00", "11:30")], ["programme"], id="earlier"),
        pytest.param(
            [part("14:00", "17:00"), part("09:00", "12:00")], [], id="programme of two days"
        ),
    ],
)
def test_programme_outside_the_announced_hours(agenda, expected):
    assert kinds(HOURS, *agenda) == expected


def answers(text: str) -> list[dict[str, str]]:
    (question,) = mistakes(text)
    return [dict(answer.values) for answer in question.answers]


def test_slip_that_another_zone_bears_out_proposes_one_moment_first():
    text = "15 March 2023, 9:00–10:30 EST / 15:00–16:30 CET"
    season, cities = mistakes(text)

    assert season.answers[0].values["starts"] == "2023-03-15T10:00"
    assert cities.answers[0].values["starts"] == "2023-03-15T15:00"


@pytest.mark.parametrize(
    ("second_day", "expected"),
    [
        pytest.param(
            "1 November 2023 | 10:00–11:00 New York | 16:00–17:00 Geneva",
            ["five-hour-week"],
            id="an hour off in the week of the clock change",
        ),
        pytest.param("1 November 2023 | 10:00 New York | 15:00 Geneva", [], id="right"),
        pytest.param("1 November 2023 | 10:00 New York | 18:00 Geneva", [], id="another session"),
    ],
)
def test_hours_of_a_second_day_are_checked_too(second_day, expected):
    first_day = "Rivers and peace\n30 October 2023 | 9:00 New York | 14:00 Geneva\n"

    assert kinds(first_day + second_day) == expected


def test_half_a_day_between_two_cities_is_a_slip_of_am_and_pm():
    text = "15 November 2023, 8:30–9:45 a.m. (EST) / 2:30–3:45 a.m. (CET)"

    assert kinds(text) == ["half-of-day"]


def test_end_long_before_the_start_proposes_the_two_the_other_way_round():
    assert answers("15 May 2023, 15:00 to 14:00 CEST") == [
        {"starts": "2023-05-15T14:00", "ends": "2023-05-15T15:00", "zone": "Europe/Zurich"}
    ]


def test_programme_answers_tell_their_ends():
    (question,) = mistakes(HOURS, part("10:00", "10:30"), part("10:30", "13:00"))

    assert [str(answer.label) for answer in question.answers] == [
        "Tue 5 Mar 2024, 10:00–11:30 Geneva",
        "Tue 5 Mar 2024, 10:00–13:00 Geneva",
    ]


def test_seasonal_slip_proposes_the_clocks_of_the_place_first():
    assert answers("31 July 2023, 10:00–11:00 EST") == [
        {"starts": "2023-07-31T10:00", "ends": "2023-07-31T11:00", "zone": "America/New_York"},
        {"starts": "2023-07-31T11:00", "ends": "2023-07-31T12:00", "zone": "America/New_York"},
    ]


def test_wrong_weekday_proposes_the_date_the_headings_month_and_the_nearest_days():
    text = "October 2018\n\nRivers and peace\nThursday, 25 September 2018, 18:00 EDT"

    assert [each["starts"] for each in answers(text)] == [
        "2018-09-25T18:00",
        "2018-10-25T18:00",
        "2018-09-27T18:00",
        "2018-09-20T18:00",
    ]


def test_cities_apart_propose_what_each_of_them_says():
    assert answers("18 March 2026, 09:00 New York / 15:00 Geneva") == [
        {"starts": "2026-03-18T09:00", "zone": "America/New_York"},
        {"starts": "2026-03-18T15:00", "zone": "Europe/Zurich"},
    ]


def test_wrong_half_of_the_day_proposes_the_other():
    assert answers("5 March 2024, 1:00 p.m. – 2:30 a.m. CET") == [
        {"starts": "2024-03-05T13:00", "ends": "2024-03-05T14:30", "zone": "Europe/Zurich"},
        {"starts": "2024-03-05T01:00", "ends": "2024-03-05T02:30", "zone": "Europe/Zurich"},
    ]
