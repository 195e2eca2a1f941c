"""kill -9 of a worker at every step of letting people in and out, and workers at once."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from subprocess import Popen

import pytest
from flask import current_app
from sqlalchemy import select, update

from tests.factories import event_details, registration_details
from tests.races.killing import connected, die_everywhere
from tests.races.programs import environment, prepare, start
from tests.zoom.server import serving_zoom
from tests.zoom.standin import ZoomStandIn
from ungis_events import provider_jobs, workflows
from ungis_events.admissions.models import Admission
from ungis_events.core import clock
from ungis_events.core.database import db, transaction
from ungis_events.events.queries import get_event
from ungis_events.registrations.models import Registration, RegistrationStatus
from ungis_events.registrations.queries import find_registration
from ungis_events.registrations.service import register_attendee, withdraw_registration
from ungis_events.webinars.details import WebinarDetails
from ungis_events.webinars.service import want_webinar

SLUG = "people-and-a-room"
TOGETHER, BATCH = 5, 30
NEVER = 10**6
AT_LEAST = 20
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
    """With a room that people can be let into, and one person in it."""
    prepare(database_url, seats=1)
    details = event_details(
        slug=SLUG,
        join_url=None,
        starts=datetime(2040, 1, 31, 8, 30),
        ends=datetime(2040, 1, 31, 9, 45),
    )
    with connected(database_url, zoom):
        provider = current_app.extensions["webinar_providers"]["zoom"]
        with transaction():
            event = workflows.save_event(None, details, actor="test", now=clock.now())
            workflows.publish_event(event, actor="test", now=clock.now())
            want_webinar(event, WebinarDetails(), provider=provider, actor="t", now=clock.now())
        register("leaver0@example.org")
        provider_jobs.work_all_due()
    return database_url


def register(*addresses: str) -> None:
    for address in addresses:
        with transaction():
            details = registration_details(email=address)
            register_attendee(get_event(SLUG), details, now=clock.now())


def withdraw(address: str) -> None:
    with transaction():
        registration = find_registration(get_event(SLUG), address)
        assert registration
        withdraw_registration(registration, now=clock.now())


def ask_for_alone(address: str) -> None:
    """As after a batch that was refused as a whole."""
    with transaction():
        who = select(Registration.id).where(Registration.email_key == address)
        alone = update(Admission).where(Admission.registration_id.in_(who))
        db.session.execute(alone.values(is_alone=True))


def wanted_addresses() -> Counter[str]:
    query = select(Registration.email_key).where(
        Registration.status == RegistrationStatus.CONFIRMED, Registration.event.has(slug=SLUG)
    )
    return Counter(db.session.scalars(query))


def approved(zoom: ZoomStandIn) -> Counter[str]:
    (room,) = zoom.webinars.values()
    return Counter(each.email for each in room.approved)


def links_here() -> Counter[str | None]:
    return Counter(db.session.scalars(select(Admission.join_url).where(Admission.is_wanted)))


def links_there(zoom: ZoomStandIn) -> Counter[str]:
    (room,) = zoom.webinars.values()
    return Counter(each.join_url for each in room.approved)


def test_a_worker_killed_while_it_lets_people_in_and_out_leaves_each_in_once(
    site: str, zoom: ZoomStandIn
) -> None:
    """One alone, five together, one who is in and has withdrawn: all in one lot."""

    def prepare_step(step: int) -> None:
        together = [f"person{step}-{number}@example.org" for number in range(TOGETHER)]
        register(f"leaver{step}@example.org", *together)
        ask_for_alone(f"leaver{step}@example.org")
        withdraw(f"leaver{step - 1}@example.org")

    def check(step: int) -> None:
        assert approved(zoom) == wanted_addresses()
        assert sum(approved(zoom).values()) == 1 + step * TOGETHER
        assert links_here() == links_there(zoom)

    assert die_everywhere(site, zoom, prepare_step, check) >= AT_LEAST


def test_workers_at_once_ask_for_nobody_twice(site: str, zoom: ZoomStandIn) -> None:
    zoom.set_latency(heavy=0.3)
    with connected(site, zoom):
        register(*(f"person{number}@example.org" for number in range(8 * BATCH)))
    settings = environment(site, **zoom.settings)
    workers = [start("-m", "tests.races.killing", settings=settings) for _ in range(3)]
    for worker in workers:
        _tell(worker, NEVER)
    outputs = [worker.communicate(timeout=180)[0] for worker in workers]

    assert outputs == ["0\n"] * 3
    with connected(site, zoom):
        provider_jobs.work_all_due()  # whoever waited for a turn
        assert approved(zoom) == wanted_addresses()
    assert zoom.count_asked("listRegistrants") == 0
    assert zoom.count_asked("batchRegistrants") == 8


def _tell(worker: Popen[str], step: int) -> None:
    assert worker.stdin
    worker.stdin.write(f"{step}\n")
    worker.stdin.flush()
