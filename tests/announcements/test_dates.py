from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ungis_events.announcements.reading.finders import find_marks
from ungis_events.announcements.reading.lines import read_lines
from ungis_events.announcements.reading.marks import (
    DateMark,
    ImpossibleDateMark,
    Mark,
    YearMark,
)


def marks_in(text: str) -> list[tuple[str, Mark]]:
    notice = read_lines(text)
    marks = [
        mark
        for mark in find_marks(notice)
        if isinstance(mark, DateMark | ImpossibleDateMark | YearMark)
    ]
    return [(notice.words(mark.span), mark) for mark in marks]


def dates_in(text: str) -> list[DateMark]:
    return [mark for _words, mark in marks_in(text) if isinstance(mark, DateMark)]


@pytest.mark.parametrize(
    ("text", "year", "month", "day"),
    [
        ("31 January 2023", 2023, 1, 31),
        ("January 31st, 2023", 2023, 1, 31),
        ("Mar 16 2021", 2021, 3, 16),
        ("Sept. 7, 2021", 2021, 9, 7),
        ("Jan. 31", None, 1, 31),
        ("the 4th of July", None, 7, 4),
        ("April 2th", None, 4, 2),
        ("on 8 march 2026", 2026, 3, 8),
        ("1er mars", None, 3, 1),
        ("12 févr. 2026", 2026, 2, 12),
        ("12 FEVRIER 2026", 2026, 2, 12),
        ("10 de marzo de 2026", 2026, 3, 10),
        ("10 de marzo del año 2026", 2026, 3, 10),
        ("Marzo 10, 2026", 2026, 3, 10),
        ("1. März 2026", 2026, 3, 1),
        ("10 de março de 2026", 2026, 3, 10),
        ("10 марта 2026", 2026, 3, 10),
        ("10 مارس 2026", 2026, 3, 10),
        ("2026年3月10日", 2026, 3, 10),
        ("31.01.2023", 2023, 1, 31),
        ("31.01.23", 2023, 1, 31),
        ("31/01/2023", 2023, 1, 31),
        ("01/31/2023", 2023, 1, 31),
        ("2023-01-31", 2023, 1, 31),
        ("22-Oct-2026", 2026, 10, 22),
        ("October 2018", 2018, 10, None),
        ("July 13, 2023Time: 12:00", 2023, 7, 13),
        ("May\n22\n1:15 PM", None, 5, 22),
        ("22\nMAY\n2025", 2025, 5, 22),
    ],
)
def test_date_is_read(text: str, year: int | None, month: int, day: int | None) -> None:
    assert [(mark.year, mark.month, mark.day) for mark in dates_in(text)] == [(year, month, day)]


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("Tuesday, 31 January 2023", 1),
        ("Tues. 31 January 2023", 1),
        ("Thursday\n22 May 2025", 3),
        ("Tuesday 6th of March", 1),
        ("30 June 2022 (Thursday)", 3),
        ("30 June 2022, Thursday", 3),
        ("le mardi 1er juin", 1),
        ("martes 10 de marzo de 2026", 1),
        ("Lunes, 5 de marzo", 0),
        ("31 January 2023", None),
    ],
)
def test_weekday_stands_before_or_behind(text: str, weekday: int | None) -> None:
    assert [mark.weekday for mark in dates_in(text)] == [weekday]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("13–20 July 2023", date(2023, 7, 13), date(2023, 7, 20)),
        ("from 6 to 10 July 2026", date(2026, 7, 6), date(2026, 7, 10)),
        ("Monday 6 – Friday 10 July 2026", date(2026, 7, 6), date(2026, 7, 10)),
        ("6, 7 and 8 July 2026", date(2026, 7, 6), date(2026, 7, 8)),
        ("July 13–20, 2023", date(2023, 7, 13), date(2023, 7, 20)),
        ("30 June - 2 July 2023", date(2023, 6, 30), date(2023, 7, 2)),
        ("June 30 – July 2, 2023", date(2023, 6, 30), date(2023, 7, 2)),
        ("30 December – 2 January 2023", date(2022, 12, 30), date(2023, 1, 2)),
        ("du 6 au 10 juillet 2026", date(2026, 7, 6), date(2026, 7, 10)),
        ("del 6 al 10 de julio de 2026", date(2026, 7, 6), date(2026, 7, 10)),
        ("1320 July 2023 | Online", date(2023, 7, 13), date(2023, 7, 20)),
        ("69 October 2026 | Online", date(2026, 10, 6), date(2026, 10, 9)),
    ],
)
def test_range_has_two_days(text: str, first: date, last: date) -> None:
    (mark,) = dates_in(text)

    assert mark.year is not None
    assert mark.day is not None
    assert (date(mark.year, mark.month, mark.day), mark.last) == (first, last)


def test_range_without_a_year_keeps_its_last_day() -> None:
    (mark,) = dates_in("du 6 au 10 juillet")

    assert (mark.day, mark.last, mark.last_month, mark.last_day) == (6, None, 7, 10)


@pytest.mark.parametrize(
    ("text", "is_order_open"),
    [
        ("10/07/2023", True),
        ("10-07-2023", True),
        ("10.07.2023", False),
        ("07/07/2023", False),
        ("13/07/2023", False),
    ],
)
def test_order_of_day_and_month_can_be_open(text: str, is_order_open: bool) -> None:
    assert [mark.is_order_open for mark in dates_in(text)] == [is_order_open]


@pytest.mark.parametrize(
    "text",
    [
        "SDG 2 may help",
        "the march of progress",
        "20 march through",
        "In March 12 states met",
        "avec mars 12 pays",
        "Article 6, Room 6, pages 1-2, SDG 16",
        "version 1.2.23, 24/7, 60/251",
        "2026-03-10T18:30:00+01:00",
        "2023 July",
        "set 2 out of 3",
    ],
)
def test_other_numbers_are_no_dates(text: str) -> None:
    assert dates_in(text) == []


@pytest.mark.parametrize("text", ["31 June 2026", "29 February 2023", "le 31 avril"])
def test_day_that_the_calendar_does_not_have_is_told(text: str) -> None:
    assert [type(mark) for _words, mark in marks_in(text)] == [ImpossibleDateMark]


def test_leap_day_is_a_day() -> None:
    assert [mark.day for mark in dates_in("29 February 2024")] == [29]


def test_date_goes_on_where_a_program_broke_the_line() -> None:
    text = "We would be glad to welcome you at the opening of the room on 6\nJuly 2026"

    assert [(mark.year, mark.month, mark.day) for mark in dates_in(text)] == [(2026, 7, 6)]
    assert [mark.day for mark in dates_in("Room 6\nJuly 2026")] == [None]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2026 Forum of Rivers", [2026]),
        ("World Sparrow Day 2020", [2020]),
        ("Forum (2023)", [2023]),
        ("the Decade 2021-2030, 2020–2022", []),
        ("https://example.org/2023/forum", []),
        ("© 2018 Example, Copyright 2019", []),
        ("resolution 60/251, A/RES/2030", []),
        ("the 2030 Agenda, by 2030, Agenda 2030", []),
        ("31 January 2023", []),
    ],
)
def test_year_that_belongs_to_no_date(text: str, years: list[int]) -> None:
    assert [mark.year for _words, mark in marks_in(text) if isinstance(mark, YearMark)] == years


def test_mark_covers_the_words_of_the_date() -> None:
    assert [words for words, _mark in marks_in("Date: Tuesday, 31 January 2023, 08:30")] == [
        "Tuesday, 31 January 2023"
    ]


@given(st.text("0123456789./- ,\nJanuymrselé thof", max_size=200))
def test_finding_dates_never_fails(text: str) -> None:
    notice = read_lines(text)

    for mark in find_marks(notice):
        assert 0 <= mark.start < mark.end <= len(notice.text)
