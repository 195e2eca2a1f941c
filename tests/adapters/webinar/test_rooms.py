"""Rooms at Zoom: what is sent, and what its answers are read as."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.adapters.webinar.scripted import MemoryTokens, Scripted, Wall, make_zoom
from ungis_events.adapters.webinar import (
    Interpreter,
    Problem,
    ProviderError,
    Recording,
    Room,
    RoomWanted,
)
from ungis_events.adapters.webinar.providers.zoom import ZoomProvider
from ungis_events.adapters.webinar.zoom_api.bodies import reference_of, shortened

NUMBER = "85746065123"
WANTED = RoomWanted(
    reference="UNGIS-7F3K",
    topic="Oceans and space",
    agenda="Satellites see the sea.",
    starts=datetime(2026, 12, 1, 9, 30),
    zone="Europe/Zurich",
    minutes=90,
    host="",
)
ROOM = {
    "id": 85746065123,
    "uuid": "m3WqMkvuRXyYqH+eKWhk9w==",
    "host_email": "host@example.org",
    "topic": "Oceans and space",
    "agenda": "Ref. UNGIS-7F3K\n\nSatellites see the sea.",
    "type": 5,
    "start_time": "2026-12-01T08:30:00Z",
    "timezone": "Europe/Zurich",
    "duration": 90,
    "password": "sea-2026",
    "capacity": 500,
    "start_url": "https://zoom.us/s/85746065123?zak=secret",
    "join_url": "https://zoom.us/j/85746065123",
}


def test_a_room_is_asked_for_with_everything_of_zooms_own_mail_off(
    script: Scripted, provider: ZoomProvider
) -> None:
    script.then(201, ROOM)

    provider.create_room(WANTED)

    no_mail = {"enable": False, "type": 0}
    assert script.asked[-1].method == "POST"
    assert script.asked[-1].path == "/v2/users/host%40example.org/webinars"
    assert script.asked[-1].json == {
        "type": 5,
        "topic": "Oceans and space",
        "agenda": "Ref. UNGIS-7F3K\n\nSatellites see the sea.",
        "start_time": "2026-12-01T09:30:00",
        "timezone": "Europe/Zurich",
        "duration": 90,
        "settings": {
            "approval_type": 0,
            "registration_type": 1,
            "registrants_email_notification": False,
            "registrants_confirmation_email": False,
            "panelists_invitation_email_notification": False,
            "attendees_and_panelists_reminder_email_notification": no_mail,
            "follow_up_attendees_email_notification": no_mail,
            "follow_up_absentees_email_notification": no_mail,
            "allow_multiple_devices": True,
            "practice_session": True,
            "auto_recording": "none",
            "alternative_hosts": "",
            "question_and_answer": {"enable": True, "allow_anonymous_questions": False},
            "language_interpretation": {"enable": False},
        },
    }


def test_all_that_can_be_wanted_is_asked_for(script: Scripted, provider: ZoomProvider) -> None:
    script.then(201, ROOM)

    provider.create_room(
        replace(
            WANTED,
            host="other+1@example.org",
            alternative_hosts=("a@example.org", "b@example.org"),
            passcode="sea-2026",
            practice_session=False,
            question_and_answer=False,
            anonymous_questions=True,
            recording=Recording.CLOUD,
            interpreters=(
                Interpreter("i@example.org", ("en", "fr")),
                Interpreter("j@example.org", ("ar", "zh")),
            ),
            contact_name="UNGIS",
            contact_email="events@example.org",
        )
    )

    asked = script.asked[-1]
    body = asked.json
    assert isinstance(body, dict)
    settings = body["settings"]
    names = ("practice_session", "auto_recording", "alternative_hosts", "question_and_answer")
    assert (asked.path, body["password"]) == (
        "/v2/users/other%2B1%40example.org/webinars",
        "sea-2026",
    )
    assert {name: settings[name] for name in names} == {
        "practice_session": False,
        "auto_recording": "cloud",
        "alternative_hosts": "a@example.org,b@example.org",
        "question_and_answer": {"enable": False, "allow_anonymous_questions": True},
    }
    assert settings["language_interpretation"] == {
        "enable": True,
        "interpreters": [
            {"email": "i@example.org", "interpreter_languages": "English,French"},
            {"email": "j@example.org", "interpreter_languages": "Arabic,Chinese"},
        ],
    }
    assert (settings["contact_name"], settings["contact_email"]) == ("UNGIS", "events@example.org")


def test_a_room_is_read_without_the_hosts_own_link(
    script: Scripted, provider: ZoomProvider
) -> None:
    script.then(201, ROOM)

    room = provider.create_room(WANTED)

    assert room == Room(
        number=NUMBER,
        join_url="https://zoom.us/j/85746065123",
        topic="Oceans and space",
        reference="UNGIS-7F3K",
        starts_at=datetime(2026, 12, 1, 8, 30, tzinfo=UTC),
        minutes=90,
        host="host@example.org",
        passcode="sea-2026",
        capacity=500,
    )
    assert "zak" not in repr(room)


def test_a_host_of_nobodys_choice_is_who_set_up_the_app(
    script: Scripted, tokens: MemoryTokens, wall: Wall
) -> None:
    script.then(201, ROOM)

    make_zoom(script.url, tokens, wall, ZOOM_HOST="").create_room(WANTED)

    assert script.paths() == ["POST /v2/users/me/webinars"]


def test_what_is_too_long_for_zoom_is_cut_after_a_word(
    script: Scripted, provider: ZoomProvider
) -> None:
    script.then(201, ROOM)

    provider.create_room(replace(WANTED, topic="water " * 50, agenda="sea " * 900, minutes=5000))

    body = script.asked[-1].json
    assert isinstance(body, dict)
    assert body["topic"] == ("water " * 33)[:197] + "…"
    assert (len(body["agenda"]) <= 2000, body["agenda"][-5:]) == (True, " sea…")
    assert (reference_of(body["agenda"][:250]), body["duration"]) == ("UNGIS-7F3K", 1440)


@pytest.mark.parametrize("text", ["x" * 500, "a " + "x" * 500, "x" * 150 + " " + "y" * 500])
def test_a_word_without_end_is_cut_anywhere(text: str) -> None:
    assert shortened(text, 200) == text[:199] + "…"


@pytest.mark.parametrize("passcode", ["elevenchars", "with blank", "é", "a:b"])
def test_a_passcode_that_zoom_refuses_is_not_sent(
    script: Scripted, provider: ZoomProvider, passcode: str
) -> None:
    with pytest.raises(ProviderError) as caught:
        provider.create_room(replace(WANTED, passcode=passcode))

    assert (caught.value.problem, script.asked) == (Problem.WRONG_VALUE, [])
    assert passcode not in caught.value.detail


@pytest.mark.parametrize("code", ["", "x-y-z", "tlh-unknown"])
def test_a_language_that_nobody_knows_is_not_sent(
    script: Scripted, provider: ZoomProvider, code: str
) -> None:
    wanted = replace(WANTED, interpreters=(Interpreter("i@example.org", ("en", code)),))

    with pytest.raises(ProviderError) as caught:
        provider.create_room(wanted)

    assert (caught.value.problem, script.asked) == (Problem.WRONG_VALUE, [])


def test_a_zone_that_zoom_does_not_know_is_told_as_utc(
    script: Scripted, provider: ZoomProvider
) -> None:
    wrong = [{"field": "timezone", "message": "Invalid field."}]
    script.then(400, {"code": 300, "message": "Validation Failed.", "errors": wrong})
    script.then(201, ROOM)

    provider.create_room(WANTED)

    body = script.asked[-1].json
    assert isinstance(body, dict)
    assert (body["start_time"], body["timezone"]) == ("2026-12-01T08:30:00Z", "UTC")


def test_a_change_sends_all_but_the_kind(script: Scripted, provider: ZoomProvider) -> None:
    script.then(201, ROOM).then(204)

    provider.create_room(WANTED)
    provider.update_room(NUMBER, WANTED)

    made, changed = (each.json for each in script.asked[-2:])
    assert isinstance(made, dict)
    assert (script.asked[-1].method, script.asked[-1].path) == ("PATCH", f"/v2/webinars/{NUMBER}")
    assert changed == {name: value for name, value in made.items() if name != "type"}


def test_a_room_is_found_by_its_mark_on_any_page(script: Scripted, provider: ZoomProvider) -> None:
    others = [{"id": 1, "agenda": "Ref. UNGIS-7F3"}, {"id": 2}, {"agenda": None}, "nonsense"]
    script.then(200, {"webinars": others, "next_page_token": "page-2"})
    script.then(200, {"webinars": [{"id": 85746065123, "agenda": "Ref. UNGIS-7F3K\r\n\r\nSat"}]})
    script.then(200, ROOM)

    room = provider.find_room("UNGIS-7F3K", "")

    assert room is not None
    assert room.number == NUMBER
    assert script.paths() == [
        "GET /v2/users/host%40example.org/webinars?page_size=300",
        "GET /v2/users/host%40example.org/webinars?page_size=300&next_page_token=page-2",
        f"GET /v2/webinars/{NUMBER}",
    ]


def test_a_room_that_is_not_there_is_not_found(script: Scripted, provider: ZoomProvider) -> None:
    script.then(200, {"webinars": []})

    assert provider.find_room("UNGIS-7F3K", "host@example.org") is None


@pytest.mark.parametrize(
    ("agenda", "reference"),
    [
        ("Ref. A1\n\nText", "A1"),
        ("Added by hand\nRef. A1", "A1"),
        ("See Ref. A1", None),
        ("Ref. two words", None),
        ("", None),
        (None, None),
    ],
)
def test_our_mark_is_a_line_of_its_own(agenda: object, reference: str | None) -> None:
    assert reference_of(agenda) == reference


def test_a_list_that_never_ends_is_left(script: Scripted, provider: ZoomProvider) -> None:
    for _ in range(2):
        script.then(200, {"webinars": [], "next_page_token": "again"})

    assert provider.find_room("UNGIS-7F3K", "") is None
    assert script.answers == []


@pytest.mark.parametrize("kind", [6, 9])
def test_a_series_cannot_be_taken_over(script: Scripted, provider: ZoomProvider, kind: int) -> None:
    script.then(200, {**ROOM, "type": kind})

    with pytest.raises(ProviderError) as caught:
        provider.fetch_room(NUMBER)

    assert caught.value.problem is Problem.WRONG_VALUE


@pytest.mark.parametrize(
    "told", [{"id": None}, {"id": "12a"}, {"id": True}, {"join_url": 5}, {"id": "1" * 41}]
)
def test_a_room_that_cannot_be_read_is_no_room(
    script: Scripted, provider: ZoomProvider, told: dict[str, object]
) -> None:
    script.then(201, {**ROOM, **told})

    with pytest.raises(ProviderError) as caught:
        provider.create_room(WANTED)

    assert (caught.value.problem, caught.value.is_unsure) == (Problem.UNREACHABLE, True)


@pytest.mark.parametrize(
    "start", ["tomorrow", "2026-12-01T08:30:00", None, 5, "0001-01-01T00:00:00+14:00"]
)
def test_a_start_that_cannot_be_read_is_left_out(
    script: Scripted, provider: ZoomProvider, start: object
) -> None:
    script.then(200, {**ROOM, "start_time": start})

    assert provider.fetch_room(NUMBER).starts_at is None


@pytest.mark.parametrize("answer", [(204, None), (404, {"code": 3001, "message": "Not found."})])
def test_a_room_is_deleted_without_a_mail_and_may_be_gone_already(
    script: Scripted, provider: ZoomProvider, answer: tuple[int, object]
) -> None:
    script.then(*answer)

    provider.delete_room(NUMBER)

    assert script.paths() == [f"DELETE /v2/webinars/{NUMBER}?cancel_webinar_reminder=false"]


def test_the_page_of_a_room_is_zooms_own(provider: ZoomProvider) -> None:
    assert provider.room_page(NUMBER) == "https://zoom.us/webinar/85746065123"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("85746065123", "85746065123"),
        (" 857 4606 5123 ", "85746065123"),
        ("857-4606-5123", "85746065123"),
        ("https://us02web.zoom.us/w/85746065123?pwd=abc.1", "85746065123"),
        ("https://zoom.us/j/85746065123", "85746065123"),
        ("12345", None),
        ("https://zoom.us/my/room", None),
        ("https://zoom.us/w/857460651234567", None),
        ("", None),
    ],
)
def test_a_number_is_read_however_it_is_written(
    provider: ZoomProvider, typed: str, number: str | None
) -> None:
    assert provider.read_number(typed) == number
