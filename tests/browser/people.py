"""What a site in full swing holds: events in every state, people in every state."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from tests.circulars.steps import make_circular, schedule
from tests.factories import make_event, make_registration, make_speaker
from ungis_events.circulars.links import unsubscribe_token
from ungis_events.circulars.service import send_circular
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event, EventFormat, EventStatus
from ungis_events.events.queries import get_event
from ungis_events.files.models import LinkKind, Visibility
from ungis_events.files.queries import list_links
from ungis_events.files.service import LinkDetails, add_link
from ungis_events.mailing.models import EmailStatus, OutgoingEmail
from ungis_events.registrations import links
from ungis_events.registrations.models import Registration, RegistrationStatus
from ungis_events.reminders.queries import list_reminders
from ungis_events.sample import SAMPLE_EVENT
from ungis_events.speakers.models import Part
from ungis_events.speakers.queries import list_speakers

from .desk_rows import DeskKeys, make_administrator, make_desk_rows
from .webinar_rows import WebinarKeys, make_webinar_rows

WEEK = timedelta(weeks=1)
FORUM = "Commission on Science and Technology for Development 2027"
PEOPLE = (
    ("Ms.", "Amina", "Diallo", "Economic Commission for Africa", "UN", "SN"),
    ("Dr.", "Bo", "Li", "Tsinghua University", "ACAD", "CN"),
    ("H.E. Mr.", "José María", "Núñez de la Vega", "Permanent Mission of Peru", "GOV", "PE"),
    (None, "محمد", "الأمين", "منظمة المجتمع الرقمي", "CSO", "MA"),
    ("Ms.", "Ingrid", "Sørensen", "Ministry of Digital Affairs", "GOV", "DK"),
    ("Mr.", "Wolfgang", "Müller", "Internet Exchange Frankfurt", "TECH", "DE"),
    (None, "Sukarno", "", "Jakarta Youth Forum", "YOUTH", "ID"),
    ("Ms.", "Анна", "Ковалёва", "Связь и общество", "MEDIA", "KZ"),
)


@dataclass(frozen=True)
class Keys(DeskKeys, WebinarKeys):
    """What the addresses of personal pages and of the desk's pages hold."""

    own: str
    withdrawn: str
    waiting: str
    join_early: str
    join_open: str
    registration: int
    other: int
    pending: int
    speaker: int
    link: int
    reminder: int
    circular: int
    sent_circular: int
    unsubscribe: str


def fill(now: datetime) -> Keys:
    """Make all of it beside the sample."""
    sample = get_event(SAMPLE_EVENT)
    coming = _register(sample, range(len(PEOPLE)), now)
    _set_status(coming[5], RegistrationStatus.REJECTED)
    _set_status(coming[6], RegistrationStatus.WITHDRAWN)
    _add_links(sample, now)
    make_event(**_on(now, 52 * WEEK), slug="draft", title="Not ready yet", status=EventStatus.DRAFT)
    make_event(**_on(now, WEEK), slug="cancelled", status=EventStatus.CANCELLED)
    make_event(**_on(now, 2 * WEEK), slug="closed", registration_closes=_wall(now - WEEK))
    make_event(**_on(now, 3 * WEEK), slug="not-yet-open", registration_opens=_wall(now + WEEK))
    hybrid = make_event(
        **_on(now, 4 * WEEK),
        slug="hybrid",
        title="Connecting the last billion: what 2030 asks of us",
        format=EventFormat.HYBRID,
        capacity=300,
        room_capacity=40,
        venue="Palais des Nations, room XVII",
        access="Bring your badge.\nCaptions in English.",
        contact="wsis@example.org",
    )
    make_speaker(hybrid, part=Part.MODERATOR)
    full = make_event(
        **_on(now, 5 * WEEK),
        slug="full",
        title="Artificial intelligence for the common good",
        capacity=2,
        topics=["SDG4", "SDG5", "SDG13", "C3"],
    )
    waiting = _register(full, range(3), now)[-1]
    no_line = make_event(**_on(now, 5 * WEEK), slug="no-line", capacity=1, waitlist=False)
    _register(no_line, [0], now)
    approval = make_event(**_on(now, 6 * WEEK), slug="approval", approval=True)
    pending = _register(approval, [1], now)[0]
    live = make_event(**_on(now, timedelta(minutes=-5)), slug="live", title="Happening now")
    inside = _register(live, [0], now)[0]
    make_event(**_on(now, 7 * WEEK), slug="questions", title="With questions of its own")
    make_event(**_on(now, 8 * WEEK), slug="invited-only", title="By invitation")
    _let_a_mail_fail()
    make_administrator(sample)
    return Keys(
        **vars(make_desk_rows(sample, hybrid, coming, now)),
        **vars(make_webinar_rows(live, lambda later: _on(now, later), now)),
        own=links.manage_token(coming[0]),
        withdrawn=links.manage_token(coming[6]),
        waiting=links.manage_token(waiting),
        join_early=links.join_token(coming[0]),
        join_open=links.join_token(inside),
        registration=coming[0].id,
        other=coming[1].id,
        pending=pending.id,
        speaker=list_speakers(sample)[0].id,
        link=list_links(sample)[0].id,
        reminder=list_reminders(sample)[0].id,
        circular=make_circular(sample, now=now, body="Dear {full_name}, see {join_link}").id,
        sent_circular=_send_circular(sample, now),
        unsubscribe=unsubscribe_token(coming[0]),
    )


def _send_circular(event: Event, now: datetime) -> int:
    """One whose mails are in the outbox."""
    circular = make_circular(event, now=now, subject="Practical information", body="Come early.")
    schedule(circular, now=now)
    with transaction():
        send_circular(circular.id, now)
    return circular.id


def _on(now: datetime, later: timedelta) -> dict[str, Any]:
    starts = _wall(now + later)
    return {
        "now": now,
        "zone": "UTC",
        "starts": starts,
        "ends": starts + timedelta(hours=2),
        "forum": FORUM,
    }


def _wall(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0, tzinfo=None)


def _register(event: Event, numbers: Iterable[int], now: datetime) -> list[Registration]:
    return [_register_one(event, number, now) for number in numbers]


def _register_one(event: Event, number: int, now: datetime) -> Registration:
    honorific, given_name, family_name, organization, group, country = PEOPLE[number]
    return make_registration(
        event,
        now=now,
        honorific=honorific,
        given_name=given_name,
        family_name=family_name,
        organization=organization,
        stakeholder_group=group,
        country=country,
        zone="Africa/Nairobi",
        access_needs=None if number else "Captions in French",
        question=None if number else "How do we measure this?\nAnd who pays?",
    )


def _set_status(registration: Registration, status: RegistrationStatus) -> None:
    with transaction():
        db.session.get_one(Registration, registration.id).status = status


def _add_links(event: Event, now: datetime) -> None:
    for title, kind, visibility in (
        ("Concept note", LinkKind.CONCEPT_NOTE, Visibility.PUBLIC),
        ("All slides", LinkKind.SLIDES, Visibility.REGISTRANTS),
        ("Minutes of the preparatory meeting", LinkKind.SUMMARY, Visibility.MEMBERS),
    ):
        details = LinkDetails(title, "https://example.org/papers/one.pdf", kind, visibility)
        with transaction():
            add_link(get_event(event.slug), details, actor="Bo Li", now=now)


def _let_a_mail_fail() -> None:
    with transaction():
        mail = db.session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id)).first()
        assert mail
        mail.status = EmailStatus.FAILED
        mail.note = "the mail server answered 550 no such mailbox"
