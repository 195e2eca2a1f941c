"""How the JSON travels: kept, compressed, readable from any site, and errors as problems."""

import gzip
import json

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import make_event, make_registration
from tests.registrations.steps import settings, visitor
from ungis_events.core.answers import answers

ADDRESSES = [
    "/api/v1/events",
    "/api/v1/events?q=event",
    "/api/v1/events/{}",
    "/api/v1/openapi.json",
]


@pytest.fixture
def slug() -> str:
    return make_event().slug


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_who_holds_an_answer_is_told_that_nothing_changed(
    client: FlaskClient, slug: str, address: str, encoding: str
) -> None:
    asked = {"Accept-Encoding": encoding}
    first = client.get(address.format(slug), headers=asked)

    again = client.get(
        address.format(slug), headers=asked | {"If-None-Match": first.headers["ETag"]}
    )

    assert first.headers.get("Content-Encoding", "") == encoding
    assert (again.status_code, again.get_data()) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ADDRESSES)
def test_compressed_answers_unpack_to_the_same_bytes(
    client: FlaskClient, slug: str, address: str
) -> None:
    plain, zipped, br = (
        client.get(address.format(slug), headers={"Accept-Encoding": name}).get_data()
        for name in ("identity", "gzip", "br")
    )

    assert gzip.decompress(zipped) == brotli.decompress(br) == plain


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_json_is_the_same_signed_in_or_out_and_for_every_site(
    client: FlaskClient, organizer_client: FlaskClient, slug: str, address: str
) -> None:
    path = address.format(slug)

    stranger = client.get(path, headers={"Origin": "https://elsewhere.example"})
    organizer = organizer_client.get(path)

    assert stranger.get_data() == organizer.get_data()
    for answer in (stranger, organizer):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["Cache-Control"] == "public, no-cache"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_pages_stay_closed_to_scripts_of_other_sites(client: FlaskClient, slug: str) -> None:
    for address in ("/", f"/events/{slug}", "/sign-in"):
        assert "Access-Control-Allow-Origin" not in client.get(address).headers


def test_answers_are_kept_until_something_changes(client: FlaskClient, slug: str) -> None:
    for address in ADDRESSES:
        client.get(address.format(slug))
    kept = dict(answers._kept)

    for address in ADDRESSES:
        client.get(address.format(slug))

    assert len(kept) == 3  # searches are never kept
    assert all(answers._kept[key] is answer for key, answer in kept.items())


def test_a_page_in_another_language_leaves_the_english_json_alone(app: Flask, slug: str) -> None:
    client = visitor(app)
    with settings(app, OFFERED_LANGUAGES=("ar", "en")):
        links = [
            json.loads(client.get(f"/api/v1/events/{slug}{query}").get_data())["url"]
            for query in ("?lang=ar", "")
        ]

    assert links == [f"http://localhost/events/{slug}?lang=ar", f"http://localhost/events/{slug}"]


@pytest.mark.parametrize(
    ("method", "path", "problem"),
    [
        ("GET", "/api/v1/events/nothing", (404, "Not found", "We could not find that event.")),
        ("GET", "/api/v1/events?page=7", (404, "Not found", "We could not find that page.")),
        ("GET", "/api/v1/events/a%00b", (404, "Not found", "We could not find that page.")),
        ("GET", "/api/v2", (404, "Not found", "We could not find that page.")),
        (
            "PUT",
            "/api/v1/openapi.json",
            (405, "That did not work", "That address does not take this kind of request."),
        ),
    ],
)
@pytest.mark.parametrize("accept", ["*/*", "text/html", "application/json"])
def test_errors_are_problems_whatever_was_asked_for(
    client: FlaskClient, method: str, path: str, problem: tuple[int, str, str], accept: str
) -> None:
    answer = client.open(path, method=method, headers={"Accept": accept})

    code, title, detail = problem
    assert (answer.status_code, answer.mimetype) == (code, "application/problem+json")
    assert answer.get_json() == {
        "type": "about:blank",
        "title": title,
        "status": code,
        "detail": detail,
    }
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_json_holds_nobody_who_registered(client: FlaskClient) -> None:
    event = make_event()
    make_registration(event, given_name="Zebulon", email="zebulon@example.org")

    for address in ADDRESSES:
        assert "ebulon" not in client.get(address.format(event.slug)).text
