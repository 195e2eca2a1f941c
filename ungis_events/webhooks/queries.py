from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import contains_eager

from ungis_events.adapters.webinar import NoticeKind
from ungis_events.admissions.models import Admission
from ungis_events.core.database import db
from ungis_events.events.queries import lock_event
from ungis_events.registrations.models import Registration
from ungis_events.registrations.rules import email_key
from ungis_events.webinars.models import CallKind, Webinar, WebinarCall
from ungis_events.webinars.queries import find_webinar_by_number, lock_webinar

from .models import WebhookDelivery
from .rules import OF_ATTENDANCE

_TRIES = 3
_SENDING = (CallKind.CREATE, CallKind.ADOPT, CallKind.UPDATE)


def is_room_of_ours(provider: str, number: str) -> bool:
    query = select(Webinar.id).where(Webinar.provider == provider, Webinar.number == number)
    # Also one that is gone: it may have been deleted before its end was told.
    return bool(number) and db.session.scalar(query.limit(1)) is not None


def lock_room(provider: str, number: str) -> Webinar | None:
    """With its event, until the transaction ends: what is told of one room is worked one by one,
    or two workers would each leave the last act to the other."""
    webinar = find_webinar_by_number(provider, number)
    if webinar is None:
        return None
    lock_event(webinar.event)
    webinar = lock_webinar(webinar.event_id)
    return webinar if webinar and webinar.number == number else None


def is_more_to_come(delivery: WebhookDelivery) -> bool:
    """Whether other notices of who was in the room wait. One that fails again and again does not
    hold up what follows from the others."""
    query = select(WebhookDelivery.id).where(
        WebhookDelivery.provider == delivery.provider,
        WebhookDelivery.number == delivery.number,
        WebhookDelivery.kind.in_(OF_ATTENDANCE),
        WebhookDelivery.due_at.is_not(None),
        WebhookDelivery.attempts <= _TRIES,
        WebhookDelivery.id != delivery.id,
    )
    return db.session.scalar(query.limit(1)) is not None


def find_end(webinar: Webinar) -> datetime | None:
    """When the room was closed for the last time since the event began, as far as is told.

    Not the webinar's state: the room may have been deleted days later, or that told first.
    """
    return db.session.scalar(
        select(func.max(WebhookDelivery.happened_at)).where(
            WebhookDelivery.provider == webinar.provider,
            WebhookDelivery.number == webinar.number,
            WebhookDelivery.kind == NoticeKind.ENDED,
            WebhookDelivery.happened_at >= webinar.event.starts_at,
        )
    )


def is_sending(webinar: Webinar) -> bool:
    """Whether we are about to tell what the room shall be, or have without an answer yet."""
    query = select(WebinarCall.id).where(
        WebinarCall.webinar_id == webinar.id,
        WebinarCall.kind.in_(_SENDING),
        WebinarCall.due_at.is_not(None),
    )
    return db.session.scalar(query.limit(1)) is not None


def last_sent_at(webinar: Webinar) -> datetime | None:
    """When what the room shall be was last given to the provider, or taken from there."""
    return db.session.scalar(
        select(func.max(WebinarCall.done_at)).where(
            WebinarCall.webinar_id == webinar.id,
            WebinarCall.kind.in_(_SENDING),
            WebinarCall.problem.is_(None),
        )
    )


def lock_admission(
    webinar: Webinar, external_id: str | None, email: str | None
) -> Admission | None:
    """Of whom the provider tells: by its own name for them, else by their address."""
    conditions: list[ColumnElement[bool]] = []
    if external_id:
        conditions.append(Admission.external_id == external_id)
    if email:
        conditions.append(Registration.email_key == email_key(email))
    if not conditions:
        return None
    found = db.session.scalars(
        select(Admission)
        .join(Admission.registration)
        .options(contains_eager(Admission.registration))
        .where(Admission.webinar_id == webinar.id, or_(*conditions))
        .with_for_update(of=Admission)
        .execution_options(populate_existing=True)
    ).all()
    by_name = [each for each in found if external_id and each.external_id == external_id]
    return next(iter(by_name or found), None)
