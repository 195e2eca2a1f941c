"""The public JSON: what it tells, to whom, and what it keeps to itself."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import Hands
from tests.factories import NOON, make_event, make_past_event, make_registration, make_speaker
from ungis_events import event_files, workflows
from ungis_events.api import views
from ungis_events.core.database import transaction
from ungis_events.events.models import Event, EventFormat, EventStatus, Mode
from ungis_events.events.queries import get_event
from ungis_events.files.models import LinkKind, Visibility
from ungis_events.files.service import LinkDetails, add_link
from ungis_events.speakers.models import Part

OPENS, CLOSES = datetime(2026, 12, 1, 9), datetime(2027, 1, 30, 9)


def read(client: FlaskClient, address: str) -> Any:
    answer = client.get(address)
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    return json.loads(answer.get_data())


def read_event(client: FlaskClient, event: Event) -> Any:
    return read(client, f"/api/v1/events/{event.slug}")


def slugs(listed: Any) -> list[str]:
    return [event["slug"] for event in listed["upcoming"] + listed["past"]]


def make_link(event: Event, kind: LinkKind, visibility: Visibility) -> None:
    with transaction():
        details = LinkDetails(
            f"The {kind}", f"https://files.example/{visibility}/{kind.name}", kind, visibility
        )
        add_link(get_event(event.slug), details, actor="test", now=NOON)


def test_an_event_says_what_its_page_says(client: FlaskClient) -> None:
    event = make_event(
        slug="the-event", title="Title & <more>", theme="Theme", forum="WSIS Forum 2027",
        format=EventFormat.HYBRID, venue="Room XX", capacity=300, room_capacity=2,
        access="Ramp", languages=["en", "fr"], topics=["SDG9", "C1"], contact="un@example.org",
    )  # fmt: skip
    make_speaker(
        event, honorific="H.E. Ms.", name="Mei", role="Chair", organization="PCI", part=Part.KEYNOTE
    )
    make_registration(event, attendance=Mode.ROOM)
    make_link(event, LinkKind.AGENDA, Visibility.PUBLIC)

    assert read_event(client, event) == {
        "uid": event.uid,
        "url": "http://localhost/events/the-event",
        "api_url": "http://localhost/api/v1/events/the-event",
        "calendar_url": "http://localhost/events/the-event/calendar.ics",
        "slug": "the-event",
        "title": "Title & <more>",
        "theme": "Theme",
        "kind": "side event",
        "status": "published",
        "format": "hybrid",
        "zone": "America/New_York",
        "platform": "Zoom",
        "venue": "Room XX",
        "organizers": ["UNGIS"],
        "languages": ["en", "fr"],
        "topics": ["SDG9", "C1"],
        "forum": "WSIS Forum 2027",
        "forum_slug": "wsis-forum-2027",
        "starts": "2027-01-31T08:30",
        "ends": "2027-01-31T09:45",
        "starts_at": "2027-01-31T13:30:00Z",
        "ends_at": "2027-01-31T14:45:00Z",
        "times": [
            {
                "city": "New York",
                "zone": "America/New_York",
                "starts": "2027-01-31T08:30:00-05:00",
                "ends": "2027-01-31T09:45:00-05:00",
                "abbreviation": "EST",
            },
            {
                "city": "Geneva",
                "zone": "Europe/Zurich",
                "starts": "2027-01-31T14:30:00+01:00",
                "ends": "2027-01-31T15:45:00+01:00",
                "abbreviation": "CET",
            },
        ],
        "description": "About **digital** cooperation.",
        "access": "Ramp",
        "capacity": 300,
        "room_capacity": 2,
        "waitlist": True,
        "approval": False,
        "registration_opens": None,
        "registration_closes": None,
        "registration": {
            "phase": "open",
            "opens_at": None,
            "closes_at": "2027-01-31T14:45:00Z",
            "url": "http://localhost/events/the-event/register",
            "seats": [
                {"mode": "room", "capacity": 2, "taken": 1, "left": 1, "waiting": 0},
                {"mode": "online", "capacity": 300, "taken": 0, "left": 300, "waiting": 0},
            ],
        },
        "speakers": [
            {
                "display_name": "H.E. Ms. Mei",
                "honorific": "H.E. Ms.",
                "name": "Mei",
                "role": "Chair",
                "organization": "PCI",
                "part": "keynote",
            }
        ],
        "links": [
            {
                "title": "The agenda",
                "url": "https://files.example/public/AGENDA",
                "kind": "agenda",
            }
        ],
        "recording": None,
    }


def test_every_field_of_event_files_is_there_but_the_private_two(client: FlaskClient) -> None:
    event = make_event()

    file = json.loads(event_files.write(workflows.event_file_of(event)))

    assert file.keys() - read_event(client, event).keys() == {"join_url", "contact"}


@pytest.mark.parametrize("minutes", [-60, 5, 600])
def test_the_webinars_address_is_in_no_json(
    client: FlaskClient, clock_hands: Hands, minutes: int
) -> None:
    event = make_event(join_url="https://webinar.example/secret", contact="office@example.org")
    clock_hands.set_to(event.starts_at + timedelta(minutes=minutes))

    for address in ("/api/v1/events", f"/api/v1/events/{event.slug}"):
        text = client.get(address).text
        assert (event.slug in text, "webinar.example" in text, "office@" in text) == (
            True,
            False,
            False,
        )


@pytest.mark.parametrize(
    ("moment", "phase", "url"),
    [
        (NOON, "not_yet_open", None),
        (NOON + timedelta(days=20), "open", "http://localhost/events/timed/register"),
        (datetime(2027, 1, 30, 20, tzinfo=NOON.tzinfo), "closed", None),
        (datetime(2027, 1, 31, 14, tzinfo=NOON.tzinfo), "live", None),
        (datetime(2027, 1, 31, 15, tzinfo=NOON.tzinfo), "over", None),
    ],
)
def test_registration_follows_the_clock(
    client: FlaskClient, clock_hands: Hands, moment: datetime, phase: str, url: str | None
) -> None:
    event = make_event(slug="timed", registration_opens=OPENS, registration_closes=CLOSES)
    read_event(client, event)  # what is kept must not outlive the phase
    read(client, "/api/v1/events")
    clock_hands.set_to(moment)

    shown = read_event(client, event)["registration"]
    listed = read(client, "/api/v1/events")

    assert {name: shown[name] for name in ("phase", "opens_at", "closes_at", "url")} == {
        "phase": phase,
        "opens_at": "2026-12-01T14:00:00Z",
        "closes_at": "2027-01-30T14:00:00Z",
        "url": url,
    }
    (short,) = listed["upcoming"] + listed["past"]
    assert short["registration"] == {name: shown[name] for name in shown if name != "seats"}


def test_seats_are_right_after_each_registration(client: FlaskClient) -> None:
    event = make_event(capacity=1)
    seen = []

    for _ in range(3):
        seen.append(read_event(client, event)["registration"]["seats"])
        make_registration(event)

    assert seen == [
        [{"mode": "online", "capacity": 1, "taken": 0, "left": 1, "waiting": 0}],
        [{"mode": "online", "capacity": 1, "taken": 1, "left": 0, "waiting": 0}],
        [{"mode": "online", "capacity": 1, "taken": 1, "left": 0, "waiting": 1}],
    ]


def test_links_are_only_those_that_anybody_may_open(client: FlaskClient) -> None:
    event = make_event()
    for visibility in reversed(Visibility):
        for kind in (LinkKind.SLIDES, LinkKind.RECORDING):
            make_link(event, kind, visibility)

    shown = read_event(client, event)

    assert [link["url"] for link in shown["links"]] == [
        "https://files.example/public/SLIDES",
        "https://files.example/public/RECORDING",
    ]
    assert shown["recording"] == "https://files.example/public/RECORDING"


def test_a_recording_for_registrants_is_no_public_recording(client: FlaskClient) -> None:
    event = make_event()
    make_link(event, LinkKind.RECORDING, Visibility.REGISTRANTS)

    shown = read_event(client, event)

    assert (shown["links"], shown["recording"]) == ([], None)


def test_a_change_is_there_at_once(client: FlaskClient) -> None:
    event = make_event()
    before = [read_event(client, event)["status"], read(client, "/api/v1/events")]
    with transaction():
        workflows.cancel_event(get_event(event.slug), actor="test", now=NOON)

    after = read_event(client, event)

    assert (before[0], after["status"]) == ("published", "cancelled")
    assert (after["registration"]["phase"], after["registration"]["seats"]) == ("cancelled", [])
    assert read(client, "/api/v1/events")["upcoming"][0]["status"] == "cancelled"


def test_drafts_are_nowhere(client: FlaskClient) -> None:
    draft = make_event(status=EventStatus.DRAFT)

    assert client.get(f"/api/v1/events/{draft.slug}").status_code == 404
    assert slugs(read(client, "/api/v1/events")) == []
    assert slugs(read(client, f"/api/v1/events?q={draft.title}")) == []


def test_the_list_has_what_comes_and_what_was(client: FlaskClient) -> None:
    later = make_event(starts=datetime(2027, 3, 1, 9), ends=datetime(2027, 3, 1, 10))
    sooner, past = make_event(), make_past_event()

    listed = read(client, "/api/v1/events")

    assert [event["slug"] for event in listed["upcoming"]] == [sooner.slug, later.slug]
    assert [event["slug"] for event in listed["past"]] == [past.slug]
    assert {name: listed[name] for name in ("page", "pages", "next")} == {
        "page": 1,
        "pages": 1,
        "next": None,
    }


def test_a_listed_event_is_a_part_of_the_whole_one(client: FlaskClient) -> None:
    event = make_event(forum="WSIS Forum 2027", topics=["SDG9"])

    (short,) = read(client, "/api/v1/events")["upcoming"]
    whole = read_event(client, event)

    whole["registration"].pop("seats")
    assert short.items() <= whole.items()
    assert read(client, short["api_url"].removeprefix("http://localhost"))["uid"] == event.uid


@pytest.mark.parametrize(
    "asked",
    ["forum=wsis-forum-2027", "topic=SDG9", "format=in-person", "q=telecom+union", "q=%20TÉLÉCOM "],
)
def test_filters_are_those_of_the_page(client: FlaskClient, asked: str) -> None:
    wanted = make_event(
        title="Télécom union", forum="WSIS Forum 2027", topics=["SDG9"],
        format=EventFormat.IN_PERSON,
    )  # fmt: skip
    make_event(title="Another", forum="Other forum", topics=["SDG8"])

    assert slugs(read(client, f"/api/v1/events?{asked}")) == [wanted.slug]


def test_a_search_is_not_answered_with_the_list_kept_before(client: FlaskClient) -> None:
    event = make_event()

    found = [slugs(read(client, f"/api/v1/events{query}")) for query in ("", "?q=zebra", "")]

    assert found == [[event.slug], [], [event.slug]]


def test_pages_lead_to_the_next_and_keep_what_was_asked(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    make_event(topics=["SDG9"])
    past = [make_past_event(topics=["SDG9"]) for _ in range(3)]
    make_past_event()

    first = read(client, "/api/v1/events?topic=SDG9")
    second = read(client, first["next"].removeprefix("http://localhost"))

    assert first["next"] == "http://localhost/api/v1/events?topic=SDG9&page=2"
    assert (len(first["upcoming"]), len(second["upcoming"])) == (1, 0)
    assert slugs({"upcoming": first["past"], "past": second["past"]}) == [e.slug for e in past]
    assert (second["page"], second["pages"], second["next"]) == (2, 2, None)


@pytest.mark.parametrize("page", ["0", "-3", "x", ""])
def test_a_page_that_is_none_is_the_first(client: FlaskClient, page: str) -> None:
    make_event()

    assert read(client, f"/api/v1/events?page={page}")["page"] == 1
