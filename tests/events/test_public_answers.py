"""What public answers tell to whom, and what is kept of them."""

import gzip
import html
import json
import re
from datetime import datetime, timedelta

import brotli
import pytest
from flask.testing import FlaskClient

from tests.conftest import Hands
from tests.factories import NOON, make_event, make_speaker
from ungis_events import workflows
from ungis_events.core.database import transaction
from ungis_events.events.models import Event
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


def public_addresses(event: Event) -> list[str]:
    own = f"/events/{event.slug}"
    return ["/", own, f"{own}.txt", f"{own}/calendar.ics", "/privacy", "/accessibility"]


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
    assert ["secret-number" in answer.text.replace("\r\n ", "") for answer in answers] == [
        False
    ] * 6


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
        "location": [{"@type": "VirtualLocation", "url": f"http://localhost/events/{event.slug}"}],
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
        "- Ms. Mei Lin Fung, Chair, PCI – to be confirmed",
        f"Page: http://localhost/events/{event.slug}",
        f"Register: http://localhost/events/{event.slug}/register",
        f"Calendar file: http://localhost/events/{event.slug}/calendar.ics",
    ):
        assert line in answer.text.splitlines(), line


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
    assert (
        re.findall(r"<(?:img|script|link|iframe)[^>]*(?:src|href)=\"https?://(?!localhost)", text)
        == []
    )
