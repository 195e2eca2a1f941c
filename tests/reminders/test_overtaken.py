"""Mails that must not leave any more, and the reason that the desk shows."""

from datetime import datetime

import pytest

from tests.conftest import Hands
from tests.factories import make_registration
from tests.registrations.steps import deliver
from ungis_events.adapters.mail import Email
from ungis_events.core.database import transaction
from ungis_events.events.queries import get_event
from ungis_events.files.queries import list_links
from ungis_events.files.service import remove_link
from ungis_events.registrations.queries import get_registration
from ungis_events.registrations.service import withdraw_registration
from ungis_events.reminders.service import remove_reminder, switch_off

from .steps import (
    DAY,
    END,
    HOUR,
    MINUTE,
    START,
    add,
    add_recording,
    cancel,
    let_it_be,
    locked,
    make_reminded_event,
    move,
    outcomes,
)


def test_mails_of_a_cancelled_event_stay_behind(clock_hands: Hands, outbox: list[Email]) -> None:
    event = make_reminded_event()
    make_registration(event)
    let_it_be(clock_hands, START - HOUR)

    cancel(event, now=START - HOUR)
    deliver(outbox)

    assert outcomes(event) == [("dropped", "the event was cancelled")]


def test_mails_to_people_without_a_seat_stay_behind(
    clock_hands: Hands, outbox: list[Email]
) -> None:
    event = make_reminded_event()
    person = make_registration(event)
    let_it_be(clock_hands, START - HOUR)

    with transaction():
        registration = get_registration(get_event(event.slug), person.id)
        withdraw_registration(registration, now=START - HOUR)
    deliver(outbox)

    assert outcomes(event) == [("dropped", "the person has no seat any more")]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param(START - 11 * MINUTE, ("sent", None), id="late, but before the next"),
        pytest.param(
            START - 10 * MINUTE,
            ("dropped", "a later reminder was due by then"),
            id="the next is due",
        ),
        pytest.param(START, ("dropped", "the event has begun"), id="begun"),
    ],
)
def test_mails_that_waited_too_long_stay_behind(
    clock_hands: Hands, outbox: list[Email], moment: datetime, expected: tuple[str, str | None]
) -> None:
    event = make_reminded_event()
    make_registration(event)
    let_it_be(clock_hands, START - HOUR)

    clock_hands.set_to(moment)
    deliver(outbox)

    assert outcomes(event) == [expected]


def test_mails_of_a_reminder_that_was_switched_off_stay_behind(
    clock_hands: Hands, outbox: list[Email]
) -> None:
    event = make_reminded_event()
    make_registration(event)
    let_it_be(clock_hands, START - HOUR)

    with transaction():
        switch_off(*locked(event, "before-60"), actor="test", now=START - HOUR)
    deliver(outbox)

    assert outcomes(event) == [("dropped", "the reminder was switched off")]


def test_switched_off_holds_for_the_recording_too(clock_hands: Hands, outbox: list[Email]) -> None:
    event = make_reminded_event()
    make_registration(event)
    add_recording(event)
    later = START + 3 * HOUR
    let_it_be(clock_hands, later)

    with transaction():
        switch_off(*locked(event, "recording"), actor="test", now=later)
    deliver(outbox)

    assert outcomes(event) == [("dropped", "the reminder was switched off")]


def test_mails_of_a_reminder_that_was_removed_stay_behind(
    clock_hands: Hands, outbox: list[Email]
) -> None:
    event = make_reminded_event()
    make_registration(event)
    add(event, 2, "hours")
    let_it_be(clock_hands, START - 2 * HOUR)

    with transaction():
        remove_reminder(*locked(event, "before-120"), actor="test", now=START - 2 * HOUR)
    deliver(outbox)

    assert outcomes(event) == [("dropped", "the reminder was changed or removed")]


def test_mails_about_a_recording_that_is_gone_stay_behind(
    clock_hands: Hands, outbox: list[Email]
) -> None:
    event = make_reminded_event()
    make_registration(event)
    add_recording(event)
    let_it_be(clock_hands, END + 30 * MINUTE)

    with transaction():
        (link,) = list_links(event)
        remove_link(get_event(event.slug), link, actor="test", now=END + 30 * MINUTE)
    deliver(outbox)

    assert outcomes(event) == [("dropped", "the recording was taken away")]


def test_mails_about_the_recording_of_an_event_to_come_stay_behind(
    clock_hands: Hands, outbox: list[Email]
) -> None:
    event = make_reminded_event()
    make_registration(event)
    add_recording(event)
    let_it_be(clock_hands, END + 30 * MINUTE)

    move(event, get_event(event.slug).starts + 2 * DAY, now=END + 30 * MINUTE)
    deliver(outbox)

    assert outcomes(event) == [("dropped", "the event was moved")]
