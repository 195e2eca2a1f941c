"""Issuing certificates to those who were there, taking them back, correcting a name."""

import secrets
from datetime import datetime

from sqlalchemy import insert

from ungis_events.core.database import db
from ungis_events.events.models import Event, EventStatus
from ungis_events.events.queries import lock_event
from ungis_events.history.service import record_history

from .errors import NotOverYet
from .models import Certificate
from .queries import list_attendees_without
from .rules import ALPHABET, LETTERS

BATCH = 1000


def issue_certificates(event: Event, *, actor: str, now: datetime) -> int:
    """To the next BATCH of those who were there long enough and have none; returns how many.

    Under the event's lock: pressed twice, everybody gets one. Raises NotOverYet.
    """
    lock_event(event)
    if event.status is not EventStatus.PUBLISHED or now < event.ends_at:
        raise NotOverYet
    rows = [
        {
            "event_id": event.id,
            "registration_id": each.registration_id,
            "code": new_code(),
            "name": each.name,
            "minutes": each.minutes,
            "issued_at": now,
        }
        for each in list_attendees_without(event, BATCH)
    ]
    if rows:
        db.session.execute(insert(Certificate), rows)
        changes = {"certificates": [None, len(rows)]}
        record_history(event.id, act="certificates issued", changes=changes, actor=actor, now=now)
    return len(rows)


def set_minimum(event: Event, minutes: int | None, *, actor: str, now: datetime) -> None:
    """How long people were in the online room who get one from now on; None: however short.

    Who was checked in at the door gets one whatever it says: nobody takes the time there.
    """
    lock_event(event)
    before = event.certificate_minutes
    if minutes != before:
        event.certificate_minutes = minutes
        changes = {"certificate_minutes": [before, minutes]}
        record_history(event.id, act="certificates limited", changes=changes, actor=actor, now=now)


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))


def revoke_certificate(certificate: Certificate, *, actor: str, now: datetime) -> bool:
    """False: it was revoked before."""
    db.session.refresh(certificate, with_for_update={"of": Certificate})
    if certificate.revoked_at is not None:
        return False
    certificate.revoked_at = now
    _record(certificate, "certificate revoked", actor, now)
    return True


def issue_again(certificate: Certificate, name: str, *, actor: str, now: datetime) -> Certificate:
    """A new one with another code, for a corrected name or one revoked by mistake.

    The old code says from then on that its certificate was replaced, and no longer whose it was.
    """
    db.session.refresh(certificate, with_for_update={"of": Certificate})
    registration_id = certificate.registration_id
    certificate.revoked_at = certificate.revoked_at or now
    certificate.registration_id = certificate.name = None
    db.session.flush()  # a person has one certificate: the old one lets go first
    new = Certificate(
        event_id=certificate.event_id,
        registration_id=registration_id,
        code=new_code(),
        name=name,
        minutes=certificate.minutes,
        issued_at=now,
    )
    db.session.add(new)
    db.session.flush()
    _record(new, "certificate issued again", actor, now)
    return new


def _record(certificate: Certificate, act: str, actor: str, now: datetime) -> None:
    """Its number: history outlives the name."""
    record_history(
        certificate.event_id,
        act=act,
        changes={"certificate": [None, certificate.id]},
        actor=actor,
        now=now,
        registration_id=certificate.registration_id,
    )
