"""Whatever happens, and in whatever order mails arrive: every calendar shows the last state.

The calendar here does what RFC 5546 2.1.5 says and knows nothing of our code: it reads the files
that came by mail, keeps the highest SEQUENCE (then the latest DTSTAMP), and lets go on CANCEL.
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import Any

import pytest
from flask import Flask, current_app
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Hands
from tests.factories import NOON, make_event, make_registration, registration_details
from ungis_events import jobs, workflows
from ungis_events.adapters.mail import Email
from ungis_events.core.database import db, transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.errors import ActNotPossible
from ungis_events.events.models import Event, EventFormat, EventStatus
from ungis_events.events.queries import get_event
from ungis_events.mailing.models import EmailStatus, OutgoingEmail
from ungis_events.mailing.service import lease_emails
from ungis_events.registrations.desk_service import approve_registration, reject_registration
from ungis_events.registrations.errors import (
    RegistrationActNotPossible,
    RegistrationClosed,
)
from ungis_events.registrations.models import Registration, RegistrationStatus
from ungis_events.registrations.service import register_attendee, withdraw_registration

from .steps import ReadMail, deliver, read_mail

HOURS = (8, 10, 12, 14)


class PersonsCalendar:
    """One person's calendar, fed by mail."""

    def __init__(self) -> None:
        self.starts: datetime | None = None
        self._newest = (-1, datetime.min.replace(tzinfo=UTC))

    def receive(self, mail: ReadMail) -> None:
        if mail.calendar is None:
            return
        age = (mail.sequence, mail.entry.dtstamp.value)
        if age < self._newest:
            return
        self._newest = age
        is_coming = mail.method == "REQUEST"
        self.starts = mail.entry.dtstart.value.astimezone(UTC) if is_coming else None


def calendars(mails: Iterable[ReadMail]) -> dict[str, datetime | None]:
    """{address: when the event starts in that calendar; None: it is not there}."""
    kept: dict[str, PersonsCalendar] = {}
    for mail in mails:
        address = parseaddr(mail.message["To"])[1]
        kept.setdefault(address, PersonsCalendar()).receive(mail)
    return {address: calendar.starts for address, calendar in kept.items()}


def truth(event: Event) -> dict[str, datetime | None]:
    db.session.rollback()
    event = get_event(event.slug)
    takes_place = event.status is EventStatus.PUBLISHED
    rows = db.session.query(Registration).filter_by(event_id=event.id)
    return {
        row.email: event.starts_at if takes_place and row.is_confirmed else None for row in rows
    }


def change(
    event: Event,
    now: datetime = NOON,
    *,
    note: str | None = None,
    is_told: bool = False,
    **changed: Any,
) -> None:
    with transaction():
        event = get_event(event.slug)
        details = replace(EventDetails.of(event), **changed)
        workflows.save_event(event, details, actor="Ana", now=now, note=note, is_told=is_told)


def move(event: Event, hour: int, now: datetime = NOON) -> None:
    start = datetime(2027, 1, 31, hour)
    change(event, now, starts=start, ends=start + timedelta(hours=1))


def act(event: Event, name: str, now: datetime = NOON) -> None:
    acts = {"publish": workflows.publish_event, "cancel": workflows.cancel_event}
    with transaction():
        acts[name](get_event(event.slug), actor="Ana", now=now)


def leave(event: Event, email: str, now: datetime = NOON) -> None:
    with transaction():
        rows = db.session.query(Registration).filter_by(event_id=event.id, email=email)
        withdraw_registration(rows.one(), now=now)


def come_back(event: Event, email: str, now: datetime = NOON) -> None:
    with transaction():
        register_attendee(get_event(event.slug), registration_details(email=email), now=now)


def kinds_that_left(mails: Iterable[ReadMail]) -> list[tuple[str | None, str]]:
    return [(mail.method, parseaddr(mail.message["To"])[1].split("@")[0]) for mail in mails]


def test_moved_twice_in_a_minute_only_the_last_move_is_told(
    outbox: list[Email], clock_hands: Hands
) -> None:
    event = make_event()
    make_registration(event, email="amina@example.org")
    told = deliver(outbox)
    for second, hour in enumerate((10, 12)):
        move(event, hour, NOON + timedelta(seconds=second))

    clock_hands.set_to(NOON + timedelta(minutes=1))
    news = deliver(outbox)

    assert kinds_that_left(news) == [("REQUEST", "amina")]
    assert calendars([*told, *news]) == truth(event)


def test_who_missed_the_first_move_reads_what_was_so_before_both(outbox: list[Email]) -> None:
    event = make_event()
    make_registration(event, email="amina@example.org")
    deliver(outbox)
    move(event, 10)
    move(event, 12)

    (news,) = deliver(outbox)

    before = news.text[news.text.index("The time before, no longer valid:") :]
    assert "08:30–09:45" in before
    assert "10:00" not in before


def test_who_heard_of_the_first_move_reads_of_that_one(outbox: list[Email]) -> None:
    event = make_event()
    make_registration(event, email="amina@example.org")
    move(event, 10)
    deliver(outbox)
    move(event, 12)

    (news,) = deliver(outbox)

    before = news.text[news.text.index("The time before, no longer valid:") :]
    assert "10:00–11:00" in before
    assert "08:30" not in before


def test_cancelled_and_back_on_before_any_mail_left_brings_one_invitation(
    outbox: list[Email],
) -> None:
    event = make_event()
    make_registration(event, email="amina@example.org")
    told = deliver(outbox)
    act(event, "cancel")
    move(event, 14)
    act(event, "publish")

    news = deliver(outbox)

    assert kinds_that_left(news) == [("REQUEST", "amina")]
    assert news[0].sequence > told[0].sequence
    assert calendars([*told, *news]) == truth(event)


def test_a_move_overtakes_the_confirmation_that_still_waits(outbox: list[Email]) -> None:
    event = make_event()
    make_registration(event, email="amina@example.org")
    move(event, 10)

    news = deliver(outbox)

    assert kinds_that_left(news) == [("REQUEST", "amina")]
    assert calendars(news) == truth(event)


def test_a_mail_built_before_a_move_and_arriving_after_it_changes_no_calendar(
    app: Flask, outbox: list[Email]
) -> None:
    """The worker was between building and sending when the organizer saved."""
    event = make_event()
    make_registration(event, email="amina@example.org")
    mailer = current_app.extensions["mailer"]
    with transaction():
        (row,) = lease_emails(NOON, 1)
    built = jobs._build(row.id, row.attempts)
    assert built
    late = read_mail(built)
    move(event, 10)
    jobs.deliver_mail(mailer)
    on_time = [read_mail(email) for email in outbox]

    assert calendars([*on_time, late]) == truth(event)


def test_everyone_has_a_sequence_of_their_own_that_only_rises(outbox: list[Email]) -> None:
    event = make_event()
    for name in ("amina", "bo"):
        make_registration(event, email=f"{name}@example.org")
    leave(event, "amina@example.org")
    come_back(event, "amina@example.org")
    first = deliver(outbox)
    move(event, 10)
    second = deliver(outbox)

    def sequences(mails: list[ReadMail]) -> dict[str, int]:
        return {parseaddr(mail.message["To"])[1].split("@")[0]: mail.sequence for mail in mails}

    assert sequences(first) == {"amina": 2, "bo": 0}
    assert sequences(second) == {"amina": 3, "bo": 1}


def approve(event: Event, email: str) -> None:
    with transaction():
        rows = db.session.query(Registration).filter_by(event_id=event.id, email=email)
        approve_registration(rows.one(), now=NOON)


def reject(event: Event, email: str) -> None:
    with transaction():
        rows = db.session.query(Registration).filter_by(event_id=event.id, email=email)
        reject_registration(rows.one(), note=None, now=NOON)


DEEDS: dict[str, Callable[[Event, Any], None]] = {
    "move": move,
    "leave": leave,
    "come_back": come_back,
    "reject": reject,
    "approve": approve,
    "cancel": lambda event, _: act(event, "cancel"),
    "publish": lambda event, _: act(event, "publish"),
    "seats": lambda event, number: change(event, capacity=number),
    "tell": lambda event, _: change(event, title=f"Title {secrets.token_hex(4)}", is_told=True),
}
PEOPLE = st.sampled_from(["amina@example.org", "bo@example.org", "chen@example.org"])
ACTS = st.one_of(
    st.tuples(st.just("move"), st.sampled_from(HOURS)),
    st.tuples(st.sampled_from(["cancel", "publish", "deliver"]), st.none()),
    st.tuples(st.sampled_from(["leave", "come_back", "reject", "approve"]), PEOPLE),
    st.tuples(st.just("seats"), st.sampled_from([1, 2, 3])),
    st.tuples(st.just("tell"), st.none()),
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=st.lists(ACTS, max_size=9), order=st.randoms(use_true_random=False))
def test_any_history_in_any_order_of_arrival_ends_with_the_truth(
    outbox: list[Email], acts: list[tuple[str, Any]], order: Any
) -> None:
    event = make_event(capacity=2)
    for name in ("amina", "bo", "chen"):
        make_registration(event, email=f"{name}@example.org")
    arrived: list[ReadMail] = []
    for name, what in acts:
        try:
            if name == "deliver":
                arrived += deliver(outbox)
            else:
                DEEDS[name](event, what)
        except (ActNotPossible, RegistrationActNotPossible, RegistrationClosed):
            continue  # not in this state: nothing happened
    arrived += deliver(outbox)
    order.shuffle(arrived)

    shown = calendars(arrived)
    expected = truth(event)

    assert {address: shown.get(address) for address in expected} == expected
    assert {row.status for row in db.session.query(OutgoingEmail)} <= {
        EmailStatus.SENT,
        EmailStatus.DROPPED,
    }


@pytest.mark.parametrize("status", ["waitlisted", "pending", "rejected", "withdrawn"])
def test_who_has_no_seat_never_gets_a_request(outbox: list[Email], status: str) -> None:
    event = make_event()
    make_registration(event, email="amina@example.org", status=RegistrationStatus(status))
    deliver(outbox)
    move(event, 10)

    news = deliver(outbox)

    assert [mail.method for mail in news] == ([None] if status in ("waitlisted", "pending") else [])


def fill_and_tell(event: Event, outbox: list[Email], *names: str) -> list[ReadMail]:
    for name in names:
        make_registration(event, email=f"{name}@example.org")
    return deliver(outbox)


def test_who_leaves_and_comes_back_into_the_line_loses_the_entry_in_the_calendar(
    outbox: list[Email],
) -> None:
    event = make_event(capacity=1)
    told = fill_and_tell(event, outbox, "one", "two")
    leave(event, "one@example.org")
    come_back(event, "one@example.org")

    news = deliver(outbox)

    assert kinds_that_left(news) == [("CANCEL", "one"), ("REQUEST", "two"), (None, "one")]
    assert calendars([*told, *news]) == truth(event)


def test_who_leaves_and_asks_for_approval_again_loses_the_entry_too(outbox: list[Email]) -> None:
    event = make_event()
    told = fill_and_tell(event, outbox, "one")
    leave(event, "one@example.org")
    with transaction():
        get_event(event.slug).approval = True
    come_back(event, "one@example.org")

    news = deliver(outbox)

    assert kinds_that_left(news) == [("CANCEL", "one"), (None, "one")]
    assert calendars([*told, *news]) == truth(event)


def test_who_is_rejected_and_approved_into_a_full_event_loses_it_too(outbox: list[Email]) -> None:
    event = make_event(capacity=1)
    told = fill_and_tell(event, outbox, "one", "two")
    reject(event, "one@example.org")
    with transaction():
        rows = db.session.query(Registration).filter_by(event_id=event.id, email="one@example.org")
        approve_registration(rows.one(), now=NOON)

    news = deliver(outbox)

    assert kinds_that_left(news) == [("CANCEL", "one"), ("REQUEST", "two"), (None, "one")]
    assert calendars([*told, *news]) == truth(event)


def test_the_organizers_words_of_a_move_that_was_overtaken_are_not_lost(
    outbox: list[Email],
) -> None:
    event = make_event()
    fill_and_tell(event, outbox, "one")
    for note, platform in (("The minister's plane is late.", "Webex"), ("A larger room.", "Teams")):
        change(event, note=note, platform=platform)

    (news,) = deliver(outbox)

    assert "The minister's plane is late.\n\nA larger room." in news.text


def test_a_move_that_could_not_be_delivered_is_told_with_the_next(outbox: list[Email]) -> None:
    event = make_event()
    fill_and_tell(event, outbox, "one")
    move(event, 10)
    with transaction():
        row = db.session.query(OutgoingEmail).filter_by(kind="event_changed").one()
        row.status, row.due_at = EmailStatus.FAILED, None
    move(event, 12)

    (news,) = deliver(outbox)

    before = news.text[news.text.index("The time before, no longer valid:") :]
    assert "08:30–09:45" in before


def test_two_changes_told_on_request_are_one_mail_to_who_waits(outbox: list[Email]) -> None:
    event = make_event(capacity=1)
    fill_and_tell(event, outbox, "one", "waiting")
    move(event, 10)
    change(event, title="A better title", is_told=True)

    news = deliver(outbox)

    assert kinds_that_left(news) == [("REQUEST", "one"), (None, "waiting")]
    assert {mail.message["Subject"] for mail in news} == {"Changed: A better title"}


def test_moved_while_cancelled_the_return_tells_the_time_that_was_known(
    outbox: list[Email],
) -> None:
    event = make_event()
    fill_and_tell(event, outbox, "one")
    act(event, "cancel")
    deliver(outbox)
    move(event, 14)
    act(event, "publish")

    (news,) = deliver(outbox)

    assert "This event takes place after all." in news.text
    before = news.text[news.text.index("The time before, no longer valid:") :]
    assert "08:30–09:45" in before


def test_who_gets_a_seat_by_a_change_reads_the_organizers_word(outbox: list[Email]) -> None:
    event = make_event(capacity=1)
    fill_and_tell(event, outbox, "one", "waiting")
    change(event, capacity=5, platform="Webex", note="A larger room.")

    news = deliver(outbox)

    assert kinds_that_left(news) == [("REQUEST", "one"), ("REQUEST", "waiting")]
    assert ["A larger room." in mail.text for mail in news] == [True, True]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": "A better title"}, "Its time and its place are as you know them."),
        ({"zone": "America/Toronto"}, "Its time and its place are as you know them."),
        ({"platform": "Webex"}, "The place before, no longer valid:"),
    ],
)
def test_the_mail_says_what_is_different_and_what_is_not(
    outbox: list[Email], changed: dict[str, object], words: str
) -> None:
    event = make_event(access="Badge at gate 5.")
    fill_and_tell(event, outbox, "one")
    change(event, is_told=True, **changed)

    (news,) = deliver(outbox)

    assert words in news.text
    assert "Badge at gate 5." in news.text
    assert "The doors open:" in news.text


def test_who_comes_to_a_room_reads_of_no_link(outbox: list[Email]) -> None:
    event = make_event(format=EventFormat.IN_PERSON, venue="Room XX")
    fill_and_tell(event, outbox, "one")
    move(event, 10)

    (news,) = deliver(outbox)

    assert "link" not in news.text.lower()


def test_a_change_before_the_news_of_the_return_left_does_not_hide_it(outbox: list[Email]) -> None:
    event = make_event()
    fill_and_tell(event, outbox, "one")
    act(event, "cancel")
    deliver(outbox)
    act(event, "publish")
    change(event, title="A better title", is_told=True)

    (news,) = deliver(outbox)

    assert news.message["Subject"] == "Takes place after all: A better title"
    assert "as you know them" not in news.text


def test_moved_cancelled_and_back_before_any_mail_left_tells_the_old_time_and_the_word(
    outbox: list[Email],
) -> None:
    event = make_event()
    fill_and_tell(event, outbox, "one")
    change(
        event,
        note="The minister's plane is late.",
        starts=datetime(2027, 1, 31, 14),
        ends=datetime(2027, 1, 31, 15),
    )
    with transaction():
        workflows.cancel_event(get_event(event.slug), actor="Ana", now=NOON, note="Sorry, off.")
    act(event, "publish")

    (news,) = deliver(outbox)

    before = news.text[news.text.index("The time before, no longer valid:") :]
    assert "08:30–09:45" in before
    assert "The minister's plane is late." in before
    assert "Sorry, off." not in news.text


def test_who_was_never_told_anything_is_told_that_they_are_registered(
    outbox: list[Email],
) -> None:
    event = make_event(capacity=1, access="Badge at gate 5.")
    for name in ("one", "waiting"):
        make_registration(event, email=f"{name}@example.org")
    move(event, 10)

    confirmed, waiting = deliver(outbox)

    assert confirmed.message["Subject"].startswith("You are registered: ")
    assert "You are registered: your place is confirmed." in confirmed.text
    assert "You are on the waiting list, in place 1." in waiting.text
    assert ["no longer valid" in mail.text for mail in (confirmed, waiting)] == [False, False]


def test_a_seat_that_becomes_free_brings_along_the_news_it_overtakes(outbox: list[Email]) -> None:
    event = make_event(capacity=1)
    fill_and_tell(event, outbox, "one", "waiting")
    change(
        event,
        note="A later hour.",
        starts=datetime(2027, 1, 31, 14),
        ends=datetime(2027, 1, 31, 15),
    )
    leave(event, "one@example.org")

    news = deliver(outbox)[-1]

    assert "a place has become free" in news.text
    assert "08:30–09:45" in news.text[news.text.index("The time before") :]
    assert "A later hour." in news.text


def test_a_promotion_overtaken_by_a_move_still_says_that_the_place_is_theirs(
    outbox: list[Email],
) -> None:
    event = make_event(capacity=1)
    fill_and_tell(event, outbox, "one", "waiting")
    leave(event, "one@example.org")
    move(event, 14)

    news = deliver(outbox)[-1]

    assert news.method == "REQUEST"
    assert "You are registered: your place is confirmed." in news.text
    assert "08:30–09:45" in news.text[news.text.index("The time before") :]


def test_who_registered_again_after_a_failed_mail_knows_the_newer_time(
    outbox: list[Email],
) -> None:
    event = make_event()
    fill_and_tell(event, outbox, "one")
    move(event, 10)
    with transaction():
        row = db.session.query(OutgoingEmail).filter_by(kind="event_changed").one()
        row.status, row.due_at = EmailStatus.FAILED, None
    leave(event, "one@example.org")
    come_back(event, "one@example.org")
    deliver(outbox)
    move(event, 14)

    (news,) = deliver(outbox)

    before = news.text[news.text.index("The time before") :]
    assert "10:00–11:00" in before
    assert "08:30" not in before


def test_moved_after_it_was_cancelled_the_cancellation_still_leaves(outbox: list[Email]) -> None:
    event = make_event()
    told = fill_and_tell(event, outbox, "one")
    act(event, "cancel")
    move(event, 14)

    news = deliver(outbox)

    assert kinds_that_left(news) == [("CANCEL", "one")]
    assert calendars([*told, *news]) == truth(event)
