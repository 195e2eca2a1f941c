"""kill -9 of a worker at every step of making, taking over, changing and deleting a room at the
provider, and of inviting its panel."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from flask import current_app
from sqlalchemy import select

from tests.factories import event_details, make_speaker
from tests.races.killing import die_everywhere
from tests.races.programs import prepare
from tests.zoom.server import serving_zoom
from tests.zoom.standin import ZoomStandIn
from tests.zoom.state import Webinar as RoomThere
from ungis_events import provider_jobs, workflows
from ungis_events.adapters.webinar import RoomWanted
from ungis_events.core import clock
from ungis_events.core.database import db, transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.speakers.models import Speaker, SpeakerStatus
from ungis_events.webinars.details import WebinarDetails
from ungis_events.webinars.models import Panelist, WebinarStatus
from ungis_events.webinars.queries import find_webinar
from ungis_events.webinars.service import adopt_webinar, want_webinar

AT_LEAST = 8
"""Fewer steps would mean that the worker was never killed in the middle of one."""


@pytest.fixture
def clock_hands() -> None:
    """Processes of their own have the real time."""


@pytest.fixture
def zoom() -> Iterator[ZoomStandIn]:
    with serving_zoom() as zoom:
        yield zoom
        assert zoom.violations == []


@pytest.fixture
def site(database_url: str, zoom: ZoomStandIn) -> str:
    prepare(database_url, seats=10)
    return database_url


def new_event(step: int) -> Event:
    details = event_details(
        slug=f"step-{step}",
        title=f"Step {step}",
        join_url=None,
        starts=datetime(2040, 1, 31, 8, 30),
        ends=datetime(2040, 1, 31, 9, 45),
    )
    with transaction():
        event = workflows.save_event(None, details, actor="test", now=clock.now())
        workflows.publish_event(event, actor="test", now=clock.now())
    return event


def want_room(event: Event) -> None:
    provider = current_app.extensions["webinar_providers"]["zoom"]
    with transaction():
        event = get_event(event.slug)
        want_webinar(event, WebinarDetails(), provider=provider, actor="test", now=clock.now())


def rooms_of(step: int, zoom: ZoomStandIn) -> list[RoomThere]:
    title = f"Step {step}"
    return [
        room
        for room in zoom.webinars.values()
        if room.topic.startswith(f"{title} ") or room.topic == title
    ]


def test_a_worker_killed_while_it_makes_a_room_leaves_one(site: str, zoom: ZoomStandIn) -> None:
    def prepare_step(step: int) -> None:
        want_room(new_event(step))

    def check(step: int) -> None:
        (room,) = rooms_of(step, zoom)
        webinar = find_webinar(get_event(f"step-{step}"))
        assert webinar is not None
        assert (webinar.status, webinar.number) == (WebinarStatus.SCHEDULED, room.number)
        assert webinar.event.join_url == room.join_url

    assert die_everywhere(site, zoom, prepare_step, check) >= AT_LEAST


def test_a_worker_killed_while_it_moves_a_room_leaves_it_at_the_new_time(
    site: str, zoom: ZoomStandIn
) -> None:
    def prepare_step(step: int) -> None:
        event = new_event(step)
        want_room(event)
        provider_jobs.work_all_due()
        with transaction():
            event = get_event(event.slug)
            later = replace(
                EventDetails.of(event),
                zone="Europe/Zurich",
                starts=datetime(2040, 6, 1, 15),
                ends=datetime(2040, 6, 1, 17),
            )
            workflows.save_event(event, later, actor="test", now=clock.now())

    def check(step: int) -> None:
        (room,) = rooms_of(step, zoom)
        assert [room.fields[name] for name in ("start_time", "timezone", "duration")] == [
            "2040-06-01T13:00:00Z",
            "Europe/Zurich",
            120,
        ]

    assert die_everywhere(site, zoom, prepare_step, check) >= AT_LEAST


def test_a_worker_killed_while_it_deletes_a_room_leaves_none(site: str, zoom: ZoomStandIn) -> None:
    def prepare_step(step: int) -> None:
        event = new_event(step)
        want_room(event)
        provider_jobs.work_all_due()
        with transaction():
            workflows.cancel_event(get_event(event.slug), actor="test", now=clock.now())

    def check(step: int) -> None:
        assert [room.deleted for room in rooms_of(step, zoom)] == [True]
        webinar = find_webinar(get_event(f"step-{step}"))
        assert webinar is not None
        assert (webinar.status, webinar.event.join_url) == (WebinarStatus.GONE, None)

    assert die_everywhere(site, zoom, prepare_step, check) >= AT_LEAST - 2


def test_a_worker_killed_while_it_takes_over_a_room_leaves_it_ready(
    site: str, zoom: ZoomStandIn
) -> None:
    def prepare_step(step: int) -> None:
        event = new_event(step)
        provider = current_app.extensions["webinar_providers"]["zoom"]
        by_hand = RoomWanted(
            reference="", topic=f"Step {step} by hand", agenda="", zone="Europe/Zurich",
            starts=datetime(2040, 1, 1, 8), minutes=60, host="",
        )  # fmt: skip
        number = provider.create_room(by_hand).number
        with transaction():
            event = get_event(event.slug)
            adopt_webinar(event, number, provider=provider, actor="test", now=clock.now())

    def check(step: int) -> None:
        (room,) = rooms_of(step, zoom)
        webinar = find_webinar(get_event(f"step-{step}"))
        assert webinar is not None
        assert (webinar.status, webinar.number) == (WebinarStatus.SCHEDULED, room.number)
        assert (room.topic, webinar.event.join_url) == (f"Step {step}", room.join_url)

    assert die_everywhere(site, zoom, prepare_step, check) >= AT_LEAST


def test_a_worker_killed_while_it_invites_the_panel_leaves_each_speaker_one_place(
    site: str, zoom: ZoomStandIn
) -> None:
    def prepare_step(step: int) -> None:
        event = new_event(step)
        want_room(event)
        provider_jobs.work_all_due()
        for name in ("Amina", "Bruno"):
            speaker = make_speaker(event, name=name, honorific=None)
            with transaction():
                speaker = db.session.get_one(Speaker, speaker.id)
                speaker.email = f"{name.lower()}@example.org"
                speaker.status = SpeakerStatus.CONFIRMED

    def check(step: int) -> None:
        (room,) = rooms_of(step, zoom)
        webinar = find_webinar(get_event(f"step-{step}"))
        assert webinar is not None
        there = sorted((each.email, each.join_url) for each in room.panelists.values())
        assert [email for email, _ in there] == ["amina@example.org", "bruno@example.org"]
        here = db.session.scalars(
            select(Panelist).where(Panelist.webinar_id == webinar.id).order_by(Panelist.email_key)
        )
        assert [(each.email_key, each.join_url) for each in here] == there

    assert die_everywhere(site, zoom, prepare_step, check) >= AT_LEAST
