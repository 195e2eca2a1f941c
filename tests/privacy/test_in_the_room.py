"""Who was in the online room, and when: theirs to read, gone with their data, on both databases."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.attendance.known import make_known
from tests.conftest import Hands
from tests.factories import NOON, make_registration
from tests.privacy.steps import (
    BOTH,
    LATER,
    app_on,
    count,
    make_full_event,
    registrations_of,
    totals_of,
    work_all,
)
from tests.speakers.steps import make_invited
from ungis_events.admissions.models import Admission
from ungis_events.attendance.models import (
    Attendance,
    AttendanceMark,
    AttendanceReport,
    AttendanceSummary,
    MarkKind,
)
from ungis_events.attendance.service import record_mark
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event
from ungis_events.events.queries import get_event
from ungis_events.privacy.service import purge_due, remove_person
from ungis_events.registrations.links import manage_token
from ungis_events.registrations.models import Registration
from ungis_events.speakers.models import Speaker
from ungis_events.speakers.service import remove_speaker
from ungis_events.uploads.models import Upload
from ungis_events.uploads.rules import Kind
from ungis_events.uploads.service import save_upload
from ungis_events.webhooks.models import WebhookDelivery
from ungis_events.webinars.models import CallKind, Panelist, Webinar, WebinarCall, WebinarStatus

pytestmark = pytest.mark.usefixtures("app")  # by its name, or it would have no parameter

ANA, BEN = "ana@example.org", "Ben@Example.org"


@pytest.fixture(scope="module", params=BOTH)
def app(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    yield from app_on(request, tmp_path_factory)


@pytest.fixture
def event() -> Event:
    """With a room of its own at a provider; Ana is known by her place there, Ben by his address,
    a telephone by nothing; one notice of each waits to be worked."""
    event = make_full_event(people=0)
    with transaction():
        db.session.add(
            Webinar(
                event_id=event.id, provider="zoom", status=WebinarStatus.ENDED, status_at=NOON,
                reference=f"ref-{event.id}", number="987", alternative_hosts=[], interpreters=[],
                created_at=NOON,
            )
        )  # fmt: skip
    for name in ("ana", "ben"):
        make_registration(event, given_name=name.title(), email=f"{name}@example.org")
    ana, _ben = registrations_of(event)
    with transaction():
        admission = db.session.query(Admission).filter_by(registration_id=ana.id).one()
        admission.external_id, admission.email_key = "place-of-ana", ANA
        admission.join_url = "https://zoom.example/w/987?tk=ana"
        for participant, email, number in (
            ("1", None, ana.id),
            ("2", BEN, None),
            ("3", None, None),
        ):
            for kind in MarkKind:
                record_mark(
                    get_event(event.slug), kind, session="s", participant=participant,
                    at=event.starts_at + timedelta(minutes=kind is MarkKind.LEFT), name="",
                    email=email if kind is MarkKind.JOINED else None, external_id=None,
                    registration_id=number if kind is MarkKind.JOINED else None,
                )  # fmt: skip
        for key, facts in (
            ("a", {"external_id": "place-of-ana", "email": None, "name": "Ana"}),
            ("b", {"external_id": None, "email": BEN, "name": "Ben"}),
            ("c", {"external_id": None, "email": None, "name": "41227305111"}),
        ):
            db.session.add(
                WebhookDelivery(
                    provider="zoom", key=f"{event.id}{key}", kind="joined", number="987",
                    happened_at=NOON, received_at=NOON, facts=facts, due_at=NOON,
                )
            )  # fmt: skip
    make_known(event, (ana, 70), ("Ben Somebody", 5), ("41227305111", 60))
    return event


def forget(registration: Registration, event: Event) -> None:
    with transaction():
        remove_person(db.session.get_one(Registration, registration.id), now=event.ends_at)


def what_is_there() -> dict[str, int]:
    return {
        table.__tablename__: count(table)
        for table in (Admission, AttendanceMark, Attendance, WebhookDelivery)
    }


def forget_calls(kind: CallKind = CallKind.FORGET) -> list[str | None]:
    db.session.rollback()
    rows = db.session.query(WebinarCall).filter_by(kind=kind)
    return [row.external_id for row in rows]


def test_one_persons_times_go_with_them_and_the_others_stay(event: Event) -> None:
    ana, _ben = registrations_of(event)
    before = what_is_there()

    forget(ana, event)

    assert before == {
        "admissions": 2, "attendance_marks": 6, "attendances": 3, "webhook_deliveries": 3,
    }  # fmt: skip
    assert what_is_there() == {
        "admissions": 1, "attendance_marks": 4, "attendances": 2, "webhook_deliveries": 2,
    }  # fmt: skip
    assert count(AttendanceMark, AttendanceMark.participant == "1") == 0


def test_the_provider_is_asked_to_forget_them_too(event: Event) -> None:
    ana, ben = registrations_of(event)

    forget(ana, event)
    forget(ben, event)

    assert forget_calls() == ["place-of-ana"]


def test_who_was_known_by_the_address_alone_goes_too(event: Event) -> None:
    _ana, ben = registrations_of(event)

    forget(ben, event)

    assert count(AttendanceMark, AttendanceMark.participant == "2") == 0
    assert (count(AttendanceMark), count(WebhookDelivery)) == (4, 2)


def test_after_the_retention_nobody_is_left_and_the_numbers_are(event: Event) -> None:
    now = event.ends_at + LATER
    with transaction():
        purge_due(now, default_days=90)
    work_all(now)

    assert set(what_is_there().values()) == {0}
    assert (totals_of(event)["people"], totals_of(event)["attended"]) == (2, 1)
    summary = db.session.get_one(AttendanceSummary, event.id)
    assert (summary.people, summary.minutes, summary.peak) == (3, 135, 3)
    assert forget_calls() == ["place-of-ana"]


def test_who_is_told_of_after_the_purge_goes_with_the_next(event: Event) -> None:
    now = event.ends_at + LATER
    with transaction():
        purge_due(now, default_days=90)
    work_all(now)
    with transaction():
        record_mark(
            get_event(event.slug), MarkKind.JOINED, session="s", participant="9", at=now,
            name="Late", email=None, external_id=None, registration_id=None,
        )  # fmt: skip

    with transaction():
        again = purge_due(now, default_days=90)
    work_all(now)

    assert (again, count(AttendanceMark)) == ([event.slug], 0)


def add_panelist(event: Event, speaker: Speaker) -> None:
    with transaction():
        webinar = db.session.query(Webinar).filter_by(event_id=event.id).one()
        db.session.add(
            Panelist(
                webinar_id=webinar.id, speaker_id=speaker.id, email_key="s@example.org", name="S",
                external_id="panel-1", join_url="https://zoom.example/w/987?tk=s",
            )
        )  # fmt: skip


def test_the_panels_own_links_go_too(event: Event) -> None:
    add_panelist(event, make_invited(event))
    now = event.ends_at + LATER

    with transaction():
        purge_due(now, default_days=90)
    work_all(now)

    assert count(Panelist) == 0
    assert forget_calls(CallKind.FORGET_PANELIST) == ["panel-1"]


def test_interpreters_and_a_report_nobody_took_in_go_too(event: Event) -> None:
    now = event.ends_at + LATER
    with transaction():
        webinar = db.session.query(Webinar).filter_by(event_id=event.id).one()
        webinar.interpreters = [{"email": "i@example.org", "from": "en", "to": "fr"}]
        webinar.alternative_hosts, webinar.sent = ["h@example.org"], {"host": "h@example.org"}
        stream = BytesIO(b"Name,Email\nAna,ana@example.org\n")
        upload = save_upload(stream, "r.csv", allowed=[Kind.CSV, Kind.TEXT], longest=999, now=now)
        db.session.add(
            AttendanceReport(
                event_id=event.id, upload_id=upload.id, name="r.csv", zone="UTC", doubts=[],
                made_by="Bo Li", made_at=now, due_at=None,
            )
        )  # fmt: skip

    with transaction():
        purge_due(now, default_days=90)
    work_all(now)

    webinar = db.session.query(Webinar).filter_by(event_id=event.id).one()
    assert (webinar.interpreters, webinar.alternative_hosts, webinar.sent) == ([], [], None)
    assert (count(AttendanceReport), count(Upload, Upload.name == "r.csv")) == (0, 0)


def test_a_speaker_with_a_place_on_the_panel_can_be_removed(event: Event) -> None:
    speaker = make_invited(event)
    add_panelist(event, speaker)
    with transaction():
        db.session.query(Attendance).first().speaker_id = speaker.id  # type: ignore[union-attr]

    with transaction():
        row = db.session.get_one(Speaker, speaker.id)
        remove_speaker(get_event(event.slug), row, actor="Bo Li", now=NOON)

    assert (count(Panelist), count(Attendance)) == (1, 3)
    assert count(Panelist, Panelist.speaker_id.is_not(None)) == 0  # to be given up there
    assert count(Attendance, Attendance.speaker_id.is_not(None)) == 0


def test_their_own_file_tells_their_place_and_their_times(
    app: Flask, clock_hands: Hands, event: Event
) -> None:
    client: FlaskClient = app.test_client()
    ana, ben = registrations_of(event)

    told = {
        name: json.loads(client.get(f"/registrations/{manage_token(one)}/data.json").data)
        for name, one in (("ana", ana), ("ben", ben))
    }

    assert told["ana"]["registration"]["attended_minutes"] == 70
    assert told["ana"]["webinar"] == {
        "provider": "zoom",
        "number_there": "place-of-ana",
        "known_there_by": ANA,
        "own_link": "https://zoom.example/w/987?tk=ana",
    }
    room = told["ana"]["in_the_room"]
    assert [(each["what"], each["when"]) for each in room["came_and_left"]] == [
        ("joined", event.starts_at.isoformat())
    ]
    assert [each["minutes"] for each in room["listed"]] == [70]
    assert room["listed"][0]["stays"] == [
        [event.starts_at.isoformat(), (event.starts_at + timedelta(minutes=70)).isoformat()]
    ]
    assert told["ben"]["webinar"] is None
    assert [each["what"] for each in told["ben"]["in_the_room"]["came_and_left"]] == ["joined"]
    assert told["ben"]["in_the_room"]["listed"] == []
