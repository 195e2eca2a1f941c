"""The review of a change that thousands must hear of: a few of them stand for all."""

from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.factories import NOON, make_event, make_registration
from ungis_events import workflows
from ungis_events.changes.review import rehearse
from ungis_events.core.database import db
from ungis_events.events.models import Event
from ungis_events.mailing.models import OutgoingEmail
from ungis_events.registrations import queries
from ungis_events.registrations.models import RegistrationStatus


@pytest.fixture
def crowded() -> Event:
    """Five with a seat, three who wait, two to be approved."""
    event = make_event(capacity=5)
    for _ in range(8):
        make_registration(event)
    for _ in range(2):
        make_registration(event, status=RegistrationStatus.PENDING)
    return event


def numbers_told(event: Event, **changes: Any) -> list[tuple[str, int]]:
    def act(fresh: Event, now: datetime) -> None:
        details = vars(workflows.EventDetails.of(fresh)) | changes
        workflows.save_event(fresh, workflows.EventDetails(**details), actor="Bo Li", now=now)

    return sorted((each.who, each.number) for each in rehearse(event.slug, act).hearings)


@pytest.mark.parametrize(
    "changes",
    [
        {"starts": datetime(2027, 1, 31, 8, 0)},
        {"starts": datetime(2027, 1, 31, 8, 0), "capacity": 6},
        {"starts": datetime(2027, 1, 31, 8, 0), "capacity": 100},
    ],
    ids=["moved", "moved to a larger room", "moved to a room for all"],
)
def test_the_numbers_are_those_of_looking_at_everybody(
    client: FlaskClient, crowded: Event, changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    looking_at_all = numbers_told(crowded, **changes)
    monkeypatch.setattr(queries, "MANY", 3)

    assert numbers_told(crowded, **changes) == looking_at_all


def test_a_rehearsal_of_many_queues_mails_for_few(
    client: FlaskClient, crowded: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MANY", 3)
    queued: list[int] = []

    def act(fresh: Event, now: datetime) -> None:
        before = db.session.query(OutgoingEmail).count()
        workflows.cancel_event(fresh, actor="Bo Li", now=NOON)
        queued.append(db.session.query(OutgoingEmail).count() - before)

    review = rehearse(crowded.slug, act)

    assert queued == [6]
    assert review.number == 10
