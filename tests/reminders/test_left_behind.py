"""A reminder is called sent only where somebody got it, or will; who did not gets it if it still
makes sense."""

from datetime import datetime

import pytest
from flask import current_app
from sqlalchemy import select

from tests.conftest import Hands
from tests.factories import make_registration
from tests.registrations.steps import deliver, registration_of
from ungis_events import jobs
from ungis_events.adapters.mail import Email
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.mailing.service import record_failure
from ungis_events.registrations.service import withdraw_registration
from ungis_events.reminders.service import switch_off, switch_on

from .steps import (
    DAY,
    END,
    HOUR,
    MINUTE,
    START,
    add_recording,
    cancel,
    follow_now,
    let_it_be,
    locked,
    make_reminded_event,
    move,
    outcomes,
    publish,
    reminder_of,
    states,
)

DUE = START - DAY
HOME, AWAY = datetime(2027, 1, 31, 8, 30), datetime(2027, 2, 3, 8, 30)


@pytest.fixture
def event(clock_hands: Hands) -> Event:
    """Its day-before mail is queued, and nothing has left yet."""
    event = make_reminded_event()
    make_registration(event, email="amina@example.org")
    let_it_be(clock_hands, DUE)
    return event


@pytest.fixture
def recorded(clock_hands: Hands) -> Event:
    """Two mails about its recording are queued, and nothing has left yet."""
    event = make_reminded_event()
    make_registration(event, email="amina@example.org")
    make_registration(event, email="bo@example.org")
    add_recording(event)
    let_it_be(clock_hands, END + 30 * MINUTE)
    return event


def day_before(event: Event) -> tuple[str, str | None]:
    return states(event)["before-1440"]


def hold_back(event: Event, address: str, now: datetime) -> None:
    """As after a try at which the mail server was busy."""
    with transaction():
        query = select(OutgoingEmail).where(
            OutgoingEmail.event_id == event.id,
            OutgoingEmail.kind == "recording",
            OutgoingEmail.to_address == address,
        )
        record_failure(db.session.scalars(query).one(), "busy", retryable=True, now=now)


def test_cancelled_and_back_before_the_mail_left_it_is_sent(
    event: Event, outbox: list[Email]
) -> None:
    cancel(event, now=DUE)
    publish(event, now=DUE)

    deliver(outbox)

    assert day_before(event) == ("sent", None)
    assert outcomes(event) == [("sent", None)]


def test_cancelled_and_back_after_the_mail_was_dropped_it_is_missed(
    event: Event, outbox: list[Email]
) -> None:
    cancel(event, now=DUE)
    deliver(outbox)

    publish(event, now=DUE + HOUR)

    assert day_before(event) == ("missed", "was cancelled")
    assert reminder_of(event, "before-1440").sent_at is None
    assert outcomes(event) == [("dropped", "the event was cancelled")]


def test_while_the_event_is_cancelled_what_nobody_got_is_dropped(
    event: Event, outbox: list[Email]
) -> None:
    cancel(event, now=DUE)
    deliver(outbox)

    follow_now(event, DUE + HOUR)
    while_cancelled = day_before(event)
    publish(event, now=DUE + HOUR)

    assert while_cancelled == ("dropped", "cancelled")
    assert day_before(event) == ("missed", "was cancelled")


def test_moved_away_and_back_before_the_mail_left_it_is_sent(
    event: Event, outbox: list[Email]
) -> None:
    move(event, AWAY, now=DUE)
    move(event, HOME, now=DUE)

    deliver(outbox)

    assert day_before(event) == ("sent", None)
    assert outcomes(event) == [("sent", None)]


def test_moved_away_and_back_after_the_mail_was_dropped_it_is_missed(
    event: Event, outbox: list[Email]
) -> None:
    move(event, AWAY, now=DUE)
    deliver(outbox)

    move(event, HOME, now=DUE + HOUR)

    assert day_before(event) == ("missed", "moved")
    assert outcomes(event) == [("dropped", "the event was moved")]


@pytest.mark.parametrize(
    ("left_at", "reason"),
    [
        pytest.param(START - HOUR, "overtaken", id="the next was due"),
        pytest.param(START, "started", id="begun"),
    ],
)
def test_mails_that_waited_too_long_were_not_sent(
    event: Event, clock_hands: Hands, outbox: list[Email], left_at: datetime, reason: str
) -> None:
    clock_hands.set_to(left_at)
    deliver(outbox)

    follow_now(event, left_at)

    assert day_before(event) == ("missed", reason)


def test_switched_off_and_on_again_after_the_mail_was_dropped_it_is_missed(
    event: Event, outbox: list[Email]
) -> None:
    with transaction():
        switch_off(*locked(event, "before-1440"), actor="test", now=DUE)
    deliver(outbox)

    with transaction():
        switch_on(*locked(event, "before-1440"), actor="test", now=DUE + HOUR)

    assert day_before(event) == ("missed", "passed")


def test_a_recording_switched_off_halfway_and_on_again_is_told_to_the_others(
    recorded: Event, clock_hands: Hands, outbox: list[Email]
) -> None:
    hold_back(recorded, "bo@example.org", END + HOUR)
    deliver(outbox)
    with transaction():
        switch_off(*locked(recorded, "recording"), actor="test", now=END + HOUR)
    clock_hands.set_to(END + 3 * HOUR)
    deliver(outbox)
    before = outcomes(recorded)

    with transaction():
        switch_on(*locked(recorded, "recording"), actor="test", now=END + DAY)
    let_it_be(clock_hands, END + DAY)
    mails = deliver(outbox)

    assert before == [("sent", None), ("dropped", "the reminder was switched off")]
    assert [mail.message["To"].addresses[0].username for mail in mails] == ["bo"]
    assert outcomes(recorded) == [("sent", None), ("sent", None)]
    assert states(recorded)["recording"] == ("sent", None)


def test_a_recording_switched_off_halfway_and_on_again_too_late_stays_sent(
    recorded: Event, clock_hands: Hands, outbox: list[Email]
) -> None:
    hold_back(recorded, "bo@example.org", END + HOUR)
    deliver(outbox)
    with transaction():
        switch_off(*locked(recorded, "recording"), actor="test", now=END + HOUR)
    clock_hands.set_to(END + 3 * HOUR)
    deliver(outbox)

    with transaction():
        switch_on(*locked(recorded, "recording"), actor="test", now=END + 30 * DAY)

    assert states(recorded)["recording"] == ("sent", None)
    assert outcomes(recorded) == [("sent", None), ("dropped", "the reminder was switched off")]


def test_of_those_who_got_it_and_those_who_did_not_the_first_count(
    event: Event, clock_hands: Hands, outbox: list[Email]
) -> None:
    """When it is too late for the others."""
    make_registration(event, email="bo@example.org", now=DUE - HOUR)
    with transaction():
        reminder = locked(event, "before-1440")[1]
        reminder.state = reminder.state.WAITING
        reminder.due_at = DUE
    jobs.deliver_mail(current_app.extensions["mailer"])
    let_it_be(clock_hands, DUE)
    cancel(event, now=DUE)
    deliver(outbox)

    publish(event, now=DUE + HOUR)

    assert day_before(event) == ("sent", None)
    assert outcomes(event) == [("sent", None), ("dropped", "the event was cancelled")]


def test_what_was_sent_to_nobody_stays_sent(clock_hands: Hands) -> None:
    event = make_reminded_event()
    let_it_be(clock_hands, DUE)
    cancel(event, now=DUE)

    publish(event, now=DUE + HOUR)

    assert day_before(event) == ("sent", None)
    assert reminder_of(event, "before-1440").recipients == 0


def test_what_was_dropped_because_people_left_stays_sent(event: Event, outbox: list[Email]) -> None:
    """The event had no part in it, and there is nobody to send it to."""
    with transaction():
        withdraw_registration(registration_of(event, "amina@example.org"), now=DUE)
    deliver(outbox)

    follow_now(event, DUE + HOUR)

    assert day_before(event) == ("sent", None)
    assert outcomes(event) == [("dropped", "the person has no seat any more")]


def test_a_recording_that_nobody_was_told_of_is_told_when_the_event_is_back(
    recorded: Event, clock_hands: Hands, outbox: list[Email]
) -> None:
    cancel(recorded, now=END + HOUR)
    deliver(outbox)
    publish(recorded, now=END + DAY)
    after = states(recorded)["recording"]

    let_it_be(clock_hands, END + DAY)
    mails = deliver(outbox)

    assert after == ("waiting", None)
    assert states(recorded)["recording"] == ("sent", None)
    assert reminder_of(recorded, "recording").recipients == 2
    assert outcomes(recorded) == [("sent", None)] * 2
    assert len(mails) == 2


def test_a_recording_that_some_were_told_of_is_told_to_the_others(
    recorded: Event, clock_hands: Hands, outbox: list[Email]
) -> None:
    hold_back(recorded, "bo@example.org", END + HOUR)
    deliver(outbox)
    cancel(recorded, now=END + HOUR)
    clock_hands.set_to(END + 3 * HOUR)
    deliver(outbox)
    before = outcomes(recorded)

    publish(recorded, now=END + DAY)
    let_it_be(clock_hands, END + DAY)
    mails = deliver(outbox)

    assert before == [("sent", None), ("dropped", "the event was cancelled")]
    assert [mail.message["To"].addresses[0].username for mail in mails] == ["bo"]
    assert outcomes(recorded) == [("sent", None), ("sent", None)]


def test_a_recording_moved_away_and_back_is_told_after_all(
    recorded: Event, clock_hands: Hands, outbox: list[Email]
) -> None:
    move(recorded, AWAY, now=END + HOUR)
    deliver(outbox)
    left_behind = outcomes(recorded)
    move(recorded, HOME, now=END + 2 * HOUR)

    let_it_be(clock_hands, END + 2 * HOUR)
    deliver(outbox)

    assert left_behind == [("dropped", "the event was moved")] * 2
    assert outcomes(recorded) == [("sent", None)] * 2
