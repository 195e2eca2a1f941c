"""The desk's page of an event's links for groups."""

import re
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from tests.factories import make_event, make_registration
from ungis_events.core.database import db
from ungis_events.events.models import Event, EventFormat, Mode
from ungis_events.events.queries import get_event
from ungis_events.invitations.links import invitation_url
from ungis_events.invitations.queries import list_invitations

from .steps import change, counts, fresh, join, make_invitation, path_of, places


def page(event: Event, *parts: object) -> str:
    return "/".join([f"/manage/events/{event.slug}/invitations", *map(str, parts)])


def version_in(text: str) -> str:
    found = re.search(r'name="version" type="hidden" value="([^"]*)"', text)
    assert found is not None
    return found[1]


def test_a_link_is_made_with_places_kept_in_the_events_zone(organizer_client: FlaskClient) -> None:
    event = make_event(capacity=10, zone="Europe/Zurich")
    form = {"label": "Missions", "kept": "3", "keeps_until": "2027-01-20T18:00", "only_kept": "y"}

    answer = organizer_client.post(page(event, "add"), data=form)

    (group,) = list_invitations(event)
    assert answer.status_code == 303
    assert (group.label, group.kept, group.only_kept, group.skips_approval) == (
        "Missions", 3, True, False,
    )  # fmt: skip
    assert (group.keeps_until, str(group.keeps_until_at)) == (
        datetime(2027, 1, 20, 18, 0), "2027-01-20 17:00:00+00:00",
    )  # fmt: skip
    assert counts(event) == (0, 0, 3)


def test_a_link_can_keep_nothing_and_only_let_in(organizer_client: FlaskClient) -> None:
    event = make_event(format=EventFormat.HYBRID, venue="Room 7", capacity=5, room_capacity=5)

    organizer_client.post(page(event, "add"), data={"label": "Press", "mode": "room"})

    (group,) = list_invitations(event)
    assert (group.kept, group.mode_id) == (0, None)


@pytest.mark.parametrize(
    ("form", "field", "sentence"),
    [
        ({"label": ""}, "label", "Say whom the link is for"),
        ({"kept": "many"}, "kept", "Enter a whole number, or leave it empty"),
        ({"kept": "-1"}, "kept", "Give a number from 0 to 1,000,000"),
        ({"kept": "6"}, "kept", "Only 5 places are free here."),
        ({"only_kept": "y"}, "kept", "Say how many places are kept for this link alone"),
        ({"kept": "1", "keeps_until": "soon"}, "keeps_until", "Enter a date and a time"),
        ({"kept": "1", "keeps_until": "2020-01-01T00:00"}, "keeps_until", "That time has passed"),
        ({"kept": "1", "keeps_until": "2027-03-14T02:30"}, "keeps_until", "02:30"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(
    organizer_client: FlaskClient, form: dict[str, str], field: str, sentence: str
) -> None:
    event = make_event(capacity=5)

    answer = organizer_client.post(page(event, "add"), data={"label": "Missions"} | form)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert sentence in answer.text
    assert list_invitations(event) == []


def test_the_page_shows_each_link_its_places_and_who_registered(
    organizer_client: FlaskClient,
) -> None:
    event = make_event(capacity=10)
    group = make_invitation(event, kept=2, label="<b>Missions</b>")
    join(event, group)

    text = organizer_client.get(page(event, "")).text

    assert f'value="{invitation_url(fresh(group))}"' in text
    assert "1 of 2 taken" in text
    assert f"/registrations/?invitation={group.id}" in text
    assert "&lt;b&gt;Missions&lt;/b&gt;" in text


def test_a_room_that_became_too_small_is_said(organizer_client: FlaskClient) -> None:
    event = make_event(capacity=5)
    make_registration(event)
    make_invitation(event, kept=4)
    db.session.rollback()
    get_event(event.slug).modes[0].capacity = 3
    db.session.commit()

    assert "2 over the capacity" in organizer_client.get(page(event, "")).text


def test_a_link_is_changed_and_two_organizers_do_not_overwrite_each_other(
    organizer_client: FlaskClient,
) -> None:
    event = make_event(capacity=10)
    group = make_invitation(event, kept=2)
    edit = page(event, group.id, "edit")
    version = version_in(organizer_client.get(edit).text)
    change(event, group, kept=3)

    refused = organizer_client.post(edit, data={"label": "Mine", "kept": "1", "version": version})
    between = places(group)
    again = {"label": "Mine", "kept": "1", "version": version_in(refused.text)}
    organizer_client.post(edit, data=again)

    assert refused.status_code == 422
    assert "Now saved:" in refused.text
    assert between == (3, 0)
    assert (places(group), fresh(group).label) == ((1, 0), "Mine")


def test_places_that_move_to_the_other_mode_are_counted_there(
    organizer_client: FlaskClient,
) -> None:
    event = make_event(format=EventFormat.HYBRID, venue="Room 7", capacity=5, room_capacity=5)
    group = make_invitation(event, kept=2, mode=Mode.ROOM)
    edit = page(event, group.id, "edit")
    version = version_in(organizer_client.get(edit).text)

    organizer_client.post(
        edit, data={"label": "Missions", "kept": "2", "mode": "online", "version": version}
    )

    assert (counts(event, Mode.ROOM), counts(event)) == ((0, 0, 0), (0, 0, 2))


def test_links_are_renewed_released_and_revoked(organizer_client: FlaskClient) -> None:
    event = make_event(capacity=10)
    group = make_invitation(event, kept=2)
    first = path_of(group)

    organizer_client.post(page(event, group.id, "renew"))
    second = path_of(group)
    organizer_client.post(page(event, group.id, "release"))
    released = counts(event)
    organizer_client.post(page(event, group.id, "revoke"))
    again = organizer_client.post(page(event, group.id, "revoke"), follow_redirects=True)

    assert first != second
    assert released == (0, 0, 0)
    assert fresh(group).revoked_at is not None
    assert "This link was revoked. Make a new one." in again.text
    assert organizer_client.get(page(event, group.id, "edit")).status_code == 200


def test_registration_by_invitation_is_switched_on_and_off_here(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()

    organizer_client.post(page(event, "only"), data={"by_invitation": "y"})
    db.session.rollback()
    on = get_event(event.slug).by_invitation
    organizer_client.post(page(event, "only"), data={"by_invitation": ""})
    db.session.rollback()
    db.session.expire_all()

    assert (on, get_event(event.slug).by_invitation) == (True, False)


def test_a_link_of_another_event_is_not_found(organizer_client: FlaskClient) -> None:
    event, other = make_event(), make_event()
    group = make_invitation(other)

    assert organizer_client.get(page(event, group.id, "edit")).status_code == 404
    assert organizer_client.post(page(event, group.id, "revoke")).status_code == 404
