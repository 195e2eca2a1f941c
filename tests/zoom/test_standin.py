"""The stand-in keeps to what is known of Zoom, and its document is good OpenAPI."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
import requests
from openapi_spec_validator import OpenAPIV31SpecValidator

from .contract import DOCUMENT
from .standin import ZoomStandIn

Ask = Callable[..., requests.Response]
REGISTERING = {"approval_type": 0, "registrants_email_notification": False}


def token(zoom: ZoomStandIn) -> str:
    settings = zoom.settings
    answer = requests.post(
        settings["ZOOM_OAUTH_URL"],
        data={"grant_type": "account_credentials", "account_id": settings["ZOOM_ACCOUNT_ID"]},
        auth=(settings["ZOOM_CLIENT_ID"], settings["ZOOM_CLIENT_SECRET"]),
        timeout=5,
    )
    return str(answer.json()["access_token"])


@pytest.fixture
def ask(zoom: ZoomStandIn) -> Ask:
    headers = {"Authorization": f"Bearer {token(zoom)}"}

    def ask(method: str, path: str, **more: Any) -> requests.Response:
        seconds = more.pop("timeout", 5)
        url = f"{zoom.settings['ZOOM_API_URL']}{path}"
        return requests.request(method, url, headers=headers, timeout=seconds, **more)

    return ask


@pytest.fixture
def number(ask: Ask) -> str:
    made = ask("POST", "/users/me/webinars", json={"topic": "T", "settings": REGISTERING})
    return str(made.json()["id"])


def test_the_document_is_openapi_3_1() -> None:
    OpenAPIV31SpecValidator(DOCUMENT).validate()


def test_an_approved_address_added_again_is_the_same_registrant(ask: Ask, number: str) -> None:
    person = {"email": "Amina@example.org", "first_name": "Amina"}

    first = ask("POST", f"/webinars/{number}/registrants", json=person)
    again = ask("POST", f"/webinars/{number}/registrants", json=person)

    assert first.status_code == 201
    assert again.json() == first.json()


def codes(answer: requests.Response) -> tuple[int, int | None]:
    return answer.status_code, answer.json().get("code") if answer.content else None


def add(ask: Ask, number: str, email: str, **more: str) -> requests.Response:
    person = {"email": email, "first_name": "A", **more}
    return ask("POST", f"/webinars/{number}/registrants", json=person)


def test_a_cancelled_registrant_who_comes_again_is_another_one(ask: Ask, number: str) -> None:
    first = add(ask, number, "a@example.org").json()
    cancel = {"action": "cancel", "registrants": [{"id": first["registrant_id"]}]}

    cancelled = ask("PUT", f"/webinars/{number}/registrants/status", json=cancel)
    listed = ask("GET", f"/webinars/{number}/registrants").json()
    again = add(ask, number, "a@example.org").json()

    assert codes(cancelled) == (204, None)
    assert listed["registrants"] == []
    assert again["registrant_id"] != first["registrant_id"]


def test_an_address_is_registered_three_times_a_day_whatever_the_webinar(
    zoom: ZoomStandIn, ask: Ask, number: str
) -> None:
    other = str(
        ask("POST", "/users/me/webinars", json={"topic": "B", "settings": REGISTERING}).json()["id"]
    )

    answers = [add(ask, each, "a@example.org") for each in (number, other, number, other)]
    zoom.move_clock(hours=-13)
    tomorrow = add(ask, other, "a@example.org")

    assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
    assert "a@example.org" in answers[3].json()["message"]
    assert tomorrow.status_code == 201


def test_every_call_answers_as_described(zoom: ZoomStandIn, ask: Ask, number: str) -> None:
    registrant = add(ask, number, "a@example.org").json()["registrant_id"]
    batch = {"registrants": [{"email": "b@example.org", "first_name": "B"}]}
    panelists = {"panelists": [{"email": "p@example.org", "name": "P"}]}

    answers = {
        "list": ask("GET", "/users/host@example.org/webinars?page_size=300"),
        "get": ask("GET", f"/webinars/{number}"),
        "patch": ask("PATCH", f"/webinars/{number}", json={"topic": "Z" * 200}),
        "batch": ask("POST", f"/webinars/{number}/batch_registrants", json=batch),
        "people": ask("GET", f"/webinars/{number}/registrants?page_size=1"),
        "one": ask("GET", f"/webinars/{number}/registrants/{registrant}"),
        "questions": ask("GET", f"/webinars/{number}/registrants/questions"),
        "panelists": ask("POST", f"/webinars/{number}/panelists", json=panelists),
        "forget": ask("DELETE", f"/webinars/{number}/registrants/{registrant}"),
    }
    panelist = ask("GET", f"/webinars/{number}/panelists").json()["panelists"][0]["id"]
    answers["unseat"] = ask("DELETE", f"/webinars/{number}/panelists/{panelist}")
    zoom.host_starts(number)
    running = ask("DELETE", f"/webinars/{number}")
    zoom.joins(number, name="N", email="n@example.org")
    answers["end"] = ask("PUT", f"/webinars/{number}/status", json={"action": "end"})
    answers["report"] = ask(
        "GET", f"/report/webinars/{number}/participants?page_size=300&include_fields=registrant_id"
    )
    answers["delete"] = ask("DELETE", f"/webinars/{number}")
    gone = ask("GET", f"/webinars/{number}")

    assert {name: answer.status_code for name, answer in answers.items()} == {
        "list": 200, "get": 200, "patch": 204, "batch": 201, "people": 200, "one": 200,
        "questions": 200, "panelists": 201, "forget": 204, "unseat": 204, "end": 204,
        "report": 200, "delete": 204,
    }  # fmt: skip
    assert (codes(running), codes(gone)) == ((400, 3002), (404, 3001))
    assert answers["people"].json()["total_records"] == 2
    assert answers["people"].json()["next_page_token"] != ""
    assert answers["report"].json()["participants"][0]["name"] == "N"


def test_an_answer_can_be_lost_after_the_work_was_done(
    zoom: ZoomStandIn, ask: Ask, number: str
) -> None:
    zoom.misbehave("addRegistrant", lose_answer=True)

    with pytest.raises(requests.ConnectionError):
        add(ask, number, "a@example.org")

    assert [each.email for each in zoom.webinars[number].approved] == ["a@example.org"]


def test_an_answer_can_be_cut_or_late_after_the_work_was_done(
    zoom: ZoomStandIn, ask: Ask, number: str
) -> None:
    zoom.misbehave("addRegistrant", cut_answer=True)
    zoom.misbehave("updateWebinar", hang_seconds=30)

    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        add(ask, number, "a@example.org")
    with pytest.raises(requests.ReadTimeout):
        ask("PATCH", f"/webinars/{number}", json={"topic": "B"}, timeout=0.5)

    assert len(zoom.webinars[number].approved) == 1
    assert zoom.webinars[number].topic == "B"


def test_a_refusal_on_command_comes_instead_of_the_work(
    zoom: ZoomStandIn, ask: Ask, number: str
) -> None:
    zoom.misbehave("addRegistrant", status=429, message="Too many", retry_after=7, times=2)
    zoom.misbehave("addRegistrant", status=502)

    answers = [add(ask, number, "a@example.org") for _ in range(4)]

    assert [codes(answer)[0] for answer in answers] == [429, 429, 502, 201]
    assert answers[0].headers["Retry-After"] == "7"
    assert answers[2].content == b""


def test_what_zoom_would_not_understand_is_refused_and_kept(
    zoom: ZoomStandIn, ask: Ask, number: str
) -> None:
    answers = [
        add(ask, number, "a@example.org", age="7"),
        ask("GET", f"/webinars/{number}/registrants?page_size=301"),
        ask("GET", f"/webinars/{number}/cats"),
    ]

    assert [codes(answer) for answer in answers] == [(400, 300), (400, 300), (404, 404)]
    assert len(zoom.violations) == 3
    zoom.violations.clear()


def test_a_token_grows_old_and_keeps_the_scopes_it_was_born_with(
    zoom: ZoomStandIn, ask: Ask, number: str
) -> None:
    zoom.set_scopes("webinar:read:webinar:admin")
    with_old_scopes = add(ask, number, "a@example.org")
    zoom.move_clock(minutes=61)
    expired = ask("GET", f"/webinars/{number}")

    assert with_old_scopes.status_code == 201
    assert codes(expired) == (401, 124)


def test_a_token_without_the_scope_is_refused(zoom: ZoomStandIn) -> None:
    zoom.set_scopes("webinar:read:webinar:admin")
    answer = requests.post(
        f"{zoom.settings['ZOOM_API_URL']}/users/me/webinars",
        json={"topic": "T"},
        headers={"Authorization": f"Bearer {token(zoom)}"},
        timeout=5,
    )

    assert codes(answer) == (400, 4711)


def test_beyond_the_plans_second_it_says_429_and_counts(
    zoom: ZoomStandIn, ask: Ask, number: str
) -> None:
    zoom.set_plan("free")

    answers = [ask("GET", f"/webinars/{number}").status_code for _ in range(12)]

    assert sorted(set(answers)) == [200, 429]
    assert zoom.worst_second("light") > 4
    assert zoom.worst_second("heavy") == 0


def test_a_hundred_changes_a_day_for_one_host(zoom: ZoomStandIn, ask: Ask, number: str) -> None:
    change = {"topic": "B"}

    answers = [ask("PATCH", f"/webinars/{number}", json=change) for _ in range(100)]

    assert [answer.status_code for answer in answers] == [204] * 99 + [429]
    assert "daily" in answers[-1].json()["message"]


def test_full_closed_or_planless_webinars_say_so(zoom: ZoomStandIn, ask: Ask, number: str) -> None:
    zoom.set_capacity(1)
    room = [add(ask, number, email) for email in ("a@example.org", "b@example.org")]
    closed = str(ask("POST", "/users/me/webinars", json={"topic": "T"}).json()["id"])
    zoom.host_asks(number, "phone")
    zoom.set_capacity(2)
    asked = add(ask, number, "b@example.org")
    zoom.without_webinar_plan()

    assert [codes(answer) for answer in room] == [(201, None), (400, 3035)]
    assert codes(add(ask, closed, "a@example.org")) == (400, 3000)
    assert (codes(asked), asked.json()["errors"][0]["field"]) == ((400, 300), "phone")
    assert codes(ask("POST", "/users/me/webinars", json={"topic": "T"})) == (400, 200)


def test_moments_are_answered_in_utc_and_lists_cut_the_agenda(ask: Ask) -> None:
    body = {
        "topic": "T",
        "start_time": "2027-01-31T08:30:00",
        "timezone": "America/New_York",
        "agenda": "a" * 300,
    }
    made = ask("POST", "/users/me/webinars", json=body).json()
    listed = ask("GET", "/users/me/webinars").json()["webinars"][0]

    assert made["start_time"] == listed["start_time"] == "2027-01-31T13:30:00Z"
    assert (len(made["agenda"]), len(listed["agenda"])) == (300, 250)
    assert made["id"] >= 2**32


def test_a_session_is_found_by_its_uuid_encoded_twice(
    zoom: ZoomStandIn, ask: Ask, number: str
) -> None:
    zoom.host_starts(number)
    zoom.webinars[number].session = "/a//b=="
    zoom.host_ends(number)
    path = "/past_webinars/{}/participants"

    once, twice = quote("/a//b==", safe=""), quote(quote("/a//b==", safe=""), safe="")

    assert ask("GET", path.format(twice)).status_code == 200
    assert ask("GET", path.format("/a//b==")).status_code == 404
    assert ask("GET", path.format(once)).status_code == 404
    zoom.violations.clear()


def test_alternative_hosts_must_be_of_the_account(zoom: ZoomStandIn, ask: Ask) -> None:
    zoom.add_host("second@example.org")

    answers = [
        ask("POST", "/users/me/webinars", json={"topic": "T", "settings": {"alternative_hosts": m}})
        for m in ("second@example.org", "stranger@example.com")
    ]

    assert [codes(answer) for answer in answers] == [(201, None), (400, 300)]
    assert answers[1].json()["errors"][0]["field"] == "settings.alternative_hosts"


def test_pages_of_a_list_hang_together_for_a_quarter_of_an_hour(
    zoom: ZoomStandIn, ask: Ask, number: str
) -> None:
    for person in "abc":
        add(ask, number, f"{person}@example.org")
    path = f"/webinars/{number}/registrants?page_size=2"

    first = ask("GET", path).json()
    following = f"{path}&next_page_token={first['next_page_token']}"
    second = ask("GET", following).json()
    zoom.move_clock(minutes=16)

    assert [each["email"] for each in first["registrants"]] == ["a@example.org", "b@example.org"]
    assert [each["email"] for each in second["registrants"]] == ["c@example.org"]
    assert second["next_page_token"] == ""
    assert codes(ask("GET", following)) == (400, 300)
