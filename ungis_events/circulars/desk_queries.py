"""What organizers see of circulars: who would get one, and what became of each mail."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, func, select

from ungis_events.core.database import db
from ungis_events.core.errors import NotFound
from ungis_events.events.models import Event
from ungis_events.mailing.models import EmailStatus, OutgoingEmail
from ungis_events.registrations.models import Registration

from .models import KIND, Circular
from .queries import chosen
from .rules import Audience

PAGE_SIZE = 50
MOST_FOUND = 10


class Recipient(NamedTuple):
    id: int
    given_name: str
    family_name: str
    email: str

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or self.email


class Standing(NamedTuple):
    """One of the recipients, counted from 1, between two others."""

    number: int
    reader: Recipient
    before: Recipient | None
    after: Recipient | None


class Delivery(NamedTuple):
    """One person's mail. No name: their registration was removed."""

    email_id: int
    given_name: str | None
    family_name: str | None
    address: str
    status: EmailStatus
    note: str | None
    sent_at: datetime | None
    due_at: datetime | None
    queued_at: datetime

    @property
    def name(self) -> str:
        return f"{self.given_name or ''} {self.family_name or ''}".strip()


def list_recipients(event: Event, audience: Audience) -> list[Recipient]:
    """All who fit now, by name: plain rows, as there may be thousands."""
    columns = [getattr(Registration, name) for name in Recipient._fields]
    rows = db.session.execute(
        select(*columns)
        .where(Registration.event_id == event.id, *chosen(audience))
        .order_by(
            func.lower(Registration.family_name),
            func.lower(Registration.given_name),
            Registration.id,
        )
    )
    return [Recipient(*row) for row in rows]


def find_by_name(recipients: list[Recipient], q: str) -> list[Recipient]:
    """The first MOST_FOUND whose name or address holds every word of `q`."""
    words = q.casefold().split()[:10]
    fitting = (
        each
        for each in recipients
        if all(word in f"{each.name} {each.email}".casefold() for word in words)
    )
    return [each for each, _ in zip(fitting, range(MOST_FOUND), strict=False)] if words else []


def stand_at(recipients: list[Recipient], wanted: int | None) -> Standing:
    """The one `wanted`, or else the first."""
    ids = [each.id for each in recipients]
    index = ids.index(wanted) if wanted in ids else 0
    return Standing(
        number=index + 1,
        reader=recipients[index],
        before=recipients[index - 1] if index else None,
        after=recipients[index + 1] if index + 1 < len(recipients) else None,
    )


def count_deliveries(
    event: Event, circulars: Iterable[Circular]
) -> dict[int, dict[EmailStatus, int]]:
    """{circular: how many of its mails are in which state}, every state, in one query."""
    ids = {circular.occasion: circular.id for circular in circulars}
    counts = {each: dict.fromkeys(EmailStatus, 0) for each in ids.values()}
    rows = db.session.execute(
        select(OutgoingEmail.occasion, OutgoingEmail.status, func.count())
        .where(
            OutgoingEmail.event_id == event.id,
            OutgoingEmail.kind == KIND,
            OutgoingEmail.occasion.in_(ids),
        )
        .group_by(OutgoingEmail.occasion, OutgoingEmail.status)
    )
    for occasion, status, number in rows:
        counts[ids[occasion]][status] = number
    return counts


def list_deliveries(circular: Circular, status: str, page: int) -> list[Delivery]:
    """One page, by name; `status` empty: all of them."""
    query = _deliveries(
        circular,
        status,
        select(
            OutgoingEmail.id,
            Registration.given_name,
            Registration.family_name,
            OutgoingEmail.to_address,
            OutgoingEmail.status,
            OutgoingEmail.note,
            OutgoingEmail.sent_at,
            OutgoingEmail.due_at,
            OutgoingEmail.queued_at,
        ),
    )
    rows = db.session.execute(
        query.outerjoin(Registration, Registration.id == OutgoingEmail.registration_id)
        .order_by(
            func.lower(Registration.family_name),
            func.lower(Registration.given_name),
            OutgoingEmail.id,
        )
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return [Delivery(*row) for row in rows]


def get_delivery(circular: Circular, email_id: int) -> OutgoingEmail:
    """Raises NotFound for a mail that is not one of this circular's."""
    query = _deliveries(circular, "", select(OutgoingEmail))
    email = db.session.scalar(query.where(OutgoingEmail.id == email_id))
    if email is None:
        raise NotFound
    return email


def _deliveries(circular: Circular, status: str, query: Select) -> Select:  # type: ignore[type-arg] # of any columns
    query = query.where(
        OutgoingEmail.event_id == circular.event_id,
        OutgoingEmail.kind == KIND,
        OutgoingEmail.occasion == circular.occasion,
    )
    if status in list(EmailStatus):
        query = query.where(OutgoingEmail.status == EmailStatus(status))
    return query
