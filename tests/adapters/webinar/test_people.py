"""Registrants, panelists and who was there, as Zoom wants and tells them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.adapters.webinar.scripted import Scripted
from ungis_events.adapters.webinar import (
    Admitted,
    PanelistPlace,
    Person,
    Problem,
    ProviderError,
    Stay,
)
from ungis_events.adapters.webinar.providers.zoom import ZoomProvider

NUMBER = "85746065123"
AMINA = Person(
    "Amina@Example.org", "Amina", "Diallo", "ITU", "CH", job_title="Engineer", language="fr"
)
TEN = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
GONE = (404, {"code": 3001, "message": "Webinar not found or has expired."})


def test_a_person_is_let_in_with_a_link_of_their_own(
    script: Scripted, provider: ZoomProvider
) -> None:
    script.then(201, {"id": 85746065123, "registrant_id": "r1", "join_url": "https://zoom.us/w/1"})

    admitted = provider.add_person(NUMBER, AMINA)

    assert admitted == Admitted("amina@example.org", "r1", "https://zoom.us/w/1")
    assert script.paths() == [f"POST /v2/webinars/{NUMBER}/registrants"]
    assert script.asked[-1].json == {
        "email": "Amina@Example.org",
        "first_name": "Amina",
        "last_name": "Diallo",
        "org": "ITU",
        "country": "CH",
        "job_title": "Engineer",
        "language": "fr-FR",
    }


@pytest.mark.parametrize(
    ("given", "family", "first", "last"),
    [
        ("Madonna", "", "Madonna", ""),
        ("", "Suharto", "Suharto", ""),
        (" ", " ", "a", ""),
        ("x" * 100, "y" * 100, "x" * 64, "y" * 64),
    ],
)
def test_zoom_insists_on_a_first_name(
    script: Scripted, provider: ZoomProvider, given: str, family: str, first: str, last: str
) -> None:
    script.then(201, {"registrant_id": "r1", "join_url": "https://zoom.us/w/1"})

    provider.add_person(NUMBER, Person("a@example.org", given, family))

    assert script.asked[-1].json == {
        "email": "a@example.org",
        "first_name": first,
        "last_name": last,
        "language": "en-US",
    }


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ar", None),
        ("en", "en-US"),
        ("es", "es-ES"),
        ("fr", "fr-FR"),
        ("ru", "ru-RU"),
        ("zh", "zh-CN"),
    ],
)
def test_zoom_knows_no_arabic(
    script: Scripted, provider: ZoomProvider, language: str, told: str | None
) -> None:
    script.then(201, {"registrant_id": "r1", "join_url": "https://zoom.us/w/1"})

    provider.add_person(NUMBER, replace(AMINA, language=language))

    body = script.asked[-1].json
    assert isinstance(body, dict)
    assert body.get("language") == told


def test_many_are_let_in_at_once(script: Scripted, provider: ZoomProvider) -> None:
    rows = [
        {"email": "Amina@Example.org", "registrant_id": "r1", "join_url": "https://zoom.us/w/1"},
        {"email": "bo@example.org", "registrant_id": "r2"},
        {"registrant_id": "r3", "join_url": "https://zoom.us/w/3"},
        "nonsense",
    ]
    script.then(201, {"registrants": rows})

    admitted = provider.add_people(NUMBER, [AMINA, Person("bo@example.org", "Bo", "Li")])

    assert admitted == [Admitted("amina@example.org", "r1", "https://zoom.us/w/1")]
    assert script.paths() == [f"POST /v2/webinars/{NUMBER}/batch_registrants"]
    assert script.asked[-1].json == {
        "auto_approve": True,
        "registrants_confirmation_email": False,
        "registrants": [
            {"email": "Amina@Example.org", "first_name": "Amina", "last_name": "Diallo"},
            {"email": "bo@example.org", "first_name": "Bo", "last_name": "Li"},
        ],
    }


def _page(first: int, last: int, mark: str = "") -> dict[str, object]:
    rows = [
        {"id": f"r{n}", "email": f"p{n}@example.org", "join_url": f"https://zoom.us/w/{n}"}
        for n in range(first, last)
    ]
    return {"registrants": rows, "next_page_token": mark}


def test_all_pages_are_listed(script: Scripted, provider: ZoomProvider) -> None:
    script.then(200, _page(0, 300, "m/2")).then(200, _page(300, 310))

    pages = [len(page) for page in provider.list_people(NUMBER)]

    assert pages == [300, 10]
    assert script.paths() == [
        f"GET /v2/webinars/{NUMBER}/registrants?status=approved&page_size=300",
        f"GET /v2/webinars/{NUMBER}/registrants?status=approved&page_size=300"
        "&next_page_token=m%2F2",
    ]


def test_a_list_whose_mark_died_is_begun_again_once(
    script: Scripted, provider: ZoomProvider
) -> None:
    died = (400, {"code": 300, "message": "The next page token is invalid or expired."})
    script.then(200, _page(0, 3, "m2")).then(*died)
    script.then(200, _page(0, 3, "m3")).then(200, _page(3, 4))

    found = {each.external_id for page in provider.list_people(NUMBER) for each in page}

    assert found == {"r0", "r1", "r2", "r3"}


def test_a_list_whose_mark_dies_again_is_given_up(script: Scripted, provider: ZoomProvider) -> None:
    died = (400, {"code": 300, "message": "The next page token is invalid or expired."})
    script.then(200, _page(0, 3, "m2")).then(*died).then(200, _page(0, 3, "m3")).then(*died)

    with pytest.raises(ProviderError) as caught:
        list(provider.list_people(NUMBER))

    assert (caught.value.problem, script.answers) == (Problem.WRONG_VALUE, [])


def test_people_are_taken_out(script: Scripted, provider: ZoomProvider) -> None:
    script.then(204)

    provider.remove_people(NUMBER, [Admitted("amina@example.org", "r1", "https://zoom.us/w/1")])

    assert script.paths() == [f"PUT /v2/webinars/{NUMBER}/registrants/status"]
    assert script.asked[-1].json == {
        "action": "cancel",
        "registrants": [{"id": "r1", "email": "amina@example.org"}],
    }


@pytest.mark.parametrize(
    "answer", [(204, None), GONE, (400, {"code": 300, "message": "Registrant does not exist."})]
)
def test_a_person_is_forgotten_and_may_be_forgotten_already(
    script: Scripted, provider: ZoomProvider, answer: tuple[int, object]
) -> None:
    script.then(*answer)

    provider.forget_person(NUMBER, "r/1")

    assert script.paths() == [f"DELETE /v2/webinars/{NUMBER}/registrants/r%252F1"]


def test_panelists_are_listed_with_their_links(script: Scripted, provider: ZoomProvider) -> None:
    rows = [
        {"id": "p1", "email": "Eve@example.org", "name": "Eve", "join_url": "https://zoom.us/w/9"},
        {"id": "p2", "email": "jo@example.org"},
        {"email": "nobody@example.org"},
    ]
    script.then(200, {"panelists": rows})

    assert provider.list_panelists(NUMBER) == [
        PanelistPlace("eve@example.org", "Eve", "p1", "https://zoom.us/w/9"),
        PanelistPlace("jo@example.org", "", "p2", None),
    ]


def test_panelists_are_added_thirty_at_a_time(script: Scripted, provider: ZoomProvider) -> None:
    script.then(201, {"id": "1"}).then(201, {"id": "1"})

    provider.add_panelists(NUMBER, [(f"P {n}", f"p{n}@example.org") for n in range(31)])

    bodies = [each.json for each in script.asked[-2:]]
    assert [len(body["panelists"]) for body in bodies if isinstance(body, dict)] == [30, 1]
    assert bodies[1] == {"panelists": [{"name": "P 30", "email": "p30@example.org"}]}


@pytest.mark.parametrize("answer", [(204, None), GONE])
def test_a_panelist_is_removed_and_may_be_gone_already(
    script: Scripted, provider: ZoomProvider, answer: tuple[int, object]
) -> None:
    script.then(*answer)

    provider.remove_panelist(NUMBER, "p1")

    assert script.paths() == [f"DELETE /v2/webinars/{NUMBER}/panelists/p1"]


ONCE = {"webinars": []}
"""Of a webinar that was open once, and of one whose times Zoom does not tell."""


def _row(**more: object) -> dict[str, object]:
    return {
        "id": "",
        "user_id": "16778240",
        "name": "Amina Diallo",
        "user_email": "Amina@example.org",
        "registrant_id": "r1",
        "join_time": "2026-12-01T10:00:00Z",
        "leave_time": "2026-12-01T10:30:00Z",
        "duration": 1800,
        **more,
    }


STAY = Stay("16778240", "Amina Diallo", "amina@example.org", "r1", TEN, TEN + timedelta(minutes=30))


def test_who_was_there_comes_from_the_report(script: Scripted, provider: ZoomProvider) -> None:
    anonymous = _row(user_id="2", user_email="", registrant_id="", name="Guest")
    script.then(200, ONCE)
    script.then(200, {"participants": [_row(), anonymous, _row()], "next_page_token": ""})

    assert list(provider.list_stays(NUMBER)) == [
        [STAY, replace(STAY, participant="2", name="Guest", email=None, external_id=None)]
    ]
    assert script.paths() == [
        f"GET /v2/past_webinars/{NUMBER}/instances",
        f"GET /v2/report/webinars/{NUMBER}/participants?include_fields=registrant_id&page_size=300",
    ]


@pytest.mark.parametrize(
    "row",
    [
        _row(leave_time=""),
        _row(join_time="yesterday"),
        _row(leave_time="2026-12-01T09:59:00Z"),
        _row(join_time=5),
    ],
)
def test_a_stay_without_its_times_is_none(
    script: Scripted, provider: ZoomProvider, row: dict[str, object]
) -> None:
    script.then(200, ONCE).then(200, {"participants": [row]})

    assert list(provider.list_stays(NUMBER)) == []


def test_a_report_begun_again_counts_nobody_twice(script: Scripted, provider: ZoomProvider) -> None:
    died = (400, {"code": 300, "message": "The next page token is invalid or expired."})
    script.then(200, ONCE)
    script.then(200, {"participants": [_row()], "next_page_token": "m2"}).then(*died)
    script.then(200, {"participants": [_row()], "next_page_token": "m3"})
    script.then(200, {"participants": [_row(user_id="2")]})

    stays = [stay for page in provider.list_stays(NUMBER) for stay in page]

    assert stays == [STAY, replace(STAY, participant="2")]


@pytest.mark.parametrize(
    "answers",
    [
        [(400, {"code": 4711, "message": "Invalid access token, does not contain scopes:[x]."})],
        [(404, {"code": 3001, "message": "The report is not there."})],
    ],
)
def test_where_there_is_no_report_the_past_participants_are_asked_for(
    script: Scripted, provider: ZoomProvider, answers: list[tuple[int, object]]
) -> None:
    script.then(200, ONCE)
    for answer in answers:
        script.then(*answer)
    script.then(200, {"participants": [_row()]})

    assert list(provider.list_stays(NUMBER)) == [[STAY]]
    assert script.paths()[-1] == f"GET /v2/past_webinars/{NUMBER}/participants?page_size=300"


def test_a_report_that_zoom_cannot_give_now_is_waited_for(
    script: Scripted, provider: ZoomProvider
) -> None:
    script.then(200, ONCE).then(503)

    with pytest.raises(ProviderError) as caught:
        list(provider.list_stays(NUMBER))

    assert (caught.value.problem, caught.value.is_unsure) == (Problem.UNREACHABLE, False)


def test_a_room_that_was_opened_twice_is_told_of_twice(
    script: Scripted, provider: ZoomProvider
) -> None:
    script.then(200, {"webinars": [{"uuid": "one=="}, {"uuid": "two=="}, {"start_time": "x"}]})
    script.then(200, {"participants": [_row()]})
    script.then(200, {"participants": [_row(), _row(user_id="2")]})

    assert list(provider.list_stays(NUMBER)) == [[STAY], [replace(STAY, participant="2")]]


NOT_THERE = (404, {"code": 3001, "message": "Webinar not found or has expired."})


def test_a_session_that_zoom_knows_nothing_of_hides_no_other(
    script: Scripted, provider: ZoomProvider
) -> None:
    script.then(200, {"webinars": [{"uuid": "one=="}, {"uuid": "two=="}]})
    script.then(200, {"participants": [_row()]}).then(*NOT_THERE).then(*NOT_THERE)

    assert list(provider.list_stays(NUMBER)) == [[STAY]]


def test_a_room_that_was_never_open_has_no_report(script: Scripted, provider: ZoomProvider) -> None:
    for _ in range(3):
        script.then(*NOT_THERE)

    with pytest.raises(ProviderError) as caught:
        list(provider.list_stays(NUMBER))

    assert caught.value.problem is Problem.NOT_FOUND


@pytest.mark.parametrize(
    ("uuid", "path"),
    [
        ("/abc==", "%252Fabc%253D%253D"),
        ("a//b", "a%252F%252Fb"),
        ("a/b+c", "a%252Fb%252Bc"),
        ("abc", "abc"),
    ],
)
def test_zoom_wants_some_marks_quoted_twice(
    script: Scripted, provider: ZoomProvider, uuid: str, path: str
) -> None:
    script.then(200, {"webinars": [{"uuid": uuid}]}).then(200, {"participants": []})

    list(provider.list_stays(NUMBER))

    assert script.paths()[1].split("?")[0] == f"GET /v2/report/webinars/{path}/participants"
