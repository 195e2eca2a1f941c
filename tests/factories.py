"""Valid by default: a test states only what matters to it."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from ungis_events import workflows
from ungis_events.accounts.models import Account, Role
from ungis_events.accounts.service import create_account
from ungis_events.core import clock
from ungis_events.core.database import transaction
from ungis_events.events.details import EventDetails
from ungis_events.events.models import Event, EventStatus
from ungis_events.events.queries import get_event
from ungis_events.registrations.models import Registration, RegistrationStatus
from ungis_events.registrations.rules import RegistrationDetails
from ungis_events.registrations.service import register_attendee
from ungis_events.speakers.models import Part, Speaker
from ungis_events.speakers.service import SpeakerDetails, add_speaker

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
"""The now of the tests: a Sunday in November, 07:00 in New York, 13:00 in Geneva."""
PASSWORD = "correct horse battery staple"

_number = count(1)


def event_details(**overrides: Any) -> EventDetails:
    number = next(_number)
    defaults: dict[str, Any] = {
        "slug": f"event-{number}",
        "title": f"Event {number}",
        "zone": "America/New_York",
        "starts": datetime(2027, 1, 31, 8, 30),
        "ends": datetime(2027, 1, 31, 9, 45),
        "platform": "Zoom",
        "join_url": "https://example.org/room",
        "organizers": ["UNGIS"],
        "description": "About **digital** cooperation.",
    }
    return EventDetails(**defaults | overrides)


def make_event(
    *, status: EventStatus = EventStatus.PUBLISHED, now: datetime = NOON, **overrides: Any
) -> Event:
    """Published unless said otherwise, on 31 January 2027, 08:30 to 09:45 in New York."""
    with transaction():
        event = workflows.save_event(None, event_details(**overrides), actor="test", now=now)
        if status is not EventStatus.DRAFT:
            workflows.publish_event(event, actor="test", now=now)
        if status is EventStatus.CANCELLED:
            workflows.cancel_event(event, actor="test", now=now)
    return event


def make_past_event(**overrides: Any) -> Event:
    return make_event(
        starts=datetime(2023, 1, 31, 8, 30),
        ends=datetime(2023, 1, 31, 9, 45),
        **overrides,
    )


def registration_details(**overrides: Any) -> RegistrationDetails:
    number = next(_number)
    defaults: dict[str, Any] = {
        "given_name": "Amina",
        "family_name": f"Diallo {number}",
        "email": f"amina{number}@example.org",
        "organization": "ECA",
        "stakeholder_group": "UN",
        "country": "SN",
    }
    return RegistrationDetails(**defaults | overrides)


def make_registration(
    event: Event,
    *,
    status: RegistrationStatus | None = None,
    now: datetime = NOON,
    **overrides: Any,
) -> Registration:
    """What registering gives; `status` sets another one without any of its consequences."""
    with transaction():
        event = get_event(event.slug)
        registration = register_attendee(event, registration_details(**overrides), now=now)
        if status is not None:
            registration.status = status
    return registration


def make_speaker(event: Event, **overrides: Any) -> Speaker:
    number = next(_number)
    defaults: dict[str, Any] = {
        "honorific": "Ms.",
        "name": f"Speaker {number}",
        "role": "Director",
        "organization": "ITU",
        "part": Part.SPEAKER,
    }
    with transaction():
        details = SpeakerDetails(**defaults | overrides)
        return add_speaker(get_event(event.slug), details, actor="test", now=NOON)


def make_account(
    role: Role = Role.ORGANIZER, *, password: str = PASSWORD, **overrides: Any
) -> Account:
    number = next(_number)
    with transaction():
        return create_account(
            email=overrides.get("email", f"account{number}@example.org"),
            name=overrides.get("name", f"Account {number}"),
            role=role,
            password=password,
            now=clock.now(),
        )
