"""Wall clocks and moments, compared with zoneinfo, which the app asks only after 2037."""

from calendar import SUNDAY, Calendar
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import tzdata
from hypothesis import given, settings
from hypothesis import strategies as st

from ungis_events.core import clock

NEW_YORK, GENEVA = "America/New_York", "Europe/Zurich"
SECOND = timedelta(seconds=1)

moments = st.datetimes(datetime(2020, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC))
zones = st.sampled_from([*clock.list_zones()])


def sundays(year: int, month: int) -> list[date]:
    weeks = Calendar().monthdatescalendar(year, month)
    return [week[SUNDAY] for week in weeks if week[SUNDAY].month == month]


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def hours_apart(moment: datetime) -> float:
    return clock.hours_apart(moment, NEW_YORK, GENEVA)


def test_one_edition_of_zone_data_is_in_use() -> None:
    assert clock.ZONE_DATA_EDITION == tzdata.IANA_VERSION


@pytest.mark.parametrize(
    ("files", "edition"),
    [
        pytest.param({"+VERSION": "2027b\n"}, "2027b", id="as BSD and macOS write it"),
        pytest.param({"tzdata.zi": "# version 2027b\n"}, "2027b", id="as Debian writes it"),
        pytest.param(
            {"+VERSION": "2027c", "tzdata.zi": "# version 2027b"}, "2027c", id="as an operator says"
        ),
        pytest.param({"+VERSION": "2027za"}, "2027za", id="after the letter z"),
        pytest.param({"+VERSION": "new"}, clock.ZONE_DATA_EDITION, id="no edition"),
        pytest.param({"tzdata.zi": "# version unknown"}, clock.ZONE_DATA_EDITION, id="unknown"),
        pytest.param({}, clock.ZONE_DATA_EDITION, id="nothing said"),
    ],
)
def test_the_edition_is_that_of_the_folder_in_use(
    files: dict[str, str], edition: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    monkeypatch.setenv("PYTZ_TZDATADIR", str(tmp_path))

    assert clock.edition_in_use() == edition


def test_editions_sort_as_text() -> None:
    editions = ["2026f", "2026g", "2026z", "2026za", "2026zb", "2027a"]

    assert sorted(editions) == editions


@pytest.mark.parametrize("year", range(2024, 2036))
def test_the_cities_are_five_hours_apart_between_their_changes_of_clock(year: int) -> None:
    spring = at(sundays(year, 3)[1], 7), at(sundays(year, 3)[-1], 1)
    autumn = at(sundays(year, 10)[-1], 1), at(sundays(year, 11)[0], 6)

    around = [
        [hours_apart(moment) for moment in (first - SECOND, first, last - SECOND, last)]
        for first, last in (spring, autumn)
    ]

    assert around == [[6, 5, 5, 6], [6, 5, 5, 6]]


@settings(deadline=None, max_examples=300)
@given(moment=moments, zone=zones)
def test_a_clock_shows_what_zoneinfo_says(moment: datetime, zone: str) -> None:
    ours = clock.to_wall_time(moment, zone)

    theirs = moment.astimezone(ZoneInfo(zone))
    assert ours.replace(tzinfo=None) == theirs.replace(tzinfo=None)
    assert ours.utcoffset() == theirs.utcoffset()


@settings(deadline=None, max_examples=300)
@given(moment=moments, zone=zones)
def test_a_wall_time_leads_back_to_its_moment_or_is_refused(moment: datetime, zone: str) -> None:
    wall_time = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    readings = {
        wall_time.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1)
    }

    try:
        found = clock.from_wall_time(wall_time, zone)
    except clock.NotOnTheClock:
        assert len(readings) == 2
    else:
        assert readings == {found} == {moment}


@pytest.mark.parametrize(
    ("wall_time", "zone", "sentence"),
    [
        pytest.param(
            datetime(2027, 3, 14, 2, 30),
            NEW_YORK,
            "02:30 does not exist on 14 March 2027 in America/New_York: the clocks go forward over "
            "it. Choose another time; it could be read as 01:30 EST (UTC−5) or as 03:30 EDT "
            "(UTC−4).",
            id="missing in New York",
        ),
        pytest.param(
            datetime(2027, 3, 28, 2, 0),
            GENEVA,
            "02:00 does not exist on 28 March 2027 in Europe/Zurich: the clocks go forward over "
            "it. Choose another time; it could be read as 01:00 CET (UTC+1) or as 03:00 CEST "
            "(UTC+2).",
            id="missing in Geneva",
        ),
        pytest.param(
            datetime(2026, 11, 1, 1, 59),
            NEW_YORK,
            "01:59 comes twice on 01 November 2026 in America/New_York: the clocks go back over "
            "it. Choose another time; it could be read as 01:59 EDT (UTC−4) or as 01:59 EST "
            "(UTC−5).",
            id="twice in New York",
        ),
        pytest.param(
            datetime(2026, 10, 25, 2, 30),
            GENEVA,
            "02:30 comes twice on 25 October 2026 in Europe/Zurich: the clocks go back over it. "
            "Choose another time; it could be read as 02:30 CEST (UTC+2) or as 02:30 CET (UTC+1).",
            id="twice in Geneva",
        ),
    ],
)
def test_hours_that_are_missing_or_come_twice_are_refused_naming_both_readings(
    wall_time: datetime, zone: str, sentence: str
) -> None:
    with pytest.raises(clock.NotOnTheClock) as refused:
        clock.from_wall_time(wall_time, zone)

    assert str(refused.value.message) == sentence


@pytest.mark.parametrize(
    ("wall_time", "moment"),
    [
        (datetime(2027, 3, 14, 1, 59), datetime(2027, 3, 14, 6, 59, tzinfo=UTC)),
        (datetime(2027, 3, 14, 3, 0), datetime(2027, 3, 14, 7, 0, tzinfo=UTC)),
        (datetime(2026, 11, 1, 0, 59), datetime(2026, 11, 1, 4, 59, tzinfo=UTC)),
        (datetime(2026, 11, 1, 2, 0), datetime(2026, 11, 1, 7, 0, tzinfo=UTC)),
    ],
)
def test_the_minutes_beside_a_change_of_clock_are_accepted(
    wall_time: datetime, moment: datetime
) -> None:
    assert clock.from_wall_time(wall_time, NEW_YORK) == moment


@pytest.mark.parametrize(
    ("zone", "offset"),
    [
        ("America/New_York", "UTC\u22125"),
        ("Europe/Zurich", "UTC+1"),
        ("Asia/Kathmandu", "UTC+5:45"),
        ("America/St_Johns", "UTC\u22123:30"),
        ("UTC", "UTC+0"),
    ],
)
def test_the_offset_is_written_with_a_real_minus(zone: str, offset: str) -> None:
    january = clock.to_wall_time(datetime(2027, 1, 31, tzinfo=UTC), zone)

    assert clock.utc_offset(january) == offset


@pytest.mark.parametrize(
    ("zone", "month", "name"),
    [
        ("America/New_York", 1, "EST"),
        ("America/New_York", 7, "EDT"),
        ("Europe/Zurich", 1, "CET"),
        ("Europe/Zurich", 7, "CEST"),
        ("Asia/Kathmandu", 1, None),
    ],
)
def test_the_abbreviation_is_that_of_the_date_or_none(
    zone: str, month: int, name: str | None
) -> None:
    local = clock.to_wall_time(datetime(2027, month, 15, tzinfo=UTC), zone)

    assert clock.abbreviation(local) == name


@pytest.mark.parametrize("name", ["Europe/Geneva", "Mars/Olympus", "", "america/new_york", "../x"])
def test_what_the_zone_data_does_not_know_is_no_zone(name: str) -> None:
    assert not clock.is_zone(name)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param(datetime(2027, 1, 30, 23, tzinfo=UTC), date(2027, 1, 31), id="tomorrow"),
        pytest.param(datetime(2027, 1, 31, 4, tzinfo=UTC), date(2027, 1, 31), id="still the 30th"),
        pytest.param(datetime(2027, 1, 31, 6, tzinfo=UTC), date(2028, 1, 31), id="that day"),
        pytest.param(datetime(2027, 2, 1, 6, tzinfo=UTC), date(2028, 1, 31), id="the day after"),
    ],
)
def test_the_next_day_of_a_month_is_counted_where_the_event_is(
    now: datetime, expected: date
) -> None:
    assert clock.next_occurrence(now, NEW_YORK, month=1, day=31) == expected


def test_summer_time_is_known_after_the_last_year_of_pytz() -> None:
    july = clock.from_wall_time(datetime(2040, 7, 10, 8, 30), "America/New_York")

    assert july == datetime(2040, 7, 10, 12, 30, tzinfo=UTC)
    assert clock.to_wall_time(july, "Europe/Zurich").strftime("%H:%M %Z") == "14:30 CEST"


def test_an_hour_that_comes_twice_is_refused_in_far_years_too() -> None:
    with pytest.raises(clock.NotOnTheClock) as error:
        clock.from_wall_time(datetime(2040, 11, 4, 1, 30), "America/New_York")

    assert "01:30 EDT (UTC−4) or as 01:30 EST (UTC−5)" in str(error.value.message)


def test_an_hour_that_comes_twice_without_summer_time_is_refused() -> None:
    # On 26 October 2014 Moscow went from UTC+4 to UTC+3, both of them standard time.
    with pytest.raises(clock.NotOnTheClock):
        clock.from_wall_time(datetime(2014, 10, 26, 1, 30), "Europe/Moscow")
