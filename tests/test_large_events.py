"""Pages of the desk beside the list of registrations: thousands of people cost them no more.

The list itself is in registrations/test_sized.py.
"""

import re
from collections.abc import Sequence

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, update

from tests.asked import plan_of, statements_of
from tests.factories import NOON, make_event
from tests.invitations.steps import make_invitation
from tests.registrations.steps_many import add_people
from ungis_events.certificates.models import Certificate
from ungis_events.core.database import db, transaction
from ungis_events.events.models import Event, EventFormat
from ungis_events.mailing.models import EmailStatus, OutgoingEmail
from ungis_events.registrations.models import Registration

FEW, MANY = 100, 1_000
PAGES = {
    "check-in/": ["ix_registrations_at_door", "ix_registrations_in"],
    "check-in/?show=out": ["ix_registrations_at_door", "ix_registrations_in"],
    "check-in/?show=in": ["ix_registrations_in"],
    "mail": ["ix_outgoing_emails_of_event"],
    "mail?status=failed": ["ix_outgoing_emails_in_state"],
    "invitations/": ["ix_registrations_invitation_id"],
    "certificates/": [
        "ix_certificates_event_id",
        "ix_certificates_revoked",
        "ix_registrations_attended",
    ],
    "privacy": ["ix_outgoing_emails_of_event"],
}
"""By which index each finds its rows; not named: those found by their own number."""
_LARGE = re.compile(r"\b(registrations|outgoing_emails|certificates)\b")


def address(event: Event, page: str) -> str:
    return f"/manage/events/{event.slug}/{page}"


def make_full_event(number: int, start: int = 0) -> Event:
    """A room where every third is in, some of them with a certificate; everybody was written to."""
    event = make_event(format=EventFormat.IN_PERSON, venue="Room XX")
    group = make_invitation(event)
    add_people(event, number, start=start)
    people = db.session.scalars(
        db.select(Registration.id).where(Registration.event_id == event.id)
    ).all()
    with transaction():
        db.session.execute(
            update(Registration)
            .where(Registration.id.in_(people[::3]))
            .values(checked_in_at=NOON, invitation_id=group.id)
        )
        db.session.execute(insert(Certificate), _certificates(event, people[::9]))
        db.session.execute(insert(OutgoingEmail), _mails(event, people))
    return event


def _certificates(event: Event, people: Sequence[int]) -> list[dict[str, object]]:
    return [
        {"event_id": event.id, "registration_id": one, "code": str(one), "issued_at": NOON}
        for one in people
    ]


def _mails(event: Event, people: Sequence[int]) -> list[dict[str, object]]:
    return [
        {
            "kind": "registration_confirmed",
            "to_address": f"{one}@example.org",
            "event_id": event.id,
            "registration_id": one,
            "facts": {},
            "language": "en",
            "message_id": f"many-{one}",
            "status": EmailStatus.SENT,
            "queued_at": NOON,
        }
        for one in people
    ]


def test_pages_ask_as_many_questions_for_thousands(organizer_client: FlaskClient) -> None:
    few, many = make_full_event(FEW), make_full_event(MANY, start=FEW)
    for page in PAGES:
        organizer_client.get(address(few, page))  # what is looked up once for a process

    asked = {
        page: [len(statements_of(organizer_client, address(event, page))) for event in (few, many)]
        for page in PAGES
    }

    assert {page: numbers for page, numbers in asked.items() if len(set(numbers)) > 1} == {}


@pytest.mark.parametrize("page", PAGES)
def test_each_page_reads_by_its_index(organizer_client: FlaskClient, page: str) -> None:
    """What is listed comes in order from the index; what is counted, from the index alone."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("asks SQLite for its plan")
    event = make_full_event(FEW)
    asked = [
        (statement, values)
        for statement, values in statements_of(organizer_client, address(event, page))
        if _LARGE.search(statement)
    ]

    plans = [
        (line, "LIMIT" in statement)
        for statement, values in asked
        for line in plan_of(statement, values)
        if _LARGE.search(line) or "TEMP" in line
    ]

    used = {name for line, _ in plans for name in re.findall(r"INDEX (ix_\w+)", line)}
    assert sorted(used) == PAGES[page]
    assert [line for line, _ in plans if "TEMP" in line or line.startswith("SCAN")] == []
    assert [line for line, is_listed in plans if not is_listed and "COVERING" not in line] == []


def test_door_of_an_event_without_a_room_looks_nobody_up(organizer_client: FlaskClient) -> None:
    event = make_event(format=EventFormat.VIRTUAL)

    asked = statements_of(organizer_client, address(event, "check-in/"))

    assert [statement for statement, _ in asked if "FROM registration" in statement] == []


def test_privacy_knows_without_counting_how_many_registered(organizer_client: FlaskClient) -> None:
    event = make_full_event(FEW)

    asked = statements_of(organizer_client, address(event, "privacy"))

    assert [statement for statement, _ in asked if "FROM registrations" in statement] == []
    assert f"{FEW} registrations" in organizer_client.get(address(event, "privacy")).text


def test_sent_mails_are_what_the_others_leave(organizer_client: FlaskClient) -> None:
    """Nearly all are sent: reading them all to count them is what takes long."""
    make_full_event(FEW)

    asked = statements_of(organizer_client, "/manage/mail")

    (given,) = [values for statement, values in asked if "count(*)" in statement]
    states = given.values() if isinstance(given, dict) else given
    assert list(states) == ["waiting", "failed", "dropped"]
    assert f"<b>{FEW}</b><span>sent</span>" in organizer_client.get("/manage/mail").text
