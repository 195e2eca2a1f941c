"""What the worker runs: each job opens a transaction and calls one service."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from flask import current_app

from ungis_events import workflows
from ungis_events.adapters.mail import Email, Mailer, MailError
from ungis_events.core import clock
from ungis_events.core.database import db, transaction
from ungis_events.core.errors import DomainError
from ungis_events.mailing import service as mailing
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.registrations import messages
from ungis_events.sample import sample_files

log = logging.getLogger(__name__)

BATCH = 20
_PAUSE_SECONDS = 1.0

# Which feature builds which kind of e-mail; a new kind is a line here.
BUILDERS: dict[str, Callable[[OutgoingEmail, datetime], Email]] = dict.fromkeys(
    (
        "registration_confirmed",
        "registration_waitlisted",
        "registration_pending",
        "registration_rejected",
        "already_registered",
        "link_resent",
        "promoted",
        "withdrawn",
        "event_changed",
        "event_cancelled",
    ),
    messages.build,
)


def load_sample() -> list[str]:
    """The sample events that are not there yet; returns a line for each."""
    lines = []
    for file in sample_files(clock.now()):
        with transaction():
            outcome = workflows.load_once(file, actor="sample", now=clock.now())
        lines.append(f"{file.details.slug} {outcome}")
    return lines


def work(mailer: Mailer, stop: threading.Event) -> None:
    """Do what is due, again and again, until told to stop."""
    while not stop.is_set():
        if not deliver_mail(mailer):
            stop.wait(_PAUSE_SECONDS)


def deliver_mail(mailer: Mailer) -> int:
    """Send what is due; returns how many e-mails were looked at.

    Lease and commit; build and send outside any transaction; record and commit. A worker that
    dies in between leaves a lease that runs out, and the same message (the same Message-ID) is
    sent by the next one.
    """
    count = 0
    while True:
        with transaction():
            leased = [email.id for email in mailing.lease_emails(clock.now(), BATCH)]
        if not leased:
            return count
        for email_id in leased:
            _deliver(email_id, mailer)
        count += len(leased)


def _deliver(email_id: int, mailer: Mailer) -> None:
    """One e-mail; whatever goes wrong with it never stops the others."""
    outcome: Callable[[OutgoingEmail, datetime], None]
    try:
        mailer.send(_build(email_id))
        outcome = mailing.record_sent
    except messages.Overtaken as overtaken:
        outcome = _dropped(str(overtaken))
    except MailError as error:
        outcome = _failed(error.reason, retryable=error.retryable)
    except DomainError as error:
        outcome = _failed(type(error).__name__, retryable=False)
    except Exception as error:
        # The kind and id, never the address.
        log.exception("e-mail %s could not be built or sent", email_id)
        outcome = _failed(type(error).__name__, retryable=True)
    with transaction():
        outcome(db.session.get_one(OutgoingEmail, email_id), clock.now())


def _build(email_id: int) -> Email:
    """Reads what is true now, in a transaction that is over before anything is sent."""
    try:
        row = db.session.get_one(OutgoingEmail, email_id)
        with current_app.test_request_context(base_url=current_app.config["BASE_URL"]):
            return BUILDERS[row.kind](row, clock.now())
    finally:
        db.session.rollback()
        db.session.expire_all()


def _dropped(reason: str) -> Callable[[OutgoingEmail, datetime], None]:
    return lambda row, now: mailing.record_dropped(row, reason)


def _failed(reason: str, *, retryable: bool) -> Callable[[OutgoingEmail, datetime], None]:
    return lambda row, now: mailing.record_failure(row, reason, retryable=retryable, now=now)
