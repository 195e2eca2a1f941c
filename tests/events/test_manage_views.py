from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.event import listen, remove

from tests.factories import NOON, event_details, make_event, make_registration
from ungis_events import workflows
from ungis_events.core.database import db, transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event, EventFormat, EventStatus
from ungis_events.events.queries import find_event, get_event
from ungis_events.history.queries import list_history

FORM: dict[str, Any] = {
    "title": "Digital cooperation",
    "theme": "A side event",
    "slug": "",
    "forum": "WSIS Forum 2027",
    "kind": "side event",
    "organizers": "UNGIS\r\nWSIS",
    "zone": "America/New_York",
    "starts": "2027-01-31T08:30",
    "ends": "2027-01-31T09:45",
    "format": "virtual",
    "platform": "Zoom",
    "join_url": "",
    "venue": "",
    "languages": ["en", "fr"],
    "description": "One\r\n\r\nTwo",
    "access": "",
    "contact": "",
    "capacity": "500",
    "room_capacity": "",
    "waitlist": "y",
    "registration_opens": "",
    "registration_closes": "",
    "topics": ["SDG9", "C1"],
}


def address(event: Event, rest: str = "") -> str:
    return f"/manage/events/{event.slug}/{rest}"


def filled(details: EventDetails, read_at: int, **changes: Any) -> dict[str, Any]:
    """What a browser sends when the edit form is left as it came, but for `changes`."""
    return {
        "version": str(read_at),
        "slug": details.slug,
        "title": details.title,
        "theme": details.theme or "",
        "kind": details.kind,
        "organizers": "\r\n".join(details.organizers),
        "zone": details.zone,
        "starts": f"{details.starts:%Y-%m-%dT%H:%M}",
        "ends": f"{details.ends:%Y-%m-%dT%H:%M}",
        "format": details.format.value,
        "platform": details.platform or "",
        "join_url": details.join_url or "",
        "languages": details.languages,
        "description": details.description.replace("\n", "\r\n"),
        "waitlist": "y",
        "topics": details.topics,
    } | changes


def hidden_version(page: str) -> str:
    return page.split('name="version"')[1].split('value="')[1].split('"')[0]


def test_created_event_is_a_draft_with_everything_that_was_typed(
    organizer_client: FlaskClient,
) -> None:
    answer = organizer_client.post("/manage/events/new", data=FORM)

    event = get_event("digital-cooperation")
    assert (answer.status_code, answer.location) == (303, address(event))
    assert event.status is EventStatus.DRAFT
    assert EventDetails.of(event) == EventDetails(
        slug="digital-cooperation",
        title="Digital cooperation",
        theme="A side event",
        forum="WSIS Forum 2027",
        organizers=["UNGIS", "WSIS"],
        zone="America/New_York",
        starts=datetime(2027, 1, 31, 8, 30),
        ends=datetime(2027, 1, 31, 9, 45),
        platform="Zoom",
        languages=["en", "fr"],
        description="One\n\nTwo",
        capacity=500,
        topics=["SDG9", "C1"],
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param({"title": " "}, "Enter a title", id="no title"),
        pytest.param({"zone": "New York"}, "Choose a time zone from the list", id="no zone"),
        pytest.param({"starts": "soon"}, "Enter when it starts", id="no time"),
        pytest.param({"ends": "2027-01-31T08:30"}, "The end must be after the start", id="no end"),
        pytest.param(
            {"starts": "2027-03-14T02:30", "ends": "2027-03-14T04:00"},
            "02:30 does not exist on 14 March 2027",
            id="the hour that is skipped",
        ),
        pytest.param(
            {"starts": "2027-11-07T01:30", "ends": "2027-11-07T04:00"},
            "01:30 comes twice on 07 November 2027",
            id="the hour that comes twice",
        ),
        pytest.param({"capacity": "many"}, "Enter a whole number", id="no number"),
        pytest.param({"languages": []}, "Choose at least one language", id="no language"),
        pytest.param({"slug": "Not A Slug"}, "Use small letters", id="no address"),
        pytest.param({"join_url": "javascript:x"}, "begins with https://", id="no web address"),
        pytest.param({"topics": ["SDG99"]}, "not a valid choice", id="unknown topic"),
    ],
)
def test_wrong_event_is_shown_again_filled(
    organizer_client: FlaskClient, given: dict[str, str], sentence: str
) -> None:
    answer = organizer_client.post("/manage/events/new", data=FORM | given)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="A side event"' in answer.text
    assert find_event("digital-cooperation") is None


def test_event_left_as_it_came_stays_the_same(organizer_client: FlaskClient) -> None:
    details = event_details(
        title="كيف نتعاون", languages=["fr", "en"], topics=["GDC1", "SDG9"], description="A  \nB\n"
    )
    with transaction():
        event = workflows.save_event(None, details, actor="test", now=NOON)

    answer = organizer_client.post(address(event, "edit"), data=filled(details, event.version))

    assert answer.status_code == 303
    assert EventDetails.of(get_event(event.slug)) == details
    assert [entry.act for entry in list_history(event.id)] == ["created"]


def test_history_tells_who_changed_what(organizer_client: FlaskClient) -> None:
    event = make_event(title="Before")
    details = EventDetails.of(event)

    form = filled(details, event.version, title="After")
    organizer_client.post(address(event, "edit"), data=form)

    entry = list_history(event.id)[0]
    assert (entry.act, entry.changes) == ("changed", {"title": ["Before", "After"]})
    assert entry.actor.startswith("Account ")
    page = organizer_client.get(address(event, "history")).text
    assert "<del><bdi>Before</bdi></del> → <ins><bdi>After</bdi></ins>" in page


def test_saving_over_a_newer_version_shows_both_and_then_saves(
    organizer_client: FlaskClient,
) -> None:
    event = make_event(title="Read by both", theme="Same")
    read, details = event.version, EventDetails.of(event)
    page = address(event, "edit")
    organizer_client.post(page, data=filled(details, read, title="Theirs"))

    mine = filled(details, read, title="Mine")
    refused = organizer_client.post(page, data=mine)
    between = get_event(event.slug).version
    accepted = organizer_client.post(page, data=mine | {"version": str(between)})

    assert refused.status_code == 422
    assert 'value="Mine"' in refused.text
    assert "<b>Now saved:</b> <bdi>Theirs</bdi>" in refused.text
    assert refused.text.count("Now saved:") == 1
    assert hidden_version(refused.text) == str(between)
    assert (accepted.status_code, get_event(event.slug).title) == (303, "Mine")


def test_form_without_a_version_is_not_trusted(organizer_client: FlaskClient) -> None:
    event = make_event(title="Saved")

    form = filled(EventDetails.of(event), 0, title="Mine", version="")
    answer = organizer_client.post(address(event, "edit"), data=form)

    assert (answer.status_code, get_event(event.slug).title) == (422, "Saved")


def test_preview_button_shows_times_and_saves_nothing(organizer_client: FlaskClient) -> None:
    answer = organizer_client.post("/manage/events/new", data=FORM | {"preview": "1"})

    assert answer.status_code == 200
    assert "14:30–15:45" in answer.text
    assert 'value="Digital cooperation"' in answer.text
    assert find_event("digital-cooperation") is None


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("zone=America/New_York&starts=2027-01-31T08:30&ends=2027-01-31T09:45", "14:30–15:45"),
        ("zone=America/New_York&starts=2027-03-14T02:30&ends=2027-03-14T09:45", "does not exist"),
        ("zone=Europe/Zurich&starts=2027-01-31T08:30&ends=2027-01-31T08:00", "must be after"),
        ("zone=Nowhere&starts=2027-01-31T08:30&ends=2027-01-31T08:00", "Give zone"),
        ("zone=Europe/Zurich&starts=0001-01-01T00:00&ends=2027-01-31T08:00", "cannot be used"),
        ("", "Give zone"),
    ],
)
def test_live_times(organizer_client: FlaskClient, query: str, shown: str) -> None:
    answer = organizer_client.get(f"/manage/times?{query}")

    assert answer.status_code == 200
    assert shown in answer.text


def test_publishing_opens_the_page(organizer_client: FlaskClient, client: FlaskClient) -> None:
    event = make_event(status=EventStatus.DRAFT)
    before = client.get(f"/events/{event.slug}").status_code

    organizer_client.post(address(event, "publish"))

    assert (before, client.get(f"/events/{event.slug}").status_code) == (404, 200)


def test_act_from_the_wrong_state_says_so(organizer_client: FlaskClient) -> None:
    event = make_event(status=EventStatus.DRAFT)

    answer = organizer_client.post(address(event, "cancel"), follow_redirects=True)

    assert "The event is in another state by now." in answer.text
    assert get_event(event.slug).status is EventStatus.DRAFT


def test_duplicate_is_a_draft_to_edit(organizer_client: FlaskClient) -> None:
    event = make_event(title="Once more")

    answer = organizer_client.post(address(event, "duplicate"))

    copy = get_event(answer.location.split("/")[3])
    assert (copy.title, copy.status) == ("Once more", EventStatus.DRAFT)


def titles_in_order(page: str, *titles: str) -> list[str]:
    return sorted((title for title in titles if title in page), key=page.index)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("", ["Beta", "Alpha", "Gamma"], id="latest first"),
        pytest.param("?sort=starts", ["Gamma", "Alpha", "Beta"], id="earliest first"),
        pytest.param("?sort=title", ["Alpha", "Beta", "Gamma"], id="by title"),
        pytest.param("?sort=-registered", ["Alpha", "Beta", "Gamma"], id="most registered"),
        pytest.param("?status=draft", ["Gamma"], id="drafts"),
        pytest.param("?q=alph", ["Alpha"], id="searched"),
        pytest.param("?sort=nonsense&status=nonsense", ["Beta", "Alpha", "Gamma"], id="nonsense"),
    ],
)
def test_list_of_events(organizer_client: FlaskClient, query: str, expected: list[str]) -> None:
    alpha = make_event(title="Alpha", capacity=50)
    make_event(title="Beta", starts=datetime(2027, 3, 1, 9, 0), ends=datetime(2027, 3, 1, 10, 0))
    make_event(
        title="Gamma",
        status=EventStatus.DRAFT,
        starts=datetime(2027, 1, 1, 9, 0),
        ends=datetime(2027, 1, 1, 10, 0),
    )
    make_registration(alpha)

    page = organizer_client.get(f"/manage/{query}").text

    assert titles_in_order(page, "Alpha", "Beta", "Gamma") == expected


def test_list_shows_seats_of_each_mode(organizer_client: FlaskClient) -> None:
    event = make_event(format=EventFormat.HYBRID, venue="Room XX", capacity=50, room_capacity=20)

    page = organizer_client.get("/manage/").text

    assert event.slug in page
    assert "0 / 50" in page
    assert "0 / 20" in page


def test_expired_token_shows_the_filled_form_again(
    organizer_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(organizer_client.application.config, "WTF_CSRF_ENABLED", True)

    answer = organizer_client.post("/manage/events/new", data=FORM | {"csrf_token": "too old"})

    assert answer.status_code == 422
    assert "open for a long time" in answer.text
    assert 'value="Digital cooperation"' in answer.text
    assert find_event("digital-cooperation") is None


def test_list_asks_as_many_questions_for_many_events(organizer_client: FlaskClient) -> None:
    make_event()
    few = count_queries(organizer_client, "/manage/")
    for _ in range(5):
        make_event()

    many = count_queries(organizer_client, "/manage/")

    assert many == few


def count_queries(client: FlaskClient, path: str) -> int:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    db.session.rollback()
    db.session.expire_all()
    listen(db.engine, "before_cursor_execute", note)
    client.get(path)
    remove(db.engine, "before_cursor_execute", note)
    return len(statements)
