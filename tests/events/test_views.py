"""The public pages, as a visitor's browser or program gets them."""

import gzip
import html
import json
import re
from datetime import datetime, timedelta
from typing import Any

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import refresh

from tests.conftest import Hands
from tests.factories import NOON, make_event, make_past_event, make_registration, make_speaker
from ungis_events import workflows
from ungis_events.core.database import transaction
from ungis_events.events.models import Event, EventFormat, EventStatus
from ungis_events.events.queries import get_event
from ungis_events.files.models import LinkKind, Visibility
from ungis_events.files.service import LinkDetails, add_link
from ungis_events.speakers.service import SpeakerDetails, remove_speaker

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
    found = re.findall(r"<dt>(.*?)</dt>\s*<dd class=\"hours\">(.*?)</dd>\s*<dd class=\"zone\">(.*?)</dd>", text)
    return [tuple(re.sub("<[^>]+>", "", part) for part in row) for row in found]


def titles(client: FlaskClient, query: str = "") -> list[str]:
    return re.findall(r"<h[34]><a [^>]*><bdi>(.*?)</bdi>", client.get(f"/{query}").text)


def public_addresses(event: Event) -> list[str]:
    own = f"/events/{event.slug}"
    return ["/", own, f"{own}.txt", f"{own}/calendar.ics", "/privacy", "/accessibility"]


# The event's page


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
    event = make_event(title=bad, theme=bad, venue=bad, description=bad, organizers=[bad], forum=bad)
    make_speaker(event, name=bad, role=bad, organization=bad)

    answers = [client.get(address).text for address in (f"/events/{event.slug}", "/")]

    assert ["<script>alert" in text for text in answers] == [False, False]
    assert "&lt;script&gt;alert" in answers[0]


# Links, addresses and what is nobody's business


def test_the_public_page_shows_a_lock_where_a_link_is_not_public(client: FlaskClient) -> None:
    event = make_event()
    for visibility in Visibility:
        make_link(event, visibility, url=f"https://files.example.org/{visibility.value}.pdf")

    seen = [client.get(address).text for address in public_addresses(event)[1:3]]

    for text in seen:
        assert re.findall(r"https://files\.example\.org/(\w+)", text)[0] == "public"
        assert set(re.findall(r"files\.example\.org/(\w+)", text)) == {"public"}
        assert "For those registered" in text
        assert "UNGIS members only" in text
        assert "Note for organizers" not in text


@pytest.mark.parametrize("phase", [timedelta(days=-1), timedelta(minutes=5), timedelta(days=1)])
def test_the_webinars_address_appears_in_no_public_answer(
    client: FlaskClient, clock_hands: Hands, phase: timedelta
) -> None:
    event = make_event(join_url=JOIN_URL)
    clock_hands.set_to(event.starts_at + phase)

    answers = [client.get(address) for address in public_addresses(event)]

    assert [answer.status_code for answer in answers] == [200] * 6
    assert ["secret-number" in answer.text.replace("\r\n ", "") for answer in answers] == [False] * 6


def test_addresses_come_from_base_url_and_not_from_the_visitor(client: FlaskClient) -> None:
    event = make_event()
    spoofed = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}

    answers = [client.get(address, headers=spoofed).text for address in public_addresses(event)]

    assert ["evil.example" in text for text in answers] == [False] * 6
    assert f'<link rel="canonical" href="http://localhost/events/{event.slug}">' in answers[1]


def test_json_ld_parses_and_agrees_with_the_page(client: FlaskClient) -> None:
    event = make_event(title='A "b" & </script> ‘c’', languages=["en", "fr"])
    make_speaker(event, honorific="H.E. Ms.", name="Mei Lin Fung")

    found = re.search(
        r'<script type="application/ld\+json">(.*?)</script>',
        client.get(f"/events/{event.slug}").text,
    )

    assert found
    assert json.loads(found[1]) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "url": f"http://localhost/events/{event.slug}",
        "startDate": "2027-01-31T08:30:00-05:00",
        "endDate": "2027-01-31T09:45:00-05:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "location": [
            {"@type": "VirtualLocation", "url": f"http://localhost/events/{event.slug}"}
        ],
        "description": "About digital cooperation.",
        "inLanguage": ["en", "fr"],
        "isAccessibleForFree": True,
        "organizer": [{"@type": "Organization", "name": "UNGIS"}],
        "performer": [{"@type": "Person", "name": "H.E. Ms. Mei Lin Fung"}],
    }


def test_the_text_twin_says_the_same(client: FlaskClient) -> None:
    event = make_event(title="Title & more", theme="Theme", topics=["SDG9"], access="Ramp")
    make_speaker(event, honorific="Ms.", name="Mei Lin Fung", role="Chair", organization="PCI")

    answer = client.get(f"/events/{event.slug}.txt")

    assert answer.content_type == "text/plain; charset=utf-8"
    for line in (
        "Title & more",
        "Theme",
        "New York  Sun 31 Jan 2027, 08:30–09:45 (EST, UTC−5)",
        "Geneva    Sun 31 Jan 2027, 14:30–15:45 (CET, UTC+1)",
        "SDG 9: Industry, innovation and infrastructure",
        "About digital cooperation.",
        "Ramp",
        "- Ms. Mei Lin Fung, Chair, PCI",
        f"Page: http://localhost/events/{event.slug}",
        f"Register: http://localhost/events/{event.slug}/register",
        f"Calendar file: http://localhost/events/{event.slug}/calendar.ics",
    ):
        assert line in answer.text.splitlines(), line


# Caching


@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
@pytest.mark.parametrize("place", range(6))
def test_who_holds_an_answer_is_told_that_nothing_changed(
    client: FlaskClient, place: int, encoding: str
) -> None:
    address = public_addresses(make_event())[place]
    first = client.get(address, headers={"Accept-Encoding": encoding})

    again = client.get(
        address, headers={"Accept-Encoding": encoding, "If-None-Match": first.headers["ETag"]}
    )

    assert first.headers.get("Content-Encoding", "") == encoding
    assert (again.status_code, again.get_data()) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize("suffix", ["", ".txt", "/calendar.ics"])
def test_who_holds_an_old_answer_gets_the_new_one(client: FlaskClient, suffix: str) -> None:
    event = make_event()
    tag = client.get(f"/events/{event.slug}{suffix}").headers["ETag"]
    make_speaker(event, name="Amina Diallo")
    with transaction():
        workflows.cancel_event(get_event(event.slug), actor="test", now=NOON)

    answer = client.get(f"/events/{event.slug}{suffix}", headers={"If-None-Match": tag})

    assert answer.status_code == 200
    assert "cancelled" in answer.text.lower()


def test_compressed_answers_unpack_to_the_same_bytes(client: FlaskClient) -> None:
    address = f"/events/{make_event().slug}"
    plain, zipped, br = (
        client.get(address, headers={"Accept-Encoding": name}).get_data()
        for name in ("identity", "gzip", "br")
    )

    assert gzip.decompress(zipped) == brotli.decompress(br) == plain


def test_public_pages_are_the_same_signed_in_or_out_and_set_no_cookie(
    client: FlaskClient, organizer_client: FlaskClient
) -> None:
    addresses = public_addresses(make_event())

    for address in addresses:
        stranger, organizer = client.get(address), organizer_client.get(address)
        assert stranger.get_data() == organizer.get_data()
        for answer in (stranger, organizer):
            assert "Set-Cookie" not in answer.headers
            assert answer.headers["Vary"] == "Accept-Encoding"
            assert answer.headers["Cache-Control"] == "public, no-cache"


def test_a_page_with_all_it_needs_is_under_50_kilobytes(client: FlaskClient) -> None:
    event = make_event(
        description="\n\n".join(f"Paragraph {n} " + "of plain words " * 80 for n in range(6)),
        topics=["SDG9", "SDG17", "C1", "C11"],
    )
    for _ in range(8):
        make_speaker(event)
    compressed = {"Accept-Encoding": "br"}
    answer = client.get(f"/events/{event.slug}", headers=compressed)
    text = brotli.decompress(answer.get_data()).decode()

    parts = re.findall(r'(?:src|href)="(/static/[^"]+)"', text)
    sizes = [len(client.get(html.unescape(each), headers=compressed).get_data()) for each in parts]

    assert len(parts) >= 2
    assert len(answer.get_data()) + sum(sizes) < 50_000
    assert re.findall(r"<(?:img|script|link|iframe)[^>]*(?:src|href)=\"https?://(?!localhost)", text) == []


# Languages


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
    assert '<bdi>WSIS Forum</bdi>' in arabic
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


# The list


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
        title="Sommet des Télécommunications", venue="Genève", topics=["C11"], description="100% good"
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


@pytest.mark.parametrize("number", ["0", "-3", "x", "", "99", "9" * 30])
def test_any_page_number_is_answered(client: FlaskClient, number: str) -> None:
    make_past_event()

    assert client.get(f"/?page={number}").status_code == 200


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
