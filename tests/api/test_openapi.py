"""The document written by hand is good OpenAPI, and what is answered is what it says."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.conftest import Hands
from tests.factories import NOON, make_event, make_past_event, make_registration, make_speaker
from ungis_events.api.openapi import document
from ungis_events.core.database import transaction
from ungis_events.events.models import Event, EventFormat, EventStatus, Mode
from ungis_events.events.queries import get_event
from ungis_events.files.models import LinkKind
from ungis_events.files.service import LinkDetails, add_link
from ungis_events.speakers.models import Part


def problems(answer: Any, name: str) -> list[str]:
    """What is wrong with an answer that should be a `name`."""
    schema = document() | {"$ref": f"#/components/schemas/{name}"}
    found = Draft202012Validator(schema).iter_errors(answer)
    return [f"{error.json_path}: {error.message}" for error in found]


def full_event() -> Event:
    event = make_event(
        theme="Theme", forum="WSIS Forum 2027", format=EventFormat.HYBRID, venue="Room XX",
        access="Ramp", capacity=1, room_capacity=1, topics=["SDG9", "C1", "GDC1"],
        registration_opens=datetime(2026, 11, 1, 9), registration_closes=datetime(2027, 1, 1, 9),
        approval=False,
    )  # fmt: skip
    for mode in (Mode.ROOM, Mode.ONLINE, Mode.ONLINE):
        make_registration(event, attendance=mode)
    for part in Part:
        make_speaker(event, part=part, honorific=None, role=None, organization=None)
    for kind in LinkKind:
        with transaction():
            details = LinkDetails(kind.value, "https://files.example/a?b=c", kind)
            add_link(get_event(event.slug), details, actor="test", now=NOON)
    return event


def bare_event() -> Event:
    return make_event(platform=None, join_url=None, organizers=[], languages=[], description="")


EVENTS = [
    pytest.param(full_event, id="everything"),
    pytest.param(bare_event, id="nothing"),
    pytest.param(make_past_event, id="past"),
    pytest.param(lambda: make_event(status=EventStatus.CANCELLED), id="cancelled"),
    pytest.param(lambda: make_event(format=EventFormat.IN_PERSON, capacity=1), id="in person"),
    pytest.param(lambda: make_event(zone="Asia/Kathmandu"), id="far away"),
]


def test_the_document_is_openapi_3_1(client: FlaskClient) -> None:
    served = client.get("/api/v1/openapi.json").get_json()

    assert served == document()
    OpenAPIV31SpecValidator(served).validate()


def test_every_address_of_the_api_is_described_and_no_other(app: Flask) -> None:
    addresses = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
    }

    assert set(document()["paths"]) == addresses


@pytest.mark.parametrize("make", EVENTS)
@pytest.mark.parametrize("days", [0, 55, 400])
def test_each_answer_is_what_the_document_says(
    client: FlaskClient, clock_hands: Hands, make: Any, days: int
) -> None:
    event = make()
    clock_hands.set_to(NOON + timedelta(days=days))

    one = client.get(f"/api/v1/events/{event.slug}").get_json()
    many = client.get("/api/v1/events").get_json()

    assert problems(one, "Event") == []
    assert problems(many, "EventList") == []
    assert len(many["upcoming"] + many["past"]) == 1


def test_a_clock_whose_zone_has_only_a_number_has_no_abbreviation(
    app: Flask, client: FlaskClient
) -> None:
    app.config["HOME_CITIES"], before = (("Astana", "Asia/Almaty"),), app.config["HOME_CITIES"]
    try:
        one = client.get(f"/api/v1/events/{make_event().slug}").get_json()
    finally:
        app.config["HOME_CITIES"] = before

    assert [each["abbreviation"] for each in one["times"]] == [None]
    assert problems(one, "Event") == []


def test_errors_are_what_the_document_says(client: FlaskClient) -> None:
    answer = client.get("/api/v1/events/nothing", headers={"Accept": "application/json"})

    assert problems(answer.get_json(), "Problem") == []


def test_the_check_sees_what_is_missing_too_much_or_wrong(client: FlaskClient) -> None:
    one = client.get(f"/api/v1/events/{make_event().slug}").get_json()
    without = {name: value for name, value in one.items() if name != "uid"}

    assert problems(without, "Event") == ["$: 'uid' is a required property"]
    assert len(problems(one | {"join_url": "https://example.org"}, "Event")) == 1
    assert len(problems(one | {"starts_at": "2027-01-31T13:30:00"}, "Event")) == 1
