"""What is changed in one process is in the next answer of every other, though all keep answers."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.request import Request, urlopen

import pytest

from tests.races import programs
from tests.races.people import details_of
from tests.services.ports import free_port, wait_for_port
from ungis_events import create_app, workflows
from ungis_events.core.database import db, transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.files.service import LinkDetails, add_link
from ungis_events.registrations.queries import find_registration
from ungis_events.registrations.rules import email_key
from ungis_events.registrations.service import register_attendee, withdraw_registration
from ungis_events.speakers.service import SpeakerDetails, add_speaker

EVENT = f"/events/{programs.SLUG}"
PLACES = {"list": "/", "page": EVENT, "text": f"{EVENT}.txt", "calendar": f"{EVENT}/calendar.ics"}
NOW = datetime.now(UTC)


class Site(NamedTuple):
    """Two servers on one database; this process beside them is a third."""

    database_url: str
    ports: list[int]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    url = f"sqlite:///{tmp_path_factory.mktemp('shared') / 'shared.db'}"
    programs.prepare(url, seats=3)
    ports = [free_port(), free_port()]
    server = ("-m", "gunicorn", "--config", "gunicorn.conf.py", "app:app", "--bind")
    processes = [
        programs.start(*server, f"127.0.0.1:{port}", settings=programs.environment(url))
        for port in ports
    ]
    try:
        for port in ports:
            wait_for_port(port)
        yield Site(url, ports)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.communicate(timeout=30)


def change(site: Site, act: Callable[[Event], Any]) -> None:
    """In this process, which answers nobody."""
    settings = {"SQLALCHEMY_DATABASE_URI": site.database_url, "SECRET_KEY": programs.SECRET_KEY}
    app = create_app(settings)
    with app.test_request_context():
        with transaction():
            act(get_event(programs.SLUG))
        db.session.remove()
        db.engine.dispose()


def save(event: Event, **changes: Any) -> None:
    details = replace(EventDetails.of(event), **changes)
    workflows.save_event(event, details, actor="test", now=NOW)


def answer(port: int, place: str) -> tuple[str, str]:
    with urlopen(Request(f"http://127.0.0.1:{port}{PLACES[place]}"), timeout=20) as response:
        return response.headers["ETag"], response.read().decode().replace("\r\n ", "")


def withdraw(event: Event) -> None:
    registration = find_registration(event, email_key(details_of(1).email))
    assert registration is not None
    withdraw_registration(registration, now=NOW)


def publish_a_copy(event: Event) -> None:
    copy = workflows.duplicate_event(event, actor="test", now=NOW)
    save(copy, title="A second event")
    workflows.publish_event(copy, actor="test", now=NOW)


LINK = LinkDetails("Agenda of the day", "https://files.example.org/a.pdf")
SPEAKER = SpeakerDetails(name="Mei Lin Fung")
# In this order: each builds on the one before.
CHANGES: list[tuple[str, Callable[[Event], Any], dict[str, str]]] = [
    ("title", lambda event: save(event, title="Another title"),
     dict.fromkeys(PLACES, "Another title")),
    ("time", lambda event: save(event, starts=datetime(2040, 1, 31, 8, 5)),
     {"list": "08:05–09:45", "page": "08:05–09:45", "text": "08:05–09:45",
      "calendar": "DTSTART:20400131T130500Z"}),
    ("speaker", lambda event: add_speaker(event, SPEAKER, actor="test", now=NOW),
     {"page": "Mei Lin Fung", "text": "Mei Lin Fung"}),
    ("link", lambda event: add_link(event, LINK, actor="test", now=NOW),
     {"page": "Agenda of the day", "text": "Agenda of the day"}),
    ("seat taken", lambda event: register_attendee(event, details_of(1), now=NOW),
     {"page": "1 registered"}),
    ("seat freed", withdraw, {"page": "0 registered"}),
    ("cancelled", lambda event: workflows.cancel_event(event, actor="test", now=NOW),
     {"list": "Cancelled", "page": "This event has been cancelled.",
      "text": "*** This event has been cancelled. ***", "calendar": "STATUS:CANCELLED"}),
    ("published again", lambda event: workflows.publish_event(event, actor="test", now=NOW),
     {"list": "Registration open", "page": "0 registered", "text": "Register:",
      "calendar": "STATUS:CONFIRMED"}),
    ("another event", publish_a_copy, {"list": "A second event"}),
]  # fmt: skip


def test_every_process_shows_every_change_at_once(site: Site) -> None:
    for name, act, shown in CHANGES:
        before = {(port, place): answer(port, place) for port in site.ports for place in PLACES}
        kept = {key: answer(*key) for key in before}
        assert kept == before, name

        change(site, act)

        for port in site.ports:
            for place, words in shown.items():
                tag, text = answer(port, place)
                assert words in text, (name, place)
                assert words not in before[port, place][1], (name, place)
                assert tag != before[port, place][0], (name, place)
