"""Who gets a reminder, once; what a worker that was down still sends."""

from datetime import datetime

import pytest
from sqlalchemy.exc import IntegrityError

from tests.conftest import Hands
from tests.factories import NOON, make_event, make_registration
from ungis_events.core.database import transaction
from ungis_events.events.queries import get_event
from ungis_events.files.models import Visibility
from ungis_events.mailing.service import queue_emails
from ungis_events.registrations.desk_service import approve_registration
from ungis_events.registrations.models import Registration, RegistrationStatus
from ungis_events.registrations.queries import get_registration
from ungis_events.registrations.service import withdraw_registration
from ungis_events.reminders.models import ReminderState
from ungis_events.reminders.service import new_mails, send_reminder, switch_off

from .steps import (
    DAY,
    END,
    HOUR,
    MINUTE,
    START,
    add,
    add_recording,
    follow_now,
    let_it_be,
    locked,
    make_reminded_event,
    queued,
    reminder_of,
    states,
)

HOUR_BEFORE = "before-60@20270131T133000Z"
RECORDED = "recording@20270131T133000Z"


def withdraw(registration: Registration, now: datetime) -> None:
    with transaction():
        event = get_event(registration.event.slug)
        withdraw_registration(get_registration(event, registration.id), now=now)


def test_every_moment_has_its_mail(clock_hands: Hands) -> None:
    event = make_reminded_event()
    person = make_registration(event)

    for before in (DAY, HOUR, 10 * MINUTE):
        let_it_be(clock_hands, START - before)

    assert queued(event) == [
        (person.email, "before-1440@20270131T133000Z"),
        (person.email, HOUR_BEFORE),
        (person.email, "before-10@20270131T133000Z"),
    ]
    hour = reminder_of(event, "before-60")
    assert (hour.state.value, hour.sent_at, hour.recipients) == ("sent", START - HOUR, 1)


def test_nothing_leaves_before_its_moment(clock_hands: Hands) -> None:
    event = make_reminded_event()
    make_registration(event)

    let_it_be(clock_hands, START - DAY - MINUTE)

    assert queued(event) == []


@pytest.mark.parametrize(
    "status", [each for each in RegistrationStatus if each is not RegistrationStatus.CONFIRMED]
)
def test_only_people_with_a_seat_are_reminded(
    clock_hands: Hands, status: RegistrationStatus
) -> None:
    event = make_reminded_event()
    make_registration(event, status=status)

    let_it_be(clock_hands, START - HOUR)

    assert queued(event) == []


def test_who_registers_late_is_not_sent_what_was_due_before(clock_hands: Hands) -> None:
    """Also when the worker comes round only afterwards."""
    event = make_reminded_event()
    early = make_registration(event, now=START - HOUR)
    late = make_registration(event, now=START - HOUR + MINUTE)

    let_it_be(clock_hands, START - HOUR + 2 * MINUTE)
    let_it_be(clock_hands, START - 10 * MINUTE)

    assert queued(event) == [
        (early.email, HOUR_BEFORE),
        (early.email, "before-10@20270131T133000Z"),
        (late.email, "before-10@20270131T133000Z"),
    ]


def test_who_was_promoted_after_the_moment_is_not_sent_it(clock_hands: Hands) -> None:
    event = make_reminded_event(capacity=1)
    first = make_registration(event)
    second = make_registration(event)

    withdraw(first, now=START - 30 * MINUTE)
    let_it_be(clock_hands, START - 20 * MINUTE)
    let_it_be(clock_hands, START - 10 * MINUTE)

    assert queued(event) == [(second.email, "before-10@20270131T133000Z")]


def test_a_second_sending_for_one_start_skips_who_has_it(clock_hands: Hands) -> None:
    event = make_reminded_event()
    make_registration(event)
    let_it_be(clock_hands, START - HOUR)

    with transaction():
        reminder = locked(event, "before-60")[1]
        reminder.state = ReminderState.WAITING
        send_reminder(reminder.id, START - 50 * MINUTE)

    assert len(queued(event)) == 1
    assert reminder_of(event, "before-60").recipients == 0


def test_the_database_refuses_a_second_mail_of_one_occasion() -> None:
    """What holds where the question "who has it?" was answered too early."""
    event = make_reminded_event()
    make_registration(event)
    twice = new_mails(reminder_of(event, "before-60"), get_event(event.slug), START)

    with transaction():
        queue_emails(twice, now=NOON)
    with pytest.raises(IntegrityError), transaction():
        queue_emails(twice, now=NOON)

    assert len(queued(event)) == 1


def test_of_several_overdue_ones_the_last_is_sent(clock_hands: Hands) -> None:
    event = make_reminded_event()
    person = make_registration(event)

    let_it_be(clock_hands, START - 30 * MINUTE)

    assert queued(event) == [(person.email, HOUR_BEFORE)]
    assert states(event) == {
        "before-1440": ("missed", "overtaken"),
        "before-60": ("sent", None),
        "before-10": ("waiting", None),
        "recording": ("waiting", None),
    }


def test_nothing_is_sent_before_an_event_that_has_begun(clock_hands: Hands) -> None:
    event = make_reminded_event()
    make_registration(event)

    let_it_be(clock_hands, START)

    assert queued(event) == []
    assert states(event) == {
        "before-1440": ("missed", "started"),
        "before-60": ("missed", "started"),
        "before-10": ("missed", "started"),
        "recording": ("waiting", None),
    }


def test_a_later_one_that_is_off_lets_the_earlier_one_go(clock_hands: Hands) -> None:
    event = make_reminded_event()
    make_registration(event)
    with transaction():
        switch_off(*locked(event, "before-10"), actor="test", now=NOON)

    let_it_be(clock_hands, START - MINUTE)

    assert [about for _, about in queued(event)] == [HOUR_BEFORE]


def test_added_ones_are_sent_too(clock_hands: Hands) -> None:
    event = make_reminded_event()
    make_registration(event)
    add(event, 2, "days")

    let_it_be(clock_hands, START - 2 * DAY)

    assert [about for _, about in queued(event)] == ["before-2880@20270131T133000Z"]


def test_recording_is_announced_when_it_is_there(clock_hands: Hands) -> None:
    event = make_reminded_event()
    make_registration(event)
    late = make_registration(event, now=END - MINUTE)
    let_it_be(clock_hands, END + 30 * MINUTE)
    waits_until = reminder_of(event, "recording").due_at
    before = queued(event)

    add_recording(event)
    let_it_be(clock_hands, END + 35 * MINUTE)

    assert before == []
    assert waits_until == END + 35 * MINUTE
    assert [about for _, about in queued(event)] == [RECORDED, RECORDED]
    assert queued(event)[1] == (late.email, RECORDED)


def test_who_was_let_in_afterwards_gets_the_recording_too(clock_hands: Hands) -> None:
    event = make_reminded_event(approval=True)
    late = make_registration(event)
    with transaction():
        registration = get_registration(get_event(event.slug), late.id)
        approve_registration(registration, now=END + 31 * MINUTE)
    add_recording(event)

    let_it_be(clock_hands, END + 35 * MINUTE)

    assert queued(event) == [(late.email, RECORDED)]


@pytest.mark.parametrize("visibility", [Visibility.MEMBERS, Visibility.ORGANIZERS])
def test_a_recording_people_may_not_open_is_not_announced(
    clock_hands: Hands, visibility: Visibility
) -> None:
    event = make_reminded_event()
    make_registration(event)
    add_recording(event, visibility)

    let_it_be(clock_hands, END + 30 * MINUTE)

    assert queued(event) == []
    assert states(event)["recording"] == ("waiting", None)


def test_a_recording_that_never_comes_is_waited_for_thirty_days(clock_hands: Hands) -> None:
    event = make_reminded_event()
    make_registration(event)
    let_it_be(clock_hands, END + 29 * DAY)
    before = states(event)["recording"]

    let_it_be(clock_hands, END + 30 * DAY)

    assert before == ("waiting", None)
    assert states(event)["recording"] == ("missed", "no recording")
    assert reminder_of(event, "recording").due_at is None


def test_one_event_does_not_hear_of_another(clock_hands: Hands) -> None:
    event, other = make_reminded_event(), make_event()
    follow_now(other)
    make_registration(event)

    let_it_be(clock_hands, START - HOUR)

    assert (len(queued(event)), queued(other)) == (1, [])
