"""The worker and a real SMTP server that likes some people less than others."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from tests.conftest import Hands
from tests.factories import NOON, make_event, make_registration
from tests.services.ports import free_port
from ungis_events import jobs
from ungis_events.adapters.mail import Email, MailError, MemoryMailer
from ungis_events.adapters.mail.smtp import SmtpMailer
from ungis_events.core.database import db, transaction
from ungis_events.core.leases import LEASE
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.mailing.service import MOST_ATTEMPTS, lease_emails, retry_email

PEOPLE = ("good@example.org", "gone@example.org", "busy@example.org", "last@example.org")


class Postman:
    """Refuses gone@ for good and busy@ for now; keeps everything else."""

    def __init__(self) -> None:
        self.answers = {"gone@example.org": "550 no such mailbox", "busy@example.org": "450 later"}
        self.received: list[tuple[str, bytes]] = []

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # type: ignore[no-untyped-def] # noqa: N802 - aiosmtpd's name
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # type: ignore[no-untyped-def] # noqa: N802 - aiosmtpd's name
        self.received += [(address, envelope.content) for address in envelope.rcpt_tos]
        return "250 OK"

    def addresses(self) -> list[str]:
        return [address for address, _ in self.received]


@pytest.fixture
def postman() -> Postman:
    return Postman()


@pytest.fixture
def mailer(postman: Postman) -> Iterator[SmtpMailer]:
    controller = Controller(postman, hostname="127.0.0.1", port=free_port())
    controller.start()
    mailer = SmtpMailer("127.0.0.1", controller.port)
    yield mailer
    mailer.close()
    controller.stop()


def outbox_rows() -> list[tuple[str, str, int, str | None]]:
    """(address, status, attempts, note) in the order they were queued."""
    db.session.rollback()
    db.session.expire_all()
    rows = db.session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id))
    return [(row.to_address, row.status.value, row.attempts, row.note) for row in rows]


def row_of(address: str) -> OutgoingEmail:
    query = select(OutgoingEmail).where(OutgoingEmail.to_address == address)
    return db.session.scalars(query).one()


def test_one_bad_address_never_blocks_the_others(postman: Postman, mailer: SmtpMailer) -> None:
    event = make_event()
    for address in PEOPLE:
        make_registration(event, email=address)

    looked_at = jobs.deliver_mail(mailer)

    assert looked_at == 4
    assert postman.addresses() == ["good@example.org", "last@example.org"]
    assert outbox_rows() == [
        ("good@example.org", "sent", 1, None),
        ("gone@example.org", "failed", 1, "SMTP 550 no such mailbox"),
        ("busy@example.org", "waiting", 1, "SMTP 450 later"),
        ("last@example.org", "sent", 1, None),
    ]


def test_who_was_busy_gets_the_mail_at_the_next_try(
    postman: Postman, mailer: SmtpMailer, clock_hands: Hands
) -> None:
    make_registration(make_event(), email="busy@example.org")
    jobs.deliver_mail(mailer)
    postman.answers.clear()

    at_once = jobs.deliver_mail(mailer)
    clock_hands.set_to(NOON + timedelta(minutes=2))
    later = jobs.deliver_mail(mailer)

    assert (at_once, later) == (0, 1)
    assert outbox_rows() == [("busy@example.org", "sent", 2, None)]


def test_waits_grow_until_the_tries_are_used_up(mailer: SmtpMailer, clock_hands: Hands) -> None:
    make_registration(make_event(), email="busy@example.org")
    waits, now = [], NOON

    while (due_at := row_of("busy@example.org").due_at) is not None:
        waits.append(due_at - now)
        now = due_at
        clock_hands.set_to(now)
        jobs.deliver_mail(mailer)
        db.session.expire_all()

    assert outbox_rows() == [("busy@example.org", "failed", MOST_ATTEMPTS, "SMTP 450 later")]
    assert waits[1] < waits[2] < waits[3] < waits[4] < waits[5]
    assert timedelta(hours=8) < now - NOON < timedelta(days=3)


def test_a_failed_mail_leaves_when_an_organizer_says_so(
    postman: Postman, mailer: SmtpMailer
) -> None:
    make_registration(make_event(), email="gone@example.org")
    jobs.deliver_mail(mailer)
    postman.answers.clear()

    with transaction():
        retry_email(row_of("gone@example.org"), NOON)
    jobs.deliver_mail(mailer)

    assert postman.addresses() == ["gone@example.org"]
    assert outbox_rows() == [("gone@example.org", "sent", 1, None)]


def test_a_mail_leaves_once_however_often_the_worker_looks(
    postman: Postman, mailer: SmtpMailer, clock_hands: Hands
) -> None:
    make_registration(make_event(), email="good@example.org")

    for hours in range(3):
        clock_hands.set_to(NOON + timedelta(hours=hours))
        jobs.deliver_mail(mailer)

    assert postman.addresses() == ["good@example.org"]


def test_more_mails_than_one_batch_all_leave(postman: Postman, mailer: SmtpMailer) -> None:
    event = make_event()
    for number in range(jobs.BATCH + 3):
        make_registration(event, email=f"person{number}@example.org")

    assert jobs.deliver_mail(mailer) == jobs.BATCH + 3
    assert len(postman.received) == jobs.BATCH + 3


def test_what_a_dead_worker_held_leaves_when_its_lease_is_over(
    postman: Postman, mailer: SmtpMailer, clock_hands: Hands
) -> None:
    make_registration(make_event(), email="good@example.org")
    with transaction():
        lease_emails(NOON, 20)  # and then the worker dies

    at_once = jobs.deliver_mail(mailer)
    clock_hands.set_to(NOON + LEASE)
    later = jobs.deliver_mail(mailer)

    assert (at_once, later) == (0, 1)
    assert outbox_rows() == [("good@example.org", "sent", 2, None)]


class DyingMailer(MemoryMailer):
    """Hands the first mail over and dies before anybody knows."""

    def send(self, email: Email) -> None:
        super().send(email)
        if len(self.sent) == 1:
            raise KeyboardInterrupt


class SlowMailer(MemoryMailer):
    """Takes its time: the clock goes on while a mail is handed over."""

    def __init__(self, clock_hands: Hands, seconds: int) -> None:
        super().__init__()
        self._clock_hands, self._seconds, self._now = clock_hands, seconds, NOON

    def send(self, email: Email) -> None:
        super().send(email)
        self._now += timedelta(seconds=self._seconds)
        self._clock_hands.set_to(self._now)


def test_a_mail_whose_lease_ran_out_while_others_left_is_left_to_the_next_round(
    clock_hands: Hands,
) -> None:
    event = make_event()
    for number in range(20):
        make_registration(event, email=f"person{number}@example.org")
    slow = SlowMailer(clock_hands, seconds=19)

    jobs.deliver_batch(slow)
    clock_hands.set_to(NOON + LEASE)
    next_round = MemoryMailer()
    jobs.deliver_mail(next_round)

    # Two minutes before the five are over nothing new is begun.
    assert (len(slow.sent), len(next_round.sent)) == (10, 10)
    assert len({email.to_address for email in [*slow.sent, *next_round.sent]}) == 20


def test_a_mail_that_another_worker_took_over_is_left_to_it() -> None:
    make_registration(make_event())
    with transaction():
        (ours,) = [(row.id, row.attempts) for row in lease_emails(NOON, 1)]
    with transaction():
        lease_emails(NOON + LEASE, 1)

    assert jobs._build(*ours) is None


def test_a_worker_that_dies_after_sending_sends_the_same_message_again(
    clock_hands: Hands,
) -> None:
    make_registration(make_event())
    mailer = DyingMailer()

    with pytest.raises(KeyboardInterrupt):
        jobs.deliver_mail(mailer)
    clock_hands.set_to(NOON + LEASE)
    jobs.deliver_mail(mailer)

    first, second = mailer.sent
    assert (first.message_id, first.date) == (second.message_id, second.date)
    assert [status for _, status, *_ in outbox_rows()] == ["sent"]


class BrokenMailer(MemoryMailer):
    def send(self, email: Email) -> None:
        if "good" not in email.to_address:
            raise RuntimeError("a mistake in the program, about amina@example.org")
        super().send(email)


def test_a_mistake_in_the_program_delays_one_mail_and_names_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    event = make_event()
    for address in ("bad@example.org", "good@example.org"):
        make_registration(event, email=address)

    jobs.deliver_mail(BrokenMailer())

    assert outbox_rows() == [
        ("bad@example.org", "waiting", 1, "RuntimeError"),
        ("good@example.org", "sent", 1, None),
    ]
    assert "bad@example.org" not in caplog.messages[0]


class OfflineMailer:
    def send(self, email: Email) -> None:
        raise MailError("no connection to the mail server: refused", retryable=True)


def test_everything_waits_while_the_server_is_away(
    postman: Postman, mailer: SmtpMailer, clock_hands: Hands
) -> None:
    event = make_event()
    for address in ("good@example.org", "last@example.org"):
        make_registration(event, email=address)

    jobs.deliver_mail(OfflineMailer())
    before = [row[1:3] for row in outbox_rows()]
    clock_hands.set_to(NOON + timedelta(minutes=2))
    jobs.deliver_mail(mailer)

    assert before == [("waiting", 1), ("waiting", 1)]
    assert sorted(postman.addresses()) == ["good@example.org", "last@example.org"]


def test_what_arrives_is_what_was_written(postman: Postman, mailer: SmtpMailer) -> None:
    event = make_event(title="التعاون الرقمي")
    make_registration(event, email="good@example.org")

    jobs.deliver_mail(mailer)

    ((_, content),) = postman.received
    message = message_from_bytes(content)
    assert message["Message-ID"] == f"<{row_of('good@example.org').message_id}@example.org>"
    assert message.get_content_type() == "multipart/mixed"


def test_an_email_nobody_knows_how_to_build_is_kept_and_blocks_nothing() -> None:
    event = make_event()
    make_registration(event, email="odd@example.org")
    make_registration(event, email="good@example.org")
    with transaction():
        row_of("odd@example.org").kind = "of a later version"
    mailer = MemoryMailer()

    jobs.deliver_mail(mailer)

    assert [email.to_address for email in mailer.sent] == ["good@example.org"]
    assert outbox_rows()[0] == ("odd@example.org", "waiting", 1, "KeyError")
