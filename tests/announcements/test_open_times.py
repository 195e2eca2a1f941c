"""What only a person can settle about time is asked, with the answers that come to mind."""

import pytest

from ungis_events.announcements.reading.candidates.when.schedule import read_schedule
from ungis_events.announcements.reading.draft import Schedule
from ungis_events.announcements.reading.finders import find_marks
from ungis_events.announcements.reading.findings import Sureness
from ungis_events.announcements.reading.lines import read_lines


def schedule_of(text: str) -> Schedule:
    notice = read_lines(text)
    return read_schedule(notice, find_marks(notice), None)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        pytest.param(
            "Rivers and peace\n31 June 2023, 10:00–11:00 CEST",
            ["2023-06-30T10:00", "2023-07-01T10:00"],
            id="31 June",
        ),
        pytest.param(
            "Date : 29 février 2023, de 14h à 15h CET",
            ["2023-02-28T14:00", "2023-03-01T14:00"],
            id="29 February of a common year",
        ),
        pytest.param("31 de junio, 10:00–11:00 CEST", [], id="no year to propose days of"),
    ],
)
def test_day_that_the_calendar_does_not_have_is_a_mistake(text: str, days: list[str]) -> None:
    (question,) = schedule_of(text).questions

    assert (question.kind, question.is_contradiction) == ("no-such-day", True)
    assert [answer.values["starts"] for answer in question.answers] == days


def test_impossible_day_far_from_the_hours_is_not_the_events() -> None:
    text = "Rivers and peace\n5 July 2023, 10:00–11:00 CEST\n\nBooks\n\nNotes\n\nSee 31 June 2019."

    assert schedule_of(text).questions == ()


def test_hours_at_night_without_am_or_pm_are_asked() -> None:
    schedule = schedule_of("15 November 2023, 2.30–3.45 (Geneva)")
    (question,) = schedule.questions

    assert schedule.starts_at is None
    assert schedule.starts
    assert schedule.starts.sureness is Sureness.UNSURE
    assert question.kind == "half-of-day"
    assert [answer.values["starts"] for answer in question.answers] == [
        "2023-11-15T14:30",
        "2023-11-15T02:30",
    ]


@pytest.mark.parametrize(
    "hours",
    [
        pytest.param("02:30–03:45 (Geneva)", id="written with its nought"),
        pytest.param("2:30–3:45 a.m. (Geneva)", id="a.m."),
        pytest.param("2:30–3:45 pm (Geneva)", id="p.m."),
        pytest.param("8:30 EST / 14:30 CET", id="no hour of the night"),
    ],
)
def test_hours_that_say_their_half_of_the_day_are_taken(hours: str) -> None:
    schedule = schedule_of(f"15 November 2023, {hours}")

    assert schedule.starts_at is not None
    assert "half-of-day" not in {question.kind for question in schedule.questions}


def test_without_a_date_the_cities_are_named_as_people_call_them() -> None:
    questions = {question.kind: question for question in schedule_of("Time: 14:00–15:30").questions}

    assert [str(answer.label) for answer in questions["no-zone"].answers] == [
        "14:00 New York",
        "14:00 Geneva",
    ]


@pytest.mark.parametrize(
    ("lines", "ends"),
    [
        pytest.param("14:00\n15:00 CEST (Geneva)", "15:00", id="an end below its start"),
        pytest.param("14:00\n15:00 (Geneva)\n16:00 Closing", None, id="a programme"),
        pytest.param("9:00\n17:00 (Geneva)", None, id="too long to tell"),
    ],
)
def test_hours_on_two_lines(lines: str, ends: str | None) -> None:
    found = schedule_of(f"Rivers and peace\n5 July 2023\n{lines}").ends

    assert (f"{found.value:%H:%M}" if found else None) == ends
