from datetime import datetime, timedelta

import pytest
from flask import Flask

from tests.factories import NOON, make_event
from ungis_events.events.models import Event, EventStatus
from ungis_events.registrations.errors import RegistrationActNotPossible, RegistrationClosed
from ungis_events.registrations.models import RegistrationStatus
from ungis_events.registrations.rules import (
    TRANSITIONS,
    check_open,
    email_key,
    possible_acts,
    status_after,
)

CONFIRMED, WAITLISTED, PENDING, REJECTED, WITHDRAWN = RegistrationStatus


def is_open(event: Event, now: datetime) -> bool:
    try:
        check_open(event, now)
    except RegistrationClosed:
        return False
    return True


def test_registering_is_open_from_publication_until_the_end() -> None:
    event = make_event()

    moments = (NOON, event.starts_at, event.ends_at - timedelta(seconds=1), event.ends_at)

    assert [is_open(event, moment) for moment in moments] == [True, True, True, False]


def test_registering_follows_the_times_set_for_it() -> None:
    event = make_event(
        registration_opens=datetime(2027, 1, 1, 9, 0),
        registration_closes=datetime(2027, 1, 30, 18, 0),
    )
    opens, closes = event.registration_opens_at, event.registration_closes_at
    assert opens is not None
    assert closes is not None
    second = timedelta(seconds=1)

    moments = (opens - second, opens, closes - second, closes)

    assert [is_open(event, moment) for moment in moments] == [False, True, True, False]


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.CANCELLED])
def test_nobody_registers_for_a_draft_or_a_cancelled_event(status: EventStatus) -> None:
    event = make_event(status=status)

    assert not is_open(event, NOON)


@pytest.mark.parametrize(
    ("status", "acts"),
    [
        (CONFIRMED, {"reject", "waitlist", "withdraw"}),
        (WAITLISTED, {"promote", "reject", "withdraw"}),
        (PENDING, {"approve", "reject", "waitlist", "withdraw"}),
        (REJECTED, {"approve"}),
        (WITHDRAWN, set()),
    ],
)
def test_organizers_are_offered_what_is_possible(
    status: RegistrationStatus, acts: set[str]
) -> None:
    assert possible_acts(status) == acts


@pytest.mark.parametrize("status", list(RegistrationStatus))
@pytest.mark.parametrize("act", ["approve", "reject", "withdraw", "promote", "return", "dance"])
def test_an_act_that_is_not_in_the_table_is_refused(status: RegistrationStatus, act: str) -> None:
    if (status, act) in TRANSITIONS:
        assert status_after(status, act) is TRANSITIONS[status, act]
        return

    with pytest.raises(RegistrationActNotPossible):
        status_after(status, act)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("amina@example.org", "Amina@EXAMPLE.org"),
        ("amina@example.org", "  amina@example.org "),
        ("amina@bücher.example", "amina@xn--bcher-kva.example"),
        ("amina@BÜCHER.example", "amina@bücher.example"),
    ],
)
def test_spellings_of_one_mailbox_have_one_key(one: str, other: str) -> None:
    assert email_key(one) == email_key(other)


@pytest.mark.parametrize(
    "other", ["amina+un@example.org", "a.mina@example.org", "amina@example.com"]
)
def test_other_mailboxes_have_other_keys(other: str) -> None:
    assert email_key("amina@example.org") != email_key(other)


@pytest.mark.parametrize("odd", ["no-at-sign", "@", "a@" + "x" * 70 + ".org", "a@..org"])
def test_an_odd_address_still_has_a_key(app: Flask, odd: str) -> None:
    assert email_key(odd) == email_key(odd.upper())
