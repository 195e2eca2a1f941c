from datetime import date, time, timedelta
from gc import collect
from weakref import ref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ungis_events.announcements.reading.finders import find_marks
from ungis_events.announcements.reading.lines import read_lines
from ungis_events.announcements.reading.marks import ClockMark


def clocks_in(text: str) -> list[ClockMark]:
    return find_marks(read_lines(text)).of(ClockMark)


def hours_in(text: str) -> list[str]:
    return [
        f"{mark.begins:%H:%M}–{mark.ends:%H:%M}" if mark.ends else f"{mark.begins:%H:%M}"
        for mark in clocks_in(text)
    ]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("8:30–9:45", "08:30–09:45"),
        ("08:30-09:45", "08:30–09:45"),
        ("13.00 – 14.45", "13:00–14:45"),
        ("1300-1430", "13:00–14:30"),
        ("1300-1430 hrs", "13:00–14:30"),
        ("Time: 1900-2030", "19:00–20:30"),
        ("de 14h30 à 16h", "14:30–16:00"),
        ("18h-20h", "18:00–20:00"),
        ("18-20h", "18:00–20:00"),
        ("entre 9h et 11h", "09:00–11:00"),
        ("de 10:00 a 11:30 horas", "10:00–11:30"),
        ("de las 10:00 hasta las 11:30", "10:00–11:30"),
        ("de 22h30 a medianoche", "22:30–00:00"),
        ("9 a.m.–10:30 a.m.", "09:00–10:30"),
        ("6:00 PM - 7:30 PM", "18:00–19:30"),
        ("noon – 1:15 pm", "12:00–13:15"),
        ("10:00 a.m. - 12 noon", "10:00–12:00"),
        ("2026-03-10T18:30 to 2026-03-10T22:00", "18:30–22:00"),
        ("1:15 PM – 2:30 PM13:15 – 14:30", "13:15–14:30"),
    ],
)
def test_stretch_is_read(text: str, hours: str) -> None:
    assert hours_in(text) == [hours]


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("3 p.m.", "15:00"),
        ("9 AM", "09:00"),
        ("12 PM", "12:00"),
        ("12 a.m.", "00:00"),
        ("8.30 am", "08:30"),
        ("08h30", "08:30"),
        ("18 h 30", "18:30"),
        ("8h", "08:00"),
        ("à 15 heures", "15:00"),
        ("a las 10:00", "10:00"),
        ("0930 hrs", "09:30"),
        ("12.00 GMT", "12:00"),
        ("from 12.45", "12:45"),
        ("12 noon", "12:00"),
        ("midi", "12:00"),
        ("minuit", "00:00"),
        ("mediodía", "12:00"),
        ("9 de la mañana", "09:00"),
        ("8 h du soir", "20:00"),
        ("14:00Z", "14:00"),
        ("1:15 PM13:15", "13:15"),
    ],
)
def test_single_hour_is_read(text: str, hour: str) -> None:
    assert hours_in(text) == [hour]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2:00- 3:00pm", "14:00–15:00"),
        ("10:00 to 11:30 am", "10:00–11:30"),
        ("from 1 to 2.30pm", "13:00–14:30"),
        ("11:00–1:00 pm", "11:00–13:00"),
        ("12–1 pm", "12:00–13:00"),
        ("9:00 – 8:00 pm", "09:00–20:00"),
        ("11 am – 1:00", "11:00–13:00"),
        ("2 pm – 3:30", "14:00–15:30"),
        ("11:00–1:00", "11:00–13:00"),
        ("10:00 – noon", "10:00–12:00"),
    ],
)
def test_half_of_the_day_is_shared_unless_it_would_run_backwards(text: str, hours: str) -> None:
    assert hours_in(text) == [hours]
    assert not clocks_in(text)[0].is_unlike


@pytest.mark.parametrize(
    "text", ["22:00–00:30", "23:00 - 01:00 (+1)", "11 pm – 1 am", "10:00 – 02:00 (next day)"]
)
def test_stretch_over_midnight(text: str) -> None:
    (mark,) = clocks_in(text)

    assert (mark.is_over_midnight, mark.is_unlike) == (True, False)


@pytest.mark.parametrize(
    "text",
    [
        "1:00 PM – 12:30 AM",
        "11:00 a.m. – 1:00 a.m.",
        "3 pm–4 am",
        "9 am – 11 pm",
        "14:00 am",
        "16:00–15:00",
    ],
)
def test_ends_that_cannot_both_be_right(text: str) -> None:
    assert [mark.is_unlike for mark in clocks_in(text)] == [True]


@pytest.mark.parametrize("text", ["13:30 pm", "9:30 AM - 8:30 PM", "8 p.m. to midnight"])
def test_odd_hours_that_can_be_meant(text: str) -> None:
    assert [mark.is_unlike for mark in clocks_in(text)] == [False]


@pytest.mark.parametrize(
    ("text", "are_open"),
    [
        ("Opening 8:30, lunch 12:30 pm", [True, False]),
        ("Opening 08:30, lunch 12:30 pm", [False, False]),
        ("Opening 8h30, lunch 12:30 pm", [False, False]),
        ("Opening 8:30, lunch 12:30", [False, False]),
    ],
)
def test_hour_without_its_half_in_a_text_that_names_halves(text: str, are_open: list[bool]) -> None:
    assert [mark.is_half_open for mark in clocks_in(text)] == are_open


def test_iso_hour_carries_its_date_and_offset() -> None:
    (mark,) = clocks_in("Début : 2026-03-10T18:30:00+01:00")

    assert (mark.day, mark.begins, mark.offset) == (
        date(2026, 3, 10),
        time(18, 30),
        timedelta(hours=1),
    )


@pytest.mark.parametrize(
    "text",
    [
        "10 min, 90 minutes",
        "1h30 of discussion, durée : 2h",
        "Duration: 1:30",
        "(1:13:13)",
        "SDG 16, 24/7, 16+, 16:9, 24h/24",
        "192.168.1.1, version 2.10",
        "+41 22 555 12.30",
        "022 5550000",
        "pages 9–10, pp. 12.10-12.30",
        "EUR 10.50–12.50, 10.30 %",
        "the Decade (2021-2030), from 1946 to 2019",
        "July 6 – 10, 13.05.2026",
        "https://example.org/12:30",
        "après-midi",
        "2: 30 guests",
    ],
)
def test_other_numbers_are_no_hours(text: str) -> None:
    assert hours_in(text) == []


def test_date_is_no_part_of_a_stretch() -> None:
    assert hours_in("July 6 – 10:00 am") == ["10:00"]


@given(st.text("0123456789:.hHapm -–\nnoTZ+()", max_size=200))
def test_finding_hours_never_fails(text: str) -> None:
    notice = read_lines(text)

    for mark in find_marks(notice).of(ClockMark):
        assert 0 <= mark.start < mark.end <= len(notice.text)


def test_no_cache_keeps_a_notice_that_has_been_read() -> None:
    notice = read_lines("5 March 2024, 10:00 CET, passcode 556677")
    find_marks(notice)
    kept = ref(notice)
    del notice
    collect()

    assert kept() is None
