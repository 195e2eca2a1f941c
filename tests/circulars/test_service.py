"""From a draft to the outbox: when it leaves, when it must not, and that nobody gets it twice."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.event import listen, remove

from tests.conftest import Hands
from tests.factories import NOON, make_event, make_past_event, make_registration
from ungis_events import jobs, workflows
from ungis_events.circulars import service
from ungis_events.circulars.details import CircularDetails
from ungis_events.circulars.errors import CircularActNotPossible, CircularChangedMeanwhile
from ungis_events.circulars.models import Circular, CircularState
from ungis_events.circulars.rules import TRANSITIONS, state_after
from ungis_events.core.database import db, transaction
from ungis_events.core.errors import InvalidInput
from ungis_events.core.leases import LEASE, claim_due
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event, EventFormat, EventStatus
from ungis_events.events.queries import get_event
from ungis_events.history.queries import list_history
from ungis_events.registrations.models import Registration
from ungis_events.registrations.service import withdraw_registration

from .steps import WRITER, addresses, again, mails, make_circular, schedule, send, state

MORNING = datetime(2026, 11, 23, 9, 0)
"""In the event's zone: 14:00 UTC in New York, 08:00 UTC in Geneva."""


def call_back(circular: Circular) -> None:
    with transaction():
        service.call_back(again(circular), actor="test", now=NOON)


def follow(event: Event, *, now: datetime = NOON) -> None:
    """What workflows do after a change or a cancellation."""
    with transaction():
        service.follow(get_event(event.slug), now=now)


def change(event: Event, **overrides: Any) -> None:
    with transaction():
        saved = get_event(event.slug)
        details = vars(EventDetails.of(saved)) | overrides
        workflows.save_event(saved, EventDetails(**details), actor="test", now=NOON)


def cancel(event: Event, *, now: datetime = NOON + timedelta(minutes=1)) -> None:
    with transaction():
        workflows.cancel_event(get_event(event.slug), actor="test", now=now)


def due_at(circular: Circular) -> datetime | None:
    return again(circular).due_at


@pytest.mark.parametrize(
    ("at", "act"),
    [
        (at, act)
        for at in CircularState
        for act in ("schedule", "send", "call back")
        if (at, act) not in TRANSITIONS
    ],
)
def test_what_the_table_does_not_name_is_refused(at: CircularState, act: str) -> None:
    with pytest.raises(CircularActNotPossible):
        state_after(at, act)


def test_everybody_who_fits_gets_one_mail() -> None:
    event = make_event()
    people = [make_registration(event) for _ in range(3)]
    make_registration(make_event())

    circular = send(event)

    assert addresses(circular) == [person.email for person in people]
    assert (circular.state, circular.recipients) == (CircularState.SENT, 3)
    assert (circular.sent_at, circular.due_at) == (NOON, None)


def test_nothing_leaves_before_its_moment(clock_hands: Hands) -> None:
    event = make_event()
    make_registration(event)
    circular = make_circular(event, send=MORNING)
    schedule(circular)

    clock_hands.set_to(datetime(2026, 11, 23, 13, 59, tzinfo=UTC))
    jobs.queue_due()
    before = addresses(circular)
    clock_hands.set_to(datetime(2026, 11, 23, 14, 0, tzinfo=UTC))
    jobs.queue_due()

    assert (len(before), len(addresses(circular))) == (0, 1)
    assert due_at(circular) is None


def test_whoever_registers_before_its_moment_gets_it_too(clock_hands: Hands) -> None:
    event = make_event()
    circular = make_circular(event, send=MORNING)
    schedule(circular)
    person = make_registration(event)

    clock_hands.set_to(datetime(2026, 11, 23, 14, 0, tzinfo=UTC))
    jobs.queue_due()

    assert addresses(circular) == [person.email]


@pytest.mark.parametrize(
    ("send", "sentence"),
    [
        pytest.param(datetime(2026, 11, 22, 6, 59), "That moment has passed", id="past"),
        pytest.param(datetime(2026, 11, 22, 7, 0), "That moment has passed", id="this minute"),
        pytest.param(datetime(2027, 3, 14, 2, 30), "02:30 does not exist", id="skipped hour"),
        pytest.param(datetime(2027, 11, 7, 1, 30), "01:30 comes twice", id="repeated hour"),
        pytest.param(datetime(9999, 12, 31, 23, 0), "That date cannot be used", id="no date"),
    ],
)
def test_a_moment_that_cannot_be_is_refused(send: datetime, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        make_circular(make_event(), send=send)

    assert str(refused.value.fields["send"]).startswith(sentence)


def test_a_draft_whose_moment_passed_is_not_scheduled() -> None:
    event = make_event()
    circular = make_circular(event, send=MORNING)

    with pytest.raises(InvalidInput):
        schedule(circular, now=NOON + timedelta(days=2))

    assert state(circular) == ("draft", None)


def test_sending_to_nobody_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        schedule(make_circular(make_event()))

    assert refused.value.fields == {"statuses": "Nobody fits: choose other people"}


@pytest.mark.parametrize(
    ("event_is", "choice", "sentence"),
    [
        ({"format": EventFormat.IN_PERSON, "venue": "Room 7"}, {}, "The event is in a room"),
        ({"status": EventStatus.CANCELLED}, {}, "The event is cancelled"),
        ({}, {"send": datetime(2027, 1, 31, 10, 0)}, "The event will be over"),
        ({}, {"statuses": ["confirmed", "waitlisted"]}, "Only confirmed people can join"),
    ],
)
def test_a_join_link_needs_that_everybody_can_join(
    event_is: dict[str, Any], choice: dict[str, Any], sentence: str
) -> None:
    event = make_event(**event_is)

    with pytest.raises(InvalidInput) as refused:
        make_circular(event, body="Join: {join_link}", **choice)

    assert str(refused.value.fields["body"]).startswith(sentence)
    make_circular(event, body="Join: {{join_link}}", **choice)


def test_past_events_have_no_join_link() -> None:
    with pytest.raises(InvalidInput):
        make_circular(make_past_event(), body="{join_link}")


def test_a_new_zone_of_the_event_moves_the_moment() -> None:
    event = make_event()
    circular = make_circular(event, send=MORNING)
    schedule(circular)
    in_new_york = due_at(circular)

    change(event, zone="Europe/Zurich")

    assert in_new_york == datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    assert due_at(circular) == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert state(circular) == ("scheduled", None)


def test_a_moment_that_a_new_zone_puts_into_the_past_brings_the_message_back() -> None:
    event = make_event()
    circular = make_circular(event, send=datetime(2026, 11, 22, 8, 0))
    schedule(circular)

    change(event, zone="Europe/Zurich")

    assert state(circular) == ("draft", "In the event's new time zone its moment has passed.")
    assert due_at(circular) is None


def test_a_moment_that_a_new_zone_does_not_have_brings_the_message_back() -> None:
    event = make_event()
    circular = make_circular(event, send=datetime(2027, 3, 28, 2, 30))
    schedule(circular)
    change(
        event,
        zone="Europe/Zurich",
        starts=datetime(2027, 4, 1, 8, 0),
        ends=datetime(2027, 4, 1, 9, 0),
    )

    assert "02:30 does not exist" in str(state(circular)[1])


def test_a_change_of_the_title_moves_nothing() -> None:
    event = make_event()
    circular = make_circular(event, send=MORNING)
    schedule(circular)

    change(event, title="Another title")

    assert due_at(circular) == datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def test_a_change_while_a_worker_sends_leaves_the_message_to_the_worker(
    clock_hands: Hands,
) -> None:
    event = make_event()
    circular = make_circular(event, send=MORNING)
    schedule(circular)
    at = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    with transaction():
        claim_due(Circular, now=at)

    follow(event, now=at)

    assert (state(circular), due_at(circular)) == (("scheduled", None), at + LEASE)


def test_an_event_in_a_room_by_now_brings_back_what_holds_a_join_link() -> None:
    event = make_event()
    circular = make_circular(event, body="{join_link}", send=MORNING)
    schedule(circular)

    change(event, format=EventFormat.IN_PERSON, venue="Room 7", join_url=None)

    assert state(circular) == (
        "draft",
        "The event is in a room: nobody can join it by {join_link}.",
    )


def test_cancelling_the_event_brings_the_message_back_with_a_note() -> None:
    event = make_event()
    make_registration(event)
    circular = make_circular(event)
    schedule(circular)

    cancel(event)
    jobs.queue_due()

    assert state(circular) == ("draft", "The event was cancelled.")
    assert mails(circular) == []


def test_the_worker_notices_a_cancellation_by_itself() -> None:
    event = make_event()
    make_registration(event)
    circular = make_circular(event)
    schedule(circular)
    with transaction():
        get_event(event.slug).cancelled_at = NOON + timedelta(minutes=1)

    jobs.queue_due()

    assert state(circular) == ("draft", "The event was cancelled.")


def test_people_of_a_cancelled_event_can_be_written_to_on_purpose() -> None:
    event = make_event()
    person = make_registration(event)
    cancel(event, now=NOON)

    circular = make_circular(event, now=NOON + timedelta(hours=1))
    schedule(circular, now=NOON + timedelta(hours=1))
    follow(event, now=NOON + timedelta(hours=1))
    with transaction():
        service.send_circular(circular.id, NOON + timedelta(hours=1))

    assert addresses(circular) == [person.email]


def test_called_back_in_time_nobody_gets_it() -> None:
    event = make_event()
    make_registration(event)
    circular = make_circular(event)
    schedule(circular)

    call_back(circular)
    jobs.queue_due()

    assert (state(circular), mails(circular)) == (("draft", None), [])


def test_called_back_while_the_worker_is_on_its_way_nobody_gets_it() -> None:
    event = make_event()
    make_registration(event)
    circular = make_circular(event)
    schedule(circular)
    with transaction():
        claim_due(Circular, now=NOON)
    call_back(circular)

    with transaction():
        service.send_circular(circular.id, NOON)

    assert (state(circular), mails(circular)) == (("draft", None), [])


def test_put_off_while_the_worker_is_on_its_way_it_waits_for_the_new_moment() -> None:
    event = make_event()
    make_registration(event)
    circular = make_circular(event)
    schedule(circular)
    with transaction():
        claim_due(Circular, now=NOON)
    call_back(circular)
    with transaction():
        service.change_circular(
            again(circular),
            CircularDetails(subject="Later", body="Words", send=MORNING),
            expected_version=again(circular).version,
            writer=WRITER,
            now=NOON,
        )
    schedule(circular)

    with transaction():
        service.send_circular(circular.id, NOON)

    assert (state(circular), mails(circular)) == (("scheduled", None), [])
    assert due_at(circular) == datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def test_what_is_scheduled_or_sent_does_not_change() -> None:
    event = make_event()
    make_registration(event)
    scheduled, sent = make_circular(event, send=MORNING), send(event)
    schedule(scheduled)

    for circular in (scheduled, sent):
        with pytest.raises(CircularActNotPossible), transaction():
            service.change_circular(
                again(circular),
                CircularDetails(subject="Other words", body="Words"),
                expected_version=circular.version,
                writer=WRITER,
                now=NOON,
            )
        assert again(circular).subject == "Hello"


def test_what_was_sent_is_neither_called_back_nor_sent_twice_nor_deleted() -> None:
    event = make_event()
    make_registration(event)
    circular = send(event)

    with pytest.raises(CircularActNotPossible):
        call_back(circular)
    with pytest.raises(CircularActNotPossible):
        schedule(circular)
    with pytest.raises(CircularActNotPossible), transaction():
        service.delete_circular(again(circular), actor="test", now=NOON)
    with transaction():
        service.send_circular(circular.id, NOON)

    assert len(mails(circular)) == 1


def test_nobody_gets_a_second_mail_even_if_the_state_was_lost() -> None:
    event = make_event()
    first = make_registration(event)
    circular = send(event)
    with transaction():
        again(circular).state = CircularState.SCHEDULED
    second = make_registration(event)

    with transaction():
        service.send_circular(circular.id, NOON)

    assert addresses(circular) == [first.email, second.email]


def test_a_message_changed_since_it_was_looked_at_is_not_sent() -> None:
    event = make_event()
    make_registration(event)
    circular = make_circular(event)
    seen = circular.version
    with transaction():
        service.change_circular(
            again(circular),
            CircularDetails(subject="Other words", body="Words"),
            expected_version=seen,
            writer=WRITER,
            now=NOON,
        )

    with pytest.raises(CircularChangedMeanwhile), transaction():
        service.schedule_circular(again(circular), expected_version=seen, actor="test", now=NOON)


def test_answers_go_to_the_contact_or_else_to_the_author() -> None:
    with_contact = make_circular(make_event(contact="events@example.org"))
    without = make_circular(make_event())

    assert (with_contact.reply_to, without.reply_to) == ("events@example.org", "bo@example.org")


def test_history_tells_the_subject_and_numbers_and_nobodys_name() -> None:
    event = make_event()
    person = make_registration(event)
    circular = send(event, subject="Hello {given_name}")

    entries = [
        (entry.act, entry.actor, entry.changes)
        for entry in list_history(get_event(event.slug).id)
        if entry.act.startswith("message")
    ]

    assert sorted(entries) == [
        (f"message {circular.id}: scheduled", "test", {"due": [None, NOON.isoformat()]}),
        (f"message {circular.id}: sent", "worker", {"mails": [None, 1]}),
        (f"message {circular.id}: written", "Bo Li", {"subject": [None, "Hello {given_name}"]}),
    ]
    assert person.email not in str(entries)


def _crowd(event: Event, number: int) -> None:
    """Straight into the table: registering so many would take a minute."""
    template = make_registration(event)
    columns = [column.name for column in Registration.__table__.columns if column.name != "id"]
    row = {name: getattr(template, name) for name in columns}
    with transaction():
        db.session.execute(
            Registration.__table__.insert(),  # type: ignore[attr-defined]
            [
                row | {"email": f"p{each}@example.org", "email_key": f"p{each}@example.org"}
                for each in range(number - 1)
            ],
        )


def test_a_thousand_people_cost_as_many_statements_as_two() -> None:
    def statements_for(people: int) -> int:
        event = make_event(capacity=5000)
        _crowd(event, people)
        circular = make_circular(event)
        schedule(circular)
        seen: list[str] = []

        def note(*args: Any) -> None:
            seen.append(args[2])

        listen(db.engine, "before_cursor_execute", note)
        try:
            with transaction():
                service.send_circular(circular.id, NOON)
        finally:
            remove(db.engine, "before_cursor_execute", note)
        assert again(circular).recipients == people
        return len(seen)

    assert statements_for(1000) == statements_for(2)


def test_who_withdrew_before_the_moment_is_not_even_queued() -> None:
    event = make_event()
    person, other = make_registration(event), make_registration(event)
    circular = make_circular(event)
    schedule(circular)
    with transaction():
        withdraw_registration(db.session.get_one(Registration, person.id), now=NOON)

    jobs.queue_due()

    assert addresses(circular) == [other.email]
