import pytest
from flask.testing import FlaskClient

from tests.factories import make_event
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.files.models import Visibility
from ungis_events.files.queries import list_links
from ungis_events.history.queries import list_history

FORM = {
    "title": "Recording",
    "url": "https://example.org/recording",
    "kind": "recording",
    "visibility": "public",
}


def address(event: Event, rest: str = "") -> str:
    return f"/manage/events/{event.slug}/links/{rest}"


def hidden_version(page: str) -> str:
    return page.split('name="version"')[1].split('value="')[1].split('"')[0]


def test_link_is_added_and_the_page_is_made_anew(organizer_client: FlaskClient) -> None:
    event = make_event()
    version = get_event(event.slug).version

    answer = organizer_client.post(address(event, "add"), data=FORM)

    assert answer.status_code == 303
    assert [link.title for link in list_links(event)] == ["Recording"]
    assert get_event(event.slug).version == version + 1
    assert list_history(event.id)[0].act == "link added"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://example.org/file", "example.org", "https://", "https://[x", ""],
)
def test_only_web_addresses_are_taken(organizer_client: FlaskClient, url: str) -> None:
    event = make_event()

    answer = organizer_client.post(address(event, "add"), data=FORM | {"url": url})

    assert answer.status_code == 422
    assert list(list_links(event)) == []


def test_link_is_changed(organizer_client: FlaskClient) -> None:
    event = make_event()
    organizer_client.post(address(event, "add"), data=FORM)
    page = address(event, f"{list_links(event)[0].id}/edit")
    version = hidden_version(organizer_client.get(page).text)

    form = FORM | {"visibility": "members", "version": version}
    answer = organizer_client.post(page, data=form)

    assert answer.status_code == 303
    assert list_links(event)[0].visibility is Visibility.MEMBERS
    assert list_history(event.id)[0].changes["visibility"] == ["public", "members"]


def test_saving_over_a_newer_link_shows_both(organizer_client: FlaskClient) -> None:
    event = make_event()
    organizer_client.post(address(event, "add"), data=FORM)
    page = address(event, f"{list_links(event)[0].id}/edit")
    version = hidden_version(organizer_client.get(page).text)
    organizer_client.post(page, data=FORM | {"title": "Theirs", "version": version})

    answer = organizer_client.post(page, data=FORM | {"title": "Mine", "version": version})

    assert answer.status_code == 422
    assert 'value="Mine"' in answer.text
    assert "<bdi>Theirs</bdi>" in answer.text
    assert list_links(event)[0].title == "Theirs"


def test_link_is_removed(organizer_client: FlaskClient) -> None:
    event = make_event()
    organizer_client.post(address(event, "add"), data=FORM)

    organizer_client.post(address(event, f"{list_links(event)[0].id}/remove"))

    assert list(list_links(event)) == []
