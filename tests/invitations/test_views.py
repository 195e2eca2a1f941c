"""The page behind a group's link, and what the public sees of it."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import Hands
from tests.factories import NOON, make_event, make_registration
from tests.questions.steps import answers_of, make_question, name_of
from tests.registrations.steps import (
    form_data,
    people,
    queued,
    registration_of,
    settings,
    visitor,
)
from tests.registrations.steps import send_form as send_public_form
from ungis_events.core.database import transaction
from ungis_events.core.signed_links import make_token
from ungis_events.events.models import Event, EventFormat, EventStatus, Mode
from ungis_events.events.queries import get_event
from ungis_events.registrations import kept_places
from ungis_events.registrations.links import manage_token

from .steps import act, counts, join, make_invitation, path_of, send_form


def only_by_invitation(event: Event) -> None:
    with transaction():
        kept_places.set_by_invitation(get_event(event.slug), True, actor="test", now=NOON)


def test_the_link_shows_the_events_form_and_whom_it_is_for(client: FlaskClient) -> None:
    event = make_event()
    group = make_invitation(event, label="Permanent Missions")

    page = client.get(path_of(group))

    assert page.status_code == 200
    assert "You register by the invitation for: Permanent Missions" in page.text
    assert f'action="{path_of(group)}"' in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_who_registers_by_the_link_is_of_the_group(client: FlaskClient) -> None:
    event = make_event(capacity=3)
    group = make_invitation(event, kept=1)
    question = make_question(event, "Why?")

    answer = client.post(path_of(group), data=form_data() | {name_of(question): "so"})

    person = registration_of(event, "amina@example.org")
    assert (answer.status_code, answer.location) == (303, f"/registrations/sent/{event.slug}")
    assert (person.invitation_id, person.has_kept_place) == (group.id, True)
    assert answers_of(event) == {"Why?": "so"}
    assert counts(event) == (1, 0, 0)


def test_what_is_wrong_is_said_beside_the_field(client: FlaskClient) -> None:
    event = make_event()
    group = make_invitation(event)

    answer = send_form(client, group, country="", given_name="Bo")

    assert answer.status_code == 422
    assert 'href="#country"' in answer.text
    assert 'value="Bo"' in answer.text
    assert people(event) == []


def test_without_its_token_the_form_is_shown_again(app: Flask) -> None:
    event = make_event()
    path = path_of(make_invitation(event))

    with settings(app, WTF_CSRF_ENABLED=True):
        answer = visitor(app).post(path, data=form_data())

    assert answer.status_code == 422
    assert people(event) == []


def test_an_event_by_invitation_sends_strangers_to_their_link(client: FlaskClient) -> None:
    event = make_event()
    group = make_invitation(event)
    open_to_all = client.get(f"/events/{event.slug}").text
    only_by_invitation(event)

    form = client.get(f"/events/{event.slug}/register")
    sent = send_public_form(client, event)
    incomplete = send_public_form(client, event, country="")
    page = client.get(f"/events/{event.slug}").text
    by_link = send_form(client, group)

    assert [form.status_code, sent.status_code, incomplete.status_code] == [403, 403, 403]
    assert "Registration is by invitation" in form.text
    assert f'href="/events/{event.slug}/register"' in open_to_all
    assert f'href="/events/{event.slug}/register"' not in page
    assert "Registration is by invitation." in page
    assert by_link.status_code == 303
    assert people(event) == [("amina@example.org", "confirmed")]


def test_the_text_of_an_event_by_invitation_names_no_address_to_register_at(
    client: FlaskClient,
) -> None:
    event = make_event()
    open_to_all = client.get(f"/events/{event.slug}.txt").text
    only_by_invitation(event)

    text = client.get(f"/events/{event.slug}.txt").text

    assert f"Register: http://localhost/events/{event.slug}/register" in open_to_all
    assert "Register:" not in text
    assert "\nRegistration is by invitation.\n" in text


def test_everybody_can_register_again_when_the_organizers_say_so(client: FlaskClient) -> None:
    event = make_event()
    only_by_invitation(event)
    before = client.get(f"/events/{event.slug}/register").status_code
    with transaction():
        kept_places.set_by_invitation(get_event(event.slug), False, actor="test", now=NOON)

    assert (before, client.get(f"/events/{event.slug}/register").status_code) == (403, 200)


@pytest.mark.parametrize("name", ["renew", "revoke"])
def test_the_address_given_out_leads_nowhere_once_it_is_taken_back(
    client: FlaskClient, name: str
) -> None:
    event = make_event()
    group = make_invitation(event)
    path = path_of(group)
    act(event, group, name)

    assert client.get(path).status_code == 404
    assert client.post(path, data=form_data()).status_code == 404
    assert client.get(path_of(group)).status_code == (200 if name == "renew" else 404)
    assert people(event) == []


@pytest.mark.parametrize(
    "token", ["1", "1-", "x", "1-" + "a" * 32, "999999999999-" + "a" * 32, "-1-abc"]
)
def test_a_made_up_token_is_no_page(client: FlaskClient, token: str) -> None:
    make_invitation(make_event())

    assert client.get(f"/invitations/{token}").status_code == 404


def test_a_personal_link_opens_no_invitation(app: Flask, client: FlaskClient) -> None:
    event = make_event()
    group = make_invitation(event)
    token = make_token(str(app.config["SECRET_KEY"]), "manage", group.id, 1)

    assert client.get(f"/invitations/{token}").status_code == 404


def test_a_draft_has_no_page_behind_its_links(client: FlaskClient) -> None:
    group = make_invitation(make_event(status=EventStatus.DRAFT))

    assert client.get(path_of(group)).status_code == 404


def test_a_closed_event_is_closed_to_groups_too(client: FlaskClient, clock_hands: Hands) -> None:
    event = make_event()
    group = make_invitation(event, kept=1)
    clock_hands.set_to(event.ends_at)

    assert client.get(path_of(group)).status_code == 409
    assert send_form(client, group).status_code == 409


def test_kept_places_are_not_shown_as_free(client: FlaskClient) -> None:
    event = make_event(capacity=10)
    make_invitation(event, kept=4)
    make_registration(event)

    page = client.get(f"/events/{event.slug}").text
    (seats,) = client.get(f"/api/v1/events/{event.slug}").get_json()["registration"]["seats"]

    assert "1 registered" in page
    assert "5 places left" in page
    assert 'value="5"' in page
    assert (seats["taken"], seats["left"]) == (1, 5)


def test_an_event_full_for_everybody_is_not_full_for_the_group(client: FlaskClient) -> None:
    event = make_event(capacity=1)
    group = make_invitation(event, kept=1)

    public = client.get(f"/events/{event.slug}/register").text
    by_link = client.get(path_of(group)).text
    join(event, group)
    by_link_later = client.get(path_of(group)).text

    assert "Join the waiting list" in public
    assert "Join the waiting list" not in by_link
    assert "Join the waiting list" in by_link_later


def test_a_link_with_nothing_but_kept_places_says_when_they_are_taken(
    client: FlaskClient,
) -> None:
    event = make_event(capacity=10)
    group = make_invitation(event, kept=1, only_kept=True)
    send_form(client, group)

    page = client.get(path_of(group))
    other = send_form(client, group, email="other@example.org")
    again = send_form(client, group)

    assert [page.status_code, other.status_code, again.status_code] == [409, 409, 409]
    assert "All places that were kept for your group are taken." in page.text
    # Who is registered gets their own link by mail; the answer says nothing about them.
    assert queued(event)[-1] == ("amina@example.org", "link_resent")
    assert re.sub(r"\s+", " ", other.text) == re.sub(r"\s+", " ", again.text)


def test_a_form_sent_twice_on_the_last_kept_place_is_no_refusal(client: FlaskClient) -> None:
    event = make_event(capacity=10)
    group = make_invitation(event, kept=1, only_kept=True)

    answers = [send_form(client, group, form_key="one").status_code for _ in range(2)]

    assert answers == [303, 303]
    assert counts(event) == (1, 0, 0)


def test_a_link_to_places_in_the_room_alone_does_not_ask_how(client: FlaskClient) -> None:
    event = make_event(format=EventFormat.HYBRID, venue="Room 7", capacity=5, room_capacity=5)
    alone = make_invitation(event, kept=1, mode=Mode.ROOM, only_kept=True)
    also = make_invitation(event, kept=1, mode=Mode.ROOM)

    pages = [client.get(path_of(each)).text for each in (alone, also)]
    answer = send_form(client, alone)

    assert ['name="attendance"' in page for page in pages] == [False, True]
    assert answer.status_code == 303
    assert counts(event, Mode.ROOM) == (1, 0, 1)


def test_who_came_by_the_link_comes_back_by_it(client: FlaskClient) -> None:
    event = make_event(capacity=5)
    group = make_invitation(event, kept=1)
    send_form(client, group)
    own = f"/registrations/{manage_token(registration_of(event, 'amina@example.org'))}"
    client.post(f"{own}/withdraw")

    assert f'href="{path_of(group)}">Register again' in client.get(own).text
    act(event, group, "revoke")
    assert f'href="/events/{event.slug}/register">Register again' in client.get(own).text


def test_machines_that_fill_the_trap_are_thanked_and_forgotten(app: Flask) -> None:
    event = make_event()
    path = path_of(make_invitation(event))

    with settings(app, RATE_LIMITS=True):
        answer = visitor(app).post(path, data=form_data(website="x"))

    assert answer.status_code == 303
    assert people(event) == []
