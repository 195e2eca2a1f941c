from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import NOON
from ungis_events.core.database import db, transaction
from ungis_events.core.leases import LEASE, claim_due, next_try
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.mailing.service import NewEmail, queue_email


def queue(number: int, minutes: int = 0) -> None:
    with transaction():
        email = NewEmail(
            kind="link_resent",
            to_address=f"person{number}@example.org",
            event_id=None,
            registration_id=None,
            facts={},
            language="en",
        )
        queue_email(email, now=NOON + timedelta(minutes=minutes))


def claim(minutes: float = 0, limit: int = 20) -> list[str]:
    with transaction():
        rows = claim_due(OutgoingEmail, now=NOON + timedelta(minutes=minutes), limit=limit)
        return [row.to_address.partition("@")[0] for row in rows]


def test_what_is_due_is_claimed_in_its_order_and_what_is_not_waits() -> None:
    queue(1, minutes=2)
    queue(2)
    queue(3, minutes=9)

    assert claim(minutes=3) == ["person2", "person1"]


def test_at_most_the_limit_is_claimed() -> None:
    for number in range(5):
        queue(number)

    assert [claim(limit=2), claim(limit=2), claim(limit=2)] == [
        ["person0", "person1"],
        ["person2", "person3"],
        ["person4"],
    ]


def test_a_claimed_row_is_nobody_elses_until_the_lease_ends() -> None:
    queue(1)
    minutes = LEASE.total_seconds() / 60

    assert [claim(), claim(), claim(minutes - 0.1)] == [["person1"], [], []]


def test_the_rows_of_a_dead_worker_return() -> None:
    queue(1)
    claim()

    again = claim(LEASE.total_seconds() / 60)

    assert again == ["person1"]
    assert db.session.scalars(db.select(OutgoingEmail.attempts)).all() == [2]


def test_a_row_with_nothing_left_to_do_is_never_due() -> None:
    queue(1)
    with transaction():
        db.session.scalars(db.select(OutgoingEmail)).one().due_at = None

    assert claim(minutes=10_000) == []


def test_a_claim_that_is_rolled_back_claims_nothing() -> None:
    queue(1)

    with pytest.raises(ZeroDivisionError), transaction():
        claim_due(OutgoingEmail, now=NOON)
        raise ZeroDivisionError

    assert claim() == ["person1"]


def test_waits_double_up_to_six_hours() -> None:
    waits = [(next_try(n, NOON, draw=0) - NOON) / timedelta(minutes=1) for n in range(1, 13)]

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]


@given(attempts=st.integers(0, 10_000), draw=st.floats(0, 1))
def test_chance_lengthens_a_wait_by_a_third_at_most(attempts: int, draw: float) -> None:
    shortest = next_try(attempts, NOON, draw=0) - NOON

    drawn = next_try(attempts, NOON, draw) - NOON

    assert shortest <= drawn <= shortest * 4 / 3 + timedelta(seconds=1)
