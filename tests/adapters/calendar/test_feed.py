"""Feeds, read back by parsers that had no part in writing them."""

from datetime import UTC, datetime

import ics
import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from ungis_events.adapters.calendar import FeedEvent, FeedHead, feed, feed_event

from .test_ics import JOIN_URL, ZONES, lines_of, make_entry, values_of

HEAD = FeedHead(
    name="UNGIS events: Data, peace; a forum",
    description="Side events.",
    url="https://events.example.int/calendar.ics?lang=ar",
    zone="America/New_York",
)
TITLES = {
    "ar": "القمة العالمية لمجتمع المعلومات \u2067WSIS\u2069\u200f، الجزء ١",
    "zh": "信息社会世界峰会，促进可持续发展目标；第一部分" * 12,
    "ru": "«Цифровое сотрудничество»: итоги, часть №1; — ёж",
    "fr": "L’accès à l’information : œuvre, été ; « ça \\ va »",
    "es": '¿Cooperación "digital"? ¡Sí!, mañana; C:\\nueva',
    "en": "👩🏽\u200d💻 Peace, data; \\n and C:\\New " + "x" * 260,
}


def feed_of(*entries) -> bytes:
    return feed(HEAD, [feed_event(entry) for entry in entries])


def sort_key(event) -> str:
    return event.uid.value


def test_feed_is_exactly_this():
    data = feed_of(make_entry(zone="Africa/Nairobi"))

    assert data.decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//UNGIS//ungis_events//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:UNGIS events: Data\\, peace\\; a forum",
        "X-WR-CALNAME:UNGIS events: Data\\, peace\\; a forum",
        "DESCRIPTION:Side events.",
        "X-WR-CALDESC:Side events.",
        "X-WR-TIMEZONE:America/New_York",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        "SOURCE;VALUE=URI:https://events.example.int/calendar.ics?lang=ar",
        "COLOR:deepskyblue",
        "BEGIN:VTIMEZONE",
        "TZID:Africa/Nairobi",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0300",
        "TZOFFSETTO:+0300",
        "TZNAME:EAT",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "SUMMARY:Data for peace",
        "DTSTART;TZID=Africa/Nairobi:20270317T100000",
        "DTEND;TZID=Africa/Nairobi:20270317T111500",
        "DTSTAMP:20261102T143000Z",
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
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_feed_without_events_still_holds_a_component():
    data = feed_of()

    assert lines_of(data)[-5:] == [
        "BEGIN:X-UNGIS-NOTHING",
        "COMMENT:There is no event yet",
        "END:X-UNGIS-NOTHING",
        "END:VCALENDAR",
        "",
    ]
    assert Calendar.from_ical(data).events == []
    assert not hasattr(vobject.readOne(data.decode()), "vevent")
    assert ics.Calendar(data.decode()).events == set()


def test_each_zone_stands_once_before_the_events_and_only_those_used():
    zones = ["Europe/Zurich", "America/New_York", "Africa/Cairo", "Europe/Zurich", "Asia/Kathmandu"]
    data = feed_of(
        *(make_entry(zone=zone, uid=f"{number}@x.example") for number, zone in enumerate(zones))
    )

    lines = lines_of(data)

    assert [line for line in lines if line.startswith("TZID:")] == [
        "TZID:America/New_York",
        "TZID:Asia/Kathmandu",
        "TZID:Europe/Zurich",
    ]
    assert "END:VTIMEZONE" not in lines[lines.index("BEGIN:VEVENT") :]


def test_zone_without_a_simple_rule_is_written_in_utc():
    event = feed_event(make_entry(zone="Africa/Cairo"))

    assert event.zone is None
    assert values_of(event.vevent, "DTSTART") == ["DTSTART:20270317T080000Z"]


def test_equal_entries_give_equal_bytes():
    assert feed_event(make_entry()) == feed_event(make_entry())


def test_feed_names_no_attendee_and_rings_no_alarm():
    data = feed_of(make_entry(join_url=JOIN_URL))

    names = ("ATTENDEE", "CONFERENCE", "ORGANIZER")
    assert values_of(data, *names) == ['ORGANIZER;CN="UN Events, Geneva":mailto:events@un.example']
    assert "BEGIN:VALARM" not in lines_of(data)


def test_feed_refuses_a_description_with_the_join_link():
    with pytest.raises(ValueError, match="personal join link"):
        feed_event(make_entry(join_url=JOIN_URL, description=f"Join: {JOIN_URL}"))


def test_cancelled_event_says_so_and_frees_the_time():
    event = feed_event(make_entry(is_cancelled=True, sequence=2))

    assert values_of(event.vevent, "SUMMARY", "STATUS", "TRANSP", "SEQUENCE") == [
        "SUMMARY:CANCELLED: Data for peace",
        "STATUS:CANCELLED",
        "TRANSP:TRANSPARENT",
        "SEQUENCE:2",
    ]


def test_long_name_and_address_are_folded():
    head = FeedHead("会" * 100, "x", f"https://events.example.int/{'é' * 60}", "Europe/Zurich")

    data = feed(head, [FeedEvent(feed_event(make_entry()).vevent, "America/New_York")])

    assert [line for line in data.split(b"\r\n") if len(line) > 75] == []
    assert f"X-WR-CALNAME:{'会' * 100}" in lines_of(data)
    assert f"SOURCE;VALUE=URI:https://events.example.int/{'%C3%A9' * 60}" in lines_of(data)


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES.keys())
@pytest.mark.parametrize("zone", ZONES)
def test_three_parsers_read_the_same_title_and_moments(title, zone):
    entry = make_entry(zone=zone, title=title)
    data = feed_of(entry)

    one = vobject.readOne(data.decode()).vevent
    (two,) = ics.Calendar(data.decode()).events
    (three,) = Calendar.from_ical(data).events

    assert (one.uid.value, one.summary.value) == (entry.uid, title)
    assert one.dtstart.value.astimezone(UTC) == entry.starts_at
    assert one.dtend.value.astimezone(UTC) == entry.ends_at
    assert (two.uid, two.begin.datetime, two.end.datetime) == (
        entry.uid, entry.starts_at, entry.ends_at,
    )  # fmt: skip
    assert (str(three["UID"]), str(three["SUMMARY"])) == (entry.uid, title)
    assert three.start.astimezone(UTC) == entry.starts_at


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.text(
                st.sampled_from("aZN n,;:\"'\\^%&<>\u2067مؤتمر会议🌍👩🏽\u200d💻é\u0301\u200f—«»"),
                max_size=300,
            ).map(str.strip),
            st.sampled_from(ZONES),
            st.datetimes(datetime(2026, 1, 1), datetime(2037, 12, 30)),
        ),
        max_size=6,
    )
)
def test_any_titles_zones_and_times_survive_the_feed(wanted):
    entries = [
        make_entry(
            starts.replace(second=0, microsecond=0), zone, title=title, uid=f"{number}@x.example"
        )
        for number, (title, zone, starts) in enumerate(wanted)
    ]

    data = feed_of(*entries)

    events = vobject.readOne(data.decode()).contents.get("vevent", [])
    read = [
        (event.uid.value, event.summary.value, event.dtstart.value.astimezone(UTC))
        for event in sorted(events, key=sort_key)
    ]
    assert read == [(entry.uid, entry.title, entry.starts_at) for entry in entries]
    assert [line for line in data.split(b"\r\n") if len(line) > 75] == []
    assert data.split(b"\r\n").count(b"") == 1
