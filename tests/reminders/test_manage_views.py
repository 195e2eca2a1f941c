from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import Hands
from tests.factories import NOON, make_registration
from tests.registrations.steps import deliver
from ungis_events.adapters.mail import Email
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.history.queries import list_history
from ungis_events.mailing.models import EmailStatus, OutgoingEmail

from .steps import (
    HOUR,
    MINUTE,
    START,
    add,
    cancel,
    let_it_be,
    make_reminded_event,
    queued,
    reminder_of,
    states,
)

IN_THREE_HOURS = {"starts": datetime(2026, 11, 22, 10, 0), "ends": datetime(2026, 11, 22, 11, 0)}
FORM = {"number": "2", "unit": "hours", "words": "Bring your badge."}


def address(event: Event, rest: str = "") -> str:
    return f"/manage/events/{event.slug}/reminders/{rest}"


def of(event: Event, kind: str, rest: str) -> str:
    return address(event, f"{reminder_of(event, kind).id}/{rest}")


def hidden_version(page: str) -> str:
    return page.split('name="version"')[1].split('value="')[1].split('"')[0]


def edit(client: FlaskClient, event: Event, kind: str, **form: str) -> int:
    page = client.get(of(event, kind, "edit")).text
    data = {"version": hidden_version(page)} | form
    return client.post(of(event, kind, "edit"), data=data).status_code


def last_act(event: Event) -> tuple[str, dict[str, object]]:
    entry = list_history(get_event(event.slug).id)[0]
    return entry.act, entry.changes


def test_page_lists_each_reminder_with_what_became_of_it(
    organizer_client: FlaskClient, clock_hands: Hands, outbox: list[Email]
) -> None:
    event = make_reminded_event()
    make_registration(event)
    make_registration(event)
    let_it_be(clock_hands, START - 30 * MINUTE)
    deliver(outbox)
    with transaction():
        row = db.session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id.desc())).first()
        assert row is not None
        row.status, row.note = EmailStatus.FAILED, "SMTP 550 no <such> mailbox"
    clock_hands.set_to(NOON)  # or the organizer's session has ended

    page = " ".join(organizer_client.get(address(event)).text.split())

    assert "1 day before" in page
    assert "The worker was down at its moment, and a later reminder was due by then." in page
    assert "1 sent</li>" in page
    assert '1 failed: <span class="muted">SMTP 550 no &lt;such&gt; mailbox</span>' in page
    assert "Sun 31 Jan 2027, 08:20 EST / 14:20 CET" in page


def test_a_reminder_is_added(organizer_client: FlaskClient) -> None:
    event = make_reminded_event()

    answer = organizer_client.post(address(event, "add"), data=FORM)

    assert answer.status_code == 303
    assert states(event)["before-120"] == ("waiting", None)
    assert reminder_of(event, "before-120").due_at == START - 2 * HOUR
    assert last_act(event) == (
        "reminder added",
        {"reminder": "2 hours before", "words": [None, "Bring your badge."]},
    )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        pytest.param({"number": ""}, "Enter how long before the start", id="nothing"),
        pytest.param({"number": "soon"}, "Enter a whole number", id="no number"),
        pytest.param({"number": "-1"}, "Choose between 5 minutes and 60 days", id="after"),
        pytest.param({"number": "4", "unit": "minutes"}, "Choose between 5 minutes", id="too near"),
        pytest.param({"number": "61", "unit": "days"}, "Choose between 5 minutes", id="too far"),
        pytest.param({"number": "9" * 30, "unit": "days"}, "Choose between 5 minutes", id="huge"),
        pytest.param({"unit": "weeks"}, "Not a valid choice", id="unknown unit"),
        pytest.param({"number": "1"}, "There is a reminder at that moment already", id="twice"),
        pytest.param({"number": "60", "unit": "minutes"}, "There is a reminder at that", id="same"),
        pytest.param({"words": "w" * 1001}, "Use at most 1000 characters", id="long words"),
        pytest.param({"words": "a\x07b"}, "Remove the control characters", id="a bell"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    organizer_client: FlaskClient, changed: dict[str, str], sentence: str
) -> None:
    event = make_reminded_event()

    answer = organizer_client.post(address(event, "add"), data=FORM | changed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert (FORM | changed)["number"] in answer.text
    assert len(states(event)) == 4


def test_a_moment_that_has_passed_cannot_be_chosen(
    organizer_client: FlaskClient, clock_hands: Hands
) -> None:
    event = make_reminded_event(**IN_THREE_HOURS)
    clock_hands.set_to(NOON + HOUR)

    answer = organizer_client.post(address(event, "add"), data=FORM)

    assert answer.status_code == 422
    assert "That moment has passed" in answer.text


def test_time_and_words_are_changed(organizer_client: FlaskClient) -> None:
    event = make_reminded_event()

    code = edit(organizer_client, event, "before-60", **FORM)

    assert code == 303
    assert reminder_of(event, "before-120").due_at == START - 2 * HOUR
    assert reminder_of(event, "before-120").words == "Bring your badge."
    assert last_act(event) == (
        "reminder changed",
        {
            "reminder": "2 hours before",
            "when": ["1 hour before", "2 hours before"],
            "words": [None, "Bring your badge."],
        },
    )


def test_words_alone_leave_a_sent_reminder_sent(
    organizer_client: FlaskClient, clock_hands: Hands
) -> None:
    event = make_reminded_event(**IN_THREE_HOURS)
    make_registration(event)
    let_it_be(clock_hands, NOON + 2 * HOUR)

    edit(organizer_client, event, "before-60", number="1", unit="hours", words="Later.")

    assert states(event)["before-60"] == ("sent", None)


def test_recording_has_words_and_no_time(organizer_client: FlaskClient) -> None:
    event = make_reminded_event()

    page = organizer_client.get(of(event, "recording", "edit")).text
    code = edit(organizer_client, event, "recording", words="Thank you all.")

    assert 'name="number"' not in page
    assert code == 303
    assert reminder_of(event, "recording").words == "Thank you all."


def test_two_organizers_see_each_others_words(organizer_client: FlaskClient) -> None:
    event = make_reminded_event()
    page = organizer_client.get(of(event, "recording", "edit")).text
    edit(organizer_client, event, "recording", words="First.")

    answer = organizer_client.post(
        of(event, "recording", "edit"), data={"version": hidden_version(page), "words": "Second."}
    )

    assert answer.status_code == 422
    assert "<bdi>First.</bdi>" in answer.text
    assert reminder_of(event, "recording").words == "First."


def test_a_reminder_is_switched_off_and_on(organizer_client: FlaskClient) -> None:
    event = make_reminded_event()

    organizer_client.post(of(event, "before-60", "off"))
    while_off = (states(event)["before-60"], reminder_of(event, "before-60").due_at)
    act_off = last_act(event)
    organizer_client.post(of(event, "before-60", "on"))

    assert while_off == (("off", None), None)
    assert act_off[0] == "reminder switched off"
    assert states(event)["before-60"] == ("waiting", None)
    assert last_act(event)[1] == {"reminder": "1 hour before", "state": ["off", "waiting"]}


def test_two_clicks_on_switch_off_are_no_failure(organizer_client: FlaskClient) -> None:
    event = make_reminded_event()
    organizer_client.post(of(event, "before-60", "off"))

    answer = organizer_client.post(of(event, "before-60", "off"), follow_redirects=True)

    assert answer.status_code == 200
    assert "The reminder is in another state by now" in answer.text


def test_own_reminders_are_removed_and_the_usual_ones_stay(organizer_client: FlaskClient) -> None:
    event = make_reminded_event()
    add(event, 2, "hours")

    organizer_client.post(of(event, "before-120", "remove"))
    organizer_client.post(of(event, "before-60", "remove"))

    assert list(states(event)) == ["before-1440", "before-60", "before-10", "recording"]
    assert last_act(event) == ("reminder removed", {"reminder": "2 hours before"})


@pytest.mark.parametrize("kind", ["before-60", "recording"])
def test_preview_shows_the_mail_of_the_first_with_a_seat(
    organizer_client: FlaskClient, kind: str
) -> None:
    event = make_reminded_event()
    make_registration(event, given_name="Bo", family_name="Li")

    page = organizer_client.get(of(event, kind, "preview")).text

    assert "As Bo Li will see it, the first with a seat." in page
    assert "Dear Bo Li," in page
    assert ("In 1 hour" if kind == "before-60" else "The recording is there") in page


def test_preview_without_people_is_addressed_to_the_organizer(
    organizer_client: FlaskClient,
) -> None:
    event = make_reminded_event()

    page = organizer_client.get(of(event, "before-60", "preview")).text

    assert "Nobody has a seat yet: as you would see it." in page
    assert "Dear Account" in page


def test_a_test_goes_to_the_organizer_alone(
    organizer_client: FlaskClient, outbox: list[Email]
) -> None:
    event = make_reminded_event()
    person = make_registration(event)
    deliver(outbox)

    organizer_client.post(of(event, "before-60", "test"))
    organizer_client.post(of(event, "before-60", "test"))
    mails = deliver(outbox)

    assert len(mails) == 2
    assert person.email not in str(mails)
    assert states(event)["before-60"] == ("waiting", None)
    assert [about for _, about in queued(event)] == [None, None]


def test_a_cancelled_event_says_why_nothing_waits(organizer_client: FlaskClient) -> None:
    event = make_reminded_event()
    cancel(event)

    page = organizer_client.get(address(event)).text

    assert page.count("The event is cancelled.") == 4


PAGES = [
    pytest.param("GET", "", id="list"),
    pytest.param("GET", "add", id="form to add"),
    pytest.param("POST", "add", id="add"),
    pytest.param("GET", "{id}/edit", id="form to change"),
    pytest.param("POST", "{id}/edit", id="change"),
    pytest.param("POST", "{id}/off", id="off"),
    pytest.param("POST", "{id}/on", id="on"),
    pytest.param("POST", "{id}/remove", id="remove"),
    pytest.param("GET", "{id}/preview", id="preview"),
    pytest.param("POST", "{id}/test", id="test"),
]


@pytest.mark.parametrize(("method", "rest"), PAGES)
def test_pages_are_for_organizers(
    client: FlaskClient, member_client: FlaskClient, method: str, rest: str
) -> None:
    event = make_reminded_event()
    path = address(event, rest.format(id=reminder_of(event, "before-60").id))

    stranger = client.open(path, method=method, data=FORM)
    member = member_client.open(path, method=method, data=FORM)

    assert (stranger.status_code, member.status_code) == (302, 403)
    assert (stranger.location or "").startswith("/sign-in")


@pytest.mark.parametrize(("method", "rest"), [each for each in PAGES if "{id}" in each.values[1]])
def test_reminders_of_another_event_are_not_found(
    organizer_client: FlaskClient, method: str, rest: str
) -> None:
    event, other = make_reminded_event(), make_reminded_event()
    path = address(event, rest.format(id=reminder_of(other, "before-60").id))

    assert organizer_client.open(path, method=method, data=FORM).status_code == 404


@pytest.mark.parametrize("act", ["off", "on", "remove", "test"])
def test_nothing_is_changed_by_looking(organizer_client: FlaskClient, act: str) -> None:
    event = make_reminded_event()

    assert organizer_client.get(of(event, "before-60", act)).status_code == 405


def test_every_form_carries_the_token(organizer_client: FlaskClient, app: Flask) -> None:
    event = make_reminded_event()
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = organizer_client.post(of(event, "before-60", "off"))
    finally:
        app.config["WTF_CSRF_ENABLED"] = False

    page = organizer_client.get(address(event)).text
    assert answer.status_code == 422
    assert states(event)["before-60"] == ("waiting", None)
    assert page.count('method="post"') == page.count('name="csrf_token"')
