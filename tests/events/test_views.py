"""The page of an event, as a visitor's browser gets it."""

import html
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import refresh

from tests.conftest import Hands
from tests.factories import NOON, make_event, make_past_event, make_registration, make_speaker
from ungis_events.core.database import transaction
from ungis_events.events.models import Event, EventStatus
from ungis_events.events.queries import get_event
from ungis_events.files.models import LinkKind, Visibility
from ungis_events.files.service import LinkDetails, add_link

START = datetime(2027, 1, 31, 8, 30)
JOIN_URL = "https://webinars.example.org/j/secret-number"


def make_link(
    event: Event,
    visibility: Visibility = Visibility.PUBLIC,
    kind: LinkKind = LinkKind.OTHER,
    url: str = "https://files.example.org/note.pdf",
) -> None:
    with transaction():
        details = LinkDetails(f"Note for {visibility.value}", url, kind, visibility)
        add_link(get_event(event.slug), details, actor="test", now=NOON)


def page(client: FlaskClient, event: Event, query: str = "") -> str:
    refresh()  # the language of one request is not that of the next
    answer = client.get(f"/events/{event.slug}{query}")
    assert answer.status_code == 200
    return html.unescape(answer.text)


def clocks(text: str) -> list[tuple[str, ...]]:
    found = re.findall(
        r"<dt>(.*?)</dt>\s*<dd class=\"hours\">(.*?)</dd>\s*<dd class=\"zone\">(.*?)</dd>", text
    )
    return [tuple(re.sub("<[^>]+>", "", part) for part in row) for row in found]


def test_both_cities_times_stand_side_by_side(client: FlaskClient) -> None:
    found = clocks(page(client, make_event()))

    assert found == [
        ("New York", "08:30–09:45", "Sun 31 Jan 2027 · EST, UTC−5"),
        ("Geneva", "14:30–15:45", "Sun 31 Jan 2027 · CET, UTC+1"),
    ]


def test_a_third_clock_without_script(client: FlaskClient) -> None:
    event = make_event()

    found = clocks(page(client, event, "?zone=Asia/Tokyo"))

    assert found[2] == ("Your time (Tokyo)", "22:30–23:45", "Sun 31 Jan 2027 · JST, UTC+9")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/passwd", "America/New_York"])
def test_an_unknown_zone_or_one_shown_already_is_no_third_clock(
    client: FlaskClient, zone: str
) -> None:
    assert len(clocks(page(client, make_event(), f"?zone={zone}"))) == 2


def test_dates_are_shown_twice_where_they_differ(client: FlaskClient) -> None:
    late = make_event(starts=datetime(2027, 1, 31, 17, 0), ends=datetime(2027, 1, 31, 18, 30))

    found = clocks(page(client, late))

    assert [row[2] for row in found] == [
        "Sun 31 Jan 2027 · EST, UTC−5",
        "Sun 31 Jan 2027 – Mon 1 Feb 2027 · CET, UTC+1",
    ]


def test_the_five_hour_weeks_carry_a_note(client: FlaskClient) -> None:
    spring = make_event(starts=datetime(2027, 3, 16, 8, 30), ends=datetime(2027, 3, 16, 9, 45))
    note = "On this date Geneva is 5 hours ahead of New York, not the usual six"

    with_note, without = page(client, spring), page(client, make_event())

    assert (note in with_note, note in without) == (True, False)
    assert note in client.get(f"/events/{spring.slug}.txt").text


BANNERS = {
    "not_yet_open": "Registration is not open yet.",
    "full": "All places are taken.",
    "closed": "Registration is closed.",
    "live": "Happening now.",
    "over": "This event is over.",
    "cancelled": "This event has been cancelled.",
}


@pytest.mark.parametrize(
    ("shown", "overrides"),
    [
        ("not_yet_open", {"registration_opens": START - timedelta(days=1)}),
        ("full", {"capacity": 1}),
        ("closed", {"registration_closes": datetime(2026, 11, 1, 12)}),
        ("cancelled", {"status": EventStatus.CANCELLED}),
        ("open", {}),
    ],
)
def test_each_state_has_its_banner_and_no_other(
    client: FlaskClient, shown: str, overrides: dict[str, Any]
) -> None:
    event = make_event(**overrides)
    if shown == "full":
        make_registration(event)

    text = page(client, event)

    assert [name for name, words in BANNERS.items() if words in text] == (
        [] if shown == "open" else [shown]
    )


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (timedelta(minutes=-1), ["closed"]),
        (timedelta(), ["live"]),
        (timedelta(minutes=74), ["live"]),
        (timedelta(minutes=75), ["over"]),
    ],
)
def test_the_page_changes_by_itself_when_its_moment_comes(
    client: FlaskClient, clock_hands: Hands, at: timedelta, shown: list[str]
) -> None:
    event = make_event(registration_closes=START - timedelta(hours=1))
    page(client, event)

    clock_hands.set_to(event.starts_at + at)
    text = page(client, event)

    assert [name for name, words in BANNERS.items() if words in text] == shown


@pytest.mark.parametrize(
    ("capacity", "waitlist", "words"),
    [
        (2, True, ("Register", "1 registered", "1 place left")),
        (1, True, ("Join the waiting list", "1 registered", "full")),
        (1, False, (None, "1 registered", "full")),
        (None, True, ("Register", "1 registered", None)),
    ],
)
def test_the_button_and_the_seats_left_follow_each_registration(
    client: FlaskClient, capacity: int | None, waitlist: bool, words: tuple[str | None, ...]
) -> None:
    event = make_event(capacity=capacity, waitlist=waitlist)
    before = page(client, event)

    make_registration(event)
    after = page(client, event)

    button = re.search(r'<a class="button" href="[^"]*/register">(.*?)</a>', after)
    seats = re.findall(r"<span>\s*(.*?)\s*</span>", after[after.index('class="seats"') :])[:2]
    left = seats[1] if len(seats) > 1 and capacity else None
    assert "0 registered" in before
    assert (button and button[1], seats[0], left) == words


def test_a_recording_stands_in_the_banner_of_what_is_over(client: FlaskClient) -> None:
    event = make_past_event()
    make_link(event, kind=LinkKind.RECORDING, url="https://video.example.org/1")

    assert '<a href="https://video.example.org/1">Watch the recording</a>' in page(client, event)


def test_a_draft_is_not_there_for_anyone(
    client: FlaskClient, organizer_client: FlaskClient
) -> None:
    event = make_event(status=EventStatus.DRAFT, title="Not announced", forum="Secret forum")
    own = f"/events/{event.slug}"

    codes = [
        who.get(address).status_code
        for who in (client, organizer_client)
        for address in (own, f"{own}.txt", f"{own}/calendar.ics", f"{own}/register")
    ]

    assert codes == [404] * 8
    assert "Not announced" not in client.get("/?q=announced").text
    assert "Secret forum" not in client.get("/").text


def test_what_people_typed_is_shown_and_never_run(client: FlaskClient) -> None:
    bad = "</script><script>alert(1)</script>"
    event = make_event(
        title=bad, theme=bad, venue=bad, description=bad, organizers=[bad], forum=bad
    )
    make_speaker(event, name=bad, role=bad, organization=bad)

    answers = [client.get(address).text for address in (f"/events/{event.slug}", "/")]

    assert ["<script>alert" in text for text in answers] == [False, False]
    assert "&lt;script&gt;alert" in answers[0]


def test_a_language_that_is_not_complete_changes_nothing(client: FlaskClient) -> None:
    event = make_event()

    assert page(client, event) == page(client, event, "?lang=ar")


def test_arabic_runs_from_right_to_left_once_it_is_offered(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = make_event(title="WSIS Forum")
    english = page(client, event)
    monkeypatch.setitem(app.config, "OFFERED_LANGUAGES", ("ar", "en"))

    arabic = page(client, event, "?lang=ar")

    assert '<html lang="en" dir="ltr">' in english
    assert '<html lang="ar" dir="rtl">' in arabic
    assert "<bdi>WSIS Forum</bdi>" in arabic
    assert 'href="?lang=ar" lang="ar"' in arabic
    assert '<html lang="en" dir="ltr">' in page(client, event)


def test_all_six_languages_can_be_offered(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = make_event()
    monkeypatch.setitem(app.config, "OFFERED_LANGUAGES", ("ar", "en", "es", "fr", "ru", "zh"))

    codes = [re.findall('<html lang="(..)"', page(client, event, f"?lang={code}"))[0]
             for code in ("ar", "en", "es", "fr", "ru", "zh", "xx")]  # fmt: skip

    assert codes == ["ar", "en", "es", "fr", "ru", "zh", "en"]
