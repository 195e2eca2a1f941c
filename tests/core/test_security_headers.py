import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from tests.circulars.steps import make_circular
from tests.factories import make_event, make_registration, make_speaker
from ungis_events import create_app
from ungis_events.core.database import db
from ungis_events.registrations.links import join_token, manage_token
from ungis_events.registrations.models import Registration
from ungis_events.reminders.models import Reminder

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
INLINE = {
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style", re.I),
    "a handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "a script of its own": re.compile(
        r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/ld\+json\")", re.I
    ),
    "something from elsewhere": re.compile(
        r"<(script|img|iframe|link rel=\"stylesheet\")[^>]*(src|href)=\"(https?:)?//", re.I
    ),
}


def address_of(rule: Rule, values: dict[str, object]) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(values[match[1]]), rule.rule)


@pytest.fixture
def pages(app: Flask, organizer_client: FlaskClient) -> list[str]:
    """The address of every page there is, for an event with everything."""
    event = make_event(description="**About**", access="Ramp", capacity=2)
    speaker = make_speaker(event)
    registration = make_registration(event)
    form = {"title": "Note", "url": "https://example.org", "kind": "other", "visibility": "public"}
    organizer_client.post(f"/manage/events/{event.slug}/links/add", data=form)
    found = db.session.scalars(select(Registration)).one()
    values: dict[str, object] = {
        "slug": event.slug,
        "speaker_id": speaker.id,
        "registration_id": registration.id,
        "link_id": 1,
        "filename": "site.css",
        "code": "SDG9",
        "circular_id": make_circular(event).id,
        "reminder_id": db.session.scalars(select(Reminder.id)).first(),
    }
    addresses = ["/nothing-here"]
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "events.forum":
            continue
        token = join_token(found) if rule.rule.startswith("/join/") else manage_token(found)
        addresses.append(address_of(rule, values | {"token": token}))
    return addresses


def test_every_answer_carries_the_policy_and_no_page_needs_more(
    organizer_client: FlaskClient, pages: list[str]
) -> None:
    problems = []
    for address in pages:
        answer = organizer_client.get(address)
        assert answer.status_code in (200, 303, 308, 404, 503), (address, answer.status_code)
        if answer.headers["Content-Security-Policy"] != POLICY:
            problems.append((address, "another policy"))
        if answer.mimetype == "text/html":
            problems += [
                (address, name) for name, found in INLINE.items() if found.search(answer.text)
            ]

    assert problems == []
    assert len(pages) > 30


def test_every_answer_carries_the_other_headers(client: FlaskClient) -> None:
    headers = client.get(f"/events/{make_event().slug}").headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == "camera=(), microphone=(), geolocation=()"
    assert "Strict-Transport-Security" not in headers


def test_pages_of_one_person_are_never_kept(
    organizer_client: FlaskClient, client: FlaskClient
) -> None:
    registration = make_registration(make_event())
    own = f"/registrations/{manage_token(registration)}"
    join = f"/join/{join_token(registration)}"

    kept = [client.get(own), client.get(join), organizer_client.get("/manage/")]

    assert [answer.status_code for answer in kept] == [200, 200, 200]
    assert [answer.headers["Cache-Control"] for answer in kept] == ["no-store"] * 3


def test_the_door_may_lead_to_the_webinar_and_nowhere_else(
    client: FlaskClient, clock_hands: object
) -> None:
    event = make_event(join_url="https://webinars.example.org/j/1?pwd=2")
    address = f"/join/{join_token(make_registration(event))}"
    early = client.get(address).headers["Content-Security-Policy"]

    clock_hands.set_to(event.starts_at)  # type: ignore[attr-defined]
    doors_open = client.get(address).headers["Content-Security-Policy"]

    assert early == POLICY
    assert doors_open == POLICY.replace(
        "form-action 'self'", "form-action 'self' https://webinars.example.org"
    )


@pytest.fixture
def https_client() -> Iterator[FlaskClient]:
    app = create_app(
        {"TESTING": True, "SECRET_KEY": "x" * 32, "BASE_URL": "https://events.example"}
    )
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()


def test_a_site_on_https_stays_on_https(https_client: FlaskClient) -> None:
    headers = https_client.get("/health/live").headers

    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
