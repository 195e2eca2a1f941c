"""The calendars to subscribe to, read back by parsers that are not ours."""

import gzip
import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import brotli
import icalendar
import pytest
import sqlalchemy
import vobject
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import refresh

from tests.conftest import Hands
from tests.factories import NOON, make_event, make_past_event, make_registration, make_speaker
from ungis_events import workflows
from ungis_events.adapters.calendar import FeedEvent
from ungis_events.core.answers import answers
from ungis_events.core.database import db, transaction
from ungis_events.events import feeds, queries
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event, EventStatus
from ungis_events.events.queries import get_event

FORUM = "Commission on Science, Technology & Development; 2027"
FORUM_SLUG = "commission-on-science-technology-development-2027"
FEEDS = ["/calendar.ics", f"/forums/{FORUM_SLUG}/calendar.ics", "/topics/SDG9/calendar.ics"]
PAST_END = datetime(2023, 1, 31, 9, 0)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)

every_feed = pytest.mark.parametrize("address", FEEDS)


def make_shown_event(**overrides: Any) -> Event:
    """One that stands in every feed of FEEDS."""
    return make_event(**{"forum": FORUM, "topics": ["SDG9"]} | overrides)


def fetch(client: FlaskClient, address: str = "/calendar.ics", encoding: str = "") -> bytes:
    answer = client.get(address, headers={"Accept-Encoding": encoding})
    assert answer.status_code == 200
    return answer.get_data()


def lines_of(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").split("\r\n")


def values_of(data: bytes, name: str) -> list[str]:
    """Of a property, in the events and not in the head."""
    lines = lines_of(data)
    events = lines[lines.index("BEGIN:VEVENT") :] if "BEGIN:VEVENT" in lines else []
    return [line.partition(":")[2] for line in events if re.match(f"{name}[:;]", line)]


def vevents_of(data: bytes) -> list[str]:
    return re.findall(r"BEGIN:VEVENT.*?END:VEVENT", data.decode(), re.S)


def change(event: Event, **changes: Any) -> None:
    with transaction():
        found = get_event(event.slug)
        details = replace(EventDetails.of(found), **changes)
        workflows.save_event(found, details, actor="test", now=NOON)


def move(act: Any, event: Event, now: datetime = NOON) -> None:
    with transaction():
        act(get_event(event.slug), actor="test", now=now)


# --- which events


def test_the_feed_holds_what_is_published_past_and_coming_soonest_first(
    client: FlaskClient,
) -> None:
    make_event(title="Coming")
    make_event(title="Draft", status=EventStatus.DRAFT)
    make_past_event(title="Past")

    assert values_of(fetch(client), "SUMMARY") == ["Past", "Coming"]


def test_a_forum_and_a_topic_have_feeds_of_their_own(client: FlaskClient) -> None:
    make_event(title="One", forum=FORUM, topics=["C1", "SDG9"])
    make_event(title="Two", topics=["SDG9"])
    make_event(title="Three", forum="Another", topics=["GDC1"])

    shown = {address: values_of(fetch(client, address), "SUMMARY") for address in FEEDS}

    assert list(shown.values()) == [["One", "Two", "Three"], ["One"], ["One", "Two"]]
    assert values_of(fetch(client, "/topics/GDC1/calendar.ics"), "SUMMARY") == ["Three"]


@every_feed
def test_a_feed_holds_the_newest_by_start_up_to_a_limit(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    make_shown_event(title="Coming")
    make_shown_event(title="Past", starts=datetime(2023, 1, 31, 8, 0), ends=PAST_END)
    make_shown_event(title="Longer past", starts=datetime(2023, 1, 31, 7, 0), ends=PAST_END)

    monkeypatch.setattr(queries, "FEED_HOLDS_AT_MOST", 2)

    assert values_of(fetch(client, address), "SUMMARY") == ["Past", "Coming"]


@every_feed
def test_what_was_cancelled_long_ago_takes_no_place_in_a_feed(
    client: FlaskClient, clock_hands: Hands, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    make_shown_event(title="Past", starts=datetime(2023, 1, 31, 8, 0), ends=PAST_END)
    make_shown_event(title="Coming")
    make_shown_event(title="Called off", status=EventStatus.CANCELLED)
    monkeypatch.setattr(queries, "FEED_HOLDS_AT_MOST", 2)
    shown = []

    for later in (30 * DAY - SECOND, 30 * DAY):
        clock_hands.set_to(NOON + later)
        shown.append(values_of(fetch(client, address), "SUMMARY"))

    assert shown == [["Coming", "CANCELLED: Called off"], ["Past", "Coming"]]


@pytest.mark.parametrize(
    "address",
    [
        "/forums/none/calendar.ics",
        "/topics/SDG99/calendar.ics",
        "/topics/sdg9/calendar.ics",
        "/topics/none/calendar.ics",
    ],
)
def test_what_there_is_not_has_no_feed(client: FlaskClient, address: str) -> None:
    make_event()

    assert client.get(address).status_code == 404


@every_feed
def test_a_feed_without_events_is_valid_and_empty(client: FlaskClient, address: str) -> None:
    make_shown_event(status=EventStatus.DRAFT)

    data = fetch(client, address)

    assert icalendar.Calendar.from_ical(data).events == []
    assert vobject.readOne(data.decode()).method.value == "PUBLISH"


# --- what is cancelled


def test_a_cancelled_event_stays_for_thirty_days_and_says_so(
    client: FlaskClient, clock_hands: Hands
) -> None:
    make_event(title="One")
    make_event(title="Two", status=EventStatus.CANCELLED)
    shown = []

    for later in (0 * DAY, 30 * DAY - SECOND, 30 * DAY):
        clock_hands.set_to(NOON + later)
        shown.append(values_of(fetch(client), "SUMMARY"))

    assert shown == [["One", "CANCELLED: Two"], ["One", "CANCELLED: Two"], ["One"]]


def test_the_first_cancelled_event_leaves_without_the_second(
    client: FlaskClient, clock_hands: Hands
) -> None:
    first, second = make_event(title="First"), make_event(title="Second")
    move(workflows.cancel_event, first, NOON)
    move(workflows.cancel_event, second, NOON + DAY)
    clock_hands.set_to(NOON + DAY)
    fetch(client)  # kept from here on

    shown = []
    for days in (29, 30, 31):
        clock_hands.set_to(NOON + days * DAY)
        shown.append(values_of(fetch(client), "SUMMARY"))

    assert shown == [["CANCELLED: First", "CANCELLED: Second"], ["CANCELLED: Second"], []]


def test_a_cancelled_event_frees_the_time_and_its_sequence_rises(client: FlaskClient) -> None:
    make_event(status=EventStatus.CANCELLED)

    (event,) = icalendar.Calendar.from_ical(fetch(client)).events

    assert (event["STATUS"], event["TRANSP"], event["SEQUENCE"]) == ("CANCELLED", "TRANSPARENT", 1)


def test_an_event_that_revives_is_in_the_feed_for_good(
    client: FlaskClient, clock_hands: Hands
) -> None:
    event = make_event(title="One", status=EventStatus.CANCELLED)
    fetch(client)
    move(workflows.publish_event, event)
    clock_hands.set_to(NOON + 31 * DAY)

    data = fetch(client)

    assert (values_of(data, "SUMMARY"), values_of(data, "STATUS")) == (["One"], ["CONFIRMED"])


# --- what a feed says


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (FEEDS[0], "UNGIS events"),
        (
            FEEDS[1],
            "UNGIS events: Commission on Science\\, Technology & Development\\; 2027",
        ),
        (FEEDS[2], "UNGIS events: SDG 9"),
    ],
)
def test_a_feed_says_its_name_its_address_and_how_often_to_ask(
    client: FlaskClient, address: str, name: str
) -> None:
    make_shown_event()
    about = (
        "Side events of the United Nations Group on the Information Society: upcoming ones to "
        "register for\\, past ones with their recordings."
    )

    assert lines_of(fetch(client, address))[:15] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//UNGIS//ungis_events//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
        f"DESCRIPTION:{about}",
        f"X-WR-CALDESC:{about}",
        "X-WR-TIMEZONE:America/New_York",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        f"SOURCE;VALUE=URI:http://localhost{address}",
        "COLOR:deepskyblue",
        "BEGIN:VTIMEZONE",
    ]


@every_feed
def test_no_feed_names_attendees_or_join_links_or_rings(client: FlaskClient, address: str) -> None:
    event = make_shown_event(join_url="https://example.org/secret-number")
    make_registration(event)

    text = "\n".join(lines_of(fetch(client, address)))

    assert text.count("BEGIN:VEVENT") == text.count("ORGANIZER;") == 1
    for word in ("ATTENDEE", "secret-number", "CONFERENCE", "VALARM", "amina"):
        assert word not in text


def test_the_stamp_is_the_last_change(client: FlaskClient, clock_hands: Hands) -> None:
    make_event(now=NOON)
    clock_hands.set_to(NOON + DAY)

    assert values_of(fetch(client), "DTSTAMP") == ["20261122T120000Z"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Short.", "Short."),
        ("word " * 400, "word " * 139 + "…"),
        ("会议" * 400, "会议" * 116 + " …"),
    ],
)
def test_the_text_of_an_event_is_cut_at_seven_hundred_octets(
    client: FlaskClient, text: str, shown: str
) -> None:
    make_event(description=text)

    (description,) = values_of(fetch(client), "DESCRIPTION")

    about = description.rpartition("\\n\\n")[2]
    assert about == shown
    assert len(about.encode()) <= 700


def test_the_text_stands_below_both_cities_times_and_the_page(client: FlaskClient) -> None:
    event = make_event(access="Ramp")

    (found,) = icalendar.Calendar.from_ical(fetch(client)).events

    assert str(found["DESCRIPTION"]) == (
        "New York: Sun 31 Jan 2027, 08:30–09:45 (EST, UTC−5)\n"
        "Geneva: Sun 31 Jan 2027, 14:30–15:45 (CET, UTC+1)\n\n"
        f"Event page: http://localhost/events/{event.slug}\n\n"
        "About digital cooperation.\n\nRamp"
    )


def test_other_parsers_read_the_moments_of_every_zone(client: FlaskClient) -> None:
    zones = ["America/New_York", "Europe/Zurich", "Africa/Nairobi", "Asia/Kathmandu"]
    made = {event.uid: event for event in (make_event(zone=z) for z in [*zones, "Africa/Cairo"])}
    data = fetch(client)

    read = {
        event.uid.value: event.dtstart.value.astimezone(UTC)
        for event in vobject.readOne(data.decode()).vevent_list
    }
    other = {
        str(event["UID"]): event.start.astimezone(UTC)
        for event in icalendar.Calendar.from_ical(data).events
    }

    assert read == other == {uid: event.starts_at for uid, event in made.items()}
    assert re.findall(r"TZID:(\S+)", data.decode()) == sorted(zones)


def test_a_language_has_a_feed_of_its_own(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "OFFERED_LANGUAGES", ("ar", "en"))
    event = make_event()
    plain = fetch(client)
    refresh()  # what Babel keeps for a request, tests share between requests
    arabic = fetch(client, "/calendar.ics?lang=ar")
    refresh()

    assert "SOURCE;VALUE=URI:http://localhost/calendar.ics?lang=ar" in lines_of(arabic)
    assert values_of(arabic, "URL") == [f"http://localhost/events/{event.slug}?lang=ar"]
    assert fetch(client) == plain
    assert fetch(client, "/calendar.ics?lang=xx") == plain


# --- over HTTP


@every_feed
def test_a_feed_is_for_everybody_and_shown_in_place(client: FlaskClient, address: str) -> None:
    make_shown_event()

    headers = client.get(address).headers

    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Cache-Control"] == "public, no-cache"
    assert headers["Vary"] == "Accept-Encoding"
    for name in ("Content-Disposition", "Set-Cookie", "X-Robots-Tag"):
        assert name not in headers


@every_feed
@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_who_holds_the_feed_is_told_that_nothing_changed(
    client: FlaskClient, address: str, encoding: str
) -> None:
    make_shown_event()
    first = client.get(address, headers={"Accept-Encoding": encoding})
    tag = first.headers["ETag"]

    again = client.get(address, headers={"Accept-Encoding": encoding, "If-None-Match": tag})

    assert first.headers.get("Content-Encoding", "") == encoding
    assert re.fullmatch(r'"[0-9a-f]{20}(-\w+)?"', tag)  # strong: no W/
    assert (again.status_code, again.get_data(), again.headers["ETag"]) == (304, b"", tag)


def test_compressed_feeds_unpack_to_the_same_bytes(client: FlaskClient) -> None:
    make_event()

    plain, zipped, br = (fetch(client, encoding=name) for name in ("identity", "gzip", "br"))

    assert gzip.decompress(zipped) == brotli.decompress(br) == plain


# --- the same bytes until something changes


@every_feed
def test_every_process_makes_the_same_bytes_at_any_time(
    client: FlaskClient, clock_hands: Hands, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    for zone in ("Europe/Zurich", "America/New_York", "Africa/Cairo"):
        make_shown_event(zone=zone)
    first = fetch(client, address)

    answers.forget_all()
    monkeypatch.setattr(feeds, "_vevents", feeds.KeptVevents(10))
    clock_hands.set_to(NOON + 400 * DAY)

    assert fetch(client, address) == first


def test_a_registration_changes_no_byte(client: FlaskClient) -> None:
    event = make_event(capacity=1)
    first = client.get("/calendar.ics")

    make_registration(event)

    again = client.get("/calendar.ics")
    assert (again.get_data(), again.headers["ETag"]) == (first.get_data(), first.headers["ETag"])


def test_a_change_of_one_event_changes_its_part_alone(client: FlaskClient) -> None:
    made = [make_event() for _ in range(5)]
    before = client.get("/calendar.ics")
    change(made[2], title="Another")

    after = client.get("/calendar.ics", headers={"If-None-Match": before.headers["ETag"]})

    old, new = vevents_of(before.get_data()), vevents_of(after.get_data())
    assert [one == other for one, other in zip(old, new, strict=True)] == [True, True, False] + [
        True
    ] * 2
    assert "SUMMARY:Another" in new[2]
    assert before.get_data().replace(old[2].encode(), new[2].encode()) == after.get_data()


def test_only_what_changed_is_read_and_made_anew(client: FlaskClient) -> None:
    made = [make_shown_event() for _ in range(5)]
    with events_read() as first:
        fetch(client)
    make_speaker(made[4])
    change(made[1], description="Another")

    with events_read() as second:
        fetch(client)
    with events_read() as others:
        for address in FEEDS:
            fetch(client, address)

    assert sorted(first) == [event.id for event in made]
    assert sorted(second) == [made[1].id, made[4].id]
    assert others == []


@contextmanager
def events_read() -> Iterator[list[int]]:
    """The ids of the events read whole, in the order they were asked for."""
    ids: list[int] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if "events.description" in statement:
            ids.extend(parameters.values() if isinstance(parameters, dict) else parameters)

    sqlalchemy.event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield ids
    finally:
        sqlalchemy.event.remove(db.engine, "before_cursor_execute", note)


def test_the_oldest_bytes_leave_when_the_room_is_full() -> None:
    kept = feeds.KeptVevents(room=2)
    keys = [(name, 1, "en") for name in "abc"]

    for key in keys:
        kept.keep(key, FeedEvent(key[0].encode(), None))

    assert kept.find(keys) == [None, FeedEvent(b"b", None), FeedEvent(b"c", None)]


# --- on the list page


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("/", FEEDS[0]),
        (f"/forums/{FORUM_SLUG}", FEEDS[1]),
        (f"/?forum={FORUM_SLUG}", FEEDS[1]),
        ("/?topic=SDG9", FEEDS[2]),
        ("/?topic=SDG9&q=&format=", FEEDS[2]),
    ],
)
def test_the_list_offers_the_feed_of_what_it_shows(
    client: FlaskClient, page: str, address: str
) -> None:
    make_shown_event()
    text = html.unescape(client.get(page).text)

    assert (
        f'<input id="feed-address" type="url" dir="ltr" readonly value="http://localhost{address}">'
        in text
    )
    assert f'href="webcal://localhost{address}"' in text
    assert 'href="https://calendar.google.com/calendar/u/0/r?cid=webcal%3A%2F%2Flocalhost' in text
    for host in ("outlook.live.com", "outlook.office.com"):
        assert f'href="https://{host}/calendar/0/addfromweb/?url=http%3A%2F%2Flocalhost' in text
    assert 'type="text/calendar"' in text.partition("</head>")[0]
    assert f'href="http://localhost{address}">' in text.partition("</head>")[0]


@pytest.mark.parametrize("page", ["/?q=word", "/?topic=SDG9&format=virtual", "/?topic=none"])
def test_a_search_has_no_feed(client: FlaskClient, page: str) -> None:
    make_shown_event()
    text = client.get(page).text

    assert "Subscribe" not in text
    assert "text/calendar" not in text
    assert 'type="application/atom+xml"' in text.partition("</head>")[0]


def test_the_links_keep_the_language(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "OFFERED_LANGUAGES", ("ar", "en"))
    text = client.get("/?lang=ar").text

    assert 'href="webcal://localhost/calendar.ics?lang=ar"' in text
    assert 'href="/events.atom?lang=ar"' in text
