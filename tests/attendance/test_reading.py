"""Zoom's report files, as they come from there and from spreadsheet programs."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ungis_events.adapters.tables import TableNotRead
from ungis_events.attendance.errors import ReportNotRead
from ungis_events.attendance.reading import Report, Understood, read_report, understand
from ungis_events.attendance.rules import by_person, minutes_of

from .steps import FILES, GENEVA, HEADING, NEW_YORK

STARTS = datetime(2027, 1, 31, 13, 30, tzinfo=UTC)
"""08:30 in New York."""
ENDS = STARTS + timedelta(minutes=75)


def report_of(name: str) -> Report:
    return read_report((FILES / name).read_bytes(), name)


def rows_of(*rows: str) -> Report:
    return read_report((HEADING + "\n".join(rows)).encode(), "report.csv")


def understood(report: Report, zone: str = NEW_YORK) -> Understood:
    return understand(report, zone, STARTS, ENDS, (NEW_YORK, GENEVA, "UTC"))


def minutes_in(report: Report) -> dict[str, int]:
    """{name, as first given: minutes}"""
    people = by_person(understood(report).stays).values()
    return {stays[0].name: minutes_of(stays) for stays in people}


def problems_of(report: Report) -> list[tuple[int, str]]:
    return [(number, str(problem)) for number, problem in understood(report).problems]


def test_a_webinar_report_is_read_past_its_titles_and_tables() -> None:
    report = report_of("webinar.csv")

    assert minutes_in(report) == {
        "UNGIS Secretariat": 88,
        "Malick Ndiaye": 80,
        "Amina Diallo": 39,
        "José Díaz": 36,
        "1221234567": 10,
    }
    assert (report.absent, report.number, problems_of(report)) == (1, "81234567890", [])


@pytest.mark.parametrize(
    ("name", "minutes"),
    [
        ("webinar-2022.csv", {"Amina Diallo": 75}),
        ("meeting.csv", {"Amina Diallo": 75, "Li (Bo Li)": 20}),
        ("semicolons.csv", {"UNGIS": 88, "Amélie Dùbois, fille": 46}),
        ("one-column.csv", {"Amina Diallo, ép. Sow": 30}),
        ("tabs-utf16.csv", {"Амина": 30}),
        ("french.csv", {"Amina Diallo": 75, "Bo Li": 20}),
        ("spanish.csv", {"Amina Diallo": 75}),
    ],
)
def test_each_layout_gives_its_minutes(name: str, minutes: dict[str, int]) -> None:
    report = report_of(name)

    assert minutes_in(report) == minutes
    assert problems_of(report) == []


def test_times_in_the_waiting_room_are_none_in_the_room() -> None:
    assert report_of("meeting.csv").absent == 1


def test_the_list_of_unique_users_counts_from_the_start_and_says_so() -> None:
    read = understood(report_of("unique.csv"))

    assert read.is_approximate
    assert [(each.joined_at, minutes_of([each])) for each in read.stays] == [
        (STARTS, 75),
        (STARTS, 20),
    ]


@pytest.mark.parametrize(
    "written",
    [
        "01/31/2027 08:30:00 AM",
        "31/01/2027 08:30:00",
        "31.01.2027 8:30",
        "31-01-27 08:30",
        "2027-01-31 08:30:00",
        "2027-01-31T08:30:00",
        "2027/01/31 8:30:00 AM",
        '"Jan 31, 2027 08:30:00"',
        '"January 31, 2027 8:30 AM"',
        "31 janv. 2027 08:30",
        "31 de enero de 2027 08:30:00",
        "31/01/2027 8:30:00 a. m.",
    ],
)
def test_every_way_to_write_a_time_is_the_same_moment(written: str) -> None:
    read = understood(rows_of(f"Amina,,{written},{written},0"))

    assert [each.joined_at for each in read.stays] == [STARTS]


def test_the_day_of_the_event_says_which_number_is_the_day() -> None:
    report = rows_of("Amina,,02/03/2027 10:00:00,02/03/2027 10:30:00,30")
    in_march = datetime(2027, 3, 2, 15, 0, tzinfo=UTC)
    in_february = datetime(2027, 2, 3, 15, 0, tzinfo=UTC)

    for starts_at in (in_march, in_february):
        read = understand(report, NEW_YORK, starts_at, starts_at + timedelta(hours=1), ())
        assert [each.joined_at for each in read.stays] == [starts_at]


def test_dates_that_can_be_read_in_two_ways_are_refused_with_a_sentence() -> None:
    report = rows_of("Amina,,02/03/2027 10:00:00,02/03/2027 10:30:00,30")

    with pytest.raises(ReportNotRead, match="02/03 can be read in two ways"):
        understood(report)


def test_rows_that_cannot_be_read_are_named_and_the_others_are_taken() -> None:
    report = rows_of(
        "Amina,,2027-01-31 08:30:00,2027-01-31 08:45:00,15",
        "Bo,,yesterday,2027-01-31 08:45:00,15",
        "Chen,,2027-01-31 08:30:00,,",
        "Dia,,2027-01-31 08:30:00,2027-01-31 08:00:00,15",
        "Eva,,2027-02-30 08:30:00,2027-01-31 08:45:00,15",
        "Fay,,2027-01-31 08:30:00,2027-02-28 08:45:00,15",
    )

    assert minutes_in(report) == {"Amina": 15}
    assert problems_of(report) == [
        (3, "When they joined cannot be read"),
        (4, "When they left cannot be read"),
        (5, "They left before they joined"),
        (6, "When they joined cannot be read"),
        (7, "They were there longer than a day and a half"),
    ]


def test_without_a_time_of_leaving_the_minutes_count() -> None:
    assert minutes_in(rows_of("Amina,,2027-01-31 08:30:00,,12")) == {"Amina": 12}


def test_times_of_another_zone_are_noticed_and_the_zone_is_named() -> None:
    report = rows_of("Amina,,2027-01-31 14:30:00,2027-01-31 15:45:00,75")

    read = understood(report, NEW_YORK)
    assert (read.fits, read.better_zone) == (False, GENEVA)
    read = understood(report, GENEVA)
    assert (read.fits, read.better_zone) == (True, None)


def test_times_an_hour_off_are_noticed_too() -> None:
    """Of UTC, taken for Geneva's: near enough to the event, and yet they were before it."""
    read = understood(rows_of("Amina,,2027-01-31 13:35:00,2027-01-31 13:40:00,5"), GENEVA)

    assert (read.fits, read.better_zone) == (True, "UTC")


def test_the_report_of_another_day_fits_in_no_zone() -> None:
    read = understood(rows_of("Amina,,2027-02-15 08:30:00,2027-02-15 09:45:00,75"))

    assert (read.fits, read.better_zone) == (False, None)


def test_the_hour_that_comes_twice_is_read_as_the_first() -> None:
    """On 7 November 2027 clocks in New York go back from 02:00 to 01:00."""
    report = rows_of("Amina,,2027-11-07 01:30:00,2027-11-07 01:40:00,10")
    starts_at = datetime(2027, 11, 7, 5, 0, tzinfo=UTC)

    read = understand(report, NEW_YORK, starts_at, starts_at + timedelta(hours=1), ())

    assert [each.joined_at for each in read.stays] == [starts_at + timedelta(minutes=30)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "has no row of headings"),
        (b"Amina,Diallo\nBo,Li\n", "has no row of headings"),
        (b"Title,Price\nA,1\n", "has no row of headings"),
        (HEADING.encode(), "Nobody was in the room"),
    ],
)
def test_what_is_no_report_is_refused_with_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(ReportNotRead, match=words):
        read_report(content, "report.csv")


def test_more_rows_than_fifty_thousand_are_refused() -> None:
    with pytest.raises(TableNotRead, match="more than 50000 rows"):
        rows_of(*["Amina,,2027-01-31 08:30:00,,1"] * 50_001)


def test_more_than_twenty_megabytes_are_refused() -> None:
    with pytest.raises(TableNotRead, match="larger than 20 MB"):
        read_report(b"x" * 20_000_001, "report.csv")


_PIECES = st.sampled_from(
    ["Attended", "User Name (Original Name)", "Join Time", "Leave Time", "Email", "First Name",
     "Total Duration (Minutes)", "Topic", "Webinar ID", "Yes", "No", "--", "01/31/2027 08:30:00 AM",
     "2027-01-31 08:30", "99/99/9999 99:99", "31/12/2099 23:59", "13/13/2027 10:00", "1e9", "nan",
     "inf", "-5", "²", "٣", ",", ";", "\t", "\n", '"', "\r\n", "é", "\x00", "\x07"]
)  # fmt: skip


def is_read_or_refused(content: bytes) -> bool:
    """With a sentence; any other exception is no refusal."""
    try:
        understood(read_report(content, "report.csv"))
    except (ReportNotRead, TableNotRead) as refusal:
        return bool(str(refusal.message))
    return True


@given(st.lists(_PIECES, max_size=60).map("".join) | st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert is_read_or_refused(text.encode("utf-8", "replace"))
    assert is_read_or_refused((HEADING + text).encode("utf-8", "replace"))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    assert is_read_or_refused(content)
    assert is_read_or_refused(HEADING.encode() + content)
    assert is_read_or_refused(b"\xff\xfe" + content)
    assert is_read_or_refused(b"PK" + content)
