"""The public calendar file, read back by two parsers that are not ours."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import ics
import pytest
import vobject
from flask.testing import FlaskClient

from tests.factories import NOON, make_event
from ungis_events import workflows
from ungis_events.core.database import transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event, EventStatus
from ungis_events.events.queries import get_event


def download(client: FlaskClient, event: Event) -> str:
    return client.get(f"/events/{event.slug}/calendar.ics").get_data().decode()


def read(client: FlaskClient, event: Event) -> Any:
    return vobject.readOne(download(client, event)).vevent


def change(event: Event, **changes: Any) -> None:
    with transaction():
        found = get_event(event.slug)
        details = replace(EventDetails.of(found), **changes)
        workflows.save_event(found, details, actor="test", now=NOON)


def test_the_file_says_when_in_the_zone_of_the_event(client: FlaskClient) -> None:
    event = make_event(title='A, b; c "d"')

    found = read(client, event)

    assert found.dtstart.value.astimezone(UTC) == event.starts_at
    assert found.dtend.value.astimezone(UTC) == event.ends_at
    assert found.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == ["America/New_York"]
    assert (found.summary.value, found.uid.value) == (event.title, event.uid)
    assert found.url.value == f"http://localhost/events/{event.slug}"


def test_another_parser_reads_the_same(client: FlaskClient) -> None:
    event = make_event()

    (found,) = ics.Calendar(download(client, event).replace("\r\n", "\n")).events

    assert found.begin.datetime.astimezone(UTC) == event.starts_at
    assert found.end.datetime.astimezone(UTC) == event.ends_at
    assert (found.uid, found.name) == (event.uid, event.title)


def test_the_description_says_both_cities_times_and_the_page(client: FlaskClient) -> None:
    event = make_event()

    assert read(client, event).description.value == (
        "New York: Sun 31 Jan 2027, 08:30–09:45 (EST, UTC−5)\n"
        "Geneva: Sun 31 Jan 2027, 14:30–15:45 (CET, UTC+1)\n\n"
        f"Event page: http://localhost/events/{event.slug}\n\n"
        "About digital cooperation."
    )


@pytest.mark.parametrize(
    ("changes", "sequence"),
    [
        ({"starts": datetime(2027, 1, 31, 8, 0)}, "1"),
        ({"description": "Another"}, "0"),
        ({"join_url": "https://example.org/another"}, "0"),
    ],
)
def test_the_uid_stays_and_the_sequence_rises_with_the_time_alone(
    client: FlaskClient, changes: dict[str, Any], sequence: str
) -> None:
    event = make_event()
    before = read(client, event)

    change(event, **changes)

    after = read(client, event)
    assert (before.uid.value, before.sequence.value) == (after.uid.value, "0")
    assert after.sequence.value == sequence


def test_a_cancelled_event_stays_in_the_file_and_says_so(client: FlaskClient) -> None:
    event = make_event(status=EventStatus.CANCELLED, title="One")

    found = read(client, event)

    assert (found.status.value, found.sequence.value) == ("CANCELLED", "1")
    assert found.summary.value == "CANCELLED: One"


def test_the_file_names_no_person_but_the_organizer(client: FlaskClient) -> None:
    text = download(client, make_event(join_url="https://example.org/secret-number"))

    assert "METHOD:PUBLISH" in text
    assert "ATTENDEE" not in text
    assert "secret-number" not in text.replace("\r\n ", "")


@pytest.mark.parametrize(
    "title",
    ["قمة \u2067WSIS\u2069", "信息社会世界峰会" * 30, 'a,b;c:"d"\\n', "👩\u200d💻" * 60, "x" * 300],
)
def test_titles_of_every_kind_come_back_whole(client: FlaskClient, title: str) -> None:
    event = make_event(title=title)

    text = download(client, event)

    assert vobject.readOne(text).vevent.summary.value == title
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_the_file_is_a_download_named_after_the_event(client: FlaskClient) -> None:
    headers = client.get(f"/events/{make_event(slug='one').slug}/calendar.ics").headers

    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Content-Disposition"] == 'attachment; filename="one.ics"'
