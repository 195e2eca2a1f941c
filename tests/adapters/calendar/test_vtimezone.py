"""The VTIMEZONE we write, and when we write none."""

from datetime import datetime, timedelta

import pytest

from ungis_events.adapters.calendar.vtimezone import find_zone_rule, is_unambiguous


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def test_new_york_is_one_pair_of_yearly_rules():
    rule = find_zone_rule("America/New_York")

    assert rule.lines() == [
        "BEGIN:VTIMEZONE",
        "TZID:America/New_York",
        "BEGIN:DAYLIGHT",
        "DTSTART:20070311T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0400",
        "TZNAME:EDT",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20071104T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
        "TZOFFSETFROM:-0400",
        "TZOFFSETTO:-0500",
        "TZNAME:EST",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def test_zone_without_summer_time_is_standard_alone():
    rule = find_zone_rule("Asia/Kathmandu")

    assert rule.lines() == [
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Kathmandu",
        "BEGIN:STANDARD",
        "DTSTART:19860101T000000",
        "TZOFFSETFROM:+0545",
        "TZOFFSETTO:+0545",
        "TZNAME:+0545",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def test_summer_in_dublin_is_daylight_although_its_data_say_otherwise():
    rule = find_zone_rule("Europe/Dublin")

    kinds = [line for line in rule.lines() if line.startswith(("BEGIN:", "TZNAME:"))]

    assert kinds == [
        "BEGIN:VTIMEZONE",
        "BEGIN:DAYLIGHT",
        "TZNAME:IST",
        "BEGIN:STANDARD",
        "TZNAME:GMT",
    ]


@pytest.mark.parametrize(
    "zone",
    [
        pytest.param("Africa/Cairo", id="changes at 24:00 on a Thursday"),
        pytest.param("America/Nuuk", id="changes at 23:00 the day before"),
        pytest.param("Asia/Jerusalem", id="changes at 26:00 on a Thursday"),
        pytest.param("UTC", id="UTC"),
        pytest.param("Etc/UTC", id="UTC by its full name"),
        pytest.param("EST", id="an abbreviation"),
        pytest.param("Singapore", id="a bare country"),
        pytest.param("Europe/Geneva", id="a zone that does not exist"),
        pytest.param("America/", id="a folder of zones"),
        pytest.param("../etc/passwd", id="a path"),
    ],
)
def test_zone_without_a_plain_yearly_rule_has_none(zone):
    assert find_zone_rule(zone) is None


@pytest.mark.parametrize(
    ("zone", "moment", "offset"),
    [
        pytest.param(
            "America/New_York", datetime(2027, 3, 14, 6, 59), hours(-5), id="before spring"
        ),
        pytest.param("America/New_York", datetime(2027, 3, 14, 7, 0), hours(-4), id="spring"),
        pytest.param("America/New_York", datetime(2027, 11, 7, 6, 0), hours(-5), id="autumn"),
        pytest.param(
            "Europe/Zurich", datetime(2027, 3, 28, 0, 59), hours(1), id="before spring, Geneva"
        ),
        pytest.param("Europe/Zurich", datetime(2027, 3, 28, 1, 0), hours(2), id="spring, Geneva"),
        pytest.param("America/St_Johns", datetime(2027, 7, 1), hours(-2.5), id="half an hour"),
        pytest.param("Australia/Lord_Howe", datetime(2027, 1, 1), hours(11), id="half-hour summer"),
        pytest.param("Africa/Nairobi", datetime(2027, 7, 1), hours(3), id="no summer time"),
    ],
)
def test_rule_gives_the_offset_at_a_moment(zone, moment, offset):
    assert find_zone_rule(zone).offset_at(moment) == offset


@pytest.mark.parametrize(
    ("zone", "year", "expected"),
    [
        pytest.param(
            "America/New_York", 2007, False, id="nothing is in force before the first change"
        ),
        pytest.param("America/New_York", 2008, True, id="the year after the first change"),
        pytest.param("America/New_York", 2037, True, id="the last year all readers know"),
        pytest.param("America/New_York", 2038, False, id="too late for readers with 32 bits"),
        pytest.param("America/Vancouver", 2026, False, id="the year the rule changes"),
        pytest.param("America/Vancouver", 2027, True, id="the first whole year of the new rule"),
    ],
)
def test_rule_covers_the_years_it_holds_in(zone, year, expected):
    assert find_zone_rule(zone).covers(datetime(year, 1, 15, 10)) is expected


@pytest.mark.parametrize(
    ("wall_time", "expected"),
    [
        pytest.param(datetime(2027, 3, 14, 1, 59), True, id="before the gap"),
        pytest.param(datetime(2027, 3, 14, 2, 30), False, id="in the gap"),
        pytest.param(datetime(2027, 11, 7, 1, 30), False, id="in the hour that comes twice"),
        pytest.param(datetime(2027, 11, 7, 2, 0), True, id="after the hour that comes twice"),
    ],
)
def test_wall_time_is_unambiguous_outside_changes(wall_time, expected):
    assert is_unambiguous("America/New_York", wall_time) is expected
