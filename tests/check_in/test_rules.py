from datetime import datetime, timedelta

import pytest

from tests.factories import NOON
from ungis_events.check_in.rules import OPENS_BEFORE, RoomCount, Verdict, verdict
from ungis_events.events.models import Event, EventFormat, EventMode, EventStatus, Mode
from ungis_events.registrations.models import Registration, RegistrationStatus


def someone(*, mode: Mode = Mode.ROOM, event_id: int = 1, **overrides: object) -> Registration:
    values = {"status": RegistrationStatus.CONFIRMED, "checked_in_at": None} | overrides
    registration = Registration(event_id=event_id, **values)
    registration.mode = EventMode(mode=mode)
    return registration


def door(**overrides: object) -> Event:
    values = {
        "id": 1,
        "status": EventStatus.PUBLISHED,
        "format": EventFormat.HYBRID,
        "starts_at": NOON,
        "ends_at": NOON + timedelta(hours=1),
    }
    return Event(**values | overrides)


@pytest.mark.parametrize(
    ("registration", "event", "expected"),
    [
        pytest.param(someone(), door(), Verdict.WELCOME, id="a seat in the room"),
        pytest.param(someone(mode=Mode.ONLINE), door(), Verdict.ONLINE, id="a seat online"),
        pytest.param(someone(checked_in_at=NOON), door(), Verdict.IN_ALREADY, id="came in before"),
        pytest.param(
            someone(checked_in_at=NOON, event_id=2), door(), Verdict.WRONG_EVENT, id="next door"
        ),
        pytest.param(
            someone(status=RegistrationStatus.WAITLISTED), door(), Verdict.WAITLISTED, id="in line"
        ),
        pytest.param(
            someone(status=RegistrationStatus.PENDING), door(), Verdict.PENDING, id="not approved"
        ),
        pytest.param(
            someone(status=RegistrationStatus.REJECTED), door(), Verdict.REJECTED, id="not admitted"
        ),
        pytest.param(
            someone(status=RegistrationStatus.WITHDRAWN), door(), Verdict.WITHDRAWN, id="withdrew"
        ),
        pytest.param(
            someone(),
            door(status=EventStatus.CANCELLED),
            Verdict.EVENT_CANCELLED,
            id="no event",
        ),
        pytest.param(someone(), door(format=EventFormat.VIRTUAL), Verdict.NO_ROOM, id="no room"),
        pytest.param(
            someone(), door(starts_at=NOON + OPENS_BEFORE), Verdict.WELCOME, id="just open"
        ),
        pytest.param(
            someone(),
            door(starts_at=NOON + OPENS_BEFORE + timedelta(seconds=1)),
            Verdict.EARLY,
            id="too early",
        ),
        pytest.param(
            someone(),
            door(starts_at=datetime(2026, 1, 1, tzinfo=NOON.tzinfo)),
            Verdict.WELCOME,
            id="a paper list entered afterwards",
        ),
    ],
)
def test_the_door_says_who_comes_in(
    registration: Registration, event: Event, expected: Verdict
) -> None:
    assert verdict(registration, event, NOON) is expected


@pytest.mark.parametrize(
    ("capacity", "expected", "expected_in", "online_in", "free"),
    [
        (None, 3, 1, 0, None),
        (40, 30, 10, 2, 8),
        (40, 40, 10, 0, 0),
        (40, 39, 39, 3, 0),
    ],
)
def test_a_chair_is_free_when_nobody_sits_on_it_or_is_expected_to(
    capacity: int | None, expected: int, expected_in: int, online_in: int, free: int | None
) -> None:
    assert RoomCount(capacity, expected, expected_in, online_in).free == free
