"""Calendar files, read back by parsers that had no part in writing them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import ics
import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ungis_events.adapters.calendar import CalendarEntry, Person, cancel, publish, request

STAMP = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
JANE = Person("Jane.Doe@mission.example", "Jane Doe")
JOIN_URL = "https://webex.example/j.php?MTID=m1,2;3"
ZONES = [
    "America/New_York",
    "Europe/Zurich",
    "Africa/Nairobi",
    "Asia/Kathmandu",
    "Africa/Cairo",
    "America/St_Johns",
]


def make_entry(
    starts: datetime = datetime(2027, 3, 17, 10, 0), zone: str = "America/New_York", **overrides
) -> CalendarEntry:
    starts_at = starts.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    ends_at = starts_at + timedelta(minutes=75)
    defaults = {
        "uid": "event-1@events.example.int",
        "sequence": 0,
        "title": "Data for peace",
        "starts": starts,
        "ends": ends_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None),
        "zone": zone,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "description": "With experts.",
        "location": "Conference Room 1",
        "url": "https://events.example.int/e/1",
        "categories": ("SDG 16", "Data, statistics"),
        "organizer": Person("events@un.example", "UN Events, Geneva"),
        "created_at": datetime(2026, 10, 1, 9, 0, tzinfo=UTC),
        "changed_at": datetime(2026, 11, 2, 14, 30, tzinfo=UTC),
    }
    return CalendarEntry(**defaults | overrides)


def lines_of(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").split("\r\n")


def values_of(data: bytes, *names: str) -> list[str]:
    """The whole lines of these properties in the VEVENT, in the order asked for."""
    lines = lines_of(data)
    event = lines[lines.index("BEGIN:VEVENT") : lines.index("END:VEVENT")]
    if "BEGIN:VALARM" in event:
        event = event[: event.index("BEGIN:VALARM")]
    return [line for name in names for line in event if line.startswith((f"{name}:", f"{name};"))]


def test_published_file_is_exactly_this():
    data = publish(make_entry(), stamp=STAMP)

    assert data.decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//UNGIS//ungis_events//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
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
        "BEGIN:VEVENT",
        "SUMMARY:Data for peace",
        "DTSTART;TZID=America/New_York:20270317T100000",
        "DTEND;TZID=America/New_York:20270317T111500",
        "DTSTAMP:20261120T080000Z",
        "UID:event-1@events.example.int",
        "SEQUENCE:0",
        "CATEGORIES:SDG 16,Data\\, statistics",
        "CLASS:PUBLIC",
        "CREATED:20261001T090000Z",
        "DESCRIPTION:With experts.",
        "LAST-MODIFIED:20261102T143000Z",
        "LOCATION:Conference Room 1",
        'ORGANIZER;CN="UN Events, Geneva":mailto:events@un.example',
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "URL:https://events.example.int/e/1",
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Data for peace",
        "TRIGGER:-PT15M",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_equal_arguments_give_equal_bytes():
    assert publish(make_entry(), stamp=STAMP) == publish(make_entry(), stamp=STAMP)


def test_request_names_one_attendee_in_lower_case_and_the_join_link():
    data = request(make_entry(join_url=JOIN_URL), JANE, stamp=STAMP)

    assert values_of(data, "ATTENDEE", "CONFERENCE") == [
        'ATTENDEE;CN="Jane Doe";CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT'
        ";RSVP=TRUE:mailto:jane.doe@mission.example",
        f"CONFERENCE;FEATURE=AUDIO,VIDEO;LABEL=Join the webinar;VALUE=URI:{JOIN_URL}",
    ]
    assert "METHOD:REQUEST" in lines_of(data)


def test_cancel_frees_the_time_without_an_alarm():
    data = cancel(make_entry(sequence=3, join_url=JOIN_URL), JANE, stamp=STAMP)

    names = ("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "SEQUENCE", "SUMMARY", "CONFERENCE")
    assert values_of(data, *names) == [
        "STATUS:CANCELLED",
        "TRANSP:TRANSPARENT",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "SEQUENCE:3",
        "SUMMARY:Data for peace",
    ]
    assert [line for line in lines_of(data) if line in ("METHOD:CANCEL", "BEGIN:VALARM")] == [
        "METHOD:CANCEL"
    ]


def test_cancelled_event_is_published_as_cancelled():
    data = publish(make_entry(is_cancelled=True), stamp=STAMP)

    assert values_of(data, "SUMMARY", "STATUS", "TRANSP") == [
        "SUMMARY:CANCELLED: Data for peace",
        "STATUS:CANCELLED",
        "TRANSP:TRANSPARENT",
    ]
    assert "BEGIN:VALARM" not in lines_of(data)


def test_published_file_holds_neither_attendee_nor_join_link():
    data = publish(make_entry(join_url=JOIN_URL), stamp=STAMP)

    assert values_of(data, "ATTENDEE", "CONFERENCE") == []


def test_published_file_refuses_a_description_with_the_join_link():
    entry = make_entry(join_url=JOIN_URL, description=f"Join: {JOIN_URL}")

    with pytest.raises(ValueError, match="personal join link"):
        publish(entry, stamp=STAMP)


def test_cancelled_event_is_no_request():
    with pytest.raises(ValueError, match="cancel"):
        request(make_entry(is_cancelled=True), JANE, stamp=STAMP)


@pytest.mark.parametrize(
    ("starts", "zone", "expected"),
    [
        pytest.param(
            datetime(2027, 3, 17, 10),
            "UTC",
            ["DTSTART:20270317T100000Z", "DTEND:20270317T111500Z"],
            id="UTC",
        ),
        pytest.param(
            datetime(2027, 3, 17, 10),
            "Africa/Cairo",
            ["DTSTART:20270317T080000Z", "DTEND:20270317T091500Z"],
            id="zone without a plain rule",
        ),
        pytest.param(
            datetime(2030, 3, 17, 10),
            "America/Vancouver",
            ["DTSTART:20300317T170000Z", "DTEND:20300317T181500Z"],
            id="rule of 2026 that clients may not know yet",
        ),
        pytest.param(
            datetime(2006, 3, 17, 10),
            "America/New_York",
            ["DTSTART:20060317T150000Z", "DTEND:20060317T161500Z"],
            id="year before the rule",
        ),
        pytest.param(
            datetime(2027, 11, 7, 1, 30),
            "America/New_York",
            ["DTSTART:20271107T053000Z", "DTEND:20271107T064500Z"],
            id="hour that comes twice",
        ),
    ],
)
def test_times_are_utc_where_a_zone_could_mislead(starts, zone, expected):
    data = publish(make_entry(starts, zone), stamp=STAMP)

    assert values_of(data, "DTSTART", "DTEND") == expected
    assert "BEGIN:VTIMEZONE" not in lines_of(data)


def test_stored_moment_wins_over_a_wall_time_that_newer_data_would_move():
    entry = make_entry()
    older = replace(entry, starts_at=entry.starts_at + timedelta(hours=1))

    data = publish(older, stamp=STAMP)

    assert values_of(data, "DTSTART") == ["DTSTART:20270317T150000Z"]


@pytest.mark.parametrize(
    "starts",
    [
        pytest.param(datetime(2027, 3, 13, 10), id="six hours apart, winter"),
        pytest.param(datetime(2027, 3, 14, 10), id="first day five hours apart"),
        pytest.param(datetime(2027, 3, 27, 10), id="last day five hours apart"),
        pytest.param(datetime(2027, 3, 28, 10), id="six hours apart, summer"),
        pytest.param(datetime(2027, 10, 31, 10), id="five hours apart again"),
        pytest.param(datetime(2027, 11, 7, 10), id="six hours apart again"),
    ],
)
@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Zurich"])
def test_other_parsers_read_the_same_moment_around_the_changes(starts, zone):
    entry = make_entry(starts, zone)

    data = publish(entry, stamp=STAMP).decode()

    event = vobject.readOne(data).vevent
    assert event.dtstart.value.astimezone(UTC) == entry.starts_at
    assert event.dtend.value.astimezone(UTC) == entry.ends_at
    (other,) = ics.Calendar(data).events
    assert (other.begin.datetime, other.end.datetime) == (entry.starts_at, entry.ends_at)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    title=st.text(
        st.sampled_from(
            "aZN n,;:\"'\\^%&<>مؤتمرالبيانات会议数据和平🌍👩🏽\u200d💻é\u0301\u200f—«»"
        ),
        max_size=300,
    ).map(str.strip),
    zone=st.sampled_from(ZONES),
    starts=st.datetimes(datetime(2026, 1, 1), datetime(2037, 12, 30)),
)
def test_any_title_zone_and_time_survives_the_file(title, zone, starts):
    starts = starts.replace(second=0, microsecond=0)
    entry = make_entry(starts, zone, title=title)

    data = request(entry, Person("jane@mission.example", title), stamp=STAMP)

    event = vobject.readOne(data.decode()).vevent
    assert event.dtstart.value.astimezone(UTC) == entry.starts_at
    assert event.dtend.value.astimezone(UTC) == entry.ends_at
    assert event.summary.value == title
    assert [line for line in data.split(b"\r\n") if len(line) > 75] == []
    assert [line.decode() for line in data.split(b"\r\n")].count("") == 1


def test_backslash_before_n_is_not_a_line_break():
    data = publish(make_entry(title="C:\\New and C:\\new", categories=("A\\N",)), stamp=STAMP)

    assert values_of(data, "SUMMARY", "CATEGORIES") == [
        "SUMMARY:C:\\\\New and C:\\\\new",
        "CATEGORIES:A\\\\N",
    ]


def test_fold_cuts_neither_escapes_nor_characters():
    titles = [f"{'x' * lead}{body * 100}" for lead in range(4) for body in ("\\", ",", "会", "🌍")]

    files = [publish(make_entry(title=title), stamp=STAMP) for title in titles]

    for data in files:
        for line in data.decode().split("\r\n"):  # each line alone is valid UTF-8
            assert (len(line) - len(line.rstrip("\\"))) % 2 == 0


def test_description_keeps_its_paragraphs_and_loses_control_characters():
    data = publish(make_entry(description="One\r\nTwo\u2028Three\x00\x1b;\tfour"), stamp=STAMP)

    assert values_of(data, "DESCRIPTION") == ["DESCRIPTION:One\\nTwo\\nThree\\; four"]


def test_name_that_outlook_could_not_read_is_rewritten():
    data = request(make_entry(), Person("a@b.example", 'Jo "JJ" ^ \\ Li, PhD\r\n'), stamp=STAMP)

    assert values_of(data, "ATTENDEE")[0].startswith("ATTENDEE;CN=\"Jo 'JJ'  / Li, PhD\";")


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"starts": STAMP}, id="wall time with a zone"),
        pytest.param({"starts_at": datetime(2027, 3, 17, 14)}, id="naive moment"),
        pytest.param({"ends_at": STAMP}, id="ends before it starts"),
        pytest.param({"uid": "a\r\nATTENDEE:x"}, id="line break in the uid"),
        pytest.param({"uid": ""}, id="no uid"),
        pytest.param({"sequence": 2**31}, id="sequence too large for Outlook"),
        pytest.param({"url": "javascript:alert(1)"}, id="link that is no web address"),
        pytest.param({"join_url": "zoommtg://join"}, id="join link that is no web address"),
    ],
)
def test_entry_refuses_what_cannot_be_written(wrong):
    with pytest.raises(ValueError, match=r"."):
        make_entry(**wrong)


@pytest.mark.parametrize(
    "address", ["", "jane", "a b@c.org", "a@b.org\r\nX:1", "<a@b.org>", "a,b@c.d"]
)
def test_person_refuses_an_address_that_is_not_plain(address):
    with pytest.raises(ValueError, match="plain e-mail address"):
        Person(address, "Jane")
