"""Speakers hear of a change too: the review counts them and shows their mail."""

from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.changes.test_manage_views import NEW_PLACE, NEW_TIMES, address, deliver_all, with_version
from tests.factories import make_event
from tests.speakers.steps import make_confirmed, make_invited
from ungis_events.events.models import Event


@pytest.fixture
def event() -> Event:
    """Nobody is registered; one speaker has accepted, one was asked; both have their mails."""
    event = make_event()
    make_confirmed(event)
    make_invited(event, name="Bo Li", email="bo@example.org")
    deliver_all()
    return event


def review_of(client: FlaskClient, event: Event, page: str) -> str:
    if page == "revive":
        client.post(address(event, "cancel"), data={"confirmed": "y"})
        deliver_all()
    values = {"reschedule": NEW_TIMES, "place": NEW_PLACE}.get(page)
    if values is None:
        return unescape(client.get(address(event, page)).text)
    return unescape(client.post(address(event, page), data=with_version(event, values)).text)


@pytest.mark.parametrize("page", ["cancel", "revive", "reschedule", "place"])
def test_the_review_counts_speakers_where_nobody_is_registered(
    organizer_client: FlaskClient, event: Event, page: str
) -> None:
    text = " ".join(review_of(organizer_client, event, page).split())

    assert "2 people will be told by mail:</strong> 2 speakers." in text
    assert '<textarea id="note" name="note"' in text
    assert "Nobody is told" not in text


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("cancel", "We are sorry: this event has been cancelled."),
        ("revive", "This event takes place after all."),
        ("reschedule", "15:00–16:15"),
        ("place", "Palais des Nations, Room XX"),
    ],
)
def test_the_review_shows_the_speakers_mail(
    organizer_client: FlaskClient, event: Event, page: str, sentence: str
) -> None:
    text = review_of(organizer_client, event, page)

    mails = text.split("The mail to the speakers who have ")[1:]
    assert [mail.split(" will get it")[0] for mail in mails] == [
        "accepted, as Ms. Suela Janina",
        "not answered yet, as Ms. Bo Li",
    ]
    assert [sentence in mail for mail in mails] == [True, True]


def test_the_desk_says_afterwards_that_speakers_are_told_too(
    organizer_client: FlaskClient, event: Event
) -> None:
    pages = [
        organizer_client.post(
            address(event, page), data={"confirmed": "y"}, follow_redirects=True
        ).text
        for page in ("cancel", "revive")
    ]

    assert ["Whoever is registered or was asked to speak is" in page for page in pages] == [
        True,
        True,
    ]
