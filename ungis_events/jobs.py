"""What the worker runs: each job opens a transaction and calls one service."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta

from flask import current_app

from ungis_events import provider_jobs, workflows
from ungis_events.adapters.mail import Email, Mailer, MailError
from ungis_events.agenda import messages as agenda_messages
from ungis_events.attendance.desk_service import drop_forgotten
from ungis_events.attendance.models import AttendanceReport
from ungis_events.bulk_acts.models import BulkAct
from ungis_events.bulk_acts.service import work_bulk_act
from ungis_events.circulars import messages as circular_messages
from ungis_events.circulars.models import Circular
from ungis_events.circulars.service import send_circular
from ungis_events.core import clock
from ungis_events.core.database import Model, db, transaction
from ungis_events.core.errors import DomainError
from ungis_events.core.leases import LEASE, claim_due
from ungis_events.events.models import Event
from ungis_events.invitations.queries import list_due_for_release
from ungis_events.mailing import service as mailing
from ungis_events.mailing.errors import Overtaken
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.privacy.models import Removal
from ungis_events.privacy.service import forget_access_needs, purge_due, work_removal
from ungis_events.questions.service import remove_unused_uploads
from ungis_events.registration_import.models import RegistrationImport
from ungis_events.registration_import.service import work_import
from ungis_events.registrations import messages
from ungis_events.registrations.kept_places import release_if_due
from ungis_events.reminders import messages as reminder_messages
from ungis_events.reminders.models import Reminder
from ungis_events.reminders.service import send_reminder
from ungis_events.sign_in_links import messages as sign_in_link_messages
from ungis_events.webhooks.models import WebhookDelivery
from ungis_events.webhooks.service import forget_old, work_delivery
from ungis_events.zone_changes import messages as zone_change_messages
from ungis_events.zone_changes.models import ZoneChange
from ungis_events.zone_changes.queries import list_events_to_check

log = logging.getLogger(__name__)

Outcome = Callable[[OutgoingEmail, datetime], None]
"""What is written down of an e-mail that was tried."""

BATCH = 20
_PAUSE_SECONDS = 1.0
_TO_SEND = timedelta(minutes=2)
"""What must be left of a lease to begin with a mail: each of a server's five answers to one may
take the time-out of 20 seconds."""
# Processes that were not updated yet go on saving times by older zone data.
_BETWEEN_CHECKS = timedelta(days=1)

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
BUILDERS |= dict.fromkeys(("reminder", "recording"), reminder_messages.build)
BUILDERS["circular"] = circular_messages.build
BUILDERS["zone_changed"] = zone_change_messages.build
BUILDERS |= dict.fromkeys(
    ("speaker_invited", "speaker_confirmed", "speaker_changed", "speaker_cancelled"),
    agenda_messages.build,
)
BUILDERS["speaker_briefing"] = agenda_messages.build
BUILDERS |= dict.fromkeys(
    ("sign_in_link", "account_invited", "password_reset"), sign_in_link_messages.build
)

# Tables whose rows are worked when they are due, and by what; a new one is a line.
QUEUES: dict[type[Model], Callable[[int, datetime], None]] = {
    Reminder: send_reminder,
    Circular: send_circular,
    BulkAct: work_bulk_act,
    RegistrationImport: work_import,
    AttendanceReport: drop_forgotten,
    Removal: work_removal,
    WebhookDelivery: work_delivery,
}


def work(mailer: Mailer, stop: threading.Event) -> None:
    """Do what is due, again and again, until told to stop."""
    check_at = clock.now()
    with provider_jobs.working_beside():
        while not stop.is_set():
            if clock.now() >= check_at:
                do_daily()
                check_at = clock.now() + _BETWEEN_CHECKS
            # Batch by batch: a reminder due while thousands of mails leave does not wait.
            if not queue_due() + deliver_batch(mailer):
                stop.wait(_PAUSE_SECONDS)


def do_daily() -> None:
    """What no row waits for."""
    check_times()
    begin_removals()
    with transaction():
        remove_unused_uploads(clock.now())
        forget_old(clock.now())


def purge() -> list[str]:
    """Remove at once what is kept no longer; returns a line for each event."""
    lines = begin_removals()
    while _work_due(Removal, work_removal):
        pass
    return lines


def begin_removals() -> list[str]:
    """Ask for the removal of all that the retention period is over for."""
    days = int(current_app.config["RETENTION_DAYS"])
    with transaction():
        forget_access_needs(clock.now())
        return purge_due(clock.now(), default_days=days)


def check_times() -> list[str]:
    """Recheck events whose moments older zone data gave; returns a line for each that moved.

    One that cannot be rechecked is left for the next check.
    """
    lines = []
    for event_id in list_events_to_check(clock.ZONE_DATA_EDITION, clock.now()):
        try:
            with transaction():
                event = db.session.get_one(Event, event_id)
                change = workflows.recheck_times(event, now=clock.now())
            if change:
                lines.append(_in_words(change))
        except Exception:
            log.exception("the times of event %s could not be checked", event_id)
            lines.append(f"event {event_id}: could not be checked, see the log")
    return lines


def _in_words(change: ZoneChange) -> str:
    moved = f"{change.starts_was_at:%Y-%m-%dT%H:%MZ} to {change.starts_at:%Y-%m-%dT%H:%MZ}"
    act = f"moved from {moved}" if change.has_moved else "stays where it was"
    question = ", a time is not on the clock: choose one" if change.is_undecided else ""
    told = f"{change.people_told} people and {change.organizers_told} organizers told"
    return (
        f"{change.event.slug}: {change.starts:%Y-%m-%d %H:%M} {change.zone} {act}{question}; {told}"
    )


def queue_due() -> int:
    """Put into the outbox what is due now; returns how many rows were worked.

    A row that cannot be worked keeps its lease and is tried again when that ends.
    """
    return release_places() + sum(_work_due(table, act) for table, act in QUEUES.items())


def release_places() -> int:
    """Places kept for groups until now are everybody's; returns how many groups'."""
    due = list_due_for_release(clock.now())
    for invitation_id in due:
        with transaction():
            release_if_due(invitation_id, now=clock.now())
    return len(due)


def _work_due(table: type[Model], act: Callable[[int, datetime], None]) -> int:
    with transaction():
        leased = [row.id for row in claim_due(table, now=clock.now())]  # type: ignore[attr-defined] # every table has one
    for row_id in leased:
        try:
            with transaction():
                act(row_id, clock.now())
        except Exception:
            log.exception("%s %s could not be worked", table.__name__, row_id)
    return len(leased)


def deliver_mail(mailer: Mailer) -> int:
    """Send all that is due; returns how many e-mails were looked at."""
    count = 0
    while batch := deliver_batch(mailer):
        count += batch
    return count


def deliver_batch(mailer: Mailer) -> int:
    """Send some of what is due; returns how many e-mails were looked at, 0 when none was due.

    Lease and commit; build and send outside any transaction; record and commit. A worker that
    dies in between leaves a lease that runs out, and the same message (the same Message-ID) is
    sent by the next one. While one e-mail travels the next is built.
    """
    with transaction():
        leased = [(row.id, row.attempts) for row in mailing.lease_emails(clock.now(), BATCH)]
        too_late = clock.now() + LEASE - _TO_SEND
    with ThreadPoolExecutor(max_workers=1) as post:
        travelling: tuple[int, Future[None]] | None = None
        for email_id, attempt in leased:
            email = _prepare(email_id, attempt)
            if travelling:
                _arrive(*travelling)
                travelling = None
            if clock.now() > too_late:
                break  # the others were slow: by now the rest may be another worker's
            if email:
                travelling = email_id, post.submit(mailer.send, email)
        if travelling:
            _arrive(*travelling)
    return len(leased)


def _prepare(email_id: int, attempt: int) -> Email | None:
    """None where it cannot be sent, which is recorded, or is not ours to send any more."""
    try:
        return _build(email_id, attempt)
    except Exception as error:
        _record(email_id, _outcome_of(error, email_id))
        return None


def _arrive(email_id: int, sending: Future[None]) -> None:
    """Wait until it is handed over; whatever goes wrong with it never stops the others."""
    error = sending.exception()
    if error is None:
        _record(email_id, mailing.record_sent)
    elif isinstance(error, Exception):
        _record(email_id, _outcome_of(error, email_id))
    else:
        raise error  # the end of this worker, not of the e-mail


def _record(email_id: int, outcome: Outcome) -> None:
    with transaction():
        row = db.session.get(OutgoingEmail, email_id)
        if row is not None:  # or its person's data were removed meanwhile
            outcome(row, clock.now())


def _outcome_of(error: Exception, email_id: int) -> Outcome:
    if isinstance(error, Overtaken):
        return _dropped(str(error))
    if isinstance(error, MailError):
        return _failed(error.reason, retryable=error.retryable)
    if isinstance(error, DomainError):
        return _failed(type(error).__name__, retryable=False)
    # The kind and id, never the address.
    log.error("e-mail %s could not be built or sent", email_id, exc_info=error)
    return _failed(type(error).__name__, retryable=True)


def _build(email_id: int, attempt: int) -> Email | None:
    """Reads what is true now, in a transaction that is over before anything is sent.

    None where the row is not ours any more: dropped, or taken over by another worker.
    """
    try:
        row = db.session.get_one(OutgoingEmail, email_id)
        if row.attempts != attempt or row.due_at is None:
            return None
        with current_app.test_request_context(base_url=current_app.config["BASE_URL"]):
            return BUILDERS[row.kind](row, clock.now())
    finally:
        db.session.rollback()
        db.session.expire_all()


def _dropped(reason: str) -> Outcome:
    return lambda row, now: mailing.record_dropped(row, reason)


def _failed(reason: str, *, retryable: bool) -> Outcome:
    return lambda row, now: mailing.record_failure(row, reason, retryable=retryable, now=now)
