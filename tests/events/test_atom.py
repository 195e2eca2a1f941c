"""The list of latest changes for feed readers (RFC 4287)."""

import gzip
import uuid
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Hands
from tests.factories import NOON, make_event, make_registration
from ungis_events import workflows
from ungis_events.core.answers import answers
from ungis_events.core.database import transaction
from ungis_events.events.models import EventStatus
from ungis_events.events.queries import get_event

ATOM = "{http://www.w3.org/2005/Atom}"
DAY = timedelta(days=1)
UGLY = "A \"b\" & <c> 'd' ]]> القمة \u2067WSIS\u2069 会议 👩\u200d💻 &amp;"


def read(client: FlaskClient, address: str = "/events.atom") -> ElementTree.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.get_data())  # noqa: S314 - our own


def texts(feed: ElementTree.Element, name: str) -> list[Any]:
    """Of this element in each entry."""
    return [entry.findtext(f"{ATOM}{name}") for entry in feed.findall(f"{ATOM}entry")]


def links(element: ElementTree.Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in element.findall(f"{ATOM}link")}


def test_an_entry_says_what_when_in_both_cities_and_where(client: FlaskClient) -> None:
    event = make_event(title=UGLY, topics=["SDG9", "C1"])

    (entry,) = read(client).findall(f"{ATOM}entry")

    assert {child.tag.removeprefix(ATOM): child.text for child in entry} == {
        "id": f"urn:uuid:{event.uid.removesuffix('@ungis-events')}",
        "title": UGLY,
        "updated": "2026-11-22T12:00:00Z",
        "link": None,
        "category": None,
        "summary": "Sun 31 Jan 2027 · New York 08:30–09:45 EST · Geneva 14:30–15:45 CET"
        " · Online (Zoom)",
    }
    assert links(entry) == {"alternate": f"http://localhost/events/{event.slug}"}
    assert [each.attrib for each in entry.findall(f"{ATOM}category")] == [
        {"term": "SDG9", "label": "SDG 9"},
        {"term": "C1", "label": "WSIS C1"},
    ]


def test_the_feed_has_all_that_a_feed_must_have(client: FlaskClient) -> None:
    make_event(now=NOON - DAY)
    make_event(now=NOON - 2 * DAY)

    feed = read(client)

    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}id") == "http://localhost/events.atom"
    assert feed.findtext(f"{ATOM}title") == "UNGIS events"
    assert feed.findtext(f"{ATOM}updated") == "2026-11-21T12:00:00Z"
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    assert links(feed) == {"self": "http://localhost/events.atom", "alternate": "http://localhost/"}
    for identifier in texts(feed, "id"):
        assert uuid.UUID(identifier.removeprefix("urn:uuid:")).urn == identifier


def test_a_feed_without_events_is_valid(client: FlaskClient) -> None:
    make_event(status=EventStatus.DRAFT)

    feed = read(client)

    assert texts(feed, "title") == []
    assert feed.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


def test_the_latest_changed_comes_first(client: FlaskClient) -> None:
    old, older = (
        make_event(title="Old", now=NOON - DAY),
        make_event(title="Older", now=NOON - 2 * DAY),
    )
    before = texts(read(client), "title")
    with transaction():
        workflows.cancel_event(get_event(older.slug), actor="test", now=NOON)

    after = read(client)

    assert before == ["Old", "Older"]
    assert texts(after, "title") == ["Cancelled: Older", "Old"]
    assert texts(after, "id")[1] == f"urn:uuid:{old.uid.partition('@')[0]}"


def test_a_cancelled_event_leaves_after_thirty_days(
    client: FlaskClient, clock_hands: Hands
) -> None:
    make_event(title="One", status=EventStatus.CANCELLED)
    counts = []

    for later in (30 * DAY - timedelta(seconds=1), 30 * DAY):
        clock_hands.set_to(NOON + later)
        counts.append(len(texts(read(client), "title")))

    assert counts == [1, 0]


def test_there_are_at_most_a_hundred_entries(client: FlaskClient) -> None:
    for number in range(101):
        make_event(title=f"Event {number}", now=NOON + number * timedelta(seconds=1))

    titles = texts(read(client), "title")

    assert (len(titles), titles[0], titles[-1]) == (100, "Event 100", "Event 1")


def test_the_bytes_stay_the_same_through_registrations_and_processes(client: FlaskClient) -> None:
    event = make_event()
    first = client.get("/events.atom")
    make_registration(event)
    answers.forget_all()

    again = client.get("/events.atom")

    assert (again.get_data(), again.headers["ETag"]) == (first.get_data(), first.headers["ETag"])


@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_who_holds_it_is_told_that_nothing_changed(client: FlaskClient, encoding: str) -> None:
    make_event()
    asked = {"Accept-Encoding": encoding}
    first = client.get("/events.atom", headers=asked)

    again = client.get("/events.atom", headers=asked | {"If-None-Match": first.headers["ETag"]})

    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding]
    assert unpack(first.get_data()) == client.get("/events.atom").get_data()
    assert (again.status_code, again.get_data()) == (304, b"")


def test_it_is_for_everybody(client: FlaskClient) -> None:
    headers = client.get("/events.atom").headers

    assert headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert headers["Cache-Control"] == "public, no-cache"
    assert headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in headers


def test_it_comes_in_the_language_asked_for(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "OFFERED_LANGUAGES", ("en", "fr"))
    make_event()

    feed = read(client, "/events.atom?lang=fr")

    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "fr"
    assert links(feed)["self"] == "http://localhost/events.atom?lang=fr"
    assert texts(feed, "summary")[0].startswith("dim. 31 janv. 2027")


@settings(
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.text(st.sampled_from("a<>&\"']\ufffe\uffff\u2067会é🌍;\\{%}"), min_size=1, max_size=300))
def test_any_title_can_be_read_back(client: FlaskClient, title: str) -> None:
    make_event(title=f"T{title}")

    first = texts(read(client), "title")[0]

    assert first == f"T{title}".replace("\ufffe", "").replace("\uffff", "")
