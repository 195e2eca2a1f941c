"""Reminders as e-mails, built by the worker from what is true when they leave."""

from datetime import datetime, timedelta
from typing import Any, Literal

from babel.dates import format_timedelta

from ungis_events.adapters.mail import Email
from ungis_events.core.languages import gettext_noop
from ungis_events.events.models import Event, EventStatus
from ungis_events.files.links import shared_open_url
from ungis_events.files.queries import find_recording
from ungis_events.mailing.composing import MailShown
from ungis_events.mailing.errors import Overtaken
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.registrations.composing import compose, show, specimen
from ungis_events.registrations.models import Registration, RegistrationStatus
from ungis_events.registrations.queries import find_first_registration, get_registration_by_id

from . import queries, rules
from .models import Audience, Reminder, ReminderState
from .rules import RECORDING

_BABEL_NAMES: dict[str, Literal["minute", "hour", "day"]] = {
    "minutes": "minute",
    "hours": "hour",
    "days": "day",
}

_NOT_FOR = {
    Audience.ATTENDED: gettext_noop("the person was not there"),
    Audience.ABSENT: gettext_noop("the person was there after all"),
}


def build(row: OutgoingEmail, now: datetime) -> Email:
    """The complete e-mail. Raises Overtaken when it must not leave any more."""
    kind = row.facts["reminder"]
    if row.facts.get("is_test"):
        assert row.event_id is not None  # noqa: S101 - send_test gives it
        event = queries.get_event_by_id(row.event_id)
        organizer = specimen(
            event, name=row.facts["name"], email=row.to_address, language=row.language
        )
        as_of = rules.due_at(kind, event.starts_at, event.ends_at)
        return compose(row, organizer, as_of, more=_more(row, event, as_of))
    if row.registration_id is None:
        raise Overtaken(gettext_noop("the registration was removed"))
    registration = get_registration_by_id(row.registration_id)
    _check_still_true(row, registration, now)
    return compose(row, registration, now, more=_more(row, registration.event, now))


def preview(
    reminder: Reminder,
    event: Event,
    facts: dict[str, Any],
    *,
    name: str,
    email: str,
    language: str,
) -> tuple[Registration, MailShown]:
    """The mail at its moment, as the first with a seat will see it; else as a specimen does."""
    first = find_first_registration(event, RegistrationStatus.CONFIRMED)
    first = first or specimen(event, name=name, email=email, language=language)
    as_of = rules.due_at(reminder.kind, event.starts_at, event.ends_at)
    row = OutgoingEmail(
        kind=queries.email_kind(reminder.kind),
        to_address=first.email,
        facts=facts,
        language=first.language,
        queued_at=as_of,
    )
    return first, show(row, first, as_of, more=_more(row, event, as_of))


def _check_still_true(row: OutgoingEmail, registration: Registration, now: datetime) -> None:
    event = registration.event
    if event.status is not EventStatus.PUBLISHED:
        raise Overtaken(gettext_noop("the event was cancelled"))
    if not registration.is_confirmed:
        raise Overtaken(gettext_noop("the person has no seat any more"))
    kind = row.facts["reminder"]
    reminder = _wanted(kind, event)
    if kind == RECORDING:
        if not rules.is_for(reminder.audience, registration.attended):
            raise Overtaken(_NOT_FOR[reminder.audience])
        if now < event.ends_at:
            raise Overtaken(gettext_noop("the event was moved"))
        if find_recording(event) is None:
            raise Overtaken(gettext_noop("the recording was taken away"))
        return
    if datetime.fromisoformat(row.facts["starts_at"]) != event.starts_at:
        raise Overtaken(gettext_noop("the event was moved"))
    if now >= event.starts_at:
        raise Overtaken(gettext_noop("the event has begun"))
    if rules.is_overtaken(kind, event, queries.list_live_kinds(event), now):
        raise Overtaken(gettext_noop("a later reminder was due by then"))


def _wanted(kind: str, event: Event) -> Reminder:
    """Switched off means off, also for what is in the outbox already. Raises Overtaken."""
    reminder = queries.find_reminder(event, kind)
    if reminder is None:
        raise Overtaken(gettext_noop("the reminder was changed or removed"))
    if reminder.state is ReminderState.OFF:
        raise Overtaken(gettext_noop("the reminder was switched off"))
    return reminder


def _more(row: OutgoingEmail, event: Event, now: datetime) -> dict[str, Any]:
    kind = row.facts["reminder"]
    words = row.facts["words"]
    if kind == RECORDING:
        recording = find_recording(event)
        address = shared_open_url(recording) if recording else None
        return {
            "words": words,
            "recording": recording,
            "recording_url": address,
            "audience": row.facts.get("audience", Audience.EVERYBODY.value),
        }
    return {"words": words, "time_left": _time_left(kind, event, now, row.language)}


def _time_left(kind: str, event: Event, now: datetime, language: str) -> str:
    """in 1 hour; через 1 час"""
    number, unit = rules.time_left(kind, event.starts_at, now)
    # So high a threshold makes Babel take the unit that was chosen.
    return format_timedelta(
        timedelta(**{unit: number}),
        granularity=_BABEL_NAMES[unit],
        threshold=10**9,
        add_direction=True,
        locale=language,
    )
