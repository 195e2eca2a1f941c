from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import given, settings
from hypothesis import strategies as st

from ungis_events.core.clock_faces import (
    ClockFace,
    city_times,
    gap_note,
    moment,
    one_line_times,
    short_moment,
)

CITIES = (("New York", "America/New_York"), ("Geneva", "Europe/Zurich"))
START = datetime(2023, 1, 31, 13, 30, tzinfo=UTC)
END = datetime(2023, 1, 31, 14, 45, tzinfo=UTC)


def test_the_same_moment_is_shown_in_both_cities() -> None:
    faces = city_times(START, END, CITIES, "en")

    assert faces == [
        ClockFace("New York", "08:30–09:45", "Tue 31 Jan 2023", None, "EST, UTC−5"),
        ClockFace("Geneva", "14:30–15:45", "Tue 31 Jan 2023", None, "CET, UTC+1"),
    ]


@settings(deadline=None, max_examples=200)
@given(
    starts_at=st.datetimes(datetime(2020, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)),
    minutes=st.integers(1, 10_000),
)
def test_both_cities_agree_with_zoneinfo(starts_at: datetime, minutes: int) -> None:
    ends_at = starts_at + timedelta(minutes=minutes)

    faces = city_times(starts_at, ends_at, CITIES, "en")

    for face, (_, zone) in zip(faces, CITIES, strict=True):
        starts, ends = (each.astimezone(ZoneInfo(zone)) for each in (starts_at, ends_at))
        other_day = f"{ends:%a} {ends.day} {ends:%b %Y}" if starts.date() != ends.date() else None
        assert face.hours == f"{starts:%H:%M}–{ends:%H:%M}"
        assert face.date == f"{starts:%a} {starts.day} {starts:%b %Y}"
        assert face.end_date == other_day
        assert face.zone.startswith(f"{starts:%Z}, UTC")


def test_an_event_across_midnight_shows_both_dates_where_they_differ() -> None:
    faces = city_times(
        datetime(2027, 1, 31, 22, tzinfo=UTC),
        datetime(2027, 1, 31, 23, 30, tzinfo=UTC),
        CITIES,
        "en",
    )

    assert [(face.date, face.end_date) for face in faces] == [
        ("Sun 31 Jan 2027", None),
        ("Sun 31 Jan 2027", "Mon 1 Feb 2027"),
    ]


def test_an_event_across_a_change_of_clock_shows_both_offsets() -> None:
    faces = city_times(
        datetime(2027, 3, 14, 6, tzinfo=UTC), datetime(2027, 3, 14, 8, tzinfo=UTC), CITIES, "en"
    )

    assert (faces[0].hours, faces[0].zone) == ("01:00–04:00", "EST, UTC−5 → EDT, UTC−4")
    assert (faces[1].hours, faces[1].zone) == ("07:00–09:00", "CET, UTC+1")


def test_a_zone_without_abbreviation_shows_its_offset_alone() -> None:
    faces = city_times(START, END, CITIES, "en", own_zone="Asia/Kathmandu")

    assert faces[2] == ClockFace(
        "Your time (Kathmandu)", "19:15–20:30", "Tue 31 Jan 2023", None, "UTC+5:45", is_yours=True
    )


def test_a_visitor_in_one_of_the_cities_needs_no_third_clock() -> None:
    assert len(city_times(START, END, CITIES, "en", own_zone="Europe/Zurich")) == 2


def test_one_line_names_the_day_once() -> None:
    assert one_line_times(START, END, CITIES, "en") == (
        "Tue 31 Jan 2023 · New York 08:30–09:45 EST · Geneva 14:30–15:45 CET"
    )


def test_one_line_names_every_day_that_differs() -> None:
    line = one_line_times(
        datetime(2027, 1, 31, 22, 30, tzinfo=UTC),
        datetime(2027, 2, 1, 0, 30, tzinfo=UTC),
        CITIES,
        "en",
    )

    assert line == (
        "Sun 31 Jan 2027 · New York 17:30–19:30 EST · Geneva 23:30–01:30 (until Mon 1 Feb 2027) CET"
    )


def test_a_moment_is_written_for_both_cities() -> None:
    assert moment(START, CITIES, "en") == (
        "New York Tue 31 Jan 2023, 08:30 (EST) · Geneva Tue 31 Jan 2023, 14:30 (CET)"
    )


@pytest.mark.parametrize(
    ("day", "note"),
    [
        (
            datetime(2027, 3, 20, 14, tzinfo=UTC),
            "On this date Geneva is 5 hours ahead of New York, not the usual six: "
            "the clocks of the two cities change on different Sundays.",
        ),
        (datetime(2027, 1, 31, 14, tzinfo=UTC), None),
        (datetime(2027, 7, 31, 14, tzinfo=UTC), None),
    ],
)
def test_the_note_stands_in_the_five_hour_weeks_only(day: datetime, note: str | None) -> None:
    assert gap_note(day, CITIES) == note


def test_other_home_cities_have_no_note() -> None:
    cities = (("Nairobi", "Africa/Nairobi"), ("Geneva", "Europe/Zurich"))

    assert gap_note(datetime(2027, 3, 20, 14, tzinfo=UTC), cities) is None


@pytest.mark.parametrize(
    ("language", "date"),
    [("fr", "mar. 31 janv. 2023"), ("zh", "2023年1月31日 周二"), ("ru", "вт 31 янв. 2023")],
)
def test_the_date_is_in_the_words_of_the_language(app: Flask, language: str, date: str) -> None:
    with force_locale(language):
        faces = city_times(START, END, CITIES, language)

    assert [face.date for face in faces] == [date, date]
    assert [face.hours for face in faces] == ["08:30–09:45", "14:30–15:45"]


def test_a_moment_in_a_table_has_its_date_once_unless_the_cities_have_two() -> None:
    day, night = datetime(2026, 11, 22, 7, 49, tzinfo=UTC), datetime(2026, 11, 22, 2, tzinfo=UTC)

    assert short_moment(day, CITIES, "en") == "Sun 22 Nov 2026, 02:49 EST / 08:49 CET"
    assert short_moment(night, CITIES, "en") == (
        "Sat 21 Nov 2026, 21:00 EST / Sun 22 Nov 2026, 03:00 CET"
    )
