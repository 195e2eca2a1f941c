import json
from datetime import datetime
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.factories import make_event
from ungis_events.accounts.models import Account, TeamMember
from ungis_events.agenda.queries import list_items
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event, EventStatus
from ungis_events.events.queries import find_event
from ungis_events.speakers.models import Part, Speaker
from ungis_events.speakers.queries import list_speakers

from .steps import filled

CHECK, SAVE = (f"/manage/announcements/{name}" for name in ("check", "save"))
EVENT = {
    "title": "Open skies",
    "kind": "side event",
    "zone": "America/New_York",
    "starts": "2027-01-14T10:00",
    "ends": "2027-01-14T11:30",
    "format": "virtual",
    "languages": "en",
    "waitlist": "y",
}
PEOPLE = {
    "people-0-is_taken": "y",
    "people-0-number": "0",
    "people-0-name": "Omar Sy",
    "people-0-part": "panellist",
    "people-1-number": "1",
    "people-1-name": "Tom Berg",
    "people-1-part": "speaker",
}
PARTS = {
    "parts-0-is_taken": "y",
    "parts-0-title": "Panel",
    "parts-0-begins": "10:00",
    "parts-0-minutes": "60",
    "parts-0-speakers": "0",
    "parts-1-is_taken": "y",
    "parts-1-title": "Lunch",
    "parts-1-begins": "12:30",
    "parts-1-minutes": "60",
}


def count_events() -> int:
    return db.session.scalar(select(func.count()).select_from(Event)) or 0


def get_only_event() -> Event:
    return db.session.scalars(select(Event)).one()


@pytest.fixture
def team_client(organizer_client: FlaskClient) -> FlaskClient:
    """Of an organizer who works on events of their own alone."""
    with transaction():
        db.session.scalars(select(Account)).one().has_all_events = False
    return organizer_client


def test_event_form_opens_filled_in(organizer_client: FlaskClient) -> None:
    answer = organizer_client.post(CHECK, data=EVENT | PEOPLE | PARTS)

    form = filled(answer.text, "/save")
    assert answer.status_code == 200
    assert {name: form[name] for name in EVENT} == {name: [text] for name, text in EVENT.items()}
    assert "1 speaker, 2 parts of the agenda" in " ".join(answer.text.split())
    assert count_events() == 0


def test_only_who_is_ticked_goes_along(organizer_client: FlaskClient) -> None:
    page = organizer_client.post(CHECK, data=EVENT | PEOPLE).text

    names = {key: value for key, value in filled(page, "/save").items() if key.endswith("-name")}
    assert names == {"people-0-name": ["Omar Sy"]}


def test_answer_stands_in_place_of_what_was_read(organizer_client: FlaskClient) -> None:
    values = {"starts": "2027-01-14T09:00", "zone": "Europe/Zurich", "csrf_token": "x", "odd": "y"}
    asked = {
        "questions-0-sentence": "Nine or ten?",
        "questions-0-answer": json.dumps(values),
        "questions-1-sentence": "In which languages?",
        "questions-1-answer": "left",
        "questions-2-sentence": "And the end?",
    }

    page = organizer_client.post(CHECK, data=EVENT | asked).text

    form = filled(page, "/save")
    assert (form["starts"], form["zone"]) == (["2027-01-14T09:00"], ["Europe/Zurich"])
    assert "1 question is still open" in page
    assert "<li>And the end?</li>" in page


@pytest.mark.parametrize("answer", ["{", "{}", "[1]", '{"title": 7}', "{" * 3000, "7", '{"slug":'])
def test_answer_of_another_form_changes_nothing(organizer_client: FlaskClient, answer: str) -> None:
    data = EVENT | {"questions-0-sentence": "?", "questions-0-answer": answer}

    assert filled(organizer_client.post(CHECK, data=data).text, "/save")["title"] == ["Open skies"]


def test_missing_fields_are_asked_for_by_the_form(organizer_client: FlaskClient) -> None:
    opened = organizer_client.post(CHECK, data={})
    answer = organizer_client.post(SAVE, data={})

    assert (opened.status_code, answer.status_code) == (200, 422)
    assert "Enter a title" in answer.text
    assert count_events() == 0


def test_event_is_saved_with_roster_and_agenda(organizer_client: FlaskClient) -> None:
    answer = organizer_client.post(SAVE, data=EVENT | PEOPLE | PARTS)

    event = get_only_event()
    assert (answer.status_code, answer.headers["Location"]) == (303, "/manage/events/open-skies/")
    assert (event.title, event.starts, event.status) == (
        "Open skies",
        datetime(2027, 1, 14, 10),
        EventStatus.DRAFT,
    )
    assert [(each.name, each.part) for each in list_speakers(event)] == [
        ("Omar Sy", Part.PANELLIST)
    ]
    assert [(each.title, [slot.speaker.name for slot in each.slots]) for each in list_items(event)]
    told = unescape(organizer_client.get(answer.headers["Location"]).text)
    assert "1 person is on the roster." in told
    assert "1 part is in the agenda." in told
    assert "1 part lies outside the event’s hours and is not in the agenda: Lunch" in told


def test_who_works_on_own_events_only_joins_its_team(team_client: FlaskClient) -> None:
    answer = team_client.post(SAVE, data=EVENT)

    assert team_client.get(answer.headers["Location"]).status_code == 200
    assert len(db.session.scalars(select(TeamMember)).all()) == 1


def test_form_sent_twice_makes_one_event(organizer_client: FlaskClient) -> None:
    organizer_client.post(SAVE, data=EVENT | PEOPLE)
    again = organizer_client.post(SAVE, data=EVENT | PEOPLE)

    assert again.status_code == 422
    assert 'id="slug-error"' in again.text
    assert filled(again.text, "/save")["people-0-name"] == ["Omar Sy"]
    assert count_events() == 1
    assert db.session.scalar(select(func.count()).select_from(Speaker)) == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        pytest.param({"people-0-name": ""}, "Enter the speaker's name", id="no name"),
        pytest.param({"people-0-part": "singer"}, "Not a valid choice", id="no such part"),
        pytest.param({"people-0-email": "no address"}, "Enter an e-mail address", id="address"),
        pytest.param({"people-0-role": "a" * 301}, "Use at most 300 characters", id="long role"),
        pytest.param({"parts-0-title": ""}, "Enter what this item is called", id="no title"),
        pytest.param({"parts-0-begins": "25:00"}, "Enter when it starts", id="hour"),
        pytest.param({"parts-0-minutes": "0"}, "Enter how many minutes", id="minutes"),
        pytest.param({"parts-0-minutes": "x"}, "Enter a whole number", id="not a number"),
    ],
)
@pytest.mark.parametrize("path", [CHECK, SAVE])
def test_what_goes_along_is_checked_and_shown_to_be_mended(
    organizer_client: FlaskClient, path: str, changed: dict[str, str], sentence: str
) -> None:
    answer = organizer_client.post(path, data=EVENT | PEOPLE | PARTS | changed)

    form = filled(answer.text, "/save")
    (name, typed), *_ = changed.items()
    assert answer.status_code == 422
    assert sentence in unescape(answer.text)
    assert form["title"] == ["Open skies"]
    assert name.endswith("-part") or form[name] == [typed]
    assert count_events() == 0


def test_who_is_not_ticked_needs_no_mending(organizer_client: FlaskClient) -> None:
    answer = organizer_client.post(SAVE, data=EVENT | {"people-0-name": "", "parts-0-begins": "x"})

    assert answer.status_code == 303


def test_times_are_shown_without_saving(organizer_client: FlaskClient) -> None:
    answer = organizer_client.post(SAVE, data=EVENT | PEOPLE | {"preview": "1"})

    assert answer.status_code == 200
    assert "16:00–17:30" in answer.text
    assert filled(answer.text, "/save")["people-0-name"] == ["Omar Sy"]
    assert count_events() == 0


def test_address_that_is_taken_is_said_beside_the_field(organizer_client: FlaskClient) -> None:
    make_event(slug="open-skies")

    answer = organizer_client.post(SAVE, data=EVENT | PEOPLE)

    assert answer.status_code == 422
    assert 'id="slug-error"' in answer.text
    assert find_event("open-skies") is not None
    assert count_events() == 1
