from collections import Counter
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.factories import NOON, make_event, make_registration
from tests.registrations.steps import people, queued, seats_of
from ungis_events.adapters.mail import Email
from ungis_events.bulk_acts.models import BulkAct
from ungis_events.bulk_acts.service import work_bulk_act
from ungis_events.circulars.models import Circular
from ungis_events.circulars.queries import count_recipients
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.history.queries import list_person_history
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.registrations.models import Registration, RegistrationStatus

from .steps import address, outcomes, review, start

MANY = 101


def make_pending(number: int, **event: object) -> tuple[Event, list[Registration]]:
    made = make_event(approval=True, **event)
    return made, [make_registration(made) for _ in range(number)]


def test_review_says_what_would_become_of_whom_and_changes_nothing(
    organizer_client: FlaskClient,
) -> None:
    event, _some = make_pending(3, capacity=10)
    make_registration(event, status=RegistrationStatus.WITHDRAWN)
    ids = [each.id for each in db.session.scalars(db.select(Registration))]

    words = review(organizer_client, event, "approve", id=ids)

    assert "3 will be approved, 1 cannot ." in words.replace("cannot.", "cannot .")
    assert "1 cannot: withdrawn" in words
    assert "10 seats are free" in words
    assert [status for _, status in people(event)] == ["pending"] * 3 + ["withdrawn"]


@pytest.mark.parametrize(
    ("capacity", "act", "sentences"),
    [
        pytest.param(
            5, "waitlist", ["0 will wait, 4 cannot .", "4 cannot: a seat is free"], id="free seats"
        ),
        pytest.param(2, "waitlist", ["2 will wait, 2 cannot .", "1 cannot: a seat"], id="others"),
        pytest.param(
            2, "promote", ["0 will get a seat, 4 cannot .", "1 cannot: no seat is left"], id="full"
        ),
    ],
)
def test_review_foresees_seats(
    organizer_client: FlaskClient, capacity: int, act: str, sentences: list[str]
) -> None:
    """Three with a seat and one more: the room was made smaller, or has seats for all."""
    event = make_event(capacity=3 if capacity == 2 else capacity)
    everybody = [make_registration(event) for _ in range(4)]
    with transaction():
        get_event(event.slug).modes[0].capacity = capacity
    db.session.expire_all()

    words = review(organizer_client, event, act, id=[each.id for each in everybody])

    said = words.replace("cannot.", "cannot .").replace("waiting list", "wait")
    assert [each for each in sentences if each not in said] == []


@pytest.mark.parametrize("ids", [[], [0], [999_999]])
def test_nobody_chosen_is_said(organizer_client: FlaskClient, ids: list[int]) -> None:
    event = make_event()
    make_registration(event)

    answer = organizer_client.get(
        address(event, "acts/review"), query_string={"act": "withdraw", "id": ids}
    )

    assert answer.status_code == 422
    assert "Nobody is chosen" in answer.text


def test_each_row_goes_through_the_table_and_its_outcome_is_told(
    organizer_client: FlaskClient,
) -> None:
    event, some = make_pending(2)
    gone = make_registration(event, status=RegistrationStatus.WITHDRAWN)

    page = start(organizer_client, event, "reject", [*some, gone], note="No seats for you.")

    shown = organizer_client.get(page.location).text
    mails = db.session.scalars(
        db.select(OutgoingEmail).where(OutgoingEmail.kind == "registration_rejected")
    ).all()
    assert outcomes(event) == [
        ("pending", "rejected", None),
        ("pending", "rejected", None),
        ("withdrawn", "withdrawn", "The registration is in another state by now. Look again."),
    ]
    assert "Done for 2, 1 could not be done." in shown
    assert [mail.facts["note"] for mail in mails] == ["No seats for you."] * 2
    assert list_person_history(registration_id=some[0].id)[0].changes == {
        "status": ["pending", "rejected"]
    }


def test_approving_more_than_there_are_seats_lets_the_others_wait(
    organizer_client: FlaskClient,
) -> None:
    event, some = make_pending(3, capacity=2)

    start(organizer_client, event, "approve", some)

    assert [after for _, after, _ in outcomes(event)] == ["confirmed", "confirmed", "waitlisted"]
    assert seats_of(event) == (2, 1)


def test_seats_beyond_the_capacity_are_given_only_when_asked_for(
    organizer_client: FlaskClient,
) -> None:
    event = make_event(capacity=1)
    waiting = [make_registration(event) for _ in range(3)][1:]

    start(organizer_client, event, "promote", waiting)
    start(organizer_client, event, "promote", waiting, form_key="another", beyond="y")

    told = [(after, bool(problem)) for _, after, problem in outcomes(event)]
    assert told == [("waitlisted", True)] * 2 + [("confirmed", False)] * 2
    assert seats_of(event) == (3, 0)


def test_a_refused_row_takes_back_what_it_had_begun(organizer_client: FlaskClient) -> None:
    """Without a waiting list the seat is counted, then refused: the count must not stay."""
    event, some = make_pending(3, capacity=1, waitlist=False)

    start(organizer_client, event, "approve", some)

    assert [after for _, after, _ in outcomes(event)] == ["confirmed", "pending", "pending"]
    assert seats_of(event) == (1, 0)


@pytest.mark.parametrize(
    ("others", "moved", "refused"),
    [
        pytest.param(0, 2, 4, id="down to the capacity: a seat more would go round in the act"),
        pytest.param(3, 5, 1, id="their seats go to those who waited before"),
    ],
)
def test_whom_an_act_moves_to_the_line_it_does_not_bring_back(
    organizer_client: FlaskClient, others: int, moved: int, refused: int
) -> None:
    event = make_event(capacity=10)
    everybody = [make_registration(event) for _ in range(10)]
    with transaction():
        get_event(event.slug).modes[0].capacity = 8
    before = [make_registration(event) for _ in range(others)]
    mails = len(queued(event))

    start(organizer_client, event, "waitlist", everybody[4:])

    kinds = Counter(queued(event)[mails:])
    a_seat_is_free = "A seat is free: whoever waits first would get it at once."
    assert (
        outcomes(event)
        == [("confirmed", "waitlisted", None)] * moved
        + [("confirmed", "confirmed", a_seat_is_free)] * refused
    )
    assert kinds == Counter(
        [(each.email, "registration_waitlisted") for each in everybody[4:][:moved]]
        + [(each.email, "promoted") for each in before]
    )
    assert seats_of(event) == (8, moved)


def test_the_same_form_twice_is_one_act(organizer_client: FlaskClient) -> None:
    event = make_event()
    some = [make_registration(event)]

    first = start(organizer_client, event, "withdraw", some)
    second = start(organizer_client, event, "withdraw", some)

    assert first.location == second.location
    assert outcomes(event) == [("confirmed", "withdrawn", None)]


def test_all_that_fit_are_those_of_the_search(organizer_client: FlaskClient) -> None:
    event = make_event()
    for country in ("SN", "SN", "CN"):
        make_registration(event, country=country)
    chosen = {"query": "country=SN", "everybody": "y"}

    words = review(organizer_client, event, "withdraw", **chosen)
    start(organizer_client, event, "withdraw", number="2", **chosen)

    assert "2 people, all who fit:" in words
    assert [status for _, status in people(event)] == ["withdrawn", "withdrawn", "confirmed"]


def test_when_others_fit_by_now_nothing_is_done(organizer_client: FlaskClient) -> None:
    event = make_event()
    make_registration(event)
    chosen = {"query": "", "everybody": "y", "number": "1"}
    make_registration(event)

    answer = start(organizer_client, event, "withdraw", **chosen)

    assert answer.status_code == 422
    assert "Meanwhile other people fit the search" in answer.text
    assert 'name="number" value="2"' in answer.text
    assert outcomes(event) == []


def test_a_double_click_is_one_act_though_nobody_fits_any_more(
    organizer_client: FlaskClient,
) -> None:
    event = make_event()
    make_registration(event)
    chosen = {"query": "status=confirmed", "everybody": "y", "number": "1"}

    first = start(organizer_client, event, "withdraw", **chosen)
    second = start(organizer_client, event, "withdraw", **chosen)

    assert (first.location, second.status_code) == (second.location, 303)


def test_people_of_another_event_are_out_of_reach(organizer_client: FlaskClient) -> None:
    mine, other = make_event(), make_event()
    theirs = make_registration(other)

    answer = start(organizer_client, mine, "withdraw", [theirs])

    assert answer.status_code == 422
    assert people(other) == [(theirs.email, "confirmed")]


def test_many_are_done_by_the_worker_a_few_at_a_time(organizer_client: FlaskClient) -> None:
    event, _ = make_pending(MANY)

    page = start(organizer_client, event, "approve", number=str(MANY), everybody="y").location
    before = organizer_client.get(page).text
    with transaction():
        work_bulk_act(bulk_act(event).id, NOON)
    between = len(outcomes(event))
    work_to_the_end(event)

    after = organizer_client.get(page).text
    assert f"0 of {MANY} are worked" in before
    assert between == 25
    assert outcomes(event) == [("pending", "confirmed", None)] * MANY
    assert f"Done for {MANY}." in after
    assert len([kind for _, kind in queued(event) if kind == "registration_confirmed"]) == MANY


def bulk_act(event: Event) -> BulkAct:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(db.select(BulkAct).where(BulkAct.event_id == event.id)).one()


def work_to_the_end(event: Event) -> None:
    while bulk_act(event).done_at is None:
        with transaction():
            work_bulk_act(bulk_act(event).id, NOON)


def test_a_worker_that_dies_has_done_whole_rows_and_repeats_none(
    organizer_client: FlaskClient,
) -> None:
    event, _ = make_pending(MANY)
    start(organizer_client, event, "approve", number=str(MANY), everybody="y")
    with transaction():
        work_bulk_act(bulk_act(event).id, NOON)
    mails = len(queued(event))

    with pytest.raises(KeyboardInterrupt), transaction():
        work_bulk_act(bulk_act(event).id, NOON)
        raise KeyboardInterrupt
    after_death = len(queued(event))
    work_to_the_end(event)

    assert after_death == mails
    assert outcomes(event) == [("pending", "confirmed", None)] * MANY
    kinds = [kind for _, kind in queued(event)]
    assert kinds.count("registration_confirmed") == MANY


def test_the_lease_of_a_few_leaves_them_to_who_asked(organizer_client: FlaskClient) -> None:
    """A worker would otherwise begin with them while the page is being made."""
    event, some = make_pending(1)
    start(organizer_client, event, "approve", some)

    assert (bulk_act(event).done_at, bulk_act(event).due_at) == (NOON, None)


def test_people_removed_meanwhile_are_told_of(organizer_client: FlaskClient) -> None:
    event, _ = make_pending(MANY)
    start(organizer_client, event, "approve", number=str(MANY), everybody="y")
    with transaction():
        first = db.session.scalars(db.select(Registration).limit(1)).one()
        db.session.execute(
            db.delete(OutgoingEmail).where(OutgoingEmail.registration_id == first.id)
        )
        db.session.delete(first)

    work_to_the_end(event)

    assert [each for each in outcomes(event) if each[2]] == [
        (None, None, "The registration was removed.")
    ]


def test_writing_to_those_chosen_begins_a_message_to_exactly_them(
    organizer_client: FlaskClient, outbox: list[Email]
) -> None:
    event = make_event(capacity=2)
    some = [make_registration(event, now=NOON + timedelta(minutes=n)) for n in range(4)]

    page = start(organizer_client, event, "mail", [some[0], some[2]])
    circular = db.session.scalars(db.select(Circular)).one()
    form = {
        "subject": "Hello",
        "body": "Come.",
        "statuses": ["confirmed", "waitlisted"],
        "attendance": "any",
        "purpose": "event",
        "version": "1",
    }
    saved = organizer_client.post(page.location, data=form)

    db.session.expire_all()
    assert page.location.endswith(f"/circulars/{circular.id}/edit")
    assert saved.status_code == 303
    assert (circular.subject, circular.statuses) == ("Hello", ["confirmed", "waitlisted"])
    assert count_recipients(event, circular) == 2
