"""Rows of people are counted and deleted, with all that hangs on them. The caller holds locks."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select, tuple_, update

from ungis_events.admissions import service as admissions
from ungis_events.admissions.models import Admission
from ungis_events.attendance.models import Attendance, AttendanceMark, AttendanceReport
from ungis_events.bulk_acts.models import BulkAct
from ungis_events.certificates.models import Certificate
from ungis_events.core.database import Model, db
from ungis_events.events.models import EventMode
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.questions.models import Answer
from ungis_events.registration_import.models import ImportedRow, RegistrationImport
from ungis_events.registrations.models import Registration
from ungis_events.saved_views.models import SavedView
from ungis_events.speakers.models import Speaker, SpeakerStatus
from ungis_events.uploads.models import Upload
from ungis_events.uploads.queries import find_used
from ungis_events.uploads.service import delete_upload
from ungis_events.webhooks.models import WebhookDelivery
from ungis_events.webinars.erasing import forget_panelists
from ungis_events.webinars.models import Webinar

from .models import EventTotals, Removal
from .queries import FORGOTTEN_OF_SPEAKERS, NUMBER_AS_NAME, told_of
from .rules import Counted, add_up


def erase_registrations(event_id: int, ids: Collection[int], now: datetime) -> None:
    """Into the totals, and gone: answers with their files, mails, the name on certificates, when
    they were in the online room, and at its provider what it keeps of them.

    Certificates themselves stay, so that their code still says that there was one. What was
    done to a registration stays in history, by number.
    """
    db.session.flush()
    _count(event_id, ids, now)
    erase_answers(ids)
    _erase_presence(event_id, ids)
    admissions.forget(ids, now=now)
    db.session.execute(
        update(Certificate)
        .where(Certificate.registration_id.in_(ids))
        .values(name=None, registration_id=None)
    )
    db.session.execute(delete(OutgoingEmail).where(OutgoingEmail.registration_id.in_(ids)))
    db.session.execute(
        update(Registration).where(Registration.merged_into_id.in_(ids)).values(merged_into_id=None)
    )
    db.session.execute(delete(Removal).where(Removal.registration_id.in_(ids)))
    db.session.execute(delete(Registration).where(Registration.id.in_(ids)))


def erase_answers(ids: Collection[int]) -> None:
    """With the files among them."""
    given = Answer.registration_id.in_(ids)
    files = db.session.scalars(
        select(Answer.upload_id).where(given, Answer.upload_id.is_not(None))
    ).all()
    db.session.execute(delete(Answer).where(given))
    _delete_unused(files)


def _erase_presence(event_id: int, ids: Collection[int]) -> None:
    """When they came and left: also as told under their address, and not worked yet.

    How many came, and how long they stayed together, is counted in the event's summary.
    """
    is_theirs = Registration.id.in_(ids)
    addresses = (
        select(Registration.email_key)
        .where(is_theirs)
        .union(select(Registration.email).where(is_theirs))
    )
    _erase_notices(event_id, ids, set(db.session.scalars(addresses)))
    told = told_of(AttendanceMark, event_id, ids, addresses)
    mark = tuple_(AttendanceMark.session, AttendanceMark.participant)
    # Who is gone leaves with less said of them than when they came.
    presences = select(AttendanceMark.session, AttendanceMark.participant).where(told)
    of_event = AttendanceMark.event_id == event_id
    _delete(AttendanceMark, of_event, or_(told, mark.in_(presences)))
    _delete(Attendance, told_of(Attendance, event_id, ids, addresses))


def _erase_notices(event_id: int, ids: Collection[int], addresses: set[str]) -> None:
    registrants = set(
        db.session.scalars(select(Admission.external_id).where(Admission.registration_id.in_(ids)))
    )
    rows = db.session.execute(
        select(WebhookDelivery.id, WebhookDelivery.facts).where(*_waiting_notices(event_id))
    )
    theirs = [
        number
        for number, facts in rows
        if (facts.get("email") or "").lower() in addresses
        or facts.get("external_id") in registrants - {None}
    ]
    _delete(WebhookDelivery, WebhookDelivery.id.in_(theirs))


def _waiting_notices(event_id: int) -> tuple[ColumnElement[bool], ...]:
    """Those of the event's online room that nobody has worked: the others say nothing of people."""
    numbers = select(Webinar.number).where(Webinar.event_id == event_id)
    return WebhookDelivery.number.in_(numbers), WebhookDelivery.due_at.is_not(None)


def _delete(table: type[Model], *conditions: ColumnElement[bool]) -> None:
    db.session.execute(
        delete(table).where(*conditions).execution_options(synchronize_session=False)
    )


def erase_presences(event_id: int, limit: int) -> int:
    """Of everybody, whoever they are; returns how many rows, at most `limit` of each kind."""
    most = 0
    for table in (AttendanceMark, Attendance):
        some = select(table.id).where(table.event_id == event_id)
        ids = db.session.scalars(some.order_by(table.id).limit(limit)).all()
        _delete(table, table.id.in_(ids))
        most = max(most, len(ids))
    return most


def forget_room(event_id: int, now: datetime) -> None:
    """Who speaks or interprets in the online room, there too, and what nobody worked of what it
    told."""
    _delete(WebhookDelivery, *_waiting_notices(event_id))
    forget_panelists(Webinar.event_id == event_id, now)
    db.session.execute(
        update(Webinar)
        .where(Webinar.event_id == event_id)
        .values(interpreters=[], alternative_hosts=[], sent=None)
    )


def _count(event_id: int, ids: Collection[int], now: datetime) -> None:
    """Each person once: not whoever was merged into somebody else."""
    rows = db.session.execute(
        select(
            Registration.status,
            Registration.stakeholder_group,
            Registration.country,
            EventMode.mode,
            Registration.attended,
        )
        .join(EventMode, EventMode.id == Registration.mode_id)
        .where(Registration.id.in_(ids), Registration.merged_into_id.is_(None))
    )
    counted = [
        Counted(status.value, group, country, mode.value, bool(attended))
        for status, group, country, mode, attended in rows
    ]
    kept = db.session.get(EventTotals, event_id, populate_existing=True)
    if kept is None:
        kept = EventTotals(event_id=event_id, totals={}, counted_at=now)
        db.session.add(kept)
    kept.totals, kept.counted_at = add_up(kept.totals, counted), now
    db.session.flush()


def _delete_unused(numbers: Sequence[int | None]) -> None:
    """What somebody else, or another event, holds too stays until they let go."""
    given = {number for number in numbers if number is not None}
    for number in sorted(given - find_used(given)):
        upload = db.session.get(Upload, number)
        if upload is not None:
            delete_upload(upload)


def forget_speakers(event_id: int) -> int:
    """What they told us for taking part; returns how many had told something.

    The public record stays: name, function, biography, photo. Of those who are not on it,
    because they declined or were replaced, biography and photo go too.
    """
    db.session.flush()
    values = dict.fromkeys(FORGOTTEN_OF_SPEAKERS)
    told = or_(*(getattr(Speaker, name).is_not(None) for name in FORGOTTEN_OF_SPEAKERS))
    number = db.session.execute(
        update(Speaker)
        .where(Speaker.event_id == event_id, told)
        .values(**values, link_version=Speaker.link_version + 1)
    ).rowcount  # type: ignore[attr-defined] # of a CursorResult
    not_shown = (
        Speaker.event_id == event_id,
        Speaker.status.in_((SpeakerStatus.DECLINED, SpeakerStatus.REPLACED)),
    )
    photos = db.session.scalars(
        select(Speaker.photo_id).where(*not_shown, Speaker.photo_id.is_not(None))
    ).all()
    db.session.execute(update(Speaker).where(*not_shown).values(biography=None, photo_id=None))
    _delete_unused(photos)
    return int(number)


def forget_imports(event_id: int) -> None:
    """The files of lists that were taken in, what they were called, and who was left out."""
    of_event = RegistrationImport.event_id == event_id
    reports = AttendanceReport.event_id == event_id
    files = [
        *db.session.scalars(select(RegistrationImport.upload_id).where(of_event)),
        *db.session.scalars(select(AttendanceReport.upload_id).where(reports)),
    ]
    _delete(AttendanceReport, reports)
    db.session.execute(
        update(RegistrationImport)
        .where(of_event)
        .values(upload_id=None, name=NUMBER_AS_NAME, due_at=None)
    )
    imports = select(RegistrationImport.id).where(of_event)
    left_out = update(ImportedRow).where(ImportedRow.import_id.in_(imports))
    db.session.execute(left_out.values(name=None, email=None))
    _delete_unused(files)


def forget_searches(event_id: int) -> None:
    """What organizers looked for, and wrote to many: names stand in both."""
    db.session.execute(delete(SavedView).where(SavedView.event_id == event_id))
    db.session.execute(
        update(BulkAct).where(BulkAct.event_id == event_id).values(query="", note=None)
    )


def forget_names(event_id: int) -> None:
    """On certificates whose registration went before them."""
    db.session.execute(
        update(Certificate).where(Certificate.event_id == event_id).values(name=None)
    )


def some_registrations(event_id: int, limit: int) -> Sequence[int]:
    """Those merged into others first: then each of the others is counted, and once."""
    query = select(Registration.id).where(Registration.event_id == event_id)
    merged = query.where(Registration.merged_into_id.is_not(None))
    for wanted in (merged, query):
        ids = db.session.scalars(wanted.order_by(Registration.id).limit(limit)).all()
        if ids:
            return ids
    return []


def erase_mails(event_id: int, limit: int) -> int:
    """Of the event, to whomever; returns how many, at most `limit`."""
    some = select(OutgoingEmail.id).where(OutgoingEmail.event_id == event_id)
    ids = db.session.scalars(some.order_by(OutgoingEmail.id).limit(limit)).all()
    db.session.execute(delete(OutgoingEmail).where(OutgoingEmail.id.in_(ids)))
    return len(ids)
