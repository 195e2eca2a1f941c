from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from tests.factories import NOON
from ungis_events.core.database import db, transaction
from ungis_events.core.errors import Conflict
from ungis_events.core.leases import LEASE, next_try
from ungis_events.mailing.models import EmailStatus, OutgoingEmail
from ungis_events.mailing.service import (
    MOST_ATTEMPTS,
    NewEmail,
    lease_emails,
    queue_email,
    record_dropped,
    record_failure,
    record_sent,
    retry_email,
)

MINUTE = timedelta(minutes=1)


def queue(address: str = "amina@example.org") -> None:
    email = NewEmail(
        kind="link_resent",
        to_address=address,
        event_id=None,
        registration_id=None,
        facts={},
        language="en",
    )
    queue_email(email, now=NOON)


def make_email(**overrides: object) -> OutgoingEmail:
    with transaction():
        queue()
        email = db.session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id.desc())).first()
        assert email is not None
        for name, value in overrides.items():
            setattr(email, name, value)
    return email


def lease(now: object, limit: int = 20) -> list[int]:
    with transaction():
        return [email.id for email in lease_emails(now, limit)]  # type: ignore[arg-type] # a moment


def test_a_queued_email_waits_and_is_due_at_once() -> None:
    email = make_email()

    assert (email.status, email.due_at, email.attempts) == (EmailStatus.WAITING, NOON, 0)


def test_an_email_is_saved_with_the_change_it_announces_or_not_at_all() -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        queue()
        1 / 0  # noqa: B018 - anything that goes wrong

    assert db.session.scalars(select(OutgoingEmail)).all() == []


def test_every_email_has_an_identity_of_its_own_from_the_start() -> None:
    identities = {make_email().message_id for _ in range(3)}

    assert len(identities) == 3


def test_a_leased_email_is_nobody_elses_until_the_lease_ends() -> None:
    email = make_email()

    first = lease(NOON)
    meanwhile = [lease(NOON), lease(NOON + LEASE - timedelta(seconds=1))]
    afterwards = lease(NOON + LEASE)

    assert (first, meanwhile, afterwards) == ([email.id], [[], []], [email.id])


def test_emails_leave_in_the_order_they_were_queued_and_in_small_numbers() -> None:
    emails = [make_email().id for _ in range(5)]

    assert [lease(NOON, 2), lease(NOON, 2), lease(NOON, 2)] == [emails[:2], emails[2:4], emails[4:]]


@pytest.mark.parametrize("status", [EmailStatus.SENT, EmailStatus.FAILED, EmailStatus.DROPPED])
def test_what_is_done_with_is_not_leased_again(status: EmailStatus) -> None:
    make_email(status=status)

    assert lease(NOON + timedelta(days=1)) == []


def test_a_sent_email_is_done() -> None:
    email = make_email(note="SMTP 450 later")

    with transaction():
        record_sent(db.session.get_one(OutgoingEmail, email.id), NOON)

    assert (email.status, email.sent_at, email.due_at, email.note) == (
        EmailStatus.SENT,
        NOON,
        None,
        None,
    )


def test_an_overtaken_email_keeps_the_reason() -> None:
    email = make_email()

    with transaction():
        record_dropped(db.session.get_one(OutgoingEmail, email.id), "a newer one follows")

    assert (email.status, email.due_at, email.note) == (
        EmailStatus.DROPPED,
        None,
        "a newer one follows",
    )


def fail(email: OutgoingEmail, *, retryable: bool) -> None:
    with transaction():
        row = db.session.get_one(OutgoingEmail, email.id)
        record_failure(row, "SMTP 4xx", retryable=retryable, now=NOON)


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 1), (2, 2), (3, 4), (4, 8), (8, 128), (10, 360), (11, 360)]
)
def test_waits_grow_up_to_six_hours(attempts: int, minutes: int) -> None:
    earliest, latest = next_try(attempts, NOON, draw=0), next_try(attempts, NOON, draw=1)

    assert earliest == NOON + minutes * MINUTE
    assert latest == NOON + minutes * MINUTE * 4 / 3


def test_a_passing_failure_is_tried_again_later() -> None:
    email = make_email(attempts=1)

    fail(email, retryable=True)

    assert (email.status, email.note) == (EmailStatus.WAITING, "SMTP 4xx")
    assert email.due_at is not None
    assert NOON + MINUTE <= email.due_at <= NOON + MINUTE * 4 / 3


@pytest.mark.parametrize(
    ("attempts", "retryable"),
    [pytest.param(1, False, id="for good"), pytest.param(MOST_ATTEMPTS, True, id="too often")],
)
def test_a_lasting_failure_is_kept_for_an_organizer(attempts: int, retryable: bool) -> None:
    email = make_email(attempts=attempts)

    fail(email, retryable=retryable)

    assert (email.status, email.due_at, email.note) == (EmailStatus.FAILED, None, "SMTP 4xx")


@pytest.mark.parametrize(
    ("status", "due_at"),
    [(EmailStatus.FAILED, None), (EmailStatus.WAITING, NOON + LEASE + MINUTE)],
)
def test_an_organizer_sends_a_failed_email_again_with_all_its_tries(
    status: EmailStatus, due_at: datetime | None
) -> None:
    email = make_email(status=status, attempts=MOST_ATTEMPTS, due_at=due_at)

    with transaction():
        retry_email(db.session.get_one(OutgoingEmail, email.id), NOON)

    assert (email.status, email.due_at, email.attempts) == (EmailStatus.WAITING, NOON, 0)


@pytest.mark.parametrize("due_at", [NOON, NOON + LEASE])
def test_a_mail_in_a_workers_hands_is_not_sent_by_another(due_at: datetime) -> None:
    email = make_email(attempts=1, due_at=due_at)

    with pytest.raises(Conflict), transaction():
        retry_email(db.session.get_one(OutgoingEmail, email.id), NOON)

    assert (email.due_at, email.attempts) == (due_at, 1)


def test_a_circular_lets_everything_else_pass() -> None:
    for kind in ("circular", "circular", "reminder", "registration_confirmed"):
        make_email(kind=kind)

    with transaction():
        leased = [email.kind for email in lease_emails(NOON, 3)]

    assert leased == ["reminder", "registration_confirmed", "circular"]


@pytest.mark.parametrize("status", [EmailStatus.SENT, EmailStatus.DROPPED])
def test_what_was_sent_or_dropped_is_not_sent_again(status: EmailStatus) -> None:
    email = make_email(status=status)

    with pytest.raises(Conflict), transaction():
        retry_email(db.session.get_one(OutgoingEmail, email.id), NOON)

    assert email.status is status
