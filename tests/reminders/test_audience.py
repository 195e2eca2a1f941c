"""The recording may be for those alone who were there, or for those who were not."""

import pytest
from flask.testing import FlaskClient

from tests.attendance.known import make_known
from tests.conftest import Hands
from tests.factories import NOON, make_registration
from tests.registrations.steps import ReadMail, deliver
from ungis_events.adapters.mail import Email
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.history.queries import list_latest
from ungis_events.registrations.models import Registration
from ungis_events.reminders.models import Audience
from ungis_events.reminders.rules import is_for
from ungis_events.reminders.service import ReminderDetails, change_reminder

from .steps import END, MINUTE, add_recording, let_it_be, locked, make_reminded_event, outcomes

AFTERWARDS = END + 30 * MINUTE


@pytest.mark.parametrize(
    ("audience", "of_who_was_there", "of_who_was_not"),
    [
        (Audience.EVERYBODY, True, True),
        (Audience.ATTENDED, True, False),
        (Audience.ABSENT, False, True),
    ],
)
def test_for_whom_it_is(audience: Audience, of_who_was_there: bool, of_who_was_not: bool) -> None:
    assert is_for(audience, attended=True) is of_who_was_there
    assert is_for(audience, attended=False) is of_who_was_not


def choose(event: Event, audience: Audience) -> None:
    with transaction():
        event, reminder = locked(event, "recording")
        details = ReminderDetails(None, None, None, audience)
        change_reminder(event, reminder, details, actor="test", now=NOON)


def make_people(event: Event) -> dict[str, Registration]:
    """Ana went through the join page, Ben did not, Cem was checked in."""
    found = {
        name: make_registration(event, given_name=name.title(), email=f"{name}@example.org")
        for name in ("ana", "ben", "cem")
    }
    with transaction():
        db.session.get_one(Registration, found["ana"].id).joined_at = event.starts_at
        db.session.get_one(Registration, found["cem"].id).checked_in_at = event.starts_at
    add_recording(event)
    return found


def sent(hands: Hands, outbox: list[Email]) -> dict[str, ReadMail]:
    """{to whom: the mail}, of those that leave when the recording is due."""
    deliver(outbox)
    let_it_be(hands, AFTERWARDS)
    return {
        str(mail.message["To"]).split("<")[-1].partition("@")[0]: mail for mail in deliver(outbox)
    }


@pytest.mark.parametrize(
    ("audience", "until_known", "when_known"),
    [
        (Audience.EVERYBODY, "ana ben cem", "ana ben cem"),
        (Audience.ATTENDED, "ana cem", "ben cem"),
        (Audience.ABSENT, "ben", "ana"),
    ],
)
@pytest.mark.parametrize("is_known", [False, True])
def test_it_leaves_for_those_it_is_for(
    clock_hands: Hands,
    outbox: list[Email],
    audience: Audience,
    until_known: str,
    when_known: str,
    is_known: bool,
) -> None:
    event = make_reminded_event()
    people = make_people(event)
    choose(event, audience)
    if is_known:
        make_known(event, (people["ben"], 40))

    assert set(sent(clock_hands, outbox)) == set((when_known if is_known else until_known).split())


@pytest.mark.parametrize(
    ("audience", "words"),
    [
        (Audience.EVERYBODY, "The recording of the event you registered for is there."),
        (
            Audience.ATTENDED,
            "Thank you for having been there. The recording of the event is ready.",
        ),
        (
            Audience.ABSENT,
            "You had a seat at this event and could not be there: its recording shows what you "
            "missed.",
        ),
    ],
)
def test_it_says_why_they_get_it(
    clock_hands: Hands, outbox: list[Email], audience: Audience, words: str
) -> None:
    event = make_reminded_event()
    make_people(event)
    choose(event, audience)

    for mail in sent(clock_hands, outbox).values():
        assert words in " ".join(mail.text.split())
        assert words in mail.html


def test_what_is_known_by_the_time_it_leaves_holds(clock_hands: Hands, outbox: list[Email]) -> None:
    """The report comes between the outbox and the leaving."""
    event = make_reminded_event()
    people = make_people(event)
    choose(event, Audience.ABSENT)
    deliver(outbox)
    let_it_be(clock_hands, AFTERWARDS)

    make_known(event, (people["ben"], 40))
    mails = deliver(outbox)

    assert mails == []
    assert outcomes(event) == [("dropped", "the person was there after all")]


def test_the_organizer_chooses_at_the_desk(organizer_client: FlaskClient) -> None:
    event = make_reminded_event()
    _, reminder = locked(event, "recording")
    desk = f"/manage/events/{event.slug}/reminders/"

    form = organizer_client.get(f"{desk}{reminder.id}/edit").text
    version = form.split('name="version"')[1].split('value="')[1].split('"')[0]
    answer = organizer_client.post(
        f"{desk}{reminder.id}/edit", data={"version": version, "audience": "absent"}
    )

    assert answer.status_code == 303
    assert "To those who were not there" in organizer_client.get(desk).text
    assert list_latest(event.id)[0].changes == {
        "reminder": "recording",
        "audience": ["everybody", "absent"],
    }
    preview = organizer_client.get(f"{desk}{reminder.id}/preview").text
    assert "its recording shows what you missed" in preview


def test_only_the_recording_asks_to_whom(organizer_client: FlaskClient) -> None:
    event = make_reminded_event()
    _, reminder = locked(event, "before-60")
    desk = f"/manage/events/{event.slug}/reminders/"

    for page in (f"{desk}{reminder.id}/edit", f"{desk}add"):
        assert 'name="audience"' not in organizer_client.get(page).text


def test_nobody_else_can_be_chosen(organizer_client: FlaskClient) -> None:
    event = make_reminded_event()
    _, reminder = locked(event, "recording")

    answer = organizer_client.post(
        f"/manage/events/{event.slug}/reminders/{reminder.id}/edit", data={"audience": "friends"}
    )

    assert (answer.status_code, "Not a valid choice" in answer.text) == (422, True)
