"""The list of events: order, filters, search, pages."""

import re
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from tests.conftest import Hands
from tests.factories import NOON, make_event, make_past_event, make_speaker
from ungis_events import workflows
from ungis_events.core.database import transaction
from ungis_events.events.models import EventFormat
from ungis_events.events.queries import get_event
from ungis_events.speakers.service import SpeakerDetails, remove_speaker

START = datetime(2027, 1, 31, 8, 30)
JOIN_URL = "https://webinars.example.org/j/secret-number"


def titles(client: FlaskClient, query: str = "") -> list[str]:
    return re.findall(r"<h[34]><a [^>]*><bdi>(.*?)</bdi>", client.get(f"/{query}").text)


def past(year: int, title: str) -> None:
    make_event(title=title, starts=datetime(year, 5, 1, 9), ends=datetime(year, 5, 1, 10))


def test_upcoming_comes_first_then_the_past_by_year(client: FlaskClient) -> None:
    for year, title in ((2023, "Old"), (2025, "Newer"), (2023, "Old too")):
        past(year, title)
    make_event(title="Later", starts=datetime(2027, 5, 1, 9), ends=datetime(2027, 5, 1, 10))
    make_event(title="Soon", starts=datetime(2026, 12, 1, 9), ends=datetime(2026, 12, 1, 10))

    text = client.get("/").text

    order = ["Upcoming events", "Soon", "Later", "Past events", ">2025<", "Newer", ">2023<", "Old"]
    assert titles(client)[:3] == ["Soon", "Later", "Newer"]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)


def test_an_event_moves_to_the_past_when_it_ends(client: FlaskClient, clock_hands: Hands) -> None:
    event = make_event()
    before = client.get("/").text

    clock_hands.set_to(event.ends_at)
    after = client.get("/").text

    assert ("<h2>Past events</h2>" in before, "<h2>Past events</h2>" in after) == (False, True)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?forum=wsis-forum", ["One"]),
        ("?topic=SDG9", ["One", "Two"]),
        ("?topic=C7-ELEA", ["Two"]),
        ("?format=hybrid", ["Two"]),
        ("?topic=SDG9&format=virtual", ["One"]),
        ("?forum=none", []),
        ("?topic=%27%3B--", []),
        ("?format=nonsense", []),
    ],
)
def test_filters_leave_what_fits(client: FlaskClient, query: str, found: list[str]) -> None:
    make_event(title="One", forum="WSIS Forum", topics=["SDG9"])
    make_event(title="Two", format=EventFormat.HYBRID, topics=["SDG9", "C7-ELEA"])

    assert titles(client, query) == found


@pytest.mark.parametrize(
    ("q", "is_found"),
    [
        ("telecom", True),
        ("TÉLÉCOM sommet", True),
        ("sommet télécom geneve", True),
        ("Fung", True),
        ("fung telecom", True),
        ("fung gone", False),
        ("ungis", True),
        ("C11", True),
        ("100%", True),
        ("%", True),
        ("_", False),
        ("' OR 1=1", False),
        ("", True),
    ],
)
def test_search_finds_every_word_wherever_it_stands(
    client: FlaskClient, q: str, is_found: bool
) -> None:
    event = make_event(
        title="Sommet des Télécommunications",
        venue="Genève",
        topics=["C11"],
        description="100% good",
    )
    make_speaker(event, name="Mei Lin Fung")

    answer = client.get("/", query_string={"q": q})

    assert answer.status_code == 200
    assert (event.title in answer.text) is is_found


def test_a_speaker_who_left_is_no_longer_found(client: FlaskClient) -> None:
    event = make_event()
    speaker = make_speaker(event, name="Mei Lin Fung")
    with transaction():
        remove_speaker(get_event(event.slug), speaker, actor="test", now=NOON)

    assert titles(client, "?q=fung") == []


def test_a_speaker_a_file_left_out_is_no_longer_found(client: FlaskClient) -> None:
    event = make_event()
    file = workflows.event_file_of(event)
    for speakers in ([SpeakerDetails(name="Mei Lin Fung", organization="PCI")], []):
        with transaction():
            found = len(titles(client, "?q=fung"))
            workflows.save_event_file(
                type(file)(file.details, file.status, speakers, []), actor="test", now=NOON
            )
    assert found == 1
    assert titles(client, "?q=fung") == []


def test_the_past_is_cut_into_pages(client: FlaskClient) -> None:
    for number in range(101):
        starts = datetime(2024, 1, 1, 9) + timedelta(days=number)
        make_event(title=f"Past {number}", starts=starts, ends=starts + timedelta(hours=1))

    first, second = titles(client), titles(client, "?page=2")

    assert (len(first), first[0], second) == (100, "Past 100", ["Past 0"])
    assert '<link rel="canonical" href="http://localhost/?page=2">' in client.get("/?page=2").text
    assert 'rel="next" href="/?page=2"' in client.get("/").text
    assert 'rel="prev" href="/?page=1"' in client.get("/?page=2").text


@pytest.mark.parametrize(
    ("number", "code"),
    [("0", 200), ("-3", 200), ("x", 200), ("", 200), ("99", 404), ("9" * 30, 404)],
)
def test_any_page_number_is_answered(client: FlaskClient, number: str, code: int) -> None:
    make_past_event()

    assert client.get(f"/?page={number}").status_code == code


def test_a_forum_has_a_page_of_its_own(client: FlaskClient) -> None:
    event = make_event(title="One", forum="WSIS Forum")
    make_event(title="Two")

    assert titles(client, "forums/wsis-forum") == ["One"]
    assert event.forum is not None
    assert "<h1><bdi>WSIS Forum</bdi></h1>" in client.get("/forums/wsis-forum").text


def test_an_empty_site_says_so(client: FlaskClient) -> None:
    assert "No events have been published yet." in client.get("/").text
    assert "No event fits." in client.get("/?q=nothing").text


def test_an_address_with_a_slash_leads_to_the_one_without(client: FlaskClient) -> None:
    answer = client.get(f"/events/{make_event(slug='one').slug}/")

    assert (answer.status_code, answer.location) == (308, "/events/one")
