"""What the provider answered, written down: each in the caller's transaction.

An answer counts for the row it was asked for, as long as it is that worker's. Where the person's
wish has changed meanwhile, it is still true of the provider: it is kept, and the row stays due.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import exists, select

from ungis_events.adapters.webinar import Admitted, Problem, ProviderError
from ungis_events.core.database import db
from ungis_events.core.leases import next_try
from ungis_events.webinars.models import CallKind, Webinar, WebinarCall
from ungis_events.webinars.pacing import next_midnight
from ungis_events.webinars.service import note_state

from .models import Admission
from .rules import HOLD, OF_THE_WEBINAR, Ask, Claim, Consequence, Lot, what_follows

_FIRST_WAIT = timedelta(seconds=1)
_LONGEST_HOLD = timedelta(minutes=1)
"""Of everybody, while the provider does not answer."""


def record_admitted(
    lot: Lot, claims: Sequence[Claim], admitted: Iterable[Admitted], now: datetime
) -> None:
    """Whoever is missing from the answer is looked up next, then asked for alone."""
    places = {place.email: place for place in admitted}
    for claim, row in _rows(lot, claims, now):
        place = places.get(claim.person.email)
        if row is None:
            if place:
                _forget(lot, place, now)
        elif place is None:
            row.is_alone, row.due_at = True, now
        else:
            row.external_id, row.join_url = place.external_id, place.join_url
            row.email_key = place.email
            _settle(row, claim, now)
    if places:
        _note_success(lot)


def record_removed(lot: Lot, claims: Sequence[Claim], now: datetime) -> None:
    """Their number there is kept: by it they are known to have been there, and forgotten."""
    for claim, row in _rows(lot, claims, now):
        if row is not None:
            row.join_url = None
            _settle(row, claim, now)
    _note_success(lot, Problem.CAPACITY)  # there may be a place again


def record_found(
    lot: Lot, sought: Sequence[Claim], found: Mapping[str, Admitted], now: datetime
) -> list[Claim]:
    """What looking showed. Returns those of `sought` who have still to be asked for."""
    still: list[Claim] = []
    webinar = _lock_webinar(lot)
    is_over = webinar is not None and webinar.event.ends_at <= now
    for claim, row in _rows(lot, sought, now):
        place = found.get(claim.person.email)
        if row is None:
            if place:
                _forget(lot, place, now)
            continue
        row.join_url = place.join_url if place else None
        if place:
            row.external_id, row.email_key = place.external_id, place.email
        if is_over:
            _settle(row, claim, now)  # nobody goes in or out any more
        elif row.revision != claim.revision or row.is_wanted is (place is not None):
            _settle(row, claim, now)
        else:
            still.append(
                replace(claim, is_unsure=False, external_id=row.external_id, join_url=row.join_url)
            )
    return still


def record_refusal(lot: Lot, ask: Ask, error: ProviderError, now: datetime) -> Consequence:
    """Returns what follows for others than those who were asked for."""
    consequence = what_follows(error, ask)
    if consequence is Consequence.GONE:
        _note_gone(lot, now)
    for claim, row in _rows(lot, ask.claims, now):
        if row is None:
            continue
        if not (error.is_unsure or claim.is_unsure or consequence is Consequence.LOOK):
            row.asked_at = None
        row.problem = error.problem.value
        row.is_alone = row.is_alone or consequence is Consequence.ALONE
        row.due_at = _due_after(row, claim, consequence, error, now)
    if consequence is Consequence.HOLD:
        _note_problem(lot, error, now)
    return consequence


def _due_after(
    row: Admission, claim: Claim, consequence: Consequence, error: ProviderError, now: datetime
) -> datetime | None:
    if row.asked_at is None and row.revision != claim.revision:
        return now
    if consequence is Consequence.GIVE_UP:
        return None
    if consequence is Consequence.TOMORROW:
        return next_midnight(now)
    if consequence is Consequence.LATER:
        wait = timedelta(seconds=error.wait_seconds or 0)
        return max(next_try(row.attempts, now, unit=_FIRST_WAIT), now + wait)
    if consequence is Consequence.HOLD and not row.is_wanted:
        return now + HOLD  # the room's own problem holds up the others
    return now


def holds_all_until(error: ProviderError, ask: Ask, now: datetime) -> datetime | None:
    """Until when nobody else is asked for either; None: it was about these people alone."""
    if error.problem is Problem.DAILY_LIMIT:
        return next_midnight(now)
    if error.problem in (Problem.TOO_FAST, Problem.UNREACHABLE):
        attempt = max(claim.attempt for claim in ask.claims)
        least = now + timedelta(seconds=error.wait_seconds or 0)
        return max(least, next_try(attempt, now, unit=_FIRST_WAIT, longest=_LONGEST_HOLD))
    return None


def put_back(lot: Lot, ask: Ask, at: datetime, now: datetime) -> None:
    """They were not asked for: the provider's limits leave no room before `at`."""
    for claim, row in _rows(lot, ask.claims, now):
        if row is not None:
            row.attempts -= 1
            row.asked_at = row.asked_at if claim.is_unsure else None
            row.due_at = at if row.revision == claim.revision else now


def _rows(lot: Lot, claims: Sequence[Claim], now: datetime) -> list[tuple[Claim, Admission | None]]:
    """The rows that are still as they were claimed, locked; None for one that was deleted."""
    webinar = _lock_webinar(lot)
    if webinar is None or now >= lot.until:
        return []
    rows = db.session.scalars(
        select(Admission)
        .where(Admission.id.in_([claim.id for claim in claims]))
        .order_by(Admission.id)
        .with_for_update()
    )
    kept = {row.id: row for row in rows}
    found = [(claim, kept.get(claim.id)) for claim in claims]
    return [(claim, row) for claim, row in found if row is None or row.attempts == claim.attempt]


def _settle(row: Admission, claim: Claim, now: datetime) -> None:
    row.due_at = None if row.revision == claim.revision else now
    row.asked_at, row.problem = None, None
    row.is_alone, row.attempts = False, 0


def _forget(lot: Lot, place: Admitted, now: datetime) -> None:
    """Their data were removed here while they were being let in there."""
    db.session.add(
        WebinarCall(
            webinar_id=lot.webinar_id,
            kind=CallKind.FORGET,
            number=lot.number,
            external_id=place.external_id,
            actor="privacy",
            queued_at=now,
            due_at=now,
        )
    )


def _lock_webinar(lot: Lot) -> Webinar | None:
    """Before any of its people's rows; None where it has another room by now, or none."""
    webinar = db.session.get(
        Webinar, lot.webinar_id, with_for_update={"key_share": True}, populate_existing=True
    )
    return webinar if webinar and webinar.number == lot.number else None


def _note_gone(lot: Lot, now: datetime) -> None:
    """Takes the event's lock, and so comes before any other."""
    webinar = db.session.get_one(Webinar, lot.webinar_id)
    if webinar.is_there and webinar.number == lot.number:
        note_state(webinar, "delete", at=now, now=now)


def _note_problem(lot: Lot, error: ProviderError, now: datetime) -> None:
    webinar = _lock_webinar(lot)
    if webinar is not None:
        webinar.problem, webinar.problem_detail = error.problem.value, error.detail or None
        webinar.problem_at = now


def _note_success(lot: Lot, *solved: Problem) -> None:
    """What kept people out is over, unless a call of another kind still meets it."""
    webinar = _lock_webinar(lot)
    if webinar is None or webinar.problem not in (solved or OF_THE_WEBINAR):
        return
    is_met = exists().where(
        WebinarCall.webinar_id == lot.webinar_id,
        WebinarCall.problem == webinar.problem,
        WebinarCall.done_at.is_(None),
    )
    if not db.session.scalar(select(is_met)):
        webinar.problem = webinar.problem_detail = webinar.problem_at = None
