"""What organizers see of registrations."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from ungis_events.core import clock
from ungis_events.core.database import db
from ungis_events.core.errors import DomainError
from ungis_events.events.models import Event, EventMode, Mode
from ungis_events.events.rules import search_text
from ungis_events.invitations.models import Invitation
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.questions.models import Answer, Question, QuestionKind
from ungis_events.topics.regions import countries_by_region

from .desk_filters import RegistrationsWanted
from .models import Registration, RegistrationCount, RegistrationStatus
from .queries import attended_is

PAGE_SIZE = 50
# Each has an index that begins with the event and ends with the id.
_BY = {
    "name": Registration.sort_name,
    "email": Registration.email_key,
    "organization": Registration.sort_organization,
    "group": Registration.stakeholder_group,
    "country": Registration.country,
    "status": Registration.status,
    "registered": Registration.registered_at,
}


class Counts(NamedTuple):
    """Of all the event's registrations, from the rows the database keeps of them."""

    by_status: dict[RegistrationStatus, int]
    """Every state, those with nobody too."""
    by_group: dict[str, int]
    """Confirmed people by the code of their stakeholder group, most first."""

    @property
    def all(self) -> int:
        return sum(self.by_status.values())


def count_all(event: Event) -> Counts:
    rows = db.session.execute(
        select(
            RegistrationCount.status,
            RegistrationCount.stakeholder_group,
            func.sum(RegistrationCount.number),
        )
        .where(RegistrationCount.event_id == event.id)
        .group_by(RegistrationCount.status, RegistrationCount.stakeholder_group)
    ).all()
    by_status = dict.fromkeys(RegistrationStatus, 0)
    confirmed: dict[str, int] = {}
    for status, group, number in rows:
        by_status[status] += number
        if status is RegistrationStatus.CONFIRMED and number:
            confirmed[group] = number
    by_group = sorted(confirmed.items(), key=lambda pair: (-pair[1], pair[0]))
    return Counts(by_status, dict(by_group))


class Turnout(NamedTuple):
    """Who was there: see Registration.attended."""

    in_room: int
    """Checked in at the door, also who looked into the webinar from there."""
    online: int

    @property
    def all(self) -> int:
        return self.in_room + self.online


def count_turnout(event: Event) -> Turnout:
    """From the index of the few who were there."""
    is_in_room = Registration.checked_in_at.is_not(None)
    everybody, in_room = db.session.execute(
        select(func.count(), func.count().filter(is_in_room)).where(
            Registration.event_id == event.id, attended_is(True)
        )
    ).one()
    return Turnout(in_room, everybody - in_room)


def count_by_status(event: Event) -> dict[RegistrationStatus, int]:
    """Every state, those with nobody too."""
    return count_all(event).by_status


def count_registrations(event: Event, wanted: RegistrationsWanted) -> int:
    """How many fit."""
    return sum(count_by_mode(event, wanted).values())


def count_by_mode(
    event: Event, wanted: RegistrationsWanted
) -> dict[tuple[int, RegistrationStatus], int]:
    """Of those that fit, how many are in which mode and state. Without a filter, or by state,
    group and mode alone, no registration is read.
    """
    if {name for name, _ in wanted.filters()} - {"status", "group", "mode"}:
        query = select(Registration.mode_id, Registration.status, func.count())
        query = query.where(*conditions(event, wanted))
        query = query.group_by(Registration.mode_id, Registration.status)
    else:
        kept = RegistrationCount
        query = select(kept.mode_id, kept.status, func.sum(kept.number))
        query = query.where(*_chosen(kept, event, wanted)).group_by(kept.mode_id, kept.status)
    rows = db.session.execute(query)
    return {(mode_id, status): number for mode_id, status, number in rows if number}


def _chosen(
    of: type[Registration | RegistrationCount], event: Event, wanted: RegistrationsWanted
) -> list[ColumnElement[bool]]:
    """By what the counts are kept by, too."""
    chosen: list[ColumnElement[bool]] = [of.event_id == event.id]
    if wanted.status:
        statuses = [RegistrationStatus(each) for each in wanted.status]
        # One value is compared, not looked for in a list: the index then gives the order, too.
        is_in = of.status.in_(statuses)
        chosen.append(of.status == statuses[0] if len(statuses) == 1 else is_in)
    if wanted.mode:
        modes = select(EventMode.id).where(EventMode.event_id == event.id)
        chosen.append(of.mode_id.in_(modes.where(EventMode.mode == Mode(wanted.mode))))
    if wanted.group:
        chosen.append(of.stakeholder_group.in_(wanted.group))
    return chosen


def list_registrations(
    event: Event, wanted: RegistrationsWanted, found: int
) -> Sequence[Registration]:
    """One page of them, with their modes. `found`: how many fit.

    First the fifty numbers, from an index; a page behind the middle is counted from the end.
    """
    skipped = (wanted.page - 1) * PAGE_SIZE
    length = max(min(PAGE_SIZE, found - skipped), 0)
    is_turned = skipped > found // 2
    ids = select(Registration.id).where(*conditions(event, wanted))
    ids = ids.order_by(*_order(wanted, is_turned=is_turned)).limit(length)
    ids = ids.offset(max(found - skipped - length, 0) if is_turned else skipped)
    # A list of its own: a database may read the whole event to put fifty into an inner query.
    numbers = list(db.session.scalars(ids)) if length else []
    query = select(Registration).where(Registration.id.in_(numbers))
    query = query.options(joinedload(Registration.mode)).order_by(*_order(wanted))
    return db.session.scalars(query).all()


def list_ids(event: Event, wanted: RegistrationsWanted) -> list[int]:
    """The numbers of all that fit, in their order."""
    query = select(Registration.id).where(*conditions(event, wanted)).order_by(*_order(wanted))
    return list(db.session.scalars(query))


def stream_registrations(event: Event, wanted: RegistrationsWanted) -> Iterator[list[Registration]]:
    """All that fit in their order, a few hundred at a time, from a cursor of the database."""
    query = (
        select(Registration)
        .where(*conditions(event, wanted))
        .options(joinedload(Registration.mode))
        .order_by(*_order(wanted))
        .execution_options(yield_per=500)
    )
    for batch in db.session.scalars(query).partitions():
        yield list(batch)


def list_invitations(event: Event) -> Sequence[Invitation]:
    """All of them, also those taken back: people came by them."""
    query = select(Invitation).where(Invitation.event_id == event.id)
    return db.session.scalars(query.order_by(Invitation.label, Invitation.id)).all()


def list_mails(registration: Registration) -> Sequence[OutgoingEmail]:
    """What they were sent, or will be; the latest first."""
    query = select(OutgoingEmail).where(OutgoingEmail.registration_id == registration.id)
    return db.session.scalars(query.order_by(OutgoingEmail.id.desc()).limit(200)).all()


def _order(wanted: RegistrationsWanted, *, is_turned: bool = False) -> list[ColumnElement[Any]]:
    # The id goes the same way: one index serves both directions.
    columns: list[Any] = [_BY[wanted.sort.removeprefix("-")], Registration.id]
    if wanted.sort.removeprefix("-") == "status":
        columns.insert(1, Registration.registered_at)
    is_down = wanted.sort.startswith("-") != is_turned
    return [column.desc() if is_down else column.asc() for column in columns]


def conditions(event: Event, wanted: RegistrationsWanted) -> list[ColumnElement[bool]]:
    """What a registration of the event must fulfil to be in the list."""
    kept = _chosen(Registration, event, wanted)
    if wanted.country:
        kept.append(Registration.country.in_(wanted.country))
    if wanted.region:
        regions = countries_by_region()
        codes = [code for region in wanted.region for code in regions[region]]
        kept.append(Registration.country.in_(codes))
    if wanted.organization:
        folded = search_text(wanted.organization)
        kept.append(Registration.sort_organization.contains(folded, autoescape=True))
    if wanted.invitation:
        number = wanted.invitation
        is_any = Registration.invitation_id.is_not(None)
        kept.append(is_any if number == "any" else Registration.invitation_id == int(number))
    if wanted.language:
        kept.append(Registration.captions_language == wanted.language)
    kept += [
        column.is_not(None) if value == "yes" else column.is_(None)
        for column, value in (
            (Registration.question, wanted.asked),
            (Registration.access_needs, wanted.needs),
            (Registration.checked_in_at, wanted.checked_in),
        )
        if value
    ]
    if wanted.attended:
        kept.append(attended_is(wanted.attended == "yes"))
    if wanted.registered_from:
        kept.append(Registration.registered_at >= _midnight(wanted.registered_from, event.zone))
    if wanted.registered_to:
        after = _midnight(wanted.registered_to, event.zone, later=1)
        kept.append(Registration.registered_at < after)
    if wanted.question:
        kept.append(_answered(int(wanted.question), wanted.answer))
    words = search_text(wanted.q).split()[:10]
    return kept + [Registration.search_text.contains(word, autoescape=True) for word in words]


def _answered(question_id: int, answer: str) -> ColumnElement[bool]:
    """An option is one of the answer's lines; words stand somewhere in it."""
    fits = [Answer.registration_id == Registration.id, Answer.question_id == question_id]
    if answer:
        kind = select(Question.kind).where(Question.id == question_id).scalar_subquery()
        lines = "\n" + Answer.value + "\n"
        is_text = kind.in_((QuestionKind.TEXT, QuestionKind.LONG_TEXT))
        fits.append(
            or_(
                and_(is_text, Answer.value.icontains(answer, autoescape=True)),
                lines.contains(f"\n{answer}\n", autoescape=True),
            )
        )
    return exists().where(*fits)


def _midnight(day: str, zone: str, later: int = 0) -> datetime:
    """When that day, or one `later`, begins in `zone`."""
    try:
        begins = datetime.combine(date.fromisoformat(day) + timedelta(days=later), time())
    except OverflowError:
        begins = datetime(9999, 12, 30)  # noqa: DTZ001 - a wall time
    try:
        return clock.from_wall_time(begins, zone)
    except DomainError:
        # Some zones change their clocks at midnight: the day then begins an hour later.
        return clock.from_wall_time(begins + timedelta(hours=1), zone)
    except OverflowError:
        return datetime(9998, 12, 31, tzinfo=UTC)
