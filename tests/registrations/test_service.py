from datetime import timedelta

import pytest

from tests.factories import NOON, make_event, make_registration, registration_details
from ungis_events.core.database import transaction
from ungis_events.events.models import EventStatus
from ungis_events.events.queries import get_event
from ungis_events.registrations.desk_service import approve_registration, reject_registration
from ungis_events.registrations.errors import RegistrationActNotPossible, RegistrationClosed
from ungis_events.registrations.models import Registration, RegistrationStatus
from ungis_events.registrations.notices import MAILS_AN_HOUR
from ungis_events.registrations.queries import get_registration
from ungis_events.registrations.service import (
    change_registration,
    register_attendee,
    resend_link,
    withdraw_registration,
)

from .steps import people, queued, registration_of, seats_of


def again(registration: Registration) -> Registration:
    """Read inside the transaction, as the views do."""
    return get_registration(get_event(registration.event.slug), registration.id)


def test_registering_saves_person_seat_and_mail_together() -> None:
    event = make_event(capacity=5)

    registration = make_registration(event, email="amina@example.org")

    assert people(event) == [("amina@example.org", "confirmed")]
    assert seats_of(event) == (1, 0)
    assert queued(event) == [("amina@example.org", "registration_confirmed")]
    assert registration.registered_at == NOON


def test_a_failure_after_registering_leaves_no_person_no_seat_and_no_mail() -> None:
    event = make_event(capacity=5)

    with pytest.raises(ZeroDivisionError), transaction():
        register_attendee(get_event(event.slug), registration_details(), now=NOON)
        1 / 0  # noqa: B018 - anything that goes wrong

    assert (people(event), seats_of(event), queued(event)) == ([], (0, 0), [])


@pytest.mark.parametrize(
    ("event_is", "kind"),
    [
        ({"capacity": 5}, "registration_confirmed"),
        ({"capacity": 1}, "registration_waitlisted"),
        ({"capacity": 5, "approval": True}, "registration_pending"),
    ],
)
def test_the_mail_tells_what_became_of_it(event_is: dict[str, object], kind: str) -> None:
    event = make_event(**event_is)
    make_registration(event)

    second = make_registration(event)

    assert queued(event)[-1] == (second.email, kind)


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.CANCELLED])
def test_nobody_registers_where_registration_is_closed(status: EventStatus) -> None:
    event = make_event(status=status)

    with pytest.raises(RegistrationClosed):
        make_registration(event)


@pytest.mark.parametrize("spelling", ["amina@example.org", "Amina@EXAMPLE.ORG"])
def test_the_same_address_twice_is_one_seat_and_a_mail_with_the_own_link(spelling: str) -> None:
    event = make_event(capacity=5)
    make_registration(event, email="amina@example.org")

    make_registration(event, email=spelling)

    assert people(event) == [("amina@example.org", "confirmed")]
    assert seats_of(event) == (1, 0)
    assert queued(event) == [
        ("amina@example.org", "registration_confirmed"),
        ("amina@example.org", "already_registered"),
    ]


def test_registering_again_takes_over_nothing_that_was_typed() -> None:
    event = make_event()
    make_registration(event, email="amina@example.org", given_name="Amina")

    make_registration(event, email="amina@example.org", given_name="Somebody else")

    assert registration_of(event, "amina@example.org").given_name == "Amina"


def test_the_same_form_sent_twice_is_one_registration_and_one_mail() -> None:
    event = make_event()

    for _ in range(2):
        make_registration(event, email="amina@example.org", form_key="once")

    assert people(event) == [("amina@example.org", "confirmed")]
    assert queued(event) == [("amina@example.org", "registration_confirmed")]


def test_an_address_gets_at_most_three_mails_an_hour_about_an_event() -> None:
    event, other = make_event(), make_event()
    make_registration(event, email="amina@example.org")
    make_registration(other, email="amina@example.org")

    for minute in range(5):
        make_registration(event, email="Amina@example.org", now=NOON + timedelta(minutes=minute))
        with transaction():
            resend_link(get_event(event.slug), "amina@example.org", now=NOON)
    make_registration(other, email="amina@example.org")

    assert len(queued(event)) == MAILS_AN_HOUR == 3
    assert len(queued(other)) == 2


def test_an_hour_later_mails_leave_again() -> None:
    event = make_event()
    for _ in range(4):
        make_registration(event, email="amina@example.org")

    make_registration(event, email="amina@example.org", now=NOON + timedelta(hours=1))

    assert len(queued(event)) == 4


def test_who_withdrew_and_comes_back_is_registered_with_what_they_type_now() -> None:
    event = make_event(capacity=5)
    registration = make_registration(event, email="amina@example.org", organization="ECA")
    with transaction():
        withdraw_registration(again(registration), now=NOON)

    make_registration(event, email="amina@example.org", organization="ITU")

    assert people(event) == [("amina@example.org", "confirmed")]
    assert seats_of(event) == (1, 0)
    assert registration_of(event, "amina@example.org").organization == "ITU"


def test_who_was_rejected_learns_it_again_and_gets_no_seat() -> None:
    event = make_event(capacity=5)
    registration = make_registration(event, email="amina@example.org")
    with transaction():
        reject_registration(again(registration), note=None, now=NOON)

    make_registration(event, email="amina@example.org")

    assert people(event) == [("amina@example.org", "rejected")]
    assert seats_of(event) == (0, 0)


def test_withdrawing_tells_both_who_leaves_and_who_moves_up() -> None:
    event = make_event(capacity=1)
    first = make_registration(event, email="first@example.org")
    make_registration(event, email="second@example.org")

    with transaction():
        withdraw_registration(again(first), now=NOON)

    assert queued(event)[2:] == [
        ("first@example.org", "withdrawn"),
        ("second@example.org", "promoted"),
    ]


def test_a_withdrawal_that_fails_promotes_nobody() -> None:
    event = make_event(capacity=1)
    first = make_registration(event, email="first@example.org")
    make_registration(event, email="second@example.org")

    with pytest.raises(ZeroDivisionError), transaction():
        withdraw_registration(again(first), now=NOON)
        1 / 0  # noqa: B018 - anything that goes wrong

    assert people(event) == [
        ("first@example.org", "confirmed"),
        ("second@example.org", "waitlisted"),
    ]
    assert len(queued(event)) == 2


def test_nobody_withdraws_twice() -> None:
    event = make_event(capacity=5)
    registration = make_registration(event)
    with transaction():
        withdraw_registration(again(registration), now=NOON)

    with pytest.raises(RegistrationActNotPossible), transaction():
        withdraw_registration(again(registration), now=NOON)

    assert seats_of(event) == (0, 0)


def test_nobody_is_approved_twice() -> None:
    event = make_event(capacity=5, approval=True)
    registration = make_registration(event)
    with transaction():
        approve_registration(again(registration), now=NOON)

    with pytest.raises(RegistrationActNotPossible), transaction():
        approve_registration(again(registration), now=NOON)

    assert seats_of(event) == (1, 0)


def test_changing_keeps_address_seat_and_state_and_sends_nothing() -> None:
    event = make_event(capacity=5)
    registration = make_registration(event, email="amina@example.org")
    details = registration_details(email="other@example.org", given_name="Aminata")

    with transaction():
        change_registration(again(registration), details, now=NOON)

    saved = registration_of(event, "amina@example.org")
    assert (saved.given_name, saved.status) == ("Aminata", RegistrationStatus.CONFIRMED)
    assert len(queued(event)) == 1


def test_a_lost_link_is_mailed_to_who_is_registered_and_to_nobody_else() -> None:
    event = make_event()
    make_registration(event, email="amina@example.org")

    for address in ("AMINA@example.org", "stranger@example.org"):
        with transaction():
            resend_link(get_event(event.slug), address, now=NOON)

    assert queued(event)[1:] == [("amina@example.org", "link_resent")]


def test_one_address_is_registered_once_for_an_event_whoever_writes() -> None:
    """The database says so too: two processes cannot both insert it."""
    columns = [
        constraint.columns.keys()
        for constraint in Registration.__table__.constraints  # type: ignore[attr-defined]
        if type(constraint).__name__ == "UniqueConstraint"
    ]

    assert columns == [["event_id", "email_key"]]
