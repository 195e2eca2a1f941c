"""Whoever's name goes to a provider for a link of their own is told so before, and nobody else."""

import pytest
from flask.testing import FlaskClient

from tests.factories import NOON, make_event
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.webinars.models import Webinar, WebinarStatus


def make_room(event: Event, status: WebinarStatus = WebinarStatus.SCHEDULED) -> None:
    with transaction():
        db.session.add(
            Webinar(
                event_id=event.id, provider="zoom", status=status, status_at=NOON,
                reference=f"ref-{event.id}", number="987", alternative_hosts=[], interpreters=[],
                created_at=NOON,
            )
        )  # fmt: skip


PAGES = {
    "register": "The webinar runs on Zoom: your name, e-mail address, organization, country and "
    "job title are handed to it",
    "privacy": "When your data are removed here, Zoom is asked to remove your place there too.",
}


@pytest.mark.parametrize("page", PAGES)
def test_an_event_with_a_room_of_its_own_says_who_is_told(client: FlaskClient, page: str) -> None:
    event = make_event()
    make_room(event)

    assert PAGES[page] in client.get(f"/events/{event.slug}/{page}").text


@pytest.mark.parametrize("page", PAGES)
def test_an_event_whose_link_was_pasted_tells_nobody_and_says_nothing(
    client: FlaskClient, page: str
) -> None:
    event, gone = make_event(platform="Zoom"), make_event(platform="Zoom")
    make_room(gone, WebinarStatus.GONE)

    for one in (event, gone):
        assert PAGES[page] not in client.get(f"/events/{one.slug}/{page}").text
